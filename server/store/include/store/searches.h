/* The search log: what was asked on a day, how many guides were found, which were opened. No
 * person, no address, no time of day. */
#ifndef STORE_SEARCHES_H
#define STORE_SEARCHES_H

#include "base/list.h"
#include "model/search_note.h"
#include "model/viewer.h"
#include "store/store.h"

enum {
    SEARCHES_A_DAY = 20000, /* distinct queries; more are counted together */
    CLICKED_A_QUERY = 50,   /* distinct guides a day */
    SEARCHES_LISTED_MAX = 500
};

/* Adds notes to a day, in the caller's write item. A note without text of a query that the
 * day has not counts nothing. Touches nothing: no page shows the log. */
enum status searches_add(struct store *store, int64_t day,
                         const struct search_note *notes, size_t count);
/* A click counts when that day or the one before asked the query, and the guide is one that
 * everybody may see. */
enum status searches_click(struct store *store, int64_t day,
                           const struct click_note *click);
/* Forgets the days before `day`, at most `limit` rows of each kind; *out_more: some are
 * left. */
enum status searches_purge(struct store *store, int64_t day, size_t limit,
                           bool *out_more);

enum searches_wanted { SEARCHES_ALL, SEARCHES_WITHOUT_RESULT, SEARCHES_WITHOUT_CLICK };

/* The most asked of the days from … to (both included), at most `limit`. What came over the
 * ceiling of a day is told as the query "". */
enum status searches_top(struct store *store, int64_t from, int64_t to,
                         enum searches_wanted wanted, size_t limit, struct arena *arena,
                         struct search_count **out_searches, size_t *out_count);

#endif
