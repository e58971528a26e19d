/* Sweeps: changes to many guides at once, and what became of each guide. Staff only: who
 * may come here is decided before. What comes back lives in the arena. Every write touches
 * STORE_KEY_SWEEPS. */
#ifndef STORE_SWEEPS_H
#define STORE_SWEEPS_H

#include "model/sweep.h"
#include "store/store.h"

/* Write. id and the times of `sweep` are not looked at; made_at is. Forgets the oldest plan
 * that nobody carried out within SWEEP_KEPT_S. */
enum { SWEEP_KEPT_S = 7 * 86400 };
enum status sweeps_add(struct store *store, const struct sweep *sweep, int64_t *out_id);
/* Write. Puts guides behind those that it has; `anew`: in their place. */
enum status sweeps_add_items(struct store *store, int64_t id, const int64_t *articles,
                             size_t count, bool anew);

enum status sweeps_get(struct store *store, int64_t id, struct arena *arena,
                       struct sweep *out_sweep);
/* Newest first, below `before` (0: from the newest). */
enum status sweeps_list(struct store *store, int64_t before, size_t limit,
                        struct arena *arena, struct sweeps *out_sweeps);
/* The first that the program has to go on with. STATUS_NOT_FOUND: none. */
enum status sweeps_next(struct store *store, struct arena *arena,
                        struct sweep *out_sweep);

/* Write. Says what is to be done (kind, value, other, flags, arrival, why) and has it
 * checked from the start. STATUS_CONFLICT: it was carried out, or is at work. */
enum status sweeps_plan(struct store *store, const struct sweep *sweep);
/* Write. From one state to the next; `trouble` may be empty. STATUS_CONFLICT: it is not at
 * that state. */
enum status sweeps_move(struct store *store, int64_t id, enum sweep_state from,
                        enum sweep_state to, struct slice trouble, int64_t at);
/* Write. Why it is done, as said when it began. */
enum status sweeps_say_why(struct store *store, int64_t id, struct slice why);
enum status sweeps_add_hits(struct store *store, int64_t id, int64_t hits);

/* In their order, behind `after`. */
enum status sweeps_items(struct store *store, int64_t id, enum sweep_item_state state,
                         int64_t after, size_t limit, struct arena *arena,
                         struct sweep_items *out_items);
enum status sweeps_item(struct store *store, int64_t id, int64_t position,
                        struct arena *arena, struct sweep_item *out_item);
/* How many are at each state. */
enum status sweeps_counts(struct store *store, int64_t id,
                          int64_t out_counts[ITEM_STATES]);
/* Write. All but article, title and slug. */
enum status sweeps_item_set(struct store *store, int64_t id,
                            const struct sweep_item *item);

#endif
