/* Walks through decision trees: a run and its append-only log. */
#include "sqlite/query.h"
#include "store/visits.h"

enum {
    CREATE,
    COUNT,
    APPEND,
    TOUCH,
    EXISTS,
    BY_TOKEN,
    READ_EVENTS,
    MARK_LEAVING,
    DELETE_EVENTS,
    DELETE_RUNS
};

static const char *const statements[] = {
    [CREATE] = "INSERT INTO runs"
               " (token, tree_revision_id, article_slug, started_at, last_at)"
               " VALUES (?1, ?2, ?3, ?4, ?4)",

    [COUNT] = "SELECT coalesce(max(number), 0) FROM run_events WHERE run_id = ?1",

    [APPEND] = "INSERT INTO run_events (run_id, number, kind, at, state, answer)"
               " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",

    [TOUCH] = "UPDATE runs SET last_at = ?2 WHERE id = ?1 AND last_at < ?2",

    [EXISTS] = "SELECT id FROM runs WHERE id = ?1",

    [BY_TOKEN] =
        "SELECT r.id, r.token, r.tree_revision_id, t.slug, v.number, r.article_slug,"
        "       r.started_at"
        "  FROM runs AS r"
        "  JOIN tree_revisions AS v ON v.id = r.tree_revision_id"
        "  JOIN trees AS t ON t.id = v.tree_id"
        " WHERE r.token = ?1",

    [READ_EVENTS] = "SELECT kind, at, state, answer FROM run_events WHERE run_id = ?1"
                    " ORDER BY number",

    [MARK_LEAVING] = "UPDATE runs SET leaving = 1 WHERE id IN"
                     " (SELECT r.id FROM runs AS r WHERE r.last_at < ?1"
                     "   ORDER BY r.last_at LIMIT ?2)",

    [DELETE_EVENTS] = "DELETE FROM run_events WHERE run_id IN"
                      " (SELECT r.id FROM runs AS r WHERE r.leaving = 1)",

    [DELETE_RUNS] = "DELETE FROM runs WHERE leaving = 1",
};

const struct sql_table runs_table = SQL_TABLE(SQL_RUNS, "runs", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &runs_table, statement);
}

enum status runs_create(struct store *store, struct slice token, int64_t tree_revision_id,
                        struct slice article_slug, int64_t at, int64_t *out_run_id)
{
    struct query q = ask(store, CREATE);
    bind_text(&q, token);
    bind_int(&q, tree_revision_id);
    bind_text(&q, article_slug);
    bind_int(&q, at);
    enum status status = query_run(&q);
    if (status == STATUS_OK)
        *out_run_id = inserted_id(store);
    return status;
}

static enum status add_event(struct store *store, int64_t run_id, int64_t number,
                             const struct run_event *event)
{
    struct query q = ask(store, APPEND);
    bind_int(&q, run_id);
    bind_int(&q, number);
    bind_int(&q, event->kind);
    bind_int(&q, event->at);
    bind_text(&q, event->state);
    bind_text(&q, event->answer);
    return query_run(&q);
}

enum status runs_begin(struct store *store, const struct run *run)
{
    int64_t id = 0;
    item_write_bare(store);
    enum status status = runs_create(store, run->token, run->tree_revision_id,
                                     run->article, run->started_at, &id);
    for (size_t i = 0; status == STATUS_OK && i < run->event_count; i++)
        status = add_event(store, id, (int64_t)i + 1, &run->events[i]);
    return status;
}

/* Two short statements and no trigger: as one with its own conditions, it was half of what
 * an answer cost. Nobody else writes meanwhile. */
static enum status append(struct store *store, int64_t run_id, int64_t number,
                          const struct run_event *event)
{
    enum status status = add_event(store, run_id, number, event);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, TOUCH);
    bind_int(&q, run_id);
    bind_int(&q, event->at);
    return query_run(&q);
}

enum status runs_append(struct store *store, int64_t run_id, size_t expected_count,
                        const struct run_event *event)
{
    int64_t count = 0;
    struct query q = ask(store, COUNT);
    bind_int(&q, run_id);
    enum status status = query_int(&q, &count);
    if (status == STATUS_OK && count == (int64_t)expected_count)
        return append(store, run_id, count + 1, event);
    if (status != STATUS_OK)
        return status;
    q = ask(store, EXISTS);
    bind_int(&q, run_id);
    status = query_int(&q, &run_id);
    return status == STATUS_OK ? STATUS_CONFLICT : status;
}

static enum status read_events(struct store *store, struct arena *arena, struct run *run)
{
    struct list events = LIST_OF(arena, struct run_event);
    struct query q = ask(store, READ_EVENTS);
    bind_int(&q, run->id);
    while (query_row(&q)) {
        struct run_event *event = LIST_PUSH(&events, struct run_event);
        event->kind = (enum event_kind)take_int(&q);
        event->at = take_int(&q);
        event->state = take_text(&q, arena);
        event->answer = take_text(&q, arena);
    }
    run->events = events.items;
    run->event_count = events.count;
    return query_end(&q);
}

enum status runs_by_token(struct store *store, struct slice token, struct arena *arena,
                          struct run *out_run)
{
    struct run run = {0};
    struct query q = ask(store, BY_TOKEN);
    bind_text(&q, token);
    bool found = query_row(&q);
    if (found) {
        run.id = take_int(&q);
        run.token = take_text(&q, arena);
        run.tree_revision_id = take_int(&q);
        run.tree = take_text(&q, arena);
        run.revision = take_int(&q);
        run.article = take_text(&q, arena);
        run.started_at = take_int(&q);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        status = read_events(store, arena, &run);
    if (status == STATUS_OK)
        *out_run = run;
    return status;
}

enum status runs_purge(struct store *store, int64_t before, size_t limit,
                       size_t *out_count)
{
    struct query q = ask(store, MARK_LEAVING);
    bind_int(&q, before);
    bind_int(&q, (int64_t)limit);
    enum status status = query_run(&q);
    if (status != STATUS_OK || changed_rows(store) == 0) {
        *out_count = 0;
        return status;
    }
    q = ask(store, DELETE_EVENTS);
    status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(store, DELETE_RUNS);
    status = query_run(&q);
    if (status == STATUS_OK)
        *out_count = (size_t)changed_rows(store);
    return status;
}
