/* The editor of a tree: the try-out. */
#include "tree_editor_parts.h"

/* ---- GET /staff/drafts/{id}/try ---------------------------------------------------- */

/* "?answers=a,b" of the first `count` answers, and one more. */
static struct slice answers_path(const struct exchange *x, const struct tree_trial *t,
                                 size_t count, struct slice more)
{
    struct buf query;
    buf_init(&query, 0);
    for (size_t i = 0; i < count + (more.len > 0); i++) {
        buf_add_cstr(&query, query.len ? "," : "?answers=");
        buf_add_url_component(&query, i < count ? t->answers[i] : more);
    }
    struct slice path = tree_try_path(x, t->editing.draft.id, query.len ? query.ptr : "");
    buf_release(&query);
    return path;
}

static struct view_list trial_path(const struct exchange *x, const struct tree_trial *t)
{
    size_t count = t->position.path_count;
    struct trial_step_view *steps =
        ARENA_ARRAY(x->arena, count + 1, struct trial_step_view);
    for (size_t i = 0; i < count; i++) {
        const struct tree_state *state = &t->tree.states[t->position.path[i].state];
        steps[i] = (struct trial_step_view){
            state->text, state->answers[t->position.path[i].answer].label,
            answers_path(x, t, i, SLICE(""))};
    }
    return (struct view_list){steps, count};
}

static void add_state_tried(const struct exchange *x, const struct tree_trial *t,
                            struct tree_try_view *view)
{
    const struct tree_state *state = &t->tree.states[t->position.state];
    size_t count = state->answer_count;
    struct trial_answer_view *answers =
        ARENA_ARRAY(x->arena, count + 1, struct trial_answer_view);
    for (size_t i = 0; i < count; i++)
        answers[i] = (struct trial_answer_view){
            state->answers[i].label,
            answers_path(x, t, t->position.path_count, state->answers[i].id)};
    view->answers = (struct view_list){answers, count};
    view->text = state->text;
    view->help = state->help;
    view->team = state->team;
    view->ended = state->kind == STATE_OUTCOME;
    view->escalate = state->outcome == OUTCOME_ESCALATE;
    view->action = state->kind == STATE_ACTION;
    view->edit_url = tree_state_path(x, t->editing.draft.id, t->position.state);
}

static const struct svg_view *trial_picture(const struct exchange *x,
                                            const struct editor *editor,
                                            const struct tree_trial *t)
{
    struct tree_drafting d;
    if (t->tree.state_count > PICTURED_MAX ||
        tree_drafting_get(editor, t->editing.draft.id, &d) != STATUS_OK ||
        !d.layout.node_count)
        return NULL;
    struct svg_view *view = ARENA_NEW(x->arena, struct svg_view);
    const struct drawing_input input = {.tree = &d.text.tree,
                                        .layout = &d.layout,
                                        .current = t->position.state,
                                        .path = t->position.path,
                                        .path_count = t->position.path_count};
    svg_view_make(x->arena, site_of(x), &input, view);
    return view;
}

enum status tree_try_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct tree_trial t;
    int64_t draft = 0;
    if (!draft_of_path(x, 0, &draft))
        return STATUS_NOT_FOUND;
    enum status status =
        tree_try(&editor, draft, request_query(x->request, "answers"), &t);
    if (status != STATUS_OK)
        return status;
    struct tree_try_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = draft_title(x->arena, &t.editing.draft),
        .draft_url = draft_path(x, draft, ""),
        .tree_url = tree_state_path(x, draft, -1),
        .restart_url = tree_try_path(x, draft, ""),
        .nowhere = t.position.state < 0,
        .broken = t.broken,
        .path = trial_path(x, &t),
        .picture = trial_picture(x, &editor, &t),
    };
    if (t.position.path_count)
        view.back_url = answers_path(x, &t, t.position.path_count - 1, SLICE(""));
    if (!view.nowhere)
        add_state_tried(x, &t, &view);
    if (editing_allowed(&editor, &t.editing, STAGE_SAVE) != STATUS_OK)
        view.edit_url = (struct slice){0};
    if (t.position.impact)
        view.impact = level_name(t.position.impact);
    if (t.position.urgency)
        view.urgency = level_name(t.position.urgency);
    if (view.escalate)
        view.priority = t.priority.code;
    return reply_page(x, "tree_try", &view);
}
