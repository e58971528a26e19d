/* Views by day. */
#include "store/views.h"
#include "sqlite/query.h"
#include "store/insights.h"

enum { ADD, SUM, PURGE };

static const char *const statements[] = {
    [ADD] = "INSERT INTO views (viewed, id, day, views) VALUES (?1, ?2, ?3, ?4)"
            " ON CONFLICT (viewed, id, day) DO UPDATE SET views = views + excluded.views",

    [SUM] = "SELECT coalesce(sum(views), 0) FROM views"
            " WHERE viewed = ?1 AND id = ?2 AND day BETWEEN ?3 AND ?4",

    [PURGE] = "DELETE FROM views WHERE (viewed, id, day) IN"
              " (SELECT viewed, id, day FROM views WHERE day < ?1"
              "   ORDER BY day, viewed, id LIMIT ?2)",
};

const struct sql_table views_table = SQL_TABLE(SQL_VIEWS, "views", statements);

static enum status add(struct store *store, int64_t day, enum viewed viewed, int64_t id,
                       int64_t views)
{
    struct query q = query_open(store, &views_table, ADD);
    bind_int(&q, viewed);
    bind_int(&q, id);
    bind_int(&q, day);
    bind_int(&q, views);
    return query_run(&q);
}

enum status views_add(struct store *store, int64_t day, const struct view_count *counts,
                      size_t count)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const struct view_count *of = &counts[i];
        status = add(store, day, of->viewed, of->id, of->views);
        if (status == STATUS_OK && of->guide && of->viewed != VIEWED_GUIDE)
            status = add(store, day, VIEWED_GUIDE, of->guide, of->views);
    }
    return status == STATUS_OK && count ? insights_day_changed(store, day) : status;
}

enum status views_of(struct store *store, enum viewed viewed, int64_t id, int64_t from,
                     int64_t to, int64_t *out_views)
{
    struct query q = query_open(store, &views_table, SUM);
    bind_int(&q, viewed);
    bind_int(&q, id);
    bind_int(&q, from);
    bind_int(&q, to);
    return query_int(&q, out_views);
}

enum status views_purge(struct store *store, int64_t day, size_t limit, bool *out_more)
{
    for (int kind = 0; kind < VIEWED_KINDS; kind++) {
        enum status forgotten = day_packs_forget(store, (enum day_counted)kind, day);
        if (forgotten != STATUS_OK)
            return forgotten;
    }
    struct query q = query_open(store, &views_table, PURGE);
    bind_int(&q, day);
    bind_int(&q, (int64_t)limit);
    enum status status = query_run(&q);
    if (status == STATUS_OK)
        *out_more = changed_rows(store) == (int64_t)limit;
    return status;
}
