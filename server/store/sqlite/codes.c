/* What error codes mean. */
#include "store/codes.h"
#include "sqlite/query.h"

enum { DELETE_ALL, ADD, BY_CODE };

static const char *const statements[] = {
    [DELETE_ALL] = "DELETE FROM codes",

    [ADD] = ("INSERT INTO codes (family, value, symbol, meaning, hint)"
             " VALUES (?1, ?2, ?3, ?4, ?5)"),

    [BY_CODE] =
        "SELECT symbol, meaning, hint FROM codes WHERE family = ?1 AND value = ?2",
};

const struct sql_table codes_table = SQL_TABLE(SQL_CODES, "codes", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &codes_table, statement);
}

static enum status add(struct store *store, const struct code_entry *entry)
{
    struct query q = ask(store, ADD);
    bind_int(&q, entry->code.family);
    bind_int(&q, entry->code.value);
    bind_text(&q, entry->symbol);
    bind_text(&q, entry->meaning);
    bind_text(&q, entry->hint);
    return query_run(&q);
}

enum status codes_save(struct store *store, const struct code_entry *entries,
                       size_t count)
{
    struct query q = ask(store, DELETE_ALL);
    enum status status = query_run(&q);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = add(store, &entries[i]);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status codes_by_code(struct store *store, struct error_code code,
                          struct arena *arena, struct code_entry *out_entry)
{
    struct code_entry entry = {.code = code};
    struct query q = ask(store, BY_CODE);
    bind_int(&q, code.family);
    bind_int(&q, code.value);
    bool found = query_row(&q);
    if (found) {
        entry.symbol = take_text(&q, arena);
        entry.meaning = take_text(&q, arena);
        entry.hint = take_text(&q, arena);
    }
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_entry = entry;
    return status;
}
