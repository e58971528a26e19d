/* Two guides that treat one subject in opposed ways (model/treatment.h), and what staff made
 * of it. */
#ifndef MODEL_CONTRADICTION_H
#define MODEL_CONTRADICTION_H

#include "model/treatment.h"

enum contradiction_state {
    CONTRADICTION_OPEN,
    CONTRADICTION_MENDING, /* a draft of one of the guides was opened for it */
    CONTRADICTION_SETTLED, /* both are right, and somebody said why */
    CONTRADICTION_GONE, /* settled before; the guides no longer contradict each other */
    CONTRADICTION_STATES
};

enum {
    CONTRADICTION_REASON_MAX = 1000, /* characters */
    CONTRADICTIONS_A_SUBJECT = 50    /* that are kept of one subject and deed */
};

struct contradiction_side {
    int64_t article_id;
    struct slice slug, title, author;
    struct slice owner; /* display name of the account that has it; empty: nobody */
    enum stance stance;
    struct slice sentence, place, anchor; /* as in struct treatment */
};

struct contradiction {
    int64_t id;
    enum subject_kind kind;
    enum deed deed;
    struct slice subject;
    enum opposition degree;
    enum contradiction_state state;
    int64_t words; /* stands for both sentences: another value, other sentences */
    int64_t found_at;
    struct contradiction_side sides[2]; /* SIDE_RUNS, SIDE_BARS */
    struct slice settled_by;            /* display name; empty: nobody did */
    int64_t settled_at;                 /* or NONE_INT */
    struct slice reason;
    int64_t draft_id; /* of MENDING; 0: none */
};

struct contradictions {
    struct contradiction *items;
    size_t count;
};

struct contradiction_filter {
    enum contradiction_state state;
    struct slice after; /* cursor; empty: from the start */
    size_t limit;       /* 1–500 */
};

int64_t contradiction_words(struct slice runs, struct slice bars);
/* "open", "mending", "settled", "gone". */
const char *contradiction_state_name(enum contradiction_state state);
bool contradiction_state_parse(struct slice name, enum contradiction_state *out_state);

#endif
