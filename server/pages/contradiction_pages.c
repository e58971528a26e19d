/* Guides that contradict each other. */
#include "actions/contradicting.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/contradiction_view.h"

enum { PAIRS_A_PAGE = 25 };

static struct slice pair_path(const struct exchange *x, int64_t id, const char *tail)
{
    const char *path =
        arena_format(x->arena, "/staff/contradictions/%lld%s", (long long)id, tail).ptr;
    return staff_path(x, path);
}

/* ---- rows -------------------------------------------------------------------------- */

static struct slice text_or_absent(struct slice text)
{
    return text.len ? text : slice_of(NULL, 0);
}

static struct slice guide_place(const struct exchange *x,
                                const struct contradiction_side *side)
{
    struct slice path = site_path(x->arena, site_of(x), "/articles/", side->slug);
    return side->anchor.len ? arena_format(x->arena, SLICE_FMT "#" SLICE_FMT,
                                           SLICE_ARG(path), SLICE_ARG(side->anchor))
                            : path;
}

static struct view_list side_items(const struct exchange *x,
                                   const struct contradiction *c,
                                   const struct sentence_context *contexts)
{
    struct contradiction_side_view *items =
        ARENA_ARRAY(x->arena, 2, struct contradiction_side_view);
    bool bars = slice_eq_cstr(request_form(x->request, "side"), "bars");
    for (int i = 0; i < 2; i++) {
        const struct contradiction_side *side = &c->sides[i];
        items[i] = (struct contradiction_side_view){
            .name = i == SIDE_RUNS ? SLICE("runs") : SLICE("bars"),
            .stance = slice_cstr(stance_name(side->stance)),
            .title = side->title.len ? side->title : side->slug,
            .url = guide_place(x, side),
            .place = text_or_absent(side->place),
            .owner = text_or_absent(side->owner),
            .author = text_or_absent(side->author),
            .sentence = side->sentence,
            .chosen = bars == (i == SIDE_BARS),
        };
        if (contexts) {
            items[i].before = text_or_absent(contexts[i].before);
            items[i].after = text_or_absent(contexts[i].after);
        }
    }
    return (struct view_list){items, 2};
}

static int64_t instant_or_none(int64_t at)
{
    return at == NONE_INT ? VIEW_NONE : at;
}

static struct view_list row_items(const struct exchange *x,
                                  const struct contradictions *list)
{
    struct contradiction_row_view *rows =
        ARENA_ARRAY(x->arena, list->count + 1, struct contradiction_row_view);
    for (size_t i = 0; i < list->count; i++) {
        const struct contradiction *c = &list->items[i];
        bool settled = c->state == CONTRADICTION_SETTLED;
        rows[i] = (struct contradiction_row_view){
            .url = pair_path(x, c->id, ""),
            .subject = c->subject,
            .kind = slice_cstr(subject_kind_name(c->kind)),
            .deed = slice_cstr(deed_name(c->deed)),
            .clear = c->degree == OPPOSED_CLEARLY,
            .sides = side_items(x, c, NULL),
            .reason = settled ? text_or_absent(c->reason) : slice_of(NULL, 0),
            .settled_by = settled ? text_or_absent(c->settled_by) : slice_of(NULL, 0),
            .settled_at = settled ? instant_or_none(c->settled_at) : VIEW_NONE,
        };
    }
    return (struct view_list){rows, list->count};
}

/* ---- GET /staff/contradictions ----------------------------------------------------- */

static struct slice list_path(const struct exchange *x, enum contradiction_state state,
                              struct slice after)
{
    struct slice url = arena_format(x->arena, SLICE_FMT "?state=%s",
                                    SLICE_ARG(staff_path(x, "/staff/contradictions")),
                                    contradiction_state_name(state));
    return after.len ? arena_format(x->arena, SLICE_FMT "&after=" SLICE_FMT,
                                    SLICE_ARG(url), SLICE_ARG(after))
                     : url;
}

static struct view_list tab_items(const struct exchange *x,
                                  const struct contradicting_list *list,
                                  enum contradiction_state current)
{
    struct contradiction_tab_view *tabs =
        ARENA_ARRAY(x->arena, CONTRADICTION_GONE, struct contradiction_tab_view);
    for (int i = 0; i < CONTRADICTION_GONE; i++) {
        enum contradiction_state state = (enum contradiction_state)i;
        tabs[i] = (struct contradiction_tab_view){
            slice_cstr(contradiction_state_name(state)), list_path(x, state, SLICE("")),
            list->counts[i], state == current};
    }
    return (struct view_list){tabs, CONTRADICTION_GONE};
}

enum status contradictions_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct contradicting_list list = {0};
    struct contradiction_filter filter = {
        CONTRADICTION_OPEN, request_query(x->request, "after"), PAIRS_A_PAGE};
    contradiction_state_parse(request_query(x->request, "state"), &filter.state);
    if (filter.state == CONTRADICTION_GONE)
        filter.state = CONTRADICTION_OPEN;
    enum status status = cursor_checked(x, contradicting_list(&editor, &filter, &list));
    if (status != STATUS_OK)
        return status;
    struct contradictions_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .staff_url = staff_path(x, "/staff"),
        .backlog = list.backlog ? list.backlog : VIEW_NONE,
        .states = tab_items(x, &list, filter.state),
        .rows = row_items(x, &list.list),
    };
    if (list.next.len)
        view.next_url = list_path(x, filter.state, list.next);
    return reply_page(x, "contradictions", &view);
}

/* ---- GET /staff/contradictions/{id} ------------------------------------------------ */

static bool pair_of_path(const struct exchange *x, int64_t *out_id)
{
    return slice_int64(x->request->params[0], out_id) && *out_id > 0;
}

static void add_input(struct exchange *x, bool moved, struct contradiction_view *view)
{
    view->moved = moved;
    view->text = text_or_absent(request_form(x->request, "text"));
    view->reason_error = form_error_of(&x->problems, "reason");
    view->text_error = form_error_of(&x->problems, "text");
    view->errors = form_errors_make(x->arena, &x->problems);
    struct slice reason = request_form(x->request, "reason");
    view->lost = view->settled ? text_or_absent(reason) : slice_of(NULL, 0);
    if (reason.len && !view->settled)
        view->reason = reason;
}

static void add_state(const struct exchange *x, const struct contradiction *c,
                      struct contradiction_view *view)
{
    bool settled = c->state == CONTRADICTION_SETTLED;
    view->state = slice_cstr(contradiction_state_name(c->state));
    view->is_open = c->state == CONTRADICTION_OPEN;
    view->settled = settled;
    view->mending = c->state == CONTRADICTION_MENDING;
    view->settled_by = text_or_absent(c->settled_by);
    view->settled_at = instant_or_none(c->settled_at);
    view->earlier = settled ? slice_of(NULL, 0) : text_or_absent(c->reason);
    if (settled)
        view->reason = c->reason;
    if (view->mending && c->draft_id)
        view->draft_url = draft_path(x, c->draft_id, "");
}

static enum status reply_pair(struct exchange *x, bool moved)
{
    struct editor editor = editor_of(x);
    struct contradicting found = {.contradiction = {.id = 0}};
    int64_t id = 0;
    if (!pair_of_path(x, &id))
        return STATUS_NOT_FOUND;
    enum status status = contradicting_get(&editor, id, &found);
    if (status != STATUS_OK)
        return status;
    const struct contradiction *c = &found.contradiction;
    struct contradiction_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .list_url = staff_path(x, "/staff/contradictions"),
        .settle_url = pair_path(x, id, "/settle"),
        .reopen_url = pair_path(x, id, "/reopen"),
        .mend_url = pair_path(x, id, "/mend"),
        .subject = c->subject,
        .kind = slice_cstr(subject_kind_name(c->kind)),
        .deed = slice_cstr(deed_name(c->deed)),
        .words = arena_format(x->arena, "%lld", (long long)c->words),
        .found_at = c->found_at,
        .clear = c->degree == OPPOSED_CLEARLY,
        .may_settle = allowed(x, RIGHT_REVIEW),
        .may_mend = allowed(x, RIGHT_DRAFT),
        .sides = side_items(x, c, found.contexts),
    };
    add_state(x, c, &view);
    add_input(x, moved, &view);
    return reply_page(x, "contradiction", &view);
}

enum status contradiction_page(struct exchange *x)
{
    return reply_pair(x, false);
}

/* ---- what is made of it ------------------------------------------------------------ */

static int64_t words_sent(const struct exchange *x)
{
    int64_t words = 0;
    return slice_int64(request_form(x->request, "words"), &words) ? words : 0;
}

static enum status again(struct exchange *x, enum status status)
{
    if (status != STATUS_CONFLICT && !(status == STATUS_INVALID && x->problems.errors))
        return status;
    x->response->code = status_http(status);
    return reply_pair(x, status == STATUS_CONFLICT);
}

enum status contradiction_settle_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t id = 0;
    if (!pair_of_path(x, &id))
        return STATUS_NOT_FOUND;
    enum status status = contradicting_settle(
        &editor, id, words_sent(x), request_form(x->request, "reason"), &x->problems);
    return status == STATUS_OK ? reply_see_other(x, pair_path(x, id, ""))
                               : again(x, status);
}

enum status contradiction_reopen_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t id = 0;
    if (!pair_of_path(x, &id))
        return STATUS_NOT_FOUND;
    enum status status = contradicting_reopen(&editor, id, words_sent(x));
    return status == STATUS_OK ? reply_see_other(x, pair_path(x, id, ""))
                               : again(x, status);
}

enum status contradiction_mend_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    bool bars = slice_eq_cstr(request_form(x->request, "side"), "bars");
    int64_t id = 0, draft = 0;
    if (!pair_of_path(x, &id))
        return STATUS_NOT_FOUND;
    enum status status =
        contradicting_mend(&editor, id, words_sent(x), bars ? SIDE_BARS : SIDE_RUNS,
                           request_form(x->request, "text"), &x->problems, &draft);
    return status == STATUS_OK ? go_to_draft(x, draft, "") : again(x, status);
}
