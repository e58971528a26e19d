/* What the batch needs of the votes. */
#ifndef STORE_SQLITE_VOTES_H
#define STORE_SQLITE_VOTES_H

#include "store/store.h"

/* Votes are rows at once; what they add to the totals, of the guide and of its days, is
 * summed up in the connection and written once a batch (votes_settle). What reads totals
 * on the way adds what is not written yet. An item's part goes with the item. */
void votes_item_end(struct store *store, bool keep);
/* After the batch, whatever became of it. */
void votes_forget(struct store *store);

/* Writes the totals. Then brings the vote-ordered lists of the articles whose vote keys are among `keys` up to
 * date, once an article and batch. An entry stands in several indexes of several lists,
 * so a commit settles only a few articles; a burst over many puts the others off (table
 * unsettled_scores), and later commits or votes_settle_lists make up for it. Totals are
 * never put off. Runs just before the commit. */
enum status votes_settle(struct store *store, const uint64_t *keys, size_t count);

#endif
