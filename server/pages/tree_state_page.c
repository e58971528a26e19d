/* The editor of a tree: one state. */
#include "tree_editor_parts.h"

/* ---- GET /staff/drafts/{id}/tree/{number} ------------------------------------------ */

static const char *const level_names[] = {"", "high", "medium", "low"};

static struct slice answer_error(const struct exchange *x, const struct tree_drafting *d,
                                 int64_t state, size_t answer, const char *field)
{
    return tree_error_at(x, d, state,
                         arena_format(x->arena, "answer-%zu-%s", answer, field).ptr);
}

static struct tree_answer_form_view answer_view(const struct exchange *x,
                                                const struct tree_drafting *d,
                                                int64_t state, size_t number,
                                                const struct typed_answer *typed,
                                                bool many)
{
    const struct sketch_answer *answer = &typed->answer;
    int64_t target = sketch_find(&d->sketch, answer->target);
    struct slice impact = answer_error(x, d, state, number, "impact");
    struct slice urgency = answer_error(x, d, state, number, "urgency");
    struct tree_answer_form_view view = {
        .number = (int64_t)number,
        .shown = (int64_t)number + 1,
        .was = typed->was < 0 ? VIEW_NONE : typed->was,
        .id = answer->id,
        .label = answer->label,
        .target = answer->target,
        .new_state = typed->new_state,
        .impacts = tree_named_choices(x, level_names, 4, answer->impact),
        .urgencies = tree_named_choices(x, level_names, 4, answer->urgency),
        .id_error = answer_error(x, d, state, number, "id"),
        .label_error = answer_error(x, d, state, number, "label"),
        .target_error = answer_error(x, d, state, number, "target"),
        .new_error = answer_error(x, d, state, number, "new"),
        .fact_error = impact.len ? impact : urgency,
        .first = number == 0,
        .is_new = typed->was < 0,
    };
    if (!many)
        view.targets = tree_state_choices(x, &d->sketch, answer->target);
    if (target >= 0)
        view.target_url = tree_state_path(x, d->editing.draft.id, target);
    return view;
}

static struct view_list answer_forms(const struct exchange *x,
                                     const struct tree_drafting *d, int64_t state,
                                     const struct tree_form *typed, bool many)
{
    const struct sketch_state *kept = &d->sketch.states[state];
    size_t count = typed ? typed->answer_count : kept->answer_count;
    struct tree_answer_form_view *views =
        ARENA_ARRAY(x->arena, count + 1, struct tree_answer_form_view);
    for (size_t i = 0; i < count; i++) {
        struct typed_answer answer = {
            .answer = typed ? typed->answers[i].answer : kept->answers[i],
            .was = (int64_t)i};
        if (typed)
            answer = typed->answers[i];
        views[i] = answer_view(x, d, state, i, &answer, many);
    }
    const struct typed_answer none = {.answer = {.id = SLICE("")}, .was = -1};
    if (count < TREE_ANSWERS_MAX) {
        views[count] = answer_view(x, d, state, count, &none, many);
        count++;
    }
    size_t real = typed ? typed->answer_count : kept->answer_count;
    for (size_t i = 0; i < count; i++)
        views[i].last = i + 1 >= real;
    return (struct view_list){views, count};
}

/* The answers that lead to a state. */
static struct view_list ways_to(const struct exchange *x, const struct tree_drafting *d,
                                int64_t state)
{
    const struct tree_sketch *sketch = &d->sketch;
    size_t max = sketch_leads_to(sketch, (size_t)state), count = 0;
    struct tree_state_link_view *links =
        ARENA_ARRAY(x->arena, max + 1, struct tree_state_link_view);
    for (size_t s = 0; s < sketch->state_count && count < max; s++)
        for (size_t a = 0; a < sketch->states[s].answer_count && count < max; a++)
            if (slice_eq(sketch->states[s].answers[a].target, sketch->states[state].id))
                links[count++] = (struct tree_state_link_view){
                    tree_state_path(x, d->editing.draft.id, (int64_t)s),
                    sketch->states[s].text, sketch->states[s].answers[a].label};
    return (struct view_list){links, count};
}

static void add_state(const struct exchange *x, const struct tree_drafting *d,
                      int64_t state, const struct tree_form *typed,
                      struct tree_state_form_view *view)
{
    const struct sketch_state *shown = typed ? &typed->typed : &d->sketch.states[state];
    view->id = shown->id;
    view->text = shown->text;
    view->help = shown->help;
    view->step = shown->step;
    view->team = shown->team;
    view->kinds = tree_named_choices(x, tree_kind_names, 4, tree_form_kind(shown));
    view->id_error = tree_error_at(x, d, state, "id");
    view->text_error = tree_error_at(x, d, state, "text");
    view->help_error = tree_error_at(x, d, state, "help");
    view->step_error = tree_error_at(x, d, state, "step");
    view->team_error = tree_error_at(x, d, state, "team");
    view->kind_error = tree_error_at(x, d, state, "kind");
    view->answers_error = tree_error_at(x, d, state, "answers");
    view->answers = answer_forms(x, d, state, typed, view->many);
    view->came_from = ways_to(x, d, state);
    view->targets = tree_state_choices(x, &d->sketch, SLICE(""));
}

enum status tree_reply_state(struct exchange *x, int64_t draft, int64_t state,
                             const struct tree_form *typed)
{
    struct editor editor = editor_of(x);
    struct tree_drafting d;
    enum status status = tree_drafting_get(&editor, draft, &d);
    if (status == STATUS_OK)
        status = tree_may_save(&editor, &d, typed);
    if (status != STATUS_OK)
        return status;
    if (!d.by_fields || state < 0 || (size_t)state >= d.sketch.state_count)
        return STATUS_NOT_FOUND;
    size_t count = d.sketch.state_count;
    struct tree_state_form_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = draft_title(x->arena, &d.editing.draft),
        .draft_url = draft_path(x, draft, ""),
        .tree_url = tree_state_path(x, draft, -1),
        .save_url = tree_state_path(x, draft, state),
        .try_url = tree_try_path(x, draft, ""),
        .stage = stage_name(d.editing.draft.stage),
        .version = typed ? typed->version : d.editing.draft.version,
        .number = state + 1,
        .state_count = (int64_t)count,
        .fault_count = (int64_t)d.problems->errors,
        .saved = request_query(x->request, "saved").len > 0,
        .many = count > CHOOSABLE_MAX,
        .faults = tree_faults_of(x, &d, SEVERITY_ERROR, state, false),
        .others = tree_faults_of(x, &d, SEVERITY_ERROR, state, true),
        .errors = form_errors_make(x->arena, &x->problems),
        .why = typed ? request_form(x->request, "why") : (struct slice){0},
        .picture = count <= PICTURED_MAX ? tree_picture_of(x, &d, state) : NULL,
    };
    if (state > 0)
        view.previous_url = tree_state_path(x, draft, state - 1);
    if ((size_t)state + 1 < count)
        view.next_url = tree_state_path(x, draft, state + 1);
    add_state(x, &d, state, typed, &view);
    return reply_page(x, "tree_state", &view);
}

/* The state that the path names, from 0. */
enum status tree_state_page(struct exchange *x)
{
    int64_t draft = 0, state = 0;
    return draft_of_path(x, 0, &draft) && tree_state_of_path(x, &state)
               ? tree_reply_state(x, draft, state, NULL)
               : STATUS_NOT_FOUND;
}
