/* What was counted on a day, packed; made by upkeep of days that do not change any more, read by
 * whoever adds up a period. Of days that are due the rows are read instead. */
#ifndef STORE_DAY_PACKS_H
#define STORE_DAY_PACKS_H

#include "model/day_pack.h"
#include "store/store.h"

/* The pack of each kind that the rows of a day make; bytes live in the arena. */
enum status day_packs_make(struct store *store, int64_t day, struct arena *arena,
                           struct slice out_packs[DAY_COUNTED]);
/* Puts them in place of those that the day has; empty: it gets none. */
enum status day_packs_put(struct store *store, int64_t day,
                          const struct slice packs[DAY_COUNTED]);
/* The first of the days from … to, both included. Reads a row a day, and the rows of days that are
 * due. */
enum status day_packs_sum(struct store *store, enum day_counted kind, int64_t from,
                          int64_t to, const struct day_ask *ask, struct arena *arena,
                          struct day_count **out_top, size_t *out_count);
/* Forgets the packs before `day`, with the rows that they were made of. */
enum status day_packs_forget(struct store *store, enum day_counted kind, int64_t day);

#endif
