#include "views/tags_view.h"
#include "views/view_fields.h"

static const struct field tag_row_fields[] = {
    TEXT(struct tag_row_view, tag),
    URL(struct tag_row_view, url),
    NUMBER(struct tag_row_view, articles),
    FLAG(struct tag_row_view, chosen),
};
static VIEW_TYPE(tag_row_type, struct tag_row_view, tag_row_fields);

static const struct field tags_fields[] = {
    FRAME(struct tags_view),
    URL(struct tags_view, here_url),
    MAYBE_URL(struct tags_view, next_url),
    MAYBE(struct tags_view, after),
    FLAG(struct tags_view, may_write),
    LIST(struct tags_view, tags, tag_row_type),
    MAYBE(struct tags_view, into),
    MAYBE(struct tags_view, why),
    MAYBE(struct tags_view, tag_error),
    MAYBE(struct tags_view, into_error),
    MAYBE(struct tags_view, why_error),
    LIST(struct tags_view, errors, form_error_view_type),
};
VIEW_TYPE(tags_view_type, struct tags_view, tags_fields);
