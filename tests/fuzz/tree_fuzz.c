/* Feeds bytes to tree_parse, and a good tree to the layout and back. See article_fuzz.c.
 */
#include "base/files.h"
#include "format/registry_files.h"
#include "format/tree_layout.h"

#include "fuzz_alone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void lay_out(struct arena *arena, const struct tree *tree)
{
    struct tree_layout layout, back;
    if (tree_layout_make(arena, tree, &layout) != STATUS_OK)
        abort();
    struct slice text = tree_layout_write(arena, &layout);
    if (tree_layout_read(arena, tree, text, &back) != STATUS_OK ||
        !slice_eq(tree_layout_write(arena, &back), text))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct problems problems;
    struct tree tree;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    enum status status =
        tree_parse(&arena, slice_of((const char *)data, size), &problems, &tree);
    if (status == STATUS_OK)
        lay_out(&arena, &tree);
    else if (problems.errors == 0)
        abort();
    arena_release(&arena);
    return 0;
}
