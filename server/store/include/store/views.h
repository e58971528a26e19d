/* How often guides, categories, phrases and trees were looked at on a day. No person, no time
 * of day. */
#ifndef STORE_VIEWS_H
#define STORE_VIEWS_H

#include "model/view_count.h"
#include "store/store.h"

/* Adds to a day, in the caller's write item. A phrase's page counts for the guide that it shows,
 * too. Touches nothing: no page that readers see shows them. */
enum status views_add(struct store *store, int64_t day, const struct view_count *counts,
                      size_t count);
/* Of the days from … to, both included. */
enum status views_of(struct store *store, enum viewed viewed, int64_t id, int64_t from,
                     int64_t to, int64_t *out_views);
/* Forgets the days before `day`, at most `limit` rows; *out_more: some are left. */
enum status views_purge(struct store *store, int64_t day, size_t limit, bool *out_more);

#endif
