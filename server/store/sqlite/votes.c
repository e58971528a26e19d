/* Votes and feedback. */
#include "sqlite/votes.h"
#include "base/utf8.h"
#include "model/vote.h"
#include "sqlite/query.h"
#include "store/visits.h"

#include <stdlib.h>

enum {
    READ_ARTICLE,
    READ_MINE,
    READ_SAME,
    PUT_VOTE,
    WITHDRAW,
    ADD_TO_TOTALS,
    SETTLE_SCORE,
    PUT_OFF,
    FIRST_PUT_OFF,
    TAKE_OFF,
    ADD_FEEDBACK,
    COUNT_FEEDBACK
};

static const char *const statements[] = {
    [READ_ARTICLE] =
        "SELECT helpful, not_helpful, live_revision_id FROM articles WHERE id = ?1",

    [READ_MINE] = "SELECT helpful FROM votes WHERE article_id = ?1 AND visitor = ?2",

    [READ_SAME] = "SELECT count(*) FROM votes WHERE article_id = ?1 AND visitor = ?2"
                  "   AND helpful = ?3 AND reason = ?4 AND step = ?5",

    [PUT_VOTE] =
        "INSERT INTO votes (article_id, visitor, helpful, revision_id, at, reason, step)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        " ON CONFLICT (article_id, visitor) DO UPDATE"
        "   SET helpful = excluded.helpful, revision_id = excluded.revision_id,"
        "       at = excluded.at, reason = excluded.reason, step = excluded.step",

    [WITHDRAW] = "DELETE FROM votes WHERE article_id = ?1 AND visitor = ?2",

    [ADD_TO_TOTALS] = "UPDATE articles"
                      "   SET helpful = helpful + ?2, not_helpful = not_helpful + ?3"
                      " WHERE id = ?1",

    [SETTLE_SCORE] = "UPDATE listed SET score = s.score"
                     "  FROM (SELECT helpful - not_helpful AS score FROM articles"
                     "         WHERE id = ?1) AS s"
                     " WHERE article_id = ?1 AND listed.score <> s.score",

    [PUT_OFF] = "INSERT INTO unsettled_scores (article_id)"
                " SELECT id FROM articles WHERE id = ?1"
                " ON CONFLICT (article_id) DO NOTHING",

    [FIRST_PUT_OFF] =
        "SELECT article_id FROM unsettled_scores ORDER BY article_id LIMIT ?1",

    [TAKE_OFF] = "DELETE FROM unsettled_scores WHERE article_id = ?1",

    [ADD_FEEDBACK] =
        ("INSERT INTO feedback (article_id, revision_id, at, reason, step, text, item_id)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, nullif(?7, 0))"),

    [COUNT_FEEDBACK] = "SELECT count(*) FROM feedback WHERE article_id = ?1",
};

const struct sql_table votes_table = SQL_TABLE(SQL_VOTES, "votes", statements);

static struct query ask(struct store *store, int statement, int64_t article_id)
{
    struct query q = query_open(store, &votes_table, statement);
    bind_int(&q, article_id);
    return q;
}

/* ---- votes ------------------------------------------------------------------------- */

static enum status read_article(struct store *store, int64_t article_id,
                                struct vote_totals *totals, int64_t *live_revision)
{
    struct query q = ask(store, READ_ARTICLE, article_id);
    bool found = query_row(&q);
    if (found) {
        totals->helpful = take_int(&q);
        totals->not_helpful = take_int(&q);
        *live_revision = take_int(&q);
    }
    return query_end_found(&q, found);
}

static struct slice visitor_key(const unsigned char *visitor)
{
    return slice_of((const char *)visitor, VISITOR_HASH_LEN);
}

enum status votes_mine(struct store *store, int64_t article_id,
                       const unsigned char *visitor, enum my_vote *out_vote)
{
    bool found = false;
    int64_t helpful = 0;
    struct query q = ask(store, READ_MINE, article_id);
    bind_blob(&q, visitor_key(visitor));
    enum status status = query_find(&q, &found, &helpful);
    if (status == STATUS_OK)
        *out_vote = !found ? VOTE_NONE : helpful ? VOTE_HELPFUL : VOTE_NOT_HELPFUL;
    return status;
}

enum status votes_same(struct store *store, const struct vote_put *put, bool *out_same)
{
    int64_t same = 0;
    struct query q = ask(store, READ_SAME, put->article_id);
    bind_blob(&q, visitor_key(put->visitor));
    bind_int(&q, put->vote == VOTE_HELPFUL);
    bind_text(&q, put->reason);
    bind_text(&q, put->step);
    enum status status = query_int(&q, &same);
    if (status == STATUS_OK)
        *out_same = same > 0;
    return status;
}

enum status votes_totals(struct store *store, int64_t article_id,
                         struct vote_totals *out_totals)
{
    int64_t revision;
    return read_article(store, article_id, out_totals, &revision);
}

static enum status write_vote(struct store *store, const struct vote_put *put,
                              int64_t revision)
{
    bool withdraws = put->vote == VOTE_NONE;
    struct query q = ask(store, withdraws ? WITHDRAW : PUT_VOTE, put->article_id);
    bind_blob(&q, visitor_key(put->visitor));
    if (!withdraws) {
        bind_int(&q, put->vote == VOTE_HELPFUL);
        bind_int(&q, revision);
        bind_int(&q, put->at);
        bind_text(&q, put->reason);
        bind_text(&q, put->step);
    }
    return query_run(&q);
}

static enum status add_to_totals(struct store *store, int64_t article_id,
                                 enum my_vote before, enum my_vote after)
{
    struct query q = ask(store, ADD_TO_TOTALS, article_id);
    bind_int(&q, (after == VOTE_HELPFUL) - (before == VOTE_HELPFUL));
    bind_int(&q, (after == VOTE_NOT_HELPFUL) - (before == VOTE_NOT_HELPFUL));
    enum status status = query_run(&q);
    if (status == STATUS_OK)
        store_touch(store, store_key_votes(article_id));
    return status;
}

enum status votes_put(struct store *store, const struct vote_put *put)
{
    struct vote_totals totals;
    int64_t live = 0;
    enum my_vote before = VOTE_NONE;
    enum status status = read_article(store, put->article_id, &totals, &live);
    if (status == STATUS_OK)
        status = votes_mine(store, put->article_id, put->visitor, &before);
    if (status == STATUS_OK)
        status = write_vote(store, put, put->revision_id ? put->revision_id : live);
    if (status == STATUS_OK && before != put->vote)
        status = add_to_totals(store, put->article_id, before, put->vote);
    return status;
}

enum { SETTLED_A_COMMIT = 8 };

/* ---- settling ---------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The article of a vote key (store_key_votes), or 0. */
static int64_t article_of_key(uint64_t key)
{
    return key % 4 == 2 ? (int64_t)(key / 4) : 0;
}

static enum status run(struct store *store, int statement, int64_t article_id)
{
    struct query q = ask(store, statement, article_id);
    return query_run(&q);
}

/* Settles at most `limit` articles that were put off; *out_count is how many there were.
 */
static enum status settle_put_off(struct store *store, size_t limit, size_t *out_count)
{
    struct list ids = LIST_OF(&store->scratch, int64_t);
    struct query q = ask(store, FIRST_PUT_OFF, (int64_t)limit);
    while (query_row(&q))
        *LIST_PUSH(&ids, int64_t) = take_int(&q);
    enum status status = query_end(&q);
    for (size_t i = 0; status == STATUS_OK && i < ids.count; i++) {
        int64_t id = ((const int64_t *)ids.items)[i];
        status = run(store, SETTLE_SCORE, id);
        if (status == STATUS_OK)
            status = run(store, TAKE_OFF, id);
    }
    *out_count = ids.count;
    return status;
}

/* Settles or puts off the articles of the vote keys; *out_settled is how many were
 * settled. */
static enum status settle_touched(struct store *store, const uint64_t *keys, size_t count,
                                  size_t *out_settled)
{
    uint64_t *sorted = ARENA_ARRAY(&store->scratch, count, uint64_t);
    memcpy(sorted, keys, count * sizeof *keys);
    qsort(sorted, count, sizeof *sorted, by_key);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        int64_t article_id = article_of_key(sorted[i]);
        if (article_id == 0 || (i && sorted[i] == sorted[i - 1]))
            continue;
        bool now = *out_settled < SETTLED_A_COMMIT;
        status = run(store, now ? SETTLE_SCORE : PUT_OFF, article_id);
        *out_settled += now;
        store->put_off = store->put_off || !now;
    }
    return status;
}

enum status votes_settle(struct store *store, const uint64_t *keys, size_t count)
{
    size_t settled = 0, found = 0;
    if (count == 0)
        return STATUS_OK;
    arena_reset(&store->scratch);
    enum status status = settle_touched(store, keys, count, &settled);
    size_t left = SETTLED_A_COMMIT - settled;
    if (status == STATUS_OK && store->put_off && left) {
        status = settle_put_off(store, left, &found);
        store->put_off = found == left;
    }
    return status;
}

enum status votes_settle_lists(struct store *store, size_t limit, bool *out_more)
{
    size_t found = 0;
    arena_reset(&store->scratch);
    enum status status = settle_put_off(store, limit, &found);
    if (status == STATUS_OK)
        *out_more = found == limit;
    return status;
}

/* ---- feedback ---------------------------------------------------------------------- */

enum status feedback_add(struct store *store, const struct feedback_add *add)
{
    struct vote_totals totals;
    int64_t live = 0;
    if (utf8_length(add->text) > FEEDBACK_TEXT_MAX)
        return STATUS_TOO_LARGE;
    enum status status = read_article(store, add->article_id, &totals, &live);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, ADD_FEEDBACK, add->article_id);
    bind_int(&q, add->revision_id ? add->revision_id : live);
    bind_int(&q, add->at);
    bind_text(&q, add->reason);
    bind_text(&q, add->step);
    bind_text(&q, add->text);
    bind_int(&q, add->item_id);
    return query_run(&q);
}

enum status feedback_count(struct store *store, int64_t article_id, int64_t *out_count)
{
    struct query q = ask(store, COUNT_FEEDBACK, article_id);
    return query_int(&q, out_count);
}
