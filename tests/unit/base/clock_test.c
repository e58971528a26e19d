/* Dates, instants, durations and settings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/settings.h"
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void days_and_dates_are_one(void **state)
{
    (void)state;
    for (int64_t day = -800000; day < 800000; day += 13)
        assert_true(day_of_date(date_of_day(day)) == day);
    struct civil_date leap = date_of_day(day_of_date((struct civil_date){2024, 2, 29}));
    assert_int_equal(leap.day, 29);
    assert_true(day_of_date((struct civil_date){1970, 1, 1}) == 0);
    assert_true(day_of_instant(-1) == -1);
}

static void iso_dates_are_of_the_calendar(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {{"2026-03-03", true},  {"2024-02-29", true},  {"2023-02-29", false},
                 {"2026-13-01", false}, {"2026-00-10", false}, {"2026-3-3", false},
                 {"0000-01-01", false}, {"2026-03-03x", false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct civil_date date;
        assert_int_equal(date_parse_iso(slice_cstr(cases[i].text), &date), cases[i].good);
    }
}

static void instants_are_written_for_the_wire(void **state)
{
    char text[32];
    (void)state;
    instant_format_rfc3339(1772532030, text);
    assert_string_equal(text, "2026-03-03T10:00:30Z");
    instant_format_http(1772532030, text);
    assert_string_equal(text, "Tue, 03 Mar 2026 10:00:30 GMT");
}

/* The three forms of RFC 9110, 5.6.7, and what only looks like them. */
static void http_dates_are_read(void **state)
{
    static const char *const good[] = {
        "Tue, 03 Mar 2026 10:00:30 GMT",
        "Tuesday, 03-Mar-26 10:00:30 GMT",
        "Tue Mar  3 10:00:30 2026",
    };
    static const char *const bad[] = {
        "",
        "x",
        "Tue",
        "Tue, ",
        "Tue, 03 Mar 2026 10:00:30",
        "Tue, 03 Mar 2026 10:00:30 UTC",
        "Tue, 3 Mar 2026 10:00:30 GMT",
        "Tue, 00 Mar 2026 10:00:30 GMT",
        "Tue, 32 Mar 2026 10:00:30 GMT",
        "Tue, 03 Mrz 2026 10:00:30 GMT",
        "Tue, 03 Mar 2026 24:00:30 GMT",
        "Tue, 03 Mar 2026 10:60:30 GMT",
        "Tue, 03 Mar 2026 10:00:61 GMT",
        "Tue, 03 Mar 2026 10:-1:30 GMT",
        "Tue, 03 Mar -026 10:00:30 GMT",
        "Tue, 03 Mar 2026 10:00:30 GMT, Tue, 03 Mar 2026 10:00:30 GMT",
        "Tuesday, 03-Mar-2026 10:00:30 GMT",
        "Tue Mar 3 10:00:30 2026",
        "Tue Mar  3 10:00:30 2026 GMT",
        "2026-03-03T10:00:30Z",
        "1772532030",
    };
    int64_t at = 0;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(instant_parse_http(slice_cstr(good[i]), &at));
        assert_int_equal(at, 1772532030);
    }
    assert_true(instant_parse_http(SLICE("Sun Nov 16 08:49:37 1994"), &at));
    assert_true(instant_parse_http(SLICE("Sunday, 06-Nov-94 08:49:37 GMT"), &at));
    assert_int_equal(at, 784111777);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (instant_parse_http(slice_cstr(bad[i]), &at))
            fail_msg("taken for a date: %s", bad[i]);
}

static void durations_have_units(void **state)
{
    static const struct {
        const char *text;
        bool good;
        int64_t seconds;
    } cases[] = {{"180d", true, 180 * DAY_S},
                 {"6w", true, 42 * DAY_S},
                 {"90m", true, 5400},
                 {"12h", true, 43200},
                 {"30s", true, 30},
                 {"45", true, 45},
                 {"d", false, 0},
                 {"-1d", false, 0},
                 {"1y", false, 0},
                 {"99999999999999999999d", false, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t seconds = 0;
        assert_int_equal(duration_parse(slice_cstr(cases[i].text), &seconds),
                         cases[i].good);
        if (cases[i].good)
            assert_true(seconds == cases[i].seconds);
    }
}

struct loaded {
    struct settings settings;
    struct arena arena;
    struct problems problems;
};

static int open_settings(void **state)
{
    struct loaded *l = calloc(1, sizeof *l);
    settings_init(&l->settings);
    arena_init(&l->arena, 0);
    problems_init(&l->problems, &l->arena);
    *state = l;
    return 0;
}

static int close_settings(void **state)
{
    struct loaded *l = *state;
    settings_release(&l->settings);
    arena_release(&l->arena);
    free(l);
    return 0;
}

static void every_default_is_valid(void **state)
{
    struct loaded *l = *state;
    for (int i = 0; i < SET_COUNT; i++) {
        assert_non_null(settings_table[i].name);
        assert_int_equal(settings_set(&l->settings, (enum setting_id)i,
                                      slice_cstr(settings_table[i].fallback), SOURCE_FLAG,
                                      &l->problems),
                         STATUS_OK);
    }
}

static void flags_beat_environment_beats_file(void **state)
{
    struct loaded *l = *state;
    settings_set(&l->settings, SET_SITE_NAME, SLICE("flag"), SOURCE_FLAG, &l->problems);
    settings_set(&l->settings, SET_SITE_NAME, SLICE("env"), SOURCE_ENVIRONMENT,
                 &l->problems);
    settings_set(&l->settings, SET_TAGLINE, SLICE("file"), SOURCE_FILE, &l->problems);
    settings_set(&l->settings, SET_TAGLINE, SLICE("env"), SOURCE_ENVIRONMENT,
                 &l->problems);
    assert_true(slice_eq_cstr(settings_text(&l->settings, SET_SITE_NAME), "flag"));
    assert_true(slice_eq_cstr(settings_text(&l->settings, SET_TAGLINE), "env"));
}

static void bad_values_are_named(void **state)
{
    static const struct {
        enum setting_id id;
        const char *value;
    } cases[] = {{SET_WORKERS, "many"},          {SET_WORKERS, "-1"},
                 {SET_WORKERS, "257"},           {SET_PUBLIC_URL, "ftp://x"},
                 {SET_PUBLIC_URL, "http://a b"}, {SET_ACCESS_LOG, "true"},
                 {SET_LOG_LEVEL, "loud"},        {SET_SITE_NAME, ""},
                 {SET_DESK_PHONE, "1\n2"}};
    struct loaded *l = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(
            settings_set(&l->settings, cases[i].id, slice_cstr(cases[i].value),
                         SOURCE_FLAG, &l->problems),
            STATUS_INVALID);
        assert_true(slice_eq_cstr(problems_at(&l->problems, i)->field,
                                  settings_table[cases[i].id].name));
    }
}

static void files_are_read_and_faults_placed(void **state)
{
    struct loaded *l = *state;
    char path[] = "/tmp/runbookd-settings-XXXXXX";
    int fd = mkstemp(path);
    const char text[] = "; the portal\n[portal]\nsite_name = Help & more\nworkers = x\n";
    assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
    close(fd);
    assert_int_equal(settings_read_file(&l->settings, path, &l->problems),
                     STATUS_INVALID);
    unlink(path);
    assert_true(slice_eq_cstr(settings_text(&l->settings, SET_SITE_NAME), "Help & more"));
    assert_int_equal(problems_at(&l->problems, 0)->line, 4);
    assert_true(slice_eq_cstr(problems_at(&l->problems, 0)->field, "workers"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_dates_are_one),
        cmocka_unit_test(iso_dates_are_of_the_calendar),
        cmocka_unit_test(instants_are_written_for_the_wire),
        cmocka_unit_test(http_dates_are_read),
        cmocka_unit_test(durations_have_units),
        cmocka_unit_test_setup_teardown(every_default_is_valid, open_settings,
                                        close_settings),
        cmocka_unit_test_setup_teardown(flags_beat_environment_beats_file, open_settings,
                                        close_settings),
        cmocka_unit_test_setup_teardown(bad_values_are_named, open_settings,
                                        close_settings),
        cmocka_unit_test_setup_teardown(files_are_read_and_faults_placed, open_settings,
                                        close_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
