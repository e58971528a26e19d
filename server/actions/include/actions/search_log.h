/* What the search log will hold, on its way there: notes gather in memory and are written in
 * batches by the writer thread. A search never waits for it; what does not fit is dropped, and
 * what a crash takes is lost. Thread-safe. */
#ifndef ACTIONS_SEARCH_LOG_H
#define ACTIONS_SEARCH_LOG_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "model/search_note.h"
#include <stdbool.h>

struct store;
struct search_log;

/* keep_days 0: nothing is noted. */
struct search_log *search_log_new(int64_t keep_days);
void search_log_free(struct search_log *log);

/* Notes a search and what it found; returns the key that the log knows it by, 0 when it is not
 * noted. `arena` is for the moment. */
int64_t search_log_note(struct search_log *log, struct arena *arena, struct slice query,
                        int64_t results);
/* The same search again, answered from a finished page. */
void search_log_again(struct search_log *log, int64_t key);
/* A guide (slug) was opened from the results of a search. */
void search_log_click(struct search_log *log, int64_t key, struct slice article);

bool search_log_is_empty(struct search_log *log);
/* Writes what has gathered to the day of `now_s`, in the caller's write item. What cannot be
 * written is dropped. */
enum status search_log_write(struct search_log *log, struct store *store, int64_t now_s);
/* Forgets the days that are older than is kept; *out_more: there is more to do at once. */
enum status search_log_purge(const struct search_log *log, struct store *store,
                             int64_t now_s, bool *out_more);

#endif
