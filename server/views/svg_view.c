/* The drawing of a tree. Coordinates go to the template as text, for a locale would group
 * and point them otherwise. */
#include "views/tree_view.h"

static const struct field svg_line_view_fields[] = {
    FIELD(struct svg_line_view, text, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_line_view, x, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_line_view, y, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
};
static VIEW_TYPE(svg_line_view_type, struct svg_line_view, svg_line_view_fields);

static const struct field svg_node_view_fields[] = {
    FIELD(struct svg_node_view, x, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, y, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, width, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, height, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, question, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, action, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, resolved, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, escalate, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, current, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, visited, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, faulty, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, url, FIELD_URL, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct svg_node_view, level, FIELD_INT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct svg_node_view, note, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct svg_node_view, note_x, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_node_view, note_y, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct svg_node_view, lines, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &svg_line_view_type),
};
static VIEW_TYPE(svg_node_view_type, struct svg_node_view, svg_node_view_fields);

static const struct field svg_edge_view_fields[] = {
    FIELD(struct svg_edge_view, path, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_edge_view, taken, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct svg_edge_view, lines, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &svg_line_view_type),
};
static VIEW_TYPE(svg_edge_view_type, struct svg_edge_view, svg_edge_view_fields);

static const struct field svg_view_fields[] = {
    FIELD(struct svg_view, title, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_view, description, FIELD_TEXT, FIELD_OPTIONAL, SIDE_PAGE),
    FIELD(struct svg_view, page_lang, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_view, width, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_view, height, FIELD_TEXT, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct svg_view, wide, FIELD_BOOL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD_OF(struct svg_view, nodes, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &svg_node_view_type),
    FIELD_OF(struct svg_view, edges, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &svg_edge_view_type),
};
VIEW_TYPE(svg_view_type, struct svg_view, svg_view_fields);

enum { WIDE_PX = 768, LINE_HEIGHT = 18, LABEL_LINE_HEIGHT = 15, BASELINE = 5 };

static struct slice number(struct arena *arena, double value)
{
    return arena_format(arena, "%.1f", value);
}

/* Lines of text centred on x, y. */
static struct view_list lines_make(struct arena *arena, const struct slices *texts,
                                   double x, double y, double line_height)
{
    struct svg_line_view *lines = ARENA_ARRAY(arena, texts->count, struct svg_line_view);
    double first = y - ((double)texts->count - 1) * line_height / 2 + BASELINE;
    for (size_t i = 0; i < texts->count; i++) {
        lines[i].text = site_xml_text(arena, texts->items[i]);
        lines[i].x = number(arena, x);
        lines[i].y = number(arena, first + (double)i * line_height);
    }
    return (struct view_list){lines, texts->count};
}

static bool is_visited(const struct drawing_input *input, int64_t state)
{
    for (size_t i = 0; i < input->path_count; i++)
        if (input->path[i].state == state)
            return true;
    return false;
}

static bool is_taken(const struct drawing_input *input, const struct layout_edge *edge)
{
    for (size_t i = 0; i < input->path_count; i++)
        if (input->path[i].state == edge->from && input->path[i].answer == edge->answer)
            return true;
    return false;
}

static void make_node(struct arena *arena, const struct drawing_input *input,
                      const struct layout_node *node, struct svg_node_view *out_view)
{
    const struct tree_state *state = &input->tree->states[node->state];
    *out_view = (struct svg_node_view){
        .x = number(arena, node->x - node->width / 2),
        .y = number(arena, node->y - node->height / 2),
        .width = number(arena, node->width),
        .height = number(arena, node->height),
        .question = state->kind == STATE_QUESTION,
        .action = state->kind == STATE_ACTION,
        .resolved = state->kind == STATE_OUTCOME && state->outcome != OUTCOME_ESCALATE,
        .escalate = state->kind == STATE_OUTCOME && state->outcome == OUTCOME_ESCALATE,
        .current = node->state == input->current,
        .visited = is_visited(input, node->state),
        .faulty = input->faulty && input->faulty[node->state],
        .url = input->urls ? input->urls[node->state] : (struct slice){0},
        .level = input->levels ? input->levels[node->state] : VIEW_NONE,
        .note = input->notes ? input->notes[node->state] : (struct slice){0},
        .note_x = number(arena, node->x),
        .note_y = number(arena, node->y + node->height / 2 + LABEL_LINE_HEIGHT),
        .lines = lines_make(arena, &node->lines, node->x, node->y, LINE_HEIGHT),
    };
}

static struct view_list nodes_make(struct arena *arena, const struct drawing_input *input)
{
    struct svg_node_view *nodes =
        ARENA_ARRAY(arena, input->layout->node_count, struct svg_node_view);
    for (size_t i = 0; i < input->layout->node_count; i++)
        make_node(arena, input, &input->layout->nodes[i], &nodes[i]);
    return (struct view_list){nodes, input->layout->node_count};
}

static struct view_list edges_make(struct arena *arena, const struct drawing_input *input)
{
    struct svg_edge_view *edges =
        ARENA_ARRAY(arena, input->layout->edge_count, struct svg_edge_view);
    for (size_t i = 0; i < input->layout->edge_count; i++) {
        const struct layout_edge *edge = &input->layout->edges[i];
        edges[i].path = edge->path;
        edges[i].taken = is_taken(input, edge);
        edges[i].lines = lines_make(arena, &edge->label, edge->label_x, edge->label_y,
                                    LABEL_LINE_HEIGHT);
    }
    return (struct view_list){edges, input->layout->edge_count};
}

void svg_view_make(struct arena *arena, const struct site_info *site,
                   const struct drawing_input *input, struct svg_view *out_view)
{
    *out_view = (struct svg_view){
        .title = site_xml_text(arena, input->tree->title),
        .description = site_xml_text(arena, input->tree->description),
        .page_lang = site->lang,
        .width = number(arena, input->layout->width),
        .height = number(arena, input->layout->height),
        .wide = input->layout->width > WIDE_PX,
        .nodes = nodes_make(arena, input),
        .edges = edges_make(arena, input),
    };
}
