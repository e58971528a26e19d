#include "views/categories_view.h"
#include "views/view_fields.h"

static const struct field category_row_fields[] = {
    TEXT(struct category_row_view, path),       MAYBE(struct category_row_view, title),
    MAYBE(struct category_row_view, owner),     URL(struct category_row_view, change_url),
    NUMBER(struct category_row_view, articles), NUMBER(struct category_row_view, level),
};
static VIEW_TYPE(category_row_type, struct category_row_view, category_row_fields);

static const struct field categories_fields[] = {
    FRAME(struct categories_view),
    URL(struct categories_view, here_url),
    URL(struct categories_view, history_url),
    MAYBE_URL(struct categories_view, public_url),
    MAYBE_URL(struct categories_view, next_url),
    NUMBER(struct categories_view, number),
    FLAG(struct categories_view, may_write),
    FLAG(struct categories_view, done),
    FLAG(struct categories_view, conflict),
    FLAG(struct categories_view, gone),
    FLAG(struct categories_view, one),
    MAYBE(struct categories_view, asked),
    MAYBE(struct categories_view, moved_to),
    MAYBE(struct categories_view, changed_by),
    MAYBE_TIME(struct categories_view, changed_at),
    LIST(struct categories_view, rows, category_row_type),
    MAYBE(struct categories_view, path),
    MAYBE(struct categories_view, title),
    MAYBE(struct categories_view, description),
    MAYBE(struct categories_view, owner),
    MAYBE(struct categories_view, to),
    MAYBE(struct categories_view, why),
    MAYBE(struct categories_view, path_error),
    MAYBE(struct categories_view, title_error),
    MAYBE(struct categories_view, description_error),
    MAYBE(struct categories_view, owner_error),
    MAYBE(struct categories_view, to_error),
    MAYBE(struct categories_view, why_error),
    LIST(struct categories_view, errors, form_error_view_type),
};
VIEW_TYPE(categories_view_type, struct categories_view, categories_fields);

static const struct field change_fields[] = {
    TEXT(struct category_change_view, path),    MAYBE(struct category_change_view, was),
    MAYBE(struct category_change_view, now),    FLAG(struct category_change_view, is_new),
    FLAG(struct category_change_view, is_gone),
};
static VIEW_TYPE(change_type, struct category_change_view, change_fields);

static const struct field past_fields[] = {
    NUMBER(struct category_past_view, number),
    TIME(struct category_past_view, at),
    MAYBE_NUMBER(struct category_past_view, more),
    MAYBE(struct category_past_view, who),
    FLAG(struct category_past_view, order),
    FLAG(struct category_past_view, newest),
    LIST(struct category_past_view, changes, change_type),
};
static VIEW_TYPE(past_type, struct category_past_view, past_fields);

static const struct field history_fields[] = {
    FRAME(struct category_history_view),
    URL(struct category_history_view, categories_url),
    URL(struct category_history_view, here_url),
    MAYBE_URL(struct category_history_view, older_url),
    NUMBER(struct category_history_view, tree_number),
    FLAG(struct category_history_view, may_write),
    FLAG(struct category_history_view, conflict),
    LIST(struct category_history_view, past, past_type),
    LIST(struct category_history_view, errors, form_error_view_type),
};
VIEW_TYPE(category_history_view_type, struct category_history_view, history_fields);
