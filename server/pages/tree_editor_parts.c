/* What the pages of the editor of a tree share. */
#include "tree_editor_parts.h"

enum { FAULTS_SHOWN = 50 };

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

struct slice tree_try_path(const struct exchange *x, int64_t draft, const char *query)
{
    return draft_path(x, draft, arena_format(x->arena, "/try%s", query).ptr);
}

/* The state that the path names, from 0. */
bool tree_state_of_path(const struct exchange *x, int64_t *out_state)
{
    bool good = slice_int64(x->request->params[1], out_state) && *out_state > 0;
    *out_state -= good;
    return good;
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
struct view_list tree_faults_of(const struct exchange *x, const struct tree_drafting *d,
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
struct slice tree_error_at(const struct exchange *x, const struct tree_drafting *d,
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

int64_t tree_faults_at(const struct tree_drafting *d, int64_t state)
{
    int64_t count = 0;
    for (size_t i = 0; i < problems_count(d->problems); i++) {
        const struct problem *p = problems_at(d->problems, i);
        count += p->severity == SEVERITY_ERROR && tree_place_of(p->field).state == state;
    }
    return count ? count : VIEW_NONE;
}

/* ---- the drawing ------------------------------------------------------------------- */

const struct svg_view *tree_picture_of(const struct exchange *x,
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
struct view_list tree_state_choices(const struct exchange *x,
                                    const struct tree_sketch *sketch, struct slice chosen)
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

struct view_list tree_named_choices(const struct exchange *x, const char *const *names,
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

const char *const tree_kind_names[TREE_KIND_COUNT] = {"question", "action", "resolved",
                                                      "escalate"};

bool tree_is_kind(struct slice name)
{
    for (size_t i = 0; i < sizeof tree_kind_names / sizeof *tree_kind_names; i++)
        if (slice_eq_cstr(name, tree_kind_names[i]))
            return true;
    return false;
}

/* The form asks for kind and outcome in one. */
struct slice tree_form_kind(const struct sketch_state *state)
{
    return slice_eq_cstr(state->kind, "outcome") ? state->outcome : state->kind;
}

void tree_set_kind(struct sketch_state *state, struct slice kind)
{
    bool ends = slice_eq_cstr(kind, "resolved") || slice_eq_cstr(kind, "escalate");
    state->kind = ends || !kind.len ? SLICE("outcome") : kind;
    state->outcome = ends ? kind : SLICE("");
    if (!slice_eq_cstr(kind, "escalate"))
        state->team = SLICE("");
}

/* ---- what may be saved ------------------------------------------------------------- */

/* A form comes back whatever became of the draft meanwhile: what was typed is not lost. */
enum status tree_may_save(const struct editor *editor, const struct tree_drafting *d,
                          const struct tree_form *typed)
{
    enum status status = editing_allowed(editor, &d->editing, STAGE_SAVE);
    bool lost = status == STATUS_CONFLICT || status == STATUS_FORBIDDEN;
    return typed && lost ? STATUS_OK : status;
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
