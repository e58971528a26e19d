/* Decision trees and their revisions. */
#include "sqlite/cursor.h"
#include "sqlite/query.h"
#include "store/registries.h"

enum {
    FIND,
    FIND_BY_ID,
    HOLDER_OF_SLUG,
    RENAME,
    KEEP_OLD_SLUG,
    LEAVE_HISTORY,
    OLD_SLUGS,
    SET_STATE,
    ADD_TREE,
    ADD_REVISION,
    RENEW_LAYOUT,
    SET_LIVE,
    BY_SLUG,
    BY_OLD_SLUG,
    BY_REVISION,
    LIST_LIVE,
    PAGE,
    REVISIONS,
    BY_NUMBER
};

#define TREE_COLUMNS \
    "t.id, r.number, r.id, t.slug, r.title, r.description, t.updated_at, t.state = 2"

#define FOUND                                                                        \
    "SELECT t.id, r.id, r.number, r.source = ?2, r.layout = ?3, t.slug, t.state = 2" \
    "  FROM trees AS t JOIN tree_revisions AS r ON r.id = t.live_revision_id"

static const char *const statements[] = {
    [FIND] = FOUND " WHERE t.slug = ?1",
    [FIND_BY_ID] = FOUND " WHERE t.id = ?1",

    [HOLDER_OF_SLUG] = "SELECT id FROM trees WHERE slug = ?1"
                       " UNION ALL "
                       "SELECT tree_id FROM tree_slug_history WHERE slug = ?1",

    [RENAME] = "UPDATE trees SET slug = ?2 WHERE id = ?1",
    [KEEP_OLD_SLUG] =
        "INSERT INTO tree_slug_history (slug, tree_id, at) VALUES (?1, ?2, ?3)",
    [LEAVE_HISTORY] = "DELETE FROM tree_slug_history WHERE slug = ?1",
    [OLD_SLUGS] = "SELECT slug FROM tree_slug_history WHERE tree_id = ?1"
                  " ORDER BY slug LIMIT ?2",

    [SET_STATE] = "UPDATE trees SET state = ?2, updated_at = ?3"
                  " WHERE id = ?1 AND state <> ?2",

    [ADD_TREE] = "INSERT INTO trees (slug, updated_at) VALUES (?1, ?2)",

    [ADD_REVISION] =
        "INSERT INTO tree_revisions (tree_id, number, at, who, title, description,"
        "                            source, layout, why)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",

    [RENEW_LAYOUT] = "UPDATE tree_revisions SET layout = ?2 WHERE id = ?1",

    [SET_LIVE] = "UPDATE trees SET live_revision_id = ?2, updated_at = ?3 WHERE id = ?1",

    [BY_SLUG] = "SELECT " TREE_COLUMNS ", r.source, r.layout"
                "  FROM trees AS t JOIN tree_revisions AS r ON r.id = t.live_revision_id"
                " WHERE " SEEN_BY("t") " AND t.slug = ?2",

    [BY_OLD_SLUG] =
        "SELECT " TREE_COLUMNS ", r.source, r.layout"
        "  FROM trees AS t JOIN tree_revisions AS r ON r.id = t.live_revision_id"
        " WHERE t.id = (SELECT tree_id FROM tree_slug_history WHERE slug = ?2)"
        "   AND " SEEN_BY("t"),

    [BY_REVISION] = "SELECT " TREE_COLUMNS ", r.source, r.layout"
                    "  FROM tree_revisions AS r JOIN trees AS t ON t.id = r.tree_id"
                    " WHERE r.id = ?1",

    [LIST_LIVE] =
        "SELECT " TREE_COLUMNS
        "  FROM trees AS t JOIN tree_revisions AS r ON r.id = t.live_revision_id"
        " WHERE " SEEN_BY("t") " AND t.state = 1 ORDER BY t.slug",

    [PAGE] =
        "SELECT " TREE_COLUMNS ","
        "       (SELECT count(*) FROM (SELECT 1"
        "          FROM tree_revisions AS v JOIN runs AS u ON u.tree_revision_id = v.id"
        "         WHERE v.tree_id = t.id LIMIT ?3))"
        "  FROM trees AS t JOIN tree_revisions AS r ON r.id = t.live_revision_id"
        " WHERE t.slug > ?1 ORDER BY t.slug LIMIT ?2",

    [REVISIONS] = "SELECT r.number, r.at, length(r.source), r.who, r.why,"
                  "       (SELECT count(*) FROM (SELECT 1 FROM runs AS u"
                  "         WHERE u.tree_revision_id = r.id LIMIT ?4))"
                  "  FROM tree_revisions AS r WHERE r.tree_id = ?1 AND r.number < ?2"
                  " ORDER BY r.number DESC LIMIT ?3",

    [BY_NUMBER] = "SELECT " TREE_COLUMNS ", r.source, r.layout"
                  "  FROM tree_revisions AS r JOIN trees AS t ON t.id = r.tree_id"
                  " WHERE r.tree_id = ?1 AND r.number = ?2",
};

const struct sql_table trees_table = SQL_TABLE(SQL_TREES, "trees", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &trees_table, statement);
}

/* ---- saving ------------------------------------------------------------------------ */

struct standing {
    bool exists, same_source, same_layout, retired;
    int64_t id, revision_id, number;
    struct slice slug;
};

static enum status find(struct store *store, const struct tree_save *save,
                        struct standing *s)
{
    struct query q = ask(store, save->tree_id ? FIND_BY_ID : FIND);
    if (save->tree_id)
        bind_int(&q, save->tree_id);
    else
        bind_text(&q, save->slug);
    bind_blob(&q, save->source);
    bind_blob(&q, save->layout);
    s->exists = query_row(&q);
    if (s->exists) {
        s->id = take_int(&q);
        s->revision_id = take_int(&q);
        s->number = take_int(&q);
        s->same_source = take_bool(&q);
        s->same_layout = take_bool(&q);
        s->slug = take_text(&q, &store->scratch);
        s->retired = take_bool(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK && !s->exists && save->tree_id)
        return STATUS_NOT_FOUND;
    return status;
}

/* A slug that another tree has, or had, stays its own. */
static enum status check_slug(struct store *store, const struct tree_save *save,
                              const struct standing *s)
{
    int64_t holder = 0;
    bool found = false;
    struct query q = ask(store, HOLDER_OF_SLUG);
    bind_text(&q, save->slug);
    enum status status = query_find(&q, &found, &holder);
    return status == STATUS_OK && found && holder != s->id ? STATUS_CONFLICT : status;
}

static enum status rename_tree(struct store *store, const struct tree_save *save,
                               const struct standing *s)
{
    struct query q = ask(store, LEAVE_HISTORY);
    bind_text(&q, save->slug);
    enum status status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(store, RENAME);
    bind_int(&q, s->id);
    bind_text(&q, save->slug);
    status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(store, KEEP_OLD_SLUG);
    bind_text(&q, s->slug);
    bind_int(&q, s->id);
    bind_int(&q, save->at);
    return query_run(&q);
}

static enum status add_tree(struct store *store, const struct tree_save *save,
                            struct standing *s)
{
    struct query q = ask(store, ADD_TREE);
    bind_text(&q, save->slug);
    bind_int(&q, save->at);
    enum status status = query_run(&q);
    s->id = inserted_id(store);
    return status;
}

static enum status add_revision(struct store *store, const struct tree_save *save,
                                struct standing *s)
{
    struct query q = ask(store, ADD_REVISION);
    bind_int(&q, s->id);
    bind_int(&q, s->number + 1);
    bind_int(&q, save->at);
    bind_text(&q, save->who);
    bind_text(&q, save->title);
    bind_text(&q, save->description);
    bind_blob(&q, save->source);
    bind_blob(&q, save->layout);
    bind_text(&q, save->why);
    enum status status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(store, SET_LIVE);
    bind_int(&q, s->id);
    bind_int(&q, inserted_id(store));
    bind_int(&q, save->at);
    return query_run(&q);
}

/* The same tree drawn anew stays the same revision. */
static enum status renew_layout(struct store *store, const struct tree_save *save,
                                const struct standing *s)
{
    struct query q = ask(store, RENEW_LAYOUT);
    bind_int(&q, s->revision_id);
    bind_blob(&q, save->layout);
    return query_run(&q);
}

enum status trees_set_retired(struct store *store, int64_t id, bool retired, int64_t at)
{
    struct query q = ask(store, SET_STATE);
    bind_int(&q, id);
    bind_int(&q, retired ? 2 : 1);
    bind_int(&q, at);
    enum status status = query_run(&q);
    if (status == STATUS_OK && changed_rows(store) == 0)
        return STATUS_CONFLICT;
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status trees_save(struct store *store, const struct tree_save *save,
                       enum save_outcome *out_outcome)
{
    struct standing s = {0};
    arena_reset(&store->scratch);
    enum status status = find(store, save, &s);
    bool returns = s.retired && save->publish;
    bool unchanged = s.same_source && s.same_layout && !returns;
    if (status == STATUS_OK)
        status = check_slug(store, save, &s);
    if (status == STATUS_OK && s.exists && !slice_eq(s.slug, save->slug))
        status = rename_tree(store, save, &s);
    if (status == STATUS_OK && !s.exists)
        status = add_tree(store, save, &s);
    if (status == STATUS_OK && !s.same_source)
        status = add_revision(store, save, &s);
    else if (status == STATUS_OK && !s.same_layout)
        status = renew_layout(store, save, &s);
    if (status == STATUS_OK && returns)
        status = trees_set_retired(store, s.id, false, save->at);
    if (status != STATUS_OK)
        return status;
    if (!unchanged)
        store_touch(store, STORE_KEY_CONTENT);
    *out_outcome = unchanged ? SAVE_UNCHANGED : s.exists ? SAVE_CHANGED : SAVE_CREATED;
    return STATUS_OK;
}

/* ---- reading ----------------------------------------------------------------------- */

static void take_tree(struct query *q, struct arena *arena, struct stored_tree *tree)
{
    tree->id = take_int(q);
    tree->revision = take_int(q);
    tree->revision_id = take_int(q);
    tree->slug = take_text(q, arena);
    tree->title = take_text(q, arena);
    tree->description = take_text(q, arena);
    tree->updated_at = take_int(q);
    tree->retired = take_bool(q);
}

static enum status read_tree(struct query *q, struct arena *arena,
                             struct stored_tree *out_tree)
{
    struct stored_tree tree = {0};
    bool found = query_row(q);
    if (found) {
        take_tree(q, arena, &tree);
        tree.source = take_text(q, arena);
        tree.layout = take_text(q, arena);
    }
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_tree = tree;
    return status;
}

static enum status find_tree(struct store *store, int statement,
                             const struct viewer *viewer, struct slice slug,
                             struct arena *arena, struct stored_tree *out_tree)
{
    struct query q = ask(store, statement);
    bind_viewer(&q, viewer);
    bind_text(&q, slug);
    return read_tree(&q, arena, out_tree);
}

static enum status any_by_slug(struct store *store, const struct viewer *viewer,
                               struct slice slug, struct arena *arena,
                               struct stored_tree *out_tree)
{
    enum status status = find_tree(store, BY_SLUG, viewer, slug, arena, out_tree);
    return status == STATUS_NOT_FOUND
               ? find_tree(store, BY_OLD_SLUG, viewer, slug, arena, out_tree)
               : status;
}

enum status trees_any_by_slug(struct store *store, struct slice slug, struct arena *arena,
                              struct stored_tree *out_tree)
{
    return any_by_slug(store, &viewer_system, slug, arena, out_tree);
}

enum status trees_by_slug(struct store *store, const struct viewer *viewer,
                          struct slice slug, struct arena *arena,
                          struct stored_tree *out_tree)
{
    struct stored_tree tree = {0};
    enum status status = any_by_slug(store, viewer, slug, arena, &tree);
    if (status == STATUS_OK && tree.retired)
        return STATUS_GONE;
    if (status == STATUS_OK)
        *out_tree = tree;
    return status;
}

enum status trees_old_slugs(struct store *store, int64_t id, size_t limit,
                            struct arena *arena, struct slice **out_slugs,
                            size_t *out_count)
{
    struct query q = ask(store, OLD_SLUGS);
    bind_int(&q, id);
    bind_int(&q, (int64_t)limit);
    return query_texts(&q, arena, out_slugs, out_count);
}

enum status trees_by_revision(struct store *store, int64_t revision_id,
                              struct arena *arena, struct stored_tree *out_tree)
{
    struct query q = ask(store, BY_REVISION);
    bind_int(&q, revision_id);
    return read_tree(&q, arena, out_tree);
}

enum status trees_list(struct store *store, const struct viewer *viewer,
                       struct arena *arena, struct stored_tree **out_trees,
                       size_t *out_count)
{
    struct list list = LIST_OF(arena, struct stored_tree);
    struct query q = ask(store, LIST_LIVE);
    bind_viewer(&q, viewer);
    while (query_row(&q))
        take_tree(&q, arena, LIST_PUSH(&list, struct stored_tree));
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_trees = list.items;
        *out_count = list.count;
    }
    return status;
}

/* ---- for staff --------------------------------------------------------------------- */

enum status trees_page(struct store *store, struct slice after, size_t limit,
                       struct arena *arena, struct tree_row **out_rows, size_t *out_count,
                       struct slice *out_next)
{
    struct list list = LIST_OF(arena, struct tree_row);
    struct cursor cursor = {.key = SLICE("")};
    enum status status = after.len ? cursor_read(arena, after, 't', &cursor) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, PAGE);
    bind_text(&q, cursor.key);
    bind_int(&q, (int64_t)limit + 1);
    bind_int(&q, RUNS_COUNTED_MAX);
    while (query_row(&q)) {
        struct tree_row *row = LIST_PUSH(&list, struct tree_row);
        take_tree(&q, arena, &row->tree);
        row->runs = take_int(&q);
    }
    status = query_end(&q);
    if (status != STATUS_OK)
        return status;
    struct tree_row *rows = list.items;
    *out_rows = rows;
    *out_count = list.count > limit ? limit : list.count;
    *out_next = list.count > limit
                    ? cursor_write(arena, (struct cursor){'t', rows[limit - 1].tree.id,
                                                          rows[limit - 1].tree.slug})
                    : SLICE("");
    return STATUS_OK;
}

enum status trees_revisions(struct store *store, int64_t tree_id, int64_t before,
                            size_t limit, struct arena *arena,
                            struct tree_revision **out_revisions, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct tree_revision);
    struct query q = ask(store, REVISIONS);
    bind_int(&q, tree_id);
    bind_int(&q, before ? before : INT64_MAX);
    bind_int(&q, (int64_t)limit);
    bind_int(&q, RUNS_COUNTED_MAX);
    while (query_row(&q)) {
        struct tree_revision *revision = LIST_PUSH(&list, struct tree_revision);
        revision->about.number = take_int(&q);
        revision->about.at = take_int(&q);
        revision->about.bytes = take_int(&q);
        revision->about.who = take_text(&q, arena);
        revision->about.why = take_text(&q, arena);
        revision->runs = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_revisions = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status trees_revision(struct store *store, int64_t tree_id, int64_t number,
                           struct arena *arena, struct stored_tree *out_tree)
{
    struct query q = ask(store, BY_NUMBER);
    bind_int(&q, tree_id);
    bind_int(&q, number);
    return read_tree(&q, arena, out_tree);
}
