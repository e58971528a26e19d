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
/* What stands around a deed. */
struct setting {
    bool reports;     /* the passage describes the trouble: nothing is told to be done */
    bool conditional; /* it speaks of an approval */
};
/* STANCES: nothing is said of it. */
enum stance stance_at(const struct sentence *s, size_t at, enum word_form form,
                      const struct setting *setting);
/* "be deleted"; *form is FORM_DONE then. */
bool verb_is_passive(const struct sentence *s, size_t at, const struct deed_word *verb,
                     enum word_form *form);
bool sentence_is(const struct sentence *s, size_t at, const char *word);
/* Where the clause of that word begins: behind a mark, a comma too if asked. */
size_t sentence_clause(const struct sentence *s, size_t at, bool commas);
/* Between these words: "cannot", "may", "was" and their like. */
bool sentence_doubts(const struct sentence *s, size_t from, size_t to);
bool mark_is_hard(char c);
bool word_is_deed(struct slice word);
bool word_is_joint(struct slice word);

/* "Microsoft Teams" is "teams". */
struct slice product_subject(struct arena *arena, struct slice product);
struct slice lower_case(struct arena *arena, struct slice text);

#endif
