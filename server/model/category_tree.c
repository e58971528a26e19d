#include "model/category_tree.h"
#include "base/list.h"

#include <stdlib.h>

struct node {
    struct category category;
    size_t rank; /* when it came first */
    struct node *child, *last_child, *sibling;
};

struct slice category_parent(struct slice path)
{
    size_t end = path.len;
    while (end && path.ptr[end - 1] != '/')
        end--;
    return slice_first(path, end ? end - 1 : 0);
}

bool category_is_in(struct slice path, struct slice above)
{
    return slice_starts(path, above) &&
           (path.len == above.len || path.ptr[above.len] == '/');
}

/* ---- every path once --------------------------------------------------------------- */

static void add(struct list *nodes, const struct category *category)
{
    struct node *node = LIST_PUSH(nodes, struct node);
    node->category = *category;
    node->rank = nodes->count - 1;
}

/* The levels above it first, the highest of all before. */
static void add_above(struct list *nodes, struct slice path)
{
    const struct category above = {.path = category_parent(path),
                                   .title = SLICE(""),
                                   .description = SLICE(""),
                                   .owner = SLICE("")};
    if (!above.path.len)
        return;
    add_above(nodes, above.path);
    add(nodes, &above);
}

static int by_path(const void *a, const void *b)
{
    const struct node *one = a, *two = b;
    int order = slice_cmp(one->category.path, two->category.path);
    return order ? order : (one->rank > two->rank) - (one->rank < two->rank);
}

/* What came first has the words, whoever else knows how many guides there are. */
static size_t merge(struct node *nodes, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept && slice_eq(nodes[kept - 1].category.path, nodes[i].category.path))
            nodes[kept - 1].category.articles += nodes[i].category.articles;
        else
            nodes[kept++] = nodes[i];
    }
    return kept;
}

static struct list gather(struct arena *arena, const struct category *listed,
                          size_t listed_count, const struct tag_count *counts,
                          size_t count)
{
    struct list nodes = LIST_OF(arena, struct node);
    for (size_t i = 0; i < listed_count; i++)
        add(&nodes, &listed[i]);
    for (size_t i = 0; i < listed_count; i++)
        add_above(&nodes, listed[i].path);
    for (size_t i = 0; i < count; i++) {
        const struct category named = {.path = counts[i].tag,
                                       .title = SLICE(""),
                                       .description = SLICE(""),
                                       .owner = SLICE(""),
                                       .articles = counts[i].articles};
        add_above(&nodes, named.path);
        add(&nodes, &named);
    }
    if (nodes.count)
        qsort(nodes.items, nodes.count, sizeof(struct node), by_path);
    nodes.count = merge(nodes.items, nodes.count);
    return nodes;
}

/* ---- parents and children ---------------------------------------------------------- */

static int by_rank(const void *a, const void *b)
{
    const struct node *one = *(struct node *const *)a, *two = *(struct node *const *)b;
    return (one->rank > two->rank) - (one->rank < two->rank);
}

static int path_of(const void *path, const void *node)
{
    return slice_cmp(*(const struct slice *)path,
                     ((const struct node *)node)->category.path);
}

static void hang(struct node *parent, struct node *node)
{
    if (parent->last_child)
        parent->last_child->sibling = node;
    else
        parent->child = node;
    parent->last_child = node;
}

static void link_all(struct arena *arena, const struct list *nodes, struct node *root)
{
    struct node **ranked = ARENA_ARRAY(arena, nodes->count + 1, struct node *);
    struct node *items = nodes->items;
    for (size_t i = 0; i < nodes->count; i++)
        ranked[i] = &items[i];
    qsort(ranked, nodes->count, sizeof(void *), by_rank);
    for (size_t i = 0; i < nodes->count; i++) {
        struct slice above = category_parent(ranked[i]->category.path);
        hang(above.len ? bsearch(&above, items, nodes->count, sizeof *items, path_of)
                       : root,
             ranked[i]);
    }
}

/* At most four deep. */
static void flatten(const struct node *parent, struct list *out)
{
    for (const struct node *node = parent->child; node; node = node->sibling) {
        *LIST_PUSH(out, struct category) = node->category;
        flatten(node, out);
    }
}

void category_tree_make(struct arena *arena, const struct category *listed,
                        size_t listed_count, const struct tag_count *counts, size_t count,
                        struct category **out_items, size_t *out_count)
{
    struct node root = {0};
    struct list nodes = gather(arena, listed, listed_count, counts, count);
    struct list tree = LIST_OF(arena, struct category);
    link_all(arena, &nodes, &root);
    flatten(&root, &tree);
    *out_items = tree.items;
    *out_count = tree.count;
}
