/* The data folder of one process: its lock, its migrations, its change counters. */
#ifndef STORE_SQLITE_HUB_H
#define STORE_SQLITE_HUB_H

#include "store/memo.h"
#include <pthread.h>
#include <sqlite3.h>

enum { SEQUENCE_SLOTS = 1 << 14 };

struct store_hub {
    char *dir, *file; /* DIR and DIR/runbookd.sqlite3 */
    int lock_fd;      /* holds flock on DIR/lock; -1: none */
    int64_t cache_kib, writer_cache_kib, mmap_bytes;
    atomic_bool writer_taken;
    /* The number of the newest stamp, and for each slot the number of its newest. Slot 0
     * is STORE_KEY_CONTENT alone; other keys share the rest by their hash, so that two
     * keys may make each other stale for nothing but never hide a change. */
    _Atomic uint64_t sequence;
    _Atomic uint64_t slots[SEQUENCE_SLOTS];
    pthread_mutex_t memo_lock;
    struct memo *memos[MEMO_SLOTS];
    struct memo *shelves[MEMO_SHELVES][MEMO_SHELF_OF_HEADS];
};

/* Stamps keys with the next number of the sequence: after their commit, before the
 * writer's answer. */
void hub_stamp(struct store_hub *hub, const uint64_t *keys, size_t count);

enum folder_verdict { FOLDER_GOOD, FOLDER_DOUBTFUL, FOLDER_REFUSED };
/* What we think of a file system by its statfs f_type; *out_name is its name when not
 * GOOD. */
enum folder_verdict folder_judge(unsigned long type, const char **out_name);

/* Runs what is new of the config's assets, migrations/sqlite/NNNN_name.sql. STATUS_INVALID with
 * a problem: see store_hub_open. */
enum status migrations_run(sqlite3 *db, const struct store_config *config,
                           struct problems *problems);

#endif
