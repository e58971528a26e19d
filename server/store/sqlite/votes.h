/* What the batch needs of the votes. */
#ifndef STORE_SQLITE_VOTES_H
#define STORE_SQLITE_VOTES_H

#include "store/store.h"

/* Brings the vote-ordered lists of the articles whose vote keys are among `keys` up to
 * date, once an article and batch. An entry stands in several indexes of several lists,
 * so a commit settles only a few articles; a burst over many puts the others off (table
 * unsettled_scores), and later commits or votes_settle_lists make up for it. Totals are
 * never put off. Runs just before the commit. */
enum status votes_settle(struct store *store, const uint64_t *keys, size_t count);

#endif
