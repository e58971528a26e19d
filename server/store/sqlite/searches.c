/* The search log. */
#include "store/searches.h"
#include "sqlite/query.h"
#include "store/insights.h"

enum {
    COUNT_AGAIN,
    COUNT_DAY,
    ADD,
    ADD_CLICK,
    COUNT_CLICKED,
    CLICK_AGAIN,
    NEW_CLICK,
    PURGE_SEARCHES,
    PURGE_CLICKS,
    TOP,
    TOP_WITHOUT_RESULT,
    TOP_WITHOUT_CLICK
};

/* results of the newest day: the greatest day's value by the bare-column rule of max(). */
#define TOP_OF(having)                                                            \
    "SELECT query, sum(asked) AS total, results, sum(clicks) AS opened, max(day)" \
    "  FROM searches WHERE day BETWEEN ?1 AND ?2 GROUP BY query" having           \
    " ORDER BY total DESC, query LIMIT ?3"

static const char *const statements[] = {
    [COUNT_AGAIN] = "UPDATE searches SET asked = asked + ?3,"
                    "       results = CASE WHEN ?4 < 0 THEN results ELSE ?4 END"
                    " WHERE day = ?1 AND key = ?2",

    [COUNT_DAY] = "SELECT count(*) FROM searches WHERE day = ?1",

    [ADD] = "INSERT INTO searches (day, key, query, asked, results, clicks)"
            " VALUES (?1, ?2, ?5, ?3, ?4, 0)"
            " ON CONFLICT (day, key) DO UPDATE"
            "   SET asked = asked + excluded.asked, results = excluded.results",

    [ADD_CLICK] = "UPDATE searches SET clicks = clicks + ?3 WHERE day = ?1 AND key = ?2",

    [COUNT_CLICKED] = "SELECT count(*) FROM search_clicks WHERE day = ?1 AND key = ?2",

    [CLICK_AGAIN] = "UPDATE search_clicks SET clicks = clicks + ?3"
                    " WHERE day = ?1 AND key = ?2 AND article_id ="
                    "   (SELECT id FROM articles WHERE slug = ?4)",

    [NEW_CLICK] = "INSERT INTO search_clicks (day, key, article_id, clicks)"
                  " SELECT ?1, ?2, a.id, ?3 FROM articles AS a"
                  "  WHERE a.slug = ?4 AND a.state = 1 AND a.audience = 0",

    [PURGE_SEARCHES] = "DELETE FROM searches WHERE (day, key) IN"
                       " (SELECT day, key FROM searches WHERE day < ?1"
                       "   ORDER BY day, key LIMIT ?2)",

    [PURGE_CLICKS] = "DELETE FROM search_clicks WHERE (day, key, article_id) IN"
                     " (SELECT day, key, article_id FROM search_clicks WHERE day < ?1"
                     "   ORDER BY day, key, article_id LIMIT ?2)",

    [TOP] = TOP_OF(""),
    [TOP_WITHOUT_RESULT] = TOP_OF(" HAVING results = 0"),
    [TOP_WITHOUT_CLICK] = TOP_OF(" HAVING opened = 0 AND results > 0"),
};

const struct sql_table searches_table = SQL_TABLE(SQL_SEARCHES, "searches", statements);

static struct query ask(struct store *store, int statement, int64_t day)
{
    struct query q = query_open(store, &searches_table, statement);
    bind_int(&q, day);
    return q;
}

/* ---- writing ----------------------------------------------------------------------- */

static enum status count_again(struct store *store, int64_t day,
                               const struct search_note *note, bool *out_found)
{
    struct query q = ask(store, COUNT_AGAIN, day);
    bind_int(&q, note->key);
    bind_int(&q, note->asked);
    bind_int(&q, note->results);
    enum status status = query_run(&q);
    *out_found = status == STATUS_OK && changed_rows(store) > 0;
    return status;
}

static enum status add(struct store *store, int64_t day, const struct search_note *note,
                       bool full)
{
    struct query q = ask(store, ADD, day);
    bind_int(&q, full ? 0 : note->key);
    bind_int(&q, note->asked);
    bind_int(&q, full ? 0 : note->results);
    bind_text(&q, full ? SLICE("") : note->text);
    return query_run(&q);
}

enum status searches_add(struct store *store, int64_t day,
                         const struct search_note *notes, size_t count)
{
    int64_t held = 0;
    struct query q = ask(store, COUNT_DAY, day);
    enum status status = query_int(&q, &held);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        bool found = false;
        status = count_again(store, day, &notes[i], &found);
        if (status != STATUS_OK || found || notes[i].text.len == 0)
            continue;
        bool full = held >= SEARCHES_A_DAY;
        status = add(store, day, &notes[i], full);
        held += !full;
    }
    return status == STATUS_OK && count ? insights_day_changed(store, day) : status;
}

static enum status count_click(struct store *store, int64_t day, int statement,
                               const struct click_note *click, bool *out_counted)
{
    struct query q = ask(store, statement, day);
    bind_int(&q, click->key);
    bind_int(&q, click->clicks);
    if (statement != ADD_CLICK)
        bind_text(&q, click->article);
    enum status status = query_run(&q);
    *out_counted = status == STATUS_OK && changed_rows(store) > 0;
    return status;
}

static enum status click_on_day(struct store *store, int64_t day,
                                const struct click_note *click, bool *out_counted)
{
    int64_t guides = 0;
    enum status status = count_click(store, day, ADD_CLICK, click, out_counted);
    if (status != STATUS_OK || !*out_counted)
        return status;
    status = insights_day_changed(store, day);
    if (status != STATUS_OK)
        return status;
    bool counted = false;
    status = count_click(store, day, CLICK_AGAIN, click, &counted);
    if (status != STATUS_OK || counted)
        return status;
    struct query q = ask(store, COUNT_CLICKED, day);
    bind_int(&q, click->key);
    status = query_int(&q, &guides);
    if (status == STATUS_OK && guides < CLICKED_A_QUERY)
        status = count_click(store, day, NEW_CLICK, click, &counted);
    return status;
}

enum status searches_click(struct store *store, int64_t day,
                           const struct click_note *click)
{
    bool counted = false;
    enum status status = click_on_day(store, day, click, &counted);
    return status == STATUS_OK && !counted ? click_on_day(store, day - 1, click, &counted)
                                           : status;
}

enum status searches_purge(struct store *store, int64_t day, size_t limit, bool *out_more)
{
    static const int kinds[] = {PURGE_SEARCHES, PURGE_CLICKS};
    enum status status = day_packs_forget(store, COUNTED_SEARCHES, day);
    bool more = false;
    for (int i = 0; status == STATUS_OK && i < COUNT_OF(kinds); i++) {
        struct query q = ask(store, kinds[i], day);
        bind_int(&q, (int64_t)limit);
        status = query_run(&q);
        more = more || changed_rows(store) == (int64_t)limit;
    }
    if (status == STATUS_OK)
        *out_more = more;
    return status;
}

/* ---- reading ----------------------------------------------------------------------- */

enum status searches_top(struct store *store, int64_t from, int64_t to,
                         enum searches_wanted wanted, size_t limit, struct arena *arena,
                         struct search_count **out_searches, size_t *out_count)
{
    static const int tops[] = {[SEARCHES_ALL] = TOP,
                               [SEARCHES_WITHOUT_RESULT] = TOP_WITHOUT_RESULT,
                               [SEARCHES_WITHOUT_CLICK] = TOP_WITHOUT_CLICK};
    struct list found = LIST_OF(arena, struct search_count);
    struct query q = ask(store, tops[wanted], from);
    bind_int(&q, to);
    bind_int(&q, (int64_t)(limit < SEARCHES_LISTED_MAX ? limit : SEARCHES_LISTED_MAX));
    while (query_row(&q)) {
        struct search_count *count = LIST_PUSH(&found, struct search_count);
        count->query = take_text(&q, arena);
        count->asked = take_int(&q);
        count->results = take_int(&q);
        count->clicks = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_searches = found.items;
        *out_count = found.count;
    }
    return status;
}
