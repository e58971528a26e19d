/* The editor of a tree: what its forms send. */
#include "tree_editor_parts.h"

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

static bool tree_answer_is_blank(const struct typed_answer *typed)
{
    return !typed->answer.id.len && !typed->answer.label.len &&
           !typed->answer.target.len && !typed->new_state.len;
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
        if (answer.was >= 0 || !tree_answer_is_blank(&answer))
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
        (of_state && !tree_state_of_path(x, &form->state)) ||
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
    tree_set_kind(&form->typed, typed(x, "kind"));
    form->lead_to = typed(x, "lead_to");
    edit->why = request_form(x->request, "why");
    take_answers(x, form);
    return true;
}

/* The form comes back as one of the newest version. */
static enum status forget_version(struct exchange *x, struct prepared_edit *edit)
{
    struct editor editor = editor_of(x);
    struct editing editing;
    enum status status = editing_get(&editor, edit->form.draft, &editing);
    if (status != STATUS_OK)
        return status;
    edit->form.version = editing.draft.version;
    problems_error(&x->problems, "draft.version", SLICE("version"),
                   "This form named no version of the draft, and nothing was saved. Look "
                   "whether it still fits the draft, then save it again");
    return STATUS_CONFLICT;
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
    if (edit->status == STATUS_NOT_FOUND) /* a version that there never was */
        edit->status = forget_version(x, edit);
    bool again = edit->status == STATUS_INVALID || edit->status == STATUS_TOO_LARGE ||
                 edit->status == STATUS_CONFLICT;
    return again ? STATUS_OK : edit->status;
}

static enum status edit_again(struct exchange *x, const struct prepared_edit *edit,
                              enum status status)
{
    const struct tree_form *form = &edit->form;
    x->response->code = status_http(status);
    return form->state < 0 ? tree_reply_whole(x, form->draft, form)
                           : tree_reply_state(x, form->draft, form->state, form);
}

static enum status after_save(struct exchange *x, const struct prepared_edit *edit)
{
    const struct tree_form *form = &edit->form;
    struct slice path = tree_state_path(x, form->draft, edit->next);
    return reply_see_other(x,
                           arena_format(x->arena, SLICE_FMT "?saved=1", SLICE_ARG(path)));
}

/* A save that was refused: where somebody was faster the text is kept and the merge offered;
 * else the form comes back. */
static enum status save_refused(struct exchange *x, const struct editor *editor,
                                const struct prepared_edit *edit, enum status status)
{
    const struct typing typing = {edit->form.draft, edit->form.version, SLICE(""),
                                  edit->text.source};
    int64_t typed = 0;
    if (status == STATUS_CONFLICT)
        status = keep_lost(editor, &typing, &typed);
    if (status == STATUS_OK)
        return go_to_typed(x, edit->form.draft, "/merge", typed);
    if (status != STATUS_INVALID && status != STATUS_CONFLICT &&
        status != STATUS_FORBIDDEN && status != STATUS_TOO_LARGE)
        return status;
    say_unsaved(x, status);
    return edit_again(x, edit, status);
}

enum status tree_save_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct prepared_edit *edit = x->prepared;
    int64_t version = 0;
    if (edit->status != STATUS_OK)
        return edit_again(x, edit, edit->status);
    const struct edit save = {
        .draft = edit->form.draft, .version = edit->form.version, .why = edit->why};
    enum status status =
        editing_save(&editor, &save, &edit->text, &x->problems, &version);
    return status == STATUS_OK ? after_save(x, edit)
                               : save_refused(x, &editor, edit, status);
}
