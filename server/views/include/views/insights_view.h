/* The pages of insights: charts by day, lists of a period, and a tree with what became of its runs. */
#ifndef VIEWS_INSIGHTS_VIEW_H
#define VIEWS_INSIGHTS_VIEW_H

#include "views/chart.h"
#include "views/tree_view.h"

/* What the page is about, and the form that changes it. */
struct insights_period_view {
    int64_t days;
    struct slice url;
    bool current;
};
struct insights_category_view {
    struct slice path, title;
    bool chosen;
};
struct insights_filter_view {
    struct slice action_url, clear_url;
    struct slice from, to, category; /* as typed, or what the period comes to */
    struct slice from_error, to_error, category_error, days_error;
    int64_t first_day, last_day; /* VIEW_NONE: a fault */
    int64_t keep_days;           /* sent along: 7 … 365; VIEW_NONE: from and to say */
    bool other, by_category;     /* other days; the page knows categories */
    struct view_list periods;    /* struct insights_period_view */
    struct view_list categories; /* struct insights_category_view */
};

struct insights_row_view {
    int64_t place;
    struct slice title, url; /* url absent: there is no page of its own */
    int64_t first, second, third;
    int64_t share; /* per cent of the votes that are "no"; VIEW_NONE: no votes */
    struct slice step, step_url;
    int64_t step_reports, step_failed; /* VIEW_NONE: no reports, no such answers */
    int64_t step_answers;
};
struct insights_list_view {
    struct slice list; /* its title is insights.list.{list} */
    struct slice url, csv_url;
    bool searches, least, guides, plain; /* exactly one: which columns */
    struct view_list rows;               /* struct insights_row_view */
};
extern const struct view_type insights_list_view_type;

/* GET /staff/insights */
struct insights_view {
    const struct page_frame *frame;
    const struct insights_filter_view *filter;
    int64_t added_up_at;     /* VIEW_NONE: not yet */
    struct view_list charts; /* struct chart_view */
    struct view_list lists;  /* struct insights_list_view */
    struct view_list errors;
};

/* GET /staff/insights/{list} */
struct insights_list_page_view {
    const struct page_frame *frame;
    const struct insights_filter_view *filter;
    const struct insights_list_view *list;
    struct slice insights_url;
    int64_t added_up_at;
    bool now; /* added up to answer */
    struct view_list errors;
};

struct insights_state_view {
    struct slice text, kind;
    int64_t reached, standing, share, backs;
    bool outcome;
};

/* GET /staff/insights/trees/{slug} */
struct insights_tree_view {
    const struct page_frame *frame;
    const struct insights_filter_view *filter;
    struct slice insights_url, title, tree_url, csv_url;
    int64_t revision, runs;
    bool empty;
    const struct svg_view *flow; /* absent: it has no drawing */
    const struct chart_view *chart;
    struct view_list states; /* struct insights_state_view */
    struct view_list errors;
};

extern const struct view_type insights_view_type, insights_list_page_view_type,
    insights_tree_view_type;

#endif
