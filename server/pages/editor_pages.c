/* The editor: a text by fields or as a whole, saved as a version. */
#include "actions/starting.h"
#include "base/random.h"
#include "base/utf8.h"
#include "pages/pages.h"
#include "staff.h"

/* How the value of a choice that leaves its key out begins; the key may follow. */
#define UNSET_OPTION "unset"

enum { WRITING_LEN = 20, WRITING_MAX = 64 };

/* ---- the form ---------------------------------------------------------------------- */

static void take_fields(struct exchange *x, struct sent_form *sent)
{
    struct edit_parts known = editing_parts(x->arena, SLICE(""));
    for (size_t i = 0; i < known.field_count; i++) {
        struct slice name = known.fields[i].name;
        const char *key = arena_strndup(x->arena, name.ptr, name.len);
        struct slice typed = request_form(x->request, key);
        bool unset = known.fields[i].options && slice_starts(typed, SLICE(UNSET_OPTION));
        known.fields[i].text = unset ? SLICE("") : typed;
    }
    sent->form.fields = known.fields;
    sent->form.field_count = known.field_count;
}

enum status sent_form_take(struct exchange *x, struct sent_form *sent)
{
    *sent = (struct sent_form){.why = request_form(x->request, "why")};
    if (!draft_of_path(x, 0, &sent->draft))
        return STATUS_NOT_FOUND;
    sent->version = sent_version(x);
    sent->began = sent->version;
    if (!sent->began) /* an entity tag that is none: the form may still say */
        slice_int64(request_form(x->request, "version"), &sent->began);
    sent->writing = utf8_first(request_form(x->request, "writing"), WRITING_MAX);
    slice_int64(request_form(x->request, "taken"), &sent->taken);
    slice_int64(request_form(x->request, "base_revision"), &sent->base_revision);
    sent->form.whole = request_form(x->request, "whole").len > 0;
    sent->form.text = request_form(x->request, "text");
    if (!sent->form.whole)
        take_fields(x, sent);
    return STATUS_OK;
}

/* ---- the page ---------------------------------------------------------------------- */

struct edit_input {
    struct slice source; /* that the fields show */
    struct slice text;   /* of the text box; ptr NULL: from the source */
    struct slice why;
    int64_t base_revision;
    int64_t line;         /* to begin at, of the whole text; 0: none */
    int64_t version;      /* that the words began from; 0: the newest */
    int64_t typed;        /* the kept text to go on with; 0: none */
    struct slice writing; /* the name of the form; empty: a new one */
    bool whole, saved;
    bool
        comes_back; /* with words that could not be saved, whatever became of the draft */
};

static struct view_list options_of(struct arena *arena, const struct edit_field *field,
                                   struct slice value)
{
    size_t count = 0;
    while (field->options && field->options[count])
        count++;
    struct option_view *options = ARENA_ARRAY(arena, count + 1, struct option_view);
    for (size_t i = 0; i < count; i++) {
        struct slice option = slice_cstr(field->options[i]);
        bool chosen = slice_eq(value, option);
        if (!option.len)
            option =
                arena_format(arena, UNSET_OPTION "-" SLICE_FMT, SLICE_ARG(field->name));
        options[i] = (struct option_view){option, (struct slice){0}, chosen};
    }
    return (struct view_list){options, count};
}

/* Fields as typed where the form came back, else as the text says. */
static struct view_list fields_of(struct exchange *x, const struct edit_parts *parts)
{
    struct edit_field_view *fields =
        ARENA_ARRAY(x->arena, parts->field_count, struct edit_field_view);
    for (size_t i = 0; i < parts->field_count; i++) {
        const struct edit_field *field = &parts->fields[i];
        const char *key = arena_strndup(x->arena, field->name.ptr, field->name.len);
        struct slice typed = request_form(x->request, key);
        struct slice text = typed.ptr ? typed : field->text;
        fields[i] = (struct edit_field_view){field->name, text, field->lines,
                                             options_of(x->arena, field, text)};
    }
    return (struct view_list){fields, parts->field_count};
}

/* A tree as JSON, with its faults: their lines are those of the saved text. */
static void add_tree_text(struct exchange *x, const struct editing *editing,
                          const struct edit_input *input, struct edit_view *view)
{
    struct editor editor = editor_of(x);
    struct draft_text text = {0};
    struct problems found;
    problems_init(&found, x->arena);
    view->tree = view->whole = true;
    view->text = input->text.ptr ? input->text : input->source;
    view->other_url = draft_path(x, editing->draft.id, "/tree");
    editing_read(&editor, editing->draft.id, view->text, &found, &text);
    text_problems_make(x->arena, &found, &view->faults, &view->remarks);
}

static void add_text(struct exchange *x, const struct editing *editing,
                     const struct edit_input *input, struct edit_view *view)
{
    if (editing->draft.kind == DRAFT_TREE) {
        add_tree_text(x, editing, input, view);
        return;
    }
    struct edit_parts parts = editing_parts(x->arena, input->source);
    size_t head = 0; /* lines of the front matter, which has fields of its own */
    view->fields_refused = parts.refused;
    view->whole = input->whole || parts.refused;
    view->text = input->text.ptr ? input->text : view->whole ? input->source : parts.body;
    if (!view->whole)
        view->fields = fields_of(x, &parts);
    for (size_t i = 0; !view->whole && i + parts.body.len < input->source.len; i++)
        head += input->source.ptr[i] == '\n';
    view->line = input->line > (int64_t)head ? input->line - (int64_t)head : VIEW_NONE;
}

/* A name for the form: what is typed in it is kept apart from what other windows keep. */
static struct slice name_form(struct arena *arena)
{
    char name[WRITING_LEN + 1];
    random_id(name, sizeof name);
    return arena_format(arena, "%s", name);
}

static struct edit_view edit_view_of(struct exchange *x, const struct editing *editing,
                                     const struct edit_input *input)
{
    int64_t id = editing->draft.id;
    struct edit_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = draft_title(x->arena, &editing->draft),
        .draft_url = draft_path(x, id, ""),
        .save_url = draft_path(x, id, ""),
        .preview_url = draft_path(x, id, "/preview"),
        .typed_url = draft_path(x, id, "/typed"),
        .lint_url = draft_path(x, id, "/lint"),
        .other_url = draft_path(x, id, input->whole ? "/edit" : "/edit?whole=1"),
        .version = input->version ? input->version : editing->draft.version,
        .writing = input->writing.len ? input->writing : name_form(x->arena),
        .taken = input->typed ? input->typed : VIEW_NONE,
        .base_revision = input->base_revision ? input->base_revision : VIEW_NONE,
        .line = VIEW_NONE,
        .why = input->why,
        .typed = typed_rows(x, editing, input->typed),
        .saved = input->saved,
        .restored = input->typed && !input->comes_back,
        .errors = form_errors_make(x->arena, &x->problems),
    };
    add_text(x, editing, input, &view);
    return view;
}

/* The text to begin with: that of the draft, or one that was kept. */
static enum status take_source(const struct editor *editor, const struct editing *editing,
                               struct edit_input *input, bool *out_stale)
{
    struct typed_text typed = {0};
    *out_stale = false;
    input->source = editing->source;
    if (!input->typed || input->comes_back)
        return STATUS_OK;
    enum status status = editing_typed(editor, editing->draft.id, input->typed, &typed);
    *out_stale = status == STATUS_OK && typed.version != editing->draft.version;
    if (status == STATUS_OK)
        input->source = typed.source;
    else if (status == STATUS_NOT_FOUND) /* it was saved, or thrown away */
        input->typed = 0;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status reply_editor(struct exchange *x, int64_t id, struct edit_input *input)
{
    struct editor editor = editor_of(x);
    struct editing editing;
    bool stale = false;
    enum status status = editing_get(&editor, id, &editing);
    if (status == STATUS_OK && !input->comes_back)
        status = editing_allowed(&editor, &editing, STAGE_SAVE);
    if (status == STATUS_OK)
        status = take_source(&editor, &editing, input, &stale);
    if (status != STATUS_OK)
        return status;
    if (stale)
        return go_to_typed(x, id, "/merge", input->typed);
    struct edit_view view = edit_view_of(x, &editing, input);
    reply_version(x, view.version);
    status = queue_rows_of_draft(x, id, &view.queue);
    return status == STATUS_OK ? reply_page(x, "edit", &view) : status;
}

enum status edit_page(struct exchange *x)
{
    int64_t id = 0;
    struct edit_input input = {
        .whole = request_query(x->request, "whole").len > 0,
        .saved = request_query(x->request, "saved").len > 0,
    };
    slice_int64(request_query(x->request, "typed"), &input.typed);
    slice_int64(request_query(x->request, "base"), &input.base_revision);
    slice_int64(request_query(x->request, "line"), &input.line);
    return draft_of_path(x, 0, &id) ? reply_editor(x, id, &input) : STATUS_NOT_FOUND;
}

/* ---- saving ------------------------------------------------------------------------ */

struct prepared_save {
    struct sent_form sent;
    struct draft_text text;
    enum status status; /* else the form comes back */
};

/* What makes a text no version at all stands in the way, and is said at its box. */
static void say_at_text(struct exchange *x, const struct problems *found)
{
    for (size_t i = 0; i < problems_count(found); i++) {
        const struct problem *problem = problems_at(found, i);
        problems_error(&x->problems,
                       arena_strndup(x->arena, problem->code.ptr, problem->code.len),
                       SLICE("text"), SLICE_FMT, SLICE_ARG(problem->message));
    }
}

enum status edit_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct prepared_save *save = ARENA_NEW(x->arena, struct prepared_save);
    struct slice source = SLICE("");
    struct problems found; /* of the text: shown on the draft's page, not in the way */
    problems_init(&found, x->arena);
    x->prepared = save;
    enum status status = sent_form_take(x, &save->sent);
    if (status != STATUS_OK)
        return status;
    save->status = editing_compose(&editor, save->sent.draft, save->sent.began,
                                   &save->sent.form, &x->problems, &source);
    if (save->status == STATUS_OK)
        save->status =
            editing_read(&editor, save->sent.draft, source, &found, &save->text);
    if (save->status == STATUS_OK)
        editing_draw(x->arena, &save->text);
    bool comes_back = save->status == STATUS_UNSUPPORTED ||
                      save->status == STATUS_TOO_LARGE ||
                      save->status == STATUS_INVALID || save->status == STATUS_MALFORMED;
    if (comes_back)
        say_at_text(x, &found);
    return comes_back ? STATUS_OK : save->status;
}

static enum status edit_again(struct exchange *x, const struct prepared_save *save,
                              enum status status)
{
    const struct sent_form *sent = &save->sent;
    struct edit_input input = {.text = sent->form.text,
                               .why = sent->why,
                               .base_revision = sent->base_revision,
                               .version = sent->began,
                               .typed = sent->taken,
                               .writing = sent->writing,
                               .whole = sent->form.whole,
                               .comes_back = true};
    x->response->code =
        status_http(status == STATUS_UNSUPPORTED ? STATUS_INVALID : status);
    return reply_editor(x, sent->draft, &input);
}

/* Why a text was not saved that says nothing of it itself. */
void say_unsaved(struct exchange *x, enum status status)
{
    static const struct {
        enum status status;
        const char *code, *words;
    } reasons[] = {
        {STATUS_CONFLICT, "draft.closed",
         "This draft was published or discarded while you wrote, and nothing of "
         "this was saved. Copy your words, edit it anew and put them there"},
        {STATUS_FORBIDDEN, "draft.forbidden",
         "You may not save in this draft any more. Copy your words before you leave"},
        {STATUS_TOO_LARGE, "draft.full",
         "Nothing was saved: this draft is full, or too many unsaved texts of yours wait "
         "here or in other drafts. Look at them in another window, throw one away, then "
         "save again"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status && x->problems.errors == 0)
            problems_error(&x->problems, reasons[i].code, SLICE("text"), "%s",
                           reasons[i].words);
}

/* A save that was refused: where somebody was faster the text is kept and the merge offered;
 * else the form comes back. */
static enum status edit_refused(struct exchange *x, const struct editor *editor,
                                const struct prepared_save *save, enum status status)
{
    const struct sent_form *sent = &save->sent;
    const struct typing typing = {sent->draft, sent->began, sent->writing,
                                  save->text.source};
    int64_t typed = 0;
    if (status == STATUS_CONFLICT)
        status = keep_lost(editor, &typing, &typed);
    if (status == STATUS_OK) {
        status = go_to_typed(x, sent->draft, "/merge", typed);
        if (request_header(x->request, "If-Match").len)
            x->response->code = 412;
        return status;
    }
    if (status != STATUS_INVALID && status != STATUS_CONFLICT &&
        status != STATUS_FORBIDDEN && status != STATUS_TOO_LARGE)
        return status;
    say_unsaved(x, status);
    return edit_again(x, save, status);
}

enum status edit_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct prepared_save *save = x->prepared;
    const struct sent_form *sent = &save->sent;
    int64_t version = 0;
    if (save->status != STATUS_OK)
        return edit_again(x, save, save->status);
    struct edit edit = {sent->draft,         sent->version, sent->why,
                        sent->base_revision, sent->writing, sent->taken};
    enum status status =
        editing_save(&editor, &edit, &save->text, &x->problems, &version);
    if (status != STATUS_OK)
        return edit_refused(x, &editor, save, status);
    bool stays = slice_eq_cstr(request_form(x->request, "then"), "stay");
    return go_to_draft(x, sent->draft, stays ? "/edit?saved=1" : "");
}

/* What was typed so far, kept while somebody goes on typing. */
enum status edit_typed_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct prepared_save *save = x->prepared;
    const struct sent_form *sent = &save->sent;
    if (save->status != STATUS_OK)
        return save->status;
    const struct typing typing = {sent->draft, sent->began,
                                  sent->writing.len ? sent->writing : SLICE("-"),
                                  save->text.source};
    enum status status = editing_keep(&editor, &typing);
    x->response->code = status == STATUS_OK ? 204 : x->response->code;
    return status;
}

/* ---- a new guide ------------------------------------------------------------------- */

/* What a new guide begins with: a template of the content, or the sections of a runbook. */
static enum status first_text(struct exchange *x, const struct editor *editor,
                              struct slice title, struct slice *out_text)
{
    const struct message_arg none = {NULL, {0}};
    const struct site_info *site = site_of(x);
    struct slice key = request_form(x->request, "template");
    if (key.len)
        return starting_text(editor, key, title, out_text);
    *out_text =
        editing_titled(x->arena, title,
                       site_message(x->arena, site, site->lang, "edit.template", &none));
    return STATUS_OK;
}

static enum status refuse_new(struct exchange *x, const char *code, const char *field,
                              const char *words)
{
    problems_error(&x->problems, code, slice_cstr(field), "%s", words);
    return STATUS_INVALID;
}

enum status draft_new_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct problems found;
    struct slice title = slice_trim(request_form(x->request, "title"));
    struct slice source = SLICE("");
    struct draft_text *text = ARENA_NEW(x->arena, struct draft_text);
    problems_init(&found, x->arena);
    x->prepared = text;
    if (!title.len || title.len > ARTICLE_TITLE_MAX) {
        problems_error(&x->problems, "title.missing", SLICE("title"),
                       "Give the guide a title of at most %d bytes", ARTICLE_TITLE_MAX);
        return STATUS_INVALID;
    }
    enum status status = first_text(x, &editor, title, &source);
    if (status == STATUS_NOT_FOUND)
        return refuse_new(x, "template.unknown", "template",
                          "There is no template of this name");
    return status == STATUS_OK ? editing_read(&editor, 0, source, &found, text) : status;
}

enum status draft_new_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t id = 0;
    enum status status = editing_new(&editor, x->prepared, &id);
    return status == STATUS_OK ? go_to_draft(x, id, "/edit") : status;
}
