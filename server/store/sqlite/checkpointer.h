/* Brings what was committed from the write-ahead log into the file, on a thread of its own
 * beside the writer: a checkpoint writes and syncs thousands of pages, which no commit
 * shall wait for. Only when the log has grown far past where a checkpoint is due does the
 * writer wait for one, so that the log stays bounded.
 *
 * Nothing here is needed for safety: a commit is on the disk, in the log, before a
 * checkpoint hears of it. */
#ifndef STORE_SQLITE_CHECKPOINTER_H
#define STORE_SQLITE_CHECKPOINTER_H

#include "sqlite/hub.h"

struct checkpointer;

/* Takes the place of the automatic checkpoints of `writer`, which must stay open until
 * checkpointer_free. Without a thread for it (the system has none left), the automatic
 * checkpoints stay: NULL. */
struct checkpointer *checkpointer_new(const struct store_hub *hub, sqlite3 *writer);
/* NULL is fine. */
void checkpointer_free(struct checkpointer *checkpointer);

#endif
