#include "actions/gathering.h"
#include "base/clock.h"
#include "queue_causes.h"
#include "store/asks.h"
#include "store/work.h"

enum {
    DAYS_COUNTED = 30, /* that searches in vain are added up over */
    A_WRITE = 100
};

/* One write: some searches, or some of what was asked for. */
struct gathering {
    struct arena arena;
    int64_t now_s;
    const struct search_in_vain *searches;
    size_t search_count;
    size_t asks; /* that were brought in */
};

static struct reader reader_over(struct store *store, struct gathering *g)
{
    return (struct reader){store, &viewer_system, &g->arena, g->now_s};
}

static enum status write_searches(struct store *store, void *argument)
{
    struct gathering *g = argument;
    struct reader reader = reader_over(store, g);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < g->search_count; i++)
        status = queue_search(&reader, g->searches[i].query, g->searches[i].asked,
                              g->searches[i].first_day, g->searches[i].last_day);
    return status;
}

static enum status write_asks(struct store *store, void *argument)
{
    struct gathering *g = argument;
    struct reader reader = reader_over(store, g);
    struct ask *asks = NULL;
    enum status status = asks_loose(store, A_WRITE, &g->arena, &asks, &g->asks);
    for (size_t i = 0; status == STATUS_OK && i < g->asks; i++) {
        int64_t item = 0;
        status =
            queue_ask(&reader, asks[i].sentence, asks[i].query, asks[i].asked_at, &item);
        if (status == STATUS_OK)
            status = asks_join(store, asks[i].id, item);
    }
    return status;
}

static enum status gather_searches(const struct store_access *access, struct gathering *g,
                                   int64_t least, size_t *out_count)
{
    struct store *store = NULL;
    struct search_in_vain *searches = NULL;
    int64_t today = day_of_instant(g->now_s);
    enum status status = access->read_open(access->owner, &store);
    if (status != STATUS_OK)
        return status;
    status = work_searches_in_vain(store, today - 1, today - DAYS_COUNTED, least,
                                   &g->arena, &searches, out_count);
    store_close(store);
    for (size_t i = 0; status == STATUS_OK && i < *out_count; i += A_WRITE) {
        g->searches = searches + i;
        g->search_count = *out_count - i < A_WRITE ? *out_count - i : A_WRITE;
        status = access->write(access->owner, write_searches, g);
    }
    return status;
}

static enum status gather_asks(const struct store_access *access, struct gathering *g)
{
    struct store *store = NULL;
    struct ask *asks = NULL;
    size_t count = 0;
    enum status status = access->read_open(access->owner, &store);
    if (status != STATUS_OK)
        return status;
    status = asks_loose(store, 1, &g->arena, &asks, &count);
    store_close(store);
    while (status == STATUS_OK && count) {
        status = access->write(access->owner, write_asks, g);
        count = g->asks;
    }
    return status;
}

enum status queue_gather(const struct store_access *access, int64_t now_s, int64_t least,
                         size_t *out_count)
{
    struct gathering g = {.now_s = now_s};
    *out_count = 0;
    arena_init(&g.arena, 0);
    enum status status = gather_asks(access, &g);
    if (status == STATUS_OK && least > 0)
        status = gather_searches(access, &g, least, out_count);
    arena_release(&g.arena);
    return status;
}
