/* Forward only: each file migrations/sqlite/NNNN_name.sql runs once and is remembered with
 * a hash of its bytes. All that are new run in one transaction: a store is upgraded to the
 * end or stays as it was, whatever ends an upgrade, and the older program still opens it. */
#include "base/clock.h"
#include "base/json.h"
#include "sqlite/query.h"

#include <stdarg.h>
#include <stdio.h>

static const struct slice FOLDER = {"migrations/sqlite/",
                                    sizeof "migrations/sqlite/" - 1};

static const char MIGRATIONS_TABLE[] =
    "CREATE TABLE IF NOT EXISTS migrations ("
    " number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL,"
    " applied_at INTEGER NOT NULL) STRICT";

struct migration {
    int64_t number;
    struct slice name, bytes; /* name: "0001_articles.sql" */
    char hash[17];
};

struct runner {
    sqlite3 *db;
    const struct store_config *config;
    struct problems *problems;
    struct arena *arena;
    struct list files; /* struct migration, by number */
};

/* ---- what the program brings ------------------------------------------------------- */

__attribute__((format(printf, 3, 4))) static struct problem *refuse(struct runner *r,
                                                                    struct slice name,
                                                                    const char *format,
                                                                    ...)
{
    char why[512];
    va_list values;
    va_start(values, format);
    vsnprintf(why, sizeof why, format, values);
    va_end(values);
    struct problem *problem =
        problems_error(r->problems, "store.migration", SLICE(""), "%s", why);
    problem->file = arena_format(r->problems->arena, SLICE_FMT SLICE_FMT,
                                 SLICE_ARG(FOLDER), SLICE_ARG(name));
    return problem;
}

static bool read_number(struct slice name, int64_t *out_number)
{
    struct slice digits = slice_first(name, slice_find(name, '_'));
    return digits.len == 4 && slice_int64(digits, out_number) && *out_number > 0 &&
           slice_ends(name, SLICE(".sql"));
}

static enum status gather(struct runner *r, const struct assets *assets)
{
    int64_t last = 0;
    for (size_t i = 0; i < assets->count; i++) {
        struct slice path = assets->items[i].path;
        if (!slice_starts(path, FOLDER))
            continue;
        struct migration m = {.name = slice_from(path, FOLDER.len),
                              .bytes = assets->items[i].bytes};
        if (!read_number(m.name, &m.number) || m.number <= last) {
            refuse(r, m.name, "is not named NNNN_name.sql with a number of its own");
            return STATUS_INVALID;
        }
        snprintf(m.hash, sizeof m.hash, "%016llx",
                 (unsigned long long)slice_hash(m.bytes));
        *LIST_PUSH(&r->files, struct migration) = m;
        last = m.number;
    }
    if (r->files.count)
        return STATUS_OK;
    refuse(r, SLICE(""), "holds no migrations");
    return STATUS_INVALID;
}

static const struct migration *find_file(const struct runner *r, int64_t number)
{
    const struct migration *files = r->files.items;
    for (size_t i = 0; i < r->files.count; i++)
        if (files[i].number == number)
            return &files[i];
    return NULL;
}

/* ---- what the store remembers ------------------------------------------------------ */

static enum status check_applied(struct runner *r, int64_t number, struct slice name,
                                 struct slice hash)
{
    const struct migration *file = find_file(r, number);
    if (!file)
        refuse(
            r, name,
            "was applied to this store by a newer runbookd; use that version or a newer "
            "one, or a copy of the store from before its upgrade");
    else if (!slice_eq_cstr(hash, file->hash))
        refuse(r, file->name, "was changed after it had been applied to this store");
    else
        return STATUS_OK;
    return STATUS_INVALID;
}

/* The highest number applied, after each one proved to be known and unchanged. */
static enum status read_applied(struct runner *r, int64_t *out_last)
{
    sqlite3_stmt *stmt = NULL;
    int64_t last = 0;
    enum status status = STATUS_OK;
    int code = sqlite3_prepare_v2(
        r->db, "SELECT number, name, hash FROM migrations ORDER BY number", -1, &stmt,
        NULL);
    while (code == SQLITE_OK && status == STATUS_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        last = sqlite3_column_int64(stmt, 0);
        status =
            check_applied(r, last, slice_cstr((const char *)sqlite3_column_text(stmt, 1)),
                          slice_cstr((const char *)sqlite3_column_text(stmt, 2)));
    }
    int ended = sqlite3_finalize(stmt);
    if (status == STATUS_OK)
        status = status_of_engine(code != SQLITE_OK ? code : ended);
    if (status == STATUS_OK)
        *out_last = last;
    return status;
}

/* ---- running one ------------------------------------------------------------------- */

/* Where the first word of a statement begins, behind white space and comments. */
static size_t first_word(struct slice text, size_t at)
{
    for (;;) {
        struct slice rest = slice_from(text, at);
        struct slice trimmed = slice_trim(rest);
        at = trimmed.len ? (size_t)(trimmed.ptr - text.ptr) : text.len;
        if (slice_starts(trimmed, SLICE("--")))
            at += slice_find(trimmed, '\n');
        else if (slice_starts(trimmed, SLICE("/*")))
            at += slice_find_slice(trimmed, SLICE("*/")) + 2;
        else
            return at < text.len ? at : text.len;
    }
}

static bool is_of_the_disk(int code)
{
    static const int codes[] = {SQLITE_FULL,   SQLITE_IOERR,    SQLITE_NOMEM,
                                SQLITE_BUSY,   SQLITE_READONLY, SQLITE_CANTOPEN,
                                SQLITE_CORRUPT};
    for (int i = 0; i < COUNT_OF(codes); i++)
        if ((code & 0xff) == codes[i])
            return true;
    return false;
}

static enum status undone(struct runner *r, struct slice name, int code)
{
    refuse(r, name, "%s; the store stays as it was before the upgrade",
           sqlite3_errstr(code));
    return status_of_engine(code);
}

/* A fault of the file at its line; or of the disk, which may have room the next time. */
static enum status fail_at(struct runner *r, const struct migration *m, size_t at)
{
    int offset = sqlite3_error_offset(r->db), code = sqlite3_errcode(r->db);
    size_t where = offset >= 0 ? at + (size_t)offset : first_word(m->bytes, at);
    if (is_of_the_disk(code))
        return undone(r, m->name, code);
    struct problem *problem =
        refuse(r, m->name, "%s; the store stays as it was before the upgrade",
               sqlite3_errmsg(r->db));
    text_position(m->bytes, where, &problem->line, &problem->column);
    return STATUS_INVALID;
}

static enum status run_statements(struct runner *r, const struct migration *m)
{
    for (size_t at = 0; first_word(m->bytes, at) < m->bytes.len;) {
        struct slice rest = slice_from(m->bytes, at);
        sqlite3_stmt *stmt = NULL;
        const char *tail = NULL;
        int code = sqlite3_prepare_v2(r->db, rest.ptr, (int)rest.len, &stmt, &tail);
        while (code == SQLITE_OK || code == SQLITE_ROW)
            code = stmt ? sqlite3_step(stmt) : SQLITE_DONE;
        if (code != SQLITE_DONE) {
            enum status status = fail_at(r, m, at);
            sqlite3_finalize(stmt);
            return status;
        }
        sqlite3_finalize(stmt);
        at = (size_t)(tail - m->bytes.ptr);
    }
    return STATUS_OK;
}

static enum status remember(struct runner *r, const struct migration *m)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(
        r->db,
        "INSERT INTO migrations (number, name, hash, applied_at) VALUES (?1, ?2, ?3, ?4)",
        -1, &stmt, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_int64(stmt, 1, m->number);
        sqlite3_bind_text(stmt, 2, m->name.ptr, (int)m->name.len, SQLITE_STATIC);
        sqlite3_bind_text(stmt, 3, m->hash, -1, SQLITE_STATIC);
        sqlite3_bind_int64(stmt, 4, clock_now_s());
        sqlite3_step(stmt);
        code = sqlite3_finalize(stmt);
    }
    return code == SQLITE_OK ? STATUS_OK : undone(r, m->name, code);
}

/* Foreign keys are off while migrations run, so that they may rebuild tables; none may
 * dangle when all are done. It takes its time in a large store, so it runs once. */
static enum status check_references(struct runner *r, const struct migration *last)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(r->db, "PRAGMA foreign_key_check", -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        refuse(r, last->name,
               "with those before it leaves a reference of %s to a missing row of %s; "
               "the store stays as it was before the upgrade",
               (const char *)sqlite3_column_text(stmt, 0),
               (const char *)sqlite3_column_text(stmt, 2));
    sqlite3_finalize(stmt);
    if (code == SQLITE_ROW)
        return STATUS_INVALID;
    return code == SQLITE_DONE ? STATUS_OK : undone(r, last->name, code);
}

static enum status run_all(struct runner *r, const struct migration *files, size_t count,
                           bool upgrades)
{
    const struct store_config *config = r->config;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (upgrades && config->upgrading)
            config->upgrading(config->upgrading_owner, files[i].name, i + 1, count);
        status = run_statements(r, &files[i]);
        if (status == STATUS_OK)
            status = remember(r, &files[i]);
    }
    return status;
}

static enum status run_new(struct runner *r, int64_t last)
{
    const struct migration *files = r->files.items, *newest;
    size_t first = 0;
    while (first < r->files.count && files[first].number <= last)
        first++;
    if (first == r->files.count)
        return STATUS_OK;
    newest = &files[r->files.count - 1];
    int code = sqlite3_exec(r->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return undone(r, newest->name, code);
    enum status status = run_all(r, &files[first], r->files.count - first, last > 0);
    if (status == STATUS_OK)
        status = check_references(r, newest);
    if (status == STATUS_OK &&
        (code = sqlite3_exec(r->db, "COMMIT", NULL, NULL, NULL)) != SQLITE_OK)
        status = undone(r, newest->name, code);
    if (status != STATUS_OK && !sqlite3_get_autocommit(r->db))
        sqlite3_exec(r->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* A file whose number is lower than the last applied one but which never ran. */
static enum status check_gaps(struct runner *r, int64_t last)
{
    int64_t applied = 0;
    const struct migration *files = r->files.items;
    sqlite3_stmt *stmt = NULL;
    int code =
        sqlite3_prepare_v2(r->db, "SELECT count(*) FROM migrations", -1, &stmt, NULL);
    if (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        applied = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    if (code != SQLITE_OK)
        return status_of_engine(code);
    for (size_t i = 0; i < r->files.count && files[i].number <= last; i++)
        applied--;
    if (applied >= 0)
        return STATUS_OK;
    refuse(r, SLICE(""), "holds a file numbered below the last one that was applied");
    return STATUS_INVALID;
}

enum status migrations_run(sqlite3 *db, const struct store_config *config,
                           struct problems *problems)
{
    struct runner r = {
        .db = db, .config = config, .problems = problems, .arena = problems->arena};
    r.files = LIST_OF(r.arena, struct migration);
    int64_t last = 0;
    enum status status = gather(&r, config->assets);
    if (status != STATUS_OK)
        return status;
    int code = sqlite3_exec(db, MIGRATIONS_TABLE, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return undone(&r, SLICE(""), code);
    status = read_applied(&r, &last);
    if (status == STATUS_OK)
        status = check_gaps(&r, last);
    sqlite3_exec(db, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    if (status == STATUS_OK)
        status = run_new(&r, last);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    return status;
}
