/* The tree of categories as one list. */
#include "base/list.h"
#include "model/category_tree.h"

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

static struct category listed(const char *path, const char *title)
{
    return (struct category){.path = slice_cstr(path), .title = slice_cstr(title)};
}

static void test_parents_come_first_and_order_is_kept(void **state)
{
    (void)state;
    const struct category file[] = {listed("web", "The web"), listed("a/b/c", "Deep"),
                                    listed("mail/outlook", "Outlook"),
                                    listed("mail", "Mail"), listed("a/x", "X")};
    const struct tag_count counts[] = {{.tag = SLICE("left"), .articles = 3},
                                       {.tag = SLICE("left/over"), .articles = 2},
                                       {.tag = SLICE("mail"), .articles = 7},
                                       {.tag = SLICE("mail-room"), .articles = 1}};
    static const char *const paths[] = {"web",       "mail",     "mail/outlook", "a",
                                        "a/x",       "a/b",      "a/b/c",        "left",
                                        "left/over", "mail-room"};
    struct category *tree = NULL;
    size_t count = 0;
    category_tree_make(&arena, file, 5, counts, 4, &tree, &count);
    assert_int_equal(count, sizeof paths / sizeof *paths);
    for (size_t i = 0; i < count; i++)
        if (!slice_eq_cstr(tree[i].path, paths[i]))
            fail_msg("%zu: " SLICE_FMT ", not %s", i, SLICE_ARG(tree[i].path), paths[i]);
    assert_true(slice_eq_cstr(tree[1].title, "Mail"));
    assert_int_equal(tree[1].articles, 7);
    assert_int_equal(tree[9].articles, 1);
    assert_true(tree[3].title.ptr != NULL);
}

static void test_nothing(void **state)
{
    (void)state;
    struct category *tree = NULL;
    size_t count = 9;
    category_tree_make(&arena, NULL, 0, NULL, 0, &tree, &count);
    assert_int_equal(count, 0);
}

/* 5,000 categories, most of which only guides name: each once, behind what it lies in. */
static void test_thousands(void **state)
{
    (void)state;
    enum { TOPS = 50, BELOW = 99, LISTED = 1000 };
    struct list counts = LIST_OF(&arena, struct tag_count);
    struct category *file = ARENA_ARRAY(&arena, LISTED, struct category), *tree = NULL;
    size_t count = 0, parent = 0;
    for (int i = 0; i < TOPS; i++)
        for (int k = -1; k < BELOW; k++) {
            struct tag_count *one = LIST_PUSH(&counts, struct tag_count);
            one->tag = k < 0 ? arena_format(&arena, "top-%d", i)
                             : arena_format(&arena, "top-%d/below-%d", i, k);
            one->articles = 1 + k;
        }
    for (size_t i = 0; i < LISTED; i++)
        file[i].path =
            arena_format(&arena, "top-%d/below-%d", (int)(i % TOPS), (int)(i / TOPS));
    category_tree_make(&arena, file, LISTED, counts.items, counts.count, &tree, &count);
    assert_int_equal(count, 5000);
    for (size_t i = 0; i < count; i++) {
        struct slice above = category_parent(tree[i].path);
        if (!above.len)
            parent = i;
        else
            assert_true(slice_eq(above, tree[parent].path));
        assert_true(!above.len == (i % (BELOW + 1) == 0));
    }
}

static void test_places(void **state)
{
    (void)state;
    assert_true(slice_eq_cstr(category_parent(SLICE("a/b/c")), "a/b"));
    assert_int_equal(category_parent(SLICE("a")).len, 0);
    assert_true(category_is_in(SLICE("mail"), SLICE("mail")));
    assert_true(category_is_in(SLICE("mail/outlook"), SLICE("mail")));
    assert_false(category_is_in(SLICE("mail-room"), SLICE("mail")));
    assert_false(category_is_in(SLICE("mail"), SLICE("mail/outlook")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_parents_come_first_and_order_is_kept, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_thousands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
