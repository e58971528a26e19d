/* One draft with its review, and what is done with it. */
#include "base/clock.h"
#include "model/record.h"
#include "pages/pages.h"
#include "staff.h"

/* ---- shared ------------------------------------------------------------------------ */

struct editor editor_of(struct exchange *x)
{
    const struct signed_in *in = signed_in_of(x);
    return (struct editor){
        .reader = reader_of(x),
        .actor = actor_of(x),
        .display = in ? in->session.account.display : SLICE(""),
        .roles = in ? in->session.account.roles : 0,
        .self_review = portal_of(x)->self_review,
    };
}

bool draft_of_path(const struct exchange *x, size_t place, int64_t *out_id)
{
    return slice_int64(x->request->params[place], out_id) && *out_id > 0;
}

struct slice draft_path(const struct exchange *x, int64_t draft, const char *tail)
{
    return arena_format(x->arena, SLICE_FMT "/staff/drafts/%lld%s",
                        SLICE_ARG(site_of(x)->prefix), (long long)draft, tail);
}

enum status go_to_draft(struct exchange *x, int64_t draft, const char *tail)
{
    return reply_see_other(x, draft_path(x, draft, tail));
}

struct slice draft_title(struct arena *arena, const struct draft *draft)
{
    struct slice title = draft->title.len ? draft->title : draft->slug;
    return title.len ? title : arena_format(arena, "#%lld", (long long)draft->id);
}

struct slice draft_live_url(const struct exchange *x, const struct draft *draft)
{
    const char *path = draft->kind == DRAFT_TREE ? "/guides/" : "/articles/";
    return draft->live_slug.len ? site_path(x->arena, site_of(x), path, draft->live_slug)
                                : (struct slice){0};
}

/* ---- one draft --------------------------------------------------------------------- */

/* What a form of the page said, where it was refused. */
struct draft_input {
    struct slice note, publish_time, comment;
    struct slice unsent; /* words for which it is too late */
    bool done;
};

/* What brings the guide on comes first, what ends it last. Saving and publishing have forms
 * of their own. */
static const enum stage_action action_order[] = {
    STAGE_APPROVE,  STAGE_REQUEST_CHANGES, STAGE_SUBMIT,
    STAGE_SCHEDULE, STAGE_WITHDRAW,        STAGE_DISCARD,
};

static struct view_list action_items(const struct editor *editor,
                                     const struct editing *editing)
{
    struct draft_action_view *items =
        ARENA_ARRAY(editor->reader.arena, STAGE_ACTIONS, struct draft_action_view);
    size_t count = 0;
    for (size_t i = 0; i < sizeof action_order / sizeof *action_order; i++) {
        enum stage_action action = action_order[i];
        const struct transition *row = transition_find(editing->draft.stage, action);
        if (!row || editing_allowed(editor, editing, action) != STATUS_OK)
            continue;
        items[count++] = (struct draft_action_view){
            stage_action_name(action), row->says_why, action == STAGE_SCHEDULE,
            action == STAGE_SUBMIT || action == STAGE_APPROVE};
    }
    return (struct view_list){items, count};
}

/* The words of a section or state, as the text has it now. */
static struct slice section_words(const struct view_list *sections, struct slice anchor)
{
    const struct option_view *options = sections->items;
    for (size_t i = 0; i < sections->count; i++)
        if (slice_eq(options[i].value, anchor) && options[i].label.len)
            return options[i].label;
    return (struct slice){0};
}

static struct view_list comment_items(struct arena *arena, const struct editing *editing,
                                      const struct view_list *sections)
{
    struct draft_comment_view *items =
        ARENA_ARRAY(arena, editing->comment_count + 1, struct draft_comment_view);
    for (size_t i = 0; i < editing->comment_count; i++) {
        const struct review_comment *comment = &editing->comments[i];
        items[i] = (struct draft_comment_view){
            .id = comment->id,
            .at = comment->at,
            .version = comment->version,
            .section = comment->section,
            .section_words = section_words(sections, comment->section),
            .text = comment->text,
            .who = comment->who,
            .resolved_by = comment->resolved_by,
            .resolved = comment->resolved_at != NONE_INT};
    }
    return (struct view_list){items, editing->comment_count};
}

static struct view_list event_items(struct arena *arena, const struct editing *editing)
{
    struct draft_event_view *items =
        ARENA_ARRAY(arena, editing->event_count + 1, struct draft_event_view);
    for (size_t i = 0; i < editing->event_count; i++) {
        const struct draft_event *event = &editing->events[editing->event_count - 1 - i];
        items[i] = (struct draft_event_view){event->at,
                                             event->version,
                                             stage_action_name(event->action),
                                             stage_name(event->stage),
                                             event->who,
                                             event->note};
    }
    return (struct view_list){items, editing->event_count};
}

/* The states of a tree, for comments. */
static struct view_list state_items(struct arena *arena, const struct tree *tree)
{
    size_t kept = 0;
    struct option_view *items =
        ARENA_ARRAY(arena, tree->state_count + 1, struct option_view);
    for (size_t i = 0; i < tree->state_count; i++)
        if (tree->states[i].id.len)
            items[kept++] =
                (struct option_view){tree->states[i].id, tree->states[i].text, false};
    return (struct view_list){items, kept};
}

static struct view_list section_items(struct arena *arena, const struct draft_text *text)
{
    if (text->kind == DRAFT_TREE)
        return state_items(arena, &text->tree);
    size_t count = text->valid ? text->doc.section_count : 0;
    struct option_view *items = ARENA_ARRAY(arena, count + 1, struct option_view);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (text->doc.sections[i].title.len)
            items[kept++] = (struct option_view){text->doc.sections[i].anchor,
                                                 text->doc.sections[i].title, false};
    return (struct view_list){items, kept};
}

static struct draft_view draft_view_of(struct exchange *x, const struct editor *editor,
                                       const struct editing *editing)
{
    const struct draft *draft = &editing->draft;
    bool may_write = editing_allowed(editor, editing, STAGE_SAVE) == STATUS_OK;
    bool tree = draft->kind == DRAFT_TREE;
    struct draft_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = draft_title(x->arena, draft),
        .stage = stage_name(draft->stage),
        .opened_by = draft->opened_by_name,
        .saved_by = draft->saved_by_name,
        .staff_url = staff_path(x, "/staff"),
        .edit_url = draft_path(x, draft->id, tree ? "/tree" : "/edit"),
        .preview_url = draft_path(x, draft->id, tree ? "/try" : "/preview"),
        .move_url = draft_path(x, draft->id, "/move"),
        .publish_url = draft_path(x, draft->id, "/publish"),
        .comments_url = draft_path(x, draft->id, "/comments"),
        .live_url = draft_live_url(x, draft),
        .tree = tree,
        .version = draft->version,
        .updated_at = draft->updated_at,
        .publish_at = draft->publish_at == NONE_INT ? VIEW_NONE : draft->publish_at,
        .closed = !stage_is_open(draft->stage),
        .actions = action_items(editor, editing),
        .events = event_items(x->arena, editing),
        .typed = typed_rows(x, editing, 0),
    };
    if (draft->live_slug.len) {
        view.compare_url = draft_path(x, draft->id, "/compare");
        view.history_url =
            site_path(x->arena, site_of(x), tree ? "/staff/trees/" : "/staff/guides/",
                      draft->live_slug);
    }
    if (draft->version > 1)
        view.last_url = draft_path(
            x, draft->id,
            arena_format(x->arena, "/compare?from=%lld&to=%lld",
                         (long long)draft->version - 1, (long long)draft->version)
                .ptr);
    view.may_comment = !view.closed && roles_allow(editor->roles, RIGHT_COMMENT);
    view.may_publish = editing_allowed(editor, editing, STAGE_PUBLISH) == STATUS_OK;
    view.edit_now_url = may_write ? view.edit_url : (struct slice){0};
    view.merge_url = editing->moved && may_write
                         ? draft_path(x, draft->id, "/merge?live=1")
                         : (struct slice){0};
    return view;
}

/* Chosen is what the text says. */
static struct view_list confidence_items(struct arena *arena,
                                         const struct draft_text *text)
{
    struct option_view *items = ARENA_ARRAY(arena, CONFIDENCES, struct option_view);
    size_t count = 0;
    bool guide = text->valid && text->kind == DRAFT_GUIDE;
    for (int i = 0; guide && i < CONFIDENCES; i++) {
        bool chosen = text->doc.meta.confidence == (enum confidence)i;
        if (i > 0 || chosen) /* what was said can be changed, not unsaid */
            items[count++] = (struct option_view){confidence_name((enum confidence)i),
                                                  (struct slice){0}, chosen};
    }
    return (struct view_list){items, count};
}

static void add_input(struct exchange *x, const struct draft_input *input,
                      struct draft_view *view)
{
    const struct problems *problems = &x->problems;
    view->errors = form_errors_make(x->arena, problems);
    view->note = input->note;
    view->publish_time = input->publish_time;
    view->comment = input->comment;
    view->unsent = input->unsent;
    view->done = input->done;
    view->note_error = form_error_of(problems, "note");
    view->publish_at_error = form_error_of(problems, "publish_at");
    view->comment_error = form_error_of(problems, "text");
}

/* The text of a draft as its page tells it: parsed on the SLOW pool, before any write. */
struct told_text {
    struct draft_text text;
    struct problems problems;
};

static enum status read_told(struct exchange *x, int64_t id, struct told_text **out_told)
{
    struct editor editor = editor_of(x);
    struct editing editing;
    struct told_text *told = ARENA_NEW(x->arena, struct told_text);
    problems_init(&told->problems, x->arena);
    enum status status = editing_get(&editor, id, &editing);
    if (status == STATUS_OK)
        status = editing_read(&editor, id, editing.source, &told->problems, &told->text);
    if (status == STATUS_OK)
        status = editing_remarks(&editor, &told->text, &told->problems);
    if (status == STATUS_OK)
        *out_told = told;
    return status;
}

/* For forms of the page that may come back. */
enum status draft_form_prepare(struct exchange *x)
{
    int64_t id = 0;
    struct told_text *told = NULL;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = read_told(x, id, &told);
    x->prepared = told;
    return status;
}

/* Each fault of a tree leads to the form that mends it. */
static void link_faults(struct exchange *x, int64_t id, const struct view_list *list)
{
    struct text_problem_view *faults = (struct text_problem_view *)list->items;
    for (size_t i = 0; i < list->count; i++)
        faults[i].url = tree_fault_path(x, id, faults[i].place);
}

static enum status reply_draft(struct exchange *x, int64_t id,
                               const struct told_text *told,
                               const struct draft_input *input)
{
    struct editor editor = editor_of(x);
    struct editing editing;
    enum status status = editing_get(&editor, id, &editing);
    if (status != STATUS_OK)
        return status;
    struct draft_view view = draft_view_of(x, &editor, &editing);
    view.sections = section_items(x->arena, &told->text);
    view.comments = comment_items(x->arena, &editing, &view.sections);
    text_problems_make(x->arena, &told->problems, &view.faults, &view.remarks);
    if (view.tree && view.edit_now_url.len) {
        link_faults(x, id, &view.faults);
        link_faults(x, id, &view.remarks);
    }
    status = queue_rows_of_draft(x, id, &view.queue);
    if (status != STATUS_OK)
        return status;
    view.may_publish = view.may_publish && told->text.valid;
    view.confidences = confidence_items(x->arena, &told->text);
    add_input(x, input, &view);
    return reply_page(x, "draft", &view);
}

enum status draft_page(struct exchange *x)
{
    int64_t id = 0;
    struct told_text *told = NULL;
    struct draft_input input = {.done = request_query(x->request, "done").len > 0};
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = read_told(x, id, &told);
    return status == STATUS_OK ? reply_draft(x, id, told, &input) : status;
}

/* Readers' view of the text: the article's own page, with a banner. */
enum status draft_preview_page(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    struct editing editing;
    struct draft_text text = {0};
    struct article_reading reading;
    struct article_view view;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = editing_get(&editor, id, &editing);
    if (status == STATUS_OK && editing.draft.kind == DRAFT_TREE)
        return go_to_draft(x, id, "/try");
    if (status == STATUS_OK)
        status = editing_read(&editor, id, editing.source, &x->problems, &text);
    if (status == STATUS_OK && !text.valid)
        return go_to_draft(x, id, "");
    struct article article = {.state = ARTICLE_DRAFT,
                              .revision = editing.draft.version,
                              .created_at = editing.draft.opened_at,
                              .updated_at = editing.draft.updated_at,
                              .doc = text.doc};
    if (status == STATUS_OK)
        status = reading_draft(&editor.reader, &article, &reading);
    if (status != STATUS_OK)
        return status;
    article_view_make(x->arena, site_of(x), &reading, ARTICLE_NOTICE_NONE, &view);
    view.draft_url = draft_path(x, id, "");
    return reply_page(x, "article", &view);
}

/* ---- what is done with it ---------------------------------------------------------- */

int64_t sent_version(const struct exchange *x)
{
    int64_t version = 0;
    struct slice tag = request_header(x->request, "If-Match");
    bool quoted = tag.len > 2 && tag.ptr[0] == '"' && tag.ptr[tag.len - 1] == '"';
    if (tag.len == 0 || slice_eq_cstr(tag, "*"))
        slice_int64(request_form(x->request, "version"), &version);
    else if (quoted)
        slice_int64(slice_from(slice_first(tag, tag.len - 1), 1), &version);
    return version;
}

void reply_version(struct exchange *x, int64_t version)
{
    response_header(x->response, "ETag",
                    arena_format(x->arena, "\"%lld\"", (long long)version));
}

/* Too late, or too much: the words come back to be copied, beside how the draft stands now. */
static void say_unsent(struct exchange *x, enum status status, struct draft_input *input)
{
    input->unsent = input->comment.len ? input->comment : input->note;
    problems_error(
        &x->problems, "draft.unsent", SLICE("unsent"), "%s",
        status == STATUS_CONFLICT
            ? "Nothing was done: somebody changed this draft meanwhile, and you "
              "see how it stands now"
            : "Nothing was done: this draft has as many comments as it can have");
}

/* Back to the page when it was done or somebody was faster (it shows how things stand). */
static enum status after_move(struct exchange *x, int64_t id, enum status status,
                              struct draft_input *input)
{
    if (status == STATUS_OK)
        return go_to_draft(x, id, "?done=1");
    if (status == STATUS_CONFLICT || status == STATUS_TOO_LARGE)
        say_unsent(x, status, input);
    if (x->problems.errors == 0)
        return status;
    x->response->code = status_http(status);
    return reply_draft(x, id, x->prepared, input);
}

enum status draft_move_form(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    struct draft_input input = {.note = request_form(x->request, "note"),
                                .publish_time = request_form(x->request, "publish_at")};
    struct edit_move move = {.version = sent_version(x),
                             .note = input.note,
                             .publish_at = record_time(input.publish_time)};
    if (!draft_of_path(x, 0, &id) ||
        !stage_action_parse(request_form(x->request, "action"), &move.action))
        return STATUS_NOT_FOUND;
    move.draft = id;
    return after_move(x, id, editing_move(&editor, &move, &x->problems), &input);
}

enum status draft_comment_form(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    struct draft_input input = {.comment = request_form(x->request, "text")};
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = editing_comment(&editor, id, request_form(x->request, "section"),
                                         input.comment, &x->problems);
    return status == STATUS_OK ? go_to_draft(x, id, "#page-comments")
                               : after_move(x, id, status, &input);
}

enum status draft_resolve_form(struct exchange *x)
{
    int64_t id = 0, comment = 0;
    struct editor editor = editor_of(x);
    if (!draft_of_path(x, 0, &id) || !draft_of_path(x, 1, &comment))
        return STATUS_NOT_FOUND;
    bool resolved = !slice_eq_cstr(request_form(x->request, "resolved"), "no");
    enum status status = editing_resolve(&editor, id, comment, resolved);
    return status == STATUS_OK ? go_to_draft(x, id, "#page-comments") : status;
}

/* ---- publishing -------------------------------------------------------------------- */

/* What whoever publishes says of it; a form that says nothing leaves the text as it is. */
static enum status set_confidence(struct exchange *x, const struct editor *editor,
                                  int64_t id, struct draft_text *text)
{
    enum confidence confidence = CONFIDENCE_NONE;
    struct slice name = request_form(x->request, "confidence");
    if (text->kind != DRAFT_GUIDE || !name.len || !confidence_parse(name, &confidence))
        return STATUS_OK;
    enum status status = editing_trusted(editor, id, confidence, &x->problems, text);
    return status == STATUS_INVALID ? STATUS_OK : status; /* told by the form */
}

enum status draft_publish_prepare(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    struct slice source;
    struct draft_text *text = ARENA_NEW(x->arena, struct draft_text);
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    enum status status = editing_source(&editor, id, sent_version(x), &source);
    x->prepared = text;
    if (status == STATUS_OK)
        status = editing_read(&editor, id, source, &x->problems, text);
    return status == STATUS_OK ? set_confidence(x, &editor, id, text) : status;
}

/* Nothing was written yet: the draft's page says why. */
static enum status refuse_publication(struct exchange *x, int64_t id)
{
    const struct draft_text *text = x->prepared;
    struct told_text told = {.text = *text};
    struct draft_input input = {.done = false};
    problems_init(&told.problems, x->arena);
    x->response->code = status_http(STATUS_INVALID);
    return reply_draft(x, id, &told, &input);
}

enum status draft_publish_form(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    struct slice slug = SLICE("");
    bool moved = false;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    if (form_error_of(&x->problems, "confidence").len)
        return refuse_publication(x, id);
    enum status status = editing_publish(&editor, id, sent_version(x), x->prepared,
                                         &x->problems, &slug, &moved);
    if (moved)
        return go_to_draft(x, id, "/merge?live=1");
    if (status == STATUS_INVALID && x->problems.errors)
        return refuse_publication(x, id);
    if (status != STATUS_OK)
        return status;
    const struct draft_text *text = x->prepared;
    return reply_see_other(x, text->kind == DRAFT_TREE
                                  ? tree_path(x, slug, "")
                                  : site_path(x->arena, site_of(x), "/articles/", slug));
}

/* ---- the live text ----------------------------------------------------------------- */

enum status article_edit_form(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    enum status status = editing_begin(&editor, x->request->params[0], &id);
    return status == STATUS_OK ? go_to_draft(x, id, "/edit") : status;
}
