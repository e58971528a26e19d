#include "base/clock.h"
#include "sqlite/checkpointer.h"
#include "sqlite/query.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUSY_MS = 10000, PROGRESS_OPS = 2000 };

static void release_statements(struct store *store)
{
    for (int t = 0; t < SQL_TABLE_COUNT; t++) {
        for (int i = 0; store->prepared[t] && i < sql_tables[t]->count; i++)
            sqlite3_finalize(store->prepared[t][i]);
        free(store->prepared[t]);
    }
}

static int past_deadline(void *owner)
{
    const struct store *store = owner;
    if (is_stopped(store))
        return 1;
    return store->deadline_ns && clock_monotonic_ns() > store->deadline_ns;
}

void store_heed(struct store *store, const atomic_bool *stop)
{
    store->stop = stop;
}

const char *store_reason(const struct store *store)
{
    return store->reason;
}

/* What every connection of ours is told. FULL: a commit is on the disk when it returns.
 * cell_size_check on the writer alone, so that it builds upon no page that is broken: it
 * reads all cells of a page whenever the page is looked at through the map, which took a
 * quarter of each search. Of a reader, SQLite checks the cells that it uses; `check` looks
 * at all (store_health). The writer maps nothing: through the map it would ask the log for a
 * page each time it looks at it, and a page that every commit writes stands there hundreds of
 * times. What it works on is in its cache. */
static int tell_settings(sqlite3 *db, const struct store_hub *hub, enum store_mode mode)
{
    char sql[640];
    snprintf(sql, sizeof sql,
             "PRAGMA synchronous = FULL;"
             "PRAGMA foreign_keys = ON;"
             "PRAGMA recursive_triggers = ON;"
             "PRAGMA trusted_schema = OFF;"
             "PRAGMA temp_store = MEMORY;"
             "PRAGMA journal_size_limit = 67108864;"
             "PRAGMA wal_autocheckpoint = 4000;"
             "PRAGMA cache_size = -%lld;"
             "PRAGMA mmap_size = %lld;"
             "PRAGMA cell_size_check = %d;"
             "PRAGMA query_only = %d;",
             (long long)(mode == STORE_WRITE ? hub->writer_cache_kib : hub->cache_kib),
             (long long)(mode == STORE_WRITE ? 0 : hub->mmap_bytes), mode == STORE_WRITE,
             mode == STORE_READ);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, BUSY_MS);
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

int connection_try(const struct store_hub *hub, enum store_mode mode, sqlite3 **out_db)
{
    sqlite3 *db = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                (mode == STORE_WRITE ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(hub->file, &db, flags, NULL);
    if (code == SQLITE_OK)
        code = tell_settings(db, hub, mode);
    if (code == SQLITE_OK)
        *out_db = db;
    else
        sqlite3_close(db);
    return code;
}

enum status connection_open(const struct store_hub *hub, enum store_mode mode,
                            sqlite3 **out_db)
{
    return status_of_engine(connection_try(hub, mode, out_db));
}

enum status store_open(struct store_hub *hub, enum store_mode mode,
                       struct store **out_store)
{
    if (mode == STORE_WRITE && atomic_exchange(&hub->writer_taken, true))
        return STATUS_BUSY;
    struct store *store = calloc(1, sizeof *store);
    if (!store)
        abort();
    store->hub = hub;
    store->mode = mode;
    store->put_off = true;
    arena_init(&store->scratch, 0);
    enum status status = connection_open(hub, mode, &store->db);
    if (status != STATUS_OK) {
        store_close(store);
        return status;
    }
    sqlite3_progress_handler(store->db, PROGRESS_OPS, past_deadline, store);
    if (mode == STORE_WRITE)
        store->checkpointer = checkpointer_new(hub, store->db);
    *out_store = store;
    return STATUS_OK;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    if (store->in_batch)
        store_batch_rollback(store);
    release_statements(store);
    checkpointer_free(store->checkpointer);
    sqlite3_close(store->db);
    if (store->mode == STORE_WRITE)
        atomic_store(&store->hub->writer_taken, false);
    arena_release(&store->scratch);
    free(store->touched.keys);
    free(store->votes.items);
    free(store->runs.items);
    free(store);
}
