#include "views/contradiction_view.h"
#include "views/view_fields.h"

static const struct field tab_fields[] = {
    TEXT(struct contradiction_tab_view, name),
    URL(struct contradiction_tab_view, url),
    NUMBER(struct contradiction_tab_view, count),
    FLAG(struct contradiction_tab_view, current),
};
static VIEW_TYPE(tab_type, struct contradiction_tab_view, tab_fields);

static const struct field side_fields[] = {
    TEXT(struct contradiction_side_view, name),
    TEXT(struct contradiction_side_view, stance),
    TEXT(struct contradiction_side_view, title),
    URL(struct contradiction_side_view, url),
    MAYBE(struct contradiction_side_view, place),
    MAYBE(struct contradiction_side_view, owner),
    MAYBE(struct contradiction_side_view, author),
    MAYBE(struct contradiction_side_view, before),
    TEXT(struct contradiction_side_view, sentence),
    MAYBE(struct contradiction_side_view, after),
    FLAG(struct contradiction_side_view, chosen),
};
static VIEW_TYPE(side_type, struct contradiction_side_view, side_fields);

static const struct field row_fields[] = {
    URL(struct contradiction_row_view, url),
    TEXT(struct contradiction_row_view, subject),
    TEXT(struct contradiction_row_view, kind),
    TEXT(struct contradiction_row_view, deed),
    FLAG(struct contradiction_row_view, clear),
    LIST(struct contradiction_row_view, sides, side_type),
    MAYBE(struct contradiction_row_view, reason),
    MAYBE(struct contradiction_row_view, settled_by),
    MAYBE_TIME(struct contradiction_row_view, settled_at),
};
static VIEW_TYPE(row_type, struct contradiction_row_view, row_fields);

static const struct field contradictions_fields[] = {
    FRAME(struct contradictions_view),
    URL(struct contradictions_view, staff_url),
    MAYBE_URL(struct contradictions_view, next_url),
    MAYBE_NUMBER(struct contradictions_view, backlog),
    LIST(struct contradictions_view, states, tab_type),
    LIST(struct contradictions_view, rows, row_type),
};
VIEW_TYPE(contradictions_view_type, struct contradictions_view, contradictions_fields);

static const struct field contradiction_fields[] = {
    FRAME(struct contradiction_view),
    URL(struct contradiction_view, list_url),
    URL(struct contradiction_view, settle_url),
    URL(struct contradiction_view, reopen_url),
    URL(struct contradiction_view, mend_url),
    TEXT(struct contradiction_view, subject),
    TEXT(struct contradiction_view, kind),
    TEXT(struct contradiction_view, deed),
    TEXT(struct contradiction_view, state),
    TEXT(struct contradiction_view, words),
    MAYBE_URL(struct contradiction_view, draft_url),
    MAYBE(struct contradiction_view, settled_by),
    MAYBE(struct contradiction_view, earlier),
    MAYBE(struct contradiction_view, reason),
    MAYBE(struct contradiction_view, text),
    MAYBE(struct contradiction_view, lost),
    MAYBE(struct contradiction_view, reason_error),
    MAYBE(struct contradiction_view, text_error),
    MAYBE_TIME(struct contradiction_view, settled_at),
    MAYBE_TIME(struct contradiction_view, found_at),
    FLAG(struct contradiction_view, clear),
    FLAG(struct contradiction_view, is_open),
    FLAG(struct contradiction_view, settled),
    FLAG(struct contradiction_view, mending),
    FLAG(struct contradiction_view, moved),
    FLAG(struct contradiction_view, may_settle),
    FLAG(struct contradiction_view, may_mend),
    LIST(struct contradiction_view, sides, side_type),
    LIST(struct contradiction_view, errors, form_error_view_type),
};
VIEW_TYPE(contradiction_view_type, struct contradiction_view, contradiction_fields);
