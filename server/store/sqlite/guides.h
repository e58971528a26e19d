/* What the statements about guides in any state share. */
#ifndef STORE_SQLITE_GUIDES_H
#define STORE_SQLITE_GUIDES_H

#include "model/draft.h"
#include "sqlite/query.h"

/* In the order guide_take reads them; the revision outside, so that the order of the walk
 * along the articles stays. */
#define GUIDE_COLUMNS                                                           \
    "a.id, a.state, r.number, a.updated_at, a.audience, a.slug, a.title,"       \
    " a.category, coalesce(a.source_path, ''), a.author, a.verified_day,"       \
    " a.review_every_s, coalesce(a.successor_id, 0), a.own_audience, a.hidden," \
    " a.on_expiry, a.expires_day, a.expire_after_s, a.confidence"
#define GUIDE_TABLES \
    "  FROM articles AS a CROSS JOIN revisions AS r ON r.id = a.live_revision_id"

void guide_take(struct query *q, struct arena *arena, struct guide *guide);
/* The title as lists sort it. */
struct slice title_sort_key(struct arena *arena, struct slice title);

#endif
