/* Sums by day and tops of periods. */
#include "store/insights.h"
#include "sqlite/query.h"
#include "store/searches.h"
#include "store/views.h"

enum {
    DAY_CHANGED,
    DAYS_DUE,
    DAY_DONE,
    SUM_ALL,
    SUM_LISTS,
    CLEAR_DAY,
    PUT_DAY,
    DAYS,
    TOP_VIEWED,
    TOP_VIEWED_IN,
    TOP_FAILED,
    TOP_FAILED_IN,
    VOTES_OF,
    CLEAR_TOP,
    PUT_TOP,
    TOP,
    NAME_GUIDE,
    NAME_CATEGORY,
    NAME_PHRASE,
    NAME_TREE,
    WORST_STEP,
    NOTE_TIME,
    TIME
};

/* Views and votes of guides on the day ?1. */
#define COUNTED                                                                       \
    "(SELECT v.id AS article_id, v.views, 0 AS helpful, 0 AS not_helpful"             \
    "   FROM views AS v WHERE v.day = ?1 AND v.viewed = 0"                            \
    " UNION ALL SELECT d.article_id, 0, d.helpful, d.not_helpful FROM vote_days AS d" \
    "  WHERE d.day = ?1) AS c"

/* The share of "no", with four more "yes" than there were: so one voice alone does not lead. */
#define FAILED                                             \
    " GROUP BY d.article_id HAVING sum(d.not_helpful) > 0" \
    " ORDER BY sum(d.not_helpful) * 1000000"               \
    "          / (sum(d.helpful) + sum(d.not_helpful) + 4) DESC, d.article_id LIMIT ?3"

static const char *const statements[] = {
    [DAY_CHANGED] = "INSERT INTO days_due (day) VALUES (?1) ON CONFLICT (day) DO NOTHING",

    [DAYS_DUE] = "SELECT day FROM days_due ORDER BY day DESC LIMIT ?1",

    [DAY_DONE] = "DELETE FROM days_due WHERE day = ?1",

    [SUM_ALL] = ("SELECT coalesce(sum(views), 0), coalesce(sum(helpful), 0),"
                 "       coalesce(sum(not_helpful), 0),"
                 "       (SELECT coalesce(sum(asked), 0) FROM searches WHERE day = ?1),"
                 "       (SELECT coalesce(sum(asked), 0) FROM searches"
                 "         WHERE day = ?1 AND key <> 0 AND results = 0)"
                 "  FROM " COUNTED),

    [SUM_LISTS] =
        ("SELECT l.list_id, sum(c.views), sum(c.helpful), sum(c.not_helpful)"
         "  FROM " COUNTED " CROSS JOIN listed AS l ON l.article_id = c.article_id"
         " CROSS JOIN lists AS i ON i.id = l.list_id"
         " WHERE i.kind = 1 GROUP BY l.list_id"),

    [CLEAR_DAY] = "DELETE FROM list_days WHERE day = ?1",

    [PUT_DAY] = "INSERT INTO list_days"
                " (list_id, day, views, helpful, not_helpful, searches, in_vain)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",

    [DAYS] = "SELECT day, views, helpful, not_helpful, searches, in_vain FROM list_days"
             " WHERE list_id = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day",

    [TOP_VIEWED] = "SELECT id, sum(views) AS total FROM views INDEXED BY views_by_day"
                   " WHERE day BETWEEN ?1 AND ?2 AND viewed = ?4 AND id > 0"
                   " GROUP BY id ORDER BY total DESC, id LIMIT ?3",

    [TOP_VIEWED_IN] = "SELECT v.id, sum(v.views) AS total FROM views AS v"
                      "  INDEXED BY views_by_day"
                      "  JOIN listed AS l ON l.list_id = ?5 AND l.article_id = v.id"
                      " WHERE v.day BETWEEN ?1 AND ?2 AND v.viewed = ?4"
                      " GROUP BY v.id ORDER BY total DESC, v.id LIMIT ?3",

    [TOP_FAILED] = ("SELECT d.article_id, sum(d.helpful), sum(d.not_helpful)"
                    "  FROM vote_days AS d WHERE d.day BETWEEN ?1 AND ?2" FAILED),

    [TOP_FAILED_IN] =
        ("SELECT d.article_id, sum(d.helpful), sum(d.not_helpful)"
         "  FROM vote_days AS d"
         "  JOIN listed AS l ON l.list_id = ?4 AND l.article_id = d.article_id"
         " WHERE d.day BETWEEN ?1 AND ?2" FAILED),

    [VOTES_OF] = "SELECT helpful, not_helpful FROM articles WHERE id = ?1",

    [CLEAR_TOP] = "DELETE FROM tops WHERE list = ?1 AND days = ?2",

    [PUT_TOP] = "INSERT INTO tops (list, days, place, id, words, first, second, third)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",

    [TOP] = "SELECT id, words, first, second, third FROM tops"
            " WHERE list = ?1 AND days = ?2 ORDER BY place LIMIT ?3",

    [NAME_GUIDE] = "SELECT title, slug FROM articles WHERE id = ?1",

    [NAME_CATEGORY] = "SELECT coalesce(c.title, l.name), l.name FROM lists AS l"
                      "  LEFT JOIN categories AS c ON c.path = l.name"
                      " WHERE l.id = ?1 AND l.kind = 1",

    [NAME_PHRASE] = "SELECT text, slug FROM phrases WHERE id = ?1",

    [NAME_TREE] = "SELECT v.title, t.slug FROM trees AS t"
                  "  JOIN tree_revisions AS v ON v.id = t.live_revision_id"
                  " WHERE t.id = ?1",

    [WORST_STEP] = "SELECT step, title, sum(count) AS reports FROM work_items"
                   " WHERE article_id = ?1 AND last_day >= ?2 AND kind = 0 AND step <> ''"
                   " GROUP BY step ORDER BY reports DESC, step LIMIT 1",

    [NOTE_TIME] = "INSERT INTO small_values (name, value)"
                  " VALUES ('insights-added-up', CAST(?1 AS BLOB))"
                  " ON CONFLICT (name) DO UPDATE SET value = excluded.value",

    [TIME] = "SELECT coalesce(max(CAST(CAST(value AS TEXT) AS INTEGER)), 0)"
             "  FROM small_values WHERE name = 'insights-added-up'",
};

const struct sql_table insights_table = SQL_TABLE(SQL_INSIGHTS, "insights", statements);

static struct query ask(struct store *store, int statement, int64_t first)
{
    struct query q = query_open(store, &insights_table, statement);
    bind_int(&q, first);
    return q;
}

/* ---- adding up --------------------------------------------------------------------- */

enum status insights_day_changed(struct store *store, int64_t day)
{
    struct query q = ask(store, DAY_CHANGED, day);
    return query_run(&q);
}

enum status insights_days_due(struct store *store, size_t limit, struct arena *arena,
                              int64_t **out_days, size_t *out_count)
{
    struct list days = LIST_OF(arena, int64_t);
    struct query q = ask(store, DAYS_DUE, (int64_t)limit);
    while (query_row(&q))
        *LIST_PUSH(&days, int64_t) = take_int(&q);
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_days = days.items;
        *out_count = days.count;
    }
    return status;
}

static enum status sum_all(struct store *store, int64_t day, struct insight_day *sums)
{
    struct query q = ask(store, SUM_ALL, day);
    bool found = query_row(&q);
    if (found) {
        sums->views = take_int(&q);
        sums->helpful = take_int(&q);
        sums->not_helpful = take_int(&q);
        sums->searches = take_int(&q);
        sums->in_vain = take_int(&q);
    }
    return query_end_found(&q, found);
}

enum status insights_sum_day(struct store *store, int64_t day, struct arena *arena,
                             struct insight_list_day **out_sums, size_t *out_count)
{
    struct list sums = LIST_OF(arena, struct insight_list_day);
    struct insight_list_day *all = LIST_PUSH(&sums, struct insight_list_day);
    *all = (struct insight_list_day){.sums.day = day};
    enum status status = sum_all(store, day, &all->sums);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, SUM_LISTS, day);
    while (query_row(&q)) {
        struct insight_list_day *one = LIST_PUSH(&sums, struct insight_list_day);
        *one = (struct insight_list_day){.list_id = take_int(&q), .sums.day = day};
        one->sums.views = take_int(&q);
        one->sums.helpful = take_int(&q);
        one->sums.not_helpful = take_int(&q);
    }
    status = query_end(&q);
    if (status == STATUS_OK) {
        *out_sums = sums.items;
        *out_count = sums.count;
    }
    return status;
}

static enum status put_sums(struct store *store, const struct insight_list_day *of)
{
    struct query q = ask(store, PUT_DAY, of->list_id);
    bind_int(&q, of->sums.day);
    bind_int(&q, of->sums.views);
    bind_int(&q, of->sums.helpful);
    bind_int(&q, of->sums.not_helpful);
    bind_int(&q, of->sums.searches);
    bind_int(&q, of->sums.in_vain);
    return query_run(&q);
}

enum status insights_put_day(struct store *store, int64_t day,
                             const struct insight_list_day *sums, size_t count, bool done)
{
    struct query q = ask(store, CLEAR_DAY, day);
    enum status status = query_run(&q);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = put_sums(store, &sums[i]);
    if (status != STATUS_OK || !done)
        return status;
    q = ask(store, DAY_DONE, day);
    return query_run(&q);
}

/* ---- tops -------------------------------------------------------------------------- */

static enum status top_searches(struct store *store, enum insight_list list, int64_t from,
                                int64_t to, size_t limit, struct list *tops)
{
    struct search_count *found = NULL;
    size_t count = 0;
    enum status status = searches_top(
        store, from, to,
        list == INSIGHT_NO_RESULT ? SEARCHES_WITHOUT_RESULT : SEARCHES_WITHOUT_CLICK,
        limit, tops->arena, &found, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (found[i].query.len)
            *LIST_PUSH(tops, struct insight_top) = (struct insight_top){
                .words = found[i].query,
                .numbers = {found[i].asked, found[i].results, found[i].clicks}};
    return status;
}

static enum status top_viewed(struct store *store, enum insight_list list,
                              int64_t list_id, int64_t from, int64_t to, size_t limit,
                              struct list *tops)
{
    struct query q = ask(store, list_id ? TOP_VIEWED_IN : TOP_VIEWED, from);
    bind_int(&q, to);
    bind_int(&q, (int64_t)limit);
    bind_int(&q, insight_list_viewed(list));
    if (list_id)
        bind_int(&q, list_id);
    while (query_row(&q)) {
        struct insight_top *top = LIST_PUSH(tops, struct insight_top);
        *top = (struct insight_top){.words = SLICE("")};
        top->id = take_int(&q);
        top->numbers[0] = take_int(&q);
    }
    return query_end(&q);
}

static enum status top_failed(struct store *store, int64_t list_id, int64_t from,
                              int64_t to, size_t limit, struct list *tops)
{
    struct query q = ask(store, list_id ? TOP_FAILED_IN : TOP_FAILED, from);
    bind_int(&q, to);
    bind_int(&q, (int64_t)limit);
    if (list_id)
        bind_int(&q, list_id);
    while (query_row(&q)) {
        struct insight_top *top = LIST_PUSH(tops, struct insight_top);
        *top = (struct insight_top){.words = SLICE("")};
        top->id = take_int(&q);
        top->numbers[0] = take_int(&q);
        top->numbers[1] = take_int(&q);
    }
    return query_end(&q);
}

/* The votes of a guide as they stand, beside its views. */
static enum status add_votes(struct store *store, struct insight_top *top)
{
    struct query q = ask(store, VOTES_OF, top->id);
    if (query_row(&q)) {
        top->numbers[1] = take_int(&q);
        top->numbers[2] = take_int(&q);
    }
    return query_end(&q);
}

enum status insights_top_of(struct store *store, enum insight_list list, int64_t list_id,
                            int64_t from, int64_t to, size_t limit, struct arena *arena,
                            struct insight_top **out_tops, size_t *out_count)
{
    struct list tops = LIST_OF(arena, struct insight_top);
    enum status status;
    if (insight_list_is_of_searches(list))
        status = top_searches(store, list, from, to, limit, &tops);
    else if (list == INSIGHT_LEAST_HELPFUL)
        status = top_failed(store, list_id, from, to, limit, &tops);
    else
        status = top_viewed(store, list, list_id, from, to, limit, &tops);
    struct insight_top *items = tops.items;
    for (size_t i = 0; status == STATUS_OK && i < tops.count; i++)
        if (list == INSIGHT_GUIDES)
            status = add_votes(store, &items[i]);
        else if (list == INSIGHT_LEAST_HELPFUL)
            status = views_of(store, VIEWED_GUIDE, items[i].id, from, to,
                              &items[i].numbers[2]);
    if (status == STATUS_OK) {
        *out_tops = items;
        *out_count = tops.count;
    }
    return status;
}

static enum status put_top(struct store *store, enum insight_list list, int64_t days,
                           int64_t place, const struct insight_top *top)
{
    struct query q = ask(store, PUT_TOP, list);
    bind_int(&q, days);
    bind_int(&q, place);
    bind_int(&q, top->id);
    bind_text(&q, top->words);
    for (int i = 0; i < COUNT_OF(top->numbers); i++)
        bind_int(&q, top->numbers[i]);
    return query_run(&q);
}

enum status insights_put_top(struct store *store, enum insight_list list, int64_t days,
                             const struct insight_top *tops, size_t count)
{
    struct query q = ask(store, CLEAR_TOP, list);
    bind_int(&q, days);
    enum status status = query_run(&q);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = put_top(store, list, days, (int64_t)i + 1, &tops[i]);
    return status;
}

/* ---- reading ----------------------------------------------------------------------- */

enum status insights_days(struct store *store, int64_t list_id, int64_t from, int64_t to,
                          struct arena *arena, struct insight_day **out_days,
                          size_t *out_count)
{
    struct list days = LIST_OF(arena, struct insight_day);
    struct query q = ask(store, DAYS, list_id);
    bind_int(&q, from);
    bind_int(&q, to);
    while (query_row(&q)) {
        struct insight_day *day = LIST_PUSH(&days, struct insight_day);
        *day = (struct insight_day){.day = take_int(&q)};
        day->views = take_int(&q);
        day->helpful = take_int(&q);
        day->not_helpful = take_int(&q);
        day->searches = take_int(&q);
        day->in_vain = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_days = days.items;
        *out_count = days.count;
    }
    return status;
}

enum status insights_top(struct store *store, enum insight_list list, int64_t days,
                         size_t limit, struct arena *arena, struct insight_top **out_tops,
                         size_t *out_count)
{
    struct list tops = LIST_OF(arena, struct insight_top);
    struct query q = ask(store, TOP, list);
    bind_int(&q, days);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct insight_top *top = LIST_PUSH(&tops, struct insight_top);
        *top = (struct insight_top){.id = take_int(&q)};
        top->words = take_text(&q, arena);
        for (int i = 0; i < COUNT_OF(top->numbers); i++)
            top->numbers[i] = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_tops = tops.items;
        *out_count = tops.count;
    }
    return status;
}

enum status insights_name(struct store *store, enum insight_list list,
                          struct arena *arena, struct insight_top *top)
{
    static const int names[VIEWED_KINDS] = {[VIEWED_GUIDE] = NAME_GUIDE,
                                            [VIEWED_CATEGORY] = NAME_CATEGORY,
                                            [VIEWED_PHRASE] = NAME_PHRASE,
                                            [VIEWED_TREE] = NAME_TREE};
    if (!top->id)
        return STATUS_OK;
    struct query q = ask(store, names[insight_list_viewed(list)], top->id);
    bool found = query_row(&q);
    if (found) {
        top->words = take_text(&q, arena);
        top->slug = take_text(&q, arena);
    }
    return query_end_found(&q, found);
}

enum status insights_worst_step(struct store *store, int64_t from, struct arena *arena,
                                struct insight_top *top)
{
    struct query q = ask(store, WORST_STEP, top->id);
    bind_int(&q, from);
    if (query_row(&q)) {
        top->step = take_text(&q, arena);
        top->title = take_text(&q, arena);
        top->step_reports = take_int(&q);
    }
    return query_end(&q);
}

enum status insights_note_time(struct store *store, int64_t at_s)
{
    struct query q = ask(store, NOTE_TIME, at_s);
    return query_run(&q);
}

enum status insights_time(struct store *store, int64_t *out_at)
{
    struct query q = query_open(store, &insights_table, TIME);
    return query_int(&q, out_at);
}
