/* The registry of exact phrases for those who keep it: whoever may see their guides. What
 * comes back lives in the arena. */
#ifndef STORE_PHRASE_LIST_H
#define STORE_PHRASE_LIST_H

#include "model/phrase_list.h"
#include "store/store.h"

enum { UNANSWERED_LOOKED_AT = 3000 };

struct phrases_wanted {
    enum phrase_list list; /* not UNANSWERED */
    struct slice text;     /* normalised, that it has somewhere; empty: any */
    struct slice after;    /* cursor; empty: the beginning */
    int64_t since;         /* the first day of hits */
    size_t limit;
};
/* By text; duplicates beside each other. STATUS_INVALID: not our cursor. */
enum status phrases_rows(struct store *store, const struct phrases_wanted *wanted,
                         struct arena *arena, struct phrase_rows *out_rows,
                         struct slice *out_next);
/* STATUS_NOT_FOUND. */
enum status phrases_row(struct store *store, int64_t id, int64_t since,
                        struct arena *arena, struct phrase_row *out_row);
enum status phrases_row_by_normal(struct store *store, struct slice normal, int64_t since,
                                  struct arena *arena, struct phrase_row *out_row);
/* Others of the same terms; other guides that name it. */
enum status phrases_alike(struct store *store, int64_t id, int64_t since, size_t limit,
                          struct arena *arena, struct phrase_rows *out_rows);

/* Most asked first, by what they have somewhere. At most UNANSWERED_LOOKED_AT are looked at: a
 * page may hold fewer than asked for and have a next one. STATUS_INVALID: not our cursor. */
enum status phrases_unanswered(struct store *store, struct slice text, struct slice after,
                               size_t limit, struct arena *arena,
                               struct unanswered **out_searches, size_t *out_count,
                               struct slice *out_next);

/* Write. Makes it the guide's, whoever else names it, and makes it exist. Touches CONTENT. */
enum status phrases_give(struct store *store, struct slice text, int64_t article_id,
                         bool asked);
/* Write. It goes with those merged into it; one that stands in the text of guides stays as
 * such. Of one that a guide owns: STATUS_CONFLICT. Touches CONTENT. */
enum status phrases_remove(struct store *store, int64_t id);
/* Write. `into` leads instead of it and of all that were merged into it. STATUS_CONFLICT: it
 * has a guide, `into` was merged itself, or they are the same. Touches CONTENT. */
enum status phrases_merge(struct store *store, int64_t id, int64_t into);
/* Write. The same by text, of phrases that need not be there yet. One that a guide names is that
 * guide's: nothing is done. */
enum status phrases_merge_texts(struct store *store, struct slice text, struct slice into,
                                bool *out_merged);
/* Write. It stands for itself again. Touches CONTENT. */
enum status phrases_part(struct store *store, int64_t id);

#endif
