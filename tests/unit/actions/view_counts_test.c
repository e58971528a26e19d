/* Counters of views: one for each thing, gathered until they were written for good, and bounded. */
#include "actions/view_counts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void see(struct view_counts *counts, enum viewed viewed, int64_t id, int64_t guide)
{
    atomic_fetch_add(view_counts_of(counts, viewed, id, guide), 1);
}

static void test_one_counter_a_thing(void **state)
{
    (void)state;
    struct view_counts *counts = view_counts_new(30);
    atomic_uint_fast64_t *guide = view_counts_of(counts, VIEWED_GUIDE, 1, 1);
    assert_ptr_equal(view_counts_of(counts, VIEWED_GUIDE, 1, 1), guide);
    assert_ptr_not_equal(view_counts_of(counts, VIEWED_GUIDE, 2, 2), guide);
    assert_ptr_not_equal(view_counts_of(counts, VIEWED_TREE, 1, 0), guide);
    assert_ptr_not_equal(view_counts_of(counts, VIEWED_PHRASE, 1, 1), guide);
    view_counts_free(counts);
    counts = view_counts_new(0);
    assert_null(view_counts_of(counts, VIEWED_GUIDE, 1, 1));
    view_counts_free(counts);
    assert_null(view_counts_of(NULL, VIEWED_GUIDE, 1, 1));
}

static void test_gathered_until_written(void **state)
{
    (void)state;
    struct view_counts *counts = view_counts_new(30);
    struct view_count found[VIEWS_A_WRITE];
    size_t from = 0, count = 9;
    view_counts_of(counts, VIEWED_GUIDE, 1, 1); /* made, never seen */
    assert_false(view_counts_gather(counts, &from, found, &count));
    see(counts, VIEWED_PHRASE, 5, 1);
    see(counts, VIEWED_PHRASE, 5, 1);
    from = 0;
    assert_true(view_counts_gather(counts, &from, found, &count));
    assert_int_equal(count, 1);
    assert_int_equal(found[0].viewed, VIEWED_PHRASE);
    assert_int_equal(found[0].id, 5);
    assert_int_equal(found[0].guide, 1);
    assert_int_equal(found[0].views, 2);
    see(counts, VIEWED_PHRASE, 5, 1); /* while it is written, which fails */
    from = 0;
    assert_true(view_counts_gather(counts, &from, found, &count));
    assert_int_equal(found[0].views, 3);
    see(counts, VIEWED_PHRASE, 5, 1);
    view_counts_settle(counts, found, count);
    from = 0;
    assert_true(view_counts_gather(counts, &from, found, &count));
    assert_int_equal(found[0].views, 1);
    view_counts_settle(counts, found, count);
    from = 0;
    assert_false(view_counts_gather(counts, &from, found, &count));
    view_counts_free(counts);
}

static void test_batches(void **state)
{
    (void)state;
    enum { THINGS = 2 * VIEWS_A_WRITE + 7 };
    struct view_counts *counts = view_counts_new(30);
    struct view_count found[VIEWS_A_WRITE];
    size_t from = 0, count, batches = 0, all = 0;
    for (int64_t id = 1; id <= THINGS; id++)
        see(counts, VIEWED_GUIDE, id, id);
    for (; view_counts_gather(counts, &from, found, &count); batches++) {
        view_counts_settle(counts, found, count);
        all += count;
    }
    assert_int_equal(batches, 3);
    assert_int_equal(all, THINGS);
    view_counts_free(counts);
}

static void test_ceiling(void **state)
{
    (void)state;
    struct view_counts *counts = view_counts_new(30);
    for (int64_t id = 1; id <= VIEWS_APART; id++)
        view_counts_of(counts, VIEWED_GUIDE, id, id);
    atomic_uint_fast64_t *others = view_counts_of(counts, VIEWED_GUIDE, 1 << 30, 1 << 30);
    assert_ptr_equal(view_counts_of(counts, VIEWED_GUIDE, 0, 0), others);
    assert_ptr_equal(view_counts_of(counts, VIEWED_GUIDE, VIEWS_APART, VIEWS_APART),
                     others);
    for (int kind = 1; kind < VIEWED_KINDS; kind++)
        assert_ptr_not_equal(view_counts_of(counts, (enum viewed)kind, 1 << 30, 0),
                             others);
    assert_ptr_not_equal(view_counts_of(counts, VIEWED_GUIDE, 1, 1), others);
    view_counts_free(counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_counter_a_thing),
        cmocka_unit_test(test_gathered_until_written),
        cmocka_unit_test(test_batches),
        cmocka_unit_test(test_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
