/* How good guides are, with what reviewers answered and the history. Staff only. What comes
 * back lives in the arena. */
#ifndef STORE_QUALITY_H
#define STORE_QUALITY_H

#include "model/quality.h"
#include "store/store.h"

/* Has another published guide the same title? */
enum status quality_title_twice(struct store *store, int64_t article_id, bool *out_twice);
/* Write. What a look at its live text found. */
struct quality_put {
    int64_t article_id, revision, failed, day;
    struct slice category, author;
};
enum status quality_put(struct store *store, const struct quality_put *put);
/* Write. It is not published any more; history and reviews stay. */
enum status quality_forget(struct store *store, int64_t article_id);

/* The worst first. STATUS_INVALID: a cursor of another list. */
enum status quality_list(struct store *store, const struct quality_filter *filter,
                         struct arena *arena, struct qualities *out_list,
                         struct slice *out_next);
/* STATUS_NOT_FOUND: there is none, or nobody looked at it yet. */
enum status quality_get(struct store *store, struct slice slug, struct arena *arena,
                        struct quality *out_quality);
/* The last `limit` days, the oldest first. */
enum status quality_history(struct store *store, int64_t article_id, size_t limit,
                            struct arena *arena, struct quality_point **out_points,
                            size_t *out_count);
/* The last review, of whatever revision. STATUS_NOT_FOUND: none. */
enum status quality_last_review(struct store *store, int64_t article_id,
                                struct arena *arena, struct quality_review *out_review);

/* Write. STATUS_CONFLICT: the live text is of another revision, or was not looked at. */
struct quality_answer {
    int64_t article_id, revision, account_id, at, day, answers;
    struct slice note;
};
enum status quality_answer(struct store *store, const struct quality_answer *answer);

#endif
