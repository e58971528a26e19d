/* The queue of work that comes back. */
#include "actions/queueing.h"
#include "base/clock.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/queue_view.h"

enum { ITEMS_A_PAGE = 50, FILTER_MAX = 300 };

struct slice queue_path(const struct exchange *x, const char *tail)
{
    return arena_format(x->arena, SLICE_FMT "/staff/queue%s",
                        SLICE_ARG(site_of(x)->prefix), tail);
}

struct slice queue_item_path(const struct exchange *x, int64_t id, const char *tail)
{
    return queue_path(x, arena_format(x->arena, "/%lld%s", (long long)id, tail).ptr);
}

struct slice queue_escaped(const struct exchange *x, struct slice value)
{
    return site_path(x->arena, &(struct site_info){.prefix = SLICE("")}, "", value);
}

/* ---- rows -------------------------------------------------------------------------- */

static struct queue_row_view row_of(const struct exchange *x,
                                    const struct work_item *item)
{
    bool feedback = item->kind == WORK_FEEDBACK;
    return (struct queue_row_view){
        .url = queue_item_path(x, item->id, ""),
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

struct view_list queue_rows(const struct exchange *x, const struct work_items *items)
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
        *out_rows = queue_rows(x, &items);
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
                                 names[i], SLICE_ARG(queue_escaped(x, value)));
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
        .items = queue_rows(x, &items),
    };
    return reply_page(x, "queue", &view);
}
