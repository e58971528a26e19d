/* Graphviz' dot finds the places. It is given boxes of a size that we measured and no
 * text, so it needs neither fonts nor a display. Each answer's label is a small box of
 * its own between two states, so that no label lies on another. */
#include "format/tree_layout.h"

#include "base/buf.h"
#include "label_text.h"
#include "pixels.h"

#include <pthread.h>
#include <stdlib.h>

#include <gvc.h>

enum {
    STATE_WIDTH_PX = 200,
    LABEL_WIDTH_PX = 130,
    PADDING_X_PX = 14,
    PADDING_Y_PX = 10,
    LINES_MAX = 6,
    LABEL_LINES_MAX = 5,
    MARGIN_PX = 16,
    GAP_PX = 28,
    BOXES_AT_EASE = 80, /* dot may try as hard as it likes */
    BOXES_MAX = 300     /* beyond, it takes too long for a thing that people wait for */
};

/* dot loses a few hundred bytes a drawing (seen in 2.42.2) that nobody can reach any
 * more. Drawings are made when a tree is saved, so we bear it; the leak checker is told
 * to look away here only. */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
static void expect_leaks(bool expected)
{
    if (expected)
        __lsan_disable();
    else
        __lsan_enable();
}
#else
static void expect_leaks(bool expected)
{
    (void)expected;
}
#endif

static pthread_mutex_t the_lock = PTHREAD_MUTEX_INITIALIZER;
static GVC_t
    *the_context; /* made once, under the lock; Graphviz cannot give all of it back */

/* ---- measuring --------------------------------------------------------------------- */

static double widest(const struct slices *lines)
{
    double width = 0;
    for (size_t i = 0; i < lines->count; i++)
        width = wider(width, label_width(lines->items[i]));
    return round_up(width);
}

static void measure_states(struct arena *arena, const struct tree *tree,
                           struct tree_layout *layout)
{
    layout->node_count = tree->state_count;
    layout->nodes = ARENA_ARRAY(arena, tree->state_count, struct layout_node);
    for (size_t s = 0; s < tree->state_count; s++) {
        struct layout_node *node = &layout->nodes[s];
        node->state = (int64_t)s;
        node->lines = label_break(arena, tree->states[s].text, STATE_WIDTH_PX, LINES_MAX);
        node->width = wider(widest(&node->lines), 80) + 2 * PADDING_X_PX;
        node->height = (double)node->lines.count * LABEL_LINE_PX + 2 * PADDING_Y_PX;
    }
}

static void measure_answers(struct arena *arena, const struct tree *tree,
                            struct tree_layout *layout)
{
    size_t count = 0;
    for (size_t s = 0; s < tree->state_count; s++)
        count += tree->states[s].answer_count;
    layout->edges = ARENA_ARRAY(arena, count, struct layout_edge);
    for (size_t s = 0; s < tree->state_count; s++)
        for (size_t a = 0; a < tree->states[s].answer_count; a++) {
            const struct tree_answer *answer = &tree->states[s].answers[a];
            if (answer->target_index < 0)
                continue;
            struct layout_edge *edge = &layout->edges[layout->edge_count++];
            edge->from = (int64_t)s;
            edge->answer = (int64_t)a;
            edge->to = answer->target_index;
            edge->label =
                label_break(arena, answer->label, LABEL_WIDTH_PX, LABEL_LINES_MAX);
        }
}

static double label_height(const struct layout_edge *edge)
{
    return (double)edge->label.count * LABEL_LINE_PX + 4;
}

/* ---- dot
 * --------------------------------------------------------------------------------------
 */

static void set(void *object, const char *name, const char *value)
{
    agsafeset(object, (char *)name, (char *)value, (char *)"");
}

static void set_px(void *object, const char *name, double px)
{
    char inches[32];
    snprintf(inches, sizeof inches, "%.4f", px / 72);
    set(object, name, inches);
}

static Agnode_t *add_box(Agraph_t *graph, const char *prefix, size_t number, double width,
                         double height)
{
    char name[32];
    snprintf(name, sizeof name, "%s%zu", prefix, number);
    Agnode_t *box = agnode(graph, name, 1);
    set(box, "shape", "box");
    set(box, "label", "");
    set(box, "fixedsize", "true");
    set_px(box, "width", width);
    set_px(box, "height", height);
    return box;
}

struct drawing {
    Agraph_t *graph;
    Agnode_t **states, **labels;
    Agedge_t **into, **out_of; /* of each label */
};

static Agedge_t *connect(Agraph_t *graph, Agnode_t *from, Agnode_t *to)
{
    char none[] = "";
    Agedge_t *edge = agedge(graph, from, to, none, 1);
    set(edge, "arrowhead", "none");
    return edge;
}

/* A graph of a few hundred boxes with many cross links keeps dot busy for minutes; with
 * these limits it takes a second, for a few more crossings. */
static void limit_effort(Agraph_t *graph)
{
    set(graph, "nslimit", "1");
    set(graph, "nslimit1", "1");
    set(graph, "mclimit", "0.1");
}

static void draw(struct arena *arena, const struct tree_layout *layout,
                 struct drawing *out)
{
    char name[] = "tree";
    struct drawing d = {.graph = agopen(name, Agdirected, NULL)};
    if (!d.graph)
        abort();
    set(d.graph, "rankdir", "TB");
    set(d.graph, "ordering", "out");
    if (layout->node_count + layout->edge_count > BOXES_AT_EASE)
        limit_effort(d.graph);
    set_px(d.graph, "ranksep", 26);
    set_px(d.graph, "nodesep", 18);
    d.states = ARENA_ARRAY(arena, layout->node_count, Agnode_t *);
    d.labels = ARENA_ARRAY(arena, layout->edge_count, Agnode_t *);
    d.into = ARENA_ARRAY(arena, layout->edge_count, Agedge_t *);
    d.out_of = ARENA_ARRAY(arena, layout->edge_count, Agedge_t *);
    for (size_t i = 0; i < layout->node_count; i++)
        d.states[i] =
            add_box(d.graph, "s", i, layout->nodes[i].width, layout->nodes[i].height);
    for (size_t i = 0; i < layout->edge_count; i++) {
        const struct layout_edge *e = &layout->edges[i];
        d.labels[i] = add_box(d.graph, "a", i, widest(&e->label) + 10, label_height(e));
        d.into[i] = connect(d.graph, d.states[e->from], d.labels[i]);
        d.out_of[i] = connect(d.graph, d.labels[i], d.states[e->to]);
    }
    *out = d;
}

/* Tenths of a pixel, written without the locale. */
static void add_number(struct buf *path, double px)
{
    long long tenths = tenths_of(px);
    const char *sign = tenths < 0 ? "-" : "";
    tenths = tenths < 0 ? -tenths : tenths;
    buf_add_format(path, tenths % 10 ? "%s%lld.%lld" : "%s%lld", sign, tenths / 10,
                   tenths % 10);
}

static void add_point(struct buf *path, pointf point, double height)
{
    add_number(path, point.x + MARGIN_PX);
    buf_add_byte(path, ' ');
    add_number(path, height - point.y + MARGIN_PX);
}

static void add_splines(struct buf *path, Agedge_t *edge, double height)
{
    const splines *all = ED_spl(edge);
    for (int i = 0; all && i < (int)all->size; i++) {
        const bezier *curve = &all->list[i];
        for (int p = 0; p < (int)curve->size; p++) {
            buf_add_cstr(path, p == 0       ? (path->len ? " M" : "M")
                               : p % 3 == 1 ? " C"
                                            : " ");
            add_point(path, curve->list[p], height);
        }
    }
}

static void read_places(struct arena *arena, const struct drawing *d,
                        struct tree_layout *layout)
{
    double height = GD_bb(d->graph).UR.y, width = GD_bb(d->graph).UR.x;
    layout->width = round_up(width) + 2 * MARGIN_PX;
    layout->height = round_up(height) + 2 * MARGIN_PX;
    for (size_t i = 0; i < layout->node_count; i++) {
        layout->nodes[i].x = round_tenth(ND_coord(d->states[i]).x + MARGIN_PX);
        layout->nodes[i].y = round_tenth(height - ND_coord(d->states[i]).y + MARGIN_PX);
    }
    for (size_t i = 0; i < layout->edge_count; i++) {
        struct buf path;
        buf_init(&path, 0);
        layout->edges[i].label_x = round_tenth(ND_coord(d->labels[i]).x + MARGIN_PX);
        layout->edges[i].label_y =
            round_tenth(height - ND_coord(d->labels[i]).y + MARGIN_PX);
        add_splines(&path, d->into[i], height);
        add_splines(&path, d->out_of[i], height);
        layout->edges[i].path = arena_slice(arena, buf_slice(&path));
        buf_release(&path);
    }
}

/* false when Graphviz cannot lay it out (its dot plugin is missing). */
static bool place_with_dot(struct arena *arena, struct tree_layout *layout)
{
    struct drawing d;
    if (pthread_mutex_lock(&the_lock) != 0)
        abort();
    expect_leaks(true);
    agseterr(AGMAX);
    if (!the_context)
        the_context = gvContext();
    draw(arena, layout, &d);
    bool good = the_context && gvLayout(the_context, d.graph, "dot") == 0;
    if (good) {
        read_places(arena, &d, layout);
        gvFreeLayout(the_context, d.graph);
    }
    agclose(d.graph);
    expect_leaks(false);
    pthread_mutex_unlock(&the_lock);
    return good;
}

/* ---- rows
 * ---------------------------------------------------------------------------------------
 */

/* Steps from the start; what cannot be reached stands below all. */
static size_t *depths_of(struct arena *arena, const struct tree *tree)
{
    size_t count = tree->state_count, head = 0, tail = 0;
    size_t *depth = ARENA_ARRAY(arena, count, size_t);
    size_t *queue = ARENA_ARRAY(arena, count, size_t);
    for (size_t i = 0; i < count; i++)
        depth[i] = count;
    if (tree->start >= 0) {
        depth[tree->start] = 0;
        queue[tail++] = (size_t)tree->start;
    }
    while (head < tail) {
        const struct tree_state *state = &tree->states[queue[head]];
        size_t next = depth[queue[head++]] + 1;
        for (size_t a = 0; a < state->answer_count; a++) {
            int64_t to = state->answers[a].target_index;
            if (to < 0 || depth[to] != count)
                continue;
            depth[to] = next;
            queue[tail++] = (size_t)to;
        }
    }
    return depth;
}

static void place_row(struct tree_layout *layout, const size_t *depth, size_t row,
                      double *y)
{
    double x = MARGIN_PX, tallest = 0;
    for (size_t i = 0; i < layout->node_count; i++) {
        struct layout_node *node = &layout->nodes[i];
        if (depth[i] != row)
            continue;
        tallest = wider(tallest, node->height);
        node->x = round_tenth(x + node->width / 2);
        node->y = round_tenth(*y + node->height / 2);
        x += node->width + GAP_PX;
    }
    layout->width = wider(layout->width, x - GAP_PX + MARGIN_PX);
    if (tallest > 0)
        *y += tallest + 4 * GAP_PX;
}

static void draw_straight(struct arena *arena, struct tree_layout *layout,
                          struct layout_edge *edge)
{
    const struct layout_node *from = &layout->nodes[edge->from];
    const struct layout_node *to = &layout->nodes[edge->to];
    double points[] = {from->x, from->y + from->height / 2, to->x,
                       to->y - to->height / 2};
    struct buf path;
    buf_init(&path, 0);
    for (size_t i = 0; i < 4; i++) {
        buf_add_cstr(&path, i == 0 ? "M" : i == 2 ? " L" : " ");
        add_number(&path, points[i]);
    }
    edge->path = arena_slice(arena, buf_slice(&path));
    buf_release(&path);
    edge->label_x = round_tenth((points[0] + points[2]) / 2);
    edge->label_y = round_tenth((points[1] + points[3]) / 2);
}

/* For trees that are too large for dot: each state in the row of its distance from the
 * start. */
static void place_in_rows(struct arena *arena, const struct tree *tree,
                          struct tree_layout *layout)
{
    const size_t *depth = depths_of(arena, tree);
    double y = MARGIN_PX;
    for (size_t row = 0; row <= tree->state_count; row++)
        place_row(layout, depth, row, &y);
    layout->width = round_up(layout->width);
    layout->height = round_up(y - 4 * GAP_PX + MARGIN_PX);
    for (size_t i = 0; i < layout->edge_count; i++)
        draw_straight(arena, layout, &layout->edges[i]);
}

enum status tree_layout_make(struct arena *arena, const struct tree *tree,
                             struct tree_layout *out_layout)
{
    struct tree_layout layout = {0};
    if (tree->state_count == 0)
        return STATUS_INVALID;
    measure_states(arena, tree, &layout);
    measure_answers(arena, tree, &layout);
    if (layout.node_count + layout.edge_count > BOXES_MAX ||
        !place_with_dot(arena, &layout))
        place_in_rows(arena, tree, &layout);
    *out_layout = layout;
    return STATUS_OK;
}
