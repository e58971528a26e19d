/* What saving an article does to phrases. */
#ifndef STORE_SQLITE_PHRASES_H
#define STORE_SQLITE_PHRASES_H

#include "model/site.h"
#include "sqlite/query.h"

/* Makes the phrases of meta->queries the article's own, lets go of curated ones that are
 * no longer among them (to the oldest other article that asks for one, else to nobody),
 * and makes pinned phrases exist. Read after words_write. A phrase that stays elsewhere
 * is a warning. */
enum status phrases_settle(struct store *store, int64_t article_id,
                           const struct article_meta *meta, struct problems *problems);

/* Makes the messages found in the text of the article's live revision its phrases, in
 * the place of those of before; a phrase that only came from a text and is in none any
 * more goes. */
enum status messages_settle(struct store *store, int64_t article_id,
                            const struct article_doc *doc);

/* ---- shared by both ------------------------------------------------------------------ */

/* A phrase that is not there yet, with a slug of its own; owner 0: nobody, key 0: to be
 * found. */
enum status phrase_add(struct store *store, struct slice normal, struct slice text,
                       int64_t key, enum phrase_source source, int64_t owner);
/* What staff is told of a phrase that the article owns (else nothing is done): does it fit
 * the article, and which others have its terms. */
enum status phrase_mark(struct store *store, struct slice text, int64_t article_id);
/* What message_key says; NONE_INT for none. */
int64_t phrase_key(struct arena *arena, struct slice text);

#endif
