/* What the rooms behind model/treatment.h share: a sentence as words, and its subjects. */
#ifndef MODEL_TREATMENT_PARTS_H
#define MODEL_TREATMENT_PARTS_H

#include "treatment_words.h"

struct spoken {
    struct slice raw, low; /* without the marks around it; low: lower case */
    char ends;             /* the mark behind it: , ; : . ) > or 0 */
};

struct sentence {
    struct arena *arena;
    struct slice text, low,
        product; /* low: lower case; product: canonical, may be empty */
    struct spoken words[TREATMENT_WORDS_MAX];
    size_t count;
    bool title;
    bool approval; /* it speaks of one */
};

/* false: it has too many words. */
bool sentence_read(struct sentence *s, struct slice text);

struct subject {
    enum subject_kind kind;
    struct slice name;
};
/* What stands at that word, for a deed; *out_next: the word behind it. */
bool subject_at(const struct sentence *s, size_t at, enum deed deed,
                struct subject *out_subject, size_t *out_next);
/* The canonical form of a path or registry key; false when it is none, or too general. */
bool path_subject(struct arena *arena, struct slice text, struct subject *out_subject);
/* "Microsoft Teams" is "teams". */
struct slice product_subject(struct arena *arena, struct slice product);
struct slice lower_case(struct arena *arena, struct slice text);

#endif
