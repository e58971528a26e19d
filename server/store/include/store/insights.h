/* Sums by day and tops of periods, of what readers leave behind. Upkeep adds them up from views,
 * votes and searches; runs are counted as they go. */
#ifndef STORE_INSIGHTS_H
#define STORE_INSIGHTS_H

#include "base/list.h"
#include "model/insight.h"
#include "store/day_packs.h"
#include "store/store.h"

/* ---- adding up --------------------------------------------------------------------- */

/* Marks a day whose views or searches changed; votes do it by themselves. */
enum status insights_day_changed(struct store *store, int64_t day);
/* Days that have to be made anew, the latest first, those before `before`; at most `limit`. */
struct insight_due {
    int64_t day, changes; /* how often it changed since it became due */
    bool sums;            /* its sums too, not only its packs */
};
enum status insights_days_due(struct store *store, int64_t before, size_t limit,
                              struct arena *arena, struct insight_due **out_days,
                              size_t *out_count);
/* The sums of a day, of everything first, then of the lists of categories that have any. Reads all
 * that was counted that day. */
enum status insights_sum_day(struct store *store, int64_t day, struct arena *arena,
                             struct insight_list_day **out_sums, size_t *out_count);
/* Puts them in place of those that the day has. */
enum status insights_put_day(struct store *store, int64_t day,
                             const struct insight_list_day *sums, size_t count);
/* The day is not due any more, and has these packs, unless it changed again since `due` was read. */
enum status insights_day_done(struct store *store, const struct insight_due *due,
                              const struct slice packs[DAY_COUNTED]);
/* The first of a list over the days from … to, at most `limit`, with id, words and numbers.
 * list_id: only guides of that category (0: all). */
enum status insights_top_of(struct store *store, enum insight_list list, int64_t list_id,
                            int64_t from, int64_t to, size_t limit, struct arena *arena,
                            struct insight_top **out_tops, size_t *out_count);
/* Puts them in place of those that the list has for the last `days`. */
enum status insights_put_top(struct store *store, enum insight_list list, int64_t days,
                             const struct insight_top *tops, size_t count);

/* When it was last added up, whole; 0: never. Touches nothing. */
enum status insights_note_time(struct store *store, int64_t at_s);
enum status insights_time(struct store *store, int64_t *out_at);

/* ---- reading ----------------------------------------------------------------------- */

/* The days from … to of which anything is known, in order. list_id 0: everything. */
enum status insights_days(struct store *store, int64_t list_id, int64_t from, int64_t to,
                          struct arena *arena, struct insight_day **out_days,
                          size_t *out_count);
/* The same of the runs of a tree; tree_id 0: of all. */
enum status insights_run_days(struct store *store, int64_t tree_id, int64_t from,
                              int64_t to, struct arena *arena,
                              struct insight_day **out_days, size_t *out_count);
/* The kept top of a list for the last `days`, at most `limit`. */
enum status insights_top(struct store *store, enum insight_list list, int64_t days,
                         size_t limit, struct arena *arena, struct insight_top **out_tops,
                         size_t *out_count);
/* Fills words and slug of what has an id. STATUS_NOT_FOUND: it is gone. */
enum status insights_name(struct store *store, enum insight_list list,
                          struct arena *arena, struct insight_top *top);
/* Adds the steps of a guide that reports name which came again from … to, those with the most
 * first: anchor, title and reports. */
enum status insights_reported(struct store *store, int64_t article_id, int64_t from,
                              int64_t to, struct list *steps);

/* ---- runs -------------------------------------------------------------------------- */

/* In the write item of the run's event; written with the commit. */
enum status runs_moved(struct store *store, const struct run_move *move);
/* What became of the runs of a tree's revision that began in the days from … to; `backs` and
 * `reached` count every time. */
enum status insights_states(struct store *store, int64_t tree_revision_id, int64_t from,
                            int64_t to, struct arena *arena,
                            struct insight_state **out_states, size_t *out_count);

#endif
