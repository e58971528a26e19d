/* Diffs and merges: nothing of a text is ever lost, and small changes are small. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "compare/compare.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* One line a line: kind, then its spans, changed ones in brackets. */
static struct slice drawn(const struct diff *diff)
{
    static const char marks[] = {
        [CHANGE_NONE] = ' ', [CHANGE_REMOVED] = '-', [CHANGE_ADDED] = '+'};
    struct buf buf;
    buf_init(&buf, 0);
    for (size_t h = 0; h < diff->hunk_count; h++)
        for (size_t i = 0; i < diff->hunks[h].line_count; i++) {
            const struct diff_line *line = &diff->hunks[h].lines[i];
            buf_add_byte(&buf, marks[line->change]);
            for (size_t s = 0; s < line->span_count; s++)
                buf_add_format(&buf,
                               line->spans[s].change ? "[" SLICE_FMT "]" : SLICE_FMT,
                               SLICE_ARG(line->spans[s].text));
            buf_add_cstr(&buf, line->other_end ? "$\n" : "\n");
        }
    struct slice out = arena_slice(&arena, buf_slice(&buf));
    buf_release(&buf);
    return out;
}

static void changes_are_told_by_word(void **state)
{
    static const struct {
        const char *old_text, *new_text, *want;
    } cases[] = {
        {"a\nb\n", "a\nb\n", ""},
        {"", "", ""},
        {"", "one\n", "+[one]\n"},
        {"one", "", "-[one]\n"},
        {"Close Outlook now.\n", "Close Teams now.\n",
         "-Close [Outlook] now.\n+Close [Teams] now.\n"},
        {"x\nClose it.\ny\n", "x\nClose it. Wait.\ny\n",
         " x\n-Close it.\n+Close it.[ Wait.]\n y\n"},
        {"Größe 日本\n", "Größe 中国\n", "-Größe [日本]\n+Größe [中国]\n"},
        {"completely other words here\n", "1 2 3 4 5 6 7 8 9\n",
         "-[completely other words here]\n+[1 2 3 4 5 6 7 8 9]\n"},
        {"a\r\nb\r\n", "a\nb\r\n", "-[a]$\n+[a]$\n b\n"},
        {"a", "a\n", "-[a]$\n+[a]$\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diff diff;
        assert_int_equal(compare_texts(&arena, slice_cstr(cases[i].old_text),
                                       slice_cstr(cases[i].new_text), 1, &diff),
                         STATUS_OK);
        struct slice got = drawn(&diff);
        if (!slice_eq_cstr(got, cases[i].want))
            fail_msg("case %zu: \"" SLICE_FMT "\" is not \"%s\"", i, SLICE_ARG(got),
                     cases[i].want);
    }
}

static void hunks_are_numbered(void **state)
{
    struct diff diff;
    (void)state;
    assert_int_equal(compare_texts(&arena, SLICE("1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
                                   SLICE("1\n3\n4\n5\n6\n7\n8\n8b\n9\n"), 1, &diff),
                     STATUS_OK);
    assert_int_equal(diff.hunk_count, 2);
    assert_int_equal(diff.removed, 1);
    assert_int_equal(diff.added, 1);
    assert_int_equal(diff.hunks[0].lines[1].old_number, 2);
    assert_int_equal(diff.hunks[0].lines[1].new_number, 0);
    assert_int_equal(diff.hunks[1].lines[1].new_number, 8);
    assert_int_equal(
        compare_texts(&arena, SLICE("1\n2\n3\n"), SLICE("1\n2\n4\n"), SIZE_MAX, &diff),
        STATUS_OK);
    assert_int_equal(diff.hunks[0].line_count, 4);
}

static void bad_texts_are_refused(void **state)
{
    struct diff diff;
    struct merge merge;
    struct slice nul = {"a\0b", 3};
    char *big = arena_alloc(&arena, COMPARE_BYTES_MAX + 1);
    (void)state;
    memset(big, 'x', COMPARE_BYTES_MAX + 1);
    assert_int_equal(compare_texts(&arena, nul, SLICE("a"), 3, &diff), STATUS_MALFORMED);
    assert_int_equal(
        compare_texts(&arena, SLICE("a"), slice_of(big, COMPARE_BYTES_MAX + 1), 3, &diff),
        STATUS_TOO_LARGE);
    memset(big, '\n', COMPARE_LINES_MAX + 1);
    assert_int_equal(
        compare_texts(&arena, SLICE("a"), slice_of(big, COMPARE_LINES_MAX + 1), 3, &diff),
        STATUS_TOO_LARGE);
    assert_int_equal(
        compare_texts(&arena, SLICE("a"), slice_of(big, COMPARE_LINES_MAX), 3, &diff),
        STATUS_OK);
    assert_int_equal(compare_merge(&arena, SLICE("a"), nul, SLICE("a"), &merge),
                     STATUS_MALFORMED);
}

static void merges_keep_every_byte(void **state)
{
    static const struct {
        const char *base, *ours, *theirs, *want;
        size_t conflicts;
    } cases[] = {
        {"a\nb\nc\n", "a\nB\nc\n", "a\nb\nc\n", "a\nB\nc\n", 0},
        {"a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n", 0},
        {"a\n", "a\n", "a\n", "a\n", 0},
        {"a\n", "x\n", "x\n", "x\n", 0},
        {"a\nb\n", "x\nb\n", "y\nb\n", "{x\n|a\n|y\n}b\n", 1},
        {"", "ours\n", "theirs\n", "{ours\n||theirs\n}", 1},
        {"a", "b", "c", "{b\n|a\n|c\n}", 1},
        {"a\nm\nb\n", "1\nm\n2\n", "3\nm\n4\n", "{1\n|a\n|3\n}m\n{2\n|b\n|4\n}", 2},
        {"<<<<<<< x\na\n", "<<<<<<< x\nb\n", "<<<<<<< x\nc\n", "<<<<<<< x\n{b\n|a\n|c\n}",
         1},
        {"=======\n", "======= b\n", "======= c\n", "{======= b\n|=======\n|======= c\n}",
         1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct merge merge;
        struct buf buf;
        buf_init(&buf, 0);
        assert_int_equal(
            compare_merge(&arena, slice_cstr(cases[i].base), slice_cstr(cases[i].ours),
                          slice_cstr(cases[i].theirs), &merge),
            STATUS_OK);
        for (size_t p = 0; p < merge.part_count; p++) {
            const struct merge_part *part = &merge.parts[p];
            if (part->conflict)
                buf_add_format(&buf, "{" SLICE_FMT "|" SLICE_FMT "|" SLICE_FMT "}",
                               SLICE_ARG(part->ours), SLICE_ARG(part->base),
                               SLICE_ARG(part->theirs));
            else
                buf_add(&buf, part->text);
        }
        if (!slice_eq_cstr(buf_slice(&buf), cases[i].want))
            fail_msg("case %zu: \"" SLICE_FMT "\" is not \"%s\"", i,
                     SLICE_ARG(buf_slice(&buf)), cases[i].want);
        assert_int_equal(merge.conflicts, cases[i].conflicts);
        buf_release(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_told_by_word),
        cmocka_unit_test(hunks_are_numbered),
        cmocka_unit_test(bad_texts_are_refused),
        cmocka_unit_test(merges_keep_every_byte),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
