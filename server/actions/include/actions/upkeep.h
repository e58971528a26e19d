/* Upkeep: is what the store holds sound? */
#ifndef ACTIONS_UPKEEP_H
#define ACTIONS_UPKEEP_H

#include "actions/access.h"
#include "actions/reading.h"
#include "base/problems.h"

/* Looks over all articles, phrases, partners and the store itself. Adds problems whose
 * `file` is the article's source path (or "articles/SLUG"): what the lint remarks (format/lint.h;
 * with `parsed` not what article_parse has just said of the same guides); a phrase that shares no term with its guide; an annual price
 * above twelve months; a stale guide; damage of the store (error). */
enum status upkeep_check(struct store *store, int64_t now_s, bool parsed,
                         struct problems *problems);

/* Builds the search index anew when it was made by another version of the analysis.
 * `store` is a WRITE store outside a batch. */
enum status upkeep_index(struct store *store);

/* Called now and then with how many guides are done, and how many there are. */
typedef void reindex_report_fn(void *owner, size_t done, size_t total);

/* Builds the search index anew. Alone (access->alone) from nothing, in one transaction;
 * beside a server guide by guide, a few a write, so that readers find everything
 * meanwhile: what the index says of a guide is taken out and put in again. *out_count:
 * guides. STATUS_BUSY: the process is being stopped, and the rest stays as it was. */
enum status upkeep_reindex(const struct store_access *access, reindex_report_fn *report,
                           void *owner, size_t *out_count);

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
