/* The sitemap: walks along ids, so that a part costs the same in any store. */
#include "store/sitemap.h"
#include "sqlite/query.h"

enum { ARTICLES, PHRASES, CATEGORIES, PARTS, CHANGED_AT };

/* The latest change of a guide in the list l that the viewer may see. */
#define NEWEST                                                                   \
    "(SELECT m.updated_at FROM listed AS m WHERE m.list_id = l.id AND " SEEN_BY( \
        "m") " ORDER BY m.updated_at DESC LIMIT 1)"

/* clang-format off: SQL is laid out as SQL */
static const char *const statements[] = {
    [ARTICLES] =
        "SELECT a.slug, a.updated_at FROM articles AS a"
        " WHERE a.id BETWEEN ?2 AND ?3 AND " VISIBLE("a") " ORDER BY a.id LIMIT ?4",

    /* source 0: curated */
    [PHRASES] =
        "SELECT p.slug, max(a.updated_at, p.owner_since)"
        "  FROM articles AS a CROSS JOIN phrases AS p ON p.article_id = a.id"
        " WHERE a.id BETWEEN ?2 AND ?3 AND " VISIBLE("a") " AND p.source = 0"
                                                          " ORDER BY a.id, p.id LIMIT ?4",

    [CATEGORIES] =
        "SELECT l.name, " NEWEST " FROM lists AS l INDEXED BY lists_by_parent"
        " WHERE l.kind = 1 AND " SEEN_COUNT("l") " > 0 AND l.parent >= ''"
                                                 " ORDER BY l.parent, l.name LIMIT ?2",

    [PARTS] =
        "SELECT s.number, s.changed_at FROM sitemap_parts AS s"
        " WHERE s.number >= ?4"
        "   AND EXISTS (SELECT 1 FROM articles AS a"
        "                WHERE a.id BETWEEN s.number * ?2 - ?2 + 1 AND s.number * ?2"
        "                  AND " VISIBLE("a") ")"
                                              " ORDER BY s.number LIMIT ?3",

    [CHANGED_AT] = "SELECT coalesce(max(changed_at), 0) FROM sitemap_parts",
};
/* clang-format on */

const struct sql_table sitemap_table = SQL_TABLE(SQL_SITEMAP, "sitemap", statements);

static struct query ask(struct store *store, int statement, const struct viewer *viewer)
{
    struct query q = query_open(store, &sitemap_table, statement);
    bind_viewer(&q, viewer);
    return q;
}

/* Adds what a query finds (name, change) to the list, and ends it. */
static enum status take_entries(struct query *q, enum sitemap_kind kind,
                                struct list *entries)
{
    while (query_row(q)) {
        struct sitemap_entry *entry = LIST_PUSH(entries, struct sitemap_entry);
        entry->kind = kind;
        entry->name = take_text(q, entries->arena);
        entry->changed_at = take_int(q);
    }
    return query_end(q);
}

static enum status add_entries(struct store *store, const struct viewer *viewer,
                               enum sitemap_kind kind, int64_t from, int64_t to,
                               size_t limit, struct list *entries)
{
    struct query q = ask(store, kind == SITEMAP_PHRASE ? PHRASES : ARTICLES, viewer);
    bind_int(&q, from);
    bind_int(&q, to);
    bind_int(&q, (int64_t)(limit - entries->count));
    return take_entries(&q, kind, entries);
}

enum status sitemap_entries(struct store *store, const struct viewer *viewer,
                            int64_t from, int64_t to, size_t limit, struct arena *arena,
                            struct sitemap_entries *out_entries)
{
    struct list entries = LIST_OF(arena, struct sitemap_entry);
    enum status status =
        add_entries(store, viewer, SITEMAP_ARTICLE, from, to, limit, &entries);
    if (status == STATUS_OK && entries.count < limit)
        status = add_entries(store, viewer, SITEMAP_PHRASE, from, to, limit, &entries);
    if (status == STATUS_OK)
        *out_entries = (struct sitemap_entries){entries.items, entries.count};
    return status;
}

enum status sitemap_categories(struct store *store, const struct viewer *viewer,
                               size_t limit, struct arena *arena,
                               struct sitemap_entries *out_entries)
{
    struct list entries = LIST_OF(arena, struct sitemap_entry);
    struct query q = ask(store, CATEGORIES, viewer);
    bind_int(&q, (int64_t)limit);
    enum status status = take_entries(&q, SITEMAP_CATEGORY, &entries);
    if (status == STATUS_OK)
        *out_entries = (struct sitemap_entries){entries.items, entries.count};
    return status;
}

enum status sitemap_parts(struct store *store, const struct viewer *viewer, int64_t from,
                          size_t limit, struct arena *arena,
                          struct sitemap_part **out_parts, size_t *out_count)
{
    struct list parts = LIST_OF(arena, struct sitemap_part);
    struct query q = ask(store, PARTS, viewer);
    bind_int(&q, SITEMAP_PART_IDS);
    bind_int(&q, (int64_t)limit);
    bind_int(&q, from);
    while (query_row(&q)) {
        struct sitemap_part *part = LIST_PUSH(&parts, struct sitemap_part);
        part->number = take_int(&q);
        part->changed_at = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_parts = parts.items;
        *out_count = parts.count;
    }
    return status;
}

enum status sitemap_changed_at(struct store *store, int64_t *out_at)
{
    struct query q = query_open(store, &sitemap_table, CHANGED_AT);
    return query_int(&q, out_at);
}
