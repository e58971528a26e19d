/* What readers say of each step of a guide, and when it was last verified. A step is known
 * by its key (model/step_trust.h). */
#ifndef STORE_STEPS_H
#define STORE_STEPS_H

#include "model/step_trust.h"
#include "store/visits.h"

struct step_put {
    int64_t article_id, step;
    int64_t revision;             /* number of the guide's live one */
    const unsigned char *visitor; /* VISITOR_HASH_LEN bytes */
    enum step_answer answer;      /* STEP_UNANSWERED withdraws */
    int64_t at;
};

/* Write. One row a visitor and step; changing it replaces it, and counts for the revision of
 * the change. The totals are kept in the same transaction. Touches store_key_votes of the
 * guide when they changed. */
enum status steps_put(struct store *store, const struct step_put *put);

/* Of each of the keys, in their order; room for `count`. What nobody answered or verified
 * is zero and NONE_INT. */
enum status steps_trust(struct store *store, int64_t article_id, const int64_t *keys,
                        size_t count, struct arena *arena, struct step_trust *out_trust);
enum status steps_mine(struct store *store, int64_t article_id,
                       const unsigned char *visitor, const int64_t *keys, size_t count,
                       enum step_answer *out_answers);

/* Answers by the guide's version, newest first, below `before` (0: from the newest). */
struct step_version {
    int64_t revision;
    struct step_counts counts; /* of all its steps */
};
enum status steps_versions(struct store *store, int64_t article_id, int64_t before,
                           size_t limit, struct arena *arena,
                           struct step_version **out_versions, size_t *out_count);
/* The same of each of the keys in one version. */
enum status steps_of_version(struct store *store, int64_t article_id, int64_t revision,
                             const int64_t *keys, size_t count,
                             struct step_counts *out_counts);

/* Keys of a guide's steps of which somebody said on the days from … to that they failed. */
struct step_failure {
    int64_t key;
    struct step_counts counts; /* of those days */
};
enum status steps_failed(struct store *store, int64_t article_id, int64_t from,
                         int64_t to, struct arena *arena, struct step_failure **out_steps,
                         size_t *out_count);
/* Anchor, title and text of each step of the live text: what keys are made of. */
enum status steps_now(struct store *store, int64_t article_id, struct arena *arena,
                      struct step **out_steps, size_t *out_count);

#endif
