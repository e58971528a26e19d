/* Small values by name. */
#include "sqlite/query.h"
#include "store/registries.h"

enum { PUT, GET, NAMES, REMOVE };

static const char *const statements[] = {
    [PUT] = "INSERT INTO small_values (name, value) VALUES (?1, ?2)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
            " WHERE value <> excluded.value",

    [GET] = "SELECT value FROM small_values WHERE name = ?1",

    [NAMES] = ("SELECT name FROM small_values WHERE name > ?1 AND name < ?2"
               " ORDER BY name LIMIT ?3"),

    [REMOVE] = "DELETE FROM small_values WHERE name = ?1",
};

const struct sql_table values_table = SQL_TABLE(SQL_VALUES, "values", statements);

enum status values_put(struct store *store, struct slice name, struct slice value)
{
    struct query q = query_open(store, &values_table, PUT);
    bind_text(&q, name);
    bind_blob(&q, value);
    enum status status = query_run(&q);
    if (status == STATUS_OK && changed_rows(store) > 0)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status values_get(struct store *store, struct slice name, struct arena *arena,
                       struct slice *out_value)
{
    struct query q = query_open(store, &values_table, GET);
    bind_text(&q, name);
    return query_text(&q, arena, out_value);
}

enum status values_names(struct store *store, struct slice prefix, struct slice after,
                         size_t limit, struct arena *arena, struct slices *out_names)
{
    struct slice *names = NULL;
    size_t count = 0;
    struct query q = query_open(store, &values_table, NAMES);
    bind_text(&q, after.len ? after : prefix);
    bind_text(&q, arena_format(arena, SLICE_FMT "\xF4\x8F\xBF\xBF", SLICE_ARG(prefix)));
    bind_int(&q, (int64_t)limit);
    enum status status = query_texts(&q, arena, &names, &count);
    if (status == STATUS_OK)
        *out_names = (struct slices){names, count};
    return status;
}

enum status values_remove(struct store *store, struct slice name)
{
    struct query q = query_open(store, &values_table, REMOVE);
    bind_text(&q, name);
    enum status status = query_run(&q);
    if (status == STATUS_OK && changed_rows(store) > 0)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}
