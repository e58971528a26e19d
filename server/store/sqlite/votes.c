/* Votes and feedback. */
#include "sqlite/votes.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "model/vote.h"
#include "sqlite/query.h"
#include "sqlite/seen_guides.h"
#include "store/visits.h"

#include <stdlib.h>

enum {
    FIND,
    FIND_BY_ID,
    FIND_VOTE,
    GIVE,
    CHANGE,
    WITHDRAW,
    ADD_TO_TOTALS,
    ADD_TO_DAY,
    BEGIN_DAY,
    CORRECT_DAY,
    DAY_CHANGED,
    SETTLE_SCORE,
    PUT_OFF,
    FIRST_PUT_OFF,
    TAKE_OFF,
    ADD_FEEDBACK,
    COUNT_FEEDBACK
};

#define GUIDE \
    "SELECT a.id, a.live_revision_id, a.helpful, a.not_helpful FROM articles AS a"

static const char *const statements[] = {
    [FIND] = GUIDE " WHERE " VISIBLE("a") " AND a.slug = ?2",
    [FIND_BY_ID] = GUIDE " WHERE a.id = ?1",

    [FIND_VOTE] = "SELECT helpful, at, reason, step FROM votes"
                  " WHERE article_id = ?1 AND visitor = ?2",

    [GIVE] =
        "INSERT INTO votes (article_id, visitor, helpful, revision_id, at, reason, step)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",

    [CHANGE] = "UPDATE votes SET helpful = ?3, revision_id = ?4, at = ?5, reason = ?6,"
               "       step = ?7"
               " WHERE article_id = ?1 AND visitor = ?2",

    [WITHDRAW] = "DELETE FROM votes WHERE article_id = ?1 AND visitor = ?2",

    [ADD_TO_TOTALS] = "UPDATE articles"
                      "   SET helpful = helpful + ?2, not_helpful = not_helpful + ?3"
                      " WHERE id = ?1",

    [ADD_TO_DAY] = "UPDATE vote_days"
                   "   SET helpful = helpful + ?3, not_helpful = not_helpful + ?4"
                   " WHERE article_id = ?1 AND day = ?2",

    [BEGIN_DAY] = "INSERT INTO vote_days (article_id, day, helpful, not_helpful)"
                  " VALUES (?1, ?2, ?3, ?4)",

    /* A day that was added up, and whose views may be forgotten, is put right instead of being
     * added up again. */
    [CORRECT_DAY] =
        "UPDATE list_days"
        "   SET helpful = max(helpful + ?3, 0), not_helpful = max(not_helpful + ?4, 0)"
        " WHERE day = ?2"
        "   AND list_id IN (SELECT 0 UNION ALL"
        "                   SELECT list_id FROM listed WHERE article_id = ?1)"
        "   AND NOT EXISTS (SELECT 1 FROM days_due WHERE day = ?2 AND sums = 1)",

    [DAY_CHANGED] = "INSERT INTO days_due (day, sums)"
                    " VALUES (?1, NOT EXISTS (SELECT 1 FROM list_days WHERE list_id = 0 "
                    "AND day = ?1))"
                    " ON CONFLICT (day) DO UPDATE SET changes = changes + 1",

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

/* ---- what a batch has changed ------------------------------------------------------ */

/* The change of that article and day among those from `from` on, or a new one. */
static struct vote_change *change_of(struct store *store, size_t from, int64_t article_id,
                                     int64_t day)
{
    struct vote_changes *changes = &store->votes;
    for (size_t i = from; i < changes->count; i++)
        if (changes->items[i].article_id == article_id && changes->items[i].day == day)
            return &changes->items[i];
    if (changes->count == changes->cap) {
        size_t cap = changes->cap ? changes->cap * 2 : 64;
        struct vote_change *items = realloc(changes->items, cap * sizeof *items);
        if (!items)
            abort();
        changes->items = items;
        changes->cap = cap;
    }
    changes->items[changes->count] =
        (struct vote_change){.article_id = article_id, .day = day};
    return &changes->items[changes->count++];
}

static void add_change(struct vote_change *change, int64_t helpful, int64_t not_helpful)
{
    change->helpful += helpful;
    change->not_helpful += not_helpful;
}

void votes_item_end(struct store *store, bool keep)
{
    struct vote_changes *changes = &store->votes;
    size_t from = changes->item_from, to = changes->count;
    changes->count = from;
    for (size_t i = from; keep && i < to; i++) {
        struct vote_change own = changes->items[i];
        add_change(change_of(store, 0, own.article_id, own.day), own.helpful,
                   own.not_helpful);
    }
    changes->item_from = changes->count;
}

void votes_forget(struct store *store)
{
    store->votes.count = store->votes.item_from = 0;
}

/* What the batch has added to the totals so far. */
static void add_unwritten(const struct store *store, int64_t article_id,
                          struct vote_totals *totals)
{
    const struct vote_changes *changes = &store->votes;
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].article_id == article_id) {
            totals->helpful += changes->items[i].helpful;
            totals->not_helpful += changes->items[i].not_helpful;
        }
}

static struct query ask_change(struct store *store, int statement,
                               const struct vote_change *change)
{
    struct query q = ask(store, statement, change->article_id);
    bind_int(&q, change->day);
    bind_int(&q, change->helpful);
    bind_int(&q, change->not_helpful);
    return q;
}

static enum status write_day(struct store *store, const struct vote_change *change)
{
    struct query q = ask_change(store, ADD_TO_DAY, change);
    enum status status = query_run(&q);
    bool is_new = status == STATUS_OK && changed_rows(store) == 0;
    if (is_new && change->helpful >= 0 && change->not_helpful >= 0) {
        q = ask_change(store, BEGIN_DAY, change);
        status = query_run(&q);
    }
    if (status == STATUS_OK) {
        q = ask_change(store, CORRECT_DAY, change);
        status = query_run(&q);
    }
    if (status != STATUS_OK)
        return status;
    q = ask(store, DAY_CHANGED, change->day);
    return query_run(&q);
}

static enum status write_change(struct store *store, const struct vote_change *change)
{
    if (change->helpful == 0 && change->not_helpful == 0)
        return STATUS_OK;
    struct query q = ask(store, ADD_TO_TOTALS, change->article_id);
    bind_int(&q, change->helpful);
    bind_int(&q, change->not_helpful);
    enum status status = query_run(&q);
    return status == STATUS_OK ? write_day(store, change) : status;
}

static enum status write_changes(struct store *store)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < store->votes.count; i++)
        status = write_change(store, &store->votes.items[i]);
    return status;
}

/* ---- votes ------------------------------------------------------------------------- */

static void bind_visitor(struct query *q, const unsigned char *visitor)
{
    bind_blob(q, slice_of((const char *)visitor, VISITOR_HASH_LEN));
}

static enum status take_guide(struct query *q, struct vote_found *out_found)
{
    struct vote_found guide = vote_found_empty;
    bool found = query_row(q);
    if (found) {
        guide.article_id = take_int(q);
        guide.revision_id = take_int(q);
        guide.totals.helpful = take_int(q);
        guide.totals.not_helpful = take_int(q);
    }
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_found = guide;
    return status;
}

static enum status find_vote(struct store *store, const unsigned char *visitor,
                             struct arena *arena, struct vote_found *found)
{
    struct query q = ask(store, FIND_VOTE, found->article_id);
    bind_visitor(&q, visitor);
    if (query_row(&q)) {
        found->mine = take_bool(&q) ? VOTE_HELPFUL : VOTE_NOT_HELPFUL;
        found->at = take_int(&q);
        found->reason = take_text(&q, arena);
        found->step = take_text(&q, arena);
    }
    return query_end(&q);
}

/* The rest of a guide that was found. */
static enum status complete(struct store *store, const unsigned char *visitor,
                            struct arena *arena, struct vote_found *found)
{
    add_unwritten(store, found->article_id, &found->totals);
    return visitor ? find_vote(store, visitor, arena, found) : STATUS_OK;
}

enum status votes_find(struct store *store, const struct viewer *viewer,
                       struct slice slug, const unsigned char *visitor,
                       struct arena *arena, struct vote_found *out_found)
{
    struct vote_found found = {0};
    if (!seen_guide_recall(store, viewer, slug, &found)) {
        struct query q = query_open(store, &votes_table, FIND);
        bind_viewer(&q, viewer);
        bind_text(&q, slug);
        enum status status = take_guide(&q, &found);
        if (status != STATUS_OK)
            return status;
        seen_guide_keep(store, viewer, slug, &found);
    }
    enum status status = complete(store, visitor, arena, &found);
    if (status == STATUS_OK)
        *out_found = found;
    return status;
}

enum status votes_by_id(struct store *store, int64_t article_id,
                        const unsigned char *visitor, struct arena *arena,
                        struct vote_found *out_found)
{
    struct vote_found found = {0};
    struct query q = ask(store, FIND_BY_ID, article_id);
    enum status status = take_guide(&q, &found);
    if (status == STATUS_OK)
        status = complete(store, visitor, arena, &found);
    if (status == STATUS_OK)
        *out_found = found;
    return status;
}

enum status votes_totals(struct store *store, int64_t article_id,
                         struct vote_totals *out_totals)
{
    struct vote_found found;
    arena_reset(&store->scratch);
    enum status status = votes_by_id(store, article_id, NULL, &store->scratch, &found);
    if (status == STATUS_OK)
        *out_totals = found.totals;
    return status;
}

static enum status write_vote(struct store *store, const struct vote_put *put,
                              const struct vote_found *found)
{
    int statement = put->vote == VOTE_NONE     ? WITHDRAW
                    : found->mine == VOTE_NONE ? GIVE
                                               : CHANGE;
    struct query q = ask(store, statement, found->article_id);
    bind_visitor(&q, put->visitor);
    if (statement != WITHDRAW) {
        bind_int(&q, put->vote == VOTE_HELPFUL);
        bind_int(&q, put->revision_id ? put->revision_id : found->revision_id);
        bind_int(&q, put->at);
        bind_text(&q, put->reason);
        bind_text(&q, put->step);
    }
    return query_run(&q);
}

static void count_vote(struct store *store, int64_t article_id, int64_t at,
                       enum my_vote vote, int by)
{
    if (vote == VOTE_NONE)
        return;
    struct vote_change *change =
        change_of(store, store->votes.item_from, article_id, day_of_instant(at));
    add_change(change, vote == VOTE_HELPFUL ? by : 0, vote == VOTE_NOT_HELPFUL ? by : 0);
}

enum status votes_put_found(struct store *store, const struct vote_put *put,
                            const struct vote_found *found)
{
    if (found->mine == VOTE_NONE && put->vote == VOTE_NONE)
        return STATUS_OK;
    int64_t changes = store_changes(store);
    item_write_bare(store);
    enum status status = write_vote(store, put, found);
    if (status != STATUS_OK)
        return status;
    seen_guides_note_vote(store, changes);
    count_vote(store, found->article_id, found->at, found->mine, -1);
    count_vote(store, found->article_id, put->at, put->vote, 1);
    if (found->mine != put->vote)
        store_touch(store, store_key_votes(found->article_id));
    return STATUS_OK;
}

enum status votes_put(struct store *store, const struct vote_put *put)
{
    struct vote_found found;
    arena_reset(&store->scratch);
    enum status status =
        votes_by_id(store, put->article_id, put->visitor, &store->scratch, &found);
    return status == STATUS_OK ? votes_put_found(store, put, &found) : status;
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
    enum status status = write_changes(store);
    if (status != STATUS_OK || count == 0)
        return status;
    arena_reset(&store->scratch);
    status = settle_touched(store, keys, count, &settled);
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
    struct vote_found found;
    if (utf8_length(add->text) > FEEDBACK_TEXT_MAX)
        return STATUS_TOO_LARGE;
    arena_reset(&store->scratch);
    enum status status =
        votes_by_id(store, add->article_id, NULL, &store->scratch, &found);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, ADD_FEEDBACK, add->article_id);
    bind_int(&q, add->revision_id ? add->revision_id : found.revision_id);
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
