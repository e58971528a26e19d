/* How far a step of a guide can be trusted: what readers said of it, and when it was last
 * verified. */
#ifndef MODEL_STEP_TRUST_H
#define MODEL_STEP_TRUST_H

#include "model/article.h"

enum {
    STEP_ANSWERS_TOLD =
        5, /* from so many answers on readers are told of them, by pages and API */
    STEP_MARK_LEN = 6 /* hex digits */
};

enum step_answer { STEP_UNANSWERED, STEP_WORKED, STEP_FAILED };

struct step_counts {
    int64_t worked, failed;
};
/* Enough answers to tell readers of them. */
bool step_is_told(struct step_counts counts);

struct step_trust {
    int64_t key; /* see step_keys */
    struct step_counts all;
    int64_t verified_day;      /* or NONE_INT */
    int64_t verified_revision; /* that said so */
    struct slice verified_by;
};

/* What the answers of each of the guide's steps are kept under: made from title and words,
 * not from its place, so that it stays where an edit leaves the step as it was. Of steps
 * that read alike the second has another key than the first. `out_keys` has room for
 * doc->step_count. */
void step_keys(const struct article_doc *doc, int64_t *out_keys);
/* A few digits of the key, for forms: an answer is only taken for the words that its reader
 * had before him. */
struct slice step_mark(struct arena *arena, int64_t key);
/* The step that an answer is for: the one of that anchor or, where its words are others by
 * now, the one that the mark fits. -1: neither; an empty mark fits none. */
int64_t step_find(const struct article_doc *doc, const int64_t *keys, struct slice anchor,
                  struct slice mark);

#endif
