#include "actions/auditing.h"
#include "store/accounts.h"

enum status auditing_list(const struct reader *reader, const struct audit_filter *filter,
                          struct audit_entry **out_entries, size_t *out_count,
                          struct slice *out_next)
{
    return audit_list(reader->store, filter, reader->arena, out_entries, out_count,
                      out_next);
}

enum status auditing_actions(const struct reader *reader, struct slices *out_actions)
{
    return audit_actions(reader->store, reader->arena, out_actions);
}
