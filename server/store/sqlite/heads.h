/* Reading article heads: the columns of a list row, in one place. */
#ifndef STORE_SQLITE_HEADS_H
#define STORE_SQLITE_HEADS_H

#include "model/site.h"
#include "sqlite/query.h"

/* Of articles AS a, in the order take_head reads them. */
#define HEAD_COLUMNS                                                                  \
    "a.id, a.slug, a.title, a.summary, a.category, a.product, a.lang,"                \
    " a.minutes_min, a.minutes_max, a.verified_day, a.review_every_s, a.expires_day," \
    " a.confidence, a.hidden, a.updated_at,"                                          \
    " a.helpful, a.not_helpful"

void take_head(struct query *q, struct arena *arena, struct article_head *out_head);
/* The head of a visible article; STATUS_NOT_FOUND. */
enum status head_by_id(struct store *store, const struct viewer *viewer, int64_t id,
                       struct arena *arena, struct article_head *out_head);

#endif
