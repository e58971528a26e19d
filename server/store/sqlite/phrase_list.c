/* The registry of exact phrases for those who keep it. */
#include "store/phrase_list.h"
#include "model/slug.h"
#include "sqlite/cursor.h"
#include "sqlite/phrases.h"

enum {
    ALL,
    CURATED,
    ASKED,
    EXTRACTED,
    MISMATCHED,
    OWNERLESS,
    DUPLICATE,
    MERGED,
    BY_ID,
    BY_NORMAL,
    ALIKE,
    UNANSWERED,
    ID_OF,
    GIVE,
    DROP_MERGED,
    DROP,
    BACK_TO_TEXT,
    MERGE,
    FOLLOW,
    MERGED_INTO,
    PART
};

/* ?1: the first day of hits. viewed 2: phrases. */
#define COLUMNS                                                                  \
    "SELECT p.id, p.text, p.normal, p.slug,"                                     \
    "       CASE WHEN p.asked AND p.source = 0 THEN 2 ELSE p.source END,"        \
    "       coalesce(a.id, 0), a.slug, a.title, coalesce(a.state, 0),"           \
    "       (SELECT count(*) FROM phrase_guides AS g WHERE g.phrase_id = p.id)," \
    "       (SELECT count(*) FROM article_words AS w"                            \
    "          JOIN articles AS c ON c.id = w.article_id"                        \
    "         WHERE w.kind = 1 AND w.normal = p.normal AND c.state <> 2"         \
    "           AND w.article_id IS NOT p.article_id),"                          \
    "       (SELECT coalesce(sum(v.views), 0) FROM views AS v"                   \
    "         WHERE v.viewed = 2 AND v.id = p.id AND v.day >= ?1),"              \
    "       coalesce(a.helpful, 0), coalesce(a.not_helpful, 0),"                 \
    "       p.mismatched AND p.article_id IS NOT NULL, i.text, coalesce(p.same_key, 0)"
#define JOINED                                        \
    " LEFT JOIN articles AS a ON a.id = p.article_id" \
    " LEFT JOIN phrases AS i ON i.id = p.merged_into"
#define ROWS COLUMNS "  FROM phrases AS p" JOINED
#define FROM_HERE                                             \
    " p.normal > ?2 AND (?3 = '' OR instr(p.normal, ?3) > 0)" \
    " ORDER BY p.normal LIMIT ?4"

/* clang-format off: SQL is laid out as SQL */
static const char *const statements[] = {
    [ALL] = ROWS " WHERE +p.merged_into IS NULL AND" FROM_HERE,
    [CURATED] = ROWS
    " WHERE p.source = 0 AND p.asked = 0 AND +p.merged_into IS NULL AND" FROM_HERE,
    [ASKED] = ROWS " WHERE p.asked = 1 AND +p.merged_into IS NULL AND" FROM_HERE,
    [EXTRACTED] = ROWS " WHERE p.source = 1 AND" FROM_HERE,
    [MISMATCHED] =
        ROWS " WHERE p.mismatched = 1 AND p.article_id IS NOT NULL AND" FROM_HERE,
    [OWNERLESS] = COLUMNS "  FROM phrases AS p INDEXED BY phrases_ownerless" JOINED
                          " WHERE p.article_id IS NULL AND p.source = 0"
                          "   AND p.merged_into IS NULL AND" FROM_HERE,
    [MERGED] = ROWS " WHERE p.merged_into IS NOT NULL AND" FROM_HERE,

    [DUPLICATE] = ROWS " WHERE p.same_key IS NOT NULL AND +p.merged_into IS NULL"
                       "   AND (p.same_key, p.normal) > (?5, ?2)"
                       "   AND (?3 = '' OR instr(p.normal, ?3) > 0)"
                       "   AND (EXISTS (SELECT 1 FROM phrases AS o"
                       "                 WHERE o.same_key = p.same_key AND o.id <> p.id"
                       "                   AND +o.merged_into IS NULL)"
                       "        OR EXISTS (SELECT 1 FROM article_words AS w"
                       "                     JOIN articles AS c ON c.id = w.article_id"
                       "                    WHERE w.kind = 1 AND w.normal = p.normal"
                       "                      AND c.state <> 2"
                       "                      AND w.article_id IS NOT p.article_id))"
                       " ORDER BY p.same_key, p.normal LIMIT ?4",

    [BY_ID] = ROWS " WHERE p.id = ?2",
    [BY_NORMAL] = ROWS " WHERE p.normal = ?2",

    [ALIKE] = COLUMNS "  FROM phrases AS q CROSS JOIN phrases AS p" JOINED
                      " WHERE q.id = ?2 AND p.same_key = q.same_key AND p.id <> q.id"
                      "   AND +p.merged_into IS NULL"
                      " ORDER BY p.normal LIMIT ?3",

    [UNANSWERED] =
        "SELECT s.key, s.query, s.asked, s.last_day,"
        "       EXISTS (SELECT 1 FROM phrases AS p WHERE p.normal = s.query"
        "                  AND (p.article_id IS NOT NULL OR p.merged_into IS NOT NULL))"
        "  FROM search_sums AS s"
        " WHERE s.results = 0 AND (s.asked, s.key) < (?1, ?2)"
        " ORDER BY s.asked DESC, s.key DESC LIMIT ?3",

    [ID_OF] = "SELECT id FROM phrases WHERE normal = ?1",

    [GIVE] = "UPDATE phrases SET article_id = ?2, source = 0, merged_into = NULL,"
             "       asked = max(asked, ?3) WHERE normal = ?1",

    [DROP_MERGED] = "DELETE FROM phrases WHERE merged_into = ?1",

    [DROP] = "DELETE FROM phrases WHERE id = ?1 AND article_id IS NULL"
             "   AND NOT EXISTS (SELECT 1 FROM phrase_guides AS g"
             "                    WHERE g.phrase_id = phrases.id)",

    [BACK_TO_TEXT] = "UPDATE phrases"
                     "   SET source = 1, asked = 0, same_key = NULL, merged_into = NULL"
                     " WHERE id = ?1 AND article_id IS NULL",

    [MERGE] = "UPDATE phrases SET merged_into = ?2, source = 0"
              " WHERE id = ?1 AND id <> ?2 AND article_id IS NULL"
              "   AND EXISTS (SELECT 1 FROM phrases AS i"
              "                WHERE i.id = ?2 AND i.merged_into IS NULL)",

    [FOLLOW] = "UPDATE phrases SET merged_into = ?2 WHERE merged_into = ?1",

    [MERGED_INTO] = "SELECT coalesce(merged_into, 0) FROM phrases WHERE id = ?1",

    [PART] = "UPDATE phrases SET merged_into = NULL WHERE id = ?1",
};
/* clang-format on */

const struct sql_table phrase_list_table =
    SQL_TABLE(SQL_PHRASE_LIST, "phrase_list", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &phrase_list_table, statement);
}

/* ---- reading ------------------------------------------------------------------------ */

/* Returns its same_key. */
static int64_t take_phrase_row(struct query *q, struct arena *arena,
                               struct phrase_row *row)
{
    row->id = take_int(q);
    row->text = take_text(q, arena);
    row->normal = take_text(q, arena);
    row->slug = take_text(q, arena);
    row->source = (enum phrase_source)take_int(q);
    row->guide_id = take_int(q);
    row->guide_slug = take_text(q, arena);
    row->guide_title = take_text(q, arena);
    row->guide_state = (enum article_state)take_int(q);
    row->guides = take_int(q);
    row->claims = take_int(q);
    row->hits = take_int(q);
    row->votes.helpful = take_int(q);
    row->votes.not_helpful = take_int(q);
    row->mismatched = take_bool(q);
    row->merged_into = take_text(q, arena);
    return take_int(q);
}

enum status phrases_rows(struct store *store, const struct phrases_wanted *wanted,
                         struct arena *arena, struct phrase_rows *out_rows,
                         struct slice *out_next)
{
    static const int of_list[PHRASE_LISTS] = {
        [PHRASES_ALL] = ALL,
        [PHRASES_CURATED] = CURATED,
        [PHRASES_ASKED] = ASKED,
        [PHRASES_EXTRACTED] = EXTRACTED,
        [PHRASES_MISMATCHED] = MISMATCHED,
        [PHRASES_OWNERLESS] = OWNERLESS,
        [PHRASES_DUPLICATE] = DUPLICATE,
        [PHRASES_MERGED] = MERGED,
    };
    struct list rows = LIST_OF(arena, struct phrase_row);
    struct cursor cursor = {.id = INT64_MIN, .key = SLICE("")};
    struct slice next = SLICE("");
    int64_t last_key = 0;
    enum status status =
        wanted->after.len ? cursor_read(arena, wanted->after, 'r', &cursor) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, of_list[wanted->list]);
    bind_int(&q, wanted->since);
    bind_text(&q, cursor.key);
    bind_text(&q, wanted->text);
    bind_int(&q, (int64_t)wanted->limit + 1);
    if (wanted->list == PHRASES_DUPLICATE)
        bind_int(&q, cursor.id);
    while (query_row(&q)) {
        if (rows.count == wanted->limit) {
            const struct phrase_row *last =
                (const struct phrase_row *)rows.items + rows.count - 1;
            next = cursor_write(arena, (struct cursor){'r', last_key, last->normal});
            break;
        }
        last_key = take_phrase_row(&q, arena, LIST_PUSH(&rows, struct phrase_row));
    }
    status = query_end(&q);
    if (status == STATUS_OK) {
        *out_rows = (struct phrase_rows){rows.items, rows.count};
        *out_next = next;
    }
    return status;
}

static enum status take_one(struct query *q, struct arena *arena,
                            struct phrase_row *out_row)
{
    struct phrase_row row = {0};
    bool found = query_row(q);
    if (found)
        take_phrase_row(q, arena, &row);
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_row = row;
    return status;
}

enum status phrases_row(struct store *store, int64_t id, int64_t since,
                        struct arena *arena, struct phrase_row *out_row)
{
    struct query q = ask(store, BY_ID);
    bind_int(&q, since);
    bind_int(&q, id);
    return take_one(&q, arena, out_row);
}

enum status phrases_row_by_normal(struct store *store, struct slice normal, int64_t since,
                                  struct arena *arena, struct phrase_row *out_row)
{
    struct query q = ask(store, BY_NORMAL);
    bind_int(&q, since);
    bind_text(&q, normal);
    return take_one(&q, arena, out_row);
}

enum status phrases_alike(struct store *store, int64_t id, int64_t since, size_t limit,
                          struct arena *arena, struct phrase_rows *out_rows)
{
    struct list rows = LIST_OF(arena, struct phrase_row);
    struct query q = ask(store, ALIKE);
    bind_int(&q, since);
    bind_int(&q, id);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        take_phrase_row(&q, arena, LIST_PUSH(&rows, struct phrase_row));
    enum status status = query_end(&q);
    if (status == STATUS_OK)
        *out_rows = (struct phrase_rows){rows.items, rows.count};
    return status;
}

/* What was taken out of a query for privacy stands in brackets: that is no phrase. */
static bool is_wanted(const struct unanswered *one, bool answered, struct slice text)
{
    return !answered && slice_find(one->query, '[') == one->query.len &&
           (!text.len || slice_find_slice(one->query, text) < one->query.len);
}

enum status phrases_unanswered(struct store *store, struct slice text, struct slice after,
                               size_t limit, struct arena *arena,
                               struct unanswered **out_searches, size_t *out_count,
                               struct slice *out_next)
{
    struct list found = LIST_OF(arena, struct unanswered);
    struct cursor cursor = {.id = INT64_MAX, .key = SLICE("")};
    int64_t asked = INT64_MAX;
    size_t looked_at = 0;
    struct unanswered last = {0};
    enum status status = after.len ? cursor_read(arena, after, 'u', &cursor) : STATUS_OK;
    if (status == STATUS_OK && after.len && !slice_int64(cursor.key, &asked))
        status = STATUS_INVALID;
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, UNANSWERED);
    bind_int(&q, asked);
    bind_int(&q, cursor.id);
    bind_int(&q, UNANSWERED_LOOKED_AT);
    while (found.count < limit && query_row(&q)) {
        last.key = take_int(&q);
        last.query = take_text(&q, arena);
        last.asked = take_int(&q);
        last.last_day = take_int(&q);
        if (is_wanted(&last, take_bool(&q), text))
            *LIST_PUSH(&found, struct unanswered) = last;
        looked_at++;
    }
    status = query_end(&q);
    if (status != STATUS_OK)
        return status;
    bool more = found.count == limit || looked_at == UNANSWERED_LOOKED_AT;
    struct slice key = arena_format(arena, "%lld", (long long)last.asked);
    *out_next =
        more ? cursor_write(arena, (struct cursor){'u', last.key, key}) : SLICE("");
    *out_searches = found.items;
    *out_count = found.count;
    return STATUS_OK;
}

/* ---- writing ------------------------------------------------------------------------ */

static enum status run(struct store *store, int statement, int64_t id, int64_t other)
{
    struct query q = ask(store, statement);
    bind_int(&q, id);
    if (other)
        bind_int(&q, other);
    enum status status = query_run(&q);
    if (status == STATUS_OK && changed_rows(store) > 0)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status phrases_give(struct store *store, struct slice text, int64_t article_id,
                         bool asked)
{
    bool found = false;
    int64_t id = 0;
    arena_reset(&store->scratch);
    struct slice normal = phrase_normalize(&store->scratch, text);
    struct query q = ask(store, ID_OF);
    bind_text(&q, normal);
    enum status status = query_find(&q, &found, &id);
    if (status == STATUS_OK && !found)
        status = phrase_add(store, normal, text, 0, PHRASE_CURATED, article_id);
    if (status != STATUS_OK)
        return status;
    q = ask(store, GIVE);
    bind_text(&q, normal);
    bind_int(&q, article_id);
    bind_int(&q, asked);
    status = query_run(&q);
    if (status == STATUS_OK)
        status = phrase_mark(store, text, article_id);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status phrases_remove(struct store *store, int64_t id)
{
    enum status status = run(store, DROP_MERGED, id, 0);
    if (status == STATUS_OK)
        status = run(store, DROP, id, 0);
    if (status != STATUS_OK || changed_rows(store) > 0)
        return status;
    status = run(store, BACK_TO_TEXT, id, 0);
    return status == STATUS_OK && changed_rows(store) == 0 ? STATUS_CONFLICT : status;
}

enum status phrases_merge(struct store *store, int64_t id, int64_t into)
{
    enum status status = run(store, MERGE, id, into);
    if (status == STATUS_OK && changed_rows(store) == 0)
        return STATUS_CONFLICT;
    return status == STATUS_OK ? run(store, FOLLOW, id, into) : status;
}

static enum status find_or_make(struct store *store, struct slice text, int64_t *out_id)
{
    bool found = false;
    struct slice normal = phrase_normalize(&store->scratch, text);
    struct query q = ask(store, ID_OF);
    bind_text(&q, normal);
    enum status status = query_find(&q, &found, out_id);
    if (status != STATUS_OK || found)
        return status;
    status = phrase_add(store, normal, text, 0, PHRASE_CURATED, 0);
    *out_id = inserted_id(store);
    return status;
}

enum status phrases_merge_texts(struct store *store, struct slice text, struct slice into,
                                bool *out_merged)
{
    int64_t id = 0, other = 0, already = 0;
    bool found = false;
    arena_reset(&store->scratch);
    enum status status = find_or_make(store, text, &id);
    if (status == STATUS_OK)
        status = find_or_make(store, into, &other);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, MERGED_INTO);
    bind_int(&q, id);
    status = query_find(&q, &found, &already);
    if (status != STATUS_OK || already == other)
        return status;
    status = phrases_merge(store, id, other);
    *out_merged = status == STATUS_OK;
    return status == STATUS_CONFLICT ? STATUS_OK : status;
}

enum status phrases_part(struct store *store, int64_t id)
{
    return run(store, PART, id, 0);
}
