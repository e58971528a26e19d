/* What a room above makes of the store's content and keeps in memory beside it: one a slot,
 * shared by all connections of a hub and counted by reference. It bears the version of what
 * it was made from; its maker tells by that whether it is still good. Thread-safe. */
#ifndef STORE_MEMO_H
#define STORE_MEMO_H

#include "store/store.h"
#include <stdatomic.h>

enum memo_slot { MEMO_FACETS, MEMO_SYNONYMS, MEMO_PARTNERS, MEMO_SLOTS };

struct memo {
    _Atomic unsigned holders; /* 1 when it is made: its maker */
    int64_t version;
    void (*free)(struct memo *memo);
};

/* What the hub keeps, held for the caller; NULL when there is nothing. */
struct memo *memo_take(struct store *store, enum memo_slot slot);
/* Lets the hub keep it too, in place of an older one. What a WRITE store made may be rolled
 * back and is not kept. */
void memo_keep(struct store *store, enum memo_slot slot, struct memo *memo);
void memo_release(struct memo *memo);

#endif
