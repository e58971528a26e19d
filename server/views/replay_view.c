#include "views/replay_view.h"
#include "views/view_fields.h"

static const struct field replay_event_fields[] = {
    NUMBER(struct replay_event_view, number),
    TIME(struct replay_event_view, at),
    FIELD(struct replay_event_view, after, FIELD_DURATION, FIELD_OPTIONAL, SIDE_PAGE),
    TEXT(struct replay_event_view, kind),
    MAYBE(struct replay_event_view, question),
    MAYBE(struct replay_event_view, answer),
    TEXT(struct replay_event_view, then),
    MAYBE(struct replay_event_view, impact),
    MAYBE(struct replay_event_view, urgency),
    TEXT(struct replay_event_view, priority),
    MAYBE_NUMBER(struct replay_event_view, dropped),
    FLAG(struct replay_event_view, back),
};
static VIEW_TYPE(replay_event_type, struct replay_event_view, replay_event_fields);

static const struct field replay_fields[] = {
    FRAME(struct replay_view),
    FIELD_OF(struct replay_view, run, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &run_view_type),
    TEXT(struct replay_view, title),
    URL(struct replay_view, run_url),
    URL(struct replay_view, transcript_url),
    URL(struct replay_view, tree_url),
    MAYBE_URL(struct replay_view, compare_url),
    MAYBE(struct replay_view, guide_title),
    MAYBE_URL(struct replay_view, guide_url),
    MAYBE_URL(struct replay_view, previous_url),
    MAYBE_URL(struct replay_view, next_url),
    TIME(struct replay_view, started_at),
    TIME(struct replay_view, ended_at),
    FIELD(struct replay_view, took, FIELD_DURATION, FIELD_ALWAYS, SIDE_PAGE),
    MAYBE_NUMBER(struct replay_view, live_revision),
    MAYBE_NUMBER(struct replay_view, guide_then),
    MAYBE_NUMBER(struct replay_view, guide_at_end),
    MAYBE_NUMBER(struct replay_view, guide_now),
    NUMBER(struct replay_view, event_count),
    NUMBER(struct replay_view, back_count),
    NUMBER(struct replay_view, change_count),
    NUMBER(struct replay_view, restart_count),
    TEXT(struct replay_view, impact),
    TEXT(struct replay_view, urgency),
    FLAG(struct replay_view, impact_assumed),
    FLAG(struct replay_view, urgency_assumed),
    LIST(struct replay_view, events, replay_event_type),
};
VIEW_TYPE(replay_view_type, struct replay_view, replay_fields);
