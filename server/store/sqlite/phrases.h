/* What saving an article does to phrases. */
#ifndef STORE_SQLITE_PHRASES_H
#define STORE_SQLITE_PHRASES_H

#include "model/article.h"
#include "sqlite/query.h"

/* Makes the phrases of meta->queries the article's own, lets go of curated ones that are
 * no longer among them (to the oldest other article that asks for one, else to nobody),
 * and makes pinned phrases exist. Read after words_write. A phrase that stays elsewhere
 * is a warning. */
enum status phrases_settle(struct store *store, int64_t article_id,
                           const struct article_meta *meta, struct problems *problems);

#endif
