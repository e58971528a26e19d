/* Reading articles. */
#include "store/articles.h"
#include "sqlite/article_parts.h"
#include "sqlite/heads.h"

enum {
    BY_SLUG,
    BY_ID,
    HEAD_BY_SLUG,
    HEAD_BY_ID,
    HEAD_BY_TREE,
    HEAD_BY_OLD_TREE,
    RETIRED_SLUG,
    RETIRED_ID,
    MOVED_TO,
    SOURCE,
    FILE_OF,
    IDS_AFTER,
    KEPT_IDS_AFTER,
    ID_BY_SOURCE_PATH,
    ID_WRITTEN_HERE,
    IMPORTED_AFTER
};

/* In the order take_article reads them. */
#define ARTICLE_COLUMNS                                                             \
    "a.id, a.state, r.number, r.id, a.created_at, a.updated_at, a.source_path,"     \
    " a.title, a.slug, a.category, a.product, a.author, a.lang, a.tree, a.summary," \
    " a.minutes_min, a.minutes_max, a.verified_day, a.review_every_s, a.audience,"  \
    " a.partners_mode, a.expires_day, a.expire_after_s, a.on_expiry, a.confidence," \
    " a.hidden"

#define ARTICLE                                                             \
    "SELECT " ARTICLE_COLUMNS                                               \
    "  FROM articles AS a JOIN revisions AS r ON r.id = a.live_revision_id" \
    " WHERE " VISIBLE("a")

static const char *const statements[] = {
    [BY_SLUG] = ARTICLE " AND a.slug = ?2",
    [BY_ID] = ARTICLE " AND a.id = ?2",

    [HEAD_BY_SLUG] = "SELECT " HEAD_COLUMNS " FROM articles AS a"
                     " WHERE " VISIBLE("a") " AND a.slug = ?2",

    [HEAD_BY_ID] = "SELECT " HEAD_COLUMNS " FROM articles AS a"
                   " WHERE " VISIBLE("a") " AND a.id = ?2",

    [HEAD_BY_TREE] = "SELECT " HEAD_COLUMNS " FROM articles AS a"
                     " WHERE " VISIBLE("a") " AND a.tree = ?2 ORDER BY a.id LIMIT 1",

    /* One that still names the tree by a slug that it had. */
    [HEAD_BY_OLD_TREE] =
        "SELECT " HEAD_COLUMNS
        "  FROM tree_slug_history AS h CROSS JOIN articles AS a ON a.tree = h.slug"
        " WHERE h.tree_id = (SELECT t.id FROM trees AS t WHERE t.slug = ?2)"
        "   AND " VISIBLE("a") " LIMIT 1",

    [RETIRED_SLUG] = "SELECT a.id FROM articles AS a"
                     " WHERE " SEEN_BY("a") " AND a.slug = ?2 AND a.state = 2",

    [RETIRED_ID] = "SELECT a.id FROM articles AS a"
                   " WHERE " SEEN_BY("a") " AND a.id = ?2 AND a.state = 2",

    /* clang-format off: SQL is laid out as SQL */
    [MOVED_TO] = "SELECT a.slug FROM slug_history AS h"
                 "  JOIN articles AS a ON a.id = h.article_id"
                 " WHERE " VISIBLE("a") " AND h.slug = ?2",

    [SOURCE] = "SELECT r.source FROM articles AS a"
               "  JOIN revisions AS r ON r.id = a.live_revision_id"
               " WHERE a.id = ?1",

    [FILE_OF] = "SELECT a.source_path, a.category, a.slug, r.source FROM articles AS a"
                "  JOIN revisions AS r ON r.id = a.live_revision_id"
                " WHERE a.id = ?1",

    [IDS_AFTER] = "SELECT a.id FROM articles AS a"
                  " WHERE " VISIBLE("a") " AND a.id > ?2"
                                         " ORDER BY a.id LIMIT ?3",
    /* clang-format on */

    [KEPT_IDS_AFTER] = "SELECT id FROM articles"
                       " WHERE id > ?1 AND state <> 2 ORDER BY id LIMIT ?2",

    [ID_BY_SOURCE_PATH] = "SELECT id FROM articles WHERE source_path = ?1",

    [ID_WRITTEN_HERE] = "SELECT id FROM articles WHERE slug = ?1 AND source_path IS NULL",

    [IMPORTED_AFTER] = "SELECT id, source_path FROM articles"
                       " WHERE source_path > ?1 AND state <> 2"
                       " ORDER BY source_path LIMIT ?2",
};

const struct sql_table articles_table = SQL_TABLE(SQL_ARTICLES, "articles", statements);

static struct query ask(struct store *store, int statement, const struct viewer *viewer)
{
    struct query q = query_open(store, &articles_table, statement);
    if (viewer)
        bind_viewer(&q, viewer);
    return q;
}

/* ---- whole articles ---------------------------------------------------------------- */

static void take_meta(struct query *q, struct arena *arena, struct article_meta *meta)
{
    meta->title = take_text(q, arena);
    meta->slug = take_text(q, arena);
    meta->category = take_text(q, arena);
    meta->product = take_text(q, arena);
    meta->author = take_text(q, arena);
    meta->lang = take_text(q, arena);
    meta->tree = take_text(q, arena);
    meta->summary = take_text(q, arena);
    meta->minutes_min = take_int_or_none(q);
    meta->minutes_max = take_int_or_none(q);
    meta->verified_day = take_int_or_none(q);
    meta->review_every_s = take_int_or_none(q);
    meta->audience = (enum audience)take_int(q);
    meta->partners_mode = (enum partners_mode)take_int(q);
    meta->expires_day = take_int(q);
    meta->expire_after_s = take_int(q);
    meta->on_expiry = (enum expiry_policy)take_int(q);
    meta->confidence = (enum confidence)take_int(q);
}

static void take_article(struct query *q, struct arena *arena, struct article *article)
{
    article->id = take_int(q);
    article->state = (enum article_state)take_int(q);
    article->revision = take_int(q);
    article->revision_id = take_int(q);
    article->created_at = take_int(q);
    article->updated_at = take_int(q);
    article->source_path = take_text(q, arena);
    take_meta(q, arena, &article->doc.meta);
    article->hidden = take_int(q) != 0;
}

/* Takes the one row of the query, then its parts; `whole`: with its words and all texts. */
static enum status read_article(struct query *q, bool whole, struct arena *arena,
                                struct article **out_article)
{
    struct article *article = ARENA_NEW(arena, struct article);
    struct store *store = q->store;
    bool found = query_row(q);
    if (found)
        take_article(q, arena, article);
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK && whole)
        status = words_read_all(store, article->id, arena, &article->doc.meta);
    if (status == STATUS_OK)
        status = rendered_read(store, article->revision_id, whole, arena, &article->doc);
    if (status == STATUS_OK)
        *out_article = article;
    return status;
}

/* Turns NOT_FOUND into GONE when `q` finds a retired article. */
static enum status gone_or(enum status status, struct query *q)
{
    bool found = false;
    int64_t id;
    if (status != STATUS_NOT_FOUND) {
        query_end(q);
        return status;
    }
    enum status asked = query_find(q, &found, &id);
    return asked != STATUS_OK ? asked : found ? STATUS_GONE : STATUS_NOT_FOUND;
}

static enum status gone_slug_or(enum status status, struct store *store,
                                const struct viewer *viewer, struct slice slug)
{
    struct query q = ask(store, RETIRED_SLUG, viewer);
    bind_text(&q, slug);
    return gone_or(status, &q);
}

static enum status by_slug(struct store *store, const struct viewer *viewer,
                           struct slice slug, bool whole, struct arena *arena,
                           struct article **out_article)
{
    struct query q = ask(store, BY_SLUG, viewer);
    bind_text(&q, slug);
    enum status status = read_article(&q, whole, arena, out_article);
    return status == STATUS_OK ? status : gone_slug_or(status, store, viewer, slug);
}

static enum status by_id(struct store *store, const struct viewer *viewer, int64_t id,
                         bool whole, struct arena *arena, struct article **out_article)
{
    struct query q = ask(store, BY_ID, viewer);
    bind_int(&q, id);
    enum status status = read_article(&q, whole, arena, out_article);
    if (status == STATUS_OK)
        return status;
    q = ask(store, RETIRED_ID, viewer);
    bind_int(&q, id);
    return gone_or(status, &q);
}

enum status articles_by_slug(struct store *store, const struct viewer *viewer,
                             struct slice slug, struct arena *arena,
                             struct article **out_article)
{
    return by_slug(store, viewer, slug, true, arena, out_article);
}

enum status articles_by_id(struct store *store, const struct viewer *viewer, int64_t id,
                           struct arena *arena, struct article **out_article)
{
    return by_id(store, viewer, id, true, arena, out_article);
}

enum status articles_shown_by_slug(struct store *store, const struct viewer *viewer,
                                   struct slice slug, struct arena *arena,
                                   struct article **out_article)
{
    return by_slug(store, viewer, slug, false, arena, out_article);
}

enum status articles_shown_by_id(struct store *store, const struct viewer *viewer,
                                 int64_t id, struct arena *arena,
                                 struct article **out_article)
{
    return by_id(store, viewer, id, false, arena, out_article);
}

enum status articles_words(struct store *store, int64_t id, struct arena *arena,
                           struct article_meta *meta)
{
    return words_read_all(store, id, arena, meta);
}

/* ---- heads ------------------------------------------------------------------------- */

void take_head(struct query *q, struct arena *arena, struct article_head *out_head)
{
    out_head->id = take_int(q);
    out_head->slug = take_text(q, arena);
    out_head->title = take_text(q, arena);
    out_head->summary = take_text(q, arena);
    out_head->category = take_text(q, arena);
    out_head->product = take_text(q, arena);
    out_head->lang = take_text(q, arena);
    out_head->minutes_min = take_int_or_none(q);
    out_head->minutes_max = take_int_or_none(q);
    out_head->verified_day = take_int_or_none(q);
    out_head->review_every_s = take_int_or_none(q);
    out_head->expires_day = take_int(q);
    out_head->confidence = (enum confidence)take_int(q);
    out_head->hidden = take_int(q) != 0;
    out_head->updated_at = take_int(q);
    out_head->helpful = take_int(q);
    out_head->not_helpful = take_int(q);
}

static enum status read_head(struct query *q, struct arena *arena,
                             struct article_head *out_head)
{
    bool found = query_row(q);
    if (found)
        take_head(q, arena, out_head);
    return query_end_found(q, found);
}

enum status head_by_id(struct store *store, const struct viewer *viewer, int64_t id,
                       struct arena *arena, struct article_head *out_head)
{
    struct query q = ask(store, HEAD_BY_ID, viewer);
    bind_int(&q, id);
    return read_head(&q, arena, out_head);
}

enum status articles_head_by_slug(struct store *store, const struct viewer *viewer,
                                  struct slice slug, struct arena *arena,
                                  struct article_head *out_head)
{
    struct query q = ask(store, HEAD_BY_SLUG, viewer);
    bind_text(&q, slug);
    enum status status = read_head(&q, arena, out_head);
    return status == STATUS_OK ? status : gone_slug_or(status, store, viewer, slug);
}

enum status articles_head_by_tree(struct store *store, const struct viewer *viewer,
                                  struct slice tree, struct arena *arena,
                                  struct article_head *out_head)
{
    struct query q = ask(store, HEAD_BY_TREE, viewer);
    bind_text(&q, tree);
    enum status status = read_head(&q, arena, out_head);
    if (status != STATUS_NOT_FOUND)
        return status;
    q = ask(store, HEAD_BY_OLD_TREE, viewer);
    bind_text(&q, tree);
    return read_head(&q, arena, out_head);
}

enum status articles_heads_by_ids(struct store *store, const struct viewer *viewer,
                                  const int64_t *ids, size_t count, struct arena *arena,
                                  struct article_heads *out_heads)
{
    struct article_head *heads = ARENA_ARRAY(arena, count, struct article_head);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        enum status status = head_by_id(store, viewer, ids[i], arena, &heads[found]);
        if (status == STATUS_OK)
            found++;
        else if (status != STATUS_NOT_FOUND)
            return status;
    }
    *out_heads = (struct article_heads){heads, found};
    return STATUS_OK;
}

/* ---- small reads ------------------------------------------------------------------- */

enum status articles_moved_to(struct store *store, const struct viewer *viewer,
                              struct slice old_slug, struct arena *arena,
                              struct slice *out_slug)
{
    struct query q = ask(store, MOVED_TO, viewer);
    bind_text(&q, old_slug);
    return query_text(&q, arena, out_slug);
}

enum status articles_source(struct store *store, int64_t id, struct arena *arena,
                            struct slice *out_source)
{
    struct query q = ask(store, SOURCE, NULL);
    bind_int(&q, id);
    return query_text(&q, arena, out_source);
}

enum status articles_file(struct store *store, int64_t id, struct arena *arena,
                          struct article_file *out_file)
{
    struct article_file file = {0};
    struct query q = ask(store, FILE_OF, NULL);
    bind_int(&q, id);
    bool found = query_row(&q);
    if (found) {
        file.source_path = take_text(&q, arena);
        file.category = take_text(&q, arena);
        file.slug = take_text(&q, arena);
        file.source = take_text(&q, arena);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_file = file;
    return status;
}

static enum status take_ids(struct query *q, struct arena *arena, int64_t **out_ids,
                            size_t *out_count)
{
    struct list ids = LIST_OF(arena, int64_t);
    while (query_row(q))
        *LIST_PUSH(&ids, int64_t) = take_int(q);
    enum status status = query_end(q);
    if (status == STATUS_OK) {
        *out_ids = ids.items;
        *out_count = ids.count;
    }
    return status;
}

enum status articles_kept(struct store *store, int64_t after_id, size_t limit,
                          struct arena *arena, int64_t **out_ids, size_t *out_count)
{
    struct query q = ask(store, KEPT_IDS_AFTER, NULL);
    bind_int(&q, after_id);
    bind_int(&q, (int64_t)limit);
    return take_ids(&q, arena, out_ids, out_count);
}

enum status articles_ids(struct store *store, const struct viewer *viewer,
                         int64_t after_id, size_t limit, struct arena *arena,
                         int64_t **out_ids, size_t *out_count)
{
    struct query q = ask(store, IDS_AFTER, viewer);
    bind_int(&q, after_id);
    bind_int(&q, (int64_t)limit);
    return take_ids(&q, arena, out_ids, out_count);
}

enum status articles_imported(struct store *store, struct slice after, size_t limit,
                              struct arena *arena, struct imported_article **out_articles,
                              size_t *out_count)
{
    struct list list = LIST_OF(arena, struct imported_article);
    struct query q = ask(store, IMPORTED_AFTER, NULL);
    bind_text(&q, after);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct imported_article *article = LIST_PUSH(&list, struct imported_article);
        article->id = take_int(&q);
        article->source_path = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_articles = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status articles_id_by_source_path(struct store *store, struct slice path,
                                       int64_t *out_id)
{
    struct query q = ask(store, ID_BY_SOURCE_PATH, NULL);
    bind_text(&q, path);
    return query_int(&q, out_id);
}

enum status articles_id_written_here(struct store *store, struct slice slug,
                                     int64_t *out_id)
{
    struct query q = ask(store, ID_WRITTEN_HERE, NULL);
    bind_text(&q, slug);
    return query_int(&q, out_id);
}
