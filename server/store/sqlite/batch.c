/* Snapshots, batches, items, and what they touch.
 *
 * Why a page kept by its counters is never stale for whoever got a writer's answer: the
 * writer commits, then stamps, then answers. A reader takes the sequence number S first
 * and its snapshot later. If its snapshot misses a commit, that commit came after the
 * snapshot began, so its stamp came after S was read and is greater than S: the page is
 * stale as soon as the stamp stands, and it stands before the answer goes out. If a stamp
 * is not greater than S, its commit came before the snapshot, which therefore holds it.
 * All loads and stores are sequentially consistent. */
#include "sqlite/query.h"
#include "sqlite/run_counts.h"
#include "sqlite/seen_guides.h"
#include "sqlite/votes.h"

#include <stdlib.h>

enum { READ_BEGIN, BATCH_BEGIN, COMMIT, ROLLBACK, ITEM_BEGIN, ITEM_KEEP, ITEM_UNDO };

static const char *const statements[] = {
    [READ_BEGIN] = "BEGIN DEFERRED",
    [BATCH_BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [ITEM_BEGIN] = "SAVEPOINT item",
    [ITEM_KEEP] = "RELEASE item",
    [ITEM_UNDO] = "ROLLBACK TO item",
};

const struct sql_table batch_table = SQL_TABLE(SQL_BATCH, "batch", statements);

static enum status run(struct store *store, int statement)
{
    struct query q = query_open(store, &batch_table, statement);
    return query_run(&q);
}

/* ---- reading ----------------------------------------------------------------------- */

enum status store_read_begin(struct store *store, int64_t deadline_ns)
{
    store->deadline_ns = deadline_ns;
    store->sequence = store_hub_sequence(store->hub);
    enum status status = run(store, READ_BEGIN);
    store->has_snapshot = status == STATUS_OK;
    if (status != STATUS_OK)
        store->deadline_ns = 0;
    return status;
}

void store_read_end(struct store *store)
{
    store->deadline_ns = 0;
    store->has_snapshot = false;
    if (!sqlite3_get_autocommit(store->db) && run(store, COMMIT) != STATUS_OK)
        run(store, ROLLBACK);
}

/* ---- writing ----------------------------------------------------------------------- */

/* An item that writes nothing has no savepoint. */
enum status item_save(struct store *store)
{
    enum status status = STATUS_OK;
    while (!store->item_is_bare && status == STATUS_OK &&
           store->items_saved < store->items_open) {
        status = run(store, ITEM_BEGIN);
        store->items_saved += status == STATUS_OK;
    }
    return status;
}

void item_write_bare(struct store *store)
{
    if (store->items_open != 1 || store->items_saved != 0 || store->item_is_bare)
        return;
    store->item_is_bare = true;
    store->bare_from = store_changes(store);
}

/* Those within it ended before. */
static enum status end_savepoint(struct store *store, bool keep)
{
    bool has_savepoint = store->items_saved == store->items_open;
    bool undoes_all =
        !keep && store->item_is_bare && store->bare_from != store_changes(store);
    if (--store->items_open == 0)
        store->item_is_bare = false;
    if (!has_savepoint)
        return undoes_all ? STATUS_IO : STATUS_OK;
    store->items_saved--;
    enum status status = keep ? STATUS_OK : run(store, ITEM_UNDO);
    return status == STATUS_OK ? run(store, ITEM_KEEP) : status;
}

static void forget_items(struct store *store)
{
    store->items_open = store->items_saved = 0;
    store->item_is_bare = false;
    seen_guides_forget(store);
}

static void forget_touched(struct store *store)
{
    store->touched.count = store->touched.item_from = 0;
    votes_forget(store);
    run_counts_forget(store);
}

enum status store_batch_begin(struct store *store)
{
    if (store->mode != STORE_WRITE || store->in_batch)
        return STATUS_INVALID;
    forget_touched(store);
    forget_items(store);
    enum status status = run(store, BATCH_BEGIN);
    store->in_batch = status == STATUS_OK;
    return status;
}

bool store_batch_alive(struct store *store)
{
    return store->in_batch && !sqlite3_get_autocommit(store->db);
}

int64_t store_changes(const struct store *store)
{
    return sqlite3_total_changes64(store->db);
}

/* An item within this one moves item_from on: when this one is undone afterwards, what it
 * touched and counted before that stays. Touched in vain only makes a page stale once too
 * often; and no item that counts votes or runs holds others. */
enum status store_item_begin(struct store *store)
{
    if (!store_batch_alive(store))
        return STATUS_IO;
    store->touched.item_from = store->touched.count;
    store->items_open++;
    return STATUS_OK;
}

enum status store_item_end(struct store *store, bool keep)
{
    if (!keep)
        store->touched.count = store->touched.item_from;
    votes_item_end(store, keep);
    run_counts_item_end(store, keep);
    if (!keep)
        seen_guides_forget(store);
    if (!store_batch_alive(store) || store->items_open == 0)
        return STATUS_IO;
    enum status status = end_savepoint(store, keep);
    store->touched.item_from = store->touched.count;
    return status;
}

enum status store_batch_commit(struct store *store)
{
    if (!store->in_batch)
        return STATUS_INVALID;
    enum status status = store_batch_alive(store) ? STATUS_OK : STATUS_IO;
    if (status == STATUS_OK)
        status = votes_settle(store, store->touched.keys, store->touched.count);
    if (status == STATUS_OK)
        status = run_counts_write(store);
    if (status == STATUS_OK)
        status = run(store, COMMIT);
    if (status == STATUS_OK) {
        hub_stamp(store->hub, store->touched.keys, store->touched.count);
        store->in_batch = false;
        forget_touched(store);
        forget_items(store);
    } else {
        store_batch_rollback(store);
    }
    return status;
}

void store_batch_rollback(struct store *store)
{
    if (store_batch_alive(store))
        run(store, ROLLBACK);
    store->in_batch = false;
    store->put_off = true; /* what it settled may wait again */
    forget_touched(store);
    forget_items(store);
}

/* ---- change counters --------------------------------------------------------------- */

void store_touch(struct store *store, uint64_t key)
{
    struct touched *t = &store->touched;
    if (t->count && t->keys[t->count - 1] == key)
        return;
    if (t->count == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 64;
        uint64_t *keys = realloc(t->keys, cap * sizeof *keys);
        if (!keys)
            abort();
        t->keys = keys;
        t->cap = cap;
    }
    t->keys[t->count++] = key;
}

static size_t slot_of(uint64_t key)
{
    if (key == STORE_KEY_CONTENT)
        return 0;
    return 1 + (size_t)((key * 11400714819323198485u >> 32) % (SEQUENCE_SLOTS - 1));
}

void hub_stamp(struct store_hub *hub, const uint64_t *keys, size_t count)
{
    if (count == 0)
        return;
    uint64_t number = atomic_fetch_add(&hub->sequence, 1) + 1;
    for (size_t i = 0; i < count; i++)
        atomic_store(&hub->slots[slot_of(keys[i])], number);
}

uint64_t store_hub_sequence(struct store_hub *hub)
{
    return atomic_load(&hub->sequence);
}

bool store_hub_fresh(struct store_hub *hub, const uint64_t *keys, size_t count,
                     uint64_t since)
{
    for (size_t i = 0; i < count; i++)
        if (atomic_load(&hub->slots[slot_of(keys[i])]) > since)
            return false;
    return true;
}
