/* What readers leave behind: votes, feedback, runs. No person is stored: a visitor is the
 * hash of a random cookie and when that was made. */
#ifndef STORE_VISITS_H
#define STORE_VISITS_H

#include "model/site.h"
#include "store/store.h"

enum { VISITOR_HASH_LEN = 32 };

struct vote_put {
    int64_t article_id;
    int64_t revision_id;          /* that the visitor saw; 0: the live one */
    const unsigned char *visitor; /* VISITOR_HASH_LEN bytes */
    enum my_vote vote;            /* VOTE_NONE withdraws */
    struct slice reason;          /* code such as "outdated"; empty: none */
    struct slice step;            /* anchor such as "step-3"; empty: none */
    int64_t at;
};

/* A guide as a vote finds it. */
struct vote_found {
    int64_t article_id, revision_id; /* the live one */
    struct vote_totals totals;
    enum my_vote mine; /* the visitor's, with the three below */
    int64_t at;
    struct slice reason, step;
};

/* A guide that the viewer may read, and the vote of `visitor` (NULL: nobody's). */
enum status votes_find(struct store *store, const struct viewer *viewer,
                       struct slice slug, const unsigned char *visitor,
                       struct arena *arena, struct vote_found *out_found);
/* Any guide. */
enum status votes_by_id(struct store *store, int64_t article_id,
                        const unsigned char *visitor, struct arena *arena,
                        struct vote_found *out_found);
enum status votes_totals(struct store *store, int64_t article_id,
                         struct vote_totals *out_totals);

/* One row a visitor and article; changing it replaces it. Totals are kept beside the
 * article in the same transaction. Touches store_key_votes(article_id) when the totals
 * changed. */
enum status votes_put(struct store *store, const struct vote_put *put);
/* The same for who has just found the guide, with this visitor, in the same item. The last
 * write of the item: to undo it is to undo the batch, unless the item wrote before. */
enum status votes_put_found(struct store *store, const struct vote_put *put,
                            const struct vote_found *found);

/* Vote-ordered lists (ORDER_HELPFUL) follow with the commit, but for a burst of votes
 * over many articles, whose places wait. This settles at most `limit` of them in the
 * caller's write item; upkeep calls it about once a minute. *out_more: some still wait.
 */
enum status votes_settle_lists(struct store *store, size_t limit, bool *out_more);

/* Words that a visitor sent beside a vote or instead of one; at most FEEDBACK_TEXT_MAX
 * characters. */
struct feedback_add {
    int64_t article_id, revision_id;
    struct slice reason, step, text;
    int64_t at;
    int64_t item_id; /* of the queue; 0: none */
};
enum status feedback_add(struct store *store, const struct feedback_add *add);
enum status feedback_count(struct store *store, int64_t article_id, int64_t *out_count);

/* A run begins pinned to a tree revision. `token` was made by guard. */
enum status runs_create(struct store *store, struct slice token, int64_t tree_revision_id,
                        struct slice article_slug, int64_t at, int64_t *out_run_id);
/* The same with the events that it has already; its id is not asked for. The item's last write:
 * to undo it is to undo the batch. */
enum status runs_begin(struct store *store, const struct run *run);
/* STATUS_CONFLICT when the log does not hold exactly `expected_count` events any more. */
enum status runs_append(struct store *store, int64_t run_id, size_t expected_count,
                        const struct run_event *event);
/* Deletes runs whose last event (or beginning) is older than `before`, with all their
 * events, the oldest first: at most `limit` runs in the caller's write item. */
enum status runs_purge(struct store *store, int64_t before, size_t limit,
                       size_t *out_count);
/* With all its events. */
enum status runs_by_token(struct store *store, struct slice token, struct arena *arena,
                          struct run *out_run);

#endif
