/* Votes, feedback and runs. */
#include "fixture.h"

#include <sqlite3.h>

static const unsigned char ann[VISITOR_HASH_LEN] = {1, 2, 3},
                           bob[VISITOR_HASH_LEN] = {0, 9};

static void vote(struct fixture *f, int64_t article, const unsigned char *visitor,
                 enum my_vote vote)
{
    struct vote_put put = {.article_id = article,
                           .visitor = visitor,
                           .vote = vote,
                           .at = 5,
                           .reason = SLICE("outdated"),
                           .step = SLICE("step-3")};
    write_begin(f);
    OK(votes_put(f->writer, &put));
    write_end(f);
}

static void expect_totals(struct fixture *f, int64_t article, int helpful,
                          int not_helpful)
{
    struct vote_totals totals;
    OK(votes_totals(f->reader, article, &totals));
    assert_int_equal(totals.helpful, helpful);
    assert_int_equal(totals.not_helpful, not_helpful);
}

static void expect_mine(struct fixture *f, int64_t article, const unsigned char *visitor,
                        enum my_vote want)
{
    struct vote_found found;
    OK(votes_by_id(f->reader, article, visitor, &f->arena, &found));
    assert_int_equal(found.mine, want);
}

static void votes(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE),
            b = save_plain(f, "b", AUDIENCE_EVERYONE);
    expect_totals(f, a, 0, 0);
    vote(f, a, ann, VOTE_HELPFUL);
    expect_totals(f, a, 1, 0);
    vote(f, a, ann, VOTE_HELPFUL);
    expect_totals(f, a, 1, 0);
    vote(f, a, bob, VOTE_NOT_HELPFUL);
    expect_totals(f, a, 1, 1);
    vote(f, a, ann, VOTE_NOT_HELPFUL);
    expect_totals(f, a, 0, 2);
    expect_mine(f, a, ann, VOTE_NOT_HELPFUL);
    vote(f, a, ann, VOTE_NONE);
    vote(f, a, ann, VOTE_NONE);
    expect_totals(f, a, 0, 1);
    expect_mine(f, a, ann, VOTE_NONE);
    expect_mine(f, a, bob, VOTE_NOT_HELPFUL);
    expect_mine(f, b, bob, VOTE_NONE);
    expect_totals(f, b, 0, 0);
    struct vote_put put = {.article_id = 999, .visitor = ann, .vote = VOTE_HELPFUL};
    struct vote_totals totals;
    write_begin(f);
    CHECK(votes_put(f->writer, &put), STATUS_NOT_FOUND);
    write_end(f);
    CHECK(votes_totals(f->reader, 999, &totals), STATUS_NOT_FOUND);
}

/* One vote of a batch, as an item of its own. One that shall be undone is in an item within,
 * else its batch would be (see item_write_bare). */
static void vote_in_batch(struct fixture *f, int64_t article, unsigned char who,
                          enum my_vote vote, bool keep)
{
    const unsigned char visitor[VISITOR_HASH_LEN] = {who};
    struct vote_found found;
    struct vote_put put = {
        .article_id = article, .visitor = visitor, .vote = vote, .at = 100};
    OK(store_item_begin(f->writer));
    if (!keep)
        OK(store_item_begin(f->writer));
    OK(votes_by_id(f->writer, article, visitor, &f->arena, &found));
    OK(votes_put_found(f->writer, &put, &found));
    if (!keep)
        OK(store_item_end(f->writer, false));
    OK(store_item_end(f->writer, true));
}

static void expect_on_the_way(struct fixture *f, int64_t article, int helpful,
                              int not_helpful)
{
    struct vote_totals totals;
    OK(votes_totals(f->writer, article, &totals));
    assert_int_equal(totals.helpful, helpful);
    assert_int_equal(totals.not_helpful, not_helpful);
}

/* Totals are written once a batch; each vote of it sees those before it, and one that is
 * taken back leaves nothing. */
static void totals_of_a_batch(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE),
            b = save_plain(f, "b", AUDIENCE_EVERYONE);
    OK(store_batch_begin(f->writer));
    vote_in_batch(f, a, 1, VOTE_HELPFUL, true);
    vote_in_batch(f, a, 2, VOTE_HELPFUL, false);
    vote_in_batch(f, b, 1, VOTE_NOT_HELPFUL, true);
    vote_in_batch(f, a, 3, VOTE_HELPFUL, true);
    expect_on_the_way(f, a, 2, 0);
    vote_in_batch(f, a, 3, VOTE_NOT_HELPFUL, false);
    vote_in_batch(f, a, 3, VOTE_NOT_HELPFUL, true);
    vote_in_batch(f, a, 4, VOTE_NONE, true);
    expect_on_the_way(f, a, 1, 1);
    expect_on_the_way(f, b, 0, 1);
    expect_totals(f, a, 0, 0);
    OK(store_batch_commit(f->writer));
    expect_totals(f, a, 1, 1);
    expect_totals(f, b, 0, 1);
    OK(store_batch_begin(f->writer));
    vote_in_batch(f, a, 1, VOTE_NONE, true);
    expect_on_the_way(f, a, 0, 1);
    store_batch_rollback(f->writer);
    expect_on_the_way(f, a, 1, 1);
    OK(store_batch_begin(f->writer));
    vote_in_batch(f, b, 1, VOTE_NONE, true);
    OK(store_batch_commit(f->writer));
    expect_totals(f, a, 1, 1);
    expect_totals(f, b, 0, 0);
}

/* A vote alone is written without a savepoint: to undo it is to undo the batch. */
static void a_vote_undone_ends_its_batch(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    OK(store_batch_begin(f->writer));
    vote_in_batch(f, a, 1, VOTE_HELPFUL, true);
    struct vote_put put = {.article_id = a, .visitor = ann, .vote = VOTE_HELPFUL};
    OK(store_item_begin(f->writer));
    OK(votes_put(f->writer, &put));
    CHECK(store_item_end(f->writer, false), STATUS_IO);
    store_batch_rollback(f->writer);
    expect_totals(f, a, 0, 0);
    expect_mine(f, a, ann, VOTE_NONE);
    /* One that wrote something else before has its savepoint. */
    struct feedback_add words = {.article_id = a, .text = SLICE("words")};
    OK(store_batch_begin(f->writer));
    vote_in_batch(f, a, 1, VOTE_HELPFUL, true);
    OK(store_item_begin(f->writer));
    OK(feedback_add(f->writer, &words));
    OK(votes_put(f->writer, &put));
    OK(store_item_end(f->writer, false));
    OK(store_batch_commit(f->writer));
    expect_totals(f, a, 1, 0);
    expect_mine(f, a, ann, VOTE_NONE);
}

static void expect_found(struct fixture *f, enum status want, int helpful)
{
    struct vote_found found = {0};
    enum status status =
        votes_find(f->writer, &viewer_anonymous, SLICE("a"), NULL, &f->arena, &found);
    assert_int_equal(status, want);
    assert_int_equal(found.totals.helpful, helpful);
}

/* A guide that a vote of the batch found is found again as it is by then. */
static void guides_change_between_votes(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    OK(store_batch_begin(f->writer));
    expect_found(f, STATUS_OK, 0);
    vote_in_batch(f, a, 1, VOTE_HELPFUL, true);
    expect_found(f, STATUS_OK, 1);
    OK(store_item_begin(f->writer));
    OK(articles_set_state(f->writer, a, ARTICLE_RETIRED, 7));
    expect_found(f, STATUS_NOT_FOUND, 0);
    OK(store_item_end(f->writer, false));
    expect_found(f, STATUS_OK, 1);
    vote_in_batch(f, a, 2, VOTE_HELPFUL, true);
    OK(store_item_begin(f->writer));
    OK(articles_set_state(f->writer, a, ARTICLE_RETIRED, 7));
    OK(store_item_end(f->writer, true));
    expect_found(f, STATUS_NOT_FOUND, 0);
    store_batch_rollback(f->writer);
    OK(store_batch_begin(f->writer));
    expect_found(f, STATUS_OK, 0);
    vote_in_batch(f, a, 1, VOTE_HELPFUL, true);
    OK(store_batch_commit(f->writer));
    OK(store_batch_begin(f->writer));
    expect_found(f, STATUS_OK, 1);
    OK(store_batch_commit(f->writer));
}

/* What is found goes by who reads. */
static void votes_find_what_is_seen(void **state)
{
    struct fixture *f = *state;
    struct vote_found found;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    save_plain(f, "b", AUDIENCE_STAFF);
    vote(f, a, ann, VOTE_NOT_HELPFUL);
    OK(votes_find(f->reader, &viewer_anonymous, SLICE("a"), ann, &f->arena, &found));
    assert_int_equal(found.article_id, a);
    assert_int_equal(found.mine, VOTE_NOT_HELPFUL);
    assert_int_equal(found.totals.not_helpful, 1);
    assert_true(slice_eq_cstr(found.reason, "outdated"));
    assert_true(slice_eq_cstr(found.step, "step-3"));
    OK(votes_find(f->reader, &viewer_anonymous, SLICE("a"), NULL, &f->arena, &found));
    assert_int_equal(found.mine, VOTE_NONE);
    CHECK(votes_find(f->reader, &viewer_anonymous, SLICE("b"), ann, &f->arena, &found),
          STATUS_NOT_FOUND);
    OK(votes_find(f->reader, &viewer_system, SLICE("b"), ann, &f->arena, &found));
}

static void expect_by_helpfulness(struct fixture *f, const char *slugs)
{
    struct article_filter filter = {.order = ORDER_HELPFUL, .limit = 9};
    struct article_heads heads;
    struct slice next;
    OK(articles_list(f->reader, &viewer_anonymous, &filter, &f->arena, &heads, &next));
    assert_int_equal(heads.count, strlen(slugs));
    for (size_t i = 0; i < heads.count; i++)
        assert_int_equal(heads.items[i].slug.ptr[0], slugs[i]);
}

/* The list by helpfulness and the heads follow in the same commit; saving keeps the
 * votes. */
static void votes_order_lists(void **state)
{
    struct fixture *f = *state;
    int64_t c = save_plain(f, "c", AUDIENCE_EVERYONE);
    save_plain(f, "b", AUDIENCE_EVERYONE);
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    vote(f, a, ann, VOTE_NOT_HELPFUL);
    vote(f, c, ann, VOTE_HELPFUL);
    vote(f, c, bob, VOTE_HELPFUL);
    expect_by_helpfulness(f, "cba");
    struct article_doc doc = doc_make("c", "C");
    save_doc(f, &doc, "c", "c changed", 7, SAVE_CHANGED);
    expect_by_helpfulness(f, "cba");
    vote(f, c, ann, VOTE_NOT_HELPFUL);
    vote(f, c, bob, VOTE_NOT_HELPFUL);
    expect_by_helpfulness(f, "bac");
}

/* A burst over many guides: the totals are right at once, the order when it has settled.
 */
static void burst_settles_later(void **state)
{
    struct fixture *f = *state;
    char slugs[41] = {0};
    int64_t ids[40];
    bool more = true;
    for (int i = 0; i < 40; i++) {
        char slug[2] = {(char)('0' + i), 0};
        slugs[i] = slug[0];
        if (slug[0] > '9') /* letters behind the digits */
            slug[0] = slugs[i] = (char)(slug[0] + 'a' - '9' - 1);
        ids[i] = save_plain(f, slug, AUDIENCE_EVERYONE);
    }
    OK(store_batch_begin(f->writer));
    for (int i = 0; i < 40; i++) /* the first saved gets the most votes: 40, 39, … */
        for (unsigned char v = 0; v < 40 - i; v++) {
            const unsigned char visitor[VISITOR_HASH_LEN] = {v};
            struct vote_put put = {
                .article_id = ids[i], .visitor = visitor, .vote = VOTE_HELPFUL};
            OK(store_item_begin(f->writer));
            OK(votes_put(f->writer, &put));
            OK(store_item_end(f->writer, true));
        }
    OK(store_batch_commit(f->writer));
    expect_totals(f, ids[0], 40, 0);
    expect_totals(f, ids[39], 1, 0);
    write_begin(f);
    OK(votes_settle_lists(f->writer, 10, &more));
    assert_true(more);
    write_end(f);
    for (int i = 0; i < 10 && more; i++) {
        write_begin(f);
        OK(votes_settle_lists(f->writer, 10, &more));
        write_end(f);
    }
    assert_false(more);
    struct article_filter filter = {.order = ORDER_HELPFUL, .limit = 50};
    struct article_heads heads;
    struct slice next;
    OK(articles_list(f->reader, &viewer_anonymous, &filter, &f->arena, &heads, &next));
    for (size_t i = 0; i < 40; i++)
        assert_int_equal(heads.items[i].id, ids[i]);
}

/* Without upkeep, later votes make up for it. */
static void burst_settles_with_later_commits(void **state)
{
    struct fixture *f = *state;
    int64_t ids[20];
    OK(store_batch_begin(f->writer));
    for (int i = 0; i < 20; i++) {
        char slug[16];
        snprintf(slug, sizeof slug, "g%d", i);
        struct article_doc doc = doc_make(slug, slug);
        struct vote_put put = {.visitor = ann, .vote = VOTE_NOT_HELPFUL};
        OK(store_item_begin(f->writer));
        put.article_id = ids[i] = put_doc(f, &doc, slug, slug, 1, SAVE_CREATED);
        if (i > 0)
            OK(votes_put(f->writer, &put));
        OK(store_item_end(f->writer, true));
    }
    OK(store_batch_commit(f->writer));
    for (int i = 0; i < 4; i++)
        vote(f, ids[1], bob, i % 2 ? VOTE_HELPFUL : VOTE_NOT_HELPFUL);
    struct article_filter filter = {.order = ORDER_HELPFUL, .limit = 1};
    struct article_heads heads;
    struct slice next;
    OK(articles_list(f->reader, &viewer_anonymous, &filter, &f->arena, &heads, &next));
    assert_int_equal(heads.items[0].helpful - heads.items[0].not_helpful, 0);
    bool more = true;
    write_begin(f);
    OK(votes_settle_lists(f->writer, 1, &more));
    write_end(f);
    assert_false(more);
}

static void feedback(void **state)
{
    struct fixture *f = *state;
    static char long_text[4001];
    memset(long_text, 'x', sizeof long_text);
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE), count;
    struct feedback_add add = {
        .article_id = a, .text = slice_of(long_text, 4000), .at = 1};
    write_begin(f);
    OK(feedback_add(f->writer, &add));
    add.text = SLICE("");
    OK(feedback_add(f->writer, &add));
    add.text = slice_of(long_text, 4001);
    CHECK(feedback_add(f->writer, &add), STATUS_TOO_LARGE);
    add = (struct feedback_add){.article_id = 999};
    CHECK(feedback_add(f->writer, &add), STATUS_NOT_FOUND);
    write_end(f);
    OK(feedback_count(f->reader, a, &count));
    assert_int_equal(count, 2);
    OK(feedback_count(f->reader, 999, &count));
    assert_int_equal(count, 0);
}

/* ---- runs -------------------------------------------------------------------------- */

static int64_t save_tree(struct fixture *f, const char *source)
{
    struct tree_save save = {
        .slug = SLICE("t"), .title = SLICE("T"), .source = slice_cstr(source), .at = 3};
    enum save_outcome outcome;
    struct stored_tree tree;
    write_begin(f);
    OK(trees_save(f->writer, &save, &outcome));
    write_end(f);
    OK(trees_by_slug(f->reader, &viewer_anonymous, SLICE("t"), &f->arena, &tree));
    return tree.revision_id;
}

static void runs(void **state)
{
    struct fixture *f = *state;
    int64_t revision = save_tree(f, "{\"one\":1}"), id, other;
    struct run_event answer = {.kind = EVENT_ANSWER,
                               .state = SLICE("scope"),
                               .answer = SLICE("one-user"),
                               .at = 11};
    struct run_event restart = {.kind = EVENT_RESTART, .at = 12};
    write_begin(f);
    OK(runs_create(f->writer, SLICE("tok"), revision, SLICE("guide"), 10, &id));
    CHECK(runs_create(f->writer, SLICE("tok"), revision, SLICE(""), 10, &other),
          STATUS_CONFLICT);
    CHECK(runs_create(f->writer, SLICE("x"), 999, SLICE(""), 10, &other),
          STATUS_NOT_FOUND);
    OK(runs_append(f->writer, id, 0, &answer));
    CHECK(runs_append(f->writer, id, 0, &answer), STATUS_CONFLICT);
    CHECK(runs_append(f->writer, id, 2, &answer), STATUS_CONFLICT);
    OK(runs_append(f->writer, id, 1, &restart));
    CHECK(runs_append(f->writer, 999, 0, &answer), STATUS_NOT_FOUND);
    write_end(f);
    save_tree(f, "{\"two\":2}"); /* the run stays on its revision */
    struct run run;
    OK(runs_by_token(f->reader, SLICE("tok"), &f->arena, &run));
    assert_int_equal(run.id, id);
    assert_int_equal(run.tree_revision_id, revision);
    assert_int_equal(run.revision, 1);
    assert_int_equal(run.started_at, 10);
    TEXT(run.tree, "t");
    TEXT(run.article, "guide");
    assert_int_equal(run.event_count, 2);
    TEXT(run.events[0].state, "scope");
    TEXT(run.events[0].answer, "one-user");
    assert_int_equal(run.events[1].kind, EVENT_RESTART);
    assert_int_equal(run.events[1].at, 12);
    CHECK(runs_by_token(f->reader, SLICE("nope"), &f->arena, &run), STATUS_NOT_FOUND);
}

/* Even a hand at the file cannot rewrite the log. */
static void run_log_is_append_only(void **state)
{
    static const char *const attacks[] = {
        "UPDATE run_events SET state = 'x'",
        "DELETE FROM run_events",
        "INSERT OR REPLACE INTO run_events SELECT run_id, number, kind, at, 'x', answer"
        " FROM run_events",
        "PRAGMA recursive_triggers = ON; REPLACE INTO run_events SELECT * FROM "
        "run_events",
    };
    struct fixture *f = *state;
    int64_t id;
    struct run_event event = {.kind = EVENT_ANSWER, .state = SLICE("s")};
    int64_t revision = save_tree(f, "{}");
    write_begin(f);
    OK(runs_create(f->writer, SLICE("tok"), revision, SLICE(""), 10, &id));
    OK(runs_append(f->writer, id, 0, &event));
    write_end(f);
    char path[128];
    snprintf(path, sizeof path, "%s/runbookd.sqlite3", f->dir);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA recursive_triggers = ON", NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++)
        assert_int_equal(sqlite3_exec(db, attacks[i], NULL, NULL, NULL),
                         SQLITE_CONSTRAINT);
    sqlite3_close(db);
    struct run run;
    OK(runs_by_token(f->reader, SLICE("tok"), &f->arena, &run));
    TEXT(run.events[0].state, "s");
}

/* The oldest go first, whole; a run that was touched lately stays, whenever it began. */
static void old_runs_go(void **state)
{
    struct fixture *f = *state;
    struct run_event event = {.kind = EVENT_ANSWER, .state = SLICE("s")};
    int64_t revision = save_tree(f, "{}"), id;
    struct run run;
    size_t count = 9;
    char token[16];
    write_begin(f);
    for (int i = 0; i < 5; i++) { /* run i: begun at 10, last touched at 10 + 10 × i */
        snprintf(token, sizeof token, "tok%d", i);
        OK(runs_create(f->writer, slice_cstr(token), revision, SLICE(""), 10, &id));
        event.at = 10 + 10 * (int64_t)i;
        for (size_t k = 0; i && k < 3; k++)
            OK(runs_append(f->writer, id, k, &event));
    }
    write_end(f);
    write_begin(f);
    OK(runs_purge(f->writer, 10, 100, &count));
    assert_int_equal(count, 0);
    OK(runs_purge(f->writer, 40, 2, &count));
    assert_int_equal(count, 2);
    OK(runs_purge(f->writer, 40, 2, &count));
    assert_int_equal(count, 1);
    OK(runs_purge(f->writer, 40, 2, &count));
    assert_int_equal(count, 0);
    write_end(f);
    for (int i = 0; i < 5; i++) {
        snprintf(token, sizeof token, "tok%d", i);
        CHECK(runs_by_token(f->reader, slice_cstr(token), &f->arena, &run),
              i < 3 ? STATUS_NOT_FOUND : STATUS_OK);
    }
    assert_int_equal(run.event_count, 3);
    struct problems problems;
    problems_init(&problems, &f->arena);
    OK(store_health(f->reader, true, &problems));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(votes),
        TEST(totals_of_a_batch),
        TEST(a_vote_undone_ends_its_batch),
        TEST(guides_change_between_votes),
        TEST(votes_find_what_is_seen),
        TEST(votes_order_lists),
        TEST(burst_settles_later),
        TEST(burst_settles_with_later_commits),
        TEST(feedback),
        TEST(runs),
        TEST(run_log_is_append_only),
        TEST(old_runs_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
