/* Insights: the overview, the lists of a period, and their files. */
#include "base/clock.h"
#include "insights.h"
#include "pages/pages.h"
#include "staff.h"
#include "views/csv.h"

enum { ROWS_OF_OVERVIEW = 5, ROWS_OF_LIST = 100 };

static const char OVERVIEW[] = "/staff/insights";

/* ---- charts ------------------------------------------------------------------------ */

static int64_t views_of_day(const struct insight_day *day)
{
    return day->views;
}

static int64_t helpful_of_day(const struct insight_day *day)
{
    return day->helpful;
}

static int64_t not_helpful_of_day(const struct insight_day *day)
{
    return day->not_helpful;
}

static int64_t resolved_of_day(const struct insight_day *day)
{
    return day->resolved;
}

static int64_t escalated_of_day(const struct insight_day *day)
{
    return day->escalated;
}

static int64_t left_of_day(const struct insight_day *day)
{
    int64_t left = day->began - day->resolved - day->escalated;
    return left > 0 ? left : 0;
}

static int64_t found_of_day(const struct insight_day *day)
{
    return day->searches - day->in_vain;
}

static int64_t in_vain_of_day(const struct insight_day *day)
{
    return day->in_vain;
}

static const struct {
    const char *name;
    struct {
        const char *name;
        int64_t (*value)(const struct insight_day *day);
    } series[CHART_SERIES_MAX];
    bool of_everything; /* not known by category */
} charts[INSIGHTS_CHARTS] = {
    [INSIGHTS_VIEWS] = {"views", {{"views", views_of_day}}, false},
    [INSIGHTS_VOTES] = {"votes",
                        {{"helpful", helpful_of_day},
                         {"not-helpful", not_helpful_of_day}},
                        false},
    [INSIGHTS_OUTCOMES] = {"outcomes",
                           {{"resolved", resolved_of_day},
                            {"escalated", escalated_of_day},
                            {"left", left_of_day}},
                           true},
    [INSIGHTS_SEARCHES] = {"searches",
                           {{"found", found_of_day}, {"in-vain", in_vain_of_day}},
                           true},
};

void insights_chart_make(const struct exchange *x, enum insights_chart chart,
                         const struct insight_days *days, struct slice csv_url,
                         struct chart_view *out_view)
{
    struct chart_input input = {.name = slice_cstr(charts[chart].name),
                                .first_day = days->count ? days->items[0].day : 0,
                                .days = days->count};
    for (; input.series_count < CHART_SERIES_MAX &&
           charts[chart].series[input.series_count].name;
         input.series_count++) {
        size_t s = input.series_count;
        int64_t *values = ARENA_ARRAY(x->arena, days->count + 1, int64_t);
        for (size_t i = 0; i < days->count; i++)
            values[i] = charts[chart].series[s].value(&days->items[i]);
        input.series[s] =
            (struct chart_series){slice_cstr(charts[chart].series[s].name), values};
    }
    chart_make(x->arena, &input, out_view);
    out_view->csv_url = csv_url;
}

/* ---- lists ------------------------------------------------------------------------- */

/* Where it leads to: readers' page of a thing, or the search again. */
static struct slice url_of(const struct exchange *x, enum insight_list list,
                           const struct insight_top *top)
{
    static const char *const paths[VIEWED_KINDS] = {
        [VIEWED_GUIDE] = "/articles/", [VIEWED_PHRASE] = "/q/"};
    const struct site_info *site = site_of(x);
    if (insight_list_is_of_searches(list))
        return site_path(x->arena, site, "/search?q=", top->words);
    enum viewed viewed = insight_list_viewed(list);
    if (viewed == VIEWED_CATEGORY)
        return site_path_deep(x->arena, site, "/browse/", top->slug);
    if (viewed == VIEWED_TREE)
        return site_path(x->arena, site, "/staff/insights/trees/", top->slug);
    return site_path(x->arena, site, paths[viewed], top->slug);
}

static struct insights_row_view row_of(const struct exchange *x, enum insight_list list,
                                       const struct insight_top *top, int64_t place)
{
    int64_t yes = top->numbers[0], no = top->numbers[1];
    struct insights_row_view row = {
        .place = place,
        .title = top->words.len ? top->words : top->slug,
        .url = url_of(x, list, top),
        .first = top->numbers[0],
        .second = top->numbers[1],
        .third = top->numbers[2],
        .share =
            list == INSIGHT_LEAST_HELPFUL && yes + no ? no * 100 / (yes + no) : VIEW_NONE,
    };
    if (top->step.anchor.len) {
        row.step = top->step.title.len ? top->step.title : top->step.anchor;
        row.step_url = arena_format(x->arena, SLICE_FMT "#" SLICE_FMT, SLICE_ARG(row.url),
                                    SLICE_ARG(top->step.anchor));
        row.step_reports = top->step.reports ? top->step.reports : VIEW_NONE;
        row.step_failed = top->step.failed ? top->step.failed : VIEW_NONE;
        row.step_answers = top->step.failed + top->step.worked;
    }
    return row;
}

static const char *list_path(const struct exchange *x, enum insight_list list,
                             const char *ending)
{
    return arena_format(x->arena, "/staff/insights/" SLICE_FMT "%s",
                        SLICE_ARG(insight_list_name(list)), ending)
        .ptr;
}

void insights_list_make(const struct exchange *x, enum insight_list list,
                        const struct insight_tops *tops,
                        const struct insight_period *period,
                        struct insights_list_view *out_view)
{
    struct insights_row_view *rows =
        ARENA_ARRAY(x->arena, tops->count + 1, struct insights_row_view);
    for (size_t i = 0; i < tops->count; i++)
        rows[i] = row_of(x, list, &tops->items[i], (int64_t)i + 1);
    *out_view = (struct insights_list_view){
        .list = insight_list_name(list),
        .url = insights_url(x, list_path(x, list, ""), period, 0),
        .csv_url = insights_url(x, list_path(x, list, ".csv"), period, 0),
        .searches = insight_list_is_of_searches(list),
        .least = list == INSIGHT_LEAST_HELPFUL,
        .guides = list == INSIGHT_GUIDES,
        .rows = {rows, tops->count},
    };
    out_view->plain = !out_view->searches && !out_view->least && !out_view->guides;
}

/* ---- GET /staff/insights ----------------------------------------------------------- */

/* The charts; of a category those that are known by category. */
static struct view_list charts_of(const struct exchange *x,
                                  const struct insight_period *period,
                                  const struct insight_days *days)
{
    struct chart_view *views = ARENA_ARRAY(x->arena, INSIGHTS_CHARTS, struct chart_view);
    struct slice csv = insights_url(x, "/staff/insights/days.csv", period, 0);
    size_t count = 0;
    for (int i = 0; i < INSIGHTS_CHARTS; i++)
        if (!charts[i].of_everything || !period->category.len)
            insights_chart_make(x, (enum insights_chart)i, days, csv, &views[count++]);
    return (struct view_list){views, count};
}

/* The first rows of each list, of the kept periods: others are added up on pages of their own. */
static enum status lists_of(struct exchange *x, const struct insight_period *period,
                            struct view_list *out_lists)
{
    struct reader reader = reader_of(x);
    struct insights_list_view *lists =
        ARENA_ARRAY(x->arena, INSIGHT_LISTS, struct insights_list_view);
    size_t count = 0;
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < INSIGHT_LISTS; i++) {
        enum insight_list list = (enum insight_list)i;
        struct insight_tops tops = {0};
        if (period->category.len && !insight_list_is_of_guides(list))
            continue;
        if (insights_is_kept(period))
            status = insights_list(&reader, period, list, ROWS_OF_OVERVIEW, &tops);
        insights_list_make(x, list, &tops, period, &lists[count++]);
    }
    *out_lists = (struct view_list){lists, count};
    return status;
}

enum status insights_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct insight_period period;
    struct insight_days days = {0};
    struct insights_view view = {.added_up_at = VIEW_NONE};
    enum status asked = insights_asked(x, true, &period);
    if (asked != STATUS_OK && asked != STATUS_INVALID)
        return asked;
    if (asked == STATUS_INVALID)
        x->response->code = status_http(STATUS_INVALID);
    enum status status = insights_filter_make(x, OVERVIEW, true, &period, &view.filter);
    if (status == STATUS_OK && asked == STATUS_OK)
        status = insights_by_day(&reader, &period, &days);
    if (status == STATUS_OK && asked == STATUS_OK)
        status = lists_of(x, &period, &view.lists);
    if (status != STATUS_OK)
        return status;
    view.frame = form_frame_make(x->arena, site_of(x));
    view.errors = form_errors_make(x->arena, &x->problems);
    if (asked == STATUS_OK)
        view.charts = charts_of(x, &period, &days);
    if (days.added_up_at)
        view.added_up_at = days.added_up_at;
    return reply_page(x, "insights", &view);
}

/* ---- GET /staff/insights/{list} ---------------------------------------------------- */

enum status insights_list_page(struct exchange *x)
{
    struct reader reader = reader_of(x);
    struct insight_period period;
    struct insight_tops tops = {0};
    enum insight_list list;
    struct insights_list_page_view view = {.added_up_at = VIEW_NONE};
    if (!insight_list_parse(x->request->params[0], &list))
        return STATUS_NOT_FOUND;
    bool by_category = insight_list_is_of_guides(list);
    enum status asked = insights_asked(x, by_category, &period);
    if (asked != STATUS_OK && asked != STATUS_INVALID)
        return asked;
    if (asked == STATUS_INVALID)
        x->response->code = status_http(STATUS_INVALID);
    enum status status = insights_filter_make(x, list_path(x, list, ""), by_category,
                                              &period, &view.filter);
    if (status == STATUS_OK && asked == STATUS_OK)
        status = insights_list(&reader, &period, list, ROWS_OF_LIST, &tops);
    if (status != STATUS_OK)
        return status;
    struct insights_list_view *shown = ARENA_NEW(x->arena, struct insights_list_view);
    insights_list_make(x, list, &tops, &period, shown);
    view.list = shown;
    view.frame = form_frame_make(x->arena, site_of(x));
    view.insights_url = staff_path(x, OVERVIEW);
    view.now = tops.now;
    view.errors = form_errors_make(x->arena, &x->problems);
    if (tops.added_up_at)
        view.added_up_at = tops.added_up_at;
    return reply_page(x, "insights_list", &view);
}

/* ---- files ------------------------------------------------------------------------- */

struct buf *insights_csv_begin(struct exchange *x, struct slice name)
{
    x->response->content_type = SLICE("text/csv; charset=utf-8; header=present");
    response_header(x->response, "Content-Disposition",
                    arena_format(x->arena, "attachment; filename=\"" SLICE_FMT ".csv\"",
                                 SLICE_ARG(name)));
    return &x->response->body;
}

static enum status days_csv(struct exchange *x, const struct insight_period *period)
{
    struct reader reader = reader_of(x);
    struct insight_days days = {0};
    enum status status = insights_by_day(&reader, period, &days);
    if (status != STATUS_OK)
        return status;
    struct buf *out = insights_csv_begin(x, SLICE("days"));
    buf_add_cstr(out, "day,views,helpful,not_helpful,searches,searches_without_result,"
                      "runs,resolved,escalated\r\n");
    for (size_t i = 0; i < days.count; i++) {
        const struct insight_day *day = &days.items[i];
        csv_day(out, day->day, ",");
        csv_number(out, day->views, ",");
        csv_number(out, day->helpful, ",");
        csv_number(out, day->not_helpful, ",");
        csv_number(out, day->searches, ",");
        csv_number(out, day->in_vain, ",");
        csv_number(out, day->began, ",");
        csv_number(out, day->resolved, ",");
        csv_number(out, day->escalated, "\r\n");
    }
    return STATUS_OK;
}

/* The columns of a list's file; NULL: no more. */
static const char *const columns[INSIGHT_LISTS][4] = {
    [INSIGHT_NO_RESULT] = {"search", "asked"},
    [INSIGHT_NOT_OPENED] = {"search", "asked", "results"},
    [INSIGHT_LEAST_HELPFUL] = {"guide", "helpful", "not_helpful", "views"},
    [INSIGHT_GUIDES] = {"guide", "views", "helpful_ever", "not_helpful_ever"},
    [INSIGHT_PHRASES] = {"phrase", "views"},
    [INSIGHT_CATEGORIES] = {"category", "views"},
    [INSIGHT_TREES] = {"tree", "views"},
};

static void add_line(struct buf *out, enum insight_list list,
                     const struct insight_top *top)
{
    bool least = list == INSIGHT_LEAST_HELPFUL;
    csv_text(out, top->words, ",");
    if (!insight_list_is_of_searches(list))
        csv_text(out, top->slug, ",");
    for (int i = 1; i < 4 && columns[list][i]; i++) {
        bool last = (i == 3 || !columns[list][i + 1]) && !least;
        csv_number(out, top->numbers[i - 1], last ? "\r\n" : ",");
    }
    if (!least)
        return;
    csv_text(out, top->step.anchor, ",");
    csv_text(out, top->step.title, ",");
    csv_number(out, top->step.reports, ",");
    csv_number(out, top->step.failed, ",");
    csv_number(out, top->step.worked, "\r\n");
}

static enum status list_csv(struct exchange *x, enum insight_list list,
                            const struct insight_period *period)
{
    struct reader reader = reader_of(x);
    struct insight_tops tops = {0};
    enum status status = insights_list(&reader, period, list, INSIGHT_TOP_MAX, &tops);
    if (status != STATUS_OK)
        return status;
    struct buf *out = insights_csv_begin(x, insight_list_name(list));
    buf_add_cstr(out, columns[list][0]);
    if (!insight_list_is_of_searches(list))
        buf_add_cstr(out, ",address");
    for (int i = 1; i < 4 && columns[list][i]; i++)
        buf_add_format(out, ",%s", columns[list][i]);
    if (list == INSIGHT_LEAST_HELPFUL)
        buf_add_cstr(out, ",step,step_title,step_reports,step_failed,step_worked");
    buf_add_cstr(out, "\r\n");
    for (size_t i = 0; i < tops.count; i++)
        add_line(out, list, &tops.items[i]);
    return STATUS_OK;
}

enum status insights_csv(struct exchange *x)
{
    struct insight_period period;
    enum insight_list list = INSIGHT_LISTS;
    bool days = slice_eq_cstr(x->request->params[0], "days");
    if (!days && !insight_list_parse(x->request->params[0], &list))
        return STATUS_NOT_FOUND;
    enum status status =
        insights_asked(x, days || insight_list_is_of_guides(list), &period);
    if (status != STATUS_OK)
        return status;
    return days ? days_csv(x, &period) : list_csv(x, list, &period);
}
