/* Memory of cmark's trees: small pieces come from slabs of the thread and are used again for
 * the next tree, large ones from the heap. cmark asks for some ten thousand pieces an
 * article, all zeroed, which the heap gives slowly. */
#ifndef FORMAT_TREE_MEMORY_H
#define FORMAT_TREE_MEMORY_H

#include <cmark-gfm.h>

/* For every node and parser of this room. What a thread gets of it, the same thread gives
 * back: a tree never changes hands. */
extern cmark_mem tree_memory;

#endif
