/* The small pure rules: priority, money, partner matching, staleness, viewers. */
#include "base/clock.h"
#include "model/partner.h"
#include "model/priority.h"
#include "model/viewer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define S(text)                  \
    {                            \
        (text), sizeof(text) - 1 \
    }
#define LIST(array)                              \
    {                                            \
        (array), sizeof(array) / sizeof *(array) \
    }

static void test_priority_table(void **state)
{
    static const struct {
        enum level impact, urgency;
        const char *code;
        bool impact_assumed, urgency_assumed;
    } cases[] = {
        {LEVEL_HIGH, LEVEL_HIGH, "P1", false, false},
        {LEVEL_HIGH, LEVEL_MEDIUM, "P2", false, false},
        {LEVEL_HIGH, LEVEL_LOW, "P3", false, false},
        {LEVEL_MEDIUM, LEVEL_HIGH, "P2", false, false},
        {LEVEL_MEDIUM, LEVEL_MEDIUM, "P3", false, false},
        {LEVEL_MEDIUM, LEVEL_LOW, "P4", false, false},
        {LEVEL_LOW, LEVEL_HIGH, "P3", false, false},
        {LEVEL_LOW, LEVEL_MEDIUM, "P4", false, false},
        {LEVEL_LOW, LEVEL_LOW, "P5", false, false},
        {LEVEL_NONE, LEVEL_NONE, "P4", true, true},
        {LEVEL_NONE, LEVEL_HIGH, "P3", true, false},
        {LEVEL_HIGH, LEVEL_NONE, "P2", false, true},
        {LEVEL_COUNT, LEVEL_HIGH, "P3", true, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct priority p;
        priority_of(&priority_matrix_default, cases[i].impact, cases[i].urgency, &p);
        if (!slice_eq_cstr(p.code, cases[i].code))
            fail_msg("case %zu: " SLICE_FMT, i, SLICE_ARG(p.code));
        assert_int_equal(p.impact_assumed, cases[i].impact_assumed);
        assert_int_equal(p.urgency_assumed, cases[i].urgency_assumed);
        assert_int_not_equal(p.impact, LEVEL_NONE);
        assert_true(p.respond_minutes > 0 && p.name.len > 0);
    }
}

static void test_priority_without_the_class(void **state)
{
    (void)state;
    struct priority_matrix matrix = priority_matrix_default;
    matrix.class_count = 2;
    struct priority p;
    priority_of(&matrix, LEVEL_LOW, LEVEL_LOW, &p);
    assert_int_equal(p.code.len, 0);
}

static void test_level_names(void **state)
{
    (void)state;
    enum level level;
    assert_true(level_parse(SLICE("medium"), &level));
    assert_int_equal(level, LEVEL_MEDIUM);
    assert_false(level_parse(SLICE(""), &level));
    assert_false(level_parse(SLICE("High"), &level));
    assert_int_equal(level_name(LEVEL_NONE).len, 0);
}

static void test_saving_table(void **state)
{
    static const struct {
        int64_t monthly, annual;
        bool good;
        struct saving saving;
    } cases[] = {
        /* the tariffs of the seed */
        {1000, 10800, true, {1200, 100, 900}},
        {1500, 14400, true, {3600, 200, 1200}},
        {2400, 19200, true, {9600, 333, 1600}},
        /* rounding, half away from zero */
        {1, 6, true, {6, 500, 1}},
        {1, 5, true, {7, 583, 0}},
        {1, 18, true, {-6, -500, 2}},
        {2000, 23988, true, {12, 1, 1999}}, /* 0.5 tenths */
        {2000, 24012, true, {-12, -1, 2001}},
        {2000, 23989, true, {11, 0, 1999}},
        {1000, 0, true, {12000, 1000, 0}},
        {1000, 13000, true, {-1000, -83, 1083}},
        /* no price */
        {0, 100, false, {0, 0, 0}},
        {-1, 100, false, {0, 0, 0}},
        {100, -1, false, {0, 0, 0}},
        {100, NONE_INT, false, {0, 0, 0}},
        {NONE_INT, 100, false, {0, 0, 0}},
        /* the edge of the range */
        {INT64_MAX / 12, INT64_MAX, true, {-7, 0, 768614336404564651}},
        {INT64_MAX / 12 + 1, 1, false, {0, 0, 0}},
        {INT64_MAX, INT64_MAX, false, {0, 0, 0}},
        {1, INT64_MAX, false, {0, 0, 0}},
        {INT64_MAX / 12, 0, true, {9223372036854775800, 1000, 0}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct saving s = {-99, -99, -99};
        bool good = saving_of(cases[i].monthly, cases[i].annual, &s);
        assert_int_equal(good, cases[i].good);
        struct saving want = good ? cases[i].saving : (struct saving){-99, -99, -99};
        if (s.year_minor != want.year_minor || s.tenths_percent != want.tenths_percent ||
            s.effective_month_minor != want.effective_month_minor)
            fail_msg("case %zu: %lld %lld %lld", i, (long long)s.year_minor,
                     (long long)s.tenths_percent, (long long)s.effective_month_minor);
    }
}

static void test_currency(void **state)
{
    (void)state;
    assert_true(currency_is_valid(SLICE("USD")));
    assert_false(currency_is_valid(SLICE("usd")));
    assert_false(currency_is_valid(SLICE("US")));
    assert_false(currency_is_valid(SLICE("EURO")));
    assert_false(currency_is_valid(SLICE("")));
}

static struct slice outlook_tags[] = {S("Outlook"), S("sync"), S("ost")};

static struct article_meta outlook_meta(void)
{
    return (struct article_meta){.category = S("email/outlook"),
                                 .product = S("Outlook"),
                                 .tags = LIST(outlook_tags)};
}

static void test_match_table(void **state)
{
    static struct slice email[] = {S("email")}, both[] = {S("email"), S("email/outlook")},
                        mail[] = {S("ema")}, below[] = {S("email/outlook/mac")},
                        product[] = {S("OUTLOOK")},
                        tags[] = {S("ost"), S("SYNC"), S("OST")};
    static const struct {
        struct partner partner;
        int64_t score;
        enum match_reason reason;
        const char *value;
    } cases[] = {
        {{.slug = S("none")}, 0, MATCH_LISTED, ""},
        {{.categories = LIST(email)}, 21, MATCH_CATEGORY, "email"},
        {{.categories = LIST(both)}, 22, MATCH_CATEGORY, "email/outlook"},
        {{.categories = LIST(mail)}, 0, MATCH_LISTED, ""},
        {{.categories = LIST(below)}, 0, MATCH_LISTED, ""},
        {{.products = LIST(product)}, 40, MATCH_PRODUCT, "Outlook"},
        {{.tags = LIST(tags)}, 20, MATCH_TAG, "sync"},
        {{.categories = LIST(email), .products = LIST(product), .tags = LIST(tags)},
         81,
         MATCH_PRODUCT,
         "Outlook"},
        {{.categories = LIST(email), .tags = LIST(tags)}, 41, MATCH_CATEGORY, "email"},
        {{.status = PARTNER_ENDED, .products = LIST(product)}, 0, MATCH_LISTED, ""},
        {{.status = PARTNER_APPLIED, .products = LIST(product)},
         40,
         MATCH_PRODUCT,
         "Outlook"},
    };
    struct article_meta meta = outlook_meta();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct partner_match m = partner_score(&cases[i].partner, &meta);
        if (m.score != cases[i].score || m.reason != cases[i].reason ||
            !slice_eq_cstr(m.value, cases[i].value))
            fail_msg("case %zu: %lld, " SLICE_FMT, i, (long long)m.score,
                     SLICE_ARG(m.value));
    }
}

static void test_matches_are_ordered(void **state)
{
    static struct slice product[] = {S("outlook")}, email[] = {S("email")};
    const struct partner partners[] = {
        {.slug = S("e"), .products = LIST(product)},
        {.slug = S("d"), .categories = LIST(email)},
        {.slug = S("c"), .products = LIST(product)},
        {.slug = S("b")},
        {.slug = S("a"), .products = LIST(product)},
        {.slug = S("f"), .products = LIST(product)},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    struct article_meta meta = outlook_meta();
    struct partner_match *m;
    assert_int_equal(partners_match(&arena, partners, 6, &meta, &m), PARTNERS_SHOWN_MAX);
    static const char order[] = "acef";
    for (size_t i = 0; i < PARTNERS_SHOWN_MAX; i++)
        assert_int_equal(m[i].partner->slug.ptr[0], order[i]);

    static struct slice listed[] = {S("b"), S("gone"), S("F"), S("e"),
                                    S("d"), S("a"),    S("c")};
    meta.partners_mode = PARTNERS_LISTED;
    meta.partners = (struct slices)LIST(listed);
    static const char listed_order[] = "bfedac";
    assert_int_equal(partners_match(&arena, partners, 6, &meta, &m), 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(m[i].partner->slug.ptr[0], listed_order[i]);
    assert_int_equal(m[1].score, 998);

    meta.partners_mode = PARTNERS_NONE;
    assert_int_equal(partners_match(&arena, partners, 6, &meta, &m), 0);
    assert_int_equal(partners_match(&arena, NULL, 0, &meta, &m), 0);
    arena_release(&arena);
}

static void test_staleness_table(void **state)
{
    static const struct {
        int64_t verified, every_s, stale;
    } cases[] = {
        {100, 180 * DAY_S, 280},      {100, NONE_INT, NONE_INT},
        {NONE_INT, 180 * DAY_S, 0},   {NONE_INT, NONE_INT, NONE_INT},
        {100, DAY_S / 2, 101},        {100, DAY_S + 1, 102},
        {100, 0, NONE_INT},           {-5, 5 * DAY_S, 0},
        {INT64_MAX, DAY_S, NONE_INT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(stale_from_day(cases[i].verified, cases[i].every_s) ==
                    cases[i].stale);
}

static void test_expiry_table(void **state)
{
    enum { GRACE = 10 * DAY_S };
    static const struct {
        int64_t verified, every_s, expires, after_s, due, expiry;
    } cases[] = {
        {100, 30 * DAY_S, 0, 0, 130, 130},
        {100, 30 * DAY_S, 0, GRACE, 130, 140},
        {100, 30 * DAY_S, 120, GRACE, 120, 120}, /* the fixed day takes no grace */
        {100, 30 * DAY_S, 200, GRACE, 130, 140},
        {100, 30 * DAY_S, 0, 1, 130, 131},         /* a begun day counts */
        {NONE_INT, 30 * DAY_S, 0, 0, 0, NONE_INT}, /* due, with no day to count from */
        {NONE_INT, 30 * DAY_S, 50, 0, 0, 50},
        {100, NONE_INT, 0, GRACE, NONE_INT, NONE_INT},
        {NONE_INT, NONE_INT, 70, 0, 70, 70},
        {100, 30 * DAY_S, 0, INT64_MAX, 130, 130 + INT64_MAX / DAY_S + 1},
        {INT64_MAX, DAY_S, 0, 0, NONE_INT, NONE_INT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article_meta meta = {.verified_day = cases[i].verified,
                                    .review_every_s = cases[i].every_s,
                                    .expires_day = cases[i].expires,
                                    .expire_after_s = cases[i].after_s,
                                    .on_expiry = EXPIRY_HIDE};
        int64_t day = cases[i].expiry;
        assert_true(meta_due_day(&meta) == cases[i].due);
        assert_true(meta_expiry_day(&meta) == day);
        assert_false(meta_expired(&meta, EXPIRY_DRAFT, INT64_MAX));
        assert_int_equal(meta_expired(&meta, EXPIRY_HIDE, INT64_MAX), day != NONE_INT);
        if (day != NONE_INT) {
            assert_true(meta_expired(&meta, EXPIRY_HIDE, day));
            assert_false(meta_expired(&meta, EXPIRY_HIDE, day - 1));
        }
    }
}

static void test_expiry_names(void **state)
{
    (void)state;
    for (int i = EXPIRY_BANNER; i <= EXPIRY_DRAFT; i++) {
        enum expiry_policy policy = EXPIRY_BANNER;
        struct slice name = expiry_policy_name((enum expiry_policy)i);
        assert_true(name.len && expiry_policy_parse(name, &policy));
        assert_int_equal(policy, i);
    }
    enum expiry_policy kept = EXPIRY_HIDE;
    assert_false(expiry_policy_parse(SLICE("hidden"), &kept));
    assert_false(expiry_policy_parse(SLICE(""), &kept));
    assert_int_equal(kept, EXPIRY_HIDE);
}

static void test_viewers(void **state)
{
    (void)state;
    struct viewer colleague = {.roles = ROLE_READER, .audience = AUDIENCE_SIGNED_IN};
    assert_true(viewer_may_see(&viewer_anonymous, AUDIENCE_EVERYONE));
    assert_false(viewer_may_see(&viewer_anonymous, AUDIENCE_SIGNED_IN));
    assert_true(viewer_may_see(&colleague, AUDIENCE_SIGNED_IN));
    assert_false(viewer_may_see(&colleague, AUDIENCE_STAFF));
    assert_true(viewer_may_see(&viewer_system, AUDIENCE_STAFF));
    for (int a = AUDIENCE_EVERYONE; a <= AUDIENCE_STAFF; a++) {
        enum audience back;
        assert_true(audience_parse(audience_name((enum audience)a), &back));
        assert_int_equal(back, a);
    }
    enum audience none;
    assert_false(audience_parse(SLICE("public"), &none));
}

static void test_article_names(void **state)
{
    (void)state;
    struct section sections[] = {{.kind = SECTION_INTRO}, {.kind = SECTION_CAUSES}};
    struct article_doc doc = {.sections = sections, .section_count = 2};
    assert_ptr_equal(article_section(&doc, SECTION_CAUSES), &sections[1]);
    assert_null(article_section(&doc, SECTION_FIX));
    enum step_kind kind;
    assert_true(step_kind_parse(SLICE("warning"), &kind));
    assert_int_equal(kind, STEP_WARNING);
    assert_false(step_kind_parse(SLICE("danger"), &kind));
    assert_true(slice_eq_cstr(section_kind_name(SECTION_ESCALATION), "escalation"));
}

static void test_ways_of_partners(void **state)
{
    static const char *const ways[] = {"-a-e", "--pe", "-a-e", "a---"};
    (void)state;
    for (int from = PARTNER_APPLIED; from <= PARTNER_ENDED; from++)
        for (int to = PARTNER_APPLIED; to <= PARTNER_ENDED; to++)
            assert_int_equal(
                partner_may_become((enum partner_status)from, (enum partner_status)to),
                ways[from][to] != '-');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_priority_table),
        cmocka_unit_test(test_priority_without_the_class),
        cmocka_unit_test(test_level_names),
        cmocka_unit_test(test_saving_table),
        cmocka_unit_test(test_currency),
        cmocka_unit_test(test_match_table),
        cmocka_unit_test(test_matches_are_ordered),
        cmocka_unit_test(test_ways_of_partners),
        cmocka_unit_test(test_staleness_table),
        cmocka_unit_test(test_expiry_table),
        cmocka_unit_test(test_expiry_names),
        cmocka_unit_test(test_viewers),
        cmocka_unit_test(test_article_names),
    };
    return cmocka_run_group_tests_name("model/rules", tests, NULL, NULL);
}
