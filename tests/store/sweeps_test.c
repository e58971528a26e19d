/* Changes to many guides at once, and what becomes of each guide. */
#include "fixture.h"

#include "model/sweep.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/sweeps.h"

static int64_t add_account(struct fixture *f)
{
    struct account add = {.name = SLICE("ann"),
                          .display = SLICE("Ann"),
                          .roles = ROLE_PUBLISHER,
                          .created_at = 1000,
                          .signed_in_at = NONE_INT};
    int64_t id = 0;
    OK(accounts_add(f->writer, &add, &id));
    return id;
}

static int64_t add_guide(struct fixture *f, const char *slug)
{
    struct article_doc doc = {.meta = {.slug = slice_cstr(slug),
                                       .title = slice_cstr(slug),
                                       .lang = SLICE("en"),
                                       .verified_day = NONE_INT,
                                       .review_every_s = NONE_INT}};
    struct article_save save = {.doc = &doc,
                                .source = slice_cstr(slug),
                                .at = 1000,
                                .who = SLICE("Ann"),
                                .why = SLICE(""),
                                .is_new = true};
    enum save_outcome outcome;
    int64_t id = 0;
    OK(articles_save(f->writer, &save, &f->problems, &id, &outcome));
    return id;
}

static struct sweep sweep_of(int64_t account, int64_t at)
{
    return (struct sweep){.kind = SWEEP_TAG_ADD,
                          .state = SWEEP_CHOOSING,
                          .account_id = account,
                          .made_at = at,
                          .filter = {.state = -1,
                                     .audience = -1,
                                     .text = SLICE(""),
                                     .category = SLICE("email"),
                                     .author = SLICE(""),
                                     .product = SLICE(""),
                                     .tag = SLICE("")},
                          .value = SLICE(""),
                          .other = SLICE(""),
                          .why = SLICE("")};
}

static void goes_its_way(void **state)
{
    struct fixture *f = *state;
    struct sweep sweep, found = {0};
    struct sweep_items items = {0};
    int64_t id = 0, counts[ITEM_STATES] = {0}, guides[2];
    OK(store_batch_begin(f->writer));
    sweep = sweep_of(add_account(f), 5000);
    guides[0] = add_guide(f, "one");
    guides[1] = add_guide(f, "two");
    OK(sweeps_add(f->writer, &sweep, &id));
    OK(sweeps_add_items(f->writer, id, guides, 2, true));
    CHECK(sweeps_next(f->writer, &f->arena, &found), STATUS_NOT_FOUND);
    sweep.id = id;
    sweep.value = SLICE("mark");
    sweep.why = SLICE("because");
    OK(sweeps_plan(f->writer, &sweep));
    OK(sweeps_next(f->writer, &f->arena, &found));
    assert_int_equal(found.state, SWEEP_CHECKING);
    TEXT(found.value, "mark");
    TEXT(found.who, "Ann");
    TEXT(found.filter.category, "email");
    CHECK(sweeps_plan(f->writer, &sweep), STATUS_CONFLICT);
    OK(sweeps_items(f->writer, id, ITEM_WAITING, 0, 10, &f->arena, &items));
    assert_int_equal(items.count, 2);
    TEXT(items.items[1].slug, "two");
    items.items[0].state = ITEM_PLANNED;
    items.items[0].left_out = SLICE(" 0 3 ");
    OK(sweeps_item_set(f->writer, id, &items.items[0]));
    OK(sweeps_counts(f->writer, id, counts));
    assert_int_equal(counts[ITEM_WAITING], 1);
    assert_int_equal(counts[ITEM_PLANNED], 1);
    OK(sweeps_move(f->writer, id, SWEEP_CHECKING, SWEEP_PLANNED, SLICE(""), 5001));
    CHECK(sweeps_move(f->writer, id, SWEEP_CHECKING, SWEEP_PLANNED, SLICE(""), 5001),
          STATUS_CONFLICT);
    OK(sweeps_plan(f->writer, &sweep)); /* again, from the start */
    OK(sweeps_counts(f->writer, id, counts));
    assert_int_equal(counts[ITEM_WAITING], 2);
    OK(sweeps_move(f->writer, id, SWEEP_CHECKING, SWEEP_PLANNED, SLICE(""), 5002));
    OK(sweeps_move(f->writer, id, SWEEP_PLANNED, SWEEP_RUNNING, SLICE(""), 5003));
    OK(sweeps_move(f->writer, id, SWEEP_RUNNING, SWEEP_DONE, SLICE(""), 5004));
    OK(sweeps_get(f->writer, id, &f->arena, &found));
    assert_int_equal(found.started_at, 5003);
    assert_int_equal(found.ended_at, 5004);
    CHECK(sweeps_plan(f->writer, &sweep), STATUS_CONFLICT);
    OK(store_batch_commit(f->writer));
}

static void old_plans_are_forgotten(void **state)
{
    struct fixture *f = *state;
    struct sweep found = {0};
    int64_t old = 0, done = 0, id = 0, guide;
    OK(store_batch_begin(f->writer));
    struct sweep sweep = sweep_of(add_account(f), 5000);
    guide = add_guide(f, "one");
    OK(sweeps_add(f->writer, &sweep, &old));
    OK(sweeps_add_items(f->writer, old, &guide, 1, true));
    sweep.state = SWEEP_PLANNED;
    OK(sweeps_add(f->writer, &sweep, &done));
    OK(sweeps_move(f->writer, done, SWEEP_PLANNED, SWEEP_RUNNING, SLICE(""), 5001));
    sweep.made_at += SWEEP_KEPT_S;
    OK(sweeps_add(f->writer, &sweep, &id));
    OK(sweeps_get(f->writer, old, &f->arena, &found)); /* not yet */
    sweep.made_at += 1;
    OK(sweeps_add(f->writer, &sweep, &id));
    CHECK(sweeps_get(f->writer, old, &f->arena, &found), STATUS_NOT_FOUND);
    OK(sweeps_get(f->writer, done, &f->arena, &found));
    OK(store_batch_commit(f->writer));
}

static void hits_are_left_out_by_number(void **state)
{
    (void)state;
    assert_true(hit_is_left_out(SLICE(" 0 13 "), 0));
    assert_true(hit_is_left_out(SLICE(" 0 13 "), 13));
    assert_false(hit_is_left_out(SLICE(" 0 13 "), 3));
    assert_false(hit_is_left_out(SLICE(" 0 13 "), 1));
    assert_false(hit_is_left_out(SLICE(""), 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(goes_its_way),
        TEST(old_plans_are_forgotten),
        TEST(hits_are_left_out_by_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
