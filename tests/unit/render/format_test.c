/* Numbers, dates, durations, money and plural forms, as tables. */
#include "fixture.h"
#include "messages.h"
#include "plural.h"

static const char german[] =
    "{\"format.date\": \"{day}. {month} {year}\", \"format.decimal\": \",\",\n"
    "\"format.duration.days\": {\"plural\": \"count\", \"one\": \"{count} Tag\","
    " \"other\": \"{count} Tage\"},\n"
    "\"format.duration.hours\": {\"plural\": \"count\", \"one\": \"{count} Stunde\","
    " \"other\": \"{count} Stunden\"},\n"
    "\"format.duration.join\": \" und \",\n"
    "\"format.group\": \".\", \"format.instant\": \"{day2}.{month2}.{year} "
    "{hour}:{minute}\",\n"
    "\"format.money\": \"{amount} {currency}\", \"format.month.03\": \"M\xC3\xA4rz\"}";
static const char spanish[] = "{\"format.group\": \".\", \"format.decimal\": \",\",\n"
                              "\"format.group_from\": \"5\"}";
static const char french[] = "{\"format.group\": \"'\"}";

static struct fixture shared;

static int open_shared(void **state)
{
    static const struct fixture_file files[] = {
        {"locales/en.json", "{" FORMAT_EN "}"},
        {"locales/de.json", german},
        {"locales/es.json", spanish},
        {"locales/fr.json", french},
    };
    (void)state;
    fixture_open(&shared, files, LENGTH(files));
    load_catalogues(&shared);
    return 0;
}

static int close_shared(void **state)
{
    (void)state;
    fixture_close(&shared);
    return 0;
}

static const struct locale *locale(const char *lang)
{
    return &catalogue_best(shared.catalogues, slice_cstr(lang))->locale;
}

/* ---- Whole numbers ----------------------------------------------------------------- */

static const struct {
    const char *lang;
    int64_t value;
    const char *expected;
} ints[] = {
    {"en", 0, "0"},
    {"en", 7, "7"},
    {"en", 999, "999"},
    {"en", 1000, "1,000"},
    {"en", -1000, "-1,000"},
    {"en", 12345, "12,345"},
    {"en", 123456, "123,456"},
    {"en", 1234567, "1,234,567"},
    {"en", INT64_MAX, "9,223,372,036,854,775,807"},
    {"en", INT64_MIN, "-9,223,372,036,854,775,808"},
    {"de", 1234567, "1.234.567"},
    {"es", 1234, "1234"},
    {"es", 12345, "12.345"},
    {"fr", 1234, "1&#39;234"},
};

static void ints_are_grouped(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(ints); i++) {
        buf_reset(&shared.out);
        locale_add_int(locale(ints[i].lang), ints[i].value, &shared.out);
        expect_text(ints[i].lang, &shared.out, ints[i].expected);
    }
}

/* ---- Dates and instants ------------------------------------------------------------ */

static const struct {
    const char *lang;
    int64_t day;
    const char *expected, *iso;
} dates[] = {
    {"en", 20515, "3 March 2026", "2026-03-03"},
    {"en", 0, "1 January 1970", "1970-01-01"},
    {"en", -1, "31 December 1969", "1969-12-31"},
    {"en", 19782, "29 February 2024", "2024-02-29"},
    {"de", 20515, "3. M\xC3\xA4rz 2026", "2026-03-03"},
    {"de", 20454, "1. January 2026", "2026-01-01"},
    {"en", INT64_MAX, "31 December 9999", "9999-12-31"},
    {"en", INT64_MIN + 1, "1 January 1", "0001-01-01"},
};

static void dates_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(dates); i++) {
        buf_reset(&shared.out);
        locale_add_date(locale(dates[i].lang), dates[i].day, &shared.out);
        expect_text(dates[i].iso, &shared.out, dates[i].expected);
        buf_reset(&shared.out);
        add_iso_date(dates[i].day, &shared.out);
        expect_text(dates[i].iso, &shared.out, dates[i].iso);
    }
}

static const struct {
    const char *lang;
    int64_t at_s;
    const char *expected, *rfc3339;
} instants[] = {
    {"en", 1772533200, "3 March 2026, 10:20 UTC", "2026-03-03T10:20:00Z"},
    {"en", 1772533259, "3 March 2026, 10:20 UTC", "2026-03-03T10:20:59Z"},
    {"en", 0, "1 January 1970, 00:00 UTC", "1970-01-01T00:00:00Z"},
    {"en", -1, "31 December 1969, 23:59 UTC", "1969-12-31T23:59:59Z"},
    {"de", 1772533200, "03.03.2026 10:20", "2026-03-03T10:20:00Z"},
    {"en", INT64_MAX, "31 December 9999, 23:59 UTC", "9999-12-31T23:59:59Z"},
};

static void instants_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(instants); i++) {
        buf_reset(&shared.out);
        locale_add_instant(locale(instants[i].lang), instants[i].at_s, &shared.out);
        expect_text(instants[i].rfc3339, &shared.out, instants[i].expected);
        buf_reset(&shared.out);
        add_rfc3339(instants[i].at_s, &shared.out);
        expect_text(instants[i].rfc3339, &shared.out, instants[i].rfc3339);
    }
}

/* ---- Durations --------------------------------------------------------------------- */

static const struct {
    const char *lang;
    int64_t duration_s;
    const char *expected;
} durations[] = {
    {"en", 0, "0 seconds"},
    {"en", 1, "1 second"},
    {"en", 59, "59 seconds"},
    {"en", 60, "1 minute"},
    {"en", 600, "10 minutes"},
    {"en", 90, "1 minute 30 seconds"},
    {"en", 3900, "1 hour 5 minutes"},
    {"en", 3661, "1 hour 1 minute"},
    {"en", 3601, "1 hour"},
    {"en", 7200, "2 hours"},
    {"en", 86400, "1 day"},
    {"en", 90000, "1 day 1 hour"},
    {"en", 86460, "1 day"},
    {"en", 15552000, "180 days"},
    {"en", 86400000, "1,000 days"},
    {"en", -600, "-10 minutes"},
    {"en", INT64_MAX, "106,751,991,167,300 days 15 hours"},
    {"en", INT64_MIN + 1, "-106,751,991,167,300 days 15 hours"},
    {"fr", 0, "0 seconds"}, /* an English message, counted in English */
    {"de", 3900, "1 Stunde und 5 minutes"},
    {"de", 90000, "1 Tag und 1 Stunde"},
};

static void durations_are_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(durations); i++) {
        buf_reset(&shared.out);
        locale_add_duration(locale(durations[i].lang), durations[i].duration_s,
                            &shared.out);
        expect_text(durations[i].lang, &shared.out, durations[i].expected);
    }
}

/* ---- Money ------------------------------------------------------------------------- */

static const struct {
    const char *lang;
    struct view_money money;
    const char *expected, *raw;
} amounts[] = {
    {"en", {100000, "CNY"}, "CNY 1,000.00", "1000.00"},
    {"en", {1, "EUR"}, "EUR 0.01", "0.01"},
    {"en", {0, "USD"}, "USD 0.00", "0.00"},
    {"en", {-123456789, "USD"}, "USD -1,234,567.89", "-1234567.89"},
    {"en", {1500, "JPY"}, "JPY 1,500", "1500"},
    {"en", {0, "KRW"}, "KRW 0", "0"},
    {"en", {1500, "KWD"}, "KWD 1.500", "1.500"},
    {"en", {5, "TND"}, "TND 0.005", "0.005"},
    {"en", {12345, "CLF"}, "CLF 1.2345", "1.2345"},
    {"en", {INT64_MAX, "USD"}, "USD 92,233,720,368,547,758.07", "92233720368547758.07"},
    {"en", {100, "<&>"}, "&lt;&amp;&gt; 1.00", "1.00"},
    {"de", {1080000, "CNY"}, "10.800,00 CNY", "10800.00"},
    {"es", {123456, "EUR"}, "EUR 1234,56", "1234.56"},
};

static void money_is_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(amounts); i++) {
        buf_reset(&shared.out);
        locale_add_money(locale(amounts[i].lang), amounts[i].money, &shared.out);
        expect_text(amounts[i].raw, &shared.out, amounts[i].expected);
        buf_reset(&shared.out);
        add_decimal(amounts[i].money, &shared.out);
        expect_text(amounts[i].raw, &shared.out, amounts[i].raw);
    }
}

static void a_currency_may_fill_its_field(void **state)
{
    struct view_money money = {100, {'U', 'S', 'D', 'X'}};
    (void)state;
    buf_reset(&shared.out);
    locale_add_money(locale("en"), money, &shared.out);
    expect_text("no NUL", &shared.out, "USD 1.00");
}

/* ---- Plural forms ------------------------------------------------------------------ */

/* The forms of 0, 1, 2, 5, 11, 12, 21, 22, 100, 1,000,000. */
static const int64_t counts[] = {0, 1, 2, 5, 11, 12, 21, 22, 100, 1000000};
static const struct {
    const char *lang;
    const char *forms[LENGTH(counts)];
} plurals[] = {
#define ONE_OTHER                                                                      \
    {                                                                                  \
        "other", "one", "other", "other", "other", "other", "other", "other", "other", \
            "other"                                                                    \
    }
    {"en", ONE_OTHER},
    {"de", ONE_OTHER},
    {"nl", ONE_OTHER},
    {"sv", ONE_OTHER},
    {"da", ONE_OTHER},
    {"de-AT", ONE_OTHER},
    {"xx", ONE_OTHER},
    {"fr",
     {"one", "one", "other", "other", "other", "other", "other", "other", "other",
      "many"}},
    {"pt",
     {"one", "one", "other", "other", "other", "other", "other", "other", "other",
      "many"}},
    {"pt-PT",
     {"other", "one", "other", "other", "other", "other", "other", "other", "other",
      "many"}},
    {"es",
     {"other", "one", "other", "other", "other", "other", "other", "other", "other",
      "many"}},
    {"it",
     {"other", "one", "other", "other", "other", "other", "other", "other", "other",
      "many"}},
    {"pl", {"many", "one", "few", "many", "many", "many", "many", "few", "many", "many"}},
    {"cs",
     {"other", "one", "few", "other", "other", "other", "other", "other", "other",
      "other"}},
    {"ru", {"many", "one", "few", "many", "many", "many", "one", "few", "many", "many"}},
    {"zh",
     {"other", "other", "other", "other", "other", "other", "other", "other", "other",
      "other"}},
    {"ja",
     {"other", "other", "other", "other", "other", "other", "other", "other", "other",
      "other"}},
};

static void plural_forms_follow_cldr(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(plurals); i++) {
        const struct plural_rule *rule = plural_rule_of(slice_cstr(plurals[i].lang));
        for (size_t k = 0; k < LENGTH(counts); k++) {
            const char *form = plural_form_name(plural_form_of(rule, counts[k]));
            if (strcmp(form, plurals[i].forms[k]) != 0)
                fail_msg("%s %lld: %s", plurals[i].lang, (long long)counts[k], form);
        }
        assert_int_equal(plural_form_of(rule, -1), plural_form_of(rule, 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ints_are_grouped),
        cmocka_unit_test(dates_are_written),
        cmocka_unit_test(instants_are_written),
        cmocka_unit_test(durations_are_written),
        cmocka_unit_test(money_is_written),
        cmocka_unit_test(a_currency_may_fill_its_field),
        cmocka_unit_test(plural_forms_follow_cldr),
    };
    return cmocka_run_group_tests(tests, open_shared, close_shared);
}
