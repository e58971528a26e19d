/* Answering: did this step of a guide work? As with votes no person is stored: a visitor is
 * the hash of a random cookie. */
#ifndef ACTIONS_ANSWERING_H
#define ACTIONS_ANSWERING_H

#include "actions/reading.h"
#include "model/draft.h"
#include "model/step_trust.h"

struct answer_request {
    struct slice article, step;   /* slug, anchor */
    struct slice mark;            /* of the words that its reader saw */
    const unsigned char *visitor; /* VISITOR_HASH_LEN bytes */
    enum step_answer answer;
};

/* A step with what readers said of it. */
struct answered_step {
    const struct step *step;
    struct step_trust trust;
    enum step_answer mine;
};

/* STATUS_NOT_FOUND: no such guide. STATUS_CONFLICT: no step has the words that the mark is of,
 * and nothing was counted. Write lane. */
enum status answering_put(const struct reader *reader,
                          const struct answer_request *request,
                          struct answered_step *out_step);

/* All steps of a guide. `visitor` may be NULL: then nothing is mine. */
struct answered_steps {
    struct slice article; /* slug */
    struct answered_step *items;
    size_t count;
};
enum status answering_get(const struct reader *reader, struct slice article,
                          const unsigned char *visitor, struct answered_steps *out_steps);

/* Of each step of a guide, in their order; NULL when it has none. */
enum status answering_trust(const struct reader *reader, const struct article *article,
                            const struct step_trust **out_trust);

/* For staff: each step of the live text, with what was said of it in all and in one version;
 * and every version that somebody answered. */
enum { STEP_VERSIONS_A_PAGE = 50 };
struct version_answers {
    int64_t revision;
    struct step_counts counts; /* of all its steps */
};
struct step_table {
    struct guide guide;
    const struct article_doc *doc; /* NULL: the guide is not published */
    const struct step_trust *trust;
    int64_t version;          /* that `then` is of; the live one where none was asked */
    struct step_counts *then; /* of each step in that version */
    struct step_counts gone;  /* in it, of steps that read otherwise by now */
    struct version_answers *versions;
    size_t version_count;
    int64_t next_before; /* versions below this number follow; 0: none */
};
/* By its slug, or one that it had; `version` 0: the live one. */
enum status answering_table(const struct reader *reader, struct slice slug,
                            int64_t version, int64_t before,
                            struct step_table *out_table);

#endif
