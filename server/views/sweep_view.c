#include "views/sweep_view.h"
#include "views/people_view.h"
#include "views/view_fields.h"

static const struct field form_error_fields[] = {
    TEXT(struct form_error_view, field),
    TEXT(struct form_error_view, message),
};
static VIEW_TYPE(form_error_type, struct form_error_view, form_error_fields);

static const struct field sweep_row_fields[] = {
    URL(struct sweep_row_view, url),       TEXT(struct sweep_row_view, kind),
    TEXT(struct sweep_row_view, state),    TEXT(struct sweep_row_view, who),
    MAYBE(struct sweep_row_view, value),   MAYBE(struct sweep_row_view, why),
    NUMBER(struct sweep_row_view, number), TIME(struct sweep_row_view, made_at),
};
static VIEW_TYPE(sweep_row_type, struct sweep_row_view, sweep_row_fields);

static const struct field sweeps_fields[] = {
    FRAME(struct sweeps_view),
    URL(struct sweeps_view, guides_url),
    URL(struct sweeps_view, replace_url),
    MAYBE_URL(struct sweeps_view, next_url),
    LIST(struct sweeps_view, sweeps, sweep_row_type),
};
VIEW_TYPE(sweeps_view_type, struct sweeps_view, sweeps_fields);

static const struct field tab_fields[] = {
    TEXT(struct sweep_tab_view, state),
    URL(struct sweep_tab_view, url),
    NUMBER(struct sweep_tab_view, count),
    FLAG(struct sweep_tab_view, current),
};
static VIEW_TYPE(tab_type, struct sweep_tab_view, tab_fields);

static const struct field hit_fields[] = {
    TEXT(struct replace_hit_view, id),
    TEXT(struct replace_hit_view, place),
    MAYBE(struct replace_hit_view, section),
    NUMBER(struct replace_hit_view, number),
    MAYBE_NUMBER(struct replace_hit_view, line),
    FLAG(struct replace_hit_view, chosen),
    LIST(struct replace_hit_view, old_spans, span_type),
    LIST(struct replace_hit_view, new_spans, span_type),
};
static VIEW_TYPE(hit_type, struct replace_hit_view, hit_fields);

static const struct field swept_waiting_fields[] = {
    URL(struct swept_waiting_view, url),
    MAYBE_URL(struct swept_waiting_view, move_url),
    TEXT(struct swept_waiting_view, kind),
    MAYBE(struct swept_waiting_view, step),
    MAYBE(struct swept_waiting_view, reason),
    MAYBE(struct swept_waiting_view, words),
    NUMBER(struct swept_waiting_view, number),
    NUMBER(struct swept_waiting_view, version),
    NUMBER(struct swept_waiting_view, total),
};
static VIEW_TYPE(swept_waiting_type, struct swept_waiting_view, swept_waiting_fields);

static const struct field swept_fields[] = {
    NUMBER(struct swept_view, position),
    TEXT(struct swept_view, title),
    URL(struct swept_view, url),
    MAYBE(struct swept_view, code),
    MAYBE(struct swept_view, detail),
    MAYBE_URL(struct swept_view, draft_url),
    MAYBE_URL(struct swept_view, result_url),
    URL(struct swept_view, queue_url),
    MAYBE_NUMBER(struct swept_view, waiting),
    LIST(struct swept_view, open, swept_waiting_type),
    MAYBE_NUMBER(struct swept_view, revision),
    NUMBER(struct swept_view, sweep),
    MAYBE_NUMBER(struct swept_view, hits),
    MAYBE_NUMBER(struct swept_view, more),
    MAYBE_URL(struct swept_view, all_url),
    FLAG(struct swept_view, chosen),
    LIST(struct swept_view, shown, hit_type),
};
static VIEW_TYPE(swept_type, struct swept_view, swept_fields);

static const struct field sweep_fields[] = {
    FRAME(struct sweep_view),
    NUMBER(struct sweep_view, number),
    TEXT(struct sweep_view, kind),
    TEXT(struct sweep_view, state),
    TEXT(struct sweep_view, made_by),
    MAYBE(struct sweep_view, value),
    MAYBE(struct sweep_view, other),
    MAYBE(struct sweep_view, why),
    MAYBE(struct sweep_view, trouble),
    URL(struct sweep_view, filter_url),
    URL(struct sweep_view, sweeps_url),
    URL(struct sweep_view, plan_url),
    URL(struct sweep_view, choose_url),
    URL(struct sweep_view, stop_url),
    URL(struct sweep_view, self_url),
    MAYBE_URL(struct sweep_view, next_url),
    MAYBE_URL(struct sweep_view, edit_url),
    MAYBE_URL(struct sweep_view, back_url),
    TEXT(struct sweep_view, show),
    TIME(struct sweep_view, made_at),
    MAYBE_TIME(struct sweep_view, started_at),
    MAYBE_TIME(struct sweep_view, ended_at),
    NUMBER(struct sweep_view, total),
    NUMBER(struct sweep_view, planned),
    NUMBER(struct sweep_view, ready),
    MAYBE_NUMBER(struct sweep_view, hits),
    NUMBER(struct sweep_view, counted),
    MAYBE_NUMBER(struct sweep_view, next_after),
    FLAG(struct sweep_view, by_filter),
    FLAG(struct sweep_view, counts_differ),
    FLAG(struct sweep_view, choosing),
    FLAG(struct sweep_view, at_work),
    FLAG(struct sweep_view, waits),
    FLAG(struct sweep_view, is_planned),
    FLAG(struct sweep_view, running),
    FLAG(struct sweep_view, over),
    FLAG(struct sweep_view, stopped),
    FLAG(struct sweep_view, may_plan),
    FLAG(struct sweep_view, may_choose),
    FLAG(struct sweep_view, may_stop),
    FLAG(struct sweep_view, retires),
    FLAG(struct sweep_view, replaces),
    FLAG(struct sweep_view, drafts),
    FLAG(struct sweep_view, widens),
    FLAG(struct sweep_view, needs_value),
    FLAG(struct sweep_view, value_is_audience),
    FLAG(struct sweep_view, live),
    FLAG(struct sweep_view, review),
    FLAG(struct sweep_view, whole_words),
    FLAG(struct sweep_view, any_case),
    LIST(struct sweep_view, places, choice_type),
    LIST(struct sweep_view, audiences, choice_type),
    LIST(struct sweep_view, tabs, tab_type),
    LIST(struct sweep_view, guides, swept_type),
    LIST(struct sweep_view, errors, form_error_type),
    MAYBE(struct sweep_view, value_error),
    MAYBE(struct sweep_view, other_error),
    MAYBE(struct sweep_view, why_error),
};
VIEW_TYPE(sweep_view_type, struct sweep_view, sweep_fields);

static const struct field replace_fields[] = {
    FRAME(struct replace_view),
    URL(struct replace_view, guides_url),
    URL(struct replace_view, replace_url),
    URL(struct replace_view, sweeps_url),
    FIELD_OF(struct replace_view, filter, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &guide_filter_type),
    MAYBE(struct replace_view, value),
    MAYBE(struct replace_view, other),
    MAYBE(struct replace_view, why),
    FLAG(struct replace_view, title),
    FLAG(struct replace_view, prose),
    FLAG(struct replace_view, commands),
    FLAG(struct replace_view, any_case),
    FLAG(struct replace_view, whole_words),
    FLAG(struct replace_view, live),
    FLAG(struct replace_view, review),
    FLAG(struct replace_view, draft),
    FLAG(struct replace_view, may_publish),
    LIST(struct replace_view, errors, form_error_type),
    MAYBE(struct replace_view, value_error),
    MAYBE(struct replace_view, other_error),
    MAYBE(struct replace_view, why_error),
};
VIEW_TYPE(replace_view_type, struct replace_view, replace_fields);
