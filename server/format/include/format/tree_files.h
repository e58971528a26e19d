/* A tree that is being written ⇄ its JSON, and a tree as a Mermaid flowchart. */
#ifndef FORMAT_TREE_FILES_H
#define FORMAT_TREE_FILES_H

#include "base/problems.h"
#include "base/status.h"
#include "model/tree.h"
#include "model/tree_sketch.h"

/* What stands in the file, sound or not. STATUS_UNSUPPORTED (with a problem at the pointer)
 * when a value is not of its type or a key stands twice: such a text can only be edited as
 * text. STATUS_MALFORMED, STATUS_TOO_LARGE as tree_parse. Lives in the arena. */
enum status sketch_read(struct arena *arena, struct slice json, struct problems *problems,
                        struct tree_sketch *out_sketch);
/* As the files of content/trees are written: two spaces, an answer a line. A file that is
 * written so comes back as it was. */
struct slice sketch_write(struct arena *arena, const struct tree_sketch *sketch);

/* A flowchart (https://mermaid.js.org/syntax/flowchart.html). Words are quoted, and what
 * means something to Mermaid or HTML is written as a character entity. */
struct slice tree_mermaid(struct arena *arena, const struct tree *tree);

#endif
