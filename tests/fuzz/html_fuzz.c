/* Feeds HTML to both ways of html_tree.h: where the plain one gives a tree, it must be
 * gumbo's. */
#include "html_tree.h"

#include "fuzz_alone.h"
#include "tree_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct slice html = slice_of((const char *)data, size);
    if (memchr(data, '\0', size) || utf8_invalid_at(html) < size)
        return 0; /* refused before */
    arena_init(&arena, 1 << 16);
    const GumboVector *plain = html_tree_plain(&arena, html);
    if (plain && !nodes_same(plain, html_tree_gumbo(&arena, html)))
        abort();
    arena_release(&arena);
    return 0;
}
