#include "call.h"

#include <stdlib.h>

enum { CLASSES = 5, BUCKETS = 13 };

/* Upper ends, in nanoseconds and as Prometheus writes them. */
static const struct {
    int64_t ns;
    const char *text;
} buckets[BUCKETS] = {
    {100000, "0.0001"},  {250000, "0.00025"}, {500000, "0.0005"}, {1000000, "0.001"},
    {2500000, "0.0025"}, {5000000, "0.005"},  {10000000, "0.01"}, {25000000, "0.025"},
    {50000000, "0.05"},  {100000000, "0.1"},  {500000000, "0.5"}, {1000000000, "1"},
    {5000000000, "5"},
};

struct line {
    atomic_uint_fast64_t classes[CLASSES];
    atomic_uint_fast64_t buckets[BUCKETS + 1];
    atomic_uint_fast64_t sum_ns;
};

struct tally {
    size_t count;
    struct line lines[];
};

struct tally *tally_new(size_t routes)
{
    struct tally *tally = calloc(1, sizeof *tally + (routes + 1) * sizeof(struct line));
    if (!tally)
        abort();
    tally->count = routes + 1;
    return tally;
}

void tally_free(struct tally *tally)
{
    free(tally);
}

void tally_add(struct tally *tally, size_t route, unsigned code, int64_t duration_ns)
{
    struct line *line = &tally->lines[route];
    size_t bucket = 0;
    while (bucket < BUCKETS && duration_ns > buckets[bucket].ns)
        bucket++;
    count_more(&line->classes[code >= 100 && code < 600 ? code / 100 - 1 : 4], 1);
    count_more(&line->buckets[bucket], 1);
    count_more(&line->sum_ns, (uint64_t)duration_ns);
}

struct sums {
    uint64_t classes[CLASSES], buckets[BUCKETS + 1], sum_ns, count;
};

static uint64_t read_counter(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static struct sums add_up(const struct server *server, size_t route)
{
    struct sums sums = {0};
    for (unsigned w = 0; w < server->worker_count; w++) {
        const struct line *line = &server->workers[w].tally->lines[route];
        for (size_t i = 0; i < CLASSES; i++)
            sums.classes[i] += read_counter(&line->classes[i]);
        for (size_t i = 0; i <= BUCKETS; i++)
            sums.buckets[i] += read_counter(&line->buckets[i]);
        sums.sum_ns += read_counter(&line->sum_ns);
    }
    for (size_t i = 0; i < CLASSES; i++)
        sums.count += sums.classes[i];
    return sums;
}

static const char *route_name(const struct server *server, size_t route)
{
    return route < server->route_count ? server->routes[route].name : "none";
}

static void put_requests(const struct server *server, struct buf *out)
{
    buf_add_cstr(out, "# HELP runbookd_http_requests_total Answers by route and class.\n"
                      "# TYPE runbookd_http_requests_total counter\n");
    for (size_t r = 0; r <= server->route_count; r++) {
        struct sums sums = add_up(server, r);
        for (size_t i = 0; i < CLASSES; i++)
            if (sums.classes[i])
                buf_add_format(
                    out,
                    "runbookd_http_requests_total{route=\"%s\",code=\"%zuxx\"} %llu\n",
                    route_name(server, r), i + 1, (unsigned long long)sums.classes[i]);
    }
}

static void put_histogram(const char *route, const struct sums *sums, struct buf *out)
{
    static const char name[] = "runbookd_http_request_duration_seconds";
    uint64_t below = 0;
    for (size_t i = 0; i <= BUCKETS; i++) {
        below += sums->buckets[i];
        buf_add_format(out, "%s_bucket{route=\"%s\",le=\"%s\"} %llu\n", name, route,
                       i < BUCKETS ? buckets[i].text : "+Inf", (unsigned long long)below);
    }
    buf_add_format(out, "%s_sum{route=\"%s\"} %.9f\n", name, route,
                   (double)sums->sum_ns / 1e9);
    buf_add_format(out, "%s_count{route=\"%s\"} %llu\n", name, route,
                   (unsigned long long)below);
}

static void put_durations(const struct server *server, struct buf *out)
{
    buf_add_cstr(out,
                 "# HELP runbookd_http_request_duration_seconds From the request line "
                 "to the answer, lanes included.\n"
                 "# TYPE runbookd_http_request_duration_seconds histogram\n");
    for (size_t r = 0; r <= server->route_count; r++) {
        struct sums sums = add_up(server, r);
        if (sums.count)
            put_histogram(route_name(server, r), &sums, out);
    }
}

static void put_one(struct buf *out, const char *name, const char *labels,
                    const char *type, const char *help, uint64_t value)
{
    if (help)
        buf_add_format(out, "# HELP runbookd_%s %s\n# TYPE runbookd_%s %s\n", name, help,
                       name, type);
    buf_add_format(out, "runbookd_%s%s %llu\n", name, labels, (unsigned long long)value);
}

static void put_lanes(const struct server *server, struct buf *out)
{
    struct lanes_stats s;
    lanes_read_stats(server->lanes, &s);
    put_one(out, "lane_depth", "{lane=\"write\"}", "gauge",
            "Jobs accepted by a lane and not done.", s.write_depth);
    put_one(out, "lane_depth", "{lane=\"slow\"}", NULL, NULL, s.slow_depth);
    put_one(out, "write_batches_total", "", "counter", "Commits of the writer.",
            s.batches);
    put_one(out, "write_batch_items_total", "", "counter", "Requests in those commits.",
            s.batch_items);
    put_one(out, "write_batches_failed_total", "", "counter",
            "Batches that the store did not take.", s.failed_batches);
    put_one(out, "write_batch_items_largest", "", "gauge", "The largest batch so far.",
            s.batch_largest);
}

static void put_cache(const struct server *server, struct buf *out)
{
    struct cache_stats s;
    uint64_t hits = 0, misses = 0, connections = 0;
    for (unsigned w = 0; w < server->worker_count; w++) {
        hits += read_counter(&server->workers[w].cache_hits);
        misses += read_counter(&server->workers[w].cache_misses);
        connections += atomic_load(&server->workers[w].connections);
    }
    cache_read_stats(server->cache, &s);
    put_one(out, "page_cache_hits_total", "", "counter", "Pages served from the cache.",
            hits);
    put_one(out, "page_cache_misses_total", "", "counter", "Pages rendered for it.",
            misses);
    put_one(out, "page_cache_waits_total", "", "counter",
            "Requests that waited for another's rendering.", s.waits);
    put_one(out, "page_cache_stale_total", "", "counter",
            "Pages dropped because what they show had changed.", s.stale);
    put_one(out, "page_cache_evictions_total", "", "counter",
            "Pages dropped to keep the ceiling.", s.evictions);
    put_one(out, "page_cache_bytes", "", "gauge", "Bytes held.", s.bytes);
    put_one(out, "page_cache_entries", "", "gauge", "Pages held.", s.entries);
    put_one(out, "connections", "", "gauge", "Open connections.", connections);
}

void server_metrics(const struct server *server, struct buf *out)
{
    put_requests(server, out);
    put_durations(server, out);
    put_lanes(server, out);
    put_cache(server, out);
}
