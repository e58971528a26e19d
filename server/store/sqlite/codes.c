/* What error codes mean. */
#include "store/codes.h"
#include "base/list.h"
#include "sqlite/query.h"

enum { DELETE_ALL, ADD, BY_CODE, BY_SYMBOL, PUT, REMOVE, LIST_FROM, NUMBER };

static const char *const statements[] = {
    [DELETE_ALL] = "DELETE FROM codes",

    [ADD] = ("INSERT INTO codes (family, value, symbol, meaning, hint)"
             " VALUES (?1, ?2, ?3, ?4, ?5)"),

    [BY_CODE] =
        "SELECT symbol, meaning, hint FROM codes WHERE family = ?1 AND value = ?2",

    /* Looked through as it stands, too: by what the code is called. */
    [BY_SYMBOL] = ("SELECT family, value, symbol, meaning, hint FROM codes"
                   " WHERE family >= 0 AND symbol = ?1 ORDER BY family, value LIMIT 1"),

    [PUT] = ("INSERT INTO codes (family, value, symbol, meaning, hint)"
             " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (family, value) DO UPDATE"
             "   SET symbol = excluded.symbol, meaning = excluded.meaning,"
             "       hint = excluded.hint"),

    [REMOVE] = "DELETE FROM codes WHERE family = ?1 AND value = ?2",

    /* A small registry: its texts are looked through as they stand. */
    [LIST_FROM] = ("SELECT family, value, symbol, meaning, hint FROM codes"
                   " WHERE (family, value) >= (?1, ?2) AND family <= ?3"
                   "   AND (?4 = '' OR instr(lower(symbol || char(10) || meaning ||"
                   "                               char(10) || hint), ?4) > 0)"
                   " ORDER BY family, value LIMIT ?5"),

    [NUMBER] = "SELECT count(*) FROM codes",
};

const struct sql_table codes_table = SQL_TABLE(SQL_CODES, "codes", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &codes_table, statement);
}

static enum status add(struct store *store, int statement, const struct code_entry *entry)
{
    struct query q = ask(store, statement);
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
        status = add(store, ADD, &entries[i]);
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

static void take_entry(struct query *q, struct arena *arena, struct code_entry *entry)
{
    entry->code.family = (enum code_family)take_int(q);
    entry->code.value = (uint32_t)take_int(q);
    entry->symbol = take_text(q, arena);
    entry->meaning = take_text(q, arena);
    entry->hint = take_text(q, arena);
}

enum status codes_by_symbol(struct store *store, struct slice symbol, struct arena *arena,
                            struct code_entry *out_entry)
{
    struct code_entry entry = {.meaning = SLICE("")};
    struct query q = ask(store, BY_SYMBOL);
    bind_text(&q, symbol);
    bool found = query_row(&q);
    if (found)
        take_entry(&q, arena, &entry);
    enum status status = query_end_found(&q, found);
    if (status == STATUS_OK)
        *out_entry = entry;
    return status;
}

enum status codes_put(struct store *store, const struct code_entry *entry)
{
    enum status status = add(store, PUT, entry);
    if (status == STATUS_OK)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status codes_remove(struct store *store, struct error_code code)
{
    struct query q = ask(store, REMOVE);
    bind_int(&q, code.family);
    bind_int(&q, code.value);
    enum status status = query_run(&q);
    if (status == STATUS_OK && changed_rows(store) > 0)
        store_touch(store, STORE_KEY_CONTENT);
    return status;
}

enum status codes_list(struct store *store, const struct codes_wanted *wanted,
                       struct arena *arena, struct code_entry **out_entries,
                       size_t *out_count)
{
    struct list entries = LIST_OF(arena, struct code_entry);
    bool one_family = wanted->family != CODE_FAMILIES;
    struct query q = ask(store, LIST_FROM);
    bind_int(&q, wanted->from.family);
    bind_int(&q, wanted->from.value);
    bind_int(&q, one_family ? wanted->family : CODE_FAMILIES);
    bind_text(&q, wanted->text);
    bind_int(&q, (int64_t)wanted->limit);
    while (query_row(&q))
        take_entry(&q, arena, LIST_PUSH(&entries, struct code_entry));
    enum status status = query_end(&q);
    if (status == STATUS_OK) {
        *out_entries = entries.items;
        *out_count = entries.count;
    }
    return status;
}

enum status codes_number(struct store *store, int64_t *out_number)
{
    struct query q = ask(store, NUMBER);
    return query_int(&q, out_number);
}
