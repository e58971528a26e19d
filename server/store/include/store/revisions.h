/* Guides as staff see them, in whatever state, and all their revisions. What comes back
 * lives in the arena. */
#ifndef STORE_REVISIONS_H
#define STORE_REVISIONS_H

#include "model/draft.h"
#include "store/store.h"

/* In any state; a slug that the guide had before finds it, too. */
enum status guides_by_slug(struct store *store, struct slice slug, struct arena *arena,
                           struct guide *out_guide);
enum status guides_by_id(struct store *store, int64_t id, struct arena *arena,
                         struct guide *out_guide);

/* Newest first, below `before` (0: from the newest). */
enum status revisions_list(struct store *store, int64_t article_id, int64_t before,
                           size_t limit, struct arena *arena,
                           struct revision **out_revisions, size_t *out_count);
enum status revisions_get(struct store *store, int64_t article_id, int64_t number,
                          struct arena *arena, struct revision *out_revision);
enum status revisions_source(struct store *store, int64_t article_id, int64_t number,
                             struct arena *arena, struct slice *out_source);

#endif
