/* What the batch needs of the counts of runs. */
#ifndef STORE_SQLITE_RUN_COUNTS_H
#define STORE_SQLITE_RUN_COUNTS_H

#include "store/store.h"

/* Counts are summed up in the connection and written once a batch, just before the commit.
 * An item's part goes with the item. */
enum status run_counts_write(struct store *store);
void run_counts_item_end(struct store *store, bool keep);
/* After the batch, whatever became of it. */
void run_counts_forget(struct store *store);

#endif
