/* The editor: a text by fields or as a whole, saved as a version; races and their merge. */
#include "actions/starting.h"
#include "pages/pages.h"
#include "staff.h"

/* How the value of a choice that leaves its key out begins; the key may follow. */
#define UNSET_OPTION "unset"

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
    int64_t line; /* to begin at, of the whole text; 0: none */
    bool whole, saved, restored;
    bool closed; /* by somebody else, while this was typed */
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
        .forget_url = draft_path(x, id, "/forget"),
        .lint_url = draft_path(x, id, "/lint"),
        .other_url = draft_path(x, id, input->whole ? "/edit" : "/edit?whole=1"),
        .version = editing->draft.version,
        .base_revision = input->base_revision ? input->base_revision : VIEW_NONE,
        .line = VIEW_NONE,
        .why = input->why,
        .typed = editing->typed && !input->restored && !input->text.ptr,
        .saved = input->saved,
        .restored = input->restored,
        .typed_at = editing->typed ? editing->autosave.at : VIEW_NONE,
        .typed_use_url = draft_path(x, id, "/edit?typed=1"),
        .errors = form_errors_make(x->arena, &x->problems),
    };
    add_text(x, editing, input, &view);
    return view;
}

static enum status reply_editor(struct exchange *x, int64_t id, struct edit_input *input)
{
    struct editor editor = editor_of(x);
    struct editing editing;
    enum status status = editing_get(&editor, id, &editing);
    if (status == STATUS_OK && !input->closed)
        status = editing_allowed(&editor, &editing, STAGE_SAVE);
    if (status != STATUS_OK)
        return status;
    bool stale = editing.typed && editing.autosave.version != editing.draft.version;
    if (input->restored && stale)
        return go_to_draft(x, id, "/merge");
    input->restored = input->restored && editing.typed;
    input->source = input->restored ? editing.autosave.source : editing.source;
    struct edit_view view = edit_view_of(x, &editing, input);
    reply_version(x, editing.draft.version);
    status = queue_rows_of_draft(x, id, &view.queue);
    return status == STATUS_OK ? reply_page(x, "edit", &view) : status;
}

enum status edit_page(struct exchange *x)
{
    int64_t id = 0;
    struct edit_input input = {
        .whole = request_query(x->request, "whole").len > 0,
        .saved = request_query(x->request, "saved").len > 0,
        .restored = request_query(x->request, "typed").len > 0,
    };
    slice_int64(request_query(x->request, "base"), &input.base_revision);
    slice_int64(request_query(x->request, "line"), &input.line);
    return draft_of_path(x, 0, &id) ? reply_editor(x, id, &input) : STATUS_NOT_FOUND;
}

/* ---- saving ------------------------------------------------------------------------ */

struct prepared_save {
    struct sent_form sent;
    struct draft_text text;
    enum status status; /* INVALID or UNSUPPORTED: the form comes back */
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
    save->status = editing_compose(&editor, save->sent.draft, save->sent.version,
                                   &save->sent.form, &x->problems, &source);
    if (save->status == STATUS_OK)
        save->status =
            editing_read(&editor, save->sent.draft, source, &found, &save->text);
    if (save->status == STATUS_OK)
        editing_draw(x->arena, &save->text);
    bool comes_back = save->status == STATUS_UNSUPPORTED ||
                      save->status == STATUS_TOO_LARGE || save->status == STATUS_INVALID;
    if (comes_back)
        say_at_text(x, &found);
    return comes_back ? STATUS_OK : save->status;
}

static enum status edit_again(struct exchange *x, const struct prepared_save *save,
                              enum status status)
{
    struct edit_input input = {.text = save->sent.form.text,
                               .why = save->sent.why,
                               .base_revision = save->sent.base_revision,
                               .whole = save->sent.form.whole,
                               .closed = status == STATUS_CONFLICT};
    x->response->code =
        status_http(status == STATUS_UNSUPPORTED ? STATUS_INVALID : status);
    return reply_editor(x, save->sent.draft, &input);
}

/* Somebody was faster: what was typed is kept, and the merge offered; where the draft was
 * closed there is nothing to merge it into, and the form comes back. */
static enum status keep_and_merge(struct exchange *x, const struct editor *editor,
                                  const struct prepared_save *save)
{
    struct editing editing;
    enum status status = editing_get(editor, save->sent.draft, &editing);
    if (status != STATUS_OK)
        return status;
    if (!stage_is_open(editing.draft.stage)) {
        problems_error(&x->problems, "draft.closed", SLICE("text"),
                       "This draft was published or discarded while you wrote, and "
                       "nothing of this was saved. Copy your text, edit the guide anew "
                       "and put it there");
        return edit_again(x, save, STATUS_CONFLICT);
    }
    status =
        editing_keep(editor, save->sent.draft, save->sent.version, save->text.source);
    if (status != STATUS_OK)
        return status;
    status = go_to_draft(x, save->sent.draft, "/merge");
    if (request_header(x->request, "If-Match").len)
        x->response->code = 412;
    return status;
}

enum status edit_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct prepared_save *save = x->prepared;
    int64_t version = 0;
    if (save->status != STATUS_OK)
        return edit_again(x, save, save->status);
    struct edit edit = {save->sent.draft, save->sent.version, save->sent.why,
                        save->sent.base_revision};
    enum status status =
        editing_save(&editor, &edit, &save->text, &x->problems, &version);
    if (status == STATUS_CONFLICT)
        return keep_and_merge(x, &editor, save);
    if (status == STATUS_INVALID)
        return edit_again(x, save, status);
    bool stays = slice_eq_cstr(request_form(x->request, "then"), "stay");
    return status == STATUS_OK
               ? go_to_draft(x, save->sent.draft, stays ? "/edit?saved=1" : "")
               : status;
}

/* What was typed so far, kept while somebody goes on typing. */
enum status edit_typed_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct prepared_save *save = x->prepared;
    if (save->status != STATUS_OK)
        return save->status;
    enum status status =
        editing_keep(&editor, save->sent.draft, save->sent.version, save->text.source);
    x->response->code = status == STATUS_OK ? 204 : x->response->code;
    return status;
}

enum status edit_forget_form(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = editing_forget(&editor, id);
    return status == STATUS_OK ? go_to_draft(x, id, "/edit") : status;
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

/* ---- merging ----------------------------------------------------------------------- */

/* What was merged, so that choices are never applied to another merge. */
static struct slice state_of(struct arena *arena, const struct merging *m)
{
    return arena_format(arena, "%016llx%016llx",
                        (unsigned long long)slice_hash(m->race.mine),
                        (unsigned long long)slice_hash(m->race.theirs));
}

static struct view_list part_items(struct arena *arena, const struct merging *merge)
{
    struct merge_part_view *items =
        ARENA_ARRAY(arena, merge->part_count + 1, struct merge_part_view);
    int64_t number = 0;
    for (size_t i = 0; i < merge->part_count; i++) {
        const struct merge_text *part = &merge->parts[i];
        items[i] = (struct merge_part_view){
            .text = part->conflict ? SLICE("") : part->text,
            .conflict = part->conflict,
            .number = part->conflict ? ++number : 0,
            .mine = part->mine,
            .base = part->base,
            .theirs = part->theirs,
        };
    }
    return (struct view_list){items, merge->part_count};
}

enum status merge_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct merging m;
    int64_t id = 0;
    bool live = request_query(x->request, "live").len > 0;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = editing_merge(&editor, id, live, &m);
    if (status == STATUS_NOT_FOUND && !live) /* nothing typed waits here */
        return go_to_draft(x, id, "");
    if (status == STATUS_OK && live && m.editing.typed) /* first what was typed */
        return go_to_draft(x, id, "/edit");
    if (status != STATUS_OK)
        return status;
    struct merge_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = draft_title(x->arena, &m.editing.draft),
        .draft_url = draft_path(x, m.editing.draft.id, ""),
        .form_url = draft_path(x, m.editing.draft.id, "/merge"),
        .theirs_who = m.race.theirs_who,
        .state = state_of(x->arena, &m),
        .conflicts = (int64_t)m.conflicts,
        .live = live,
        .clean = m.conflicts == 0,
        .parts = part_items(x->arena, &m),
        .mine = m.race.mine,
        .theirs = m.race.theirs,
    };
    return reply_page(x, "merge", &view);
}

/* The merged text as chosen, one conflict after the other. */
static struct slice chosen_text(struct exchange *x, const struct merging *merge)
{
    struct buf buf;
    size_t number = 0;
    buf_init(&buf, 0);
    for (size_t i = 0; i < merge->part_count; i++) {
        const struct merge_text *part = &merge->parts[i];
        if (!part->conflict) {
            buf_add(&buf, part->text);
            continue;
        }
        const char *name = arena_format(x->arena, "part-%zu", ++number).ptr;
        struct slice choice = request_form(x->request, name);
        if (!slice_eq_cstr(choice, "theirs"))
            buf_add(&buf, part->mine);
        if (!slice_eq_cstr(choice, "mine"))
            buf_add(&buf, part->theirs);
    }
    struct slice text = arena_slice(x->arena, buf_slice(&buf));
    buf_release(&buf);
    return text;
}

enum status merge_prepare(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct merging *m = ARENA_NEW(x->arena, struct merging);
    int64_t id = 0;
    x->prepared = m;
    return draft_of_path(x, 0, &id)
               ? editing_merge(&editor, id, request_form(x->request, "live").len > 0, m)
               : STATUS_NOT_FOUND;
}

/* The result is kept as what this account typed, and opened in the editor for a last look.
 */
enum status merge_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    const struct merging *m = x->prepared;
    int64_t id = m->editing.draft.id;
    bool same = slice_eq(state_of(x->arena, m), request_form(x->request, "state"));
    if (!same || (m->live && m->editing.typed)) /* it has moved on: look again */
        return go_to_draft(x, id, m->live ? "/merge?live=1" : "/merge");
    enum status status = editing_keep(&editor, id, m->race.version, chosen_text(x, m));
    if (status != STATUS_OK)
        return status;
    const char *tail = m->live ? arena_format(x->arena, "/edit?typed=1&base=%lld",
                                              (long long)m->race.base_revision)
                                     .ptr
                               : "/edit?typed=1";
    return go_to_draft(x, id, tail);
}
