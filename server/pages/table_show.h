/* What the pages of kept tables share. */
#ifndef PAGES_TABLE_SHOW_H
#define PAGES_TABLE_SHOW_H

#include "actions/tabling.h"
#include "staff.h"
#include "views/table_view.h"

/* A field of the form, trimmed. */
struct slice table_typed(const struct exchange *x, const char *name);
/* May this reader change a table? */
bool table_may_write(struct exchange *x);
/* The newest changes behind the query's `before`, and the address of the page of older ones
 * ("" at the end). */
enum status table_changes_add_to(struct exchange *x, enum kept_table table,
                                 const char *path, struct view_list *out_changes,
                                 struct slice *out_older);
/* The list of a table; `other` (may be NULL): what is there in the place of what the form
 * sent from it wanted to change. */
enum status reply_synonyms(struct exchange *x, const struct table_change *other);
enum status reply_codes(struct exchange *x, const struct table_change *other);

#endif
