/* One piece of work on the store as a durable batch of its own: for the command line and upkeep. */
#ifndef ACTIONS_ONE_BATCH_H
#define ACTIONS_ONE_BATCH_H

#include "actions/access.h"

/* Durable when STATUS_OK; otherwise nothing of it is kept. `store` is a WRITE store outside a
 * batch. */
enum status in_one_batch(struct store *store, store_work_fn *work, void *argument);

#endif
