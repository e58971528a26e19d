/* Proof of health, and copies of the whole store. */
#include "base/files.h"
#include "sqlite/query.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ONE_ROW, INTEGRITY, REFERENCES, WRONG_COUNTS };

static const char *const statements[] = {
    [ONE_ROW] = "SELECT number FROM migrations ORDER BY number DESC LIMIT 1",

    [INTEGRITY] = "SELECT integrity_check FROM pragma_integrity_check(50)",

    [REFERENCES] =
        "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' names a missing ' || "
        "\"parent\" FROM pragma_foreign_key_check LIMIT 50",

    [WRONG_COUNTS] =
        "SELECT 'list ' || l.kind || ':' || l.name || ' has a wrong count'"
        "  FROM lists AS l"
        " WHERE l.staff <> (SELECT count(*) FROM listed AS m WHERE m.list_id = l.id)"
        " LIMIT 50",
};

const struct sql_table upkeep_table = SQL_TABLE(SQL_UPKEEP, "upkeep", statements);

/* Each row of a check is one fault, but for the engine's "ok". */
static enum status report(struct store *store, int statement, struct problems *problems)
{
    struct query q = query_open(store, &upkeep_table, statement);
    size_t faults = 0;
    while (query_row(&q)) {
        struct slice text = peek_text(&q);
        if (slice_eq(text, SLICE("ok")))
            continue;
        problems_error(problems, "store.health", SLICE(""), SLICE_FMT, SLICE_ARG(text));
        faults++;
    }
    enum status status = query_end(&q);
    return status == STATUS_OK && faults ? STATUS_INVALID : status;
}

/* Every cell of every page that is read from now on. */
static void check_cells(struct store *store, bool on)
{
    sqlite3_exec(store->db,
                 on ? "PRAGMA cell_size_check = 1" : "PRAGMA cell_size_check = 0", NULL,
                 NULL, NULL);
}

enum status store_health(struct store *store, bool deep, struct problems *problems)
{
    static const int checks[] = {INTEGRITY, REFERENCES, WRONG_COUNTS};
    int64_t number;
    struct query q = query_open(store, &upkeep_table, ONE_ROW);
    enum status status = query_int(&q, &number);
    if (deep)
        check_cells(store, true);
    for (int i = 0; deep && i < COUNT_OF(checks); i++) {
        enum status found = report(store, checks[i], problems);
        status = status == STATUS_OK ? found : status;
    }
    if (deep)
        check_cells(store, store->mode == STORE_WRITE);
    return status;
}

/* ---- backup ------------------------------------------------------------------------ */

static enum status copy_into(struct store *store, const char *file)
{
    sqlite3 *copy = NULL;
    int code =
        sqlite3_open_v2(file, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_backup *backup =
        code == SQLITE_OK ? sqlite3_backup_init(copy, "main", store->db, "main") : NULL;
    if (backup) {
        /* All pages in one step are one snapshot; writers go on beside it (WAL). */
        sqlite3_backup_step(backup, -1);
        code = sqlite3_backup_finish(backup);
    } else if (code == SQLITE_OK) {
        code = sqlite3_errcode(copy);
    }
    if (code == SQLITE_OK) /* one file, nothing beside it */
        code = sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    int closed = sqlite3_close(copy);
    enum status status = status_of_engine(code != SQLITE_OK ? code : closed);
    note_reason(store, status, sqlite3_errstr(code != SQLITE_OK ? code : closed));
    return status;
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return good;
}

static bool sync_folder_of(struct arena *arena, const char *file)
{
    const char *slash = strrchr(file, '/');
    struct slice dir = slash ? slice_of(file, (size_t)(slash - file) + 1) : SLICE(".");
    return sync_path(arena_slice(arena, dir).ptr, O_RDONLY | O_DIRECTORY);
}

enum status store_backup(struct store *store, const char *file)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct slice part = arena_format(&arena, "%s.part-%ld", file, (long)getpid());
    unlink(part.ptr);
    int fd = open(part.ptr, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum status status = fd >= 0 ? STATUS_OK : STATUS_IO;
    if (fd >= 0)
        close(fd);
    if (status == STATUS_OK)
        status = copy_into(store, part.ptr);
    if (status == STATUS_OK &&
        !(sync_path(part.ptr, O_RDWR) && rename(part.ptr, file) == 0 &&
          sync_folder_of(&arena, file)))
        status = STATUS_IO;
    if (status == STATUS_IO && store->reason[0] == '\0')
        note_reason(store, status, strerror(errno));
    if (status != STATUS_OK && fd >= 0)
        unlink(part.ptr);
    arena_release(&arena);
    return status;
}
