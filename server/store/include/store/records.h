/* Revisions of records (model/record.h). Rows are only ever added; the newest holds. Found
 * things live in the arena. */
#ifndef STORE_RECORDS_H
#define STORE_RECORDS_H

#include "model/record.h"
#include "store/store.h"

/* With its source. STATUS_NOT_FOUND: there is none. `number` 0: the newest. */
enum status records_revision(struct store *store, enum record_kind kind,
                             struct slice name, int64_t number, struct arena *arena,
                             struct record_revision *out_revision);
/* Those below number `before`, newest first, at most `limit`, with their sources. */
enum status records_revisions(struct store *store, enum record_kind kind,
                              struct slice name, int64_t before, size_t limit,
                              struct arena *arena, struct record_revision **out_revisions,
                              size_t *out_count);
/* Write; touches CONTENT. STATUS_CONFLICT unless the number is that of the newest and one. */
enum status records_add(struct store *store, enum record_kind kind, struct slice name,
                        const struct record_revision *revision);

#endif
