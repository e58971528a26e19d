/* A tree with what became of its runs, drawn into its picture. */
#include "base/clock.h"
#include "insights.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/csv.h"

static struct slice kind_of(const struct tree_state *state)
{
    return state->kind == STATE_OUTCOME ? outcome_kind_name(state->outcome)
                                        : state_kind_name(state->kind);
}

/* Per cent of the runs that ended there; VIEW_NONE: there was none. */
static int64_t share_of(const struct insight_tree *tree, size_t state)
{
    return tree->runs ? (tree->states[state].standing * 100 + tree->runs / 2) / tree->runs
                      : VIEW_NONE;
}

/* How much of all got lost there: 1 … 4. What ends at an outcome is not lost. */
static int64_t level_of(const struct insight_tree *tree, size_t state)
{
    int64_t share = share_of(tree, state);
    if (tree->tree.tree->states[state].kind == STATE_OUTCOME || share == VIEW_NONE ||
        !tree->states[state].standing)
        return VIEW_NONE;
    return share >= 25 ? 4 : share >= 10 ? 3 : share >= 3 ? 2 : 1;
}

static struct slice number_text(const struct exchange *x, int64_t number)
{
    return arena_format(x->arena, "%lld", (long long)number);
}

/* "12 (34 %) stopped, 3 back", as far as there is anything to say. */
static struct slice note_of(const struct exchange *x, const struct insight_tree *tree,
                            size_t state)
{
    const struct insight_state *of = &tree->states[state];
    bool outcome = tree->tree.tree->states[state].kind == STATE_OUTCOME;
    const struct message_arg args[] = {{"standing", number_text(x, of->standing)},
                                       {"share", number_text(x, share_of(tree, state))},
                                       {"backs", number_text(x, of->backs)},
                                       {NULL, {0}}};
    const char *key = outcome     ? "insights.note.ended"
                      : of->backs ? "insights.note.stopped_back"
                                  : "insights.note.stopped";
    if (!of->reached)
        return (struct slice){0};
    return site_message(x->arena, site_of(x), site_of(x)->lang, key, args);
}

static enum status flow_of(struct exchange *x, const struct insight_tree *tree,
                           const struct svg_view **out_flow)
{
    struct reader reader = reader_of(x);
    struct tree_layout layout;
    size_t count = tree->tree.tree->state_count;
    enum status status =
        guiding_drawing(&reader, &tree->tree.stored, tree->tree.tree, &layout);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    struct slice *notes = ARENA_ARRAY(x->arena, count + 1, struct slice);
    int64_t *levels = ARENA_ARRAY(x->arena, count + 1, int64_t);
    for (size_t i = 0; i < count; i++) {
        notes[i] = note_of(x, tree, i);
        levels[i] = level_of(tree, i);
    }
    const struct drawing_input input = {.tree = tree->tree.tree,
                                        .layout = &layout,
                                        .current = -1,
                                        .notes = notes,
                                        .levels = levels};
    struct svg_view *flow = ARENA_NEW(x->arena, struct svg_view);
    svg_view_make(x->arena, site_of(x), &input, flow);
    *out_flow = flow;
    return STATUS_OK;
}

static struct view_list states_of(const struct exchange *x,
                                  const struct insight_tree *tree)
{
    size_t count = tree->tree.tree->state_count;
    struct insights_state_view *rows =
        ARENA_ARRAY(x->arena, count + 1, struct insights_state_view);
    for (size_t i = 0; i < count; i++) {
        const struct tree_state *state = &tree->tree.tree->states[i];
        rows[i] = (struct insights_state_view){
            .text = state->text,
            .kind = kind_of(state),
            .reached = tree->states[i].reached,
            .standing = tree->states[i].standing,
            .share = share_of(tree, i),
            .backs = tree->states[i].backs,
            .outcome = state->kind == STATE_OUTCOME,
        };
    }
    return (struct view_list){rows, count};
}

static const char *own_path(const struct exchange *x, const char *ending)
{
    struct slice slug = site_path(x->arena, &(struct site_info){.prefix = SLICE("")}, "",
                                  x->request->params[0]);
    return arena_format(x->arena, "/staff/insights/trees/" SLICE_FMT "%s",
                        SLICE_ARG(slug), ending)
        .ptr;
}

enum status insights_tree_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct insight_period period;
    struct insight_tree tree = {0};
    struct insights_tree_view view = {0};
    struct chart_view *chart = ARENA_NEW(x->arena, struct chart_view);
    enum status asked = insights_asked(x, false, &period);
    if (asked != STATUS_OK && asked != STATUS_INVALID)
        return asked;
    if (asked == STATUS_INVALID)
        x->response->code = status_http(STATUS_INVALID);
    enum status status = insights_tree(&reader, x->request->params[0], &period, &tree);
    if (status == STATUS_OK)
        status = insights_filter_make(x, own_path(x, ""), false, &period, &view.filter);
    if (status == STATUS_OK)
        status = flow_of(x, &tree, &view.flow);
    if (status != STATUS_OK)
        return status;
    struct slice csv = insights_url(x, own_path(x, ".csv"), &period, 0);
    insights_chart_make(x, INSIGHTS_OUTCOMES, &tree.days, csv, chart);
    view.frame = form_frame_make(x->arena, site_of(x));
    view.insights_url = staff_path(x, "/staff/insights");
    view.title = tree.tree.tree->title;
    view.tree_url = tree_path(x, tree.tree.stored.slug, "");
    view.csv_url = csv;
    view.revision = tree.tree.stored.revision;
    view.runs = tree.runs;
    view.empty = tree.runs == 0;
    view.chart = chart;
    view.states = states_of(x, &tree);
    view.errors = form_errors_make(x->arena, &x->problems);
    return reply_page(x, "insights_tree", &view);
}

enum status insights_tree_csv(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct insight_period period;
    struct insight_tree tree = {0};
    enum status status = insights_asked(x, false, &period);
    if (status == STATUS_OK)
        status = insights_tree(&reader, x->request->params[0], &period, &tree);
    if (status != STATUS_OK)
        return status;
    struct buf *out = insights_csv_begin(x, SLICE("tree"));
    buf_add_cstr(out, "state,text,kind,reached,ended_here,back_from_here\r\n");
    for (size_t i = 0; i < tree.tree.tree->state_count; i++) {
        const struct tree_state *state = &tree.tree.tree->states[i];
        csv_text(out, state->id, ",");
        csv_text(out, state->text, ",");
        csv_text(out, kind_of(state), ",");
        csv_number(out, tree.states[i].reached, ",");
        csv_number(out, tree.states[i].standing, ",");
        csv_number(out, tree.states[i].backs, "\r\n");
    }
    return STATUS_OK;
}
