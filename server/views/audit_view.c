#include "views/audit_view.h"
#include "base/clock.h"
#include "views/csv.h"
#include "views/view_fields.h"

static const struct field row_fields[] = {
    MAYBE(struct audit_row_view, who),    MAYBE_URL(struct audit_row_view, who_url),
    TEXT(struct audit_row_view, action),  MAYBE(struct audit_row_view, detail),
    MAYBE(struct audit_row_view, object), MAYBE_URL(struct audit_row_view, object_url),
    TIME(struct audit_row_view, at),
};
static VIEW_TYPE(row_type, struct audit_row_view, row_fields);

static const struct field choice_fields[] = {
    TEXT(struct audit_choice_view, value),
    FLAG(struct audit_choice_view, chosen),
};
static VIEW_TYPE(choice_type, struct audit_choice_view, choice_fields);

static const struct field audit_fields[] = {
    FRAME(struct audit_view),
    URL(struct audit_view, audit_url),
    URL(struct audit_view, csv_url),
    MAYBE_URL(struct audit_view, next_url),
    MAYBE(struct audit_view, actor),
    MAYBE(struct audit_view, object),
    MAYBE(struct audit_view, from),
    MAYBE(struct audit_view, until),
    MAYBE(struct audit_view, from_error),
    MAYBE(struct audit_view, until_error),
    FLAG(struct audit_view, filtered),
    LIST(struct audit_view, actions, choice_type),
    LIST(struct audit_view, rows, row_type),
};
VIEW_TYPE(audit_view_type, struct audit_view, audit_fields);

/* ---- CSV --------------------------------------------------------------------------- */

void audit_csv_head(struct buf *out)
{
    buf_add_cstr(out, "id,at,actor,action,kind,object,detail\r\n");
}

void audit_csv_line(struct buf *out, const struct audit_entry *entry)
{
    char at[32];
    const struct audit_add *what = &entry->what;
    instant_format_rfc3339(what->at, at);
    buf_add_format(out, "%lld,%s,", (long long)entry->id, at);
    csv_text(out, what->actor, ",");
    csv_text(out, what->action, ",");
    csv_text(out, what->kind, ",");
    csv_text(out, what->object, ",");
    csv_text(out, what->detail, "\r\n");
}
