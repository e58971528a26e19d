/* HTML → the tree that a browser would build, as gumbo's nodes. Nearly all that cmark
 * writes is so plain that the rules for mending HTML have nothing to do: then we build the
 * same tree ourselves, ten times as fast. Anything else goes to gumbo. */
#ifndef FORMAT_HTML_TREE_H
#define FORMAT_HTML_TREE_H

#include "base/arena.h"
#include "base/slice.h"

#include <gumbo.h>

/* The children of the body. All lives in the arena. */
const GumboVector *html_tree_read(struct arena *arena, struct slice html);

/* For tests: by one way only. html_tree_plain gives NULL when the HTML is not plain. */
const GumboVector *html_tree_plain(struct arena *arena, struct slice html);
const GumboVector *html_tree_gumbo(struct arena *arena, struct slice html);

#endif
