/* Upkeep: is what the store holds sound? */
#ifndef ACTIONS_UPKEEP_H
#define ACTIONS_UPKEEP_H

#include "actions/reading.h"
#include "base/problems.h"

/* Looks over all articles, phrases, partners and the store itself. Adds problems whose
 * `file` is the article's source path (or "articles/SLUG"): a missing author, tree,
 * partner or pinned guide; a phrase that shares no term with its guide; an annual price
 * above twelve months; a stale guide; damage of the store (error). */
enum status upkeep_check(struct store *store, int64_t now_s, struct problems *problems);

/* Builds the search index anew when it was made by another version of the analysis.
 * `store` is a WRITE store outside a batch. */
enum status upkeep_index(struct store *store);

/* What a serving process does at its start and once a minute in a write item: brings
 * vote-ordered lists up to date after a burst of votes, and looks for messages in guides
 * that were saved by a version with other rules for them. *out_more: there is more to do
 * at once. */
enum status upkeep_minute(struct store *store, bool *out_more);

/* Deletes some of the runs that nobody touched for `days` (0: none), in a write item;
 * *out_count tells how many, and more than none that there may be more at once. */
enum status upkeep_runs(struct store *store, int64_t days, int64_t now_s,
                        size_t *out_count);

#endif
