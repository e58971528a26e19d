/* Guides that votes found in this batch: most votes of a batch are on few guides. One is good
 * until anything but a vote is written. */
#ifndef STORE_SQLITE_SEEN_GUIDES_H
#define STORE_SQLITE_SEEN_GUIDES_H

#include "model/viewer.h"
#include "store/visits.h"

/* A guide of which nothing is known, and nobody's vote. */
extern const struct vote_found vote_found_empty;

/* As it was found: without what the batch adds to its totals, and without a vote. */
bool seen_guide_recall(struct store *store, const struct viewer *viewer,
                       struct slice slug, struct vote_found *out_found);
/* Outside a batch nothing is kept. */
void seen_guide_keep(struct store *store, const struct viewer *viewer, struct slice slug,
                     const struct vote_found *found);
/* A vote was written, store_changes being `changes_before` until then. It changes nothing of a
 * guide but its totals, which are not written before the end of the batch. */
void seen_guides_note_vote(struct store *store, int64_t changes_before);
/* When a batch begins or ends, or something in it is undone. */
void seen_guides_forget(struct store *store);

#endif
