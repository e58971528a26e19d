/* What became of runs, counted as they go. */
#include "sqlite/run_counts.h"
#include "sqlite/query.h"
#include "store/insights.h"

#include <stdlib.h>

enum { COUNT_RUN, COUNT_STATE, RUN_DAYS, STATES };

static const char *const statements[] = {
    /* The tree of the revision ?1, and all trees (0). */
    [COUNT_RUN] = "INSERT INTO run_days (tree_id, day, began, resolved, escalated)"
                  " SELECT tree_id, ?2, ?3, max(?4, 0), max(?5, 0) FROM"
                  "   (SELECT tree_id FROM tree_revisions WHERE id = ?1"
                  "     UNION ALL SELECT 0) WHERE true"
                  " ON CONFLICT (tree_id, day) DO UPDATE"
                  "   SET began = began + ?3, resolved = max(resolved + ?4, 0),"
                  "       escalated = max(escalated + ?5, 0)",

    [COUNT_STATE] = "INSERT INTO run_states"
                    " (tree_revision_id, day, state, reached, standing, backs)"
                    " VALUES (?1, ?2, ?3, ?4, max(?5, 0), ?6)"
                    " ON CONFLICT (tree_revision_id, day, state) DO UPDATE"
                    "   SET reached = reached + ?4, standing = max(standing + ?5, 0),"
                    "       backs = backs + ?6",

    [RUN_DAYS] = "SELECT day, began, resolved, escalated FROM run_days"
                 " WHERE tree_id = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day",

    [STATES] = "SELECT state, sum(reached), sum(standing), sum(backs) FROM run_states"
               " WHERE tree_revision_id = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY state",
};

const struct sql_table run_counts_table =
    SQL_TABLE(SQL_RUN_COUNTS, "run_counts", statements);

static struct query ask(struct store *store, int statement, int64_t first)
{
    struct query q = query_open(store, &run_counts_table, statement);
    bind_int(&q, first);
    return q;
}

/* ---- what a batch has counted ------------------------------------------------------ */

static bool is_same(const struct run_count *count, const struct run_count *wanted)
{
    return count->tree_revision_id == wanted->tree_revision_id &&
           count->day == wanted->day && strcmp(count->state, wanted->state) == 0;
}

/* Adds to the count of that revision, day and state among those from `from` on. */
static void add(struct store *store, size_t from, const struct run_count *more)
{
    struct run_counts *counts = &store->runs;
    size_t i = from;
    while (i < counts->count && !is_same(&counts->items[i], more))
        i++;
    if (i < counts->count) {
        for (int n = 0; n < COUNT_OF(more->by); n++)
            counts->items[i].by[n] += more->by[n];
        return;
    }
    if (counts->count == counts->cap) {
        size_t cap = counts->cap ? counts->cap * 2 : 64;
        struct run_count *items = realloc(counts->items, cap * sizeof *items);
        if (!items)
            abort();
        counts->items = items;
        counts->cap = cap;
    }
    counts->items[counts->count++] = *more;
}

void run_counts_item_end(struct store *store, bool keep)
{
    struct run_counts *counts = &store->runs;
    size_t from = counts->item_from, to = counts->count;
    counts->count = from;
    for (size_t i = from; keep && i < to; i++) {
        struct run_count own = counts->items[i];
        add(store, 0, &own);
    }
    counts->item_from = counts->count;
}

void run_counts_forget(struct store *store)
{
    store->runs.count = store->runs.item_from = 0;
}

static enum status write_count(struct store *store, const struct run_count *count)
{
    bool is_state = count->state[0] != '\0';
    struct query q =
        ask(store, is_state ? COUNT_STATE : COUNT_RUN, count->tree_revision_id);
    bind_int(&q, count->day);
    if (is_state)
        bind_text(&q, slice_cstr(count->state));
    for (int n = 0; n < COUNT_OF(count->by); n++)
        bind_int(&q, count->by[n]);
    return query_run(&q);
}

enum status run_counts_write(struct store *store)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < store->runs.count; i++)
        status = write_count(store, &store->runs.items[i]);
    return status;
}

/* ---- moves ------------------------------------------------------------------------- */

static void count_run(struct store *store, const struct run_move *move)
{
    int64_t began = move->from.len == 0;
    int64_t resolved =
        (move->reached == OUTCOME_RESOLVED) - (move->left == OUTCOME_RESOLVED);
    int64_t escalated =
        (move->reached == OUTCOME_ESCALATE) - (move->left == OUTCOME_ESCALATE);
    struct run_count count = {.tree_revision_id = move->tree_revision_id,
                              .day = move->day,
                              .by = {began, resolved, escalated}};
    if (began || resolved || escalated)
        add(store, store->runs.item_from, &count);
}

static void count_state(struct store *store, const struct run_move *move,
                        struct slice state, int64_t standing)
{
    struct run_count count = {.tree_revision_id = move->tree_revision_id,
                              .day = move->day,
                              .by = {standing > 0, standing, standing < 0 && move->back}};
    memcpy(count.state, state.ptr, state.len);
    add(store, store->runs.item_from, &count);
}

enum status runs_moved(struct store *store, const struct run_move *move)
{
    if (move->from.len > TREE_ID_MAX || move->to.len > TREE_ID_MAX)
        return STATUS_TOO_LARGE;
    count_run(store, move);
    if (move->from.len)
        count_state(store, move, move->from, -1);
    if (move->to.len)
        count_state(store, move, move->to, 1);
    return STATUS_OK;
}

enum status insights_run_days(struct store *store, int64_t tree_id, int64_t from,
                              int64_t to, struct arena *arena,
                              struct insight_day **out_days, size_t *out_count)
{
    struct list days = LIST_OF(arena, struct insight_day);
    struct query q = ask(store, RUN_DAYS, tree_id);
    bind_int(&q, from);
    bind_int(&q, to);
    while (query_row(&q)) {
        struct insight_day *day = LIST_PUSH(&days, struct insight_day);
        *day = (struct insight_day){.day = take_int(&q)};
        day->began = take_int(&q);
        day->resolved = take_int(&q);
        day->escalated = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_days = days.items;
        *out_count = days.count;
    }
    return status;
}

enum status insights_states(struct store *store, int64_t tree_revision_id, int64_t from,
                            int64_t to, struct arena *arena,
                            struct insight_state **out_states, size_t *out_count)
{
    struct list states = LIST_OF(arena, struct insight_state);
    struct query q = ask(store, STATES, tree_revision_id);
    bind_int(&q, from);
    bind_int(&q, to);
    while (query_row(&q)) {
        struct insight_state *state = LIST_PUSH(&states, struct insight_state);
        state->state = take_text(&q, arena);
        state->reached = take_int(&q);
        state->standing = take_int(&q);
        state->backs = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_states = states.items;
        *out_count = states.count;
    }
    return status;
}
