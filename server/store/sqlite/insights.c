/* Sums by day and tops of periods. */
#include "store/insights.h"
#include "sqlite/query.h"
#include "store/views.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY_CHANGED,
    DAYS_DUE,
    DAY_DONE,
    SUM_ALL,
    SUM_LISTS,
    CLEAR_DAY,
    PUT_DAY,
    DAYS,
    IDS_OF_LIST,
    QUERY,
    VOTES_OF,
    CLEAR_TOP,
    PUT_TOP,
    TOP,
    NAME_GUIDE,
    NAME_CATEGORY,
    NAME_PHRASE,
    NAME_TREE,
    REPORTED,
    NOTE_TIME,
    TIME
};

/* Views and votes of guides on the day ?1. */
#define COUNTED                                                                       \
    "(SELECT v.id AS article_id, v.views, 0 AS helpful, 0 AS not_helpful"             \
    "   FROM views AS v WHERE v.day = ?1 AND v.viewed = 0"                            \
    " UNION ALL SELECT d.article_id, 0, d.helpful, d.not_helpful FROM vote_days AS d" \
    "  WHERE d.day = ?1) AS c"

static const char *const statements[] = {
    [DAY_CHANGED] = "INSERT INTO days_due (day) VALUES (?1) ON CONFLICT (day) DO UPDATE"
                    "   SET changes = changes + 1, sums = 1",

    [DAYS_DUE] = "SELECT day, changes, sums FROM days_due WHERE day < ?1"
                 " ORDER BY day DESC LIMIT ?2",

    [DAY_DONE] = "DELETE FROM days_due WHERE day = ?1 AND changes = ?2",

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

    [IDS_OF_LIST] =
        "SELECT article_id FROM listed WHERE list_id = ?1 ORDER BY article_id",

    [QUERY] = "SELECT query FROM search_sums WHERE key = ?1",

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

    [REPORTED] = "SELECT step, title, sum(count) AS reports FROM work_items"
                 " WHERE article_id = ?1 AND last_day >= ?2 AND first_day <= ?3"
                 "   AND kind = 0 AND step <> ''"
                 " GROUP BY step ORDER BY reports DESC, step LIMIT 50",

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

enum status insights_days_due(struct store *store, int64_t before, size_t limit,
                              struct arena *arena, struct insight_due **out_days,
                              size_t *out_count)
{
    struct list days = LIST_OF(arena, struct insight_due);
    struct query q = ask(store, DAYS_DUE, before);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct insight_due *due = LIST_PUSH(&days, struct insight_due);
        due->day = take_int(&q);
        due->changes = take_int(&q);
        due->sums = take_bool(&q);
    }
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

/* Guides count for the categories that they stand in now. So a day of before a guide's move
 * that is made anew (somebody changed a vote of that day) tells its numbers under the new
 * category, as pages and lists do; the sum over everything stays as it was. */
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
                             const struct insight_list_day *sums, size_t count)
{
    struct query q = ask(store, CLEAR_DAY, day);
    enum status status = query_run(&q);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = put_sums(store, &sums[i]);
    return status;
}

enum status insights_day_done(struct store *store, const struct insight_due *due,
                              const struct slice packs[DAY_COUNTED])
{
    struct query q = ask(store, DAY_DONE, due->day);
    bind_int(&q, due->changes);
    enum status status = query_run(&q);
    return status == STATUS_OK && changed_rows(store)
               ? day_packs_put(store, due->day, packs)
               : status;
}

/* ---- tops -------------------------------------------------------------------------- */

static bool rank_unfound(const int64_t *numbers, int64_t *out_rank)
{
    *out_rank = numbers[0];
    return numbers[1] == 0;
}

static bool rank_unopened(const int64_t *numbers, int64_t *out_rank)
{
    *out_rank = numbers[0];
    return numbers[1] > 0 && numbers[2] == 0;
}

static bool rank_viewed(const int64_t *numbers, int64_t *out_rank)
{
    *out_rank = numbers[0];
    return true;
}

/* The share of "no", with four more "yes" than there were: so one voice alone does not lead. */
static bool rank_failed(const int64_t *numbers, int64_t *out_rank)
{
    *out_rank = numbers[1] * 1000000 / (numbers[0] + numbers[1] + 4);
    return numbers[1] > 0;
}

/* How each list comes of what was counted. */
static const struct {
    enum day_counted counted;
    struct day_ask ask;
} tops_of[INSIGHT_LISTS] = {
    [INSIGHT_NO_RESULT] = {COUNTED_SEARCHES, {.rank = rank_unfound, .latest = true}},
    [INSIGHT_NOT_OPENED] = {COUNTED_SEARCHES, {.rank = rank_unopened, .latest = true}},
    [INSIGHT_LEAST_HELPFUL] = {COUNTED_VOTES, {.rank = rank_failed}},
    [INSIGHT_GUIDES] = {(enum day_counted)VIEWED_GUIDE, {.rank = rank_viewed}},
    [INSIGHT_PHRASES] = {(enum day_counted)VIEWED_PHRASE, {.rank = rank_viewed}},
    [INSIGHT_CATEGORIES] = {(enum day_counted)VIEWED_CATEGORY, {.rank = rank_viewed}},
    [INSIGHT_TREES] = {(enum day_counted)VIEWED_TREE, {.rank = rank_viewed}},
};

/* Of a list of guides, their ids; nothing when there is none. */
static enum status narrow(struct store *store, int64_t list_id, struct arena *arena,
                          struct day_ask *asked)
{
    struct list ids = LIST_OF(arena, int64_t);
    if (!list_id)
        return STATUS_OK;
    struct query q = ask(store, IDS_OF_LIST, list_id);
    while (query_row(&q))
        *LIST_PUSH(&ids, int64_t) = take_int(&q);
    enum status status = query_end(&q);
    asked->only = ids.count ? ids.items : ARENA_NEW(arena, int64_t);
    asked->only_count = ids.count;
    return status;
}

/* The words of a query. The write that forgets rows of the log forgets the packs made of them
 * first, so no snapshot counts a query whose words are gone. */
static enum status name_query(struct store *store, int64_t key, struct arena *arena,
                              struct slice *out_query)
{
    struct query q = ask(store, QUERY, key);
    if (query_row(&q))
        *out_query = take_text(&q, arena);
    return query_end(&q);
}

/* The most asked first, as people read it: then by their words. */
static int compare_searches(const void *a, const void *b)
{
    const struct insight_top *x = a, *y = b;
    if (x->numbers[0] != y->numbers[0])
        return x->numbers[0] > y->numbers[0] ? -1 : 1;
    return slice_cmp(x->words, y->words);
}

static enum status take_searches(struct store *store, const struct day_count *found,
                                 size_t count, struct list *tops)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct insight_top top = {.words = SLICE("")};
        memcpy(top.numbers, found[i].numbers, sizeof top.numbers);
        status = name_query(store, found[i].key, tops->arena, &top.words);
        if (top.words.len)
            *LIST_PUSH(tops, struct insight_top) = top;
    }
    if (tops->count)
        qsort(tops->items, tops->count, sizeof(struct insight_top), compare_searches);
    return status;
}

static void take_things(const struct day_count *found, size_t count, struct list *tops)
{
    for (size_t i = 0; i < count; i++) {
        struct insight_top *top = LIST_PUSH(tops, struct insight_top);
        *top = (struct insight_top){.id = found[i].key, .words = SLICE("")};
        memcpy(top->numbers, found[i].numbers, sizeof top->numbers);
    }
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
    struct day_ask asked = tops_of[list].ask;
    struct day_count *found = NULL;
    size_t count = 0;
    asked.limit = limit;
    enum status status = narrow(store, list_id, arena, &asked);
    if (status == STATUS_OK)
        status = day_packs_sum(store, tops_of[list].counted, from, to, &asked, arena,
                               &found, &count);
    if (status != STATUS_OK)
        return status;
    if (insight_list_is_of_searches(list))
        status = take_searches(store, found, count, &tops);
    else
        take_things(found, count, &tops);
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

enum status insights_reported(struct store *store, int64_t article_id, int64_t from,
                              int64_t to, struct list *steps)
{
    struct query q = ask(store, REPORTED, article_id);
    bind_int(&q, from);
    bind_int(&q, to);
    while (query_row(&q)) {
        struct insight_step *step = LIST_PUSH(steps, struct insight_step);
        step->anchor = take_text(&q, steps->arena);
        step->title = take_text(&q, steps->arena);
        step->reports = take_int(&q);
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
