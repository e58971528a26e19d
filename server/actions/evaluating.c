#include "actions/evaluating.h"
#include "actions/searching.h"
#include "base/clock.h"
#include "store/articles.h"

#include <stdlib.h>

enum { RANKS = 10 };

struct evaluation {
    struct store *store;
    struct arena *arena;
    struct arena request; /* emptied after each query */
    struct problems *problems;
    struct list kinds; /* struct evaluated_kind */
};

struct wanted {
    struct slice query, path, kind;
};

static struct evaluated_kind *find_kind(struct evaluation *e, struct slice name)
{
    struct evaluated_kind *kinds = e->kinds.items;
    for (size_t i = 0; i < e->kinds.count; i++)
        if (slice_eq(kinds[i].name, name))
            return &kinds[i];
    struct evaluated_kind *kind = LIST_PUSH(&e->kinds, struct evaluated_kind);
    kind->name = arena_slice(e->arena, name);
    kind->searches_ns = LIST_OF(e->arena, int64_t);
    return kind;
}

static size_t rank_in(const struct article_heads *heads, int64_t id)
{
    for (size_t i = 0; i < heads->count && i < RANKS; i++)
        if (heads->items[i].id == id)
            return i + 1;
    return 0;
}

/* 1…RANKS, or 0 when the answer does not hold the guide. `several`: those of an exact
 * phrase that more than one has. */
static size_t rank_of(const struct search_answer *answer,
                      const struct article_heads *several, int64_t id)
{
    if (answer->exact.several)
        return rank_in(several, id);
    if (answer->exact.slug.len)
        return answer->exact.article_id == id;
    for (size_t i = 0; i < answer->results.count && i < RANKS; i++)
        if (answer->results.hits[i].head.id == id)
            return i + 1;
    return 0;
}

static enum status ask(struct evaluation *e, struct slice text, int64_t id,
                       size_t *out_rank, int64_t *out_ns)
{
    struct search_answer answer = {0};
    struct article_heads several = {0};
    const struct search_query query = {.text = text, .limit = RANKS};
    const struct reader reader = {e->store, &viewer_anonymous, &e->request,
                                  clock_now_s()};
    int64_t since = clock_monotonic_ns();
    enum status status = store_read_begin(e->store, 0);
    if (status == STATUS_OK)
        status = searching_run(&reader, &query, &answer);
    *out_ns = clock_monotonic_ns() - since;
    if (status == STATUS_OK && answer.exact.several)
        status = matching_guides(&reader, &answer.exact, &several);
    store_read_end(e->store);
    if (status == STATUS_OK)
        *out_rank = rank_of(&answer, &several, id);
    return status;
}

static enum status evaluate(struct evaluation *e, const struct wanted *wanted,
                            size_t line)
{
    int64_t id = 0, ns = 0;
    size_t rank = 0;
    enum status status = articles_id_by_source_path(e->store, wanted->path, &id);
    if (status == STATUS_NOT_FOUND)
        problems_warning(e->problems, "eval.path", SLICE("path"),
                         "No guide was imported from " SLICE_FMT, SLICE_ARG(wanted->path))
            ->line = line;
    else if (status != STATUS_OK)
        return status;
    arena_reset(&e->request);
    status = ask(e, wanted->query, id, &rank, &ns);
    if (status != STATUS_OK)
        return status;
    struct evaluated_kind *kind = find_kind(e, wanted->kind);
    *LIST_PUSH(&kind->searches_ns, int64_t) = ns;
    kind->queries++;
    kind->first += rank == 1;
    kind->ten += rank > 0;
    kind->reciprocal_sum += rank ? 1.0 / (double)rank : 0;
    return STATUS_OK;
}

static bool read_line(struct slice line, struct wanted *out_wanted)
{
    return slice_split(&line, '\t', &out_wanted->query) &&
           slice_split(&line, '\t', &out_wanted->path) &&
           slice_split(&line, '\t', &out_wanted->kind) && out_wanted->query.len &&
           out_wanted->path.len && out_wanted->kind.len;
}

static enum status evaluate_file(struct evaluation *e, const struct query_file *file)
{
    struct slice line, rest = file->bytes;
    enum status status = STATUS_OK;
    e->problems->file = file->name;
    for (size_t number = 1; status == STATUS_OK && slice_line(&rest, &line); number++) {
        struct wanted wanted;
        if (read_line(line, &wanted))
            status = evaluate(e, &wanted, number);
        else if (line.len)
            problems_error(e->problems, "eval.line", SLICE(""),
                           "A line is query, path and kind with tabs between")
                ->line = number;
    }
    e->problems->file = SLICE("");
    return status;
}

static int by_size(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void settle_times(struct evaluated_kind *kind)
{
    int64_t *times = kind->searches_ns.items;
    qsort(times, kind->queries, sizeof *times, by_size);
    kind->p50_ns = times[kind->queries / 2];
    kind->p99_ns = times[kind->queries * 99 / 100];
}

enum status evaluating_run(struct store *store, const struct query_file *files,
                           size_t count, struct arena *arena, struct problems *problems,
                           struct evaluated_kind **out_kinds, size_t *out_count)
{
    struct evaluation e = {.store = store,
                           .arena = arena,
                           .problems = problems,
                           .kinds = LIST_OF(arena, struct evaluated_kind)};
    enum status status = STATUS_OK;
    arena_init(&e.request, 1 << 20);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = evaluate_file(&e, &files[i]);
    arena_release(&e.request);
    if (status != STATUS_OK)
        return status;
    struct evaluated_kind *kinds = e.kinds.items;
    for (size_t i = 0; i < e.kinds.count; i++)
        settle_times(&kinds[i]);
    *out_kinds = kinds;
    *out_count = e.kinds.count;
    return STATUS_OK;
}
