#include "views/steps_view.h"
#include "views/view_fields.h"

static const struct field step_row_fields[] = {
    NUMBER(struct step_row_view, number),
    TEXT(struct step_row_view, title),
    URL(struct step_row_view, url),
    NUMBER(struct step_row_view, worked),
    NUMBER(struct step_row_view, failed),
    NUMBER(struct step_row_view, worked_then),
    NUMBER(struct step_row_view, failed_then),
    MAYBE_NUMBER(struct step_row_view, share_percent),
    FLAG(struct step_row_view, weak),
    MAYBE_DATE(struct step_row_view, verified),
    NUMBER(struct step_row_view, verified_revision),
    MAYBE(struct step_row_view, verified_by),
};
static VIEW_TYPE(step_row_type, struct step_row_view, step_row_fields);

static const struct field version_row_fields[] = {
    NUMBER(struct version_row_view, number), NUMBER(struct version_row_view, worked),
    NUMBER(struct version_row_view, failed), MAYBE_URL(struct version_row_view, url),
    FLAG(struct version_row_view, live),
};
static VIEW_TYPE(version_row_type, struct version_row_view, version_row_fields);

static const struct field guide_steps_fields[] = {
    FRAME(struct guide_steps_view),
    TEXT(struct guide_steps_view, title),
    URL(struct guide_steps_view, history_url),
    URL(struct guide_steps_view, verify_url),
    MAYBE_URL(struct guide_steps_view, next_url),
    NUMBER(struct guide_steps_view, version),
    FLAG(struct guide_steps_view, live),
    FLAG(struct guide_steps_view, published),
    NUMBER(struct guide_steps_view, gone_worked),
    NUMBER(struct guide_steps_view, gone_failed),
    FLAG(struct guide_steps_view, gone),
    LIST(struct guide_steps_view, steps, step_row_type),
    LIST(struct guide_steps_view, versions, version_row_type),
};
VIEW_TYPE(guide_steps_view_type, struct guide_steps_view, guide_steps_fields);
