/* What was changed in the tables that people keep, by whom: only ever added to. */
#ifndef STORE_TABLE_CHANGES_H
#define STORE_TABLE_CHANGES_H

#include "model/table_change.h"
#include "store/store.h"

/* The id is given by the store. Touches nothing. */
enum status table_changes_add(struct store *store, const struct table_change *change);
/* Newest first, those before the id `before`. Lives in the arena. */
enum status table_changes_list(struct store *store, enum kept_table table, int64_t before,
                               size_t limit, struct arena *arena,
                               struct table_change **out_changes, size_t *out_count);
/* STATUS_NOT_FOUND: no such change. */
enum status table_changes_find(struct store *store, int64_t id, struct arena *arena,
                               struct table_change *out_change);
/* The last change of a line that read `line`; STATUS_NOT_FOUND: nobody changed such a one. */
enum status table_changes_of_line(struct store *store, enum kept_table table,
                                  struct slice line, struct arena *arena,
                                  struct table_change *out_change);

#endif
