/* What the pages of insights share: the period that is asked for. */
#ifndef PAGES_INSIGHTS_H
#define PAGES_INSIGHTS_H

#include "actions/insights.h"
#include "portal/portal.h"
#include "views/insights_view.h"

/* What the address asks for. STATUS_INVALID: problems name days, from, to or category, and the period
 * is that of a page that was asked for nothing. */
enum status insights_asked(struct exchange *x, bool by_category,
                           struct insight_period *out_period);
/* `path` with the period as its query; `days` 7 … 365 in its place, or 0 to keep it. */
struct slice insights_url(const struct exchange *x, const char *path,
                          const struct insight_period *period, int64_t days);
/* The form of a page; the words as they were typed. */
enum status insights_filter_make(struct exchange *x, const char *path, bool by_category,
                                 const struct insight_period *period,
                                 const struct insights_filter_view **out_filter);

/* The series of a day, by the name of their words: "views", "helpful" … */
enum insights_chart {
    INSIGHTS_VIEWS,
    INSIGHTS_VOTES,
    INSIGHTS_OUTCOMES,
    INSIGHTS_SEARCHES,
    INSIGHTS_CHARTS
};
void insights_chart_make(const struct exchange *x, enum insights_chart chart,
                         const struct insight_days *days, struct slice csv_url,
                         struct chart_view *out_view);

/* Rows of a list, with their links. */
void insights_list_make(const struct exchange *x, enum insight_list list,
                        const struct insight_tops *tops,
                        const struct insight_period *period,
                        struct insights_list_view *out_view);

/* An answer that is a file "{name}.csv"; its body is empty yet. */
struct buf *insights_csv_begin(struct exchange *x, struct slice name);

#endif
