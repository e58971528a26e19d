/* Texts that an article includes, put where their marks stand. */
#ifndef FORMAT_INCLUSION_H
#define FORMAT_INCLUSION_H

#include "markdown.h"

/* Replaces each link to one of parse->includes in the tree: a mark on a line of its own by
 * the blocks of its file, one within a line by their words. What cannot be included
 * leaves its words and a warning. The tree of a file that was read so far stays apart from
 * those it includes: links are resolved and HTML is filtered where they stand. */
void inclusion_expand(struct parse *parse, cmark_node *root);

#endif
