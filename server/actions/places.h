/* Where a guide's file lies in an export, and which guide a file's path means. */
#ifndef ACTIONS_PLACES_H
#define ACTIONS_PLACES_H

#include "store/articles.h"

/* The path that the guide was imported from; for one that was written here
 * articles/CATEGORY/SLUG.md, or with a distinct name where an imported guide has that
 * path. Lives in the arena. */
enum status place_of_guide(struct store *store, const struct article_file *file,
                           struct arena *arena, struct slice *out_path);
/* The guide, in whatever state, that was imported from `path` or whose place it is.
 * STATUS_NOT_FOUND. */
enum status guide_at_place(struct store *store, struct slice path, struct arena *arena,
                           int64_t *out_id);

#endif
