/* What another text of a tree changes for those who answer: a table of edits, each with
 * the sentences that it must give. */
#include "model/tree_paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* Reads "a:x>b,y>done b:z>desk": states with their answers and targets. "done…" is resolved,
 * "team…" escalates to a team of that name; the rest are questions. */
static struct tree read(const char *text)
{
    struct tree tree = {.start = 0};
    struct slice rest = slice_cstr(text), word, part;
    tree.states = ARENA_ARRAY(&arena, TREE_STATES_MAX, struct tree_state);
    while (slice_split(&rest, ' ', &word)) {
        struct tree_state *state = &tree.states[tree.state_count++];
        size_t colon = slice_find(word, ':');
        state->id = state->text = slice_first(word, colon);
        state->answers = ARENA_ARRAY(&arena, TREE_ANSWERS_MAX, struct tree_answer);
        bool team = slice_starts(state->id, SLICE("team"));
        bool done = slice_starts(state->id, SLICE("done"));
        state->kind = team || done ? STATE_OUTCOME : STATE_QUESTION;
        state->outcome = team ? OUTCOME_ESCALATE : done ? OUTCOME_RESOLVED : OUTCOME_NONE;
        state->team = team ? state->id : SLICE("");
        struct slice answers = slice_from(word, colon + 1);
        while (answers.len && slice_split(&answers, ',', &part)) {
            struct tree_answer *answer = &state->answers[state->answer_count++];
            size_t arrow = slice_find(part, '>');
            answer->id = answer->label = slice_first(part, arrow);
            answer->target = slice_from(part, arrow + 1);
        }
    }
    for (size_t s = 0; s < tree.state_count; s++)
        for (size_t a = 0; a < tree.states[s].answer_count; a++) {
            struct tree_answer *answer = &tree.states[s].answers[a];
            answer->target_index = tree_state_index(&tree, answer->target);
            assert_true(answer->target_index >= 0);
        }
    return tree;
}

static const char *const names[] = {
    [PATH_ENDS_ELSEWHERE] = "elsewhere", [PATH_GOES_ON] = "on",
    [PATH_ENDS_EARLIER] = "earlier",     [PATH_LEADS_ELSEWHERE] = "leads",
    [PATH_ANSWER_GONE] = "gone",         [PATH_ANSWER_NEW] = "new",
};

/* "x,z elsewhere done team; …" */
static const char *told(const struct tree_changes *changes)
{
    struct slice all = SLICE("");
    for (size_t i = 0; i < changes->path_count; i++) {
        const struct changed_path *path = &changes->paths[i];
        all = arena_format(&arena, SLICE_FMT "%s", SLICE_ARG(all), i ? "; " : "");
        for (size_t s = 0; s < path->step_count; s++)
            all = arena_format(&arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(all),
                               s ? "," : "", SLICE_ARG(path->steps[s].answer->label));
        all = arena_format(&arena, SLICE_FMT " %s " SLICE_FMT " " SLICE_FMT,
                           SLICE_ARG(all), names[path->change],
                           SLICE_ARG(path->was ? path->was->id : SLICE("-")),
                           SLICE_ARG(path->is ? path->is->id : SLICE("-")));
    }
    return all.len ? all.ptr : "";
}

static void test_paths(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after, *paths;
    } cases[] = {
        {"a:x>done,y>team done team", "a:x>done,y>team done team", ""},
        {"a:x>done,y>team done team", "a:x>team,y>team done team",
         "x elsewhere done team"},
        /* every path through a changed answer is told */
        {"a:x>b,y>b b:z>done done team", "a:x>b,y>b b:z>team done team",
         "x,z elsewhere done team; y,z elsewhere done team"},
        /* the same kind of ending is the same ending */
        {"a:x>done done team", "a:x>done2 done2 team", ""},
        {"a:x>team1 team1 done", "a:x>team2 team2 done", "x elsewhere team1 team2"},
        {"a:x>done done", "a:x>b b:z>done done", "x on done b"},
        {"a:x>b b:z>done done", "a:x>done done", "x earlier b done"},
        {"a:x>b,y>c b:z>done c:z>done done", "a:x>c,y>c b:z>done c:z>done done",
         "x leads b c"},
        {"a:x>done,y>team done team", "a:x>done done team", "y gone team -"},
        {"a:x>done done team", "a:x>done,y>team done team", "y new - team"},
        /* a loop is walked once */
        {"a:x>b b:again>a,z>done done", "a:x>b b:again>a,z>team team",
         "x,z elsewhere done team"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tree before = read(cases[i].before), after = read(cases[i].after);
        struct tree_changes changes;
        tree_compare(&arena, &before, &after, &changes);
        assert_true(changes.whole);
        assert_string_equal(told(&changes), cases[i].paths);
        assert_int_equal(changes.path_total, changes.path_count);
    }
}

static void test_states(void **state)
{
    (void)state;
    struct tree before = read("a:x>b b:z>done done");
    struct tree after = read("a:x>c c:z>done done d:x>done");
    after.states[1].text = SLICE("b"); /* the same words under another id */
    after.states[0].help = SLICE("more");
    struct tree_changes changes;
    tree_compare(&arena, &before, &after, &changes);
    assert_int_equal(changes.state_count, 3);
    assert_int_equal(changes.states[0].change, STATE_REWORDED);
    assert_int_equal(changes.states[1].change, STATE_RENAMED);
    assert_int_equal(changes.states[2].change, STATE_ADDED);
    assert_string_equal(told(&changes), "");
    assert_false(changes.start_moved);
    const struct tree none = {.start = -1};
    tree_compare(&arena, &none, &after, &changes);
    assert_int_equal(changes.state_count, after.state_count);
    tree_compare(&arena, &after, &before, &changes);
    assert_int_equal(changes.states[2].change, STATE_REMOVED);
}

/* Sixteen questions of two answers have 65,536 paths: what each state reaches is told. */
static void test_too_many_paths(void **state)
{
    (void)state;
    struct slice text = SLICE("");
    for (int i = 0; i < 16; i++)
        text = arena_format(&arena, SLICE_FMT "q%d:x>q%d,y>q%d ", SLICE_ARG(text), i,
                            i + 1, i + 1);
    struct slice was =
        arena_format(&arena, SLICE_FMT "q16:x>done,y>team done team", SLICE_ARG(text));
    struct slice is =
        arena_format(&arena, SLICE_FMT "q16:x>team,y>team done team", SLICE_ARG(text));
    struct tree before = read(was.ptr), after = read(is.ptr);
    struct tree_changes changes;
    tree_compare(&arena, &before, &after, &changes);
    assert_false(changes.whole);
    assert_int_equal(changes.path_count, 0);
    assert_int_equal(changes.reach_count, 17); /* none reaches "resolved" any more */
    assert_false(changes.reach[0].gained);
    assert_true(slice_eq_cstr(changes.reach[0].end->id, "done"));
}

/* More changes than are told are counted. */
static void test_many_changes(void **state)
{
    (void)state;
    struct slice text = SLICE("");
    for (int i = 0; i < 8; i++)
        text = arena_format(&arena, SLICE_FMT "q%d:x>q%d,y>q%d ", SLICE_ARG(text), i,
                            i + 1, i + 1);
    struct tree before =
        read(arena_format(&arena, SLICE_FMT "q8:x>done done team", SLICE_ARG(text)).ptr);
    struct tree after =
        read(arena_format(&arena, SLICE_FMT "q8:x>team done team", SLICE_ARG(text)).ptr);
    struct tree_changes changes;
    tree_compare(&arena, &before, &after, &changes);
    assert_true(changes.whole);
    assert_int_equal(changes.old_paths, 256);
    assert_int_equal(changes.path_total, 256);
    assert_int_equal(changes.path_count, PATHS_SHOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_states, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_many_paths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_changes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
