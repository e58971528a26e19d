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

/* As the filter says, a page of them: text finds what begins with it, by title, then by
 * slug; those to be reviewed come the longest due first, those of a category in its order, all
 * others as last changed. At most GUIDES_LOOKED_AT are looked at: a page may hold fewer
 * than asked for (none, even) and have a next one. STATUS_INVALID: a cursor that is not
 * of this list. */
enum { GUIDES_LOOKED_AT = 2000 };
enum status guides_list(struct store *store, const struct guide_filter *filter,
                        struct arena *arena, struct guides *out_guides,
                        struct slice *out_next);

/* Slugs that it had before, in their order. */
enum status guides_old_slugs(struct store *store, int64_t article_id, size_t limit,
                             struct arena *arena, struct slice **out_slugs,
                             size_t *out_count);

/* Write. What readers are sent to once it is retired; 0: nothing. STATUS_CONFLICT: it
 * would lead back to itself, or through more than SUCCESSORS_MAX. */
enum { SUCCESSORS_MAX = 32 };
enum status guides_set_successor(struct store *store, int64_t id, int64_t successor_id);
/* The published guide that the successors of this one lead to. STATUS_NOT_FOUND: there is
 * none that the viewer may see. */
enum status guides_successor(struct store *store, const struct viewer *viewer, int64_t id,
                             struct arena *arena, struct guide *out_guide);

/* Newest first, below `before` (0: from the newest). */
enum status revisions_list(struct store *store, int64_t article_id, int64_t before,
                           size_t limit, struct arena *arena,
                           struct revision **out_revisions, size_t *out_count);
enum status revisions_get(struct store *store, int64_t article_id, int64_t number,
                          struct arena *arena, struct revision *out_revision);
enum status revisions_source(struct store *store, int64_t article_id, int64_t number,
                             struct arena *arena, struct slice *out_source);
/* The number of the one that was live then. STATUS_NOT_FOUND: none was. */
enum status revisions_live_at(struct store *store, int64_t article_id, int64_t at,
                              int64_t *out_number);

#endif
