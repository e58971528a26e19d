#include "base/list.h"
#include "http/route.h"

#include <stdlib.h>

/* A trie over segments. A node's literal children are sorted, so that finding one is a
 * binary search; then come captures with text around them ("{slug}.svg"), the bare
 * capture, and the capture of all that follows. */
struct leaf {
    const struct route **rows; /* that share a pattern; their methods are apart */
    size_t count;
    unsigned allowed;
};

struct node;

struct edge {
    struct slice literal;
    struct node *node;
};

struct around {
    struct slice before, after;
    struct node *node;
};

struct node {
    struct list literals; /* struct edge, sorted */
    struct list arounds;  /* struct around, the longest text first */
    struct node *capture;
    struct leaf here, rest;
};

struct router {
    struct arena arena;
    struct node *root;
};

enum segment_kind { SEGMENT_LITERAL, SEGMENT_CAPTURE, SEGMENT_REST, SEGMENT_BROKEN };

struct segment {
    enum segment_kind kind;
    struct slice before, after; /* of a capture; a literal stands in `before` */
};

static struct node *new_node(struct arena *arena)
{
    struct node *node = ARENA_NEW(arena, struct node);
    node->literals = LIST_OF(arena, struct edge);
    node->arounds = LIST_OF(arena, struct around);
    return node;
}

static struct segment parse_segment(struct slice text)
{
    size_t open = slice_find(text, '{'), close = slice_find(text, '}');
    if (open == text.len && close == text.len)
        return (struct segment){SEGMENT_LITERAL, text, SLICE("")};
    struct segment segment = {SEGMENT_CAPTURE, slice_first(text, open),
                              slice_from(text, close + 1)};
    if (close == text.len || open >= close || close - open < 2 ||
        slice_find(segment.after, '{') != segment.after.len ||
        slice_find(segment.after, '}') != segment.after.len)
        return (struct segment){.kind = SEGMENT_BROKEN};
    if (!slice_ends(slice_first(text, close), SLICE("...")))
        return segment;
    bool alone = open == 0 && segment.after.len == 0;
    return (struct segment){.kind = alone ? SEGMENT_REST : SEGMENT_BROKEN};
}

static int edge_order(const void *a, const void *b)
{
    return slice_cmp(((const struct edge *)a)->literal,
                     ((const struct edge *)b)->literal);
}

static struct edge *find_edge(const struct node *node, struct slice literal)
{
    struct edge key = {.literal = literal};
    if (node->literals.count == 0)
        return NULL;
    return bsearch(&key, node->literals.items, node->literals.count, sizeof key,
                   edge_order);
}

static struct node *child_literal(struct arena *arena, struct node *node,
                                  struct slice text)
{
    struct edge *edge = find_edge(node, text);
    if (edge)
        return edge->node;
    struct node *child = new_node(arena);
    *LIST_PUSH(&node->literals, struct edge) = (struct edge){text, child};
    qsort(node->literals.items, node->literals.count, sizeof(struct edge), edge_order);
    return child;
}

static int around_order(const void *a, const void *b)
{
    const struct around *x = a, *y = b;
    size_t x_len = x->before.len + x->after.len, y_len = y->before.len + y->after.len;
    return (x_len < y_len) - (x_len > y_len);
}

static struct node *child_capture(struct arena *arena, struct node *node,
                                  const struct segment *segment)
{
    if (segment->before.len == 0 && segment->after.len == 0) {
        if (!node->capture)
            node->capture = new_node(arena);
        return node->capture;
    }
    struct around *arounds = node->arounds.items;
    for (size_t i = 0; i < node->arounds.count; i++)
        if (slice_eq(arounds[i].before, segment->before) &&
            slice_eq(arounds[i].after, segment->after))
            return arounds[i].node;
    struct node *child = new_node(arena);
    *LIST_PUSH(&node->arounds, struct around) =
        (struct around){segment->before, segment->after, child};
    qsort(node->arounds.items, node->arounds.count, sizeof(struct around), around_order);
    return child;
}

/* The leaf that a pattern leads to, made on the way; NULL when the pattern is broken. */
static struct leaf *place_pattern(struct router *router, struct slice pattern)
{
    struct node *node = router->root;
    size_t captures = 0;
    struct slice part;
    if (pattern.len == 0 || pattern.ptr[0] != '/')
        return NULL;
    pattern = slice_from(pattern, 1);
    if (pattern.len == 0)
        return &node->here;
    while (slice_split(&pattern, '/', &part)) {
        struct segment segment = parse_segment(part);
        captures += segment.kind != SEGMENT_LITERAL;
        if (segment.kind == SEGMENT_BROKEN || captures > ROUTE_PARAMS_MAX ||
            (segment.kind == SEGMENT_REST && pattern.ptr))
            return NULL;
        if (segment.kind == SEGMENT_REST)
            return &node->rest;
        node = segment.kind == SEGMENT_LITERAL
                   ? child_literal(&router->arena, node, part)
                   : child_capture(&router->arena, node, &segment);
    }
    return &node->here;
}

static unsigned served_methods(const struct route *row)
{
    return row->methods | (row->methods & METHOD_GET ? (unsigned)METHOD_HEAD : 0);
}

static enum status add_row(struct router *router, const struct route *row,
                           struct problems *problems)
{
    struct leaf *leaf = place_pattern(router, slice_cstr(row->pattern));
    struct slice name = slice_cstr(row->name);
    if (!leaf || row->methods == 0) {
        problems_error(problems, "route.pattern", name,
                       "The row %s %s cannot be understood", row->name, row->pattern);
        return STATUS_INVALID;
    }
    if (leaf->allowed & served_methods(row)) {
        problems_error(problems, "route.conflict", name,
                       "The rows %s and %s both claim %s", leaf->rows[0]->name, row->name,
                       row->pattern);
        return STATUS_INVALID;
    }
    const struct route **rows =
        ARENA_ARRAY(&router->arena, leaf->count + 1, const struct route *);
    for (size_t i = 0; i < leaf->count; i++)
        rows[i] = leaf->rows[i];
    rows[leaf->count++] = row;
    leaf->rows = rows;
    leaf->allowed |= served_methods(row);
    return STATUS_OK;
}

enum status router_new(const struct route *rows, struct problems *problems,
                       struct router **out_router)
{
    struct router *router = malloc(sizeof *router);
    if (!router)
        abort();
    arena_init(&router->arena, 0);
    router->root = new_node(&router->arena);
    enum status status = STATUS_OK;
    for (const struct route *row = rows; row->pattern; row++)
        if (add_row(router, row, problems) != STATUS_OK)
            status = STATUS_INVALID;
    if (status == STATUS_OK)
        *out_router = router;
    else
        router_free(router);
    return status;
}

void router_free(struct router *router)
{
    if (!router)
        return;
    arena_release(&router->arena);
    free(router);
}

static const struct leaf *match(const struct node *node, struct slice rest,
                                struct slice *params);

static const struct leaf *match_capture(const struct node *node, struct slice value,
                                        struct slice rest, struct slice *params)
{
    const struct leaf *leaf = node && value.len ? match(node, rest, params + 1) : NULL;
    if (leaf)
        params[0] = value;
    return leaf;
}

static const struct leaf *match_arounds(const struct node *node, struct slice segment,
                                        struct slice rest, struct slice *params)
{
    const struct around *arounds = node->arounds.items;
    for (size_t i = 0; i < node->arounds.count; i++) {
        const struct around *a = &arounds[i];
        if (segment.len <= a->before.len + a->after.len ||
            !slice_starts(segment, a->before) || !slice_ends(segment, a->after))
            continue;
        struct slice value = slice_of(segment.ptr + a->before.len,
                                      segment.len - a->before.len - a->after.len);
        const struct leaf *leaf = match_capture(a->node, value, rest, params);
        if (leaf)
            return leaf;
    }
    return NULL;
}

/* `rest` holds the segments still to come; ptr NULL: none. Goes as deep as the patterns
 * do. */
static const struct leaf *match(const struct node *node, struct slice rest,
                                struct slice *params)
{
    struct slice whole = rest, segment;
    if (!slice_split(&rest, '/', &segment))
        return node->here.count ? &node->here : NULL;
    const struct edge *edge = find_edge(node, segment);
    const struct leaf *leaf = edge ? match(edge->node, rest, params) : NULL;
    if (!leaf)
        leaf = match_arounds(node, segment, rest, params);
    if (!leaf)
        leaf = match_capture(node->capture, segment, rest, params);
    if (!leaf && node->rest.count && whole.len) {
        leaf = &node->rest;
        params[0] = whole;
    }
    return leaf;
}

const struct route *router_find(const struct router *router, enum method method,
                                struct slice path, struct slice params[ROUTE_PARAMS_MAX],
                                unsigned *out_allowed)
{
    *out_allowed = 0;
    for (size_t i = 0; i < ROUTE_PARAMS_MAX; i++)
        params[i] = (struct slice){NULL, 0};
    if (path.len == 0 || path.ptr[0] != '/')
        return NULL;
    struct slice segments = path.len > 1 ? slice_from(path, 1) : (struct slice){NULL, 0};
    const struct leaf *leaf = match(router->root, segments, params);
    for (size_t i = 0; leaf && i < leaf->count; i++)
        if (served_methods(leaf->rows[i]) & (unsigned)method)
            return leaf->rows[i];
    *out_allowed = leaf ? leaf->allowed : 0;
    return NULL;
}
