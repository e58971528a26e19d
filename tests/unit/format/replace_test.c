/* Find and replace in the source of a guide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/replace.h"

#define HEAD "---\ntitle: Reset Teams\nslug: teams\n---\n"

static const struct {
    const char *name, *source, *sought, *with;
    int64_t flags;
    const char *left_out, *want; /* want NULL: unsupported */
    size_t hits;
} cases[] = {
    {"everywhere", HEAD "Teams\n", "Teams", "Slack", 0, "",
     "---\ntitle: Reset Slack\nslug: teams\n---\nSlack\n", 2},
    {"title only", HEAD "Teams\n", "Teams", "Slack", REPLACE_TITLE, "",
     "---\ntitle: Reset Slack\nslug: teams\n---\nTeams\n", 1},
    {"the address is never touched", HEAD "x\n", "teams", "slack", 0, "", HEAD "x\n", 0},
    {"commands only", HEAD "go\n```sh\ngo\n```\ngo\n", "go", "run", REPLACE_COMMANDS, "",
     HEAD "go\n```sh\nrun\n```\ngo\n", 1},
    {"prose only", HEAD "go\n```sh\ngo\n```\ngo\n", "go", "run", REPLACE_PROSE, "",
     HEAD "run\n```sh\ngo\n```\nrun\n", 2},
    {"any case", "a ÄPFEL b\n", "äpfel", "x", REPLACE_ANY_CASE, "", "a x b\n", 1},
    {"case counts", "Go go\n", "go", "x", 0, "", "Go x\n", 1},
    {"whole words", "cat concat cat_x cat.\n", "cat", "x", REPLACE_WHOLE_WORDS, "",
     "x concat cat_x x.\n", 2},
    {"whole words of any script", "über überall\n", "über", "x", REPLACE_WHOLE_WORDS, "",
     "x überall\n", 1},
    {"signs of patterns mean themselves", "a.*b a.*b axxb\n", "a.*b", "$1\\0", 0, "",
     "$1\\0 $1\\0 axxb\n", 2},
    {"hits do not overlap", "aaaa\n", "aa", "a", 0, "", "aa\n", 2},
    {"what is put in is not sought again", "a\n", "a", "aa", 0, "", "aa\n", 1},
    {"left out", "a a a\n", "a", "b", 0, " 1 ", "b a b\n", 3},
    {"over line ends", "one\r\ntwo\r\n", "one\ntwo", "1\n2", 0, "", "1\r\n2\r\n", 1},
    {"crlf stays", "---\r\ntitle: A b\r\n---\r\nb\r\n", "b", "c", 0, "",
     "---\r\ntitle: A c\r\n---\r\nc\r\n", 2},
    {"bom stays", "\xEF\xBB\xBF" HEAD "b\n", "b", "c", 0, "", "\xEF\xBB\xBF" HEAD "c\n",
     1},
    {"no final line end", HEAD "b", "b", "c", 0, "", HEAD "c", 1},
    {"nothing becomes front matter", "x\ntitle: y\n---\n", "x", "---", 0, "", NULL, 1},
    {"a body may have such lines", HEAD "x\n", "x", "---\na: b\n---", 0, "",
     HEAD "---\na: b\n---\n", 1},
    {"a title is quoted", HEAD, "Teams", "a: b # c", 0, "",
     "---\ntitle: \"Reset a: b # c\"\nslug: teams\n---\n", 1},
    {"a title stays one line", HEAD, "Teams", "a\nslug: x", 0, "",
     "---\ntitle: \"Reset a slug: x\"\nslug: teams\n---\n", 1},
};

static void replaces_as_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct replace_found found = {0};
        struct slice out = SLICE(""), source = slice_cstr(cases[i].source);
        struct replacement r = {slice_cstr(cases[i].sought), slice_cstr(cases[i].with),
                                cases[i].flags};
        arena_init(&arena, 0);
        if (replace_find(&arena, source, &r, &found) != STATUS_OK)
            fail_msg("%s: not found", cases[i].name);
        if (found.count != cases[i].hits)
            fail_msg("%s: %zu hits", cases[i].name, found.count);
        enum status status = replace_apply(&arena, source, &r, &found,
                                           slice_cstr(cases[i].left_out), &out);
        if (!cases[i].want && status != STATUS_UNSUPPORTED)
            fail_msg("%s: %d", cases[i].name, status);
        if (cases[i].want && (status != STATUS_OK || !slice_eq_cstr(out, cases[i].want)))
            fail_msg("%s: %d\n" SLICE_FMT, cases[i].name, status, SLICE_ARG(out));
        arena_release(&arena);
    }
}

static void hits_say_where(void **state)
{
    struct arena arena;
    struct replace_found found = {0};
    struct replacement r = {SLICE("go"), SLICE("run"), 0};
    struct slice source =
        SLICE(HEAD "go\n\n## How to fix\n\nLet go.\n```sh\ngo on\n```\n");
    (void)state;
    arena_init(&arena, 0);
    assert_int_equal(replace_find(&arena, source, &r, &found), STATUS_OK);
    assert_int_equal(found.count, 3);
    assert_int_equal(found.hits[0].line, 5);
    assert_true(slice_eq_cstr(found.hits[0].section, ""));
    assert_int_equal(found.hits[1].line, 9);
    assert_true(slice_eq_cstr(found.hits[1].section, "How to fix"));
    assert_true(slice_eq_cstr(found.hits[1].text, "Let go."));
    assert_int_equal(found.hits[1].at, 4);
    assert_int_equal(found.hits[2].flag, REPLACE_COMMANDS);
    assert_true(slice_eq_cstr(found.hits[2].text, "go on"));
    arena_release(&arena);
}

static void hostile_texts_are_refused(void **state)
{
    struct arena arena;
    struct replace_found found = {0};
    struct replacement r = {SLICE("a"), SLICE("b"), 0};
    char *many;
    (void)state;
    arena_init(&arena, 0);
    many = arena_alloc(&arena, 400000);
    memset(many, 'a', 400000);
    assert_int_equal(replace_find(&arena, slice_of(many, 400000), &r, &found),
                     STATUS_TOO_LARGE);
    assert_int_equal(replace_find(&arena, SLICE("a\xFF\n"), &r, &found),
                     STATUS_MALFORMED);
    assert_int_equal(replace_find(&arena, SLICE("---\na: [\n---\na\n"), &r, &found),
                     STATUS_INVALID);
    assert_int_equal(replace_find(&arena, SLICE(""), &r, &found), STATUS_OK);
    assert_int_equal(found.count, 0);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replaces_as_said),
        cmocka_unit_test(hits_say_where),
        cmocka_unit_test(hostile_texts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
