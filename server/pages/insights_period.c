/* The period that a page of insights is about, and the form that changes it. */
#include "base/clock.h"
#include "insights.h"
#include "staff.h"

enum { DEFAULT_DAYS = 30, TYPED_MAX = 300 };

static struct slice typed(const struct exchange *x, const char *name)
{
    return slice_first(slice_trim(request_query(x->request, name)), TYPED_MAX);
}

static enum status fault(struct exchange *x, const char *field, const char *message)
{
    problems_error(&x->problems, "insights.period", slice_cstr(field), "%s", message);
    return STATUS_INVALID;
}

static enum status day_asked(struct exchange *x, const char *field, int64_t fallback,
                             int64_t *out_day)
{
    struct slice text = typed(x, field);
    struct civil_date date;
    *out_day = fallback;
    if (!text.len)
        return STATUS_OK;
    if (!date_parse_iso(text, &date))
        return fault(x, field, "Write a day as 2026-03-03");
    *out_day = day_of_date(date);
    return STATUS_OK;
}

/* A day that is typed beats the number of days. */
static enum status days_asked(struct exchange *x, int64_t today,
                              struct insight_period *period)
{
    int64_t days = 0;
    struct slice text = typed(x, "days");
    enum status from = day_asked(x, "from", 0, &period->from);
    enum status to = day_asked(x, "to", today, &period->to);
    if (from != STATUS_OK || to != STATUS_OK)
        return STATUS_INVALID;
    if (typed(x, "from").len || typed(x, "to").len) {
        period->days = 0;
        if (!typed(x, "from").len)
            period->from = period->to - DEFAULT_DAYS + 1;
        if (period->from > period->to)
            return fault(x, "from", "The first day comes after the last");
        if (period->to > today)
            return fault(x, "to", "The last day is still to come");
        if (period->to - period->from >= INSIGHT_DAYS_MAX)
            return fault(x, "from", "At most 3,660 days can be shown at once");
        return STATUS_OK;
    }
    if (text.len && (!slice_int64(text, &days) || !insight_is_period(days)))
        return fault(x, "days", "Choose 7, 30, 90 or 365 days");
    period->days = text.len ? days : DEFAULT_DAYS;
    period->from = today - period->days + 1;
    return STATUS_OK;
}

static enum status category_asked(struct exchange *x, struct insight_period *period)
{
    struct reader reader = reader_of(x);
    period->category = typed(x, "category");
    if (!period->category.len)
        return STATUS_OK;
    enum status status = insights_category(&reader, period->category);
    if (status == STATUS_NOT_FOUND || status == STATUS_INVALID)
        return fault(x, "category", "There is no such category");
    return status;
}

enum status insights_asked(struct exchange *x, bool by_category,
                           struct insight_period *out_period)
{
    int64_t today = day_of_instant(clock_now_s());
    struct insight_period period = {.to = today, .category = SLICE("")};
    const struct insight_period plain = {.from = today - DEFAULT_DAYS + 1,
                                         .to = today,
                                         .days = DEFAULT_DAYS,
                                         .category = SLICE("")};
    enum status days = days_asked(x, today, &period);
    enum status category = by_category ? category_asked(x, &period) : STATUS_OK;
    bool good = days == STATUS_OK && category == STATUS_OK;
    *out_period = good ? period : plain;
    return days == STATUS_OK ? category : days;
}

/* ---- addresses --------------------------------------------------------------------- */

static struct slice iso(const struct exchange *x, int64_t day)
{
    char text[16];
    date_format_iso(date_of_day(day), text);
    return arena_slice(x->arena, slice_cstr(text));
}

struct slice insights_url(const struct exchange *x, const char *path,
                          const struct insight_period *period, int64_t days)
{
    struct slice url = staff_path(x, path);
    days = days ? days : period->days;
    if (days)
        url = arena_format(x->arena, SLICE_FMT "?days=%lld", SLICE_ARG(url),
                           (long long)days);
    else
        url = arena_format(x->arena, SLICE_FMT "?from=" SLICE_FMT "&to=" SLICE_FMT,
                           SLICE_ARG(url), SLICE_ARG(iso(x, period->from)),
                           SLICE_ARG(iso(x, period->to)));
    if (period->category.len)
        url = arena_format(x->arena, SLICE_FMT "&category=" SLICE_FMT, SLICE_ARG(url),
                           SLICE_ARG(queue_escaped(x, period->category)));
    return url;
}

/* ---- the form ---------------------------------------------------------------------- */

static struct view_list periods_of(const struct exchange *x, const char *path,
                                   const struct insight_period *period)
{
    struct insights_period_view *items =
        ARENA_ARRAY(x->arena, INSIGHT_PERIODS, struct insights_period_view);
    for (int i = 0; i < INSIGHT_PERIODS; i++)
        items[i] = (struct insights_period_view){
            insight_periods[i], insights_url(x, path, period, insight_periods[i]),
            insight_periods[i] == period->days};
    return (struct view_list){items, INSIGHT_PERIODS};
}

static enum status categories_of(struct exchange *x, struct slice chosen,
                                 struct view_list *out_list)
{
    struct reader reader = reader_of(x);
    struct category *categories = NULL;
    size_t count = 0;
    enum status status = insights_categories(&reader, &categories, &count);
    if (status != STATUS_OK)
        return status;
    struct insights_category_view *items =
        ARENA_ARRAY(x->arena, count + 2, struct insights_category_view);
    size_t shown = 0;
    bool found = !chosen.len;
    for (size_t i = 0; i < count; i++) {
        bool is_it = slice_eq(categories[i].path, chosen);
        found = found || is_it;
        items[shown++] = (struct insights_category_view){categories[i].path,
                                                         categories[i].title, is_it};
    }
    if (!found) /* one that lies deeper, or none at all */
        items[shown++] = (struct insights_category_view){chosen, chosen, true};
    *out_list = (struct view_list){items, shown};
    return STATUS_OK;
}

enum status insights_filter_make(struct exchange *x, const char *path, bool by_category,
                                 const struct insight_period *period,
                                 const struct insights_filter_view **out_filter)
{
    struct insights_filter_view *filter =
        ARENA_NEW(x->arena, struct insights_filter_view);
    bool faulty = problems_count(&x->problems) > 0;
    *filter = (struct insights_filter_view){
        .action_url = staff_path(x, path),
        .clear_url = staff_path(x, path),
        .from = typed(x, "from"),
        .to = typed(x, "to"),
        .from_error = form_error_of(&x->problems, "from"),
        .to_error = form_error_of(&x->problems, "to"),
        .category_error = form_error_of(&x->problems, "category"),
        .days_error = form_error_of(&x->problems, "days"),
        .first_day = faulty ? VIEW_NONE : period->from,
        .last_day = faulty ? VIEW_NONE : period->to,
        .keep_days = period->days ? period->days : VIEW_NONE,
        .other = faulty || !period->days || period->category.len,
        .by_category = by_category,
        .periods = periods_of(x, path, period),
    };
    if (by_category)
        filter->category = typed(x, "category");
    *out_filter = filter;
    return by_category ? categories_of(x, filter->category, &filter->categories)
                       : STATUS_OK;
}
