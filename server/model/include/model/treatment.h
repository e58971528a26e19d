/* How a guide treats things: what it tells readers to do with a tool, path, registry key,
 * service or local data, and what it forbids or leaves to an approval. Two guides that treat
 * the same subject in opposed ways contradict each other. Pure rules over a guide's words
 * (English); tables of words in treatment_words.c. */
#ifndef MODEL_TREATMENT_H
#define MODEL_TREATMENT_H

#include "base/arena.h"
#include "model/article.h"

/* Raised when the rules change: guides that were looked at under others are looked at again. */
enum { TREATMENT_RULES = 2 };

enum {
    TREATMENTS_MAX = 48,         /* of one guide */
    TREATMENT_WORDS_MAX = 90,    /* of a sentence: longer ones are passed over */
    TREATMENT_SUBJECT_MAX = 200, /* bytes */
    TREATMENT_SENTENCE_MAX = 600 /* bytes */
};

enum subject_kind {
    SUBJECT_TOOL,       /* "scanpst", "set-executionpolicy" */
    SUBJECT_PATH,       /* "%localappdata%/microsoft/outlook", "web.config" */
    SUBJECT_FILE_TYPE,  /* "ost" */
    SUBJECT_REGISTRY,   /* "hkcu/software/…" */
    SUBJECT_SERVICE,    /* "print spooler" */
    SUBJECT_DATA,       /* local data of a product: "outlook cache", "browser cache" */
    SUBJECT_PROTECTION, /* "firewall" */
    SUBJECT_KINDS
};

enum deed {
    DEED_ALTER,   /* delete, rename, clear, replace, repair … */
    DEED_CHANGE,  /* edit, set */
    DEED_STOP,    /* stop, disable, turn off */
    DEED_RUN,     /* run, use */
    DEED_RESTART, /* start again */
    DEEDS
};

enum stance {
    STANCE_RUNS,     /* tells readers to do it */
    STANCE_RUNS_IF,  /* tells them to, and beside it speaks of an approval */
    STANCE_WARNS,    /* not while, not before, with care */
    STANCE_APPROVAL, /* not unless somebody approved */
    STANCE_FORBIDS,
    STANCES
};

struct treatment {
    enum subject_kind kind;
    enum deed deed;
    enum stance stance;
    struct slice subject;  /* canonical: equal bytes are the same thing */
    struct slice sentence; /* as it stands in the guide, on one line */
    struct slice place;    /* title of its step or section; may be empty */
    struct slice anchor;   /* of its step or section; may be empty */
};

struct treatments {
    struct treatment *items;
    size_t count;
};

/* Each subject and deed at most once for a side: the first of the strongest stance. Lives in
 * the arena; slices may borrow the doc. */
struct treatments treatments_find(struct arena *arena, const struct article_doc *doc);
/* The treatments of a sentence, without what stands around it; for tests. `title`: it is one. */
struct treatments treatments_of_sentence(struct arena *arena, struct slice sentence,
                                         struct slice product, bool title);

/* The sides that can be opposed. */
enum side { SIDE_RUNS, SIDE_BARS, SIDE_NONE };
enum side stance_side(enum stance stance);
/* How much: none; in part (one side has a condition of its own); clearly. */
enum opposition { OPPOSED_NOT, OPPOSED_IN_PART, OPPOSED_CLEARLY };
enum opposition stances_opposed(enum stance runs, enum stance bars);

const char *subject_kind_name(enum subject_kind kind); /* "tool", "file-type", … */
const char *deed_name(enum deed deed);                 /* "alter", … */
const char *stance_name(enum stance stance);           /* "runs", "runs-if", … */

#endif
