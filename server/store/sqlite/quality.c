/* How good guides are. */
#include "store/quality.h"
#include "base/list.h"
#include "model/rights.h"
#include "sqlite/cursor.h"
#include "sqlite/query.h"

enum {
    TITLE_TWICE,
    PUT,
    FORGET,
    NOTE_DAY,
    LIST_ALL,
    LIST_CATEGORY,
    LIST_AUTHOR,
    GET,
    HISTORY,
    LAST_REVIEW,
    ANSWERS_OF,
    PUT_REVIEW,
    AUTOMATIC_OF,
    SET_HUMAN
};

#define ROW                                                                     \
    "SELECT q.article_id, q.revision, q.score, q.automatic, q.human, q.failed," \
    " a.slug, a.title, q.category, q.author,"                                   \
    " coalesce((SELECT o.display FROM accounts AS o WHERE o.name = q.author"    \
    "             AND o.disabled = 0 AND (o.roles & ?1) <> 0), '')"             \
    "  FROM quality AS q CROSS JOIN articles AS a ON a.id = q.article_id"
#define FORTH \
    " (q.score, q.article_id) > (?2, ?3) ORDER BY q.score, q.article_id LIMIT ?4"

static const char *const statements[] = {
    [TITLE_TWICE] = "SELECT EXISTS (SELECT 1 FROM articles AS a JOIN articles AS b"
                    "                 ON b.title_key = a.title_key AND b.id <> a.id"
                    "               WHERE a.id = ?1 AND b.state = 1)",

    [PUT] = "INSERT INTO quality (article_id, revision, score, automatic, human, failed,"
            "                     category, author)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (article_id) DO UPDATE"
            "   SET revision = excluded.revision, score = excluded.score,"
            "       automatic = excluded.automatic, human = excluded.human,"
            "       failed = excluded.failed, category = excluded.category,"
            "       author = excluded.author",

    [FORGET] = "DELETE FROM quality WHERE article_id = ?1",

    /* Only where it is another than the last. */
    [NOTE_DAY] =
        "INSERT INTO quality_history (article_id, day, revision, score, automatic, human)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (?3, ?4, ?5, coalesce(?6, -1)) IS NOT"
        "        (SELECT revision, score, automatic, coalesce(human, -1)"
        "           FROM quality_history WHERE article_id = ?1 ORDER BY day DESC LIMIT 1)"
        " ON CONFLICT (article_id, day) DO UPDATE"
        "   SET revision = excluded.revision, score = excluded.score,"
        "       automatic = excluded.automatic, human = excluded.human",

    [LIST_ALL] = ROW " WHERE" FORTH,
    [LIST_CATEGORY] = ROW " WHERE q.category = ?5 AND" FORTH,
    [LIST_AUTHOR] = ROW " WHERE q.author = ?5 AND" FORTH,
    [GET] = ROW " WHERE q.article_id = (SELECT id FROM articles WHERE slug = ?2)",

    [HISTORY] = "SELECT day, revision, score, automatic, human FROM quality_history"
                " WHERE article_id = ?1 ORDER BY day DESC LIMIT ?2",

    [LAST_REVIEW] = "SELECT r.revision, r.at, r.answers, o.display, r.note"
                    "  FROM quality_reviews AS r"
                    " CROSS JOIN accounts AS o ON o.id = r.account_id"
                    " WHERE r.article_id = ?1 ORDER BY r.revision DESC LIMIT 1",

    [ANSWERS_OF] = "SELECT answers FROM quality_reviews"
                   " WHERE article_id = ?1 AND revision = ?2",

    [PUT_REVIEW] = "INSERT INTO quality_reviews (article_id, revision, account_id, at,"
                   "                             answers, note)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                   " ON CONFLICT (article_id, revision) DO UPDATE"
                   "   SET account_id = excluded.account_id, at = excluded.at,"
                   "       answers = excluded.answers, note = excluded.note",

    [AUTOMATIC_OF] = "SELECT q.automatic FROM quality AS q"
                     " CROSS JOIN articles AS a ON a.id = q.article_id"
                     " CROSS JOIN revisions AS r ON r.id = a.live_revision_id"
                     " WHERE q.article_id = ?1 AND q.revision = ?2 AND r.number = ?2",

    [SET_HUMAN] = "UPDATE quality SET score = ?2, human = ?3 WHERE article_id = ?1",
};

const struct sql_table quality_table = SQL_TABLE(SQL_QUALITY, "quality", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &quality_table, statement);
}

/* ---- looks ------------------------------------------------------------------------- */

enum status quality_title_twice(struct store *store, int64_t article_id, bool *out_twice)
{
    int64_t twice = 0;
    struct query q = ask(store, TITLE_TWICE);
    bind_int(&q, article_id);
    enum status status = query_int(&q, &twice);
    if (status == STATUS_OK)
        *out_twice = twice != 0;
    return status;
}

static enum status note_day(struct store *store, int64_t article_id, int64_t day,
                            const struct quality_point *point)
{
    struct query q = ask(store, NOTE_DAY);
    bind_int(&q, article_id);
    bind_int(&q, day);
    bind_int(&q, point->revision);
    bind_int(&q, point->index);
    bind_int(&q, point->automatic);
    bind_int_or_none(&q, point->human);
    return query_run(&q);
}

static enum status human_of(struct store *store, int64_t article_id, int64_t revision,
                            int64_t *out_human)
{
    int64_t answers = 0;
    bool found = false;
    struct query q = ask(store, ANSWERS_OF);
    bind_int(&q, article_id);
    bind_int(&q, revision);
    enum status status = query_find(&q, &found, &answers);
    *out_human = found ? quality_human(answers) : NONE_INT;
    return status;
}

enum status quality_put(struct store *store, const struct quality_put *put)
{
    struct quality_point point = {.day = put->day, .revision = put->revision};
    enum status status = human_of(store, put->article_id, put->revision, &point.human);
    if (status != STATUS_OK)
        return status;
    point.automatic = quality_automatic(put->failed);
    point.index = quality_index(point.automatic, point.human);
    struct query q = ask(store, PUT);
    bind_int(&q, put->article_id);
    bind_int(&q, put->revision);
    bind_int(&q, point.index);
    bind_int(&q, point.automatic);
    bind_int_or_none(&q, point.human);
    bind_int(&q, put->failed);
    bind_text(&q, put->category);
    bind_text(&q, put->author);
    status = query_run(&q);
    return status == STATUS_OK ? note_day(store, put->article_id, put->day, &point)
                               : status;
}

enum status quality_forget(struct store *store, int64_t article_id)
{
    struct query q = ask(store, FORGET);
    bind_int(&q, article_id);
    return query_run(&q);
}

/* ---- reading ----------------------------------------------------------------------- */

static void take(struct query *q, struct arena *arena, struct quality *quality)
{
    quality->article_id = take_int(q);
    quality->revision = take_int(q);
    quality->index = take_int(q);
    quality->automatic = take_int(q);
    quality->human = take_int_or_none(q);
    quality->failed = take_int(q);
    quality->slug = take_text(q, arena);
    quality->title = take_text(q, arena);
    quality->category = take_text(q, arena);
    quality->author = take_text(q, arena);
    quality->owner = take_text(q, arena);
}

static enum status start(const struct quality_filter *filter, struct arena *arena,
                         int64_t *score, int64_t *id)
{
    struct cursor cursor = {0};
    *score = -1;
    *id = 0;
    if (filter->limit < 1 || filter->limit > 500)
        return STATUS_INVALID;
    if (!filter->after.len)
        return STATUS_OK;
    enum status status = cursor_read(arena, filter->after, 'q', &cursor);
    if (status == STATUS_OK && !slice_int64(cursor.key, score))
        status = STATUS_INVALID;
    *id = cursor.id;
    return status;
}

enum status quality_list(struct store *store, const struct quality_filter *filter,
                         struct arena *arena, struct qualities *out_list,
                         struct slice *out_next)
{
    struct list found = LIST_OF(arena, struct quality);
    int64_t score = 0, id = 0;
    enum status status = start(filter, arena, &score, &id);
    if (status != STATUS_OK)
        return status;
    bool any = !filter->category.len && !filter->author.len;
    struct query q = ask(store, any                    ? LIST_ALL
                                : filter->category.len ? LIST_CATEGORY
                                                       : LIST_AUTHOR);
    bind_int(&q, ROLE_STAFF);
    bind_int(&q, score);
    bind_int(&q, id);
    bind_int(&q, (int64_t)filter->limit + 1);
    if (!any)
        bind_text(&q, filter->category.len ? filter->category : filter->author);
    while (query_row(&q))
        take(&q, arena, LIST_PUSH(&found, struct quality));
    status = query_end(&q);
    if (status != STATUS_OK)
        return status;
    struct qualities list = {found.items, found.count};
    *out_next = SLICE("");
    if (list.count > filter->limit) {
        list.count = filter->limit;
        const struct quality *last = &list.items[list.count - 1];
        struct slice key = arena_format(arena, "%lld", (long long)last->index);
        *out_next = cursor_write(arena, (struct cursor){'q', last->article_id, key});
    }
    *out_list = list;
    return STATUS_OK;
}

enum status quality_get(struct store *store, struct slice slug, struct arena *arena,
                        struct quality *out_quality)
{
    struct quality quality = {0};
    struct query q = ask(store, GET);
    bind_int(&q, ROLE_STAFF);
    bind_text(&q, slug);
    bool found = query_row(&q);
    if (found)
        take(&q, arena, &quality);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_quality = quality;
    return status;
}

enum status quality_history(struct store *store, int64_t article_id, size_t limit,
                            struct arena *arena, struct quality_point **out_points,
                            size_t *out_count)
{
    struct quality_point *points = ARENA_ARRAY(arena, limit + 1, struct quality_point);
    size_t count = 0;
    struct query q = ask(store, HISTORY);
    bind_int(&q, article_id);
    bind_int(&q, (int64_t)limit);
    while (count < limit && query_row(&q)) {
        struct quality_point *point = &points[limit - 1 - count++];
        point->day = take_int(&q);
        point->revision = take_int(&q);
        point->index = take_int(&q);
        point->automatic = take_int(&q);
        point->human = take_int_or_none(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_points = points + (limit - count);
        *out_count = count;
    }
    return status;
}

enum status quality_last_review(struct store *store, int64_t article_id,
                                struct arena *arena, struct quality_review *out_review)
{
    struct quality_review review = {0};
    struct query q = ask(store, LAST_REVIEW);
    bind_int(&q, article_id);
    bool found = query_row(&q);
    if (found) {
        review.revision = take_int(&q);
        review.at = take_int(&q);
        review.answers = take_int(&q);
        review.who = take_text(&q, arena);
        review.note = take_text(&q, arena);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_review = review;
    return status;
}

/* ---- reviews ----------------------------------------------------------------------- */

static enum status write_review(struct store *store, const struct quality_answer *answer)
{
    struct query q = ask(store, PUT_REVIEW);
    bind_int(&q, answer->article_id);
    bind_int(&q, answer->revision);
    bind_int(&q, answer->account_id);
    bind_int(&q, answer->at);
    bind_int(&q, answer->answers);
    bind_text(&q, answer->note);
    return query_run(&q);
}

enum status quality_answer(struct store *store, const struct quality_answer *answer)
{
    bool found = false;
    struct quality_point point = {.revision = answer->revision,
                                  .human = quality_human(answer->answers)};
    struct query q = ask(store, AUTOMATIC_OF);
    bind_int(&q, answer->article_id);
    bind_int(&q, answer->revision);
    enum status status = query_find(&q, &found, &point.automatic);
    if (status == STATUS_OK)
        status = found ? write_review(store, answer) : STATUS_CONFLICT;
    if (status != STATUS_OK)
        return status;
    point.index = quality_index(point.automatic, point.human);
    q = ask(store, SET_HUMAN);
    bind_int(&q, answer->article_id);
    bind_int(&q, point.index);
    bind_int(&q, point.human);
    status = query_run(&q);
    return status == STATUS_OK ? note_day(store, answer->article_id, answer->day, &point)
                               : status;
}
