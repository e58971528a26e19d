/* What a room above makes of the store's content and keeps in memory beside it: one a slot,
 * shared by all connections of a hub and counted by reference. It bears the version of what
 * it was made from; its maker tells by that whether it is still good. Thread-safe. */
#ifndef STORE_MEMO_H
#define STORE_MEMO_H

#include "store/store.h"
#include <stdatomic.h>

enum memo_shelf { MEMO_GUIDES, MEMO_RUNS, MEMO_LISTS, MEMO_HEADS, MEMO_SHELVES };

/* Places for what is made of single things; heads are small. */
enum { MEMO_SHELF = 256, MEMO_SHELF_OF_HEADS = 2048 };

enum memo_slot { MEMO_FACETS, MEMO_SYNONYMS, MEMO_PARTNERS, MEMO_NOTICES, MEMO_SLOTS };

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

/* The same for what is made of a single thing: the place on its shelf is chosen by the hash `key`,
 * and whatever else stood there makes way. Its maker tells by what it is of whether it is the one,
 * and by memo_is_fresh whether it still is true. */
struct memo *memo_take_from_shelf(struct store *store, enum memo_shelf shelf,
                                  uint64_t key);
void memo_put_on_shelf(struct store *store, enum memo_shelf shelf, uint64_t key,
                       struct memo *memo);

/* Versions for what is made of one snapshot of a READ store: the number that the change counters
 * had before it began. false: there is no snapshot, or one that may be rolled back; then
 * nothing is to be taken or kept. */
bool memo_version_of(const struct store *store, int64_t *out_version);
/* The same for what is made of content alone (STORE_KEY_CONTENT), on the writer, too, as long as
 * its batch has changed none. */
bool memo_content_version(const struct store *store, int64_t *out_version);
/* Whether none of the keys changed since. */
bool memo_is_fresh(const struct store *store, const struct memo *memo,
                   const uint64_t *keys, size_t count);

#endif
