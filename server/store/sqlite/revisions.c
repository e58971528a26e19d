/* Guides in any state, and their revisions. */
#include "store/revisions.h"
#include "sqlite/query.h"

enum { BY_SLUG, BY_OLD_SLUG, BY_ID, LIST_BEFORE, GET, SOURCE };

#define GUIDE                                                                    \
    "SELECT a.id, a.state, r.number, a.updated_at, a.audience, a.slug, a.title," \
    "       a.category, coalesce(a.source_path, '')"                             \
    "  FROM articles AS a JOIN revisions AS r ON r.id = a.live_revision_id"

#define REVISION "SELECT number, at, length(source), who, why FROM revisions"

static const char *const statements[] = {
    [BY_SLUG] = GUIDE " WHERE a.slug = ?1",
    [BY_OLD_SLUG] =
        GUIDE " WHERE a.id = (SELECT article_id FROM slug_history WHERE slug = ?1)",
    [BY_ID] = GUIDE " WHERE a.id = ?1",

    [LIST_BEFORE] = REVISION " WHERE article_id = ?1 AND number < ?2"
                             " ORDER BY number DESC LIMIT ?3",
    [GET] = REVISION " WHERE article_id = ?1 AND number = ?2",
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
    if (found) {
        guide.id = take_int(q);
        guide.state = (enum article_state)take_int(q);
        guide.revision = take_int(q);
        guide.updated_at = take_int(q);
        guide.audience = (enum audience)take_int(q);
        guide.slug = take_text(q, arena);
        guide.title = take_text(q, arena);
        guide.category = take_text(q, arena);
        guide.source_path = take_text(q, arena);
    }
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
