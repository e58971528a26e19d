/* The editor of a tree: the whole, with its states. */
#include "tree_editor_parts.h"

enum { STATES_A_PAGE = 50 };

/* ---- GET /staff/drafts/{id}/tree --------------------------------------------------- */

static struct view_list state_rows(const struct exchange *x,
                                   const struct tree_drafting *d, size_t from)
{
    size_t count = d->sketch.state_count, kept = 0;
    struct tree_state_row_view *rows =
        ARENA_ARRAY(x->arena, STATES_A_PAGE, struct tree_state_row_view);
    for (size_t i = from; i < count && kept < STATES_A_PAGE; i++) {
        const struct sketch_state *state = &d->sketch.states[i];
        rows[kept++] = (struct tree_state_row_view){
            .number = (int64_t)i + 1,
            .id = state->id,
            .text = state->text,
            .kind = tree_is_kind(tree_form_kind(state)) ? tree_form_kind(state)
                                                        : (struct slice){0},
            .odd_kind = tree_form_kind(state),
            .url = tree_state_path(x, d->editing.draft.id, (int64_t)i),
            .answers = (int64_t)state->answer_count,
            .leads_to = (int64_t)sketch_leads_to(&d->sketch, i),
            .faults = tree_faults_at(d, (int64_t)i),
            .start = slice_eq(d->sketch.start, state->id),
        };
    }
    return (struct view_list){rows, kept};
}

static struct slice page_path(const struct exchange *x, int64_t draft, int64_t page)
{
    return draft_path(x, draft,
                      arena_format(x->arena, "/tree?page=%lld", (long long)page).ptr);
}

static void add_states(const struct exchange *x, const struct tree_drafting *d,
                       int64_t page, struct tree_edit_view *view)
{
    size_t from = (size_t)(page - 1) * STATES_A_PAGE;
    int64_t draft = d->editing.draft.id;
    view->state_count = (int64_t)d->sketch.state_count;
    view->states = state_rows(x, d, from);
    if (page > 1)
        view->previous_url = page_path(x, draft, page - 1);
    if (from + STATES_A_PAGE < d->sketch.state_count)
        view->next_url = page_path(x, draft, page + 1);
    view->many = d->sketch.state_count > CHOOSABLE_MAX;
    view->starts = tree_state_choices(x, &d->sketch, view->start);
}

/* What was typed, where the form comes back. */
static void add_head(const struct exchange *x, const struct tree_drafting *d,
                     const struct tree_form *typed, struct tree_edit_view *view)
{
    bool head = typed && typed->op == TREE_SAVE_HEAD;
    view->name = head ? typed->title : d->sketch.title;
    view->slug = head ? typed->slug : d->sketch.slug;
    view->description = head ? typed->description : d->sketch.description;
    view->start = head ? typed->start : d->sketch.start;
    view->new_text = typed && !head ? typed->typed.text : (struct slice){0};
    if (!typed || head) {
        view->name_error = tree_error_at(x, d, -1, "title");
        view->slug_error = tree_error_at(x, d, -1, "slug");
        view->description_error = tree_error_at(x, d, -1, "description");
        view->start_error = tree_error_at(x, d, -1, "start");
    } else {
        view->new_text_error = form_error_of(&x->problems, "text");
    }
}

enum status tree_reply_whole(struct exchange *x, int64_t draft,
                             const struct tree_form *typed)
{
    struct editor editor = editor_of(x);
    struct tree_drafting d;
    int64_t page = 1;
    enum status status = tree_drafting_get(&editor, draft, &d);
    if (status == STATUS_OK)
        status = tree_may_save(&editor, &d, typed);
    if (status == STATUS_OK && x->request->method == METHOD_GET)
        status = asked_int(x, "page", 1, 1000, 1, &page);
    if (status != STATUS_OK)
        return status;
    struct tree_edit_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = draft_title(x->arena, &d.editing.draft),
        .draft_url = draft_path(x, draft, ""),
        .save_url = tree_state_path(x, draft, -1),
        .try_url = tree_try_path(x, draft, ""),
        .whole_url = draft_path(x, draft, "/edit"),
        .stage = stage_name(d.editing.draft.stage),
        .version = typed ? typed->version : d.editing.draft.version,
        .fault_count = (int64_t)d.problems->errors,
        .by_fields = d.by_fields,
        .saved = request_query(x->request, "saved").len > 0,
        .typed = typed_rows(x, &d.editing, 0),
        .faults = tree_faults_of(x, &d, SEVERITY_ERROR, -2, false),
        .remarks = tree_faults_of(x, &d, SEVERITY_WARNING, -2, false),
        .errors = form_errors_make(x->arena, &x->problems),
        .kinds = tree_named_choices(x, tree_kind_names, 4,
                                    typed && typed->op == TREE_ADD_STATE
                                        ? tree_form_kind(&typed->typed)
                                        : SLICE("question")),
        .picture = tree_picture_of(x, &d, -1),
    };
    add_head(x, &d, typed, &view);
    if (d.by_fields)
        add_states(x, &d, page, &view);
    return reply_page(x, "tree_edit", &view);
}

enum status tree_edit_page(struct exchange *x)
{
    int64_t draft = 0;
    return draft_of_path(x, 0, &draft) ? tree_reply_whole(x, draft, NULL)
                                       : STATUS_NOT_FOUND;
}
