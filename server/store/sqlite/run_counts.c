/* What became of runs, counted as they go. */
#include "sqlite/query.h"
#include "store/insights.h"

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

static enum status count_run(struct store *store, const struct run_move *move)
{
    int64_t began = move->from.len == 0;
    int64_t resolved =
        (move->reached == OUTCOME_RESOLVED) - (move->left == OUTCOME_RESOLVED);
    int64_t escalated =
        (move->reached == OUTCOME_ESCALATE) - (move->left == OUTCOME_ESCALATE);
    if (!began && !resolved && !escalated)
        return STATUS_OK;
    struct query q = ask(store, COUNT_RUN, move->tree_revision_id);
    bind_int(&q, move->day);
    bind_int(&q, began);
    bind_int(&q, resolved);
    bind_int(&q, escalated);
    return query_run(&q);
}

static enum status count_state(struct store *store, const struct run_move *move,
                               struct slice state, int64_t standing)
{
    struct query q = ask(store, COUNT_STATE, move->tree_revision_id);
    bind_int(&q, move->day);
    bind_text(&q, state);
    bind_int(&q, standing > 0);
    bind_int(&q, standing);
    bind_int(&q, standing < 0 && move->back);
    return query_run(&q);
}

enum status runs_moved(struct store *store, const struct run_move *move)
{
    enum status status = count_run(store, move);
    if (status == STATUS_OK && move->from.len)
        status = count_state(store, move, move->from, -1);
    return status == STATUS_OK ? count_state(store, move, move->to, 1) : status;
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
