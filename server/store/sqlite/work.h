/* What the statements about the queue share. */
#ifndef STORE_SQLITE_WORK_H
#define STORE_SQLITE_WORK_H

#include "sqlite/query.h"
#include "store/work.h"

/* In the order work_take reads them. */
#define WORK_COLUMNS                                                                  \
    "w.id, w.kind, w.state, w.version, w.key, w.title, w.step, w.reason, w.revision," \
    " w.count, w.total, w.first_day, w.last_day, coalesce(w.owner_id, 0),"            \
    " coalesce(o.display, ''), coalesce(o.name, ''), coalesce(w.article_id, 0),"      \
    " coalesce(a.slug, ''), coalesce(a.title, ''), coalesce(a.category, ''),"         \
    " coalesce(w.merged_into, 0), coalesce(w.draft_id, 0), coalesce(d.stage, 0),"     \
    " coalesce(w.answer_article_id, 0), coalesce(b.slug, ''), coalesce(b.title, '')," \
    " w.answer_revision, w.answer, w.closed_at"
#define WORK_TABLES                                    \
    "  FROM work_items AS w"                           \
    "  LEFT JOIN accounts AS o ON o.id = w.owner_id"   \
    "  LEFT JOIN articles AS a ON a.id = w.article_id" \
    "  LEFT JOIN drafts AS d ON d.id = w.draft_id"     \
    "  LEFT JOIN articles AS b ON b.id = w.answer_article_id"

void work_take(struct query *q, struct arena *arena, struct work_item *item);
/* The rest of the rows as items; ends the query. */
enum status work_take_all(struct query *q, struct arena *arena,
                          struct work_items *out_items);

#endif
