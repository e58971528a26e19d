/* A sweep: one change to many guides. It is planned from a filter or from guides chosen by
 * hand, checked guide by guide, looked at, carried out in steps, and remembered. */
#ifndef MODEL_SWEEP_H
#define MODEL_SWEEP_H

#include "model/draft.h"

enum {
    SWEEP_ITEMS_MAX = 20000,
    SWEEP_CHOSEN_MAX = 500,    /* guides that are chosen by hand */
    SWEEP_UNTRUSTED_MAX = 200, /* guides of one that is not allowed RIGHT_BULK */
    SWEEP_VALUE_MAX = 500,     /* characters: of a value, and of a text that is sought */
    SWEEP_REPLACEMENT_MAX = 2000, /* characters */
    SWEEP_HITS_MAX = 100000,      /* of one replacement, in all guides */
    SWEEP_REVIEW_DAYS_MAX = 3650
};

enum sweep_kind {
    SWEEP_RETIRE,
    SWEEP_CATEGORY,
    SWEEP_TAG_ADD,
    SWEEP_TAG_REMOVE,
    SWEEP_AUDIENCE,
    SWEEP_AUTHOR,
    SWEEP_REVIEW_EVERY, /* days */
    SWEEP_DRAFTS,
    SWEEP_REPLACE,
    SWEEP_KINDS
};

enum sweep_state {
    SWEEP_CHOOSING,  /* what exactly is to be done is not said yet */
    SWEEP_GATHERING, /* the program writes down the guides of the filter */
    SWEEP_CHECKING,  /* … looks at each of them */
    SWEEP_PLANNED,   /* somebody is to look at it */
    SWEEP_RUNNING,
    SWEEP_DONE,
    SWEEP_STOPPED, /* by somebody, or by `trouble` */
    SWEEP_STATES
};

enum sweep_item_state {
    ITEM_WAITING,  /* not looked at yet */
    ITEM_PLANNED,  /* will be changed */
    ITEM_SAME,     /* nothing to change */
    ITEM_CANNOT,   /* will not be changed: see its code */
    ITEM_LEFT_OUT, /* somebody took it out */
    ITEM_DONE,
    ITEM_FAILED, /* was to be changed: see its code */
    ITEM_STATES
};

/* Where a replaced text goes. */
enum sweep_arrival { ARRIVES_AS_DRAFT, ARRIVES_IN_REVIEW, ARRIVES_LIVE };

/* Flags of a replacement: where it looks (none of them: everywhere), and how. */
enum {
    REPLACE_TITLE = 1, /* title and summary of the front matter */
    REPLACE_PROSE = 2,
    REPLACE_COMMANDS = 4, /* inside of fenced blocks */
    REPLACE_PLACES = REPLACE_TITLE | REPLACE_PROSE | REPLACE_COMMANDS,
    REPLACE_ANY_CASE = 8,
    REPLACE_WHOLE_WORDS = 16
};

struct sweep {
    int64_t id;
    enum sweep_kind kind;
    enum sweep_state state;
    int64_t account_id;
    struct slice who;                      /* display name */
    int64_t made_at, started_at, ended_at; /* the last two or NONE_INT */
    int64_t hits;
    int64_t counted; /* behind the filter, as the person saw it; 0: chosen by hand */
    bool by_filter;
    struct guide_filter filter; /* without cursor, limit and today */
    int64_t flags;
    enum sweep_arrival arrival;
    struct slice value, other, why;
    struct slice trouble; /* a code: why the program stopped it; empty: it did not */
};

struct sweeps {
    struct sweep *items;
    size_t count;
};

struct sweep_item {
    int64_t position, article_id;
    enum sweep_item_state state;
    int64_t revision, hits, result;
    struct slice code, detail, left_out;
    struct slice title, slug; /* of the guide today */
};

struct sweep_items {
    struct sweep_item *items;
    size_t count;
};

/* ---- what a replacement finds in the source of a guide; borrows it ------------------- */

struct replace_hit {
    int64_t flag; /* REPLACE_TITLE, _PROSE or _COMMANDS */
    int64_t line; /* 1…; 0: a line of the front matter */
    struct slice
        section;       /* heading; of the front matter the key; empty: before the first */
    struct slice text; /* the line or lines it stands in, or the value of the key */
    size_t at, len;    /* bytes in `text` */
};

enum { REPLACE_HITS_MAX = 2000 };

struct replace_found {
    struct replace_hit *hits; /* in the order of the text */
    size_t count;
};

/* "retire", "category", "tag-add", …, "replace". */
struct slice sweep_kind_name(enum sweep_kind kind);
bool sweep_kind_parse(struct slice name, enum sweep_kind *out_kind);
struct slice sweep_state_name(enum sweep_state state);
struct slice sweep_item_state_name(enum sweep_item_state state);
bool sweep_item_state_parse(struct slice name, enum sweep_item_state *out_state);
struct slice sweep_arrival_name(enum sweep_arrival arrival);
bool sweep_arrival_parse(struct slice name, enum sweep_arrival *out_arrival);

/* What somebody must be allowed for it. */
enum right sweep_right(enum sweep_kind kind);
/* The front matter key that it sets; "": none. */
struct slice sweep_key(enum sweep_kind kind);
/* The program works at it now. */
bool sweep_at_work(enum sweep_state state);

/* Is hit number `n` (0…) among those of " 0 3 "? */
bool hit_is_left_out(struct slice left_out, int64_t n);

#endif
