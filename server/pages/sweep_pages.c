/* Many guides at once: forms that plan, choose, start and stop; find and replace. */
#include "pages/pages.h"
#include "sweep_show.h"
#include "views/sweep_view.h"

enum { SWEEPS_A_PAGE = 50, CHOICES_MAX = 100 };

/* ---- GET /staff/bulk --------------------------------------------------------------- */

enum status sweeps_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct sweeps sweeps = {0};
    int64_t before = 0;
    enum status status = asked_int(x, "before", 1, INT64_MAX, 0, &before);
    if (status == STATUS_OK)
        status = sweeping_list(&editor, before, SWEEPS_A_PAGE, &sweeps);
    if (status != STATUS_OK)
        return status;
    struct sweep_row_view *rows =
        ARENA_ARRAY(x->arena, sweeps.count + 1, struct sweep_row_view);
    for (size_t i = 0; i < sweeps.count; i++) {
        const struct sweep *sweep = &sweeps.items[i];
        rows[i] = (struct sweep_row_view){sweep_path(x, sweep->id, ""),
                                          sweep_kind_name(sweep->kind),
                                          sweep_state_name(sweep->state),
                                          sweep->who,
                                          sweep->value,
                                          sweep->why,
                                          sweep->id,
                                          sweep->made_at};
    }
    struct sweeps_view view = {.frame = form_frame_make(x->arena, site_of(x)),
                               .guides_url = staff_path(x, "/staff/guides"),
                               .replace_url = staff_path(x, "/staff/replace"),
                               .sweeps = {rows, sweeps.count}};
    if (sweeps.count == SWEEPS_A_PAGE)
        view.next_url =
            staff_path(x, arena_format(x->arena, "/staff/bulk?before=%lld",
                                       (long long)rows[sweeps.count - 1].number)
                              .ptr);
    return reply_page(x, "sweeps", &view);
}

/* ---- POST /staff/bulk -------------------------------------------------------------- */

/* Numbers of all fields of that name. */
static struct list numbers_sent(const struct exchange *x, const char *name)
{
    struct list numbers = LIST_OF(x->arena, int64_t);
    const struct pairs *form = &x->request->form;
    for (size_t i = 0; i < form->count; i++) {
        int64_t number = 0;
        if (slice_eq_cstr(form->items[i].name, name) &&
            slice_int64(form->items[i].value, &number) && number > 0)
            *LIST_PUSH(&numbers, int64_t) = number;
    }
    return numbers;
}

/* The list again, with what is missing. */
static enum status guides_again(struct exchange *x, const struct sweep *sweep)
{
    struct guide_filter filter = sweep->filter;
    filter.after = request_form(x->request, "after");
    filter.after = filter.after.ptr ? filter.after : SLICE("");
    x->response->code = status_http(STATUS_INVALID);
    return reply_guides(x, &filter);
}

enum status sweep_new_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct list chosen = numbers_sent(x, "guide");
    int64_t id = 0;
    struct sweep sweep = {
        .by_filter = slice_eq_cstr(request_form(x->request, "scope"), "all"),
        .filter = guide_filter_asked(x),
        .value = SLICE(""),
        .other = SLICE(""),
        .why = SLICE(""),
    };
    bool named = sweep_kind_parse(request_form(x->request, "kind"), &sweep.kind) &&
                 sweep.kind != SWEEP_REPLACE;
    if (!named) {
        problems_error(&x->problems, "sweep.kind", SLICE("kind"),
                       "Choose what is to be done with them");
        return guides_again(x, &sweep);
    }
    if (sweep.by_filter)
        slice_int64(request_form(x->request, "counted"), &sweep.counted);
    enum status status =
        sweeping_make(&editor, &sweep, chosen.items, chosen.count, &x->problems, &id);
    if (status == STATUS_INVALID && x->problems.errors)
        return guides_again(x, &sweep);
    return status == STATUS_OK ? reply_see_other(x, sweep_path(x, id, "")) : status;
}

/* ---- one of them ------------------------------------------------------------------- */

enum status sweep_page(struct exchange *x)
{
    int64_t id = 0;
    return draft_of_path(x, 0, &id) ? reply_sweep(x, id) : STATUS_NOT_FOUND;
}

/* Back to its page; with the problems where the form was refused. */
static enum status after_form(struct exchange *x, int64_t id, enum status status,
                              struct slice path)
{
    if (status == STATUS_OK)
        return reply_see_other(x, path);
    if (status != STATUS_INVALID || !x->problems.errors)
        return status;
    x->response->code = status_http(status);
    return reply_sweep(x, id);
}

enum status sweep_plan_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct sweep plan = {.value = request_form(x->request, "value"),
                         .other = request_form(x->request, "other"),
                         .why = request_form(x->request, "why")};
    if (!draft_of_path(x, 0, &plan.id))
        return STATUS_NOT_FOUND;
    return after_form(x, plan.id, sweeping_plan(&editor, &plan, &x->problems),
                      sweep_path(x, plan.id, ""));
}

enum status sweep_stop_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t id = 0;
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    return after_form(x, id, sweeping_stop(&editor, id), sweep_path(x, id, ""));
}

/* ---- choices ----------------------------------------------------------------------- */

/* " 0 3 ": the numbers of those hits of the guide that are sent as "12.0", "12.3". */
static struct slice hits_sent(const struct exchange *x, const char *name, int64_t guide)
{
    struct buf buf;
    struct slice head = arena_format(x->arena, "%lld.", (long long)guide);
    const struct pairs *form = &x->request->form;
    buf_init(&buf, 0);
    for (size_t i = 0; i < form->count; i++) {
        int64_t n = 0;
        if (slice_eq_cstr(form->items[i].name, name) &&
            slice_starts(form->items[i].value, head) &&
            slice_int64(slice_from(form->items[i].value, head.len), &n) && n >= 0)
            buf_add_format(&buf, buf.len ? "%lld " : " %lld ", (long long)n);
    }
    struct slice hits = arena_slice(x->arena, buf_slice(&buf));
    buf_release(&buf);
    return hits;
}

static bool is_among(const struct list *numbers, int64_t number)
{
    const int64_t *items = numbers->items;
    for (size_t i = 0; i < numbers->count; i++)
        if (items[i] == number)
            return true;
    return false;
}

static struct list choices_sent(const struct exchange *x)
{
    struct list choices = LIST_OF(x->arena, struct sweep_choice);
    struct list shown = numbers_sent(x, "shown"), kept = numbers_sent(x, "guide");
    const int64_t *positions = shown.items;
    for (size_t i = 0; i < shown.count && i < CHOICES_MAX; i++)
        *LIST_PUSH(&choices, struct sweep_choice) = (struct sweep_choice){
            positions[i], !is_among(&kept, positions[i]),
            hits_sent(x, "shown_hit", positions[i]), hits_sent(x, "hit", positions[i])};
    return choices;
}

/* To the guides that were shown, or to those behind them. */
static struct slice way_back(const struct exchange *x, int64_t id)
{
    enum sweep_item_state state = ITEM_PLANNED;
    int64_t after = 0;
    struct slice show = request_form(x->request, "show");
    sweep_item_state_parse(show.ptr ? show : SLICE(""), &state);
    if (slice_eq_cstr(request_form(x->request, "then"), "next"))
        slice_int64(request_form(x->request, "after"), &after);
    return sweep_path(x, id,
                      arena_format(x->arena, "?show=" SLICE_FMT "&after=%lld",
                                   SLICE_ARG(sweep_item_state_name(state)),
                                   (long long)(after > 0 ? after : 0))
                          .ptr);
}

/* Keeps what was chosen on the page; `then` says whether it is carried out at once. */
enum status sweep_choose_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct list choices = choices_sent(x);
    int64_t id = 0, count = -1;
    bool starts = slice_eq_cstr(request_form(x->request, "then"), "start");
    if (!draft_of_path(x, 0, &id))
        return STATUS_NOT_FOUND;
    slice_int64(request_form(x->request, "count"), &count);
    struct sweep_decision decision = {id, choices.items, choices.count, starts, count};
    return after_form(x, id, sweeping_decide(&editor, &decision, &x->problems),
                      starts ? sweep_path(x, id, "") : way_back(x, id));
}

/* ---- find and replace -------------------------------------------------------------- */

static bool is_sent(const struct exchange *x, const char *name, const char *value)
{
    return slice_eq_cstr(request_form(x->request, name), value);
}

/* A browser sends line ends as CRLF; ours are \n. */
static struct slice text_sent(const struct exchange *x, const char *name)
{
    struct slice sent = request_form(x->request, name);
    char *text = arena_alloc(x->arena, sent.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < sent.len; i++)
        if (sent.ptr[i] != '\r')
            text[len++] = sent.ptr[i];
    return slice_of(text, len);
}

static int64_t flags_sent(const struct exchange *x)
{
    static const struct {
        const char *name;
        int64_t flag;
    } flags[] = {{"in_title", REPLACE_TITLE},
                 {"in_prose", REPLACE_PROSE},
                 {"in_commands", REPLACE_COMMANDS},
                 {"any_case", REPLACE_ANY_CASE},
                 {"whole_words", REPLACE_WHOLE_WORDS}};
    int64_t sent = 0;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (is_sent(x, flags[i].name, "1"))
            sent |= flags[i].flag;
    return sent;
}

static enum status reply_replace(struct exchange *x, const struct sweep *sweep)
{
    bool fresh = x->request->method == METHOD_GET;
    int64_t flags = fresh ? REPLACE_PLACES : sweep->flags;
    struct replace_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .guides_url = staff_path(x, "/staff/guides"),
        .replace_url = staff_path(x, "/staff/replace"),
        .sweeps_url = staff_path(x, "/staff/bulk"),
        .filter = guide_filter_view_make(x, &sweep->filter),
        .value = sweep->value,
        .other = sweep->other,
        .why = sweep->why,
        .title = flags & REPLACE_TITLE,
        .prose = flags & REPLACE_PROSE,
        .commands = flags & REPLACE_COMMANDS,
        .any_case = flags & REPLACE_ANY_CASE,
        .whole_words = flags & REPLACE_WHOLE_WORDS,
        .may_publish = portal_of(x)->self_review && allowed(x, RIGHT_BULK),
        .draft = sweep->arrival == ARRIVES_AS_DRAFT,
        .review = sweep->arrival == ARRIVES_IN_REVIEW,
        .live = sweep->arrival == ARRIVES_LIVE,
        .errors = form_errors_make(x->arena, &x->problems),
        .value_error = form_error_of(&x->problems, "value"),
        .other_error = form_error_of(&x->problems, "other"),
        .why_error = form_error_of(&x->problems, "why"),
    };
    return reply_page(x, "replace", &view);
}

enum status replace_page(struct exchange *x)
{
    struct sweep sweep = {.filter = guide_filter_asked(x), .arrival = ARRIVES_IN_REVIEW};
    return reply_replace(x, &sweep);
}

enum status replace_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t id = 0;
    struct sweep sweep = {
        .kind = SWEEP_REPLACE,
        .by_filter = true,
        .filter = guide_filter_asked(x),
        .flags = flags_sent(x),
        .arrival = ARRIVES_IN_REVIEW,
        .value = text_sent(x, "value"),
        .other = text_sent(x, "other"),
        .why = text_sent(x, "why"),
    };
    sweep.filter.state = ARTICLE_PUBLISHED;
    struct slice arrival = request_form(x->request, "arrival");
    sweep_arrival_parse(arrival.ptr ? arrival : SLICE(""), &sweep.arrival);
    if (!(sweep.flags & REPLACE_PLACES))
        problems_error(&x->problems, "replace.places", SLICE("in_title"),
                       "Choose at least one place to look in");
    enum status status = x->problems.errors
                             ? STATUS_INVALID
                             : sweeping_make(&editor, &sweep, NULL, 0, &x->problems, &id);
    if (status == STATUS_OK)
        return reply_see_other(x, sweep_path(x, id, ""));
    if (status != STATUS_INVALID || !x->problems.errors)
        return status;
    x->response->code = status_http(status);
    return reply_replace(x, &sweep);
}
