/* What a form of the tree's editor means: the text that it makes of a version. */
#include "actions/tree_editing.h"
#include "editing_parts.h"
#include "format/tree_files.h"

/* What is too long for a tree comes back at its field; whatever else is wrong is kept and
 * told as a fault. */
static void check_length(struct problems *problems, const char *field, struct slice value,
                         size_t max)
{
    if (value.len > max)
        problems_error(problems, "tree.long", slice_cstr(field),
                       "This is longer than %zu bytes", max);
}

static void check_answer(struct arena *arena, struct problems *problems, size_t number,
                         const struct typed_answer *typed)
{
    const struct {
        const char *name;
        struct slice value;
        size_t max;
    } fields[] = {{"id", typed->answer.id, TREE_ID_MAX},
                  {"label", typed->answer.label, TREE_LABEL_MAX},
                  {"target", typed->answer.target, TREE_ID_MAX},
                  {"new", typed->new_state, TREE_TEXT_MAX}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        check_length(problems,
                     arena_format(arena, "answer-%zu-%s", number, fields[i].name).ptr,
                     fields[i].value, fields[i].max);
}

static void check_form(struct arena *arena, const struct tree_form *form,
                       struct problems *problems)
{
    check_length(problems, "title", form->title, ARTICLE_TITLE_MAX);
    check_length(problems, "slug", form->slug, SLUG_BYTES_MAX);
    check_length(problems, "description", form->description, TREE_TEXT_MAX);
    check_length(problems, "id", form->typed.id, TREE_ID_MAX);
    check_length(problems, "text", form->typed.text, TREE_TEXT_MAX);
    check_length(problems, "help", form->typed.help, TREE_TEXT_MAX);
    check_length(problems, "step", form->typed.step, SLUG_BYTES_MAX);
    check_length(problems, "team", form->typed.team, TREE_LABEL_MAX);
    for (size_t i = 0; i < form->answer_count; i++)
        check_answer(arena, problems, i, &form->answers[i]);
    if (form->answer_count > TREE_ANSWERS_MAX)
        problems_error(problems, "tree.too-many-answers", SLICE("answers"),
                       "A state has at most %d answers", TREE_ANSWERS_MAX);
    if (form->op == TREE_ADD_STATE && !slice_trim(form->typed.text).len)
        problems_error(problems, "tree.bad-text", SLICE("text"),
                       "Say what the new state asks or tells");
}

static enum status check_room(const struct tree_sketch *sketch, struct problems *problems)
{
    if (sketch->state_count <= TREE_STATES_MAX)
        return STATUS_OK;
    problems_error(problems, "tree.state-count", SLICE("states"),
                   "A tree has at most %d states", TREE_STATES_MAX);
    return STATUS_INVALID;
}

/* ---- one state --------------------------------------------------------------------- */

/* The state that a new answer leads to, put behind those that are new already. */
static struct slice add_target(struct arena *arena, struct tree_sketch *sketch,
                               struct slice text, size_t *after)
{
    struct sketch_state state = {.id = sketch_state_id(arena, sketch, text),
                                 .kind = SLICE("question"),
                                 .text = text};
    *after = sketch_add(arena, sketch, *after, &state);
    return state.id;
}

/* The answers as typed. Ids that were left out are made of the labels. */
static void set_answers(struct arena *arena, struct tree_sketch *sketch, size_t number,
                        const struct tree_form *form)
{
    const struct sketch_state old = sketch->states[number];
    size_t last = number;
    sketch->states[number].answer_count = 0;
    for (size_t i = 0; i < form->answer_count; i++) {
        const struct typed_answer *typed = &form->answers[i];
        struct sketch_answer answer = typed->answer;
        if (typed->was >= 0 && (size_t)typed->was < old.answer_count)
            answer.extra = old.answers[typed->was].extra;
        if (!answer.id.len)
            answer.id = sketch_answer_id(arena, &sketch->states[number], answer.label);
        if (typed->new_state.len)
            answer.target = add_target(arena, sketch, typed->new_state, &last);
        sketch_answer_add(arena, &sketch->states[number], &answer);
    }
}

static void set_state(struct arena *arena, struct tree_sketch *sketch, size_t number,
                      const struct tree_form *form)
{
    const struct sketch_state *typed = &form->typed;
    struct slice id =
        typed->id.len ? typed->id : sketch_state_id(arena, sketch, typed->text);
    if (!slice_eq(id, sketch->states[number].id))
        sketch_rename(sketch, number, id);
    struct sketch_state *state = &sketch->states[number];
    state->kind = typed->kind;
    state->outcome = typed->outcome;
    state->team = typed->team;
    state->text = typed->text;
    state->help = typed->help;
    state->step = typed->step;
    set_answers(arena, sketch, number, form);
}

static void move_answer(struct sketch_state *state, const struct tree_form *form)
{
    size_t at = form->answer < 0 ? state->answer_count : (size_t)form->answer;
    if (at >= state->answer_count)
        return;
    if (form->op == TREE_ANSWER_REMOVE)
        sketch_answer_remove(state, at);
    else if (form->op == TREE_ANSWER_UP && at > 0)
        sketch_answer_move(state, at, at - 1);
    else if (form->op == TREE_ANSWER_DOWN && at + 1 < state->answer_count)
        sketch_answer_move(state, at, at + 1);
}

static int64_t move_state(struct tree_sketch *sketch, size_t at, enum tree_op op)
{
    size_t to = op == TREE_STATE_UP && at > 0                           ? at - 1
                : op == TREE_STATE_DOWN && at + 1 < sketch->state_count ? at + 1
                                                                        : at;
    sketch_move(sketch, at, to);
    return (int64_t)to;
}

/* ---- the whole --------------------------------------------------------------------- */

static void set_head(struct tree_sketch *sketch, const struct tree_form *form)
{
    sketch->slug = form->slug;
    sketch->title = form->title;
    sketch->description = form->description;
    sketch->start = form->start;
}

static int64_t add_state(struct arena *arena, struct tree_sketch *sketch,
                         const struct tree_form *form)
{
    struct sketch_state state = form->typed;
    if (!state.id.len)
        state.id = sketch_state_id(arena, sketch, state.text);
    if (!sketch->state_count && !sketch->start.len)
        sketch->start = state.id;
    return (int64_t)sketch_add(arena, sketch, sketch->state_count, &state);
}

static int64_t apply(struct arena *arena, struct tree_sketch *sketch,
                     const struct tree_form *form)
{
    size_t at = (size_t)form->state;
    switch (form->op) {
    case TREE_SAVE_HEAD:
        set_head(sketch, form);
        return -1;
    case TREE_ADD_STATE:
        return add_state(arena, sketch, form);
    case TREE_STATE_REMOVE:
        sketch_remove(sketch, at, form->lead_to);
        return -1;
    case TREE_STATE_UP:
    case TREE_STATE_DOWN:
        set_state(arena, sketch, at, form);
        return move_state(sketch, at, form->op);
    case TREE_SAVE_STATE:
    case TREE_ANSWER_UP:
    case TREE_ANSWER_DOWN:
    case TREE_ANSWER_REMOVE:
        break;
    }
    set_state(arena, sketch, at, form);
    move_answer(&sketch->states[at], form);
    return form->state;
}

enum status tree_compose(const struct editor *editor, const struct tree_form *form,
                         struct problems *problems, struct slice *out_source,
                         int64_t *out_state)
{
    struct arena *arena = editor->reader.arena;
    struct slice source = SLICE("");
    struct tree_sketch sketch;
    struct problems ignored;
    size_t before = problems->errors;
    bool of_state = form->op != TREE_SAVE_HEAD && form->op != TREE_ADD_STATE;
    problems_init(&ignored, arena);
    check_form(arena, form, problems);
    enum status status = editing_source(editor, form->draft, form->version, &source);
    if (status == STATUS_OK)
        status = sketch_read(arena, source, &ignored, &sketch);
    if (status != STATUS_OK)
        return status == STATUS_UNSUPPORTED ? STATUS_CONFLICT : status;
    if (of_state && (form->state < 0 || (size_t)form->state >= sketch.state_count))
        return STATUS_NOT_FOUND;
    if (problems->errors > before)
        return STATUS_INVALID;
    int64_t next = apply(arena, &sketch, form);
    status = check_room(&sketch, problems);
    if (status != STATUS_OK)
        return status;
    *out_source = sketch_write(arena, &sketch);
    *out_state = next;
    return STATUS_OK;
}
