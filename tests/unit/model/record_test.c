/* What a record may hold, and when a banner is shown. */
#include "model/article.h"
#include "model/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t at;
    } cases[] = {
        {"1970-01-02T00:01", 86460},       {"2024-02-29T23:59", 1709251140},
        {"2023-02-29T00:00", NONE_INT},    {"1970-01-01T24:00", NONE_INT},
        {"1970-01-01T00:60", NONE_INT},    {"1970-01-01 00:00", NONE_INT},
        {"1970-01-01T00:00:00", NONE_INT}, {"", NONE_INT},
        {"1970-01-01T+1:00", NONE_INT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(record_time(slice_cstr(cases[i].text)), cases[i].at);
}

static struct record banner_of(const char *from, const char *until)
{
    struct record banner = {.kind = RECORD_BANNER};
    record_put(&banner, "text", SLICE("Mail is down"));
    record_put(&banner, "from", slice_cstr(from));
    record_put(&banner, "until", slice_cstr(until));
    return banner;
}

static void begins_and_ends(void **state)
{
    (void)state;
    struct record banner = banner_of("1970-01-02T00:00", "1970-01-03T00:00");
    struct banner_state early = banner_state_at(&banner, 86399);
    struct banner_state during = banner_state_at(&banner, 86400);
    struct banner_state late = banner_state_at(&banner, 172800);
    assert_true(!early.shown && early.changes_at == 86400);
    assert_true(during.shown && during.changes_at == 172800);
    assert_true(!late.shown && late.changes_at == 0);
    banner = banner_of("", "");
    assert_true(banner_state_at(&banner, 5).shown);
    assert_int_equal(banner_state_at(&banner, 5).changes_at, 0);
    record_put(&banner, "shown", SLICE("no"));
    assert_false(banner_state_at(&banner, 5).shown);
    banner = (struct record){.kind = RECORD_BANNER};
    assert_false(banner_state_at(&banner, 5).shown);
}

static void concerns_its_category(void **state)
{
    (void)state;
    struct record banner = banner_of("", "");
    assert_true(banner_concerns(&banner, SLICE("")));
    record_put(&banner, "category", SLICE("email"));
    assert_true(banner_concerns(&banner, SLICE("email")));
    assert_true(banner_concerns(&banner, SLICE("email/outlook")));
    assert_false(banner_concerns(&banner, SLICE("emails")));
    assert_false(banner_concerns(&banner, SLICE("")));
}

/* Each wrong value is told at its own field. */
static void faults(void **state)
{
    (void)state;
    static const struct {
        enum record_kind kind;
        const char *name, *value;
    } cases[] = {
        {RECORD_PERSON, "name", ""},
        {RECORD_PERSON, "role", "a\nb"},
        {RECORD_PERSON, "statement", "a\x01"},
        {RECORD_DESK, "mail", "nobody"},
        {RECORD_DESK, "mail", "a@b?bcc=c@d"},
        {RECORD_DESK, "mail", "a@b\r\nBcc: c"},
        {RECORD_DESK, "url", "javascript:alert(1)"},
        {RECORD_DESK, "url", "https://"},
        {RECORD_DESK, "url", "https://a@b/"},
        {RECORD_DESK, "chat", "http://a b"},
        {RECORD_BANNER, "severity", "loud"},
        {RECORD_BANNER, "category", "No"},
        {RECORD_BANNER, "until", "1969"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct problems problems;
        struct record record = {.kind = cases[i].kind};
        arena_init(&arena, 0);
        problems_init(&problems, &arena);
        record_put(&record, record.kind == RECORD_BANNER ? "text" : "name", SLICE("X"));
        record_put(&record, cases[i].name, slice_cstr(cases[i].value));
        assert_false(record_check(&record, &problems));
        assert_int_equal(problems_count(&problems), 1);
        assert_true(slice_eq_cstr(problems_at(&problems, 0)->field, cases[i].name));
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times),
        cmocka_unit_test(begins_and_ends),
        cmocka_unit_test(concerns_its_category),
        cmocka_unit_test(faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
