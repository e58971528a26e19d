/* A layout as text, to be stored with the tree's revision:
 *
 *   layout 1 WIDTH HEIGHT NODES EDGES
 *   node STATE X Y WIDTH HEIGHT LINES      then that many lines of text
 *   edge FROM ANSWER TO X Y LINES          then the path, then that many lines of text
 *   end
 *
 * Lengths are tenths of a CSS pixel. Whatever is not exactly this is refused. */
#include "format/tree_layout.h"

#include "base/buf.h"
#include "pixels.h"

enum { LENGTH_MAX = 100000000, LINES_MAX = 100 };

static void add_lines(struct buf *out, const struct slices *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        buf_add(out, lines->items[i]);
        buf_add_byte(out, '\n');
    }
}

struct slice tree_layout_write(struct arena *arena, const struct tree_layout *layout)
{
    struct buf out;
    buf_init(&out, 0);
    buf_add_format(&out, "layout 1 %lld %lld %zu %zu\n", tenths_of(layout->width),
                   tenths_of(layout->height), layout->node_count, layout->edge_count);
    for (size_t i = 0; i < layout->node_count; i++) {
        const struct layout_node *n = &layout->nodes[i];
        buf_add_format(&out, "node %lld %lld %lld %lld %lld %zu\n", (long long)n->state,
                       tenths_of(n->x), tenths_of(n->y), tenths_of(n->width),
                       tenths_of(n->height), n->lines.count);
        add_lines(&out, &n->lines);
    }
    for (size_t i = 0; i < layout->edge_count; i++) {
        const struct layout_edge *e = &layout->edges[i];
        buf_add_format(&out, "edge %lld %lld %lld %lld %lld %zu\n" SLICE_FMT "\n",
                       (long long)e->from, (long long)e->answer, (long long)e->to,
                       tenths_of(e->label_x), tenths_of(e->label_y), e->label.count,
                       SLICE_ARG(e->path));
        add_lines(&out, &e->label);
    }
    buf_add_cstr(&out, "end\n");
    struct slice text = arena_slice(arena, buf_slice(&out));
    buf_release(&out);
    return text;
}

/* ---- reading ----------------------------------------------------------------------- */

struct layout_reader {
    struct arena *arena;
    const struct tree *tree;
    struct slice rest;
};

/* Reads a line "word n n n …" with exactly `count` whole numbers, perhaps none. */
static bool read_numbers(struct layout_reader *r, const char *word, int64_t *out,
                         size_t count)
{
    struct slice line, part;
    if (!slice_line(&r->rest, &line) || !slice_split(&line, ' ', &part) ||
        !slice_eq_cstr(part, word))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!slice_split(&line, ' ', &part) || !slice_int64(part, &out[i]) ||
            out[i] > LENGTH_MAX || out[i] < -LENGTH_MAX)
            return false;
    return line.ptr == NULL;
}

static bool read_lines(struct layout_reader *r, int64_t count, struct slices *out_lines)
{
    if (count < 1 || count > LINES_MAX)
        return false;
    struct slice *items = ARENA_ARRAY(r->arena, (size_t)count, struct slice);
    for (int64_t i = 0; i < count; i++) {
        struct slice line;
        if (!slice_line(&r->rest, &line))
            return false;
        items[i] = arena_slice(r->arena, line);
    }
    *out_lines = (struct slices){items, (size_t)count};
    return true;
}

static bool read_node(struct layout_reader *r, struct layout_node *node)
{
    int64_t n[6];
    if (!read_numbers(r, "node", n, 6) || n[0] < 0 ||
        n[0] >= (int64_t)r->tree->state_count || n[3] < 0 || n[4] < 0)
        return false;
    *node = (struct layout_node){.state = n[0],
                                 .x = (double)n[1] / 10,
                                 .y = (double)n[2] / 10,
                                 .width = (double)n[3] / 10,
                                 .height = (double)n[4] / 10};
    return read_lines(r, n[5], &node->lines);
}

static bool is_path(struct slice path)
{
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '\0' || !strchr("MCL0123456789.- ", path.ptr[i]))
            return false;
    return path.len > 0 && path.ptr[0] == 'M';
}

static bool read_edge(struct layout_reader *r, struct layout_edge *edge)
{
    int64_t n[6];
    struct slice path;
    if (!read_numbers(r, "edge", n, 6) || n[0] < 0 ||
        n[0] >= (int64_t)r->tree->state_count || n[1] < 0 ||
        n[1] >= (int64_t)r->tree->states[n[0]].answer_count ||
        n[2] != r->tree->states[n[0]].answers[n[1]].target_index ||
        !slice_line(&r->rest, &path) || !is_path(path))
        return false;
    *edge = (struct layout_edge){.from = n[0],
                                 .answer = n[1],
                                 .to = n[2],
                                 .path = arena_slice(r->arena, path),
                                 .label_x = (double)n[3] / 10,
                                 .label_y = (double)n[4] / 10};
    return read_lines(r, n[5], &edge->label);
}

static bool read_layout(struct layout_reader *r, struct tree_layout *layout)
{
    int64_t n[5];
    size_t answers = 0;
    for (size_t s = 0; s < r->tree->state_count; s++)
        answers += r->tree->states[s].answer_count;
    if (!read_numbers(r, "layout", n, 5) || n[0] != 1 || n[1] < 0 || n[2] < 0 ||
        n[3] != (int64_t)r->tree->state_count || n[4] < 0 || n[4] > (int64_t)answers)
        return false;
    layout->width = (double)n[1] / 10;
    layout->height = (double)n[2] / 10;
    layout->node_count = (size_t)n[3];
    layout->edge_count = (size_t)n[4];
    layout->nodes = ARENA_ARRAY(r->arena, layout->node_count, struct layout_node);
    layout->edges = ARENA_ARRAY(r->arena, layout->edge_count, struct layout_edge);
    for (size_t i = 0; i < layout->node_count; i++)
        if (!read_node(r, &layout->nodes[i]))
            return false;
    for (size_t i = 0; i < layout->edge_count; i++)
        if (!read_edge(r, &layout->edges[i]))
            return false;
    return read_numbers(r, "end", NULL, 0) && r->rest.len == 0;
}

enum status tree_layout_read(struct arena *arena, const struct tree *tree,
                             struct slice text, struct tree_layout *out_layout)
{
    struct layout_reader r = {arena, tree, text};
    struct tree_layout layout = {0};
    if (!read_layout(&r, &layout))
        return STATUS_MALFORMED;
    *out_layout = layout;
    return STATUS_OK;
}
