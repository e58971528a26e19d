/* How good guides are: lists, the worst first, reviews of a revision, and history. */
#include "fixture.h"

#include "model/rights.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/quality.h"

static int64_t add_guide(struct fixture *f, const char *slug, const char *title,
                         const char *text)
{
    struct article_doc doc = {.meta = {.slug = slice_cstr(slug),
                                       .title = slice_cstr(title),
                                       .lang = SLICE("en"),
                                       .verified_day = NONE_INT,
                                       .review_every_s = NONE_INT}};
    struct article_save save = {.doc = &doc,
                                .source = slice_cstr(text),
                                .at = 1000,
                                .who = SLICE("Ann"),
                                .why = SLICE("")};
    enum save_outcome outcome;
    int64_t id = 0;
    OK(articles_save(f->writer, &save, &f->problems, &id, &outcome));
    return id;
}

static void put(struct fixture *f, int64_t id, int64_t revision, int64_t failed,
                int64_t day, const char *category, const char *author)
{
    struct quality_put put = {
        id, revision, failed, day, slice_cstr(category), slice_cstr(author)};
    OK(quality_put(f->writer, &put));
}

static struct slice slugs(struct fixture *f, struct quality_filter filter)
{
    struct slice all = SLICE("");
    filter.after = SLICE("");
    do {
        struct qualities list = {0};
        struct slice next = SLICE("");
        OK(quality_list(f->writer, &filter, &f->arena, &list, &next));
        for (size_t i = 0; i < list.count; i++)
            all = arena_format(&f->arena, SLICE_FMT SLICE_FMT " ", SLICE_ARG(all),
                               SLICE_ARG(list.items[i].slug));
        filter.after = next;
    } while (filter.after.len);
    return all;
}

static void is_listed(void **state)
{
    struct fixture *f = *state;
    OK(store_batch_begin(f->writer));
    int64_t good = add_guide(f, "good", "Same title", "a");
    int64_t poor = add_guide(f, "poor", "same  Title", "b");
    int64_t fair = add_guide(f, "fair", "Other", "c");
    put(f, good, 1, 0, 100, "email", "ann");
    put(f, poor, 1, -1, 100, "email", "bob");
    put(f, fair, 1, 0xff, 100, "files", "ann");
    for (size_t limit = 1; limit < 5; limit++) {
        TEXT(slugs(f, (struct quality_filter){.limit = limit}), "poor fair good ");
        TEXT(
            slugs(f, (struct quality_filter){.category = SLICE("email"), .limit = limit}),
            "poor good ");
        TEXT(slugs(f, (struct quality_filter){.author = SLICE("ann"), .limit = limit}),
             "fair good ");
    }
    struct qualities list = {0};
    struct slice next = SLICE("");
    struct quality_filter wrong = {.limit = 5, .after = SLICE("xyz")};
    CHECK(quality_list(f->writer, &wrong, &f->arena, &list, &next), STATUS_INVALID);
    bool twice = false;
    OK(quality_title_twice(f->writer, good, &twice));
    assert_true(twice);
    OK(quality_title_twice(f->writer, fair, &twice));
    assert_false(twice);
    OK(articles_set_state(f->writer, poor, ARTICLE_RETIRED, 2000));
    OK(quality_title_twice(f->writer, good, &twice));
    assert_false(twice);
    OK(quality_forget(f->writer, poor));
    TEXT(slugs(f, (struct quality_filter){.limit = 5}), "fair good ");
    OK(store_batch_commit(f->writer));
}

static void answers_count_for_their_revision(void **state)
{
    struct fixture *f = *state;
    struct account add = {.name = SLICE("rita"),
                          .display = SLICE("Rita R"),
                          .roles = ROLE_REVIEWER,
                          .signed_in_at = NONE_INT};
    int64_t rita = 0;
    struct quality quality = {0};
    struct quality_review review = {0};
    struct quality_point *points = NULL;
    size_t count = 0;
    OK(store_batch_begin(f->writer));
    OK(accounts_add(f->writer, &add, &rita));
    int64_t id = add_guide(f, "one", "One", "a");
    CHECK(quality_get(f->writer, SLICE("one"), &f->arena, &quality), STATUS_NOT_FOUND);
    struct quality_answer answer = {id, 1, rita, 5000, 101, 1, SLICE("So so")};
    CHECK(quality_answer(f->writer, &answer), STATUS_CONFLICT); /* not looked at yet */
    put(f, id, 1, 0, 100, "", "rita");
    CHECK(quality_last_review(f->writer, id, &f->arena, &review), STATUS_NOT_FOUND);
    answer.revision = 2;
    CHECK(quality_answer(f->writer, &answer), STATUS_CONFLICT);
    answer.revision = 1;
    OK(quality_answer(f->writer, &answer));
    OK(quality_get(f->writer, SLICE("one"), &f->arena, &quality));
    assert_int_equal(quality.human, 20);
    assert_int_equal(quality.index, 76);
    TEXT(quality.owner, "Rita R");
    put(f, id, 1, 0, 102, "", "rita"); /* looked at again: the answers stay */
    OK(quality_get(f->writer, SLICE("one"), &f->arena, &quality));
    assert_int_equal(quality.index, 76);
    add_guide(f, "one", "One", "changed");
    CHECK(quality_answer(f->writer, &answer), STATUS_CONFLICT);
    put(f, id, 2, 0, 103, "", "rita");
    OK(quality_get(f->writer, SLICE("one"), &f->arena, &quality));
    assert_true(quality.human == NONE_INT);
    assert_int_equal(quality.index, 100);
    OK(quality_last_review(f->writer, id, &f->arena, &review));
    assert_int_equal(review.revision, 1);
    TEXT(review.who, "Rita R");
    TEXT(review.note, "So so");
    OK(quality_history(f->writer, id, 10, &f->arena, &points, &count));
    assert_int_equal(count, 3); /* on day 102 nothing changed */
    static const int64_t want[3][2] = {{100, 100}, {101, 76}, {103, 100}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(points[i].day, want[i][0]);
        assert_int_equal(points[i].index, want[i][1]);
    }
    OK(quality_history(f->writer, id, 2, &f->arena, &points, &count));
    assert_int_equal(count, 2);
    assert_int_equal(points[0].day, 101);
    OK(store_batch_commit(f->writer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(is_listed),
                                       TEST(answers_count_for_their_revision)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
