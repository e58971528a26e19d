/* Which lists an article stands in, and walking them. */
#ifndef STORE_SQLITE_LISTS_H
#define STORE_SQLITE_LISTS_H

#include "model/article.h"
#include "sqlite/query.h"

enum list_kind { LIST_ALL, LIST_CATEGORY, LIST_TAG, LIST_PRODUCT };

/* The name under which a tag or product is kept: without case, spaces and marks as in a
 * slug. */
struct slice list_name(struct arena *arena, struct slice tag_or_product);
/* Puts a published article into its lists (all, its category and those above, its tags,
 * its product) as its row and words stand now, and takes it out of all others. */
enum status lists_place(struct store *store, int64_t article_id);
/* The same for one that stands in no list yet and has these tags. */
enum status lists_place_new(struct store *store, int64_t article_id,
                            const struct slices *tags);

#endif
