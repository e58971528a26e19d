/* One change to many guides: what is planned, what it does now, what became of it. */
#include "sweep_show.h"
#include "base/utf8.h"
#include "views/sweep_view.h"

enum {
    GUIDES_A_PAGE = 50,
    TEXTS_A_PAGE = 10, /* guides whose hits are shown */
    HITS_SHOWN = 20,   /* of each */
    HITS_ALL = 200,    /* of one guide, a page */
    CONTEXT_BYTES = 160
};

struct slice sweep_path(const struct exchange *x, int64_t id, const char *tail)
{
    return arena_format(x->arena, SLICE_FMT "/staff/bulk/%lld%s",
                        SLICE_ARG(site_of(x)->prefix), (long long)id, tail);
}

/* ---- hits -------------------------------------------------------------------------- */

static struct slice last_bytes(struct slice text, size_t max)
{
    size_t from = text.len > max ? text.len - max : 0;
    while (from && from < text.len && ((unsigned char)text.ptr[from] & 0xC0) == 0x80)
        from++;
    return slice_from(text, from);
}

static struct slice with_dots(const struct exchange *x, struct slice text,
                              struct slice whole, bool before)
{
    if (text.len == whole.len)
        return text;
    return before ? arena_format(x->arena, "…" SLICE_FMT, SLICE_ARG(text))
                  : arena_format(x->arena, SLICE_FMT "…", SLICE_ARG(text));
}

static struct view_list spans_of(const struct exchange *x, const struct replace_hit *hit,
                                 struct slice words, bool added)
{
    struct span_view *spans = ARENA_ARRAY(x->arena, 3, struct span_view);
    struct slice head = slice_first(hit->text, hit->at);
    struct slice tail = slice_from(hit->text, hit->at + hit->len);
    size_t count = 0;
    if (head.len)
        spans[count++].text = with_dots(x, last_bytes(head, CONTEXT_BYTES), head, true);
    if (words.len)
        spans[count++] = (struct span_view){words, added, !added};
    if (tail.len)
        spans[count++].text = with_dots(x, utf8_first(tail, CONTEXT_BYTES), tail, false);
    return (struct view_list){spans, count};
}

static struct slice place_name(int64_t flag)
{
    return flag == REPLACE_TITLE   ? SLICE("title")
           : flag == REPLACE_PROSE ? SLICE("prose")
                                   : SLICE("commands");
}

static struct view_list hits_of(const struct exchange *x, const struct swept_guide *guide,
                                size_t from, size_t limit)
{
    size_t count = guide->found.count > from ? guide->found.count - from : 0;
    count = count < limit ? count : limit;
    struct replace_hit_view *hits =
        ARENA_ARRAY(x->arena, count + 1, struct replace_hit_view);
    for (size_t i = 0; i < count; i++) {
        const struct replace_hit *hit = &guide->found.hits[from + i];
        int64_t n = (int64_t)(from + i);
        hits[i] = (struct replace_hit_view){
            .id = arena_format(x->arena, "%lld.%lld", (long long)guide->item.position,
                               (long long)n),
            .place = place_name(hit->flag),
            .section = hit->section,
            .number = n + 1,
            .line = hit->line ? hit->line : VIEW_NONE,
            .chosen = !hit_is_left_out(guide->item.left_out, n),
            .old_spans =
                spans_of(x, hit, slice_of(hit->text.ptr + hit->at, hit->len), false),
            .new_spans = spans_of(
                x, hit, hit->flag == REPLACE_TITLE ? guide->title_words : guide->words,
                true),
        };
    }
    return (struct view_list){hits, count};
}

/* ---- guides ------------------------------------------------------------------------ */

static struct slice result_url(const struct exchange *x, const struct sweep *sweep,
                               const struct sweep_item *item)
{
    bool draft = sweep->kind == SWEEP_DRAFTS ||
                 (sweep->kind == SWEEP_REPLACE && sweep->arrival != ARRIVES_LIVE);
    if (item->state != ITEM_DONE || !item->result)
        return (struct slice){0};
    if (draft)
        return draft_path(x, item->result,
                          sweep->kind == SWEEP_REPLACE ? "/compare" : "");
    struct slice path = site_path(x->arena, site_of(x), "/staff/guides/", item->slug);
    return arena_format(x->arena, SLICE_FMT "/compare?from=%lld&to=%lld", SLICE_ARG(path),
                        (long long)item->revision, (long long)item->result);
}

static struct view_list open_of(const struct exchange *x, const struct swept_guide *guide)
{
    struct swept_waiting_view *rows =
        ARENA_ARRAY(x->arena, guide->open_count + 1, struct swept_waiting_view);
    for (size_t i = 0; i < guide->open_count; i++) {
        const struct swept_waiting *one = &guide->open[i];
        rows[i] = (struct swept_waiting_view){
            .url = queue_item_path(x, one->item.id, ""),
            .kind = work_kind_name(one->item.kind),
            .step = one->item.title,
            .reason = one->item.reason,
            .words = one->words,
            .number = one->item.id,
            .version = one->item.version,
            .total = one->item.total,
        };
        if (one->may_close)
            rows[i].move_url = queue_item_path(x, one->item.id, "/move");
    }
    return (struct view_list){rows, guide->open_count};
}

static struct swept_view swept_make(const struct exchange *x, const struct sweep *sweep,
                                    const struct swept_guide *guide, size_t from,
                                    size_t limit)
{
    const struct sweep_item *item = &guide->item;
    struct view_list shown = hits_of(x, guide, from, limit);
    bool more = from + shown.count < guide->found.count;
    return (struct swept_view){
        .position = item->position,
        .title = item->title.len ? item->title : item->slug,
        .url = site_path(x->arena, site_of(x), "/staff/guides/", item->slug),
        .code = item->code,
        .detail = item->detail,
        .draft_url = guide->draft ? draft_path(x, guide->draft, "") : (struct slice){0},
        .result_url = result_url(x, sweep, item),
        .queue_url = site_path(x->arena, site_of(x), "/staff/queue?guide=", item->slug),
        .waiting = guide->waiting ? guide->waiting : VIEW_NONE,
        .open = open_of(x, guide),
        .revision = guide->open_count ? item->result : VIEW_NONE,
        .sweep = sweep->id,
        .hits = item->hits ? item->hits : VIEW_NONE,
        .more = more ? (int64_t)(guide->found.count - from - shown.count) : VIEW_NONE,
        .all_url = more ? sweep_path(x, sweep->id,
                                     arena_format(x->arena, "?guide=%lld&hit=%zu",
                                                  (long long)item->position,
                                                  limit == HITS_ALL ? from + limit : 0)
                                         .ptr)
                        : (struct slice){0},
        .chosen = item->state != ITEM_LEFT_OUT,
        .shown = shown,
    };
}

static struct view_list guides_of(const struct exchange *x,
                                  const struct sweep_reading *reading, size_t from,
                                  size_t limit)
{
    struct swept_view *guides =
        ARENA_ARRAY(x->arena, reading->guide_count + 1, struct swept_view);
    for (size_t i = 0; i < reading->guide_count; i++)
        guides[i] = swept_make(x, &reading->sweep, &reading->guides[i], from, limit);
    return (struct view_list){guides, reading->guide_count};
}

static struct view_list tabs_of(const struct exchange *x,
                                const struct sweep_reading *reading,
                                enum sweep_item_state current)
{
    struct sweep_tab_view *tabs =
        ARENA_ARRAY(x->arena, ITEM_STATES, struct sweep_tab_view);
    size_t count = 0;
    for (int i = 0; i < ITEM_STATES; i++) {
        struct slice name = sweep_item_state_name((enum sweep_item_state)i);
        if (!reading->counts[i] && i != (int)current)
            continue;
        tabs[count++] = (struct sweep_tab_view){
            name,
            sweep_path(x, reading->sweep.id,
                       arena_format(x->arena, "?show=" SLICE_FMT, SLICE_ARG(name)).ptr),
            reading->counts[i], i == (int)current};
    }
    return (struct view_list){tabs, count};
}

/* ---- the page ---------------------------------------------------------------------- */

static int64_t total_of(const struct sweep_reading *reading)
{
    int64_t total = 0;
    for (int i = 0; i < ITEM_STATES; i++)
        total += reading->counts[i];
    return total;
}

static struct view_list places_of(const struct exchange *x, int64_t flags)
{
    struct choice_view *places = ARENA_ARRAY(x->arena, 3, struct choice_view);
    size_t count = 0;
    for (int64_t flag = REPLACE_TITLE; flag <= REPLACE_COMMANDS; flag <<= 1)
        if (flags & flag)
            places[count++] = (struct choice_view){place_name(flag), true};
    return (struct view_list){places, count};
}

static struct view_list audiences_of(const struct exchange *x, struct slice value)
{
    struct choice_view *choices =
        ARENA_ARRAY(x->arena, AUDIENCE_STAFF + 1, struct choice_view);
    for (int i = AUDIENCE_EVERYONE; i <= AUDIENCE_STAFF; i++) {
        struct slice name = audience_name((enum audience)i);
        choices[i] = (struct choice_view){name, slice_eq(name, value)};
    }
    return (struct view_list){choices, AUDIENCE_STAFF + 1};
}

static void add_urls(const struct exchange *x, const struct sweep *sweep,
                     struct sweep_view *view)
{
    view->sweeps_url = staff_path(x, "/staff/bulk");
    view->filter_url = guide_filter_url(x, "/staff/guides", &sweep->filter, SLICE(""));
    view->self_url = sweep_path(x, sweep->id, "");
    view->plan_url = sweep_path(x, sweep->id, "/plan");
    view->choose_url = sweep_path(x, sweep->id, "/choices");
    view->stop_url = sweep_path(x, sweep->id, "/stop");
}

static void add_state(const struct editor *editor, const struct sweep_reading *reading,
                      bool waits, struct sweep_view *view)
{
    const struct sweep *sweep = &reading->sweep;
    bool owns = sweeping_owns(editor, sweep);
    view->choosing = sweep->state == SWEEP_CHOOSING;
    view->at_work = sweep_at_work(sweep->state);
    view->waits = view->at_work && waits;
    view->is_planned = sweep->state == SWEEP_PLANNED;
    view->running = sweep->state == SWEEP_RUNNING;
    view->over = sweep->state == SWEEP_DONE;
    view->stopped = sweep->state == SWEEP_STOPPED;
    view->may_choose = owns && view->is_planned;
    view->may_stop =
        !view->over && !view->stopped && (owns || roles_allow(editor->roles, RIGHT_BULK));
    view->total = total_of(reading);
    view->planned = reading->counts[ITEM_PLANNED];
    view->ready =
        view->total - reading->counts[view->running ? ITEM_PLANNED : ITEM_WAITING];
    if (view->running)
        view->ready = reading->counts[ITEM_DONE] + reading->counts[ITEM_FAILED];
}

static void add_matter(const struct exchange *x, const struct sweep *sweep,
                       struct sweep_view *view)
{
    view->retires = sweep->kind == SWEEP_RETIRE;
    view->replaces = sweep->kind == SWEEP_REPLACE;
    view->drafts = sweep->kind == SWEEP_DRAFTS;
    view->value_is_audience = sweep->kind == SWEEP_AUDIENCE;
    view->needs_value = sweep_key(sweep->kind).len && !view->value_is_audience;
    view->widens = view->value_is_audience && !slice_eq_cstr(sweep->value, "staff") &&
                   sweep->value.len;
    view->live = view->replaces && sweep->arrival == ARRIVES_LIVE;
    view->review = view->replaces && sweep->arrival == ARRIVES_IN_REVIEW;
    view->whole_words = sweep->flags & REPLACE_WHOLE_WORDS;
    view->any_case = sweep->flags & REPLACE_ANY_CASE;
    view->places = places_of(x, sweep->flags);
    view->audiences = audiences_of(x, view->value);
    view->hits = view->replaces && sweep->hits ? sweep->hits : VIEW_NONE;
}

static struct slice typed_or(struct exchange *x, const char *name, struct slice kept)
{
    struct slice typed = request_form(x->request, name);
    return x->request->method == METHOD_POST && typed.ptr ? typed : kept;
}

static struct sweep_view view_of(struct exchange *x, const struct sweep_reading *reading)
{
    const struct sweep *sweep = &reading->sweep;
    struct editor editor = editor_of(x);
    bool sent = x->request->method == METHOD_POST &&
                request_form(x->request, "value").ptr != NULL;
    struct sweep_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .number = sweep->id,
        .kind = sweep_kind_name(sweep->kind),
        .state = sweep_state_name(sweep->state),
        .made_by = sweep->who,
        .value = typed_or(x, "value", sweep->value),
        .other = typed_or(x, "other", sweep->other),
        .why = typed_or(x, "why", sweep->why),
        .trouble = sweep->trouble,
        .made_at = sweep->made_at,
        .started_at = sweep->started_at == NONE_INT ? VIEW_NONE : sweep->started_at,
        .ended_at = sweep->ended_at == NONE_INT ? VIEW_NONE : sweep->ended_at,
        .counted = sweep->counted,
        .next_after = VIEW_NONE,
        .by_filter = sweep->by_filter,
        .errors = form_errors_make(x->arena, &x->problems),
        .value_error = form_error_of(&x->problems, "value"),
        .other_error = form_error_of(&x->problems, "other"),
        .why_error = form_error_of(&x->problems, "why"),
    };
    add_urls(x, sweep, &view);
    add_state(&editor, reading, atomic_load(portal_of(x)->sweeps_wait), &view);
    add_matter(x, sweep, &view);
    bool edits =
        view.is_planned && !view.replaces &&
        (sent || view.value_error.len || request_query(x->request, "edit").len > 0);
    view.may_plan = sweeping_owns(&editor, sweep) && (view.choosing || edits);
    if (view.may_choose && !view.replaces && !edits)
        view.edit_url = sweep_path(x, sweep->id, "?edit=1");
    view.counts_differ = sweep->by_filter && sweep->counted && view.is_planned &&
                         sweep->counted != view.total;
    return view;
}

/* What one comes to see: the plan, then what failed of it, then what was done. */
static enum sweep_item_state state_shown(struct exchange *x, enum sweep_state state)
{
    enum sweep_item_state shown = ITEM_PLANNED;
    if (sweep_item_state_parse(request_query(x->request, "show"), &shown))
        return shown;
    if (state == SWEEP_CHOOSING || state == SWEEP_CHECKING)
        return ITEM_WAITING;
    return state == SWEEP_DONE || state == SWEEP_RUNNING || state == SWEEP_STOPPED
               ? ITEM_DONE
               : ITEM_PLANNED;
}

static enum status reply_guide(struct exchange *x, int64_t id, int64_t position)
{
    struct editor editor = editor_of(x);
    struct sweep_reading reading = {0};
    int64_t from = 0;
    enum status status = asked_int(x, "hit", 0, REPLACE_HITS_MAX, 0, &from);
    if (status == STATUS_OK)
        status = sweeping_get_guide(&editor, id, position, &reading);
    if (status != STATUS_OK)
        return status;
    struct sweep_view view = view_of(x, &reading);
    enum sweep_item_state state = reading.guides[0].item.state;
    view.may_choose =
        view.may_choose && (state == ITEM_PLANNED || state == ITEM_LEFT_OUT);
    view.back_url = sweep_path(x, id, "");
    view.show = sweep_item_state_name(state);
    view.guides = guides_of(x, &reading, (size_t)from, HITS_ALL);
    return reply_page(x, "sweep", &view);
}

enum status reply_sweep(struct exchange *x, int64_t id)
{
    struct editor editor = editor_of(x);
    struct sweep_reading reading = {0};
    int64_t after = 0, guide = 0;
    bool get = x->request->method == METHOD_GET;
    enum status status = get ? asked_int(x, "after", 0, INT64_MAX, 0, &after) : STATUS_OK;
    if (status == STATUS_OK && get)
        status = asked_int(x, "guide", 1, INT64_MAX, 0, &guide);
    if (status == STATUS_OK && guide)
        return reply_guide(x, id, guide);
    if (status == STATUS_OK)
        status = sweeping_get(&editor, id, ITEM_STATES, 0, 1, &reading);
    if (status != STATUS_OK)
        return status;
    enum sweep_item_state shown = state_shown(x, reading.sweep.state);
    bool texts = reading.sweep.kind == SWEEP_REPLACE;
    status = sweeping_get(&editor, id, shown, after, texts ? TEXTS_A_PAGE : GUIDES_A_PAGE,
                          &reading);
    if (status != STATUS_OK)
        return status;
    struct sweep_view view = view_of(x, &reading);
    struct slice name = sweep_item_state_name(shown);
    view.show = name;
    view.tabs = tabs_of(x, &reading, shown);
    view.may_choose =
        view.may_choose && (shown == ITEM_PLANNED || shown == ITEM_LEFT_OUT);
    view.guides = guides_of(x, &reading, 0, HITS_SHOWN);
    view.next_after = reading.next_after ? reading.next_after : VIEW_NONE;
    if (reading.next_after)
        view.next_url =
            sweep_path(x, id,
                       arena_format(x->arena, "?show=" SLICE_FMT "&after=%lld",
                                    SLICE_ARG(name), (long long)reading.next_after)
                           .ptr);
    return reply_page(x, "sweep", &view);
}
