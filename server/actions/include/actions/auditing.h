/* The record of who did what when: read only, by whoever may. */
#ifndef ACTIONS_AUDITING_H
#define ACTIONS_AUDITING_H

#include "actions/reading.h"
#include "model/audit.h"

/* As audit_list and audit_actions of store/accounts.h. */
enum status auditing_list(const struct reader *reader, const struct audit_filter *filter,
                          struct audit_entry **out_entries, size_t *out_count,
                          struct slice *out_next);
enum status auditing_actions(const struct reader *reader, struct slices *out_actions);

#endif
