/* What somebody is to verify: guides whose review is due, and whose they are. The owner of
 * a guide is the account of its author's name that may write and is not disabled. */
#ifndef MODEL_DUE_H
#define MODEL_DUE_H

#include "model/draft.h"

enum due_when {
    DUE_OVER,  /* since today or before, those never verified among them */
    DUE_SOON,  /* within REVIEW_SOON_DAYS, but not yet */
    DUE_NEVER, /* never verified, though they ask for reviews */
    DUE_WHENS
};
enum due_whose {
    DUE_MINE,
    DUE_ALL,
    DUE_OWNERLESS,
    DUE_OWNER, /* of the owner who is named */
    DUE_WHOSES
};

struct due_filter {
    enum due_when when;
    enum due_whose whose;
    struct slice owner; /* name: of MINE and OWNER */
    int64_t today;      /* day */
    struct slice after; /* cursor; empty: from the start */
    bool newest;        /* the last due first; else the longest due */
    size_t limit;       /* 1–500 */
};

struct due_guide {
    struct guide guide;
    int64_t due_day;    /* 0: never verified */
    struct slice owner; /* display name; empty: nobody */
};
struct due_guides {
    struct due_guide *items;
    size_t count;
};

/* [when][whose], without OWNER. */
struct due_counts {
    int64_t of[DUE_WHENS][DUE_OWNER];
};

/* The days that such a list spans: behind `out_after`, up to `out_last`. */
void due_span(enum due_when when, int64_t today, int64_t *out_after, int64_t *out_last);
/* "overdue", "soon", "never". */
struct slice due_when_name(enum due_when when);
bool due_when_parse(struct slice name, enum due_when *out_when);
/* "mine", "all", "ownerless", "owner". */
struct slice due_whose_name(enum due_whose whose);
bool due_whose_parse(struct slice name, enum due_whose *out_whose);

#endif
