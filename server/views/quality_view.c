#include "views/quality_view.h"
#include "views/view_fields.h"

static const struct field check_fields[] = {
    TEXT(struct quality_check_view, name),
    NUMBER(struct quality_check_view, weight),
    FLAG(struct quality_check_view, failed),
};
static VIEW_TYPE(check_type, struct quality_check_view, check_fields);

static const struct field row_fields[] = {
    TEXT(struct quality_row_view, title),
    URL(struct quality_row_view, url),
    TEXT(struct quality_row_view, grade),
    MAYBE(struct quality_row_view, category),
    MAYBE_URL(struct quality_row_view, category_url),
    MAYBE(struct quality_row_view, owner),
    MAYBE(struct quality_row_view, author),
    MAYBE_URL(struct quality_row_view, owner_url),
    NUMBER(struct quality_row_view, index),
    MAYBE_NUMBER(struct quality_row_view, human),
    NUMBER(struct quality_row_view, failed_count),
    LIST(struct quality_row_view, failed, check_type),
};
static VIEW_TYPE(row_type, struct quality_row_view, row_fields);

static const struct field qualities_fields[] = {
    FRAME(struct qualities_view),
    URL(struct qualities_view, staff_url),
    MAYBE_URL(struct qualities_view, all_url),
    MAYBE_URL(struct qualities_view, next_url),
    MAYBE(struct qualities_view, category),
    MAYBE(struct qualities_view, author),
    MAYBE_NUMBER(struct qualities_view, backlog),
    LIST(struct qualities_view, rows, row_type),
};
VIEW_TYPE(qualities_view_type, struct qualities_view, qualities_fields);

static const struct field point_fields[] = {
    TEXT(struct quality_point_view, x),
    TEXT(struct quality_point_view, y),
    MAYBE_DATE(struct quality_point_view, day),
    NUMBER(struct quality_point_view, revision),
    NUMBER(struct quality_point_view, index),
    NUMBER(struct quality_point_view, automatic),
    MAYBE_NUMBER(struct quality_point_view, human),
};
static VIEW_TYPE(point_type, struct quality_point_view, point_fields);

static const struct field question_fields[] = {
    TEXT(struct quality_question_view, name),
    FLAG(struct quality_question_view, yes),
};
static VIEW_TYPE(question_type, struct quality_question_view, question_fields);

static const struct field quality_fields[] = {
    FRAME(struct quality_view),
    TEXT(struct quality_view, title),
    URL(struct quality_view, list_url),
    URL(struct quality_view, guide_url),
    URL(struct quality_view, form_url),
    TEXT(struct quality_view, grade),
    MAYBE(struct quality_view, author),
    MAYBE(struct quality_view, owner),
    MAYBE(struct quality_view, line),
    NUMBER(struct quality_view, index),
    NUMBER(struct quality_view, automatic),
    MAYBE_NUMBER(struct quality_view, human),
    NUMBER(struct quality_view, revision),
    MAYBE(struct quality_view, reviewed_by),
    MAYBE(struct quality_view, note),
    MAYBE(struct quality_view, note_error),
    TEXT(struct quality_view, seen),
    MAYBE_TIME(struct quality_view, reviewed_at),
    MAYBE_NUMBER(struct quality_view, reviewed_revision),
    FLAG(struct quality_view, may_answer),
    FLAG(struct quality_view, moved),
    FLAG(struct quality_view, answered),
    LIST(struct quality_view, checks, check_type),
    LIST(struct quality_view, questions, question_type),
    LIST(struct quality_view, points, point_type),
    LIST(struct quality_view, errors, form_error_view_type),
};
VIEW_TYPE(quality_view_type, struct quality_view, quality_fields);
