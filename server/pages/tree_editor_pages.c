/* The editor of a tree: the whole with its states, one state at a time, and the try-out. */
#include "actions/tree_editing.h"
#include "pages/pages.h"
#include "staff.h"

enum {
    STATES_A_PAGE = 50,
    CHOOSABLE_MAX = 60, /* states in a list to choose from; beyond, their ids are typed */
    PICTURED_MAX = 60,  /* states of a drawing beside the form of one */
    FAULTS_SHOWN = 50
};

/* ---- addresses --------------------------------------------------------------------- */

struct slice tree_state_path(const struct exchange *x, int64_t draft, int64_t state)
{
    if (state < 0)
        return draft_path(x, draft, "/tree");
    return draft_path(x, draft,
                      arena_format(x->arena, "/tree/%lld", (long long)state + 1).ptr);
}

/* The field of a form that a fault stands at. */
static const char *field_of(const struct exchange *x, struct tree_place place)
{
    if (place.answer >= 0)
        return arena_format(x->arena, "answer-%lld-" SLICE_FMT, (long long)place.answer,
                            SLICE_ARG(place.member.len ? place.member : SLICE("label")))
            .ptr;
    if (slice_eq_cstr(place.member, "outcome"))
        return "kind";
    return place.member.len ? arena_strndup(x->arena, place.member.ptr, place.member.len)
                            : "text";
}

struct slice tree_fault_path(const struct exchange *x, int64_t draft,
                             struct slice pointer)
{
    struct tree_place place = tree_place_of(pointer);
    struct slice path = tree_state_path(x, draft, place.state);
    if (place.state < 0 && !place.member.len)
        return path;
    const char *field = place.state < 0 && slice_eq_cstr(place.member, "title")
                            ? "title"
                            : field_of(x, place);
    return arena_format(x->arena, SLICE_FMT "#page-%s", SLICE_ARG(path), field);
}

static struct slice try_path(const struct exchange *x, int64_t draft, const char *query)
{
    return draft_path(x, draft, arena_format(x->arena, "/try%s", query).ptr);
}

/* ---- faults ------------------------------------------------------------------------ */

/* The name of a field that the pages have a word for. */
static struct slice known_member(struct slice member)
{
    static const char *const names[] = {
        "id",     "kind",   "text",  "help",        "step",  "team", "label",
        "target", "impact", "title", "description", "start", "slug", "urgency"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_eq_cstr(member, names[i]))
            return member;
    return (struct slice){0};
}

/* The faults whose state is `state` (or, when `others`, is not it); -2: all. */
static struct view_list faults_of(const struct exchange *x, const struct tree_drafting *d,
                                  enum severity severity, int64_t state, bool others)
{
    size_t count = problems_count(d->problems), kept = 0;
    struct tree_fault_view *faults =
        ARENA_ARRAY(x->arena, count + 1, struct tree_fault_view);
    for (size_t i = 0; i < count && kept < FAULTS_SHOWN; i++) {
        const struct problem *p = problems_at(d->problems, i);
        struct tree_place place = tree_place_of(p->field);
        if (p->severity != severity || (state != -2 && (place.state == state) == others))
            continue;
        bool known = place.state >= 0 && d->by_fields &&
                     (size_t)place.state < d->sketch.state_count;
        faults[kept++] = (struct tree_fault_view){
            .message = p->message,
            .url = d->by_fields ? tree_fault_path(x, d->editing.draft.id, p->field)
                                : (struct slice){0},
            .id = known ? d->sketch.states[place.state].id : (struct slice){0},
            .place = p->field,
            .member = known_member(place.member),
            .answer = place.answer < 0 ? VIEW_NONE : place.answer + 1,
            .line = p->line ? (int64_t)p->line : VIEW_NONE};
    }
    return (struct view_list){faults, kept};
}

/* What a field says: what the form was refused for, else the fault of the text. */
static struct slice error_at(const struct exchange *x, const struct tree_drafting *d,
                             int64_t state, const char *field)
{
    struct slice refused = form_error_of(&x->problems, field);
    if (refused.len || x->problems.errors)
        return refused;
    for (size_t i = 0; i < problems_count(d->problems); i++) {
        const struct problem *p = problems_at(d->problems, i);
        struct tree_place place = tree_place_of(p->field);
        if (p->severity == SEVERITY_ERROR && place.state == state &&
            strcmp(field_of(x, place), field) == 0)
            return p->message;
    }
    return (struct slice){0};
}

static int64_t faults_at(const struct tree_drafting *d, int64_t state)
{
    int64_t count = 0;
    for (size_t i = 0; i < problems_count(d->problems); i++) {
        const struct problem *p = problems_at(d->problems, i);
        count += p->severity == SEVERITY_ERROR && tree_place_of(p->field).state == state;
    }
    return count ? count : VIEW_NONE;
}

/* ---- the drawing ------------------------------------------------------------------- */

static const struct svg_view *picture_of(const struct exchange *x,
                                         const struct tree_drafting *d, int64_t current)
{
    if (!d->layout.node_count)
        return NULL;
    size_t count = d->text.tree.state_count;
    bool *faulty = ARENA_ARRAY(x->arena, count + 1, bool);
    struct slice *urls = ARENA_ARRAY(x->arena, count + 1, struct slice);
    for (size_t i = 0; i < count; i++)
        urls[i] = tree_state_path(x, d->editing.draft.id, (int64_t)i);
    for (size_t i = 0; i < problems_count(d->problems); i++) {
        const struct problem *p = problems_at(d->problems, i);
        int64_t state = tree_place_of(p->field).state;
        if (p->severity == SEVERITY_ERROR && state >= 0 && (size_t)state < count)
            faulty[state] = true;
    }
    struct svg_view *view = ARENA_NEW(x->arena, struct svg_view);
    const struct drawing_input input = {.tree = &d->text.tree,
                                        .layout = &d->layout,
                                        .current = current,
                                        .faulty = faulty,
                                        .urls = urls};
    svg_view_make(x->arena, site_of(x), &input, view);
    return view;
}

/* ---- choices ----------------------------------------------------------------------- */

/* Every state as a choice; a value that none has is one more, so that nothing is lost. */
static struct view_list state_choices(const struct exchange *x,
                                      const struct tree_sketch *sketch,
                                      struct slice chosen)
{
    size_t count = 0;
    struct tree_option_view *options =
        ARENA_ARRAY(x->arena, sketch->state_count + 2, struct tree_option_view);
    options[count++] = (struct tree_option_view){SLICE(""), {0}, !chosen.len};
    for (size_t i = 0; i < sketch->state_count; i++)
        options[count++] =
            (struct tree_option_view){sketch->states[i].id, sketch->states[i].text,
                                      slice_eq(sketch->states[i].id, chosen)};
    if (chosen.len && sketch_find(sketch, chosen) < 0)
        options[count++] = (struct tree_option_view){chosen, {0}, true};
    return (struct view_list){options, count};
}

static struct view_list named_choices(const struct exchange *x, const char *const *names,
                                      size_t count, struct slice chosen)
{
    struct tree_option_view *options =
        ARENA_ARRAY(x->arena, count + 1, struct tree_option_view);
    bool known = false;
    for (size_t i = 0; i < count; i++) {
        options[i] = (struct tree_option_view){
            slice_cstr(names[i]), {0}, slice_eq_cstr(chosen, names[i])};
        known = known || options[i].chosen;
    }
    if (!known) /* a word that means nothing: shown as it is */
        options[count++] = (struct tree_option_view){chosen, chosen, true};
    return (struct view_list){options, count};
}

static const char *const kind_names[] = {"question", "action", "resolved", "escalate"};

static bool is_kind(struct slice name)
{
    for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++)
        if (slice_eq_cstr(name, kind_names[i]))
            return true;
    return false;
}

/* The form asks for kind and outcome in one. */
static struct slice form_kind(const struct sketch_state *state)
{
    return slice_eq_cstr(state->kind, "outcome") ? state->outcome : state->kind;
}

static void set_kind(struct sketch_state *state, struct slice kind)
{
    bool ends = slice_eq_cstr(kind, "resolved") || slice_eq_cstr(kind, "escalate");
    state->kind = ends || !kind.len ? SLICE("outcome") : kind;
    state->outcome = ends ? kind : SLICE("");
    if (!slice_eq_cstr(kind, "escalate"))
        state->team = SLICE("");
}

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
            .kind = is_kind(form_kind(state)) ? form_kind(state) : (struct slice){0},
            .odd_kind = form_kind(state),
            .url = tree_state_path(x, d->editing.draft.id, (int64_t)i),
            .answers = (int64_t)state->answer_count,
            .leads_to = (int64_t)sketch_leads_to(&d->sketch, i),
            .faults = faults_at(d, (int64_t)i),
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
    view->starts = state_choices(x, &d->sketch, view->start);
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
        view->name_error = error_at(x, d, -1, "title");
        view->slug_error = error_at(x, d, -1, "slug");
        view->description_error = error_at(x, d, -1, "description");
        view->start_error = error_at(x, d, -1, "start");
    } else {
        view->new_text_error = form_error_of(&x->problems, "text");
    }
}

/* A form comes back even where the draft was closed meanwhile: what was typed is not lost. */
static enum status may_save(const struct editor *editor, const struct tree_drafting *d,
                            const struct tree_form *typed)
{
    enum status status = editing_allowed(editor, &d->editing, STAGE_SAVE);
    return typed && status == STATUS_CONFLICT ? STATUS_OK : status;
}

static enum status reply_tree(struct exchange *x, int64_t draft,
                              const struct tree_form *typed)
{
    struct editor editor = editor_of(x);
    struct tree_drafting d;
    int64_t page = 1;
    enum status status = tree_drafting_get(&editor, draft, &d);
    if (status == STATUS_OK)
        status = may_save(&editor, &d, typed);
    if (status == STATUS_OK && x->request->method == METHOD_GET)
        status = asked_int(x, "page", 1, 1000, 1, &page);
    if (status != STATUS_OK)
        return status;
    struct tree_edit_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = draft_title(x->arena, &d.editing.draft),
        .draft_url = draft_path(x, draft, ""),
        .save_url = tree_state_path(x, draft, -1),
        .try_url = try_path(x, draft, ""),
        .whole_url = draft_path(x, draft, "/edit"),
        .stage = stage_name(d.editing.draft.stage),
        .version = d.editing.draft.version,
        .fault_count = (int64_t)d.problems->errors,
        .by_fields = d.by_fields,
        .saved = request_query(x->request, "saved").len > 0,
        .typed = d.editing.typed,
        .typed_url = draft_path(x, draft, "/edit?typed=1"),
        .faults = faults_of(x, &d, SEVERITY_ERROR, -2, false),
        .remarks = faults_of(x, &d, SEVERITY_WARNING, -2, false),
        .errors = form_errors_make(x->arena, &x->problems),
        .kinds =
            named_choices(x, kind_names, 4,
                          typed && typed->op == TREE_ADD_STATE ? form_kind(&typed->typed)
                                                               : SLICE("question")),
        .picture = picture_of(x, &d, -1),
    };
    add_head(x, &d, typed, &view);
    if (d.by_fields)
        add_states(x, &d, page, &view);
    return reply_page(x, "tree_edit", &view);
}

enum status tree_edit_page(struct exchange *x)
{
    int64_t draft = 0;
    return draft_of_path(x, 0, &draft) ? reply_tree(x, draft, NULL) : STATUS_NOT_FOUND;
}

/* ---- GET /staff/drafts/{id}/tree/{number} ------------------------------------------ */

static const char *const level_names[] = {"", "high", "medium", "low"};

static struct slice answer_error(const struct exchange *x, const struct tree_drafting *d,
                                 int64_t state, size_t answer, const char *field)
{
    return error_at(x, d, state,
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
        .impacts = named_choices(x, level_names, 4, answer->impact),
        .urgencies = named_choices(x, level_names, 4, answer->urgency),
        .id_error = answer_error(x, d, state, number, "id"),
        .label_error = answer_error(x, d, state, number, "label"),
        .target_error = answer_error(x, d, state, number, "target"),
        .new_error = answer_error(x, d, state, number, "new"),
        .fact_error = impact.len ? impact : urgency,
        .first = number == 0,
        .is_new = typed->was < 0,
    };
    if (!many)
        view.targets = state_choices(x, &d->sketch, answer->target);
    if (target >= 0)
        view.target_url = tree_state_path(x, d->editing.draft.id, target);
    return view;
}

static bool is_blank(const struct typed_answer *typed)
{
    return !typed->answer.id.len && !typed->answer.label.len &&
           !typed->answer.target.len && !typed->new_state.len;
}

/* The answers of the text, or those that were typed; and room for one more. */
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
    view->kinds = named_choices(x, kind_names, 4, form_kind(shown));
    view->id_error = error_at(x, d, state, "id");
    view->text_error = error_at(x, d, state, "text");
    view->help_error = error_at(x, d, state, "help");
    view->step_error = error_at(x, d, state, "step");
    view->team_error = error_at(x, d, state, "team");
    view->kind_error = error_at(x, d, state, "kind");
    view->answers_error = error_at(x, d, state, "answers");
    view->answers = answer_forms(x, d, state, typed, view->many);
    view->came_from = ways_to(x, d, state);
    view->targets = state_choices(x, &d->sketch, SLICE(""));
}

static enum status reply_state(struct exchange *x, int64_t draft, int64_t state,
                               const struct tree_form *typed)
{
    struct editor editor = editor_of(x);
    struct tree_drafting d;
    enum status status = tree_drafting_get(&editor, draft, &d);
    if (status == STATUS_OK)
        status = may_save(&editor, &d, typed);
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
        .try_url = try_path(x, draft, ""),
        .stage = stage_name(d.editing.draft.stage),
        .version = typed ? typed->version : d.editing.draft.version,
        .number = state + 1,
        .state_count = (int64_t)count,
        .fault_count = (int64_t)d.problems->errors,
        .saved = request_query(x->request, "saved").len > 0,
        .many = count > CHOOSABLE_MAX,
        .faults = faults_of(x, &d, SEVERITY_ERROR, state, false),
        .others = faults_of(x, &d, SEVERITY_ERROR, state, true),
        .errors = form_errors_make(x->arena, &x->problems),
        .why = typed ? request_form(x->request, "why") : (struct slice){0},
        .picture = count <= PICTURED_MAX ? picture_of(x, &d, state) : NULL,
    };
    if (state > 0)
        view.previous_url = tree_state_path(x, draft, state - 1);
    if ((size_t)state + 1 < count)
        view.next_url = tree_state_path(x, draft, state + 1);
    add_state(x, &d, state, typed, &view);
    return reply_page(x, "tree_state", &view);
}

/* The state that the path names, from 0. */
static bool state_of_path(const struct exchange *x, int64_t *out_state)
{
    bool good = slice_int64(x->request->params[1], out_state) && *out_state > 0;
    *out_state -= good;
    return good;
}

enum status tree_state_page(struct exchange *x)
{
    int64_t draft = 0, state = 0;
    return draft_of_path(x, 0, &draft) && state_of_path(x, &state)
               ? reply_state(x, draft, state, NULL)
               : STATUS_NOT_FOUND;
}

/* ---- saving ------------------------------------------------------------------------ */

/* Line ends as files have them. */
static struct slice typed(const struct exchange *x, const char *name)
{
    struct slice value = slice_trim(request_form(x->request, name));
    char *text = arena_alloc(x->arena, value.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] != '\r')
            text[len++] = value.ptr[i];
    return slice_of(text, len);
}

static struct slice typed_of_answer(const struct exchange *x, size_t number,
                                    const char *name)
{
    return typed(x, arena_format(x->arena, "answer-%zu-%s", number, name).ptr);
}

static void take_answers(struct exchange *x, struct tree_form *form)
{
    form->answers = ARENA_ARRAY(x->arena, TREE_ANSWERS_MAX + 1, struct typed_answer);
    for (size_t i = 0; i <= TREE_ANSWERS_MAX; i++) {
        struct typed_answer answer = {
            .answer = {.id = typed_of_answer(x, i, "id"),
                       .label = typed_of_answer(x, i, "label"),
                       .target = typed_of_answer(x, i, "target"),
                       .impact = typed_of_answer(x, i, "impact"),
                       .urgency = typed_of_answer(x, i, "urgency")},
            .new_state = typed_of_answer(x, i, "new"),
            .was = -1,
        };
        slice_int64(typed_of_answer(x, i, "was"), &answer.was);
        if (answer.was >= 0 || !is_blank(&answer))
            form->answers[form->answer_count++] = answer;
    }
}

/* What a button says: "save", "up-2" (an answer), "state-up", "remove-state". */
static bool take_op(struct slice text, struct tree_form *form)
{
    static const struct {
        const char *name;
        enum tree_op op;
        bool of_answer;
    } ops[] = {
        {"save-head", TREE_SAVE_HEAD, false},
        {"add-state", TREE_ADD_STATE, false},
        {"save", TREE_SAVE_STATE, false},
        {"state-up", TREE_STATE_UP, false},
        {"state-down", TREE_STATE_DOWN, false},
        {"remove-state", TREE_STATE_REMOVE, false},
        {"up-", TREE_ANSWER_UP, true},
        {"down-", TREE_ANSWER_DOWN, true},
        {"remove-", TREE_ANSWER_REMOVE, true},
    };
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        struct slice name = slice_cstr(ops[i].name);
        bool same = ops[i].of_answer
                        ? slice_starts(text, name) &&
                              slice_int64(slice_from(text, name.len), &form->answer)
                        : slice_eq(text, name);
        if (!same)
            continue;
        form->op = ops[i].op;
        return true;
    }
    return false;
}

struct prepared_edit {
    struct tree_form form;
    struct draft_text text;
    struct slice why;
    int64_t next;
    enum status status; /* INVALID: the form comes back */
};

static bool take_form(struct exchange *x, struct prepared_edit *edit)
{
    struct tree_form *form = &edit->form;
    bool of_state = x->request->params[1].len > 0;
    form->state = form->answer = -1;
    if (!draft_of_path(x, 0, &form->draft) ||
        (of_state && !state_of_path(x, &form->state)) ||
        !take_op(request_form(x->request, "do"), form) ||
        of_state == (form->op == TREE_SAVE_HEAD || form->op == TREE_ADD_STATE))
        return false;
    form->version = sent_version(x);
    form->slug = typed(x, "slug");
    form->title = typed(x, "title");
    form->description = typed(x, "description");
    form->start = typed(x, "start");
    form->typed = (struct sketch_state){.id = typed(x, "id"),
                                        .text = typed(x, "text"),
                                        .help = typed(x, "help"),
                                        .step = typed(x, "step"),
                                        .team = typed(x, "team")};
    set_kind(&form->typed, typed(x, "kind"));
    form->lead_to = typed(x, "lead_to");
    edit->why = request_form(x->request, "why");
    take_answers(x, form);
    return true;
}

enum status tree_save_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct prepared_edit *edit = ARENA_NEW(x->arena, struct prepared_edit);
    struct problems found; /* of the text: shown on the page, not in the way */
    struct slice source = SLICE("");
    bool tree = false;
    problems_init(&found, x->arena);
    x->prepared = edit;
    if (!take_form(x, edit))
        return STATUS_NOT_FOUND;
    enum status status = draft_is_tree(x, edit->form.draft, &tree);
    if (status == STATUS_OK && !tree)
        status = STATUS_NOT_FOUND;
    if (status != STATUS_OK)
        return status;
    edit->status = tree_compose(&editor, &edit->form, &x->problems, &source, &edit->next);
    if (edit->status == STATUS_OK)
        edit->status =
            editing_read(&editor, edit->form.draft, source, &found, &edit->text);
    if (edit->status == STATUS_OK)
        editing_draw(x->arena, &edit->text);
    bool again = edit->status == STATUS_INVALID || edit->status == STATUS_TOO_LARGE;
    return again ? STATUS_OK : edit->status;
}

static enum status edit_again(struct exchange *x, const struct prepared_edit *edit,
                              enum status status)
{
    const struct tree_form *form = &edit->form;
    x->response->code = status_http(status);
    return form->state < 0 ? reply_tree(x, form->draft, form)
                           : reply_state(x, form->draft, form->state, form);
}

static enum status after_save(struct exchange *x, const struct prepared_edit *edit)
{
    const struct tree_form *form = &edit->form;
    struct slice path = tree_state_path(x, form->draft, edit->next);
    return reply_see_other(x,
                           arena_format(x->arena, SLICE_FMT "?saved=1", SLICE_ARG(path)));
}

/* Somebody was faster: what was typed is kept, and the merge offered. */
static enum status keep_and_merge(struct exchange *x, const struct editor *editor,
                                  const struct prepared_edit *edit)
{
    struct editing editing;
    const struct tree_form *form = &edit->form;
    enum status status = editing_get(editor, form->draft, &editing);
    if (status == STATUS_OK && !stage_is_open(editing.draft.stage)) {
        problems_error(&x->problems, "draft.closed", SLICE("text"),
                       "This draft was published or discarded while you wrote, and "
                       "nothing of this was saved. Copy your words, edit the tree anew "
                       "and put them there");
        return edit_again(x, edit, STATUS_CONFLICT);
    }
    if (status == STATUS_OK)
        status = editing_keep(editor, form->draft, form->version, edit->text.source);
    return status == STATUS_OK ? go_to_draft(x, form->draft, "/merge") : status;
}

enum status tree_save_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct prepared_edit *edit = x->prepared;
    int64_t version = 0;
    if (edit->status != STATUS_OK)
        return edit_again(x, edit, edit->status);
    const struct edit save = {edit->form.draft, edit->form.version, edit->why, 0};
    enum status status =
        editing_save(&editor, &save, &edit->text, &x->problems, &version);
    if (status == STATUS_INVALID)
        return edit_again(x, edit, status);
    if (status == STATUS_CONFLICT)
        return keep_and_merge(x, &editor, edit);
    return status == STATUS_OK ? after_save(x, edit) : status;
}

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
    struct slice path = try_path(x, t->editing.draft.id, query.len ? query.ptr : "");
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
        .restart_url = try_path(x, draft, ""),
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

/* ---- shared with the draft's page -------------------------------------------------- */

enum status draft_is_tree(struct exchange *x, int64_t draft, bool *out_tree)
{
    struct editor editor = editor_of(x);
    enum draft_kind kind = DRAFT_GUIDE;
    enum status status = draft_kind_of(&editor, draft, &kind);
    if (status == STATUS_OK)
        *out_tree = kind == DRAFT_TREE;
    return status;
}
