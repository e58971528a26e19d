#include "views/insights_view.h"
#include "views/people_view.h"
#include "views/view_fields.h"

#define OBJECT(type, member, of) \
    FIELD_OF(type, member, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE, &(of))

static const struct field error_fields[] = {
    TEXT(struct form_error_view, field),
    TEXT(struct form_error_view, message),
};
static VIEW_TYPE(error_type, struct form_error_view, error_fields);

static const struct field period_fields[] = {
    NUMBER(struct insights_period_view, days),
    URL(struct insights_period_view, url),
    FLAG(struct insights_period_view, current),
};
static VIEW_TYPE(period_type, struct insights_period_view, period_fields);

static const struct field category_fields[] = {
    TEXT(struct insights_category_view, path),
    TEXT(struct insights_category_view, title),
    FLAG(struct insights_category_view, chosen),
};
static VIEW_TYPE(category_type, struct insights_category_view, category_fields);

static const struct field filter_fields[] = {
    URL(struct insights_filter_view, action_url),
    URL(struct insights_filter_view, clear_url),
    MAYBE(struct insights_filter_view, from),
    MAYBE(struct insights_filter_view, to),
    MAYBE(struct insights_filter_view, category),
    MAYBE(struct insights_filter_view, from_error),
    MAYBE(struct insights_filter_view, to_error),
    MAYBE(struct insights_filter_view, category_error),
    MAYBE(struct insights_filter_view, days_error),
    MAYBE_DATE(struct insights_filter_view, first_day),
    MAYBE_DATE(struct insights_filter_view, last_day),
    MAYBE_NUMBER(struct insights_filter_view, keep_days),
    FLAG(struct insights_filter_view, other),
    FLAG(struct insights_filter_view, by_category),
    LIST(struct insights_filter_view, periods, period_type),
    LIST(struct insights_filter_view, categories, category_type),
};
static VIEW_TYPE(filter_type, struct insights_filter_view, filter_fields);

static const struct field row_fields[] = {
    NUMBER(struct insights_row_view, place),
    TEXT(struct insights_row_view, title),
    MAYBE_URL(struct insights_row_view, url),
    NUMBER(struct insights_row_view, first),
    NUMBER(struct insights_row_view, second),
    NUMBER(struct insights_row_view, third),
    MAYBE_NUMBER(struct insights_row_view, share),
    MAYBE(struct insights_row_view, step),
    MAYBE_URL(struct insights_row_view, step_url),
    MAYBE_NUMBER(struct insights_row_view, step_reports),
    MAYBE_NUMBER(struct insights_row_view, step_failed),
    NUMBER(struct insights_row_view, step_answers),
};
static VIEW_TYPE(row_type, struct insights_row_view, row_fields);

static const struct field list_fields[] = {
    TEXT(struct insights_list_view, list),
    URL(struct insights_list_view, url),
    URL(struct insights_list_view, csv_url),
    FLAG(struct insights_list_view, searches),
    FLAG(struct insights_list_view, least),
    FLAG(struct insights_list_view, guides),
    FLAG(struct insights_list_view, plain),
    LIST(struct insights_list_view, rows, row_type),
};
VIEW_TYPE(insights_list_view_type, struct insights_list_view, list_fields);

static const struct field insights_fields[] = {
    FRAME(struct insights_view),
    OBJECT(struct insights_view, filter, filter_type),
    MAYBE_TIME(struct insights_view, added_up_at),
    LIST(struct insights_view, charts, chart_view_type),
    LIST(struct insights_view, lists, insights_list_view_type),
    LIST(struct insights_view, errors, error_type),
};
VIEW_TYPE(insights_view_type, struct insights_view, insights_fields);

static const struct field list_page_fields[] = {
    FRAME(struct insights_list_page_view),
    OBJECT(struct insights_list_page_view, filter, filter_type),
    OBJECT(struct insights_list_page_view, list, insights_list_view_type),
    URL(struct insights_list_page_view, insights_url),
    MAYBE_TIME(struct insights_list_page_view, added_up_at),
    FLAG(struct insights_list_page_view, now),
    LIST(struct insights_list_page_view, errors, error_type),
};
VIEW_TYPE(insights_list_page_view_type, struct insights_list_page_view, list_page_fields);

static const struct field state_fields[] = {
    TEXT(struct insights_state_view, text),
    TEXT(struct insights_state_view, kind),
    NUMBER(struct insights_state_view, reached),
    NUMBER(struct insights_state_view, standing),
    MAYBE_NUMBER(struct insights_state_view, share),
    NUMBER(struct insights_state_view, backs),
    FLAG(struct insights_state_view, outcome),
};
static VIEW_TYPE(state_type, struct insights_state_view, state_fields);

static const struct field tree_fields[] = {
    FRAME(struct insights_tree_view),
    OBJECT(struct insights_tree_view, filter, filter_type),
    URL(struct insights_tree_view, insights_url),
    TEXT(struct insights_tree_view, title),
    URL(struct insights_tree_view, tree_url),
    URL(struct insights_tree_view, csv_url),
    NUMBER(struct insights_tree_view, revision),
    NUMBER(struct insights_tree_view, runs),
    FLAG(struct insights_tree_view, empty),
    OBJECT(struct insights_tree_view, flow, svg_view_type),
    OBJECT(struct insights_tree_view, chart, chart_view_type),
    LIST(struct insights_tree_view, states, state_type),
    LIST(struct insights_tree_view, errors, error_type),
};
VIEW_TYPE(insights_tree_view_type, struct insights_tree_view, tree_fields);
