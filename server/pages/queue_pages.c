/* The queue of work that comes back. */
#include "actions/queueing.h"
#include "base/clock.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/queue_view.h"

enum { ITEMS_A_PAGE = 50, FILTER_MAX = 300 };

static struct slice queue_path(const struct exchange *x, const char *tail)
{
    return arena_format(x->arena, SLICE_FMT "/staff/queue%s",
                        SLICE_ARG(site_of(x)->prefix), tail);
}

static struct slice item_path(const struct exchange *x, int64_t id, const char *tail)
{
    return queue_path(x, arena_format(x->arena, "/%lld%s", (long long)id, tail).ptr);
}

static struct slice escaped(const struct exchange *x, struct slice value)
{
    return site_path(x->arena, &(struct site_info){.prefix = SLICE("")}, "", value);
}

/* ---- rows -------------------------------------------------------------------------- */

static struct queue_row_view row_of(const struct exchange *x,
                                    const struct work_item *item)
{
    bool feedback = item->kind == WORK_FEEDBACK;
    return (struct queue_row_view){
        .url = item_path(x, item->id, ""),
        .kind = work_kind_name(item->kind),
        .state = work_state_name(item->state),
        .title = feedback ? item->article_title : item->title,
        .step = feedback ? item->title : SLICE(""),
        .reason = item->reason,
        .owner = item->owner,
        .feedback = feedback,
        .grouped = item->merged_into != 0,
        .one_day = item->first_day == item->last_day,
        .number = item->id,
        .total = item->total,
        .first_day = item->first_day,
        .last_day = item->last_day,
    };
}

static struct view_list rows_of(const struct exchange *x, const struct work_items *items)
{
    struct queue_row_view *rows =
        ARENA_ARRAY(x->arena, items->count + 1, struct queue_row_view);
    for (size_t i = 0; i < items->count; i++)
        rows[i] = row_of(x, &items->items[i]);
    return (struct view_list){rows, items->count};
}

enum status queue_rows_of_draft(struct exchange *x, int64_t draft,
                                struct view_list *out_rows)
{
    struct editor editor = editor_of(x);
    struct work_items items = {0};
    enum status status = queue_of_draft(&editor, draft, &items);
    if (status == STATUS_OK)
        *out_rows = rows_of(x, &items);
    return status;
}

/* ---- GET /staff/queue -------------------------------------------------------------- */

static struct slice asked(const struct exchange *x, const char *name)
{
    return slice_first(slice_trim(request_query(x->request, name)), FILTER_MAX);
}

/* A day of the form; false when something stands there that is none. */
static bool day_asked(const struct exchange *x, const char *name, int64_t *out_day)
{
    struct civil_date date;
    struct slice text = asked(x, name);
    bool is_date = date_parse_iso(text, &date);
    *out_day = is_date ? day_of_date(date) : NONE_INT;
    return is_date || !text.len;
}

static int64_t state_asked(const struct exchange *x)
{
    enum work_state state = WORK_NEW;
    struct slice text = asked(x, "state");
    if (work_state_parse(text, &state))
        return state;
    return slice_eq_cstr(text, "all") ? WORK_ANY : WORK_OPEN;
}

static int64_t kind_asked(const struct exchange *x)
{
    enum work_kind kind = WORK_FEEDBACK;
    return work_kind_parse(asked(x, "kind"), &kind) ? (int64_t)kind : WORK_ANY;
}

static enum status filter_asked(struct exchange *x, const struct editor *editor,
                                struct work_filter *filter, bool *out_known)
{
    bool owner = false, guide = false;
    bool from = day_asked(x, "from", &filter->from), to = day_asked(x, "to", &filter->to);
    filter->kind = kind_asked(x);
    filter->state = state_asked(x);
    filter->category = asked(x, "category");
    filter->by_count = slice_eq_cstr(asked(x, "order"), "count");
    filter->after = request_query(x->request, "after");
    filter->limit = ITEMS_A_PAGE;
    enum status status = queue_owner(editor, asked(x, "owner"), &filter->owner, &owner);
    if (status == STATUS_OK)
        status = queue_guide(editor, asked(x, "guide"), &filter->article_id, &guide);
    *out_known = owner && guide && from && to;
    return status;
}

static struct view_list kind_choices(const struct exchange *x, int64_t kind)
{
    struct queue_choice_view *choices =
        ARENA_ARRAY(x->arena, WORK_KINDS + 1, struct queue_choice_view);
    size_t count = 0;
    choices[count++] = (struct queue_choice_view){SLICE("all"), kind == WORK_ANY};
    for (int i = 0; i < WORK_KINDS; i++)
        choices[count++] =
            (struct queue_choice_view){work_kind_name((enum work_kind)i), kind == i};
    return (struct view_list){choices, count};
}

static struct view_list state_choices(const struct exchange *x, int64_t state)
{
    struct queue_choice_view *choices =
        ARENA_ARRAY(x->arena, WORK_STATES + 2, struct queue_choice_view);
    size_t count = 0;
    choices[count++] = (struct queue_choice_view){SLICE("open"), state == WORK_OPEN};
    for (int i = 0; i < WORK_STATES; i++)
        choices[count++] =
            (struct queue_choice_view){work_state_name((enum work_state)i), state == i};
    choices[count++] = (struct queue_choice_view){SLICE("all"), state == WORK_ANY};
    return (struct view_list){choices, count};
}

static struct view_list count_items(const struct exchange *x,
                                    int64_t counts[WORK_STATES][WORK_KINDS],
                                    const struct work_filter *filter, bool plain)
{
    struct queue_count_view *items =
        ARENA_ARRAY(x->arena, WORK_STATES + 1, struct queue_count_view);
    size_t count = 0;
    int64_t all = 0;
    for (int state = -1; state < WORK_STATES; state++) {
        int64_t sum = 0;
        if (state >= 0 && !work_is_open((enum work_state)state))
            continue;
        for (int kind = 0; state >= 0 && kind < WORK_KINDS; kind++)
            sum += counts[state][kind];
        struct slice name =
            state < 0 ? SLICE("open") : work_state_name((enum work_state)state);
        struct slice url = queue_path(
            x, arena_format(x->arena, "?state=" SLICE_FMT, SLICE_ARG(name)).ptr);
        bool current =
            plain && filter->state == (state < 0 ? (int64_t)WORK_OPEN : (int64_t)state);
        items[count++] = (struct queue_count_view){name, url, sum, current};
        all += sum;
    }
    items[0].count = all;
    return (struct view_list){items, count};
}

/* The same list behind the cursor. */
static struct slice further_url(const struct exchange *x, struct slice next)
{
    static const char *const names[] = {"kind",     "state", "owner", "guide",
                                        "category", "from",  "to",    "order"};
    if (!next.len)
        return (struct slice){0};
    struct slice query = arena_format(x->arena, "?after=" SLICE_FMT, SLICE_ARG(next));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct slice value = asked(x, names[i]);
        if (value.len)
            query = arena_format(x->arena, SLICE_FMT "&%s=" SLICE_FMT, SLICE_ARG(query),
                                 names[i], SLICE_ARG(escaped(x, value)));
    }
    return queue_path(x, query.ptr);
}

enum status queue_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct work_filter filter = {0};
    struct work_items items = {0};
    struct slice next = SLICE("");
    int64_t counts[WORK_STATES][WORK_KINDS];
    bool known = true;
    enum status status = filter_asked(x, &editor, &filter, &known);
    if (status == STATUS_OK)
        status = cursor_checked(x, queue_list(&editor, &filter, &items, &next, counts));
    if (status != STATUS_OK)
        return status;
    if (!known) {
        items.count = 0;
        next = SLICE("");
    }
    bool mine = slice_eq_cstr(asked(x, "owner"), "me");
    bool narrowed = asked(x, "owner").len || asked(x, "guide").len ||
                    asked(x, "category").len || asked(x, "from").len ||
                    asked(x, "to").len || filter.kind != WORK_ANY || filter.by_count;
    struct queue_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .queue_url = queue_path(x, ""),
        .drafts_url = site_path(x->arena, site_of(x), "/staff", SLICE("")),
        .mine_url = queue_path(x, "?owner=me"),
        .next_url = further_url(x, next),
        .owner = asked(x, "owner"),
        .guide = asked(x, "guide"),
        .category = filter.category,
        .from = asked(x, "from"),
        .to = asked(x, "to"),
        .mine = mine,
        .by_count = filter.by_count,
        .filtered = narrowed || filter.state != WORK_OPEN,
        .unknown = !known,
        .kinds = kind_choices(x, filter.kind),
        .states = state_choices(x, filter.state),
        .counts = count_items(x, counts, &filter, !narrowed),
        .items = rows_of(x, &items),
    };
    return reply_page(x, "queue", &view);
}

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
    view->move_url = item_path(x, item->id, "/move");
    view->draft_url = item_path(x, item->id, "/draft");
    if (item->article_id) {
        view->guide_url = site_path(x->arena, site, "/articles/", item->article_slug);
        view->step_url = item->step.len ? arena_format(x->arena, SLICE_FMT "#" SLICE_FMT,
                                                       SLICE_ARG(view->guide_url),
                                                       SLICE_ARG(escaped(x, item->step)))
                                        : (struct slice){0};
        view->history_url =
            site_path(x->arena, site, "/staff/guides/", item->article_slug);
        view->others_url =
            queue_path(x, arena_format(x->arena, "?state=all&guide=" SLICE_FMT,
                                       SLICE_ARG(escaped(x, item->article_slug)))
                              .ptr);
    } else {
        view->search_url =
            arena_format(x->arena, SLICE_FMT "/search?literal=1&q=" SLICE_FMT,
                         SLICE_ARG(site->prefix), SLICE_ARG(escaped(x, item->title)));
    }
    if (q->drafted)
        view->open_draft_url = draft_path(x, item->draft_id, "");
    if (item->answer_article_id)
        view->answer_url = site_path(x->arena, site, "/articles/", item->answer_slug);
    if (q->target.id)
        view->target_url = item_path(x, q->target.id, "");
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
        .grouped = rows_of(x, &q.grouped),
        .similar = rows_of(x, &q.similar),
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
    return status == STATUS_OK ? reply_see_other(x, item_path(x, id, "?done=1"))
                               : item_again(x, id, status, &input);
}

/* ---- POST /staff/queue/{id}/draft -------------------------------------------------- */

struct prepared_draft {
    struct draft_text text;
    bool needed;
};

enum status queue_draft_prepare(struct exchange *x)
{
    int64_t id = 0;
    struct editor editor = editor_of(x);
    const struct message_arg none = {NULL, {0}};
    struct prepared_draft *prepared = ARENA_NEW(x->arena, struct prepared_draft);
    x->prepared = prepared;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    struct slice body =
        site_message(x->arena, site_of(x), site_of(x)->lang, "edit.template", &none);
    return queue_first_text(&editor, id, body, &prepared->text, &prepared->needed);
}

enum status queue_draft_form(struct exchange *x)
{
    int64_t id = 0, draft = 0, version = 0;
    struct editor editor = editor_of(x);
    const struct prepared_draft *prepared = x->prepared;
    struct queue_input input = {.move = {.action = WORK_WRITE}};
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    slice_int64(request_form(x->request, "version"), &version);
    enum status status = queue_draft(&editor, id, version,
                                     prepared->needed ? &prepared->text : NULL, &draft);
    return status == STATUS_OK ? go_to_draft(x, draft, "/edit")
                               : item_again(x, id, status, &input);
}
