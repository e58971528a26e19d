/* Voting: was this helpful, and if not, why and where. No personal data: a visitor is the
 * hash of a random cookie and the millisecond in which that was made. */
#ifndef ACTIONS_VOTING_H
#define ACTIONS_VOTING_H

#include "actions/reading.h"
#include "model/vote.h"

struct vote_request {
    struct slice article;         /* slug */
    const unsigned char *visitor; /* VISITOR_HASH_LEN bytes */
    bool is_new;                  /* the visitor: cannot have voted yet */
    enum my_vote vote;
    struct feedback_draft why; /* words are kept as feedback, without the visitor */
};

struct vote_answer {
    int64_t article_id;
    struct slice article; /* slug */
    struct vote_totals totals;
    enum my_vote mine;
};

/* STATUS_NOT_FOUND; STATUS_INVALID with the field ("reason", "step", "text"). Write lane.
 */
enum status voting_put(const struct reader *reader, const struct vote_request *request,
                       struct problems *problems, struct vote_answer *out_answer);
/* `visitor` may be NULL: then mine is VOTE_NONE. */
enum status voting_get(const struct reader *reader, struct slice article,
                       const unsigned char *visitor, struct vote_answer *out_answer);
/* Reason, step and words of somebody who voted "no" (or did not vote). Write lane. */
enum status voting_feedback(const struct reader *reader,
                            const struct vote_request *request, struct problems *problems,
                            struct vote_answer *out_answer);

#endif
