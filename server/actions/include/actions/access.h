/* How an action that takes more than one write reaches the store: as the only process
 * that has it open, or from within a process that serves it, whose writer other people
 * use meanwhile. */
#ifndef ACTIONS_ACCESS_H
#define ACTIONS_ACCESS_H

#include "store/store.h"

/* Runs inside a batch, on a WRITE store; keeps nothing of it. Must be short, and must
 * wait for nobody: others want to write, too. */
typedef enum status store_work_fn(struct store *store, void *argument);

/* Every function may be called from any thread. */
struct store_access {
    void *owner;
    /* A READ store for one thread; store_close ends it. It sees what was committed. */
    enum status (*read_open)(void *owner, struct store **out_store);
    /* Runs the work and waits: durable when STATUS_OK. Any other status of the work
     * undoes it and comes back; STATUS_BUSY also when the process is being stopped. */
    enum status (*write)(void *owner, store_work_fn *work, void *argument);
    size_t batch; /* how many files one write may take */
    bool alone;   /* nobody waits for the writer */
};

/* Of a process that has the store for itself. Copies nothing: both live as long as the
 * access, and `writer` is a WRITE store outside a batch. */
struct own_store {
    struct store_hub *hub;
    struct store *writer;
};
struct store_access access_to_own(struct own_store *own);

#endif
