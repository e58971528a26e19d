#include "views/chart.h"
#include "views/view_fields.h"

#define DAY(type, member) FIELD(type, member, FIELD_DATE, FIELD_ALWAYS, SIDE_PAGE)

static const struct field series_fields[] = {
    TEXT(struct chart_series_view, name),
    NUMBER(struct chart_series_view, number),
    NUMBER(struct chart_series_view, total),
};
static VIEW_TYPE(series_type, struct chart_series_view, series_fields);

static const struct field tick_fields[] = {
    TEXT(struct chart_tick_view, y),
    TEXT(struct chart_tick_view, text_y),
    NUMBER(struct chart_tick_view, value),
};
static VIEW_TYPE(tick_type, struct chart_tick_view, tick_fields);

static const struct field bar_fields[] = {
    TEXT(struct chart_bar_view, x),        TEXT(struct chart_bar_view, y),
    TEXT(struct chart_bar_view, width),    TEXT(struct chart_bar_view, height),
    NUMBER(struct chart_bar_view, number),
};
static VIEW_TYPE(bar_type, struct chart_bar_view, bar_fields);

static const struct field label_fields[] = {
    TEXT(struct chart_label_view, x),
    DAY(struct chart_label_view, day),
    FLAG(struct chart_label_view, first),
    FLAG(struct chart_label_view, last),
};
static VIEW_TYPE(label_type, struct chart_label_view, label_fields);

static const struct field value_fields[] = {NUMBER(struct chart_value_view, value)};
static VIEW_TYPE(value_type, struct chart_value_view, value_fields);

static const struct field row_fields[] = {
    DAY(struct chart_row_view, from),
    DAY(struct chart_row_view, to),
    FLAG(struct chart_row_view, one_day),
    LIST(struct chart_row_view, values, value_type),
};
static VIEW_TYPE(row_type, struct chart_row_view, row_fields);

static const struct field chart_fields[] = {
    TEXT(struct chart_view, name),
    URL(struct chart_view, csv_url),
    FLAG(struct chart_view, empty),
    TEXT(struct chart_view, width),
    TEXT(struct chart_view, height),
    TEXT(struct chart_view, left),
    TEXT(struct chart_view, right),
    TEXT(struct chart_view, base),
    TEXT(struct chart_view, tick_x),
    LIST(struct chart_view, series, series_type),
    LIST(struct chart_view, ticks, tick_type),
    LIST(struct chart_view, bars, bar_type),
    LIST(struct chart_view, labels, label_type),
    LIST(struct chart_view, rows, row_type),
};
VIEW_TYPE(chart_view_type, struct chart_view, chart_fields);

/* ---- scales ------------------------------------------------------------------------ */

enum { WIDTH = 560, HEIGHT = 210, TOP = 14, BASE = 176, RIGHT = 548, DIGIT_WIDTH = 9 };

/* More than anybody counts of one series; a step above three of them would not fit the type. */
static const int64_t MOST = 1000000000000000000;

size_t chart_bucket_days(size_t days)
{
    return days <= 92 ? 1 : days <= 732 ? 7 : 30;
}

int64_t chart_step(int64_t most)
{
    static const int64_t factors[] = {1, 2, 5};
    const int lines = CHART_TICKS_MAX - 1;
    for (int64_t power = 1;; power *= 10)
        for (size_t i = 0; i < sizeof factors / sizeof *factors; i++)
            if (factors[i] * power >= most / lines + (most % lines != 0))
                return factors[i] * power;
}

/* ---- what a bar stands for --------------------------------------------------------- */

struct bucket {
    size_t first, last; /* days, from 0 */
    int64_t values[CHART_SERIES_MAX];
};

static int64_t add_capped(int64_t a, int64_t b)
{
    return a > MOST - b ? MOST : a + b;
}

/* The last one is whole; the first is what is left. */
static struct bucket *fill_buckets(struct arena *arena, const struct chart_input *input,
                                   size_t *out_count)
{
    size_t size = chart_bucket_days(input->days);
    size_t count = (input->days + size - 1) / size;
    size_t missing = count * size - input->days;
    struct bucket *buckets = ARENA_ARRAY(arena, count + 1, struct bucket);
    for (size_t i = 0; i < count; i++)
        buckets[i] = (struct bucket){.first = i ? i * size - missing : 0,
                                     .last = (i + 1) * size - missing - 1};
    for (size_t day = 0; day < input->days; day++) {
        struct bucket *bucket = &buckets[(day + missing) / size];
        for (size_t s = 0; s < input->series_count; s++) {
            int64_t value = input->series[s].values[day];
            value = value < 0 ? 0 : value > MOST ? MOST : value;
            bucket->values[s] = add_capped(bucket->values[s], value);
        }
    }
    *out_count = count;
    return buckets;
}

static int64_t greatest(const struct bucket *buckets, size_t count)
{
    int64_t most = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t total = 0;
        for (size_t s = 0; s < CHART_SERIES_MAX; s++)
            total += buckets[i].values[s];
        most = total > most ? total : most;
    }
    return most;
}

/* ---- the drawing ------------------------------------------------------------------- */

struct scale {
    int64_t step;
    int ticks;        /* lines above the base */
    double top, left; /* the value of the highest line; where bars begin */
};

static struct slice place(struct arena *arena, double value)
{
    return arena_format(arena, "%.1f", value);
}

static double y_of(const struct scale *scale, double value)
{
    return BASE - value / scale->top * (BASE - TOP);
}

/* Digits and the commas between them. */
static int label_width(int64_t value)
{
    int digits = 1;
    for (; value >= 10; value /= 10)
        digits++;
    return (digits + (digits - 1) / 3) * DIGIT_WIDTH;
}

static struct scale scale_of(int64_t most)
{
    int64_t step = chart_step(most > 0 ? most : 1);
    int ticks = (int)((most + step - 1) / step);
    struct scale scale = {.step = step, .ticks = ticks > 0 ? ticks : 1};
    scale.top = (double)step * scale.ticks;
    scale.left = label_width(step * scale.ticks) + DIGIT_WIDTH;
    return scale;
}

static struct view_list ticks_make(struct arena *arena, const struct scale *scale)
{
    enum { MIDDLE = 4 }; /* half of a digit's height */
    size_t count = (size_t)scale->ticks + 1;
    struct chart_tick_view *ticks = ARENA_ARRAY(arena, count, struct chart_tick_view);
    for (size_t i = 0; i < count; i++) {
        double y = y_of(scale, (double)scale->step * (double)i);
        ticks[i] = (struct chart_tick_view){place(arena, y), place(arena, y + MIDDLE),
                                            scale->step * (int64_t)i};
    }
    return (struct view_list){ticks, count};
}

static struct view_list bars_make(struct arena *arena, const struct chart_input *input,
                                  const struct scale *scale, const struct bucket *buckets,
                                  size_t count)
{
    struct list bars = LIST_OF(arena, struct chart_bar_view);
    double slot = (RIGHT - scale->left) / (double)count;
    double width = slot * 0.8 > 48 ? 48 : slot * 0.8;
    for (size_t i = 0; i < count; i++) {
        double below = 0, x = scale->left + slot * (double)i + (slot - width) / 2;
        for (size_t s = 0; s < input->series_count; s++) {
            double value = (double)buckets[i].values[s];
            if (value <= 0)
                continue;
            double y = y_of(scale, below + value);
            *LIST_PUSH(&bars, struct chart_bar_view) = (struct chart_bar_view){
                place(arena, x), place(arena, y), place(arena, width),
                place(arena, y_of(scale, below) - y), (int64_t)s + 1};
            below += value;
        }
    }
    return (struct view_list){bars.items, bars.count};
}

/* The first and the last day, and some between them. */
static struct view_list labels_make(struct arena *arena, const struct chart_input *input,
                                    const struct scale *scale,
                                    const struct bucket *buckets, size_t count)
{
    enum { LABELS = 3 };
    size_t shown = count < LABELS ? count : LABELS;
    double slot = (RIGHT - scale->left) / (double)count;
    struct chart_label_view *labels = ARENA_ARRAY(arena, shown, struct chart_label_view);
    for (size_t i = 0; i < shown; i++) {
        size_t at = shown > 1 ? i * (count - 1) / (shown - 1) : 0;
        bool first = shown > 1 && i == 0, last = shown > 1 && i + 1 == shown;
        double x = first  ? scale->left
                   : last ? RIGHT
                          : scale->left + slot * ((double)at + 0.5);
        labels[i] = (struct chart_label_view){
            place(arena, x),
            input->first_day + (int64_t)(last ? buckets[at].last : buckets[at].first),
            first, last};
    }
    return (struct view_list){labels, shown};
}

static struct view_list rows_make(struct arena *arena, const struct chart_input *input,
                                  const struct bucket *buckets, size_t count)
{
    struct chart_row_view *rows = ARENA_ARRAY(arena, count, struct chart_row_view);
    for (size_t i = 0; i < count; i++) {
        const struct bucket *bucket = &buckets[count - 1 - i];
        struct chart_value_view *values =
            ARENA_ARRAY(arena, input->series_count + 1, struct chart_value_view);
        for (size_t s = 0; s < input->series_count; s++)
            values[s].value = bucket->values[s];
        rows[i] = (struct chart_row_view){
            .from = input->first_day + (int64_t)bucket->first,
            .to = input->first_day + (int64_t)bucket->last,
            .one_day = bucket->first == bucket->last,
            .values = {values, input->series_count},
        };
    }
    return (struct view_list){rows, count};
}

static struct view_list series_make(struct arena *arena, const struct chart_input *input,
                                    const struct bucket *buckets, size_t count)
{
    struct chart_series_view *series =
        ARENA_ARRAY(arena, input->series_count + 1, struct chart_series_view);
    for (size_t s = 0; s < input->series_count; s++) {
        series[s] = (struct chart_series_view){input->series[s].name, (int64_t)s + 1, 0};
        for (size_t i = 0; i < count; i++)
            series[s].total = add_capped(series[s].total, buckets[i].values[s]);
    }
    return (struct view_list){series, input->series_count};
}

void chart_make(struct arena *arena, const struct chart_input *input,
                struct chart_view *out_view)
{
    size_t count = 0;
    struct bucket *buckets = fill_buckets(arena, input, &count);
    int64_t most = greatest(buckets, count);
    struct scale scale = scale_of(most);
    *out_view = (struct chart_view){
        .name = input->name,
        .empty = most == 0,
        .width = place(arena, WIDTH),
        .height = place(arena, HEIGHT),
        .left = place(arena, scale.left),
        .right = place(arena, RIGHT),
        .base = place(arena, BASE),
        .tick_x = place(arena, scale.left - DIGIT_WIDTH + 3),
        .series = series_make(arena, input, buckets, count),
        .ticks = ticks_make(arena, &scale),
        .rows = rows_make(arena, input, buckets, count),
    };
    if (count) {
        out_view->bars = bars_make(arena, input, &scale, buckets, count);
        out_view->labels = labels_make(arena, input, &scale, buckets, count);
    }
}
