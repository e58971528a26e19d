/* Names and passwords. */
#include "model/account.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;
static struct problems problems;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void test_names(void **state)
{
    static const char *const cases[][2] = {
        {"ada", "ada"},
        {"  Ada.B_c-9+x@Example.ORG ", "ada.b_c-9+x@example.org"},
        {"9", "9"},
        {"", NULL},
        {" ", NULL},
        {".ada", NULL},
        {"a b", NULL},
        {"a/b", NULL},
        {"ad\xC3\xA4", NULL},
        {"a\n", "a"},
        {"a\nb", NULL},
        {"a<b", NULL},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice name = SLICE("unset");
        bool good = account_name_fold(&arena, slice_cstr(cases[i][0]), &name);
        assert_int_equal(good, cases[i][1] != NULL);
        if (good && !slice_eq_cstr(name, cases[i][1]))
            fail_msg("\"%s\" became \"" SLICE_FMT "\"", cases[i][0], SLICE_ARG(name));
    }
    struct slice nul = slice_of("a\0b", 3), name;
    assert_false(account_name_fold(&arena, nul, &name));
}

static void test_display(void **state)
{
    struct slice shown;
    (void)state;
    assert_int_equal(
        account_display_check(SLICE(" T. J\xC3\xB6rg "), SLICE("tj"), &problems, &shown),
        STATUS_OK);
    assert_true(slice_eq_cstr(shown, "T. J\xC3\xB6rg"));
    assert_int_equal(account_display_check(SLICE(" "), SLICE("tj"), &problems, &shown),
                     STATUS_OK);
    assert_true(slice_eq_cstr(shown, "tj"));
    assert_int_equal(account_display_check(SLICE("a\nb"), SLICE("x"), &problems, &shown),
                     STATUS_INVALID);
    assert_int_equal(account_display_check(SLICE("\xFF"), SLICE("x"), &problems, &shown),
                     STATUS_INVALID);
    char *longest = arena_alloc(&arena, 101);
    memset(longest, 'x', 101);
    assert_int_equal(
        account_display_check(slice_of(longest, 100), SLICE("x"), &problems, &shown),
        STATUS_OK);
    assert_int_equal(
        account_display_check(slice_of(longest, 101), SLICE("x"), &problems, &shown),
        STATUS_INVALID);
    assert_true(slice_eq_cstr(problems_at(&problems, 0)->field, "display"));
}

static void test_normal(void **state)
{
    (void)state;
    assert_true(slice_eq(password_normal(&arena, SLICE("cafe\xCC\x81")),
                         password_normal(&arena, SLICE("caf\xC3\xA9"))));
    assert_true(slice_eq_cstr(password_normal(&arena, SLICE("a\xC2\xA0"
                                                            "b c")),
                              "a b c"));
    assert_true(slice_eq_cstr(password_normal(&arena, SLICE("Ab")), "Ab"));
    assert_true(slice_eq_cstr(password_normal(&arena, SLICE(" a ")), " a "));
    assert_int_equal(password_normal(&arena, SLICE("a\xFF")).len, 0);
    assert_int_equal(password_normal(&arena, slice_of("a\0b", 3)).len, 0);
    assert_int_equal(password_normal(&arena, SLICE("")).len, 0);
    char *longest = arena_alloc(&arena, PASSWORD_BYTES_MAX + 1);
    memset(longest, 'x', PASSWORD_BYTES_MAX + 1);
    assert_int_equal(password_normal(&arena, slice_of(longest, PASSWORD_BYTES_MAX)).len,
                     PASSWORD_BYTES_MAX);
    assert_int_equal(
        password_normal(&arena, slice_of(longest, PASSWORD_BYTES_MAX + 1)).len, 0);
}

static void test_passwords(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"five green bottles", true},
        {"\xE6\xAD\xA3\xE7\xA2\xBA\xE9\xA6\xAC\xE9\x9B\xBB\xE6\xB1\xA0\xE9\x87\x98"
         "\xE6\x9B\xB8\xE9\xA2\xA8\xE6\xB5\xB7\xE5\xB1\xB1\xE5\xB7\x9D\xE6\x9C\xA8",
         true}, /* twelve characters of three bytes */
        {"elevenchars", false},
        {"", false},
        {"password1234", false},
        {"PassWord1234", false},
        {"Correct Horse Battery Staple", false},
        {"aaaaaaaaaaaaaaaa", false},
        {"abcabcabcabcabc", false},
        {"abcdabcdabcdabcdX", true},
        {"tamara.jensen", false},
        {"tamara.jensen2026!", false},
        {"12345tamara.jensen", false},
        {"Tamara Jensen!!", false},
        {"tamara.jensen likes tea", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum status status =
            password_check(slice_cstr(cases[i].text), SLICE("tamara.jensen"),
                           SLICE("Tamara Jensen"), "password", &problems);
        if ((status == STATUS_OK) != cases[i].good)
            fail_msg("\"%s\"", cases[i].text);
    }
    char *longest = arena_alloc(&arena, 257);
    for (size_t i = 0; i < 257; i++)
        longest[i] = (char)('a' + i * i % 26);
    assert_int_equal(password_check(slice_of(longest, 256), SLICE("x"), SLICE("x"),
                                    "password", &problems),
                     STATUS_OK);
    assert_int_equal(password_check(slice_of(longest, 257), SLICE("x"), SLICE("x"),
                                    "password", &problems),
                     STATUS_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_display, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_normal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_passwords, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
