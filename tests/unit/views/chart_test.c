/* Charts: steps of the scale, days of a bar, and where bars stand. */
#include "views/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_steps(void **state)
{
    static const struct {
        int64_t most, step;
    } cases[] = {
        {1, 1},
        {2, 1},
        {4, 1},
        {5, 2},
        {8, 2},
        {9, 5},
        {20, 5},
        {21, 10},
        {40, 10},
        {41, 20},
        {99, 50},
        {100, 50},
        {200, 50},
        {1000000, 500000},
        {1000001, 500000},
        {4000000000000000000, 1000000000000000000},
        {4000000000000000000 - 1, 1000000000000000000},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(chart_step(cases[i].most), cases[i].step);
}

static void test_buckets(void **state)
{
    static const struct {
        size_t days, bucket;
    } cases[] = {{1, 1},   {7, 1},   {92, 1},   {93, 7},
                 {365, 7}, {732, 7}, {733, 30}, {3660, 30}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(chart_bucket_days(cases[i].days), cases[i].bucket);
}

static double number(struct slice text)
{
    char copy[32];
    assert_true(text.len < sizeof copy);
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return strtod(copy, NULL);
}

/* Every bar stands between the base and the top, right of the labels, and bars of a day lie on each
 * other. */
static void expect_inside(const struct chart_view *chart)
{
    const struct chart_bar_view *bars = chart->bars.items;
    for (size_t i = 0; i < chart->bars.count; i++) {
        double x = number(bars[i].x), y = number(bars[i].y);
        assert_true(x >= number(chart->left));
        assert_true(x + number(bars[i].width) <= number(chart->right) + 0.2);
        assert_true(y >= 13.9);
        assert_true(y + number(bars[i].height) <= number(chart->base) + 0.2);
    }
    const struct chart_tick_view *ticks = chart->ticks.items;
    assert_true(chart->ticks.count >= 2 && chart->ticks.count <= CHART_TICKS_MAX);
    assert_int_equal(ticks[0].value, 0);
    assert_true(slice_eq(ticks[0].y, chart->base));
    assert_true(number(chart->left) > 0 && number(chart->left) < 300);
}

static void make(struct arena *arena, const int64_t *first, const int64_t *second,
                 size_t days, struct chart_view *chart)
{
    struct chart_input input = {
        .name = SLICE("votes"),
        .first_day = 20000,
        .days = days,
        .series = {{SLICE("helpful"), first}, {SLICE("not-helpful"), second}},
        .series_count = second ? 2 : 1};
    chart_make(arena, &input, chart);
    expect_inside(chart);
}

static void test_bars(void **state)
{
    static const int64_t helpful[] = {0, 3, 5, 0}, not_helpful[] = {0, 1, 0, 2};
    struct arena arena;
    struct chart_view chart;
    (void)state;
    arena_init(&arena, 0);
    make(&arena, helpful, not_helpful, 4, &chart);
    assert_false(chart.empty);
    assert_int_equal(chart.bars.count, 4);
    const struct chart_bar_view *bars = chart.bars.items;
    assert_int_equal(bars[0].number, 1);
    assert_int_equal(bars[1].number, 2);
    assert_true(slice_eq(bars[0].x, bars[1].x));
    double gap = number(bars[1].y) + number(bars[1].height) - number(bars[0].y);
    assert_true(gap > -0.11 && gap < 0.11);
    assert_int_equal(chart.labels.count, 3);
    const struct chart_row_view *rows = chart.rows.items;
    assert_int_equal(chart.rows.count, 4);
    assert_int_equal(rows[0].from, 20003);
    assert_true(rows[0].one_day);
    const struct chart_value_view *values = rows[2].values.items;
    assert_int_equal(values[0].value, 3);
    assert_int_equal(values[1].value, 1);
    const struct chart_series_view *series = chart.series.items;
    assert_int_equal(series[0].total, 8);
    assert_int_equal(series[1].total, 3);
    arena_release(&arena);
}

static void test_edges(void **state)
{
    static const int64_t one[] = {7}, nothing[30] = {0},
                         huge[] = {INT64_MAX, 1, INT64_MAX};
    struct arena arena;
    struct chart_view chart;
    (void)state;
    arena_init(&arena, 0);
    make(&arena, one, NULL, 1, &chart);
    assert_int_equal(chart.bars.count, 1);
    assert_int_equal(chart.labels.count, 1);
    make(&arena, nothing, nothing, 30, &chart);
    assert_true(chart.empty);
    assert_int_equal(chart.bars.count, 0);
    assert_int_equal(chart.rows.count, 30);
    make(&arena, huge, huge, 3, &chart);
    assert_false(chart.empty);
    arena_release(&arena);
}

/* A year is bars of a week, of which the last is whole. */
static void test_weeks(void **state)
{
    int64_t values[365];
    struct arena arena;
    struct chart_view chart;
    (void)state;
    for (size_t i = 0; i < 365; i++)
        values[i] = 1;
    arena_init(&arena, 0);
    make(&arena, values, NULL, 365, &chart);
    assert_int_equal(chart.rows.count, 53);
    const struct chart_row_view *rows = chart.rows.items;
    assert_int_equal(rows[0].to, 20364);
    assert_int_equal(rows[0].from, 20358);
    assert_int_equal(rows[52].from, 20000);
    assert_int_equal(rows[52].to, 20000);
    assert_true(rows[52].one_day);
    const struct chart_series_view *series = chart.series.items;
    assert_int_equal(series[0].total, 365);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps), cmocka_unit_test(test_buckets),
        cmocka_unit_test(test_bars),  cmocka_unit_test(test_edges),
        cmocka_unit_test(test_weeks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
