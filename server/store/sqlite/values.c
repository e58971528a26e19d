/* Small values by name. */
#include "sqlite/query.h"
#include "store/registries.h"

enum { PUT, GET };

static const char *const statements[] = {
    [PUT] = "INSERT INTO small_values (name, value) VALUES (?1, ?2)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
            " WHERE value <> excluded.value",

    [GET] = "SELECT value FROM small_values WHERE name = ?1",
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
