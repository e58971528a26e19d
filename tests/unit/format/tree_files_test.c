/* The JSON of a tree that is being written, and trees as Mermaid flowcharts. */
#include "base/files.h"
#include "format/registry_files.h"
#include "format/tree_files.h"

#include <dirent.h>
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

static void assert_text(struct slice have, const char *want)
{
    assert_string_equal(arena_strndup(&arena, have.ptr, have.len), want);
}

static enum status rewrite(const char *json, struct slice *out_text)
{
    struct tree_sketch sketch;
    enum status status = sketch_read(&arena, slice_cstr(json), &problems, &sketch);
    if (status == STATUS_OK)
        *out_text = sketch_write(&arena, &sketch);
    return status;
}

#define HEAD \
    "{\n  \"slug\": \"\",\n  \"title\": \"\",\n  \"start\": \"\",\n  \"states\": [\n"

static void test_whatever_is_there_stays(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"{}", HEAD "  ]\n}\n"},
        {"{\"states\":null,\"title\":null}", HEAD "  ]\n}\n"},
        {"{\"states\":[{\"id\":\"a\",\"x\":[1,{\"y\":null}]}]}", HEAD
         "    {\n      \"id\": \"a\",\n      \"kind\": \"\",\n      \"text\": \"\",\n"
         "      \"x\": [1,{\"y\":null}]\n    }\n  ]\n}\n"},
        {"{\"states\":[{\"text\":\"\\u00fc\\n\\t<\\\"\\\\\",\"answers\":[{\"facts\":{"
         "\"urgency\":\"low\"},\"z\":1}]}]}",
         HEAD "    {\n      \"id\": \"\",\n      \"kind\": \"\",\n"
              "      \"text\": \"\xC3\xBC\\n\\u0009<\\\"\\\\\",\n      \"answers\": [\n"
              "        { \"id\": \"\", \"label\": \"\", \"target\": \"\", \"facts\": "
              "{ \"urgency\": \"low\" }, \"z\": 1 }\n      ]\n    }\n  ]\n}\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice text, again;
        assert_int_equal(rewrite(cases[i].in, &text), STATUS_OK);
        assert_text(text, cases[i].out);
        assert_int_equal(rewrite(cases[i].out, &again), STATUS_OK);
        assert_text(again, cases[i].out);
    }
}

static void test_only_as_text(void **state)
{
    (void)state;
    static const struct {
        const char *json, *pointer;
    } cases[] = {
        {"[]", ""},
        {"{\"title\":5}", "/title"},
        {"{\"title\":\"a\",\"title\":\"b\"}", "/title"},
        {"{\"states\":{}}", "/states"},
        {"{\"states\":[5]}", "/states/0"},
        {"{\"states\":[{\"answers\":\"x\"}]}", "/states/0/answers"},
        {"{\"states\":[{\"answers\":[{\"id\":[]}]}]}", "/states/0/answers/0/id"},
        {"{\"states\":[{\"answers\":[{\"facts\":{\"other\":1}}]}]}",
         "/states/0/answers/0/facts"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice text;
        problems_init(&problems, &arena);
        assert_int_equal(rewrite(cases[i].json, &text), STATUS_UNSUPPORTED);
        assert_text(problems_at(&problems, 0)->field, cases[i].pointer);
    }
    struct slice text;
    assert_int_equal(rewrite("{", &text), STATUS_MALFORMED);
}

/* A tree of the content that the form did not change keeps its bytes. */
static void test_our_own_files(void **state)
{
    (void)state;
    size_t count = 0;
    DIR *folder = opendir(PROJECT_DIR "/content/trees");
    if (!folder)
        skip();
    for (const struct dirent *e = readdir(folder); e; e = readdir(folder)) {
        struct slice bytes, text;
        if (!strstr(e->d_name, ".json"))
            continue;
        struct slice path =
            arena_format(&arena, PROJECT_DIR "/content/trees/%s", e->d_name);
        assert_int_equal(file_read(&arena, path.ptr, 1 << 20, &bytes), STATUS_OK);
        assert_int_equal(rewrite(arena_strndup(&arena, bytes.ptr, bytes.len), &text),
                         STATUS_OK);
        assert_text(text, arena_strndup(&arena, bytes.ptr, bytes.len));
        count++;
    }
    closedir(folder);
    assert_true(count > 5);
}

static void test_mermaid_escapes(void **state)
{
    (void)state;
    static const struct {
        const char *label, *written;
    } cases[] = {
        {"Only me", "Only me"},
        {"say \"hi\"", "say #34;hi#34;"},
        {"#1 & <b>", "#35;1 #38; #60;b#62;"},
        {"`code`", "#96;code#96;"},
        {"a]) --> b; end", "a#93;#41; --#62; b#59; end"},
        {"%% no comment", "#37;#37; no comment"},
        {"two\nlines\tx", "two<br/>lines x"},
        {"\xC3\xBC \xE2\x80\x93", "\xC3\xBC \xE2\x80\x93"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tree_answer answer = {
            .id = SLICE("x"), .label = slice_cstr(cases[i].label), .target_index = 1};
        struct tree_state states[] = {{.id = SLICE("end"),
                                       .kind = STATE_QUESTION,
                                       .text = SLICE("Who?"),
                                       .answers = &answer,
                                       .answer_count = 1},
                                      {.id = SLICE("desk"),
                                       .kind = STATE_OUTCOME,
                                       .outcome = OUTCOME_ESCALATE,
                                       .text = SLICE("Call"),
                                       .team = SLICE("Desk")}};
        const struct tree tree = {.states = states, .state_count = 2};
        struct slice want =
            arena_format(&arena, "  s0 -- \"%s\" --> s1\n", cases[i].written);
        struct slice have = tree_mermaid(&arena, &tree);
        if (slice_find_slice(have, want) == have.len)
            fail_msg("'%s' gave " SLICE_FMT, cases[i].label, SLICE_ARG(have));
        assert_true(slice_find_slice(have, SLICE("s0{\"Who?\"}:::question\n")) <
                    have.len);
        assert_true(slice_find_slice(
                        have, SLICE("s1[[\"Call<br/>Desk\"]]:::escalate\n")) < have.len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whatever_is_there_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_only_as_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_our_own_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mermaid_escapes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
