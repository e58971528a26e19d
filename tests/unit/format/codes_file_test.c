/* content/codes.tsv: what is taken, and how each bad line is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/files.h"
#include "format/codes_file.h"
#include <stdio.h>

struct read {
    struct arena arena;
    struct problems problems;
    struct code_entry *entries;
    size_t count;
    enum status status;
};

static void take(struct read *r, struct slice bytes)
{
    r->entries = NULL;
    r->count = 0;
    problems_init(&r->problems, &r->arena);
    r->status = codes_parse(&r->arena, bytes, &r->problems, &r->entries, &r->count);
}

static void test_good_lines(void **state)
{
    struct read r;
    (void)state;
    arena_init(&r.arena, 0);
    take(&r, SLICE("\xEF\xBB\xBF# family\tcode\n\n"
                   "win32\terror 5\tERROR_ACCESS_DENIED\tNo.\tAsk.\r\n"
                   "smtp\t5.7.1\t\tRefused."));
    assert_int_equal(r.status, STATUS_OK);
    assert_int_equal(r.count, 2);
    assert_int_equal(r.entries[0].code.value, 5);
    assert_true(slice_eq_cstr(r.entries[0].hint, "Ask."));
    assert_int_equal(r.entries[1].code.family, CODE_SMTP);
    assert_int_equal(r.entries[1].symbol.len, 0);
    take(&r, SLICE(""));
    assert_int_equal(r.status, STATUS_OK);
    arena_release(&r.arena);
}

static void test_bad_lines(void **state)
{
    static const struct {
        const char *line, *code;
    } cases[] = {
        {"win32\terror 5\tX", "codes.columns"},
        {"win32\terror 5\tX\tY\tZ\tA", "codes.columns"},
        {"winx\terror 5\tX\tY", "codes.family"},
        {"win32\t0x80070005\tX\tY", "codes.code"},
        {"win32\t5\tX\tY", "codes.code"},
        {"hresult\t0x80070005 0x80004005\tX\tY", "codes.code"},
        {"hresult\t80070005\tX\tY", "codes.canonical"},
        {"win32\t0x5\tX\tY", "codes.canonical"},
        {"win32\terror 5\tX\t ", "codes.meaning"},
        {"win32\terror 1\tX\tY", "codes.twice"},
        {"win32\terror 5\tX\t\xFF", "codes.utf8"},
    };
    struct read r;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena_init(&r.arena, 0);
        take(&r,
             arena_format(&r.arena, "win32\terror 1\tX\tY\n# note\n%s\n", cases[i].line));
        assert_int_equal(r.status, STATUS_INVALID);
        assert_int_equal(problems_count(&r.problems), 1);
        const struct problem *problem = problems_at(&r.problems, 0);
        if (!slice_eq_cstr(problem->code, cases[i].code))
            fail_msg("'%s' gave " SLICE_FMT, cases[i].line, SLICE_ARG(problem->code));
        assert_int_equal(problem->line, 3);
        arena_release(&r.arena);
    }
}

/* The project's own table. */
static void test_our_table(void **state)
{
    struct read r;
    struct slice bytes;
    (void)state;
    arena_init(&r.arena, 0);
    assert_int_equal(
        file_read(&r.arena, PROJECT_DIR "/content/codes.tsv", 1 << 20, &bytes),
        STATUS_OK);
    take(&r, bytes);
    for (size_t i = 0; i < problems_count(&r.problems); i++)
        print_error("codes.tsv:%zu: " SLICE_FMT "\n", problems_at(&r.problems, i)->line,
                    SLICE_ARG(problems_at(&r.problems, i)->message));
    assert_int_equal(r.status, STATUS_OK);
    assert_true(r.count >= 200);
    arena_release(&r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good_lines),
                                       cmocka_unit_test(test_bad_lines),
                                       cmocka_unit_test(test_our_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
