/* Proving a tree: each kind of fault, and where its pointer points. */
#include "base/clock.h"
#include "model/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define S(text)                  \
    {                            \
        (text), sizeof(text) - 1 \
    }
#define ANSWER(id, label, target)                              \
    {                                                          \
        S(id), S(label), {0}, (target), LEVEL_NONE, LEVEL_NONE \
    }

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

/* scope ─one→ restart ─fixed→ done, ─no→ desk;  scope ─many→ desk */
enum { SCOPE, RESTART, DONE, DESK, STATES };

static struct tree good_tree(void)
{
    static const struct tree_answer scope[] = {ANSWER("one", "Only me", RESTART),
                                               ANSWER("many", "Several people", DESK)};
    static const struct tree_answer restart[] = {ANSWER("fixed", "It works", DONE),
                                                 ANSWER("no", "It does not", DESK)};
    struct tree tree = {.start = SCOPE, .state_count = STATES};
    tree.states = ARENA_ARRAY(&arena, STATES, struct tree_state);
    tree.states[SCOPE] = (struct tree_state){.id = S("scope"),
                                             .kind = STATE_QUESTION,
                                             .text = S("Who has the problem?"),
                                             .answer_count = 2};
    tree.states[RESTART] = (struct tree_state){.id = S("restart"),
                                               .kind = STATE_ACTION,
                                               .text = S("Restart it"),
                                               .answer_count = 2};
    tree.states[DONE] = (struct tree_state){.id = S("done"),
                                            .kind = STATE_OUTCOME,
                                            .text = S("Solved"),
                                            .outcome = OUTCOME_RESOLVED};
    tree.states[DESK] = (struct tree_state){.id = S("desk"),
                                            .kind = STATE_OUTCOME,
                                            .text = S("Call"),
                                            .outcome = OUTCOME_ESCALATE,
                                            .team = S("Service desk")};
    tree.states[SCOPE].answers = ARENA_ARRAY(&arena, 2, struct tree_answer);
    tree.states[RESTART].answers = ARENA_ARRAY(&arena, 2, struct tree_answer);
    memcpy(tree.states[SCOPE].answers, scope, sizeof scope);
    memcpy(tree.states[RESTART].answers, restart, sizeof restart);
    return tree;
}

static void test_good_tree_passes(void **state)
{
    (void)state;
    struct problems problems;
    problems_init(&problems, &arena);
    struct tree tree = good_tree();
    assert_int_equal(tree_validate(&tree, &problems), STATUS_OK);
    assert_int_equal(problems_count(&problems), 0);
}

static void bad_state_id(struct tree *t)
{
    t->states[DONE].id = SLICE("all done");
}
static void long_id(struct tree *t)
{
    static char text[TREE_ID_MAX + 1];
    memset(text, 'a', sizeof text);
    t->states[DONE].id = slice_of(text, sizeof text);
}
static void empty_id(struct tree *t)
{
    t->states[DONE].id = SLICE("");
}
static void same_state_id(struct tree *t)
{
    t->states[DESK].id = SLICE("done");
}
static void no_start(struct tree *t)
{
    t->start = -1;
}
static void no_target(struct tree *t)
{
    t->states[SCOPE].answers[1].target_index = -1;
}
static void far_target(struct tree *t)
{
    t->states[RESTART].answers[0].target_index = STATES;
}
static void unreachable(struct tree *t)
{
    t->states[RESTART].answers[0].target_index = DESK;
}
static void endless(struct tree *t)
{
    t->states[RESTART].answers[0].target_index = RESTART;
    t->states[RESTART].answers[1].target_index = RESTART;
    t->states[SCOPE].answers[0].target_index = DONE;
    t->states[DONE].kind = STATE_QUESTION;
    t->states[DONE].outcome = OUTCOME_NONE;
    t->states[DONE].answers = t->states[SCOPE].answers;
    t->states[DONE].answer_count = 2;
    t->states[SCOPE].answers[0].target_index = RESTART;
}
static void no_escalation(struct tree *t)
{
    t->states[DESK].outcome = OUTCOME_RESOLVED;
}
static void outcome_with_answers(struct tree *t)
{
    t->states[DONE].answers = t->states[SCOPE].answers;
    t->states[DONE].answer_count = 2;
}
static void question_without_answers(struct tree *t)
{
    t->states[RESTART].answer_count = 0;
    t->states[SCOPE].answers[0].target_index = RESTART;
}
static void same_answer_id(struct tree *t)
{
    t->states[SCOPE].answers[1].id = SLICE("one");
}
static void same_answer_label(struct tree *t)
{
    t->states[SCOPE].answers[1].label = SLICE("only ME ");
}
static void bad_answer_id(struct tree *t)
{
    t->states[SCOPE].answers[0].id = SLICE("-one");
}
static void empty_label(struct tree *t)
{
    t->states[SCOPE].answers[0].label = SLICE("  ");
}
static void empty_text(struct tree *t)
{
    t->states[SCOPE].text = SLICE("");
}
static void broken_help(struct tree *t)
{
    t->states[SCOPE].help = SLICE("\xFF");
}
static void no_team(struct tree *t)
{
    t->states[DESK].team = SLICE("");
}
static void no_outcome(struct tree *t)
{
    t->states[DONE].outcome = OUTCOME_NONE;
}
static void stray_outcome(struct tree *t)
{
    t->states[SCOPE].outcome = OUTCOME_RESOLVED;
}
static void too_many_answers(struct tree *t)
{
    struct tree_answer *many = ARENA_ARRAY(&arena, 21, struct tree_answer);
    for (size_t i = 0; i < 21; i++) {
        many[i] = t->states[SCOPE].answers[1];
        many[i].id = arena_format(&arena, "a%zu", i);
        many[i].label = many[i].id;
    }
    many[0].target_index = RESTART;
    t->states[SCOPE].answers = many;
    t->states[SCOPE].answer_count = 21;
}
static void no_states(struct tree *t)
{
    t->state_count = 0;
}
static void too_many_states(struct tree *t)
{
    t->state_count = TREE_STATES_MAX + 1;
}

static void test_each_fault_has_its_pointer(void **state)
{
    static const struct {
        void (*spoil)(struct tree *);
        const char *code, *pointer;
        size_t faults;
    } cases[] = {
        {bad_state_id, "tree.bad-id", "/states/2/id", 1},
        {long_id, "tree.bad-id", "/states/2/id", 1},
        {empty_id, "tree.bad-id", "/states/2/id", 1},
        {same_state_id, "tree.duplicate-state", "/states/3/id", 1},
        {no_start, "tree.unknown-start", "/start", 1},
        {no_target, "tree.unknown-target", "/states/0/answers/1/target", 1},
        {far_target, "tree.unknown-target", "/states/1/answers/0/target", 2},
        {unreachable, "tree.unreachable", "/states/2", 1},
        {endless, "tree.endless", "/states/1", 2},
        {no_escalation, "tree.no-escalation", "/states/0", 1},
        {outcome_with_answers, "tree.outcome-answers", "/states/2/answers", 1},
        {question_without_answers, "tree.no-answers", "/states/1/answers", 3},
        {same_answer_id, "tree.duplicate-answer", "/states/0/answers/1/id", 1},
        {same_answer_label, "tree.duplicate-answer", "/states/0/answers/1/label", 1},
        {bad_answer_id, "tree.bad-id", "/states/0/answers/0/id", 1},
        {empty_label, "tree.bad-label", "/states/0/answers/0/label", 1},
        {empty_text, "tree.bad-text", "/states/0/text", 1},
        {broken_help, "tree.bad-text", "/states/0/help", 1},
        {no_team, "tree.no-team", "/states/3/team", 1},
        {no_outcome, "tree.no-outcome", "/states/2/outcome", 1},
        {stray_outcome, "tree.stray-outcome", "/states/0/outcome", 1},
        {too_many_answers, "tree.too-many-answers", "/states/0/answers", 1},
        {no_states, "tree.state-count", "/states", 1},
        {too_many_states, "tree.state-count", "/states", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct problems problems;
        problems_init(&problems, &arena);
        struct tree tree = good_tree();
        cases[i].spoil(&tree);
        assert_int_equal(tree_validate(&tree, &problems), STATUS_INVALID);
        bool found = false;
        for (size_t p = 0; p < problems_count(&problems); p++)
            found = found ||
                    (slice_eq_cstr(problems_at(&problems, p)->code, cases[i].code) &&
                     slice_eq_cstr(problems_at(&problems, p)->field, cases[i].pointer));
        if (!found || problems.errors != cases[i].faults)
            fail_msg("%s: %zu faults, the first at " SLICE_FMT, cases[i].pointer,
                     problems.errors, SLICE_ARG(problems_at(&problems, 0)->field));
    }
}

/* A chain of 500 questions, each with 20 answers: deep for a recursion, wide for a
 * square. */
static void test_largest_tree_is_quick(void **state)
{
    (void)state;
    struct tree tree = good_tree();
    struct tree_state desk = tree.states[DESK];
    tree.state_count = TREE_STATES_MAX;
    tree.states = ARENA_ARRAY(&arena, TREE_STATES_MAX, struct tree_state);
    for (size_t s = 0; s + 1 < TREE_STATES_MAX; s++) {
        tree.states[s] = (struct tree_state){.id = arena_format(&arena, "s%zu", s),
                                             .text = SLICE("?"),
                                             .answer_count = TREE_ANSWERS_MAX};
        tree.states[s].answers =
            ARENA_ARRAY(&arena, TREE_ANSWERS_MAX, struct tree_answer);
        for (size_t a = 0; a < TREE_ANSWERS_MAX; a++) {
            struct slice id = arena_format(&arena, "a%zu", a);
            tree.states[s].answers[a] =
                (struct tree_answer){id, id, id, (int64_t)s + 1, LEVEL_NONE, LEVEL_NONE};
        }
    }
    tree.states[TREE_STATES_MAX - 1] = desk;
    struct problems problems;
    problems_init(&problems, &arena);
    assert_int_equal(tree_validate(&tree, &problems), STATUS_OK);
}

static void test_names(void **state)
{
    (void)state;
    assert_true(slice_eq_cstr(state_kind_name(STATE_ACTION), "action"));
    assert_true(slice_eq_cstr(outcome_kind_name(OUTCOME_ESCALATE), "escalate"));
    assert_true(slice_eq_cstr(outcome_kind_name(OUTCOME_NONE), ""));
    for (int kind = EVENT_ANSWER; kind <= EVENT_CHANGE; kind++) {
        enum event_kind back;
        assert_true(event_kind_parse(event_kind_name((enum event_kind)kind), &back));
        assert_int_equal(back, kind);
    }
    enum event_kind none;
    assert_false(event_kind_parse(SLICE("delete"), &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_good_tree_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_fault_has_its_pointer, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_largest_tree_is_quick, set_up, tear_down),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests_name("model/tree", tests, NULL, NULL);
}
