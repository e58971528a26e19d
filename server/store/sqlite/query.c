#include "sqlite/query.h"
#include "base/clock.h"
#include "model/article.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- status ------------------------------------------------------------------------ */

static const struct {
    int code;
    enum status status;
} outcomes[] = {
    /* extended codes first: the first match wins */
    {SQLITE_CONSTRAINT_CHECK, STATUS_INVALID},
    {SQLITE_CONSTRAINT_NOTNULL, STATUS_INVALID},
    {SQLITE_CONSTRAINT_DATATYPE, STATUS_INVALID},
    {SQLITE_CONSTRAINT_FOREIGNKEY, STATUS_NOT_FOUND},
    {SQLITE_OK, STATUS_OK},
    {SQLITE_ROW, STATUS_OK},
    {SQLITE_DONE, STATUS_OK},
    {SQLITE_CONSTRAINT, STATUS_CONFLICT},
    {SQLITE_INTERRUPT, STATUS_TIMEOUT},
    {SQLITE_BUSY, STATUS_BUSY},
    {SQLITE_LOCKED, STATUS_BUSY},
    {SQLITE_TOOBIG, STATUS_TOO_LARGE},
    {SQLITE_NOTADB, STATUS_INVALID},
};

enum status status_of_engine(int code)
{
    for (int i = 0; i < COUNT_OF(outcomes); i++)
        if (outcomes[i].code == code || outcomes[i].code == (code & 0xff))
            return outcomes[i].status;
    return STATUS_IO; /* FULL, IOERR, NOMEM, CORRUPT, CANTOPEN, READONLY, … */
}

void note_reason(struct store *store, enum status status, const char *reason)
{
    if (status == STATUS_IO)
        snprintf(store->reason, sizeof store->reason, "%s", reason);
}

/* ---- preparing --------------------------------------------------------------------- */

static sqlite3_stmt **slot_of(struct store *store, const struct sql_table *table,
                              int statement)
{
    if (!store->prepared[table->id]) {
        store->prepared[table->id] = calloc((size_t)table->count, sizeof(sqlite3_stmt *));
        if (!store->prepared[table->id])
            abort();
    }
    return &store->prepared[table->id][statement];
}

static enum status may_run(struct store *store, sqlite3_stmt *stmt,
                           const struct sql_table *table)
{
    if (store->deadline_ns && clock_monotonic_ns() > store->deadline_ns)
        return STATUS_TIMEOUT;
    if (is_stopped(store))
        return STATUS_TIMEOUT;
    if (sqlite3_stmt_readonly(stmt) || table->id == SQL_BATCH)
        return STATUS_OK;
    if (!store->in_batch)
        return STATUS_INVALID;
    return sqlite3_get_autocommit(store->db) ? STATUS_IO : item_save(store);
}

struct query query_open(struct store *store, const struct sql_table *table, int statement)
{
    struct query q = {.store = store};
    sqlite3_stmt **slot = slot_of(store, table, statement);
    if (!*slot) {
        int code = sqlite3_prepare_v3(store->db, table->sql[statement], -1,
                                      SQLITE_PREPARE_PERSISTENT, slot, NULL);
        q.status = status_of_engine(code);
    }
    if (q.status == STATUS_OK)
        q.status = may_run(store, *slot, table);
    if (q.status == STATUS_OK)
        q.stmt = *slot;
    return q;
}

/* ---- running ----------------------------------------------------------------------- */

bool query_row(struct query *q)
{
    if (q->status != STATUS_OK)
        return false;
    q->taken = 0;
    int code = sqlite3_step(q->stmt);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        q->status = status_of_engine(sqlite3_extended_errcode(q->store->db));
        note_reason(q->store, q->status, sqlite3_errmsg(q->store->db));
    }
    return code == SQLITE_ROW;
}

enum status query_end(struct query *q)
{
    if (q->stmt) {
        sqlite3_reset(q->stmt);
        sqlite3_clear_bindings(q->stmt);
        q->stmt = NULL;
    }
    return q->status;
}

enum status query_run(struct query *q)
{
    while (query_row(q))
        ;
    return query_end(q);
}

enum status query_end_found(struct query *q, bool found)
{
    enum status status = query_end(q);
    return status == STATUS_OK && !found ? STATUS_NOT_FOUND : status;
}

enum status query_find(struct query *q, bool *out_found, int64_t *out_value)
{
    bool found = query_row(q);
    int64_t value = found ? take_int(q) : 0;
    enum status status = query_end(q);
    if (status != STATUS_OK)
        return status;
    *out_found = found;
    if (found)
        *out_value = value;
    return STATUS_OK;
}

enum status query_int(struct query *q, int64_t *out_value)
{
    bool found = false;
    enum status status = query_find(q, &found, out_value);
    return status == STATUS_OK && !found ? STATUS_NOT_FOUND : status;
}

int64_t inserted_id(const struct store *store)
{
    return sqlite3_last_insert_rowid(store->db);
}

int64_t changed_rows(const struct store *store)
{
    return sqlite3_changes64(store->db);
}

/* ---- binding and taking ------------------------------------------------------------ */

static void note(struct query *q, int code)
{
    if (code != SQLITE_OK && q->status == STATUS_OK)
        q->status = status_of_engine(code);
}

void bind_int(struct query *q, int64_t value)
{
    if (q->stmt)
        note(q, sqlite3_bind_int64(q->stmt, ++q->bound, value));
}

void bind_int_or_none(struct query *q, int64_t value)
{
    if (q->stmt && value == NONE_INT)
        note(q, sqlite3_bind_null(q->stmt, ++q->bound));
    else
        bind_int(q, value);
}

void bind_text(struct query *q, struct slice text)
{
    if (q->stmt)
        note(q, sqlite3_bind_text64(q->stmt, ++q->bound, text.ptr ? text.ptr : "",
                                    text.len, SQLITE_STATIC, SQLITE_UTF8));
}

void bind_text_or_null(struct query *q, struct slice text)
{
    if (q->stmt && text.len == 0)
        note(q, sqlite3_bind_null(q->stmt, ++q->bound));
    else
        bind_text(q, text);
}

void bind_blob(struct query *q, struct slice bytes)
{
    if (q->stmt)
        note(q, sqlite3_bind_blob64(q->stmt, ++q->bound, bytes.ptr ? bytes.ptr : "",
                                    bytes.len, SQLITE_STATIC));
}

void bind_viewer(struct query *q, const struct viewer *viewer)
{
    bind_int(q, (int64_t)viewer->audience);
}

int64_t take_int(struct query *q)
{
    return sqlite3_column_int64(q->stmt, q->taken++);
}

int64_t take_int_or_none(struct query *q)
{
    if (sqlite3_column_type(q->stmt, q->taken) != SQLITE_NULL)
        return take_int(q);
    q->taken++;
    return NONE_INT;
}

bool take_bool(struct query *q)
{
    return take_int(q) != 0;
}

struct slice peek_text(struct query *q)
{
    int column = q->taken++;
    const char *ptr = sqlite3_column_blob(q->stmt, column);
    int len = sqlite3_column_bytes(q->stmt, column);
    return ptr ? slice_of(ptr, (size_t)len) : SLICE("");
}

struct slice take_text(struct query *q, struct arena *arena)
{
    struct slice text = peek_text(q);
    return text.len ? arena_slice(arena, text) : text;
}

enum status query_texts(struct query *q, struct arena *arena, struct slice **out_items,
                        size_t *out_count)
{
    struct list texts = LIST_OF(arena, struct slice);
    while (query_row(q))
        *LIST_PUSH(&texts, struct slice) = take_text(q, arena);
    enum status status = query_end(q);
    if (status == STATUS_OK) {
        *out_items = texts.items;
        *out_count = texts.count;
    }
    return status;
}

enum status query_text(struct query *q, struct arena *arena, struct slice *out_text)
{
    bool found = query_row(q);
    struct slice text = found ? take_text(q, arena) : SLICE("");
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_text = text;
    return status;
}
