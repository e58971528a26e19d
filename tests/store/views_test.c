/* Views by thing and day. */
#include "fixture.h"

#include "store/views.h"

static void add(struct fixture *f, int64_t day, enum viewed viewed, int64_t id,
                int64_t guide, int64_t views)
{
    const struct view_count one = {viewed, id, guide, views};
    write_begin(f);
    OK(views_add(f->writer, day, &one, 1));
    write_end(f);
}

static int64_t seen(struct fixture *f, enum viewed viewed, int64_t id, int64_t from,
                    int64_t to)
{
    int64_t views = -1;
    OK(views_of(f->reader, viewed, id, from, to, &views));
    return views;
}

static void added_up_by_thing_and_day(void **state)
{
    struct fixture *f = *state;
    add(f, 100, VIEWED_GUIDE, 7, 7, 3);
    add(f, 100, VIEWED_GUIDE, 7, 7, 2);
    add(f, 101, VIEWED_PHRASE, 40, 7, 10); /* through a phrase */
    add(f, 101, VIEWED_PHRASE, 41, 0, 1);  /* a message of several guides */
    add(f, 102, VIEWED_CATEGORY, 7, 0, 4);
    add(f, 102, VIEWED_TREE, 7, 0, 5);
    add(f, 102, VIEWED_GUIDE, 0, 0, 6); /* not told apart */
    assert_int_equal(seen(f, VIEWED_GUIDE, 7, 100, 100), 5);
    assert_int_equal(seen(f, VIEWED_GUIDE, 7, 100, 102), 15);
    assert_int_equal(seen(f, VIEWED_PHRASE, 40, 0, 200), 10);
    assert_int_equal(seen(f, VIEWED_PHRASE, 41, 0, 200), 1);
    assert_int_equal(seen(f, VIEWED_CATEGORY, 7, 0, 200), 4);
    assert_int_equal(seen(f, VIEWED_TREE, 7, 0, 200), 5);
    assert_int_equal(seen(f, VIEWED_GUIDE, 0, 0, 200), 6);
    assert_int_equal(seen(f, VIEWED_GUIDE, 7, 103, 200), 0);
}

static void forgotten_by_day(void **state)
{
    struct fixture *f = *state;
    bool more = false;
    for (int64_t day = 100; day < 105; day++)
        add(f, day, VIEWED_GUIDE, 1, 1, 1);
    write_begin(f);
    OK(views_purge(f->writer, 103, 2, &more));
    assert_true(more);
    OK(views_purge(f->writer, 103, 2, &more));
    assert_false(more);
    write_end(f);
    assert_int_equal(seen(f, VIEWED_GUIDE, 1, 0, 102), 0);
    assert_int_equal(seen(f, VIEWED_GUIDE, 1, 0, 200), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(added_up_by_thing_and_day),
        TEST(forgotten_by_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
