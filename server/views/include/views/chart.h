/* A small chart of counts by day: stacked bars, drawn by the server. Pure: numbers in, places out; the
 * template (partials/chart.mustache) draws them with classes alone, and puts a table behind them. */
#ifndef VIEWS_CHART_H
#define VIEWS_CHART_H

#include "views/site.h"

enum { CHART_SERIES_MAX = 3, CHART_TICKS_MAX = 5 };

struct chart_series {
    struct slice name;     /* its label is insights.series.{name} */
    const int64_t *values; /* one a day, none below 0 */
};

struct chart_input {
    struct slice name; /* its title is insights.chart.{name} */
    int64_t first_day;
    size_t days;
    struct chart_series series[CHART_SERIES_MAX]; /* from the bottom up */
    size_t series_count;
};

/* Days that one bar stands for, so that there are at most about a hundred. */
size_t chart_bucket_days(size_t days);
/* The distance of the lines: 1, 2 or 5 times a power of ten, so that at most four fit below `most`. */
int64_t chart_step(int64_t most);

struct chart_series_view {
    struct slice name;
    int64_t number, total; /* number: from 1, for its class */
};
struct chart_tick_view {
    struct slice y, text_y;
    int64_t value;
};
struct chart_bar_view {
    struct slice x, y, width, height; /* as text: "12.5" */
    int64_t number;                   /* of its series */
};
struct chart_label_view {
    struct slice x;
    int64_t day;
    bool first, last; /* neither: in the middle */
};
struct chart_value_view {
    int64_t value;
};
struct chart_row_view {
    int64_t from, to;
    bool one_day;
    struct view_list values; /* struct chart_value_view */
};

struct chart_view {
    struct slice name, csv_url;
    bool empty; /* nothing was counted: there is no drawing */
    struct slice width, height, left, right, base, tick_x;
    struct view_list series, ticks, bars, labels;
    struct view_list rows; /* struct chart_row_view, the latest first */
};
extern const struct view_type chart_view_type;

void chart_make(struct arena *arena, const struct chart_input *input,
                struct chart_view *out_view);

#endif
