/* Counting views, on their way to the store. A page that is counted carries the address of its
 * counter: to count is one atomic addition, without lock or memory. What was added since is
 * written in batches by the writer thread some seconds later and at a clean stop; a crash loses
 * those seconds. Views are counted by thing and day; nothing is known of who looked.
 *
 * Counters are made when a page is, and stay until the end: at most VIEWS_APART of them. What
 * comes after that is counted together, by kind. */
#ifndef ACTIONS_VIEW_COUNTS_H
#define ACTIONS_VIEW_COUNTS_H

#include "base/status.h"
#include "model/view_count.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct store;
struct view_counts;

enum { VIEWS_APART = 1 << 18, VIEWS_A_WRITE = 500 };

/* keep_days 0: nothing is counted. */
struct view_counts *view_counts_new(int64_t keep_days);
void view_counts_free(struct view_counts *counts);

/* The counter of a thing (and the guide that it shows), which lives as long as `counts`. NULL:
 * nothing is counted. Thread-safe. */
atomic_uint_fast64_t *view_counts_of(struct view_counts *counts, enum viewed viewed,
                                     int64_t id, int64_t guide);

/* What was added since it was last settled, at most VIEWS_A_WRITE of `out_counts`, from counter
 * *from on; moves *from. false: nothing more. One thread gathers and settles. */
bool view_counts_gather(struct view_counts *counts, size_t *from,
                        struct view_count *out_counts, size_t *out_count);
/* These were written for good. */
void view_counts_settle(struct view_counts *counts, const struct view_count *written,
                        size_t count);

/* Adds to the day of `now_s`, in the caller's write item. */
enum status view_counts_write(struct store *store, const struct view_count *counts,
                              size_t count, int64_t now_s);
/* Forgets the days that are older than is kept; *out_more: there is more to do at once. */
enum status view_counts_purge(const struct view_counts *counts, struct store *store,
                              int64_t now_s, bool *out_more);

#endif
