/* store: keeps and finds model things. The only room with SQL, all of it in
 * store/sqlite/.
 *
 * A struct store_hub is the data folder DIR of one process: it holds DIR/lock, runs the
 * migrations and carries the change counters. A struct store is one connection of it,
 * used by one thread at a time. No SQLite type, query syntax or rowid habit leaks out of
 * these headers. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/assets.h"
#include "base/problems.h"
#include "base/status.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct store_hub;
struct store;

struct store_config {
    const char *dir;             /* made with mode 0700 when it is absent */
    const struct assets *assets; /* migrations/sqlite/… */
    int64_t cache_kib;           /* per connection; 0: 2048 */
    int64_t writer_cache_kib;    /* 0: cache_kib, or 8192 */
    int64_t mmap_bytes;          /* 0: 2 GiB, all that SQLite maps */
    bool must_exist;             /* STATUS_NOT_FOUND instead of making a new store */
    bool as_it_is;               /* of whatever version: for store_backup alone */
    /* Told of each migration before it runs on a store that was there: `number` of `count`. */
    void (*upgrading)(void *owner, struct slice name, size_t number, size_t count);
    void *upgrading_owner;
};

/* Takes the lock, opens or makes DIR/runbookd.sqlite3, runs new migrations (all in one
 * transaction: a store is upgraded or as it was). STATUS_BUSY: another process holds the lock. STATUS_INVALID: a migration
 * failed (problem with file and line), the store is newer than this program, the folder
 * is not ours or lies on a network file system. */
enum status store_hub_open(const struct store_config *config, struct problems *problems,
                           struct store_hub **out_hub);
void store_hub_close(struct store_hub *hub);

enum store_mode { STORE_READ, STORE_WRITE };

/* One WRITE connection a hub. */
enum status store_open(struct store_hub *hub, enum store_mode mode,
                       struct store **out_store);
void store_close(struct store *store);
/* What the store is asked once *stop is true ends with STATUS_TIMEOUT. `stop` lives as long
 * as the store. */
void store_heed(struct store *store, const atomic_bool *stop);
/* What the engine said when it last failed for a reason of its own ("database or disk is
 * full"), or "". Of this connection, until its next failure. */
const char *store_reason(const struct store *store);

/* One snapshot; statements fail with STATUS_TIMEOUT after the deadline
 * (clock_monotonic_ns; 0: none). */
enum status store_read_begin(struct store *store, int64_t deadline_ns);
void store_read_end(struct store *store);

/* A batch is one durable transaction of many items, each of which can be undone by itself; an
 * item may hold items. Functions that write need a batch: STATUS_INVALID outside it,
 * STATUS_IO after the engine ended its transaction. store_item_end: anything but STATUS_OK
 * means that the batch is to be rolled back. */
enum status store_batch_begin(struct store *store);
enum status store_item_begin(struct store *store);
enum status store_item_end(struct store *store, bool keep);
/* Rows added, changed and removed by this store so far, whatever was undone since. */
int64_t store_changes(const struct store *store);
/* false when the engine itself ended the transaction (FULL, IOERR, NOMEM). */
bool store_batch_alive(struct store *store);
/* Durable when STATUS_OK; then stamps what was touched. */
enum status store_batch_commit(struct store *store);
void store_batch_rollback(struct store *store);

/* ---- change counters (struct freshness_ops of http; thread-safe) ------------------- */

/* What pages depend on. Content is everything but votes. */
#define STORE_KEY_CONTENT ((uint64_t)1)
/* Changes to many guides: plans and what became of them (store/sweeps.h). */
#define STORE_KEY_SWEEPS ((uint64_t)3)
static inline uint64_t store_key_votes(int64_t article_id)
{
    return (uint64_t)article_id * 4 + 2;
}
/* Vote-ordered panels: bumped at most once a minute by the caller's valid_until instead.
 */

/* Marks a key as changed by this batch item; stamped at commit, forgotten on roll back.
 */
void store_touch(struct store *store, uint64_t key);
uint64_t store_hub_sequence(struct store_hub *hub);
bool store_hub_fresh(struct store_hub *hub, const uint64_t *keys, size_t count,
                     uint64_t since);

/* Proof of health for /readyz and `check`: reads one row; `deep` runs the engine's own
 * integrity check. */
enum status store_health(struct store *store, bool deep, struct problems *problems);
/* Online copy into `file` (written beside it, synced, renamed). Also while others write.
 */
enum status store_backup(struct store *store, const char *file);

#endif
