/* Categories: what content/categories.json says of them, and the lists that guides make.
 */
#include "model/slug.h"
#include "sqlite/query.h"
#include "store/articles.h"

enum { DELETE_ALL, ADD, CHILDREN, ONE, COUNTS, TARGET, MOVE, FORGET_MOVE };

static const char *const statements[] = {
    [DELETE_ALL] = "DELETE FROM categories",

    [ADD] = "INSERT INTO categories (path, title, description, position, owner)"
            " VALUES (?1, ?2, ?3, ?4, ?5)",

    [COUNTS] = "SELECT name, staff FROM lists WHERE kind = 1 AND name > '' AND staff > 0"
               " ORDER BY name LIMIT ?1",

    [TARGET] = "SELECT target FROM category_moves WHERE path = ?1",

    [MOVE] = "INSERT INTO category_moves (path, target) VALUES (?1, ?2)"
             " ON CONFLICT (path) DO UPDATE SET target = excluded.target",

    [FORGET_MOVE] = "DELETE FROM category_moves WHERE path = ?1",

    /* clang-format off: SQL is laid out as SQL */
    /* Those without a row come last, by name. */
    [CHILDREN] = "SELECT l.name, coalesce(c.title, ''), coalesce(c.description, ''),"
                 "       coalesce(c.position, 9223372036854775807)," SEEN_COUNT(
                     "l") "  FROM lists AS l LEFT JOIN categories AS c ON c.path = l.name"
                          " WHERE l.kind = 1 AND l.parent = ?2 AND " SEEN_COUNT(
                              "l") " > 0"
                                   " ORDER BY 4, l.name",

    [ONE] = "SELECT coalesce(c.title, ''), coalesce(c.description, ''),"
            "       coalesce(c.position, 9223372036854775807),"
            "       coalesce(" SEEN_COUNT(
                "l") ", 0), c.path IS NOT NULL, coalesce(l.id, 0),"
                     "       coalesce(c.owner, '')"
                     "  FROM (SELECT ?2 AS path) AS p"
                     "  LEFT JOIN categories AS c ON c.path = p.path"
                     "  LEFT JOIN lists AS l ON l.kind = 1 AND l.name = p.path",
    /* clang-format on */

};

const struct sql_table categories_table =
    SQL_TABLE(SQL_CATEGORIES, "categories", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &categories_table, statement);
}

static enum status add(struct store *store, const struct category *category)
{
    struct query q = ask(store, ADD);
    bind_text(&q, category->path);
    bind_text(&q, category->title);
    bind_text(&q, category->description);
    bind_int(&q, category->position);
    bind_text(&q, category->owner.ptr ? category->owner : SLICE(""));
    return query_run(&q);
}

enum status categories_save(struct store *store, const struct category *categories,
                            size_t count)
{
    struct query q = ask(store, DELETE_ALL);
    enum status status = query_run(&q);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = add(store, &categories[i]);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

/* "active-directory" → "Active directory". */
static struct slice title_of_slug(struct arena *arena, struct slice slug)
{
    char *title = arena_strndup(arena, slug.ptr, slug.len);
    for (size_t i = 0; i < slug.len; i++)
        if (title[i] == '-')
            title[i] = ' ';
    if (slug.len && title[0] >= 'a' && title[0] <= 'z')
        title[0] = (char)(title[0] - 'a' + 'A');
    return slice_of(title, slug.len);
}

static void fall_back(struct arena *arena, struct category *category)
{
    struct slice last = category->path;
    for (size_t at; (at = slice_find(last, '/')) < last.len;)
        last = slice_from(last, at + 1);
    if (category->title.len == 0)
        category->title = title_of_slug(arena, last);
}

enum status categories_children(struct store *store, const struct viewer *viewer,
                                struct slice parent, struct arena *arena,
                                struct category **out_categories, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct category);
    struct query q = ask(store, CHILDREN);
    bind_viewer(&q, viewer);
    bind_text(&q, parent);
    while (query_row(&q)) {
        struct category *category = LIST_PUSH(&list, struct category);
        category->path = take_text(&q, arena);
        category->title = take_text(&q, arena);
        category->description = take_text(&q, arena);
        category->position = take_int(&q);
        category->articles = take_int(&q);
        fall_back(arena, category);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_categories = list.items;
        *out_count = list.count;
    }
    return status;
}

/* *out_known: somebody named it, or the viewer sees a guide in it. */
static enum status read_one(struct store *store, const struct viewer *viewer,
                            struct slice path, struct arena *arena,
                            struct category *category, bool *out_known)
{
    struct query q = ask(store, ONE);
    bind_viewer(&q, viewer);
    bind_text(&q, path);
    bool found = query_row(&q);
    if (found) {
        category->path = arena_slice(arena, path);
        category->title = take_text(&q, arena);
        category->description = take_text(&q, arena);
        category->position = take_int(&q);
        category->articles = take_int(&q);
        *out_known = take_bool(&q) || category->articles > 0;
        category->list_id = take_int(&q);
        category->owner = take_text(&q, arena);
        fall_back(arena, category);
    }
    return query_end_found(&q, found);
}

enum status categories_trail(struct store *store, const struct viewer *viewer,
                             struct slice path, struct arena *arena,
                             struct category **out_categories, size_t *out_count)
{
    struct list list = LIST_OF(arena, struct category);
    enum status status = STATUS_OK;
    bool known = true;
    for (size_t end = 0; status == STATUS_OK && end < path.len; end++) {
        end += slice_find(slice_from(path, end), '/');
        status = read_one(store, viewer, slice_first(path, end), arena,
                          LIST_PUSH(&list, struct category), &known);
    }
    if (status == STATUS_OK && !known)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK) {
        *out_categories = list.items;
        *out_count = list.count;
    }
    return status;
}

enum status categories_counts(struct store *store, struct arena *arena,
                              struct tag_count **out_counts, size_t *out_count)
{
    struct list counts = LIST_OF(arena, struct tag_count);
    struct query q = ask(store, COUNTS);
    bind_int(&q, CATEGORIES_LISTED_MAX);
    while (query_row(&q)) {
        struct tag_count *count = LIST_PUSH(&counts, struct tag_count);
        count->tag = take_text(&q, arena);
        count->articles = take_int(&q);
    }
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_counts = counts.items;
        *out_count = counts.count;
    }
    return status;
}

enum status categories_target(struct store *store, struct slice path, struct arena *arena,
                              struct slice *out_target)
{
    struct query q = ask(store, TARGET);
    bind_text(&q, path);
    return query_text(&q, arena, out_target);
}

enum status categories_move(struct store *store, struct slice path, struct slice target)
{
    struct query q = ask(store, FORGET_MOVE);
    bind_text(&q, target);
    enum status status = query_run(&q);
    if (status != STATUS_OK)
        return status;
    q = ask(store, MOVE);
    bind_text(&q, path);
    bind_text(&q, target);
    status = query_run(&q);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}
