/* Sums by day, tops of periods, and what became of runs. */
#include "fixture.h"

#include "store/insights.h"
#include "store/searches.h"
#include "store/views.h"

enum { DAY = 20000, SECONDS = 86400 };

static const unsigned char ann[VISITOR_HASH_LEN] = {1}, bob[VISITOR_HASH_LEN] = {2};

static void view(struct fixture *f, int64_t day, enum viewed viewed, int64_t id,
                 int64_t views)
{
    const struct view_count one = {viewed, id, viewed == VIEWED_GUIDE ? id : 0, views};
    write_begin(f);
    OK(views_add(f->writer, day, &one, 1));
    write_end(f);
}

static void vote(struct fixture *f, int64_t day, int64_t article,
                 const unsigned char *visitor, enum my_vote vote)
{
    const struct vote_put put = {.article_id = article,
                                 .visitor = visitor,
                                 .vote = vote,
                                 .at = day * SECONDS + 5,
                                 .reason = SLICE(""),
                                 .step = SLICE("")};
    write_begin(f);
    OK(votes_put(f->writer, &put));
    write_end(f);
}

static void search(struct fixture *f, int64_t day, const char *query, int64_t asked,
                   int64_t results)
{
    struct slice text = slice_cstr(query);
    struct search_note one = {search_note_key(text), text, asked, results};
    write_begin(f);
    OK(searches_add(f->writer, day, &one, 1));
    write_end(f);
}

/* Adds up whatever is due. */
static void add_up(struct fixture *f, bool done)
{
    int64_t *days;
    size_t count;
    OK(insights_days_due(f->reader, 100, &f->arena, &days, &count));
    for (size_t i = 0; i < count; i++) {
        struct insight_list_day *sums;
        size_t lists;
        OK(insights_sum_day(f->reader, days[i], &f->arena, &sums, &lists));
        write_begin(f);
        OK(insights_put_day(f->writer, days[i], sums, lists, done));
        write_end(f);
    }
}

static void expect_day(struct fixture *f, int64_t day, int64_t views, int64_t helpful,
                       int64_t not_helpful)
{
    struct insight_day *days;
    size_t count;
    OK(insights_days(f->reader, 0, day, day, &f->arena, &days, &count));
    assert_int_equal(count, 1);
    assert_int_equal(days[0].day, day);
    assert_int_equal(days[0].views, views);
    assert_int_equal(days[0].helpful, helpful);
    assert_int_equal(days[0].not_helpful, not_helpful);
}

static void days_add_up(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE),
            b = save_plain(f, "b", AUDIENCE_EVERYONE);
    view(f, DAY, VIEWED_GUIDE, a, 3);
    view(f, DAY, VIEWED_GUIDE, b, 4);
    view(f, DAY, VIEWED_CATEGORY, 1, 50);
    vote(f, DAY, a, ann, VOTE_HELPFUL);
    vote(f, DAY, a, bob, VOTE_NOT_HELPFUL);
    search(f, DAY, "printer", 5, 2);
    search(f, DAY, "nothing", 2, 0);
    view(f, DAY + 1, VIEWED_GUIDE, a, 1);
    add_up(f, true);
    expect_day(f, DAY, 7, 1, 1);
    expect_day(f, DAY + 1, 1, 0, 0);
    struct insight_day *days;
    size_t count;
    OK(insights_days(f->reader, 0, DAY, DAY + 9, &f->arena, &days, &count));
    assert_int_equal(count, 2);
    assert_int_equal(days[0].searches, 7);
    assert_int_equal(days[0].in_vain, 2);
    int64_t *due;
    OK(insights_days_due(f->reader, 100, &f->arena, &due, &count));
    assert_int_equal(count, 0);
}

/* A vote stands on one day: that on which it was given or last changed. */
static void votes_move(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    vote(f, DAY, a, ann, VOTE_HELPFUL);
    vote(f, DAY, a, ann, VOTE_NOT_HELPFUL);
    vote(f, DAY, a, bob, VOTE_HELPFUL);
    add_up(f, false);
    expect_day(f, DAY, 0, 1, 1);
    vote(f, DAY, a, bob, VOTE_NONE);
    vote(f, DAY + 2, a, ann, VOTE_HELPFUL);
    add_up(f, true); /* the first day was left due */
    expect_day(f, DAY, 0, 0, 0);
    expect_day(f, DAY + 2, 0, 1, 0);
}

static void tops(void **state)
{
    struct fixture *f = *state;
    struct insight_top *found;
    size_t count;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE),
            b = save_plain(f, "b", AUDIENCE_EVERYONE);
    view(f, DAY, VIEWED_GUIDE, a, 3);
    view(f, DAY + 1, VIEWED_GUIDE, a, 3);
    view(f, DAY, VIEWED_GUIDE, b, 5);
    view(f, DAY, VIEWED_GUIDE, 0, 500); /* not told apart: of no guide */
    OK(insights_top_of(f->reader, INSIGHT_GUIDES, 0, DAY, DAY + 1, 10, &f->arena, &found,
                       &count));
    assert_int_equal(count, 2);
    assert_int_equal(found[0].id, a);
    assert_int_equal(found[0].numbers[0], 6);
    OK(insights_top_of(f->reader, INSIGHT_GUIDES, 0, DAY, DAY, 1, &f->arena, &found,
                       &count));
    assert_int_equal(count, 1);
    assert_int_equal(found[0].id, b);
    write_begin(f);
    OK(insights_put_top(f->writer, INSIGHT_GUIDES, 7, found, count));
    OK(insights_put_top(f->writer, INSIGHT_GUIDES, 7, found,
                        count)); /* in place of them */
    OK(insights_note_time(f->writer, 1234));
    write_end(f);
    OK(insights_top(f->reader, INSIGHT_GUIDES, 7, 10, &f->arena, &found, &count));
    assert_int_equal(count, 1);
    OK(insights_name(f->reader, INSIGHT_GUIDES, &f->arena, &found[0]));
    TEXT(found[0].slug, "b");
    found[0].id = 999;
    CHECK(insights_name(f->reader, INSIGHT_GUIDES, &f->arena, &found[0]),
          STATUS_NOT_FOUND);
    int64_t at = 0;
    OK(insights_time(f->reader, &at));
    assert_int_equal(at, 1234);
}

/* One "no" alone does not come before many. */
static void least_helpful_first(void **state)
{
    struct fixture *f = *state;
    struct insight_top *found;
    size_t count;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE),
            b = save_plain(f, "b", AUDIENCE_EVERYONE),
            c = save_plain(f, "c", AUDIENCE_EVERYONE);
    vote(f, DAY, a, ann, VOTE_NOT_HELPFUL);
    for (unsigned char i = 1; i <= 9; i++) {
        unsigned char visitor[VISITOR_HASH_LEN] = {i, 7};
        vote(f, DAY, b, visitor, i < 7 ? VOTE_NOT_HELPFUL : VOTE_HELPFUL);
        vote(f, DAY, c, visitor, VOTE_HELPFUL);
    }
    OK(insights_top_of(f->reader, INSIGHT_LEAST_HELPFUL, 0, DAY, DAY, 10, &f->arena,
                       &found, &count));
    assert_int_equal(count, 2);
    assert_int_equal(found[0].id, b);
    assert_int_equal(found[0].numbers[0], 3);
    assert_int_equal(found[0].numbers[1], 6);
    assert_int_equal(found[1].id, a);
}

static void move(struct fixture *f, const char *from, const char *to,
                 enum outcome_kind left, enum outcome_kind reached, bool back)
{
    const struct run_move one = {.tree_revision_id = 1,
                                 .day = DAY,
                                 .from = slice_cstr(from),
                                 .to = slice_cstr(to),
                                 .left = left,
                                 .reached = reached,
                                 .back = back};
    write_begin(f);
    OK(runs_moved(f->writer, &one));
    write_end(f);
}

static void runs_are_counted(void **state)
{
    struct fixture *f = *state;
    struct insight_day *days;
    struct insight_state *states;
    size_t count;
    for (int i = 0; i < 2; i++) {
        move(f, "", "start", OUTCOME_NONE, OUTCOME_NONE, false);
        move(f, "start", "end", OUTCOME_NONE, OUTCOME_RESOLVED, false);
    }
    move(f, "end", "start", OUTCOME_RESOLVED, OUTCOME_NONE, true);
    OK(insights_run_days(f->reader, 0, DAY, DAY, &f->arena, &days, &count));
    assert_int_equal(count, 1);
    assert_int_equal(days[0].began, 2);
    assert_int_equal(days[0].resolved, 1);
    assert_int_equal(days[0].escalated, 0);
    OK(insights_states(f->reader, 1, DAY, DAY, &f->arena, &states, &count));
    assert_int_equal(count, 2);
    TEXT(states[0].state, "end");
    assert_int_equal(states[0].reached, 2);
    assert_int_equal(states[0].standing, 1);
    assert_int_equal(states[0].backs, 1);
    assert_int_equal(states[1].reached, 3);
    assert_int_equal(states[1].standing, 1);
    OK(insights_states(f->reader, 1, DAY + 1, DAY + 5, &f->arena, &states, &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(days_add_up),         TEST(votes_move),       TEST(tops),
        TEST(least_helpful_first), TEST(runs_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
