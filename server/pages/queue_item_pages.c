/* One item of the queue: what is known of it, and what staff does with it. */
#include "actions/queueing.h"
#include "base/clock.h"
#include "pages/pages.h"
#include "staff.h"
#include "sweep_show.h"
#include "views/queue_view.h"

/* ---- GET /staff/queue/{id} --------------------------------------------------------- */

/* What a form of the page said, where it was refused. */
struct queue_input {
    bool sent, conflict, done;
    struct queue_move move;
    struct slice target;
};

static struct view_list word_items(const struct exchange *x, const struct queue_item *q)
{
    struct queue_words_view *items =
        ARENA_ARRAY(x->arena, q->word_count + 1, struct queue_words_view);
    for (size_t i = 0; i < q->word_count; i++) {
        const struct work_words *words = &q->words[i];
        items[i] = (struct queue_words_view){
            words->day, words->revision ? words->revision : VIEW_NONE, words->text,
            words->query};
    }
    return (struct view_list){items, q->word_count};
}

static struct view_list event_items(const struct exchange *x, const struct queue_item *q)
{
    struct queue_event_view *items =
        ARENA_ARRAY(x->arena, q->event_count + 1, struct queue_event_view);
    for (size_t i = 0; i < q->event_count; i++) {
        const struct work_event *event = &q->events[i];
        items[i] = (struct queue_event_view){event->at, work_action_name(event->action),
                                             work_state_name(event->state), event->who,
                                             event->note};
    }
    return (struct view_list){items, q->event_count};
}

static struct view_list revision_options(const struct exchange *x,
                                         const struct queue_item *q, int64_t chosen)
{
    struct queue_option_view *items =
        ARENA_ARRAY(x->arena, q->revision_count + 1, struct queue_option_view);
    for (size_t i = 0; i < q->revision_count; i++) {
        const struct revision *revision = &q->revisions[i];
        items[i] = (struct queue_option_view){
            revision->who, revision->why, revision->number, revision->at,
            chosen ? revision->number == chosen : i == 0};
    }
    return (struct view_list){items, q->revision_count};
}

static struct view_list guide_options(const struct exchange *x,
                                      const struct queue_item *q)
{
    struct queue_option_view *items =
        ARENA_ARRAY(x->arena, q->guides.count + 1, struct queue_option_view);
    for (size_t i = 0; i < q->guides.count; i++)
        items[i] =
            (struct queue_option_view){q->guides.items[i].slug, q->guides.items[i].title,
                                       VIEW_NONE, VIEW_NONE, false};
    return (struct view_list){items, q->guides.count};
}

static struct view_list staff_options(const struct exchange *x,
                                      const struct queue_item *q)
{
    struct queue_option_view *items =
        ARENA_ARRAY(x->arena, q->staff_count + 1, struct queue_option_view);
    for (size_t i = 0; i < q->staff_count; i++)
        items[i] = (struct queue_option_view){q->staff[i].name, q->staff[i].display,
                                              VIEW_NONE, VIEW_NONE, false};
    return (struct view_list){items, q->staff_count};
}

static void add_rights(const struct editor *editor, const struct work_item *item,
                       struct queue_item_view *view)
{
    view->may_take = queue_allowed(editor, item, WORK_TAKE);
    view->may_give = queue_allowed(editor, item, WORK_GIVE);
    view->may_release = queue_allowed(editor, item, WORK_RELEASE);
    view->may_wait = queue_allowed(editor, item, WORK_WAIT);
    view->may_write = queue_allowed(editor, item, WORK_WRITE);
    view->may_close = queue_allowed(editor, item, WORK_CLOSE);
    view->may_decline = queue_allowed(editor, item, WORK_DECLINE);
    view->may_merge = queue_allowed(editor, item, WORK_MERGE);
    view->may_reopen = queue_allowed(editor, item, WORK_REOPEN);
}

static void add_urls(const struct exchange *x, const struct queue_item *q,
                     struct queue_item_view *view)
{
    const struct site_info *site = site_of(x);
    const struct work_item *item = &q->item;
    view->queue_url = queue_path(x, "");
    view->move_url = queue_item_path(x, item->id, "/move");
    view->draft_url = queue_item_path(x, item->id, "/draft");
    if (item->article_id) {
        view->guide_url = site_path(x->arena, site, "/articles/", item->article_slug);
        view->step_url = item->step.len
                             ? arena_format(x->arena, SLICE_FMT "#" SLICE_FMT,
                                            SLICE_ARG(view->guide_url),
                                            SLICE_ARG(queue_escaped(x, item->step)))
                             : (struct slice){0};
        view->history_url =
            site_path(x->arena, site, "/staff/guides/", item->article_slug);
        view->others_url =
            queue_path(x, arena_format(x->arena, "?state=all&guide=" SLICE_FMT,
                                       SLICE_ARG(queue_escaped(x, item->article_slug)))
                              .ptr);
    } else {
        view->search_url = arena_format(
            x->arena, SLICE_FMT "/search?literal=1&q=" SLICE_FMT, SLICE_ARG(site->prefix),
            SLICE_ARG(queue_escaped(x, item->title)));
    }
    if (q->drafted)
        view->open_draft_url = draft_path(x, item->draft_id, "");
    if (item->answer_article_id)
        view->answer_url = site_path(x->arena, site, "/articles/", item->answer_slug);
    if (q->target.id)
        view->target_url = queue_item_path(x, q->target.id, "");
}

/* Only the form that was refused keeps its words and gets the message. */
static void add_input(struct exchange *x, const struct queue_input *input,
                      struct queue_item_view *view)
{
    const struct problems *problems = &x->problems;
    const struct queue_move *move = &input->move;
    const struct {
        enum work_action action;
        struct slice *typed, *error;
        struct slice value;
        const char *field;
    } forms[] = {
        {WORK_COMMENT, &view->comment, &view->comment_error, move->note, "note"},
        {WORK_WAIT, &view->why_wait, &view->wait_error, move->note, "note"},
        {WORK_DECLINE, &view->why_decline, &view->decline_error, move->note, "note"},
        {WORK_REOPEN, &view->why_reopen, &view->reopen_error, move->note, "note"},
        {WORK_GIVE, &view->give_to, &view->who_error, move->who, "who"},
        {WORK_CLOSE, &view->guide, &view->guide_error, move->guide, "guide"},
        {WORK_MERGE, &view->target, &view->target_error, input->target, "target"},
    };
    view->done = input->done;
    view->conflict = input->conflict;
    view->errors = form_errors_make(x->arena, problems);
    view->revision_error = form_error_of(problems, "revision");
    for (size_t i = 0; input->sent && i < sizeof forms / sizeof *forms; i++)
        if (forms[i].action == move->action) {
            *forms[i].typed = forms[i].value;
            *forms[i].error = form_error_of(problems, forms[i].field);
        }
}

static int64_t some(int64_t number)
{
    return number ? number : VIEW_NONE;
}

static enum status reply_item(struct exchange *x, int64_t id,
                              const struct queue_input *input)
{
    struct editor editor = editor_of(x);
    struct queue_item q;
    enum status status = queue_get(&editor, id, &q);
    if (status != STATUS_OK)
        return status;
    const struct work_item *item = &q.item;
    struct queue_item_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .kind = work_kind_name(item->kind),
        .state = work_state_name(item->state),
        .title = item->kind == WORK_FEEDBACK ? SLICE("") : item->title,
        .reason = item->reason,
        .guide_title = item->article_title,
        .step = q.step_title.len ? q.step_title : item->title,
        .owner = item->owner,
        .answer = item->answer,
        .answer_title = item->answer_title,
        .target_title = q.target.title.len ? q.target.title : q.target.article_title,
        .number = item->id,
        .version = item->version,
        .count = item->count,
        .total = item->total,
        .first_day = item->first_day,
        .last_day = item->last_day,
        .step_number = some(q.step_number),
        .revision = some(item->revision),
        .answer_revision = some(item->answer_revision),
        .closed_at = item->closed_at == NONE_INT ? VIEW_NONE : item->closed_at,
        .feedback = item->kind == WORK_FEEDBACK,
        .search = item->kind == WORK_SEARCH,
        .ask = item->kind == WORK_ASK,
        .several = item->total > item->count,
        .one_day = item->first_day == item->last_day,
        .closed = !work_is_open(item->state),
        .asked = item->kind != WORK_FEEDBACK,
        .words = word_items(x, &q),
        .events = event_items(x, &q),
        .grouped = queue_rows(x, &q.grouped),
        .similar = queue_rows(x, &q.similar),
        .revisions = revision_options(x, &q, input->move.revision),
        .guides = guide_options(x, &q),
        .staff = staff_options(x, &q),
    };
    if (item->kind != WORK_FEEDBACK)
        view.step = (struct slice){0};
    add_urls(x, &q, &view);
    add_rights(&editor, item, &view);
    add_input(x, input, &view);
    return reply_page(x, "queue_item", &view);
}

enum status queue_item_page(struct exchange *x)
{
    int64_t id = 0;
    struct queue_input input = {.done = request_query(x->request, "done").len > 0};
    return draft_of_path(x, 0, &id) ? reply_item(x, id, &input) : STATUS_NOT_FOUND;
}

/* Somebody was faster, or something is wrong: the item as it is now, the form as it was
 * filled in. */
static enum status item_again(struct exchange *x, int64_t id, enum status status,
                              struct queue_input *input)
{
    bool refused = status == STATUS_INVALID && x->problems.errors;
    if (!refused && status != STATUS_CONFLICT)
        return status;
    input->sent = true;
    input->conflict = status == STATUS_CONFLICT;
    x->response->code = status_http(status);
    return reply_item(x, id, input);
}

/* Back to the change of many guides that it was closed from, else to the item. */
static struct slice path_behind(const struct exchange *x, int64_t id)
{
    int64_t sweep = 0;
    bool swept = slice_int64(request_form(x->request, "sweep"), &sweep) && sweep > 0;
    return swept ? sweep_path(x, sweep, "?closed=1") : queue_item_path(x, id, "?done=1");
}

enum status queue_move_form(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    struct queue_input input = {.target = slice_trim(request_form(x->request, "target"))};
    struct queue_move *move = &input.move;
    struct slice number = input.target;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    if (!work_action_parse(request_form(x->request, "action"), &move->action)) {
        problems_error(&x->problems, "queue.action", SLICE("action"),
                       "This cannot be done with an item");
        return STATUS_INVALID;
    }
    move->id = id;
    move->note = request_form(x->request, "note");
    move->who = request_form(x->request, "who");
    move->guide = request_form(x->request, "guide");
    if (number.len && number.ptr[0] == '#')
        number = slice_from(number, 1);
    slice_int64(number, &move->target);
    slice_int64(request_form(x->request, "version"), &move->version);
    slice_int64(request_form(x->request, "revision"), &move->revision);
    enum status status = queue_move(&editor, move, &x->problems);
    return status == STATUS_OK ? reply_see_other(x, path_behind(x, id))
                               : item_again(x, id, status, &input);
}

/* ---- POST /staff/queue/{id}/draft -------------------------------------------------- */

enum status queue_draft_prepare(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    const struct message_arg none = {NULL, {0}};
    struct queue_text *prepared = ARENA_NEW(x->arena, struct queue_text);
    x->prepared = prepared;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    struct slice body =
        site_message(x->arena, site_of(x), site_of(x)->lang, "edit.template", &none);
    return queue_first_text(&editor, id, body, prepared);
}

enum status queue_draft_form(struct exchange *x)
{
    int64_t id = 0, draft = 0, version = 0;
    struct editor editor = editor_of(x);
    const struct queue_text *prepared = x->prepared;
    struct queue_input input = {.move = {.action = WORK_WRITE}};
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    struct slice tail = prepared->line ? arena_format(x->arena, "/edit?line=%lld",
                                                      (long long)prepared->line)
                                       : SLICE("/edit");
    slice_int64(request_form(x->request, "version"), &version);
    enum status status = queue_draft(&editor, id, version, prepared, &draft);
    return status == STATUS_OK ? go_to_draft(x, draft, tail.ptr)
                               : item_again(x, id, status, &input);
}
