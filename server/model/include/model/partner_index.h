/* The rules of many partners by what they name, so that the partners of a guide are found
 * without looking at all the others. Scores are those of partner_score. Immutable; any
 * thread may ask. */
#ifndef MODEL_PARTNER_INDEX_H
#define MODEL_PARTNER_INDEX_H

#include "model/partner.h"

struct partner_index;

/* Borrows `partners`, which are by slug. Ended ones are left out. */
struct partner_index *partner_index_make(struct arena *arena,
                                         const struct partner *partners, size_t count);
/* The best at most PARTNERS_SHOWN_MAX for a guide that lets rules choose, best first: their
 * places among `partners`. */
size_t partner_index_best(const struct partner_index *index, struct arena *arena,
                          const struct article_meta *meta,
                          size_t out_places[PARTNERS_SHOWN_MAX]);
/* How many partners of other slugs come before one that has this slug and this score. */
size_t partner_index_ahead(const struct partner_index *index, struct arena *arena,
                           const struct article_meta *meta, struct slice slug,
                           int64_t score);

#endif
