#include "views/staff_view.h"
#include "views/people_view.h"
#include "views/view_fields.h"

static const struct field draft_item_fields[] = {
    TEXT(struct draft_item_view, title),
    URL(struct draft_item_view, url),
    TEXT(struct draft_item_view, stage),
    TEXT(struct draft_item_view, saved_by),
    MAYBE_URL(struct draft_item_view, live_url),
    FLAG(struct draft_item_view, tree),
    TIME(struct draft_item_view, updated_at),
    MAYBE_TIME(struct draft_item_view, publish_at),
    MAYBE_NUMBER(struct draft_item_view, open_comments),
};
static VIEW_TYPE(draft_item_type, struct draft_item_view, draft_item_fields);

static const struct field typed_fields[] = {
    NUMBER(struct typed_view, id),         TIME(struct typed_view, at),
    NUMBER(struct typed_view, version),    FLAG(struct typed_view, stale),
    MAYBE_URL(struct typed_view, use_url), URL(struct typed_view, compare_url),
    URL(struct typed_view, forget_url),
};
VIEW_TYPE(typed_view_type, struct typed_view, typed_fields);

static const struct field stage_fields[] = {
    TEXT(struct stage_view, stage),
    URL(struct stage_view, url),
    NUMBER(struct stage_view, count),
    FLAG(struct stage_view, current),
};
static VIEW_TYPE(stage_type, struct stage_view, stage_fields);

static const struct field template_fields[] = {
    TEXT(struct template_view, key),
    TEXT(struct template_view, name),
    MAYBE(struct template_view, use_when),
};
static VIEW_TYPE(template_type, struct template_view, template_fields);

static const struct field staff_fields[] = {
    FRAME(struct staff_view),
    URL(struct staff_view, new_url),
    URL(struct staff_view, all_url),
    URL(struct staff_view, mine_url),
    MAYBE_URL(struct staff_view, next_url),
    FLAG(struct staff_view, mine),
    FLAG(struct staff_view, all),
    LIST(struct staff_view, stages, stage_type),
    LIST(struct staff_view, drafts, draft_item_type),
    LIST(struct staff_view, templates, template_type),
};
VIEW_TYPE(staff_view_type, struct staff_view, staff_fields);

static const struct field action_fields[] = {
    TEXT(struct draft_action_view, action),
    FLAG(struct draft_action_view, says_why),
    FLAG(struct draft_action_view, schedules),
    FLAG(struct draft_action_view, main),
};
static VIEW_TYPE(action_type, struct draft_action_view, action_fields);

static const struct field comment_fields[] = {
    NUMBER(struct draft_comment_view, id),
    TIME(struct draft_comment_view, at),
    NUMBER(struct draft_comment_view, version),
    MAYBE(struct draft_comment_view, section),
    MAYBE(struct draft_comment_view, section_words),
    TEXT(struct draft_comment_view, text),
    TEXT(struct draft_comment_view, who),
    MAYBE(struct draft_comment_view, resolved_by),
    FLAG(struct draft_comment_view, resolved),
};
static VIEW_TYPE(comment_type, struct draft_comment_view, comment_fields);

static const struct field event_fields[] = {
    TIME(struct draft_event_view, at),     NUMBER(struct draft_event_view, version),
    TEXT(struct draft_event_view, action), TEXT(struct draft_event_view, stage),
    MAYBE(struct draft_event_view, who),   MAYBE(struct draft_event_view, note),
};
static VIEW_TYPE(event_type, struct draft_event_view, event_fields);

static const struct field text_problem_fields[] = {
    MAYBE_NUMBER(struct text_problem_view, line),
    TEXT(struct text_problem_view, message),
    MAYBE(struct text_problem_view, place),
    MAYBE_URL(struct text_problem_view, url),
};
static VIEW_TYPE(text_problem_type, struct text_problem_view, text_problem_fields);

static const struct field form_error_fields[] = {
    TEXT(struct form_error_view, field),
    TEXT(struct form_error_view, message),
};
static VIEW_TYPE(form_error_type, struct form_error_view, form_error_fields);

static const struct field option_fields[] = {
    TEXT(struct option_view, value),
    MAYBE(struct option_view, label),
    FLAG(struct option_view, chosen),
};
static VIEW_TYPE(option_type, struct option_view, option_fields);

static const struct field draft_fields[] = {
    FRAME(struct draft_view),
    TEXT(struct draft_view, title),
    TEXT(struct draft_view, stage),
    TEXT(struct draft_view, opened_by),
    TEXT(struct draft_view, saved_by),
    URL(struct draft_view, staff_url),
    URL(struct draft_view, edit_url),
    URL(struct draft_view, preview_url),
    URL(struct draft_view, move_url),
    URL(struct draft_view, publish_url),
    URL(struct draft_view, comments_url),
    MAYBE_URL(struct draft_view, live_url),
    MAYBE_URL(struct draft_view, edit_now_url),
    MAYBE_URL(struct draft_view, compare_url),
    MAYBE_URL(struct draft_view, last_url),
    MAYBE_URL(struct draft_view, history_url),
    MAYBE_URL(struct draft_view, merge_url),
    NUMBER(struct draft_view, version),
    TIME(struct draft_view, updated_at),
    MAYBE_TIME(struct draft_view, publish_at),
    FLAG(struct draft_view, closed),
    LIST(struct draft_view, confidences, option_type),
    FLAG(struct draft_view, tree),
    FLAG(struct draft_view, may_publish),
    FLAG(struct draft_view, may_comment),
    FLAG(struct draft_view, done),
    LIST(struct draft_view, actions, action_type),
    LIST(struct draft_view, comments, comment_type),
    LIST(struct draft_view, sections, option_type),
    LIST(struct draft_view, events, event_type),
    LIST(struct draft_view, queue, queue_row_view_type),
    LIST(struct draft_view, faults, text_problem_type),
    LIST(struct draft_view, remarks, text_problem_type),
    LIST(struct draft_view, errors, form_error_type),
    LIST(struct draft_view, typed, typed_view_type),
    MAYBE(struct draft_view, note),
    MAYBE(struct draft_view, note_error),
    MAYBE(struct draft_view, publish_at_error),
    MAYBE(struct draft_view, publish_time),
    MAYBE(struct draft_view, comment),
    MAYBE(struct draft_view, comment_error),
    MAYBE(struct draft_view, unsent),
};
VIEW_TYPE(draft_view_type, struct draft_view, draft_fields);

static const struct field edit_field_fields[] = {
    TEXT(struct edit_field_view, name),
    MAYBE(struct edit_field_view, value),
    FLAG(struct edit_field_view, lines),
    LIST(struct edit_field_view, options, option_type),
};
static VIEW_TYPE(edit_field_type, struct edit_field_view, edit_field_fields);

static const struct field edit_fields[] = {
    FRAME(struct edit_view),
    TEXT(struct edit_view, title),
    URL(struct edit_view, draft_url),
    URL(struct edit_view, save_url),
    URL(struct edit_view, preview_url),
    URL(struct edit_view, typed_url),
    URL(struct edit_view, other_url),
    URL(struct edit_view, lint_url),
    NUMBER(struct edit_view, version),
    MAYBE_NUMBER(struct edit_view, base_revision),
    MAYBE_NUMBER(struct edit_view, line),
    FLAG(struct edit_view, whole),
    FLAG(struct edit_view, tree),
    FLAG(struct edit_view, fields_refused),
    LIST(struct edit_view, fields, edit_field_type),
    MAYBE(struct edit_view, text),
    MAYBE(struct edit_view, why),
    TEXT(struct edit_view, writing),
    MAYBE_NUMBER(struct edit_view, taken),
    LIST(struct edit_view, typed, typed_view_type),
    FLAG(struct edit_view, saved),
    FLAG(struct edit_view, restored),
    LIST(struct edit_view, queue, queue_row_view_type),
    LIST(struct edit_view, faults, text_problem_type),
    LIST(struct edit_view, remarks, text_problem_type),
    LIST(struct edit_view, errors, form_error_type),
};
VIEW_TYPE(edit_view_type, struct edit_view, edit_fields);

static const struct field merge_part_fields[] = {
    MAYBE(struct merge_part_view, text),    FLAG(struct merge_part_view, conflict),
    NUMBER(struct merge_part_view, number), MAYBE(struct merge_part_view, mine),
    MAYBE(struct merge_part_view, base),    MAYBE(struct merge_part_view, theirs),
};
static VIEW_TYPE(merge_part_type, struct merge_part_view, merge_part_fields);

static const struct field merge_fields[] = {
    FRAME(struct merge_view),
    TEXT(struct merge_view, title),
    URL(struct merge_view, draft_url),
    URL(struct merge_view, form_url),
    MAYBE(struct merge_view, theirs_who),
    TEXT(struct merge_view, state),
    NUMBER(struct merge_view, conflicts),
    MAYBE_NUMBER(struct merge_view, typed),
    FLAG(struct merge_view, live),
    FLAG(struct merge_view, clean),
    LIST(struct merge_view, parts, merge_part_type),
    MAYBE(struct merge_view, mine),
    MAYBE(struct merge_view, theirs),
};
VIEW_TYPE(merge_view_type, struct merge_view, merge_fields);

void text_problems_make(struct arena *arena, const struct problems *problems,
                        struct view_list *out_faults, struct view_list *out_remarks)
{
    size_t count = problems_count(problems);
    struct text_problem_view *faults =
        ARENA_ARRAY(arena, count + 1, struct text_problem_view);
    struct text_problem_view *remarks =
        ARENA_ARRAY(arena, count + 1, struct text_problem_view);
    *out_faults = (struct view_list){faults, 0};
    *out_remarks = (struct view_list){remarks, 0};
    for (size_t i = 0; i < count; i++) {
        const struct problem *p = problems_at(problems, i);
        bool is_error = p->severity == SEVERITY_ERROR;
        struct view_list *list = is_error ? out_faults : out_remarks;
        struct text_problem_view *to = is_error ? faults : remarks;
        bool points = p->field.len && p->field.ptr[0] == '/';
        to[list->count++] =
            (struct text_problem_view){.line = p->line ? (int64_t)p->line : VIEW_NONE,
                                       .message = p->message,
                                       .place = points ? p->field : (struct slice){0}};
    }
}
