/* Where the states of a tree stand when it is drawn. */
#ifndef MODEL_DRAWING_H
#define MODEL_DRAWING_H

#include "model/article.h"
#include "model/tree.h"

struct layout_node {
    int64_t state;              /* index into the tree's states */
    double x, y, width, height; /* centre and size, CSS pixels, y grows downwards */
    struct slices lines;        /* the state's text broken to fit */
};

struct layout_edge {
    int64_t from, answer, to; /* state, answer within it, state */
    struct slice path;        /* SVG path data: "M… C…" */
    struct slices label;      /* broken to fit */
    double label_x, label_y;
};

struct tree_layout {
    double width, height;
    struct layout_node *nodes;
    size_t node_count;
    struct layout_edge *edges;
    size_t edge_count;
};

#endif
