/* Sweeping: one change to many guides, from the plan to what became of each. A person plans
 * and looks; the program gathers, checks and changes in steps (actions/sweep_work.h), so that
 * neither a request nor the writer waits for ten thousand guides. What a guide's check saw
 * is what is changed: a guide that has another text by then is left alone and named. */
#ifndef ACTIONS_SWEEPING_H
#define ACTIONS_SWEEPING_H

#include "actions/editing.h"
#include "model/sweep.h"
#include "model/work.h"

/* ---- planning ---------------------------------------------------------------------- */

/* Write. A sweep by `filter` or of the guides `chosen` (then by_filter is false). Kind and
 * other (tags that make way, the category that is moved), and for a replacement value,
 * flags, arrival and why, are those of `sweep`; a replacement is checked at once, all else
 * first asks what exactly is to be done.
 * STATUS_INVALID with the field; STATUS_FORBIDDEN. */
enum status sweeping_make(const struct editor *editor, const struct sweep *sweep,
                          const int64_t *chosen, size_t count, struct problems *problems,
                          int64_t *out_id);
/* Write. Says what is to be done (value, flags, arrival, why), and has it checked. Other is
 * said of a retirement or a replacement; all else keeps the one that it was made with.
 * STATUS_INVALID with the field ("value", "other", "why"). */
enum status sweeping_plan(const struct editor *editor, const struct sweep *sweep,
                          struct problems *problems);
/* Write. Takes guides or hits out of a plan, or puts them back. */
struct sweep_choice {
    int64_t position;
    bool leave_out; /* the guide */
    struct slice shown,
        kept; /* hits: " 0 1 3 ", " 0 3 "; those not shown stay as they are */
};
/* … and carries the plan out when `starts`. `count`: how many guides the person was told
 * before; STATUS_INVALID with the field "count" when it is another number by now. */
struct sweep_decision {
    int64_t id;
    const struct sweep_choice *choices;
    size_t choice_count;
    bool starts;
    int64_t count;
};
enum status sweeping_decide(const struct editor *editor,
                            const struct sweep_decision *decision,
                            struct problems *problems);
/* Write. Whoever made it, or may change many guides. What was done stays done. */
enum status sweeping_stop(const struct editor *editor, int64_t id);

/* May this account go on with it? */
bool sweeping_owns(const struct editor *editor, const struct sweep *sweep);

/* ---- looking ----------------------------------------------------------------------- */

/* A guide of a sweep, with the hits of a replacement that can still be looked at. */
enum { SWEPT_WAITING_SHOWN = 5 };

/* An open item of the queue about a guide that was changed. */
struct swept_waiting {
    struct work_item item;
    struct slice words; /* what a reader wrote last; may be empty */
    bool may_close;     /* with the revision that the change made */
};

struct swept_guide {
    struct sweep_item item;
    int64_t draft;   /* that is open for it, or came of it; 0: none */
    int64_t waiting; /* open items of the queue about a guide whose words it changed */
    struct swept_waiting *open; /* the first of them; of a change that is live */
    size_t open_count;
    struct replace_found found;
    struct slice words, title_words; /* what takes the place of a hit */
};
struct sweep_reading {
    struct sweep sweep;
    int64_t counts[ITEM_STATES];
    struct swept_guide *guides;
    size_t guide_count;
    int64_t next_after; /* 0: no more */
};
/* Guides at that state behind `after`, at most `limit`. Slow for replacements: it reads
 * their texts. */
enum status sweeping_get(const struct editor *editor, int64_t id,
                         enum sweep_item_state state, int64_t after, size_t limit,
                         struct sweep_reading *out_reading);
/* One guide of it. */
enum status sweeping_get_guide(const struct editor *editor, int64_t id, int64_t position,
                               struct sweep_reading *out_reading);
enum status sweeping_list(const struct editor *editor, int64_t before, size_t limit,
                          struct sweeps *out_sweeps);
/* How many guides the filter finds, as far as one look tells (SWEEP_COUNTED guides, fewer
 * where the filter passes over many); *out_more: there may be more. */
enum { SWEEP_COUNTED = 500 };
enum status sweeping_count(const struct editor *editor, const struct guide_filter *filter,
                           int64_t *out_count, bool *out_more);

#endif
