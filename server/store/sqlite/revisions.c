/* Guides in any state, and their revisions. */
#include "store/revisions.h"
#include "sqlite/guides.h"

enum {
    BY_SLUG,
    BY_OLD_SLUG,
    BY_ID,
    OLD_SLUGS,
    SET_SUCCESSOR,
    LIST_BEFORE,
    GET,
    SOURCE,
    LIVE_AT
};

#define GUIDE "SELECT " GUIDE_COLUMNS GUIDE_TABLES

#define REVISION "SELECT number, at, length(source), who, why FROM revisions"

static const char *const statements[] = {
    [BY_SLUG] = GUIDE " WHERE a.slug = ?1",
    [BY_OLD_SLUG] =
        GUIDE " WHERE a.id = (SELECT article_id FROM slug_history WHERE slug = ?1)",
    [BY_ID] = GUIDE " WHERE a.id = ?1",

    [OLD_SLUGS] = "SELECT slug FROM slug_history WHERE article_id = ?1"
                  " ORDER BY slug LIMIT ?2",

    [SET_SUCCESSOR] = "UPDATE articles SET successor_id = nullif(?2, 0) WHERE id = ?1",

    [LIST_BEFORE] = REVISION " WHERE article_id = ?1 AND number < ?2"
                             " ORDER BY number DESC LIMIT ?3",
    [GET] = REVISION " WHERE article_id = ?1 AND number = ?2",
    [LIVE_AT] = "SELECT number FROM revisions WHERE article_id = ?1 AND at <= ?2"
                " ORDER BY number DESC LIMIT 1",
    [SOURCE] = "SELECT source FROM revisions WHERE article_id = ?1 AND number = ?2",
};

const struct sql_table revisions_table =
    SQL_TABLE(SQL_REVISIONS, "revisions", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &revisions_table, statement);
}

/* ---- guides ------------------------------------------------------------------------ */

static enum status read_guide(struct query *q, struct arena *arena,
                              struct guide *out_guide)
{
    struct guide guide = {0};
    bool found = query_row(q);
    if (found)
        guide_take(q, arena, &guide);
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_guide = guide;
    return status;
}

enum status guides_by_slug(struct store *store, struct slice slug, struct arena *arena,
                           struct guide *out_guide)
{
    struct query q = ask(store, BY_SLUG);
    bind_text(&q, slug);
    enum status status = read_guide(&q, arena, out_guide);
    if (status != STATUS_NOT_FOUND)
        return status;
    q = ask(store, BY_OLD_SLUG);
    bind_text(&q, slug);
    return read_guide(&q, arena, out_guide);
}

enum status guides_by_id(struct store *store, int64_t id, struct arena *arena,
                         struct guide *out_guide)
{
    struct query q = ask(store, BY_ID);
    bind_int(&q, id);
    return read_guide(&q, arena, out_guide);
}

enum status guides_old_slugs(struct store *store, int64_t article_id, size_t limit,
                             struct arena *arena, struct slice **out_slugs,
                             size_t *out_count)
{
    struct query q = ask(store, OLD_SLUGS);
    bind_int(&q, article_id);
    bind_int(&q, (int64_t)limit);
    return query_texts(&q, arena, out_slugs, out_count);
}

/* ---- successors -------------------------------------------------------------------- */

/* Walks from a guide along its successors as long as `goes_on`; STATUS_CONFLICT when it
 * comes to `id`, or does not end. */
static enum status leads_back(struct store *store, int64_t from, int64_t id)
{
    struct arena *arena = &store->scratch;
    for (int i = 0; i < SUCCESSORS_MAX; i++) {
        struct guide guide = {0};
        if (from == id)
            return STATUS_CONFLICT;
        if (from == 0)
            return STATUS_OK;
        enum status status = guides_by_id(store, from, arena, &guide);
        if (status != STATUS_OK)
            return status;
        from = guide.successor_id;
    }
    return STATUS_CONFLICT;
}

enum status guides_set_successor(struct store *store, int64_t id, int64_t successor_id)
{
    arena_reset(&store->scratch);
    enum status status = leads_back(store, successor_id, id);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, SET_SUCCESSOR);
    bind_int(&q, id);
    bind_int(&q, successor_id);
    status = query_run(&q);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status guides_successor(struct store *store, const struct viewer *viewer, int64_t id,
                             struct arena *arena, struct guide *out_guide)
{
    for (int i = 0; i <= SUCCESSORS_MAX; i++) {
        struct guide guide = {0};
        enum status status = guides_by_id(store, id, arena, &guide);
        if (status != STATUS_OK)
            return status;
        if (i > 0 && guide.state == ARTICLE_PUBLISHED) {
            if (!viewer_may_see(viewer, guide.audience))
                return STATUS_NOT_FOUND;
            *out_guide = guide;
            return STATUS_OK;
        }
        if (!guide.successor_id)
            return STATUS_NOT_FOUND;
        id = guide.successor_id;
    }
    return STATUS_NOT_FOUND;
}

/* ---- revisions --------------------------------------------------------------------- */

static void take_revision(struct query *q, struct arena *arena, struct revision *revision)
{
    revision->number = take_int(q);
    revision->at = take_int(q);
    revision->bytes = take_int(q);
    revision->who = take_text(q, arena);
    revision->why = take_text(q, arena);
}

enum status revisions_list(struct store *store, int64_t article_id, int64_t before,
                           size_t limit, struct arena *arena,
                           struct revision **out_revisions, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct revision);
    struct query q = ask(store, LIST_BEFORE);
    bind_int(&q, article_id);
    bind_int(&q, before ? before : INT64_MAX);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        take_revision(&q, arena, LIST_PUSH(&list, struct revision));
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_revisions = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status revisions_get(struct store *store, int64_t article_id, int64_t number,
                          struct arena *arena, struct revision *out_revision)
{
    struct revision revision = {0};
    struct query q = ask(store, GET);
    bind_int(&q, article_id);
    bind_int(&q, number);
    bool found = query_row(&q);
    if (found)
        take_revision(&q, arena, &revision);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_revision = revision;
    return status;
}

enum status revisions_source(struct store *store, int64_t article_id, int64_t number,
                             struct arena *arena, struct slice *out_source)
{
    struct query q = ask(store, SOURCE);
    bind_int(&q, article_id);
    bind_int(&q, number);
    return query_text(&q, arena, out_source);
}

enum status revisions_live_at(struct store *store, int64_t article_id, int64_t at,
                              int64_t *out_number)
{
    struct query q = ask(store, LIVE_AT);
    bind_int(&q, article_id);
    bind_int(&q, at);
    return query_int(&q, out_number);
}
