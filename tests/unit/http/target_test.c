#include "target.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void test_split(void **state)
{
    static const struct {
        const char *raw;
        enum status status;
        const char *path, *query; /* NULL: no '?' */
    } cases[] = {
        {"/", STATUS_OK, "/", NULL},
        {"/a/b?c=d?e", STATUS_OK, "/a/b", "c=d?e"},
        {"/a?", STATUS_OK, "/a", ""},
        {"*", STATUS_OK, "*", NULL},
        {"http://host/a?b", STATUS_OK, "/a", "b"},
        {"HTTPS://host:443", STATUS_OK, "/", NULL},
        {"http://host?b", STATUS_OK, "/", "b"},
        {"http://host?b/c", STATUS_OK, "/", "b/c"},
        {"", STATUS_MALFORMED, 0, 0},
        {"a", STATUS_MALFORMED, 0, 0},
        {"?a", STATUS_MALFORMED, 0, 0},
        {"ftp://host/a", STATUS_MALFORMED, 0, 0},
        {"host:443", STATUS_MALFORMED, 0, 0},
        {"/a b", STATUS_MALFORMED, 0, 0},
        {"/a#b", STATUS_MALFORMED, 0, 0},
        {"/a\tb", STATUS_MALFORMED, 0, 0},
        {"/a\x7f", STATUS_MALFORMED, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice path = {0}, query = {0};
        enum status status = target_split(slice_cstr(cases[i].raw), &path, &query);
        if (status != cases[i].status || !slice_eq(path, slice_cstr(cases[i].path)) ||
            !query.ptr != !cases[i].query || !slice_eq(query, slice_cstr(cases[i].query)))
            fail_msg("case %zu: %s", i, cases[i].raw);
    }
}

static void test_path(void **state)
{
    static const struct {
        const char *raw, *path; /* NULL: malformed */
    } cases[] = {
        {"/", "/"},
        {"/a/b", "/a/b"},
        {"/%41%7e", "/A~"},
        {"/a%2Fb", "/a\x01"
                   "b"},
        {"/a%2fb/c", "/a\x01"
                     "b/c"},
        {"/a%252Fb", "/a%2Fb"},
        {"/a+b", "/a+b"},
        {"/caf%C3%A9", "/caf\xC3\xA9"},
        {"/caf\xC3\xA9", "/caf\xC3\xA9"},
        {"/a//b/", "/a//b/"},
        {"/...", "/..."},
        {"/.well-known", "/.well-known"},
        {"/%00", NULL},
        {"/%01", NULL},
        {"/%0a", NULL},
        {"/%7F", NULL},
        {"/%", NULL},
        {"/%4", NULL},
        {"/%4g", NULL},
        {"/%C3", NULL},
        {"/%C0%AF", NULL},
        {"/%ED%A0%80", NULL},
        {"/..", NULL},
        {"/a/../b", NULL},
        {"/a/%2e%2e/b", NULL},
        {"/a/.", NULL},
        {"/a/%2e/b", NULL},
    };
    (void)state;
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice path = {0};
        enum status status = path_decode(&arena, slice_cstr(cases[i].raw), &path);
        if ((status == STATUS_OK) != (cases[i].path != NULL) ||
            !slice_eq(path, slice_cstr(cases[i].path)))
            fail_msg("case %zu: %s gave " SLICE_FMT, i, cases[i].raw, SLICE_ARG(path));
    }
    struct slice path;
    assert_int_equal(path_decode(&arena, SLICE("/a%2Fb"), &path), STATUS_OK);
    path_restore_slashes(path);
    assert_true(slice_eq_cstr(path, "/a/b"));
    arena_release(&arena);
}

static void test_prefix(void **state)
{
    static const struct {
        const char *path, *prefix, *rest;
    } cases[] = {
        {"/a", "", "/a"},
        {"/help/a", "/help", "/a"},
        {"/help", "/help", "/"},
        {"/help/", "/help", "/"},
        {"/helper", "/help", "/helper"},
        {"/a/help", "/help", "/a/help"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(slice_eq(
            path_without_prefix(slice_cstr(cases[i].path), slice_cstr(cases[i].prefix)),
            slice_cstr(cases[i].rest)));
}

static void test_pairs(void **state)
{
    static const struct {
        const char *text;
        const char *expect; /* "name=value|…"; "!" and the field of the problem */
    } cases[] = {
        {"", ""},
        {"a=1", "a=1|"},
        {"a=1&b=2&a=3", "a=1|b=2|a=3|"},
        {"a", "a=|"},
        {"=1", "=1|"},
        {"&&a=1&", "a=1|"},
        {"a=b=c", "a=b=c|"},
        {"a+b=c+d%2B", "a b=c d+|"},
        {"q=100%", "q=100%|"},
        {"q=%zz", "q=%zz|"},
        {"q=%4", "q=%4|"},
        {"%C3%A9=%E2%82%AC", "\xC3\xA9=\xE2\x82\xAC|"},
        {"a=1&b=%00", "!b"},
        {"b=%C3", "!b"},
        {"%ff=1", "!"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct problems problems;
        struct pairs pairs = {0};
        char got[256] = "";
        arena_init(&arena, 0);
        problems_init(&problems, &arena);
        if (pairs_parse(&arena, slice_cstr(cases[i].text), &problems, &pairs) !=
            STATUS_OK)
            snprintf(got, sizeof got, "!" SLICE_FMT,
                     SLICE_ARG(problems_at(&problems, 0)->field));
        for (size_t p = 0; p < pairs.count; p++)
            snprintf(got + strlen(got), sizeof got - strlen(got),
                     SLICE_FMT "=" SLICE_FMT "|", SLICE_ARG(pairs.items[p].name),
                     SLICE_ARG(pairs.items[p].value));
        assert_string_equal(got, cases[i].expect);
        arena_release(&arena);
    }
}

static void test_media_type(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 0);
    assert_true(slice_eq_cstr(media_type_of(&arena, SLICE("Text/HTML ; charset=x")),
                              "text/html"));
    assert_true(slice_eq_cstr(media_type_of(&arena, (struct slice){NULL, 0}), ""));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_split),      cmocka_unit_test(test_path),
        cmocka_unit_test(test_prefix),     cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_media_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
