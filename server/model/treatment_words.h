/* Tables of words behind model/treatment.h: English, lower case. */
#ifndef MODEL_TREATMENT_WORDS_H
#define MODEL_TREATMENT_WORDS_H

#include "model/command.h"
#include "model/treatment.h"

struct deed_word {
    const char *base, *gerund, *done;
    const char *particle; /* that must follow soon: "off"; NULL: none */
    enum deed deed;
};

enum word_form { FORM_BASE, FORM_GERUND, FORM_DONE };

/* NULL: no verb of ours. */
const struct deed_word *deed_word_find(struct slice word, enum word_form *out_form);

/* Lists of single words, asked by name. */
enum word_list {
    WORDS_LEAD,       /* may stand between the start of a clause and its imperative */
    WORDS_IMPERATIVE, /* other verbs that begin an instruction */
    WORDS_BETWEEN,    /* may stand between "not" and its verb */
    WORDS_BEFORE_NOT, /* before "do not" where it is a rule and no report */
    WORDS_BOUND,      /* end what a verb acts on */
    WORDS_CONDITION,  /* make a prohibition a matter of circumstances */
    WORDS_PLAIN,      /* say nothing of which cache is meant */
    WORDS_DOUBT,      /* no instruction is in such a clause */
    WORDS_TOOL,       /* programs that are named in running text */
    WORDS_FILE_TYPE,
    WORDS_FILE_NAME, /* endings of names that are one file wherever they stand */
    WORDS_NOMINAL,   /* nouns that name a deed: "repair", "cleanup" */
    WORD_LISTS
};
bool word_in(enum word_list list, struct slice word);

/* "approved", "ask it first": one of them in a lower-case text. */
bool says_approval(struct slice text);

/* Words that mean something once one knows whose: "browser cache", "basic authentication". */
struct data_word {
    const char *words; /* one or several, blanks between */
    const char *noun;
    bool of_product; /* the guide's own, where no word says whose */
    unsigned deeds;  /* that are done to it: bits of enum deed */
};
extern const struct data_word data_words[];
extern const size_t data_word_count;

/* Words that mean a subject as they stand. */
struct named_subject {
    const char *words;
    enum subject_kind kind;
    const char *subject;
    unsigned deeds;
};
extern const struct named_subject named_subjects[];
extern const size_t named_subject_count;

#endif
