/* What the batch needs of the votes. */
#ifndef STORE_SQLITE_VOTES_H
#define STORE_SQLITE_VOTES_H

#include "store/store.h"

/* Brings the vote-ordered lists of the articles whose vote keys are among `keys` up to
 * date: once an article and batch, however many votes it got, because a list entry stands
 * in several indexes. Runs just before the commit. */
enum status votes_settle(struct store *store, const uint64_t *keys, size_t count);

#endif
