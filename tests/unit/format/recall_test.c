/* What was parsed before comes back as it would be parsed now, whatever became of the memory of
 * those who asked first, and from any thread. */
#include "base/arena.h"
#include "format/registry_files.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { TEXTS = 40, ROUNDS = 200, CROWD = 4 };

#define TREE                                                                            \
    "{\"slug\":\"t-%d\",\"title\":\"Title %d\",\"description\":\"D\",\"start\":\"s\","  \
    "\"states\":[{\"id\":\"s\",\"kind\":\"question\",\"text\":\"Q %d\",\"help\":\"H\"," \
    "\"step\":\"step-4\",\"answers\":[{\"id\":\"a\",\"label\":\"A\",\"target\":\"e\","  \
    "\"facts\":{\"impact\":\"high\"}}]},{\"id\":\"e\",\"kind\":\"outcome\",\"text\":"   \
    "\"E\","                                                                            \
    "\"outcome\":\"escalate\",\"team\":\"T %d\"}]}"

static struct slice text_of(struct arena *arena, int n)
{
    return arena_format(arena, TREE, n, n, n, n);
}

static bool ends_with_number(struct slice s, int n)
{
    char number[16];
    snprintf(number, sizeof number, "%d", n);
    return slice_ends(s, slice_cstr(number));
}

/* Everything of the tree that a copy has to bring along. */
static bool is_tree(const struct tree *tree, int n)
{
    const struct tree_state *s = tree->states, *e = tree->states + 1;
    return tree->state_count == 2 && tree->start == 0 &&
           ends_with_number(tree->slug, n) && ends_with_number(tree->title, n) &&
           slice_eq_cstr(tree->description, "D") && slice_eq_cstr(tree->start_id, "s") &&
           slice_eq_cstr(s->id, "s") && ends_with_number(s->text, n) &&
           slice_eq_cstr(s->help, "H") && slice_eq_cstr(s->step, "step-4") &&
           s->answer_count == 1 && slice_eq_cstr(s->answers[0].id, "a") &&
           slice_eq_cstr(s->answers[0].label, "A") &&
           slice_eq_cstr(s->answers[0].target, "e") && s->answers[0].target_index == 1 &&
           s->answers[0].impact == LEVEL_HIGH && e->outcome == OUTCOME_ESCALATE &&
           ends_with_number(e->team, n);
}

static bool recalls(int n)
{
    struct arena arena;
    const struct tree *tree = NULL;
    arena_init(&arena, 0);
    bool good =
        tree_recall(&arena, text_of(&arena, n), &tree) == STATUS_OK && is_tree(tree, n);
    arena_release(&arena);
    return good;
}

static void test_trees(void **state)
{
    (void)state;
    for (int round = 0; round < 3; round++)
        for (int n = 0; n < TEXTS; n++) {
            assert_true(recalls(n));
            assert_true(recalls(n));
            assert_true(recalls(0));
        }
}

/* One that was given out stays, though others have taken its place since. */
static void test_held_trees_stay(void **state)
{
    (void)state;
    struct arena arena;
    const struct tree *held = NULL, *again = NULL;
    arena_init(&arena, 0);
    assert_int_equal(tree_recall(&arena, text_of(&arena, 7), &held), STATUS_OK);
    assert_int_equal(tree_recall(&arena, text_of(&arena, 7), &again), STATUS_OK);
    assert_ptr_equal(held, again);
    for (int n = 100; n < 100 + TEXTS; n++)
        assert_true(recalls(n));
    assert_true(is_tree(held, 7));
    arena_release(&arena);
}

static void test_faults_are_not_kept(void **state)
{
    (void)state;
    struct arena arena;
    const struct tree *tree = NULL;
    arena_init(&arena, 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(tree_recall(&arena, SLICE("{"), &tree), STATUS_MALFORMED);
        assert_int_equal(tree_recall(&arena, SLICE("{\"slug\":\"t\"}"), &tree),
                         STATUS_INVALID);
    }
    arena_release(&arena);
}

static void *recall_many(void *out_good)
{
    bool *good = out_good;
    for (int i = 0; *good && i < ROUNDS; i++)
        *good = recalls(i % TEXTS);
    return NULL;
}

static void test_crowd(void **state)
{
    (void)state;
    pthread_t threads[CROWD];
    bool good[CROWD];
    for (int i = 0; i < CROWD; i++) {
        good[i] = true;
        assert_int_equal(pthread_create(&threads[i], NULL, recall_many, &good[i]), 0);
    }
    for (int i = 0; i < CROWD; i++) {
        pthread_join(threads[i], NULL);
        assert_true(good[i]);
    }
}

#define MATRIX(name)                                                                \
    "{\"levels\":[\"high\",\"medium\",\"low\"],\"default\":{\"impact\":\"medium\"," \
    "\"urgency\":\"medium\"},\"priorities\":[{\"code\":\"P1\",\"name\":\"" name     \
    "\",\"respond_minutes\":15}],\"matrix\":{\"high\":{\"high\":\"P1\","            \
    "\"medium\":\"P1\",\"low\":\"P1\"},\"medium\":{\"high\":\"P1\","                \
    "\"medium\":\"P1\",\"low\":\"P1\"},\"low\":{\"high\":\"P1\",\"medium\":\"P1\"," \
    "\"low\":\"P1\"}}}"

static void test_priorities(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
    } cases[] = {{MATRIX("One"), "One"}, {MATRIX("One"), "One"}, {MATRIX("Two"), "Two"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct priority_matrix matrix;
        arena_init(&arena, 0);
        struct slice text = arena_slice(&arena, slice_cstr(cases[i].text));
        assert_int_equal(priority_recall(&arena, text, &matrix), STATUS_OK);
        assert_int_equal(matrix.class_count, 1);
        assert_true(slice_eq_cstr(matrix.classes[0].name, cases[i].name));
        assert_int_equal(priority_recall(&arena, SLICE("{}"), &matrix), STATUS_INVALID);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees),
        cmocka_unit_test(test_held_trees_stay),
        cmocka_unit_test(test_faults_are_not_kept),
        cmocka_unit_test(test_crowd),
        cmocka_unit_test(test_priorities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
