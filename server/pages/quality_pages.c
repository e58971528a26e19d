/* How good guides are. */
#include "actions/measuring.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/quality_view.h"

/* The picture: 20 above and below the line from 0 to 100, one unit a point. */
enum { GUIDES_A_PAGE = 50, FAILED_SHOWN = 4, FILTER_MAX = 300 };
enum { CHART_LEFT = 36, CHART_WIDTH = 548, CHART_TOP = 12 };

static struct slice text_or_absent(struct slice text)
{
    return text.len ? text : slice_of(NULL, 0);
}

static int64_t number_or_none(int64_t number)
{
    return number == NONE_INT ? VIEW_NONE : number;
}

/* ---- GET /staff/quality ------------------------------------------------------------ */

static struct slice list_path(const struct exchange *x, const char *key,
                              struct slice value, struct slice after)
{
    const struct site_info bare = {.prefix = SLICE("")};
    struct slice url = staff_path(x, "/staff/quality");
    if (value.len)
        url = arena_format(x->arena, SLICE_FMT SLICE_FMT, SLICE_ARG(url),
                           SLICE_ARG(site_path(x->arena, &bare, key, value)));
    return after.len
               ? arena_format(x->arena, SLICE_FMT "%cafter=" SLICE_FMT, SLICE_ARG(url),
                              value.len ? '&' : '?', SLICE_ARG(after))
               : url;
}

static struct quality_check_view check_item(int check, int64_t failed)
{
    return (struct quality_check_view){slice_cstr(quality_check_name(check)),
                                       quality_check_weight(check),
                                       (failed & (int64_t)1 << check) != 0};
}

/* What failed, the weightiest first. */
static struct view_list failed_items(const struct exchange *x, int64_t failed,
                                     int64_t *out_count)
{
    struct quality_check_view *items =
        ARENA_ARRAY(x->arena, QUALITY_CHECKS, struct quality_check_view);
    size_t count = 0;
    for (int i = 0; i < QUALITY_CHECKS; i++) {
        struct quality_check_view item = check_item(i, failed);
        size_t at = count;
        if (!item.failed)
            continue;
        for (; at && items[at - 1].weight < item.weight; at--)
            items[at] = items[at - 1];
        items[at] = item;
        count++;
    }
    *out_count = (int64_t)count;
    return (struct view_list){items, count < FAILED_SHOWN ? count : FAILED_SHOWN};
}

static struct view_list row_items(const struct exchange *x, const struct qualities *list)
{
    struct quality_row_view *rows =
        ARENA_ARRAY(x->arena, list->count + 1, struct quality_row_view);
    for (size_t i = 0; i < list->count; i++) {
        const struct quality *q = &list->items[i];
        rows[i] = (struct quality_row_view){
            .title = q->title.len ? q->title : q->slug,
            .url = site_path(x->arena, site_of(x), "/staff/quality/", q->slug),
            .grade = slice_cstr(quality_grade(q->index)),
            .category = text_or_absent(q->category),
            .owner = text_or_absent(q->owner),
            .author = text_or_absent(q->author),
            .index = q->index,
            .human = number_or_none(q->human),
        };
        rows[i].failed = failed_items(x, q->failed, &rows[i].failed_count);
        if (q->category.len)
            rows[i].category_url = list_path(x, "?category=", q->category, SLICE(""));
        if (q->author.len)
            rows[i].owner_url = list_path(x, "?owner=", q->author, SLICE(""));
    }
    return (struct view_list){rows, list->count};
}

enum status qualities_page(struct exchange *x)
{
    struct editor editor = editor_of(x);
    struct measuring_list list = {0};
    struct quality_filter filter = {
        .category = slice_first(request_query(x->request, "category"), FILTER_MAX),
        .author = slice_first(request_query(x->request, "owner"), FILTER_MAX),
        .after = request_query(x->request, "after"),
        .limit = GUIDES_A_PAGE};
    if (filter.category.len)
        filter.author = SLICE("");
    enum status status = cursor_checked(x, measuring_list(&editor, &filter, &list));
    if (status != STATUS_OK)
        return status;
    bool by_category = filter.category.len > 0;
    struct qualities_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .staff_url = staff_path(x, "/staff"),
        .category = text_or_absent(filter.category),
        .author = text_or_absent(filter.author),
        .backlog = list.backlog ? list.backlog : VIEW_NONE,
        .rows = row_items(x, &list.list),
    };
    if (by_category || filter.author.len)
        view.all_url = staff_path(x, "/staff/quality");
    if (list.next.len)
        view.next_url =
            list_path(x, by_category ? "?category=" : "?owner=",
                      by_category ? filter.category : filter.author, list.next);
    return reply_page(x, "qualities", &view);
}

/* ---- GET /staff/quality/{slug} ----------------------------------------------------- */

static struct view_list check_items(const struct exchange *x, int64_t failed)
{
    struct quality_check_view *items =
        ARENA_ARRAY(x->arena, QUALITY_CHECKS, struct quality_check_view);
    for (int i = 0; i < QUALITY_CHECKS; i++)
        items[i] = check_item(i, failed);
    return (struct view_list){items, QUALITY_CHECKS};
}

/* By day from left to right; the only one stands at the right. */
static struct view_list point_items(const struct exchange *x, const struct measuring *m)
{
    struct quality_point_view *items =
        ARENA_ARRAY(x->arena, m->point_count + 1, struct quality_point_view);
    for (size_t i = 0; i < m->point_count; i++) {
        const struct quality_point *point = &m->points[i];
        int64_t first = m->points[0].day, last = m->points[m->point_count - 1].day;
        int64_t at = last > first ? (point->day - first) * CHART_WIDTH / (last - first)
                                  : CHART_WIDTH;
        int64_t across = CHART_LEFT + at, down = CHART_TOP + 100 - point->index;
        items[i] = (struct quality_point_view){
            .x = arena_format(x->arena, "%lld", (long long)across),
            .y = arena_format(x->arena, "%lld", (long long)down),
            .day = point->day,
            .revision = point->revision,
            .index = point->index,
            .automatic = point->automatic,
            .human = number_or_none(point->human),
        };
    }
    return (struct view_list){items, m->point_count};
}

static struct slice line_of(const struct exchange *x, const struct view_list *points)
{
    const struct quality_point_view *items = points->items;
    struct slice line = SLICE("");
    for (size_t i = 0; i < points->count; i++)
        line = arena_format(x->arena, SLICE_FMT "%s" SLICE_FMT "," SLICE_FMT,
                            SLICE_ARG(line), i ? " " : "", SLICE_ARG(items[i].x),
                            SLICE_ARG(items[i].y));
    return points->count > 1 ? line : slice_of(NULL, 0);
}

/* Fields "unique", "complete" …, each sent when it is answered with yes. */
static int64_t answers_sent(const struct exchange *x)
{
    int64_t answers = 0;
    for (int i = 0; i < QUALITY_QUESTIONS; i++)
        if (request_form(x->request, quality_question_name(i)).len)
            answers |= (int64_t)1 << i;
    return answers;
}

static struct view_list question_items(const struct exchange *x, int64_t answers)
{
    struct quality_question_view *items =
        ARENA_ARRAY(x->arena, QUALITY_QUESTIONS, struct quality_question_view);
    for (int i = 0; i < QUALITY_QUESTIONS; i++)
        items[i] = (struct quality_question_view){slice_cstr(quality_question_name(i)),
                                                  (answers & (int64_t)1 << i) != 0};
    return (struct view_list){items, QUALITY_QUESTIONS};
}

/* What is answered of the revision that is live. */
static struct slice mark_of(const struct exchange *x, const struct measuring *m)
{
    const struct quality_review *review = &m->review;
    if (review->at == NONE_INT || review->revision != m->quality.revision)
        return SLICE("none");
    return seen_mark(x->arena,
                     arena_format(x->arena, "%lld " SLICE_FMT " " SLICE_FMT,
                                  (long long)review->answers, SLICE_ARG(review->who),
                                  SLICE_ARG(review->note)));
}

static void add_review(struct exchange *x, const struct measuring *m, bool sent,
                       struct quality_view *view)
{
    bool reviewed = m->review.at != NONE_INT;
    view->answered = reviewed && m->review.revision == m->quality.revision;
    view->questions = question_items(x, sent             ? answers_sent(x)
                                        : view->answered ? m->review.answers
                                                         : 0);
    view->reviewed_by = reviewed ? m->review.who : slice_of(NULL, 0);
    view->reviewed_at = reviewed ? m->review.at : VIEW_NONE;
    view->reviewed_revision = reviewed ? m->review.revision : VIEW_NONE;
    view->note = sent             ? request_form(x->request, "note")
                 : view->answered ? text_or_absent(m->review.note)
                                  : slice_of(NULL, 0);
    view->seen = mark_of(x, m);
    view->note_error = form_error_of(&x->problems, "note");
    view->errors = form_errors_make(x->arena, &x->problems);
}

static enum status reply_quality(struct exchange *x, bool sent, bool moved)
{
    struct editor editor = editor_of(x);
    struct measuring m = {.points = NULL};
    enum status status = measuring_get(&editor, x->request->params[0], &m);
    if (status != STATUS_OK)
        return status;
    const struct quality *q = &m.quality;
    struct quality_view view = {
        .frame = form_frame_make(x->arena, site_of(x)),
        .title = q->title.len ? q->title : q->slug,
        .list_url = staff_path(x, "/staff/quality"),
        .guide_url = site_path(x->arena, site_of(x), "/articles/", q->slug),
        .form_url = site_path(x->arena, site_of(x), "/staff/quality/", q->slug),
        .grade = slice_cstr(quality_grade(q->index)),
        .author = text_or_absent(q->author),
        .owner = text_or_absent(q->owner),
        .index = q->index,
        .automatic = q->automatic,
        .human = number_or_none(q->human),
        .revision = q->revision,
        .may_answer = allowed(x, RIGHT_REVIEW),
        .moved = moved,
        .checks = check_items(x, q->failed),
        .points = point_items(x, &m),
    };
    view.line = line_of(x, &view.points);
    add_review(x, &m, sent, &view);
    return reply_page(x, "quality", &view);
}

enum status quality_page(struct exchange *x)
{
    return reply_quality(x, false, false);
}

/* Two who answer of one revision: the second is told. Of another revision: measuring_answer. */
static enum status check_seen(struct exchange *x, const struct editor *editor)
{
    struct measuring m = {.points = NULL};
    enum status status = measuring_get(editor, x->request->params[0], &m);
    struct slice mark = status == STATUS_OK ? mark_of(x, &m) : SLICE("");
    if (status != STATUS_OK || slice_eq_cstr(mark, "none") || form_saw(x, mark))
        return status;
    problems_error(&x->problems, "quality.answered", SLICE("note"),
                   SLICE_FMT " answered since you opened this. Nothing of yours was "
                             "saved; saving again replaces those answers",
                   SLICE_ARG(m.review.who));
    return STATUS_CONFLICT;
}

enum status quality_form(struct exchange *x)
{
    struct editor editor = editor_of(x);
    int64_t revision = 0;
    if (!slice_int64(request_form(x->request, "revision"), &revision))
        revision = 0;
    enum status status = check_seen(x, &editor);
    if (status == STATUS_OK)
        status =
            measuring_answer(&editor, x->request->params[0], revision, answers_sent(x),
                             request_form(x->request, "note"), &x->problems);
    if (status == STATUS_OK)
        return reply_see_other(
            x, site_path(x->arena, site_of(x), "/staff/quality/", x->request->params[0]));
    if (status != STATUS_CONFLICT && !(status == STATUS_INVALID && x->problems.errors))
        return status;
    x->response->code = status_http(status);
    return reply_quality(x, true, status == STATUS_CONFLICT && !x->problems.errors);
}
