/* content/synonyms.tsv: what is taken, and how each bad line is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/files.h"
#include "format/synonyms_file.h"

struct read {
    struct arena arena;
    struct problems problems;
    struct synonym_line *lines;
    size_t count;
    enum status status;
};

static void take(struct read *r, struct slice bytes)
{
    r->lines = NULL;
    r->count = 0;
    problems_init(&r->problems, &r->arena);
    r->status = synonyms_parse(&r->arena, bytes, &r->problems, &r->lines, &r->count);
}

static void test_good_lines(void **state)
{
    struct read r;
    (void)state;
    arena_init(&r.arena, 0);
    take(&r, SLICE("\xEF\xBB\xBF# note\n\nPC\t Computer \r\nWi\xE2\x80\x91"
                   "Fi\tpower   cycle"));
    assert_int_equal(r.status, STATUS_OK);
    assert_int_equal(r.count, 2);
    assert_true(slice_eq_cstr(r.lines[0].phrases[0], "pc"));
    assert_true(slice_eq_cstr(r.lines[0].phrases[1], "computer"));
    assert_true(slice_eq_cstr(r.lines[1].phrases[0], "wi-fi"));
    assert_true(slice_eq_cstr(r.lines[1].phrases[1], "power cycle"));
    take(&r, SLICE(""));
    assert_int_equal(r.status, STATUS_OK);
    assert_int_equal(r.count, 0);
    arena_release(&r.arena);
}

static void test_bad_lines(void **state)
{
    static const struct {
        const char *line, *code;
    } cases[] = {
        {"alone", "synonyms.alone"},
        {"a\t\tb", "synonyms.empty"},
        {"a\tb\t", "synonyms.empty"},
        {"one\tONE", "synonyms.twice"},
        {"a b c d e\tx", "synonyms.words"},
        {"a\tb\xFF", "synonyms.utf8"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
         "aa"
         "a\tb",
         "synonyms.long"},
        {"a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm", "synonyms.many"},
    };
    struct read r;
    (void)state;
    arena_init(&r.arena, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        take(&r, arena_format(&r.arena, "x\ty\n%s\nz\tw\n", cases[i].line));
        assert_int_equal(r.status, STATUS_INVALID);
        assert_int_equal(problems_count(&r.problems), 1);
        const struct problem *problem = problems_at(&r.problems, 0);
        if (!slice_eq_cstr(problem->code, cases[i].code))
            fail_msg("%s: " SLICE_FMT, cases[i].line, SLICE_ARG(problem->code));
        assert_int_equal(problem->line, 2);
    }
    arena_release(&r.arena);
}

static void test_ceiling(void **state)
{
    struct read r;
    struct buf text;
    (void)state;
    arena_init(&r.arena, 0);
    buf_init(&text, 0);
    for (int i = 0; i <= SYNONYM_LINES_MAX; i++)
        buf_add_format(&text, "a%d\tb%d\n", i, i);
    take(&r, buf_slice(&text));
    assert_int_equal(r.status, STATUS_INVALID);
    assert_true(slice_eq_cstr(problems_at(&r.problems, 0)->code, "synonyms.lines"));
    buf_release(&text);
    arena_release(&r.arena);
}

static void test_our_table(void **state)
{
    struct read r;
    struct slice bytes;
    (void)state;
    arena_init(&r.arena, 0);
    assert_int_equal(
        file_read(&r.arena, PROJECT_DIR "/content/synonyms.tsv", 1 << 20, &bytes),
        STATUS_OK);
    take(&r, bytes);
    assert_int_equal(r.status, STATUS_OK);
    assert_true(r.count > 50);
    arena_release(&r.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_lines), cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_ceiling), cmocka_unit_test(test_our_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
