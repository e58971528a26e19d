#include "views/queue_view.h"
#include "views/people_view.h"
#include "views/view_fields.h"

#define DAY(type, member) FIELD(type, member, FIELD_DATE, FIELD_ALWAYS, SIDE_PAGE)

static const struct field row_fields[] = {
    URL(struct queue_row_view, url),       TEXT(struct queue_row_view, kind),
    TEXT(struct queue_row_view, state),    MAYBE(struct queue_row_view, title),
    MAYBE(struct queue_row_view, step),    MAYBE(struct queue_row_view, reason),
    MAYBE(struct queue_row_view, owner),   FLAG(struct queue_row_view, feedback),
    FLAG(struct queue_row_view, grouped),  FLAG(struct queue_row_view, one_day),
    NUMBER(struct queue_row_view, number), NUMBER(struct queue_row_view, total),
    DAY(struct queue_row_view, first_day), DAY(struct queue_row_view, last_day),
};
VIEW_TYPE(queue_row_view_type, struct queue_row_view, row_fields);

static const struct field choice_fields[] = {
    TEXT(struct queue_choice_view, value),
    FLAG(struct queue_choice_view, chosen),
};
static VIEW_TYPE(choice_type, struct queue_choice_view, choice_fields);

static const struct field count_fields[] = {
    TEXT(struct queue_count_view, state),
    URL(struct queue_count_view, url),
    NUMBER(struct queue_count_view, count),
    FLAG(struct queue_count_view, current),
};
static VIEW_TYPE(count_type, struct queue_count_view, count_fields);

static const struct field queue_fields[] = {
    FRAME(struct queue_view),
    URL(struct queue_view, queue_url),
    URL(struct queue_view, drafts_url),
    MAYBE_URL(struct queue_view, next_url),
    URL(struct queue_view, mine_url),
    MAYBE(struct queue_view, owner),
    MAYBE(struct queue_view, guide),
    MAYBE(struct queue_view, category),
    MAYBE(struct queue_view, from),
    MAYBE(struct queue_view, to),
    FLAG(struct queue_view, mine),
    FLAG(struct queue_view, by_count),
    FLAG(struct queue_view, filtered),
    FLAG(struct queue_view, unknown),
    LIST(struct queue_view, kinds, choice_type),
    LIST(struct queue_view, states, choice_type),
    LIST(struct queue_view, counts, count_type),
    LIST(struct queue_view, items, queue_row_view_type),
};
VIEW_TYPE(queue_view_type, struct queue_view, queue_fields);

static const struct field words_fields[] = {
    DAY(struct queue_words_view, day),
    MAYBE_NUMBER(struct queue_words_view, revision),
    TEXT(struct queue_words_view, text),
    MAYBE(struct queue_words_view, query),
};
static VIEW_TYPE(words_type, struct queue_words_view, words_fields);

static const struct field event_fields[] = {
    TIME(struct queue_event_view, at),    TEXT(struct queue_event_view, action),
    TEXT(struct queue_event_view, state), MAYBE(struct queue_event_view, who),
    MAYBE(struct queue_event_view, note),
};
static VIEW_TYPE(event_type, struct queue_event_view, event_fields);

static const struct field option_fields[] = {
    MAYBE(struct queue_option_view, value),
    MAYBE(struct queue_option_view, label),
    MAYBE_NUMBER(struct queue_option_view, number),
    MAYBE_TIME(struct queue_option_view, at),
    FLAG(struct queue_option_view, chosen),
};
static VIEW_TYPE(option_type, struct queue_option_view, option_fields);

static const struct field form_error_fields[] = {
    TEXT(struct form_error_view, field),
    TEXT(struct form_error_view, message),
};
static VIEW_TYPE(form_error_type, struct form_error_view, form_error_fields);

static const struct field item_fields[] = {
    FRAME(struct queue_item_view),
    URL(struct queue_item_view, queue_url),
    URL(struct queue_item_view, move_url),
    URL(struct queue_item_view, draft_url),
    TEXT(struct queue_item_view, kind),
    TEXT(struct queue_item_view, state),
    MAYBE(struct queue_item_view, title),
    MAYBE(struct queue_item_view, reason),
    MAYBE(struct queue_item_view, guide_title),
    MAYBE_URL(struct queue_item_view, guide_url),
    MAYBE_URL(struct queue_item_view, step_url),
    MAYBE_URL(struct queue_item_view, history_url),
    MAYBE_URL(struct queue_item_view, others_url),
    MAYBE(struct queue_item_view, step),
    MAYBE_URL(struct queue_item_view, search_url),
    MAYBE(struct queue_item_view, owner),
    MAYBE_URL(struct queue_item_view, open_draft_url),
    MAYBE(struct queue_item_view, answer),
    MAYBE_URL(struct queue_item_view, answer_url),
    MAYBE(struct queue_item_view, answer_title),
    MAYBE_URL(struct queue_item_view, target_url),
    MAYBE(struct queue_item_view, target_title),
    NUMBER(struct queue_item_view, number),
    NUMBER(struct queue_item_view, version),
    NUMBER(struct queue_item_view, count),
    NUMBER(struct queue_item_view, total),
    DAY(struct queue_item_view, first_day),
    DAY(struct queue_item_view, last_day),
    MAYBE_NUMBER(struct queue_item_view, step_number),
    MAYBE_NUMBER(struct queue_item_view, revision),
    MAYBE_NUMBER(struct queue_item_view, answer_revision),
    MAYBE_TIME(struct queue_item_view, closed_at),
    FLAG(struct queue_item_view, feedback),
    FLAG(struct queue_item_view, search),
    FLAG(struct queue_item_view, ask),
    FLAG(struct queue_item_view, several),
    FLAG(struct queue_item_view, one_day),
    FLAG(struct queue_item_view, closed),
    FLAG(struct queue_item_view, done),
    FLAG(struct queue_item_view, conflict),
    FLAG(struct queue_item_view, asked),
    FLAG(struct queue_item_view, may_take),
    FLAG(struct queue_item_view, may_give),
    FLAG(struct queue_item_view, may_release),
    FLAG(struct queue_item_view, may_wait),
    FLAG(struct queue_item_view, may_write),
    FLAG(struct queue_item_view, may_close),
    FLAG(struct queue_item_view, may_decline),
    FLAG(struct queue_item_view, may_merge),
    FLAG(struct queue_item_view, may_reopen),
    LIST(struct queue_item_view, words, words_type),
    LIST(struct queue_item_view, events, event_type),
    LIST(struct queue_item_view, grouped, queue_row_view_type),
    LIST(struct queue_item_view, similar, queue_row_view_type),
    LIST(struct queue_item_view, revisions, option_type),
    LIST(struct queue_item_view, guides, option_type),
    LIST(struct queue_item_view, staff, option_type),
    LIST(struct queue_item_view, errors, form_error_type),
    MAYBE(struct queue_item_view, comment),
    MAYBE(struct queue_item_view, why_wait),
    MAYBE(struct queue_item_view, why_decline),
    MAYBE(struct queue_item_view, why_reopen),
    MAYBE(struct queue_item_view, give_to),
    MAYBE(struct queue_item_view, guide),
    MAYBE(struct queue_item_view, target),
    MAYBE(struct queue_item_view, comment_error),
    MAYBE(struct queue_item_view, wait_error),
    MAYBE(struct queue_item_view, decline_error),
    MAYBE(struct queue_item_view, reopen_error),
    MAYBE(struct queue_item_view, who_error),
    MAYBE(struct queue_item_view, guide_error),
    MAYBE(struct queue_item_view, revision_error),
    MAYBE(struct queue_item_view, target_error),
};
VIEW_TYPE(queue_item_view_type, struct queue_item_view, item_fields);

static const struct field report_fields[] = {
    FRAME(struct report_view),
    TEXT(struct report_view, title),
    URL(struct report_view, page_url),
    URL(struct report_view, feedback_url),
    FIELD_OF(struct report_view, why, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &why_view_type),
};
VIEW_TYPE(report_view_type, struct report_view, report_fields);
