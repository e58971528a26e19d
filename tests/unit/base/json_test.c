/* JSON: the strict scan against a table of ours, and against JSONTestSuite when it is
 * there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/files.h"
#include "base/json.h"
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

static void scan_agrees_with_rfc_8259(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"{}", true},
        {"[1,-0.5e+3,\"\\u00e4\"]", true},
        {" null ", true},
        {"", false},
        {"[1,]", false},
        {"{\"a\":1,}", false},
        {"01", false},
        {"1.", false},
        {".5", false},
        {"+1", false},
        {"\"\t\"", false},
        {"\"\\x\"", false},
        {"nul", false},
        {"[1] x", false},
        {"{a:1}", false},
        {"\"\\ud800\"", false},
        {"\"\\ud83d\\ude00\"", true},
        {"\"\\u0000\"", true},
        {"\"\xFF\"", false},
        {"\xEF\xBB\xBF{}", false},
        {"NaN", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t at;
        const char *why;
        bool good = json_scan(slice_cstr(cases[i].text), &at, &why) == STATUS_OK;
        if (good != cases[i].good)
            fail_msg("%s", cases[i].text);
    }
}

static void depth_has_a_ceiling(void **state)
{
    char deep[2 * JSON_DEPTH_MAX + 3];
    size_t at;
    const char *why;
    (void)state;
    for (size_t depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
        memset(deep, '[', depth);
        memset(deep + depth, ']', depth);
        enum status status = json_scan(slice_of(deep, 2 * depth), &at, &why);
        assert_int_equal(status, depth > JSON_DEPTH_MAX ? STATUS_MALFORMED : STATUS_OK);
    }
}

static void faults_are_placed(void **state)
{
    struct arena arena;
    struct problems problems;
    cJSON *json = NULL;
    (void)state;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    assert_int_equal(json_parse(SLICE("{\n  \"\xC3\xBC\": tru\n}"), &problems, &json),
                     STATUS_MALFORMED);
    assert_int_equal(problems_at(&problems, 0)->line, 2);
    assert_int_equal(problems_at(&problems, 0)->column, 8);
    arena_release(&arena);
}

static void a_string_is_never_cut(void **state)
{
    cJSON *json = NULL;
    (void)state;
    assert_int_equal(json_parse(SLICE("{\"a\": \"x\\u0000y\"}"), NULL, &json),
                     STATUS_INVALID);
    assert_int_equal(json_parse(SLICE("{\"a\": \"\\\\u0000\"}"), NULL, &json), STATUS_OK);
    cJSON_Delete(json);
}

static void agrees_with_the_suite(void **state)
{
    struct arena arena;
    struct list names = LIST_OF(&arena, struct slice);
    (void)state;
    arena_init(&arena, 0);
    if (files_below(&arena, SHARED_DIR "/suites/json", &names) != STATUS_OK) {
        printf("skipped: the JSON test suite is not here\n");
        arena_release(&arena);
        skip();
    }
    for (size_t i = 0; i < names.count; i++) {
        struct slice name = ((struct slice *)names.items)[i], bytes;
        if (!slice_ends(name, SLICE(".json")) || name.ptr[0] == 'i')
            continue;
        struct slice path =
            arena_format(&arena, SHARED_DIR "/suites/json/" SLICE_FMT, SLICE_ARG(name));
        assert_int_equal(file_read(&arena, path.ptr, 1 << 24, &bytes), STATUS_OK);
        size_t at;
        const char *why;
        if ((json_scan(bytes, &at, &why) == STATUS_OK) != (name.ptr[0] == 'y'))
            fail_msg(SLICE_FMT, SLICE_ARG(name));
        cJSON *json = NULL;
        json_parse(bytes, NULL, &json);
        cJSON_Delete(json);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scan_agrees_with_rfc_8259),
        cmocka_unit_test(depth_has_a_ceiling),
        cmocka_unit_test(faults_are_placed),
        cmocka_unit_test(a_string_is_never_cut),
        cmocka_unit_test(agrees_with_the_suite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
