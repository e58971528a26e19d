/* The queue of work that comes back: its items, what caused them, what was done. */
#include "sqlite/work.h"
#include "base/clock.h"
#include "model/ask.h"

enum {
    NEWEST,
    ADD,
    ADD_TERM,
    COUNT_MORE,
    COUNT_SO_FAR,
    ADD_UP,
    STANDING,
    MOVE,
    FOLLOW,
    TELL_ITEM,
    TELL_GROUPED,
    ADD_EVENT,
    IN_VAIN,
    SUM_IN_VAIN,
    DONE_DAY
};

#define TOLD                                                                         \
    "UPDATE asks SET state = w.said, answer = w.answer,"                             \
    "       article_id = w.answer_article_id, changed_at = ?2"                       \
    "  FROM (SELECT CASE state WHEN 0 THEN 0 WHEN 3 THEN 2 WHEN 4 THEN 3 ELSE 1 END" \
    "               AS said, answer, answer_article_id"                              \
    "          FROM work_items WHERE id = ?1) AS w"
#define NEWS                                                  \
    "   AND (asks.state <> w.said OR asks.answer <> w.answer" \
    "        OR asks.article_id IS NOT w.answer_article_id)"

static const char *const statements[] = {
    [NEWEST] = "SELECT id, state, coalesce(merged_into, 0), coalesce(closed_at, 0)"
               "  FROM work_items WHERE kind = ?1 AND key = ?2 ORDER BY id DESC LIMIT 1",

    [ADD] =
        "INSERT INTO work_items (kind, key, title, article_id, step, reason, revision,"
        "                        count, total, first_day, last_day)"
        " VALUES (?1, ?2, ?3, nullif(?4, 0), ?5, ?6, ?7, ?8, ?8, ?9, ?10)",

    [ADD_TERM] = "INSERT INTO work_terms (term, item_id) VALUES (?2, ?1)"
                 " ON CONFLICT (term, item_id) DO NOTHING",

    [COUNT_MORE] = "UPDATE work_items SET count = count + ?2,"
                   "       revision = max(revision, ?3), last_day = max(last_day, ?4)"
                   " WHERE id = ?1",
    [COUNT_SO_FAR] = "UPDATE work_items SET count = max(count, ?2),"
                     "       revision = max(revision, ?3), last_day = max(last_day, ?4)"
                     " WHERE id = ?1 AND (count < ?2 OR last_day < ?4)",

    [ADD_UP] = "UPDATE work_items"
               "   SET total = work_items.count + g.more,"
               "       last_day = max(work_items.last_day, g.newest)"
               "  FROM (SELECT coalesce(sum(count), 0) AS more,"
               "               coalesce(max(last_day), 0) AS newest"
               "          FROM work_items WHERE merged_into = ?1) AS g"
               " WHERE id = ?1",

    [STANDING] = "SELECT version, state, coalesce(merged_into, 0) FROM work_items"
                 " WHERE id = ?1",

    [MOVE] = "UPDATE work_items"
             "   SET version = version + 1, state = ?2, owner_id = nullif(?3, 0),"
             "       merged_into = nullif(?4, 0), draft_id = nullif(?5, 0),"
             "       answer_article_id = nullif(?6, 0), answer_revision = ?7,"
             "       answer = ?8, closed_at = ?9"
             " WHERE id = ?1",

    [FOLLOW] = "UPDATE work_items SET merged_into = ?2 WHERE merged_into = ?1",

    [TELL_ITEM] = TOLD " WHERE asks.item_id = ?1" NEWS,
    [TELL_GROUPED] = TOLD " WHERE asks.item_id IN"
                          " (SELECT id FROM work_items WHERE merged_into = ?1)" NEWS,

    [ADD_EVENT] =
        "INSERT INTO work_events (item_id, number, account_id, at, action, state,"
        "                         note)"
        " VALUES (?1, 1 + coalesce((SELECT max(number) FROM work_events"
        "                            WHERE item_id = ?1), 0),"
        "         nullif(?2, 0), ?3, ?4, ?5, ?6)",

    /* Asked in vain, and not answered on the day behind. */
    [IN_VAIN] = "SELECT s.day, s.key, s.query FROM searches AS s"
                " WHERE s.day >= ?1 AND s.key <> 0 AND s.results = 0 AND NOT EXISTS"
                "   (SELECT 1 FROM searches AS t"
                "     WHERE t.day = s.day + 1 AND t.key = s.key)",

    [SUM_IN_VAIN] = "SELECT coalesce(sum(asked), 0), coalesce(min(day), 0),"
                    "       coalesce(max(day), 0)"
                    "  FROM searches INDEXED BY searches_in_vain"
                    " WHERE key = ?1 AND day > ?2 AND results = 0",

    [DONE_DAY] = "SELECT closed_at / 86400 FROM work_items"
                 " WHERE kind = 1 AND key = ?1 AND state = 3 ORDER BY id DESC LIMIT 1",
};

const struct sql_table work_table = SQL_TABLE(SQL_WORK, "work", statements);

static struct query ask(struct store *store, int statement, int64_t id)
{
    struct query q = query_open(store, &work_table, statement);
    bind_int(&q, id);
    return q;
}

/* ---- causes ------------------------------------------------------------------------ */

struct newest {
    int64_t id, merged_into, closed_day;
    enum work_state state;
};

static enum status find_newest(struct store *store, const struct work_cause *cause,
                               struct newest *out_newest)
{
    struct newest newest = {0};
    struct query q = ask(store, NEWEST, cause->kind);
    bind_text(&q, cause->key);
    if (query_row(&q)) {
        newest.id = take_int(&q);
        newest.state = (enum work_state)take_int(&q);
        newest.merged_into = take_int(&q);
        newest.closed_day = day_of_instant(take_int(&q));
    }
    *out_newest = newest;
    return query_end(&q);
}

static enum status add_terms(struct store *store, int64_t id,
                             const struct work_cause *cause)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < cause->term_count; i++) {
        struct query q = ask(store, ADD_TERM, id);
        bind_text(&q, cause->terms[i]);
        status = query_run(&q);
    }
    return status;
}

static enum status add_item(struct store *store, const struct work_cause *cause,
                            int64_t *out_id)
{
    struct query q = ask(store, ADD, cause->kind);
    bind_text(&q, cause->key);
    bind_text(&q, cause->title);
    bind_int(&q, cause->article_id);
    bind_text(&q, cause->step);
    bind_text(&q, cause->reason);
    bind_int(&q, cause->revision);
    bind_int(&q, cause->count);
    bind_int(&q, cause->first_day);
    bind_int(&q, cause->last_day);
    enum status status = query_run(&q);
    *out_id = inserted_id(store);
    return status == STATUS_OK ? add_terms(store, *out_id, cause) : status;
}

static enum status add_up(struct store *store, int64_t id)
{
    struct query q = ask(store, ADD_UP, id);
    return query_run(&q);
}

static enum status count_again(struct store *store, const struct newest *newest,
                               const struct work_cause *cause)
{
    struct query q = ask(store, cause->so_far ? COUNT_SO_FAR : COUNT_MORE, newest->id);
    bind_int(&q, cause->count);
    bind_int(&q, cause->revision);
    bind_int(&q, cause->last_day);
    enum status status = query_run(&q);
    if (status != STATUS_OK || changed_rows(store) == 0)
        return status;
    status = add_up(store, newest->id);
    return status == STATUS_OK && newest->merged_into ? add_up(store, newest->merged_into)
                                                      : status;
}

/* Something that was settled happened again. */
static bool comes_back(const struct newest *newest, const struct work_cause *cause)
{
    return newest->state == WORK_DONE && cause->kind != WORK_ASK;
}

enum status work_record(struct store *store, const struct work_cause *cause,
                        int64_t *out_id)
{
    struct newest newest;
    int64_t id = 0;
    enum status status = find_newest(store, cause, &newest);
    if (status != STATUS_OK)
        return status;
    if (comes_back(&newest, cause) && cause->kind == WORK_SEARCH &&
        cause->last_day <= newest.closed_day)
        id = newest.id;
    else if (!newest.id || comes_back(&newest, cause))
        status = add_item(store, cause, &id);
    else
        status = count_again(store, &newest, cause);
    if (status == STATUS_OK)
        *out_id = id ? id : newest.merged_into ? newest.merged_into : newest.id;
    return status;
}

enum status work_tell_askers(struct store *store, int64_t id, int64_t at)
{
    struct query q = ask(store, TELL_ITEM, id);
    bind_int(&q, at);
    enum status status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(store, TELL_GROUPED, id);
    bind_int(&q, at);
    return query_run(&q);
}

/* ---- searches ---------------------------------------------------------------------- */

static enum status sum_up(struct store *store, int64_t from,
                          struct search_in_vain *search, struct slice key)
{
    bool found = false;
    int64_t done = 0;
    struct query q = query_open(store, &work_table, DONE_DAY);
    bind_text(&q, key);
    enum status status = query_find(&q, &found, &done);
    if (status != STATUS_OK)
        return status;
    q = ask(store, SUM_IN_VAIN, search->key);
    bind_int(&q, found && done > from ? done : from);
    if (query_row(&q)) {
        search->asked = take_int(&q);
        search->first_day = take_int(&q);
        search->last_day = take_int(&q);
    }
    return query_end(&q);
}

enum status work_searches_in_vain(struct store *store, int64_t since, int64_t from,
                                  int64_t least, struct arena *arena,
                                  struct search_in_vain **out_searches, size_t *out_count)
{
    struct list found = LIST_OF(arena, struct search_in_vain);
    struct query q = ask(store, IN_VAIN, since);
    while (query_row(&q)) {
        struct search_in_vain *search = LIST_PUSH(&found, struct search_in_vain);
        search->day = take_int(&q);
        search->key = take_int(&q);
        search->query = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    struct search_in_vain *items = found.items;
    size_t kept = 0;
    for (size_t i = 0; status == STATUS_OK && i < found.count; i++) {
        status = sum_up(store, from, &items[i], items[i].query);
        if (items[i].asked >= least)
            items[kept++] = items[i];
    }
    if (status == STATUS_OK) {
        *out_searches = items;
        *out_count = kept;
    }
    return status;
}

/* ---- what staff does --------------------------------------------------------------- */

static enum status add_event(struct store *store, const struct work_move *move)
{
    struct query q = ask(store, ADD_EVENT, move->id);
    bind_int(&q, move->account_id);
    bind_int(&q, move->at);
    bind_int(&q, move->action);
    bind_int(&q, move->to);
    bind_text(&q, move->note);
    return query_run(&q);
}

enum status work_comment(struct store *store, int64_t id, enum work_state state,
                         int64_t account_id, struct slice text, int64_t at)
{
    struct work_move move = {.id = id,
                             .action = WORK_COMMENT,
                             .to = state,
                             .account_id = account_id,
                             .note = text,
                             .at = at};
    return add_event(store, &move);
}

/* *out_target: what it was grouped into until now; 0: nothing. */
static enum status check_standing(struct store *store, const struct work_move *move,
                                  int64_t *out_target)
{
    int64_t version = 0;
    enum work_state state = WORK_NEW;
    struct query q = ask(store, STANDING, move->id);
    bool found = query_row(&q);
    if (found) {
        version = take_int(&q);
        state = (enum work_state)take_int(&q);
        *out_target = take_int(&q);
    }
    enum status status = query_end_found(&q, found);
    bool same = version == move->version && state == move->from;
    return status == STATUS_OK && !same ? STATUS_CONFLICT : status;
}

static enum status change(struct store *store, const struct work_move *move)
{
    struct query q = ask(store, MOVE, move->id);
    bind_int(&q, move->to);
    bind_int(&q, move->owner_id);
    bind_int(&q, move->merged_into);
    bind_int(&q, move->draft_id);
    bind_int(&q, move->answer_article_id);
    bind_int(&q, move->answer_revision);
    bind_text(&q, move->answer);
    bind_int_or_none(&q, work_is_open(move->to) ? NONE_INT : move->at);
    return query_run(&q);
}

/* What was grouped into this goes along; the counts of both targets follow. */
static enum status regroup(struct store *store, const struct work_move *move,
                           int64_t target_before)
{
    enum status status = STATUS_OK;
    if (move->merged_into) {
        struct query q = ask(store, FOLLOW, move->id);
        bind_int(&q, move->merged_into);
        status = query_run(&q);
    }
    const int64_t counted[] = {move->id, move->merged_into, target_before};
    bool changed = move->merged_into != target_before;
    for (int i = 0; changed && status == STATUS_OK && i < COUNT_OF(counted); i++)
        if (counted[i])
            status = add_up(store, counted[i]);
    return status;
}

enum status work_move(struct store *store, const struct work_move *move)
{
    int64_t target = 0;
    const struct work_transition *row = work_transition_find(move->from, move->action);
    if (!row || row->to != move->to || move->merged_into == move->id)
        return STATUS_INVALID;
    enum status status = check_standing(store, move, &target);
    if (status == STATUS_OK)
        status = change(store, move);
    if (status == STATUS_OK)
        status = regroup(store, move, target);
    if (status == STATUS_OK)
        status = add_event(store, move);
    return status == STATUS_OK
               ? work_tell_askers(store, move->merged_into ? move->merged_into : move->id,
                                  move->at)
               : status;
}
