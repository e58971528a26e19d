/* Work that comes back: what readers could not do with the portal, as items of a queue. An
 * item stands for all that is the same (WORK kinds say what that is), has an owner and a
 * state, and is closed with a revision that settles it or with a reason. */
#ifndef MODEL_WORK_H
#define MODEL_WORK_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "model/article.h"
#include "model/workflow.h"

enum work_kind {
    WORK_FEEDBACK, /* "no" votes and problem reports: same guide, step and reason */
    WORK_SEARCH,   /* searches that found nothing: same normalised words */
    WORK_ASK,      /* guides that were asked for: same terms, in whatever order */
    WORK_KINDS
};

enum work_state {
    WORK_NEW,
    WORK_TAKEN,
    WORK_WAITING,  /* for somebody or something outside */
    WORK_DONE,     /* with a revision */
    WORK_DECLINED, /* with a reason, or grouped into another item */
    WORK_STATES
};

enum work_action {
    WORK_TAKE,
    WORK_GIVE, /* to somebody else */
    WORK_RELEASE,
    WORK_COMMENT,
    WORK_WAIT,
    WORK_WRITE, /* a draft is begun from it */
    WORK_CLOSE, /* a revision settles it */
    WORK_DECLINE,
    WORK_MERGE, /* another item stands for it, too */
    WORK_REOPEN,
    WORK_ACTIONS
};

struct work_transition {
    enum work_state from;
    enum work_action action;
    enum work_state to;
    enum right right;
    bool of_owner; /* what another owns needs RIGHT_EDIT_ANY besides */
    bool says_why; /* a note must be given */
};

/* NULL when that cannot be done in that state. */
const struct work_transition *work_transition_find(enum work_state from,
                                                   enum work_action action);
/* All rows, for tests. */
const struct work_transition *work_transitions(size_t *out_count);
/* STATUS_OK, or STATUS_FORBIDDEN. `others`: somebody else owns the item. */
enum status work_allowed(const struct work_transition *row, unsigned roles, bool others);
bool work_is_open(enum work_state state);

/* "feedback", "search", "ask". */
struct slice work_kind_name(enum work_kind kind);
bool work_kind_parse(struct slice name, enum work_kind *out_kind);
/* "new", "taken", "waiting", "done", "declined". */
struct slice work_state_name(enum work_state state);
bool work_state_parse(struct slice name, enum work_state *out_state);
/* "take", "give", "release", "comment", "wait", "write", "close", "decline", "merge",
 * "reopen". */
struct slice work_action_name(enum work_action action);
bool work_action_parse(struct slice name, enum work_action *out_action);

enum {
    WORK_TERMS_MAX = 8,   /* that an item is found by beside others like it */
    WORK_NOTE_MAX = 2000, /* characters of a comment or a reason */
    WORK_PHRASES_MAX = 10 /* that a draft takes from an item and what is grouped in it */
};

/* What groups feedback: the same guide, step and reason. */
struct slice work_feedback_key(struct arena *arena, int64_t article_id, struct slice step,
                               struct slice reason);
/* What groups sentences: their meaningful terms, sorted; a sentence without any is its
 * normal form. */
struct slice work_sentence_key(struct arena *arena, struct slice sentence);

/* ---- as it is read ----------------------------------------------------------------- */

struct work_item {
    int64_t id;
    enum work_kind kind;
    enum work_state state;
    int64_t version; /* raised by whatever staff does with it, not by readers */
    struct slice key;
    struct slice title; /* the words of a search or sentence; the title of the step */
    struct slice step, reason; /* of feedback: anchor and code; may be empty */
    int64_t revision;          /* of the guide that readers had last; 0: none */
    int64_t count, total;      /* how often; total: with what is grouped into it */
    int64_t first_day, last_day;
    int64_t owner_id;               /* account; 0: nobody */
    struct slice owner, owner_name; /* as shown, and that he signs in with */
    int64_t article_id;             /* the guide it is about; 0: none */
    struct slice article_slug, article_title, category;
    int64_t merged_into; /* item; 0: it stands for itself */
    int64_t draft_id;    /* 0: none */
    enum stage draft_stage;
    int64_t answer_article_id; /* the guide that settles it; 0: none */
    struct slice answer_slug, answer_title;
    int64_t answer_revision;
    struct slice answer; /* the reason */
    int64_t closed_at;   /* or NONE_INT */
};

struct work_items {
    struct work_item *items;
    size_t count;
};

enum { WORK_ANY = -1, WORK_OPEN = -2, WORK_NOBODY = -1 };

struct work_filter {
    int64_t kind;          /* enum work_kind, or WORK_ANY */
    int64_t state;         /* enum work_state, WORK_ANY or WORK_OPEN */
    int64_t owner;         /* account, 0: any, WORK_NOBODY */
    int64_t article_id;    /* 0: any */
    struct slice category; /* with those below it; empty: any */
    int64_t from, to;      /* days of the last time, both included; NONE_INT: any */
    bool by_count;         /* the most often first; of open ones only */
    struct slice after;    /* cursor; empty: from the start */
    size_t limit;          /* 1–500 */
};

struct work_event {
    int64_t number, at;
    enum work_action action;
    enum work_state state; /* after it */
    struct slice who;      /* empty: the program */
    struct slice note;
};

/* What a reader wrote, without who or at what time. */
struct work_words {
    int64_t day;
    int64_t revision;         /* of feedback; 0: none */
    struct slice text, query; /* query: what had been searched for before asking */
};

#endif
