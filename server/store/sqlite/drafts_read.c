/* Drafts as they are read: one, its versions and events, and lists by stage. */
#include "sqlite/cursor.h"
#include "sqlite/query.h"
#include "store/drafts.h"

enum {
    SCHEDULED_BY,
    LAST_OPENER,
    GET,
    OF_ARTICLE,
    OF_TREE,
    VERSIONS,
    SOURCE,
    LAYOUT,
    EVENTS,
    LIST_FIRST,
    LIST_AFTER,
    LIST_OPENER_FIRST,
    LIST_OPENER_AFTER,
    COUNT,
    DUE,
    NEXT_DUE
};

#define DRAFT_COLUMNS                                                              \
    "d.id, d.kind, coalesce(d.article_id, 0), coalesce(d.tree_id, 0),"             \
    " d.base_revision, d.stage, d.version, d.slug, d.title, d.category,"           \
    " coalesce(a.slug, t.slug, ''), coalesce(r.number, s.number, 0), d.opened_by," \
    " o.display, w.display, d.opened_at, d.updated_at, d.publish_at,"              \
    " (SELECT count(*) FROM review_comments AS c"                                  \
    "   WHERE c.draft_id = d.id AND c.resolved_at IS NULL)"

#define DRAFT_TABLES                                          \
    "  FROM drafts AS d"                                      \
    "  JOIN accounts AS o ON o.id = d.opened_by"              \
    "  JOIN draft_versions AS v"                              \
    "    ON v.draft_id = d.id AND v.number = d.version"       \
    "  JOIN accounts AS w ON w.id = v.account_id"             \
    "  LEFT JOIN articles AS a ON a.id = d.article_id"        \
    "  LEFT JOIN revisions AS r ON r.id = a.live_revision_id" \
    "  LEFT JOIN trees AS t ON t.id = d.tree_id"              \
    "  LEFT JOIN tree_revisions AS s ON s.id = t.live_revision_id"

#define BEHIND " AND (d.updated_at < ?2 OR (d.updated_at = ?2 AND d.id < ?3))"
#define NEWEST " ORDER BY d.updated_at DESC, d.id DESC"

static const char *const statements[] = {
    [SCHEDULED_BY] = "SELECT publish_by FROM drafts WHERE id = ?1",

    [LAST_OPENER] = "SELECT opened_by FROM drafts WHERE article_id = ?1"
                    " ORDER BY id DESC LIMIT 1",

    [GET] = "SELECT " DRAFT_COLUMNS DRAFT_TABLES " WHERE d.id = ?1",

    [OF_ARTICLE] =
        "SELECT " DRAFT_COLUMNS DRAFT_TABLES " WHERE d.article_id = ?1 AND d.stage < 4",

    [OF_TREE] =
        "SELECT " DRAFT_COLUMNS DRAFT_TABLES " WHERE d.tree_id = ?1 AND d.stage < 4",

    [VERSIONS] = "SELECT v.number, v.at, w.display, v.why"
                 "  FROM draft_versions AS v JOIN accounts AS w ON w.id = v.account_id"
                 " WHERE v.draft_id = ?1 AND v.number < ?2"
                 " ORDER BY v.number DESC LIMIT ?3",

    [SOURCE] = "SELECT source FROM draft_versions WHERE draft_id = ?1 AND number = ?2",

    [LAYOUT] = "SELECT layout FROM draft_versions WHERE draft_id = ?1 AND number = ?2",

    [EVENTS] = "SELECT e.number, e.at, e.version, e.action, e.stage,"
               "       coalesce(w.display, ''), e.note"
               "  FROM draft_events AS e LEFT JOIN accounts AS w ON w.id = e.account_id"
               " WHERE e.draft_id = ?1 ORDER BY e.number",

    [LIST_FIRST] =
        "SELECT " DRAFT_COLUMNS DRAFT_TABLES " WHERE d.stage = ?1" NEWEST " LIMIT ?4",

    [LIST_AFTER] = "SELECT " DRAFT_COLUMNS DRAFT_TABLES
                   " WHERE d.stage = ?1" BEHIND NEWEST " LIMIT ?4",

    [LIST_OPENER_FIRST] = "SELECT " DRAFT_COLUMNS DRAFT_TABLES
                          " WHERE d.stage = ?1 AND d.opened_by = ?5" NEWEST " LIMIT ?4",

    [LIST_OPENER_AFTER] =
        "SELECT " DRAFT_COLUMNS DRAFT_TABLES
        " WHERE d.stage = ?1 AND d.opened_by = ?5" BEHIND NEWEST " LIMIT ?4",

    [COUNT] = "SELECT count(*) FROM drafts WHERE stage = ?1",

    [DUE] = "SELECT id FROM drafts INDEXED BY drafts_due"
            " WHERE stage = 3 AND publish_at IS NOT NULL AND publish_at <= ?1"
            " ORDER BY publish_at LIMIT ?2",

    [NEXT_DUE] = "SELECT min(publish_at) FROM drafts"
                 " WHERE stage = 3 AND publish_at IS NOT NULL",
};

const struct sql_table drafts_read_table =
    SQL_TABLE(SQL_DRAFTS_READ, "drafts_read", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &drafts_read_table, statement);
}

/* ---- reading ----------------------------------------------------------------------- */

static void take_draft(struct query *q, struct arena *arena, struct draft *draft)
{
    draft->id = take_int(q);
    draft->kind = (enum draft_kind)take_int(q);
    draft->article_id = take_int(q);
    draft->tree_id = take_int(q);
    draft->base_revision = take_int(q);
    draft->stage = (enum stage)take_int(q);
    draft->version = take_int(q);
    draft->slug = take_text(q, arena);
    draft->title = take_text(q, arena);
    draft->category = take_text(q, arena);
    draft->live_slug = take_text(q, arena);
    draft->live_revision = take_int(q);
    draft->opened_by = take_int(q);
    draft->opened_by_name = take_text(q, arena);
    draft->saved_by_name = take_text(q, arena);
    draft->opened_at = take_int(q);
    draft->updated_at = take_int(q);
    draft->publish_at = take_int_or_none(q);
    draft->open_comments = take_int(q);
}

static enum status read_one(struct store *store, int statement, int64_t id,
                            struct arena *arena, struct draft *out_draft)
{
    struct draft draft = {0};
    struct query q = ask(store, statement);
    bind_int(&q, id);
    bool found = query_row(&q);
    if (found)
        take_draft(&q, arena, &draft);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_draft = draft;
    return status;
}

enum status drafts_get(struct store *store, int64_t id, struct arena *arena,
                       struct draft *out_draft)
{
    return read_one(store, GET, id, arena, out_draft);
}

enum status drafts_of_article(struct store *store, int64_t article_id,
                              struct arena *arena, struct draft *out_draft)
{
    return read_one(store, OF_ARTICLE, article_id, arena, out_draft);
}

enum status drafts_last_opener(struct store *store, int64_t article_id,
                               int64_t *out_account)
{
    struct query q = ask(store, LAST_OPENER);
    bind_int(&q, article_id);
    return query_int(&q, out_account);
}

enum status drafts_of_tree(struct store *store, int64_t tree_id, struct arena *arena,
                           struct draft *out_draft)
{
    return read_one(store, OF_TREE, tree_id, arena, out_draft);
}

enum status drafts_scheduled_by(struct store *store, int64_t id, int64_t *out_account)
{
    struct query q = ask(store, SCHEDULED_BY);
    bind_int(&q, id);
    return query_int(&q, out_account);
}

enum status drafts_versions(struct store *store, int64_t id, int64_t before, size_t limit,
                            struct arena *arena, struct draft_version **out_versions,
                            size_t *out_count)
{
    struct list list = LIST_OF(arena, struct draft_version);
    struct query q = ask(store, VERSIONS);
    bind_int(&q, id);
    bind_int(&q, before ? before : INT64_MAX);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        struct draft_version *version = LIST_PUSH(&list, struct draft_version);
        version->number = take_int(&q);
        version->at = take_int(&q);
        version->who = take_text(&q, arena);
        version->why = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_versions = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status drafts_source(struct store *store, int64_t id, int64_t version,
                          struct arena *arena, struct slice *out_source)
{
    struct query q = ask(store, SOURCE);
    bind_int(&q, id);
    bind_int(&q, version);
    return query_text(&q, arena, out_source);
}

enum status drafts_layout(struct store *store, int64_t id, int64_t version,
                          struct arena *arena, struct slice *out_layout)
{
    struct query q = ask(store, LAYOUT);
    bind_int(&q, id);
    bind_int(&q, version);
    return query_text(&q, arena, out_layout);
}

enum status drafts_events(struct store *store, int64_t id, struct arena *arena,
                          struct draft_event **out_events, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct draft_event);
    struct query q = ask(store, EVENTS);
    bind_int(&q, id);
    while (query_row(&q)) {
        struct draft_event *event = LIST_PUSH(&list, struct draft_event);
        event->number = take_int(&q);
        event->at = take_int(&q);
        event->version = take_int(&q);
        event->action = (enum stage_action)take_int(&q);
        event->stage = (enum stage)take_int(&q);
        event->who = take_text(&q, arena);
        event->note = take_text(&q, arena);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_events = list.items;
        *out_count = list.count;
    }
    return status;
}

/* ---- lists ------------------------------------------------------------------------- */

static bool is_later(const struct draft *a, const struct draft *b)
{
    return a->updated_at != b->updated_at ? a->updated_at > b->updated_at : a->id > b->id;
}

/* One stage's next drafts, put into their places among those of other stages; at most
 * `limit` + 1 stay. */
static enum status merge_stage(struct store *store, const struct draft_filter *filter,
                               int64_t stage, const struct cursor *cursor, int64_t behind,
                               struct arena *arena, struct draft *drafts, size_t *count)
{
    bool after = filter->after.len > 0, own = filter->opened_by != 0;
    struct query q = ask(store, own ? (after ? LIST_OPENER_AFTER : LIST_OPENER_FIRST)
                                    : (after ? LIST_AFTER : LIST_FIRST));
    bind_int(&q, stage);
    bind_int(&q, behind);
    bind_int(&q, cursor->id);
    bind_int(&q, (int64_t)filter->limit + 1);
    if (own)
        bind_int(&q, filter->opened_by);
    while (query_row(&q)) {
        struct draft draft = {0};
        take_draft(&q, arena, &draft);
        size_t at = *count;
        while (at > 0 && is_later(&draft, &drafts[at - 1]))
            at--;
        if (at > filter->limit)
            continue;
        size_t last = *count <= filter->limit ? (*count)++ : filter->limit;
        for (size_t i = last; i > at; i--)
            drafts[i] = drafts[i - 1];
        drafts[at] = draft;
    }
    return query_end(&q);
}

enum status drafts_list(struct store *store, const struct draft_filter *filter,
                        struct arena *arena, struct drafts *out_drafts,
                        struct slice *out_next)
{
    if (filter->limit < 1 || filter->limit > 500 || filter->stage >= STAGES)
        return STATUS_INVALID;
    struct cursor cursor = {0};
    int64_t behind = 0;
    enum status status = STATUS_OK;
    if (filter->after.len)
        status = cursor_read(arena, filter->after, 'd', &cursor);
    if (status == STATUS_OK && filter->after.len && !slice_int64(cursor.key, &behind))
        status = STATUS_INVALID;
    struct draft *drafts = ARENA_ARRAY(arena, filter->limit + 2, struct draft);
    size_t count = 0;
    for (int64_t stage = 0; status == STATUS_OK && stage < STAGES; stage++)
        if (filter->stage < 0 ? stage_is_open((enum stage)stage) : stage == filter->stage)
            status =
                merge_stage(store, filter, stage, &cursor, behind, arena, drafts, &count);
    if (status != STATUS_OK)
        return status;
    *out_next = SLICE("");
    if (count > filter->limit) {
        const struct draft *last = &drafts[filter->limit - 1];
        *out_next = cursor_write(
            arena,
            (struct cursor){'d', last->id,
                            arena_format(arena, "%lld", (long long)last->updated_at)});
        count = filter->limit;
    }
    *out_drafts = (struct drafts){drafts, count};
    return STATUS_OK;
}

enum status drafts_count(struct store *store, int64_t out_counts[STAGES])
{
    enum status status = STATUS_OK;
    for (int64_t stage = 0; status == STATUS_OK && stage < STAGES; stage++) {
        struct query q = ask(store, COUNT);
        bind_int(&q, stage);
        status = query_int(&q, &out_counts[stage]);
    }
    return status;
}

enum status drafts_due(struct store *store, int64_t now, size_t limit,
                       struct arena *arena, int64_t **out_ids, size_t *out_count)
{
    struct list list = LIST_OF(arena, int64_t);
    struct query q = ask(store, DUE);
    bind_int(&q, now);
    bind_int(&q, (int64_t)limit);
    while (query_row(&q))
        *LIST_PUSH(&list, int64_t) = take_int(&q);
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_ids = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status drafts_next_due(struct store *store, int64_t *out_at)
{
    struct query q = ask(store, NEXT_DUE);
    int64_t at = NONE_INT;
    if (query_row(&q))
        at = take_int_or_none(&q);
    enum status status = query_end(&q);
    if (status == STATUS_OK)
        *out_at = at;
    return status;
}
