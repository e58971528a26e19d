/* Where the states of a tree stand when it is drawn (Graphviz, layout only, under a
 * lock). The SVG itself is a template. */
#ifndef FORMAT_TREE_LAYOUT_H
#define FORMAT_TREE_LAYOUT_H

#include "base/status.h"
#include "model/drawing.h"

/* Runs Graphviz. Deterministic for the same tree. Prepare step only (slow, takes a lock).
 */
enum status tree_layout_make(struct arena *arena, const struct tree *tree,
                             struct tree_layout *out_layout);
/* As text to be stored with the revision, and back. STATUS_MALFORMED: not ours. */
struct slice tree_layout_write(struct arena *arena, const struct tree_layout *layout);
enum status tree_layout_read(struct arena *arena, const struct tree *tree,
                             struct slice text, struct tree_layout *out_layout);

#endif
