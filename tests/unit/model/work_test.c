/* The queue's transitions, and what counts as the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/work.h"

static void rows_lead_where_they_should(void **state)
{
    static const struct {
        const char *from, *action, *to; /* to NULL: it cannot be done */
    } cases[] = {
        {"new", "take", "taken"},
        {"new", "give", "taken"},
        {"new", "wait", NULL},
        {"new", "release", NULL},
        {"new", "close", "done"},
        {"new", "decline", "declined"},
        {"new", "merge", "declined"},
        {"new", "write", "taken"},
        {"new", "reopen", NULL},
        {"taken", "wait", "waiting"},
        {"taken", "release", "new"},
        {"taken", "close", "done"},
        {"waiting", "take", "taken"},
        {"waiting", "wait", NULL},
        {"waiting", "write", "taken"},
        {"done", "reopen", "taken"},
        {"done", "close", NULL},
        {"done", "write", NULL},
        {"done", "comment", "done"},
        {"declined", "reopen", "taken"},
        {"declined", "decline", NULL},
        {"declined", "merge", NULL},
        {"declined", "comment", "declined"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum work_state from, to;
        enum work_action action;
        assert_true(work_state_parse(slice_cstr(cases[i].from), &from));
        assert_true(work_action_parse(slice_cstr(cases[i].action), &action));
        const struct work_transition *row = work_transition_find(from, action);
        if (!cases[i].to) {
            assert_null(row);
            continue;
        }
        assert_non_null(row);
        assert_true(work_state_parse(slice_cstr(cases[i].to), &to));
        assert_int_equal(row->to, to);
    }
}

static void every_row_is_the_only_one_and_names_a_right(void **state)
{
    size_t count = 0;
    const struct work_transition *rows = work_transitions(&count);
    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(work_transition_find(rows[i].from, rows[i].action), &rows[i]);
        assert_non_null(right_name((int)rows[i].right));
        if (!work_is_open(rows[i].to) && rows[i].action == WORK_DECLINE)
            assert_true(rows[i].says_why);
        if (!work_is_open(rows[i].from))
            assert_true(rows[i].says_why);
    }
}

static void what_another_owns_needs_more(void **state)
{
    const struct work_transition *close = work_transition_find(WORK_TAKEN, WORK_CLOSE);
    const struct work_transition *words = work_transition_find(WORK_TAKEN, WORK_COMMENT);
    (void)state;
    assert_int_equal(work_allowed(close, ROLE_AUTHOR, false), STATUS_OK);
    assert_int_equal(work_allowed(close, ROLE_AUTHOR, true), STATUS_FORBIDDEN);
    assert_int_equal(work_allowed(close, ROLE_REVIEWER, true), STATUS_OK);
    assert_int_equal(work_allowed(close, ROLE_READER, false), STATUS_FORBIDDEN);
    assert_int_equal(work_allowed(words, ROLE_AUTHOR, true), STATUS_OK);
}

static void assert_key(struct arena *arena, const char *sentence, const char *want)
{
    struct slice key = work_sentence_key(arena, slice_cstr(sentence));
    assert_string_equal(arena_strndup(arena, key.ptr, key.len), want);
}

static void sentences_of_the_same_terms_are_the_same(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    assert_key(&arena, "How do I reset the PIN?", "pin reset");
    assert_key(&arena, "reset  pin", "pin reset");
    assert_key(&arena, "Pin: RESET, reset!", "pin reset");
    assert_key(&arena, "?? to", "?? to");
    assert_key(&arena, "", "");
    struct slice key = work_feedback_key(&arena, 7, SLICE("step-2"), SLICE("unclear"));
    assert_true(slice_eq_cstr(key, "7:step-2:unclear"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_lead_where_they_should),
        cmocka_unit_test(every_row_is_the_only_one_and_names_a_right),
        cmocka_unit_test(what_another_owns_needs_more),
        cmocka_unit_test(sentences_of_the_same_terms_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
