/* The tree of categories: what its file lists, the levels above that nobody listed, and what
 * guides alone name, as one list. In the order of n log n, since guides may name thousands. */
#ifndef MODEL_CATEGORY_TREE_H
#define MODEL_CATEGORY_TREE_H

#include "model/site.h"

/* "mail" of "mail/outlook"; empty at the top. Borrowed from `path`. */
struct slice category_parent(struct slice path);
/* Is it `above`, or below it? */
bool category_is_in(struct slice path, struct slice above);

/* Parents before children; siblings as they are listed, then as `counts` has them. Paths are
 * valid. `articles` is what `counts` says. In the arena; texts are borrowed. */
void category_tree_make(struct arena *arena, const struct category *listed,
                        size_t listed_count, const struct tag_count *counts, size_t count,
                        struct category **out_items, size_t *out_count);

#endif
