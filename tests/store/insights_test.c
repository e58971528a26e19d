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
    struct insight_due *due;
    size_t count;
    OK(insights_days_due(f->reader, INT64_MAX, 1000, &f->arena, &due, &count));
    for (size_t i = 0; i < count; i++) {
        struct insight_list_day *sums = NULL;
        struct slice packs[DAY_COUNTED];
        size_t lists = 0;
        OK(insights_sum_day(f->reader, due[i].day, &f->arena, &sums, &lists));
        OK(day_packs_make(f->reader, due[i].day, &f->arena, packs));
        write_begin(f);
        if (due[i].sums)
            OK(insights_put_day(f->writer, due[i].day, sums, lists));
        if (done)
            OK(insights_day_done(f->writer, &due[i], packs));
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
    struct insight_due *due;
    OK(insights_days_due(f->reader, INT64_MAX, 100, &f->arena, &due, &count));
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
    /* Nor does it stay on a day that is not due any more. */
    vote(f, DAY + 2, a, bob, VOTE_HELPFUL);
    add_up(f, true);
    expect_day(f, DAY + 2, 0, 2, 0);
    vote(f, DAY + 9, a, ann, VOTE_NOT_HELPFUL);
    vote(f, DAY + 9, a, bob, VOTE_NONE);
    expect_day(f, DAY + 2, 0, 0, 0);
    add_up(f, true);
    expect_day(f, DAY + 2, 0, 0, 0);
    expect_day(f, DAY + 9, 0, 0, 1);
    struct insight_top *found;
    size_t count;
    OK(insights_top_of(f->reader, INSIGHT_LEAST_HELPFUL, 0, DAY, DAY + 8, 10, &f->arena,
                       &found, &count));
    assert_int_equal(count, 0);
    OK(insights_top_of(f->reader, INSIGHT_LEAST_HELPFUL, 0, DAY, DAY + 9, 10, &f->arena,
                       &found, &count));
    assert_int_equal(count, 1);
    assert_int_equal(found[0].numbers[0], 0);
    assert_int_equal(found[0].numbers[1], 1);
}

/* What changes while a day is being added up is added up again. */
static void a_change_in_between_is_not_lost(void **state)
{
    struct fixture *f = *state;
    struct insight_due *due;
    struct insight_top *found;
    struct slice packs[DAY_COUNTED];
    size_t count;
    search(f, DAY, "printer", 5, 0);
    OK(insights_days_due(f->reader, INT64_MAX, 10, &f->arena, &due, &count));
    assert_int_equal(count, 1);
    OK(day_packs_make(f->reader, DAY, &f->arena, packs));
    search(f, DAY, "printer", 1, 0);
    write_begin(f);
    OK(insights_day_done(f->writer, &due[0], packs));
    write_end(f);
    OK(insights_top_of(f->reader, INSIGHT_NO_RESULT, 0, DAY, DAY, 10, &f->arena, &found,
                       &count));
    assert_int_equal(count, 1);
    assert_int_equal(found[0].numbers[0], 6);
    add_up(f, true);
    OK(insights_days_due(f->reader, INT64_MAX, 10, &f->arena, &due, &count));
    assert_int_equal(count, 0);
    OK(insights_top_of(f->reader, INSIGHT_NO_RESULT, 0, DAY, DAY, 10, &f->arena, &found,
                       &count));
    assert_int_equal(found[0].numbers[0], 6);
}

/* The lists of any period are those that one statement over the whole log gives: of days that are
 * packed, of days that are due, and of both. */
enum { LOG_DAYS = 20, LOG_QUERIES = 200 };

static void expect_log(struct fixture *f, int64_t from, int64_t to)
{
    static const struct {
        enum insight_list list;
        enum searches_wanted wanted;
    } both[] = {{INSIGHT_NO_RESULT, SEARCHES_WITHOUT_RESULT},
                {INSIGHT_NOT_OPENED, SEARCHES_WITHOUT_CLICK}};
    for (int i = 0; i < (int)(sizeof both / sizeof *both); i++) {
        struct insight_top *found;
        struct search_count *wanted;
        size_t count, wanted_count;
        OK(insights_top_of(f->reader, both[i].list, 0, from, to, SEARCHES_LISTED_MAX,
                           &f->arena, &found, &count));
        OK(searches_top(f->reader, from, to, both[i].wanted, SEARCHES_LISTED_MAX,
                        &f->arena, &wanted, &wanted_count));
        assert_int_equal(count, wanted_count);
        for (size_t n = 0; n < count; n++) {
            assert_true(slice_eq(found[n].words, wanted[n].query));
            assert_int_equal(found[n].numbers[0], wanted[n].asked);
            assert_int_equal(found[n].numbers[1], wanted[n].results);
            assert_int_equal(found[n].numbers[2], wanted[n].clicks);
        }
    }
}

static void expect_log_anyhow(struct fixture *f)
{
    for (int64_t from = 0; from < LOG_DAYS; from += 7)
        for (int64_t to = from; to < LOG_DAYS; to += 5)
            expect_log(f, DAY + from, DAY + to);
}

static void periods_are_counted_as_by_hand(void **state)
{
    struct fixture *f = *state;
    uint64_t seed = 11;
    save_plain(f, "guide", AUDIENCE_EVERYONE);
    for (int64_t day = 0; day < LOG_DAYS; day++) {
        write_begin(f);
        for (int i = 0; i < 60; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            char query[24];
            unsigned number = (unsigned)(seed >> 33) % (i % 2 ? LOG_QUERIES : 20);
            snprintf(query, sizeof query, "query %u", number);
            struct slice text = slice_cstr(query);
            struct search_note note = {search_note_key(text), text,
                                       1 + (int64_t)(seed >> 60),
                                       number % 3 ? (int64_t)(seed >> 50) % 4 : 0};
            struct click_note click = {note.key, SLICE("guide"), 1};
            OK(searches_add(f->writer, DAY + day, &note, 1));
            if (seed >> 61 == 0)
                OK(searches_click(f->writer, DAY + day, &click));
        }
        write_end(f);
    }
    expect_log_anyhow(f); /* nothing is packed */
    add_up(f, true);
    expect_log_anyhow(f); /* all is */
    for (int64_t day = 3; day < LOG_DAYS; day += 9)
        search(f, DAY + day, "query 5", 50, 0);
    expect_log_anyhow(f); /* some are due again */
    bool more = true;
    write_begin(f);
    while (more)
        OK(searches_purge(f->writer, DAY + 10, 100, &more));
    write_end(f);
    expect_log_anyhow(f); /* what is forgotten is forgotten */
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
        TEST(days_add_up),
        TEST(votes_move),
        TEST(tops),
        TEST(least_helpful_first),
        TEST(runs_are_counted),
        TEST(a_change_in_between_is_not_lost),
        TEST(periods_are_counted_as_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
