/* What the program makes of guides by looking at their texts: which are waiting for a look,
 * how they treat things, and where two contradict each other. Staff only. What comes back
 * lives in the arena. */
#ifndef STORE_JUDGING_H
#define STORE_JUDGING_H

#include "model/contradiction.h"
#include "store/store.h"

/* ---- looks ------------------------------------------------------------------------- */

struct look_due {
    int64_t article_id, turn;
};
/* Guides that wait for a look, those that wait longest first. */
enum status judging_waiting(struct store *store, int64_t today, size_t limit,
                            struct arena *arena, struct look_due **out_looks,
                            size_t *out_count);
/* How many wait, counted up to `limit`. */
enum status judging_backlog(struct store *store, int64_t today, int64_t limit,
                            int64_t *out_count);
/* Write. All wait again: the rules are others. */
enum status judging_again(struct store *store);
/* Write. The look counts: the next is due from that day on. *out_current: false when the
 * guide changed meanwhile and waits again. */
enum status judging_done(struct store *store, const struct look_due *look,
                         int64_t from_day, bool *out_current);

/* ---- contradictions ---------------------------------------------------------------- */

/* Write. What the guide says from now on (nothing: it is not published), and what follows
 * for its contradictions: new ones are open; a settled or mended one whose sentences
 * changed is open again; one that is no more goes, but a settled one is remembered. */
enum status treatments_put(struct store *store, int64_t article_id,
                           const struct treatments *treatments, int64_t at);

/* A page: the clearest first, then the newest. STATUS_INVALID: a cursor of another list. */
enum status contradictions_list(struct store *store,
                                const struct contradiction_filter *filter,
                                struct arena *arena, struct contradictions *out_list,
                                struct slice *out_next);
enum status contradictions_count(struct store *store,
                                 int64_t out_counts[CONTRADICTION_STATES]);
/* STATUS_NOT_FOUND, also when it is gone. */
enum status contradictions_get(struct store *store, int64_t id, struct arena *arena,
                               struct contradiction *out_contradiction);

struct contradiction_move {
    int64_t id, words; /* STATUS_CONFLICT when the sentences are others by now */
    enum contradiction_state to;
    int64_t account_id, at, draft_id;
    struct slice reason;
};
/* Write. */
enum status contradictions_move(struct store *store,
                                const struct contradiction_move *move);

#endif
