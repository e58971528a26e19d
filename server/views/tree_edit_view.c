#include "views/tree_edit_view.h"
#include "views/people_view.h"
#include "views/view_fields.h"

/* ---- all, and the history of one --------------------------------------------------- */

static const struct field tree_row_fields[] = {
    TEXT(struct tree_row_view, title),
    TEXT(struct tree_row_view, slug),
    URL(struct tree_row_view, url),
    URL(struct tree_row_view, live_url),
    MAYBE_URL(struct tree_row_view, draft_url),
    MAYBE(struct tree_row_view, stage),
    NUMBER(struct tree_row_view, revision),
    TIME(struct tree_row_view, updated_at),
    NUMBER(struct tree_row_view, runs),
    FLAG(struct tree_row_view, many_runs),
    FLAG(struct tree_row_view, retired),
};
static VIEW_TYPE(tree_row_type, struct tree_row_view, tree_row_fields);

static const struct field trees_fields[] = {
    FRAME(struct trees_view),
    URL(struct trees_view, staff_url),
    URL(struct trees_view, new_url),
    URL(struct trees_view, import_url),
    MAYBE_URL(struct trees_view, next_url),
    FLAG(struct trees_view, may_write),
    FLAG(struct trees_view, busy),
    MAYBE_URL(struct trees_view, busy_url),
    LIST(struct trees_view, trees, tree_row_type),
    LIST(struct trees_view, errors, form_error_view_type),
    MAYBE(struct trees_view, title),
    MAYBE(struct trees_view, title_error),
    MAYBE(struct trees_view, source),
    MAYBE(struct trees_view, source_error),
};
VIEW_TYPE(trees_view_type, struct trees_view, trees_fields);

static const struct field tree_revision_fields[] = {
    NUMBER(struct tree_revision_view, number),
    TIME(struct tree_revision_view, at),
    NUMBER(struct tree_revision_view, bytes),
    NUMBER(struct tree_revision_view, runs),
    MAYBE(struct tree_revision_view, who),
    MAYBE(struct tree_revision_view, why),
    MAYBE_URL(struct tree_revision_view, compare_url),
    URL(struct tree_revision_view, json_url),
    FLAG(struct tree_revision_view, many_runs),
    FLAG(struct tree_revision_view, live),
    FLAG(struct tree_revision_view, from),
    FLAG(struct tree_revision_view, to),
};
static VIEW_TYPE(tree_revision_type, struct tree_revision_view, tree_revision_fields);

static const struct field tree_history_fields[] = {
    FRAME(struct tree_history_view),
    TEXT(struct tree_history_view, title),
    TEXT(struct tree_history_view, slug),
    URL(struct tree_history_view, trees_url),
    URL(struct tree_history_view, live_url),
    URL(struct tree_history_view, edit_url),
    URL(struct tree_history_view, restore_url),
    URL(struct tree_history_view, compare_url),
    MAYBE_URL(struct tree_history_view, next_url),
    URL(struct tree_history_view, json_url),
    URL(struct tree_history_view, mermaid_url),
    URL(struct tree_history_view, svg_url),
    MAYBE_URL(struct tree_history_view, draft_url),
    MAYBE(struct tree_history_view, stage),
    MAYBE(struct tree_history_view, draft_by),
    NUMBER(struct tree_history_view, revision),
    TIME(struct tree_history_view, updated_at),
    MAYBE_TIME(struct tree_history_view, draft_at),
    FLAG(struct tree_history_view, may_edit),
    FLAG(struct tree_history_view, may_restore),
    FLAG(struct tree_history_view, several),
    FLAG(struct tree_history_view, busy),
    FLAG(struct tree_history_view, retired),
    FLAG(struct tree_history_view, may_retire),
    FLAG(struct tree_history_view, may_unretire),
    FLAG(struct tree_history_view, done),
    URL(struct tree_history_view, retire_url),
    URL(struct tree_history_view, unretire_url),
    MAYBE(struct tree_history_view, why),
    MAYBE(struct tree_history_view, why_error),
    LIST(struct tree_history_view, errors, form_error_view_type),
    LIST(struct tree_history_view, old_slugs, view_text_type),
    LIST(struct tree_history_view, revisions, tree_revision_type),
};
VIEW_TYPE(tree_history_view_type, struct tree_history_view, tree_history_fields);

/* ---- what changed ------------------------------------------------------------------ */

static const struct field side_fields[] = {
    MAYBE_NUMBER(struct tree_side_view, number), MAYBE_TIME(struct tree_side_view, at),
    MAYBE(struct tree_side_view, who),           MAYBE(struct tree_side_view, why),
    FLAG(struct tree_side_view, version),
};
static VIEW_TYPE(side_type, struct tree_side_view, side_fields);

static const struct field step_fields[] = {
    TEXT(struct path_step_view, text),
    TEXT(struct path_step_view, label),
};
static VIEW_TYPE(step_type, struct path_step_view, step_fields);

static const struct field changed_path_fields[] = {
    TEXT(struct changed_path_view, change),
    TEXT(struct changed_path_view, sentence),
    LIST(struct changed_path_view, steps, step_type),
};
static VIEW_TYPE(changed_path_type, struct changed_path_view, changed_path_fields);

static const struct field changed_state_fields[] = {
    TEXT(struct changed_state_view, change),    TEXT(struct changed_state_view, id),
    MAYBE(struct changed_state_view, old_id),   TEXT(struct changed_state_view, text),
    MAYBE(struct changed_state_view, old_text),
};
static VIEW_TYPE(changed_state_type, struct changed_state_view, changed_state_fields);

static const struct field changed_reach_fields[] = {
    TEXT(struct changed_reach_view, text),
    TEXT(struct changed_reach_view, end),
    FLAG(struct changed_reach_view, gained),
};
static VIEW_TYPE(changed_reach_type, struct changed_reach_view, changed_reach_fields);

static const struct field tree_diff_fields[] = {
    FRAME(struct tree_diff_view),
    TEXT(struct tree_diff_view, title),
    URL(struct tree_diff_view, back_url),
    FIELD_OF(struct tree_diff_view, from, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &side_type),
    FIELD_OF(struct tree_diff_view, to, FIELD_OBJECT, FIELD_ALWAYS, SIDE_PAGE,
             &side_type),
    FLAG(struct tree_diff_view, sound),
    FLAG(struct tree_diff_view, whole),
    FLAG(struct tree_diff_view, same),
    FLAG(struct tree_diff_view, start_moved),
    NUMBER(struct tree_diff_view, old_paths),
    NUMBER(struct tree_diff_view, new_paths),
    NUMBER(struct tree_diff_view, changed),
    MAYBE_NUMBER(struct tree_diff_view, more),
    LIST(struct tree_diff_view, paths, changed_path_type),
    LIST(struct tree_diff_view, states, changed_state_type),
    LIST(struct tree_diff_view, reach, changed_reach_type),
};
VIEW_TYPE(tree_diff_view_type, struct tree_diff_view, tree_diff_fields);

static const char *const path_changes[] = {
    [PATH_ENDS_ELSEWHERE] = "ends-elsewhere", [PATH_GOES_ON] = "goes-on",
    [PATH_ENDS_EARLIER] = "ends-earlier",     [PATH_LEADS_ELSEWHERE] = "leads-elsewhere",
    [PATH_ANSWER_GONE] = "answer-gone",       [PATH_ANSWER_NEW] = "answer-new",
};

static const char *const state_changes[] = {
    [STATE_ADDED] = "added",
    [STATE_REMOVED] = "removed",
    [STATE_RENAMED] = "renamed",
    [STATE_REWORDED] = "reworded",
};

/* "Resolved", the team's name, or what a state that is no ending says. */
static struct slice place_name(struct arena *arena, const struct site_info *site,
                               const struct tree_state *state)
{
    const struct message_arg none = {NULL, {0}};
    if (!state)
        return (struct slice){0};
    if (state->kind != STATE_OUTCOME)
        return state->text;
    return state->outcome == OUTCOME_ESCALATE
               ? state->team
               : site_message(arena, site, site->lang, "tree_diff.resolved", &none);
}

/* "Ended with …, now ends with …". */
static struct slice sentence_of(struct arena *arena, const struct site_info *site,
                                const struct changed_path *path)
{
    const struct message_arg args[] = {{"was", place_name(arena, site, path->was)},
                                       {"is", place_name(arena, site, path->is)},
                                       {NULL, {0}}};
    return site_message(
        arena, site, site->lang,
        arena_format(arena, "tree_diff.path.%s", path_changes[path->change]).ptr, args);
}

static struct view_list paths_make(struct arena *arena, const struct site_info *site,
                                   const struct tree_changes *changes)
{
    struct changed_path_view *paths =
        ARENA_ARRAY(arena, changes->path_count + 1, struct changed_path_view);
    for (size_t i = 0; i < changes->path_count; i++) {
        const struct changed_path *path = &changes->paths[i];
        struct path_step_view *steps =
            ARENA_ARRAY(arena, path->step_count + 1, struct path_step_view);
        for (size_t s = 0; s < path->step_count; s++)
            steps[s] = (struct path_step_view){path->steps[s].state->text,
                                               path->steps[s].answer->label};
        paths[i] = (struct changed_path_view){slice_cstr(path_changes[path->change]),
                                              sentence_of(arena, site, path),
                                              {steps, path->step_count}};
    }
    return (struct view_list){paths, changes->path_count};
}

static struct view_list states_make(struct arena *arena,
                                    const struct tree_changes *changes)
{
    struct changed_state_view *states =
        ARENA_ARRAY(arena, changes->state_count + 1, struct changed_state_view);
    for (size_t i = 0; i < changes->state_count; i++) {
        const struct changed_state *state = &changes->states[i];
        const struct tree_state *shown = state->is ? state->is : state->was;
        states[i] = (struct changed_state_view){
            .change = slice_cstr(state_changes[state->change]),
            .id = shown->id,
            .text = shown->text,
        };
        if (state->was && state->is && !slice_eq(state->was->id, state->is->id))
            states[i].old_id = state->was->id;
        if (state->was && state->is && !slice_eq(state->was->text, state->is->text))
            states[i].old_text = state->was->text;
    }
    return (struct view_list){states, changes->state_count};
}

static struct view_list reach_make(struct arena *arena, const struct site_info *site,
                                   const struct tree_changes *changes)
{
    struct changed_reach_view *reach =
        ARENA_ARRAY(arena, changes->reach_count + 1, struct changed_reach_view);
    for (size_t i = 0; i < changes->reach_count; i++)
        reach[i] = (struct changed_reach_view){
            changes->reach[i].state->text, place_name(arena, site, changes->reach[i].end),
            changes->reach[i].gained};
    return (struct view_list){reach, changes->reach_count};
}

void tree_diff_make(struct arena *arena, const struct site_info *site,
                    const struct tree_changes *changes, struct tree_diff_view *view)
{
    size_t shown = changes->path_count + changes->reach_count;
    size_t found = changes->path_total + changes->reach_total;
    view->whole = changes->whole;
    view->start_moved = changes->start_moved;
    view->old_paths = (int64_t)changes->old_paths;
    view->new_paths = (int64_t)changes->new_paths;
    view->changed = (int64_t)found;
    view->more = found > shown ? (int64_t)(found - shown) : VIEW_NONE;
    view->paths = paths_make(arena, site, changes);
    view->states = states_make(arena, changes);
    view->reach = reach_make(arena, site, changes);
    view->same = !found && !changes->state_count && !changes->start_moved;
}

/* ---- the editor -------------------------------------------------------------------- */

static const struct field fault_fields[] = {
    TEXT(struct tree_fault_view, message),
    MAYBE_URL(struct tree_fault_view, url),
    MAYBE(struct tree_fault_view, id),
    MAYBE(struct tree_fault_view, place),
    MAYBE(struct tree_fault_view, member),
    MAYBE_NUMBER(struct tree_fault_view, answer),
    MAYBE_NUMBER(struct tree_fault_view, line),
};
static VIEW_TYPE(fault_type, struct tree_fault_view, fault_fields);

static const struct field option_fields[] = {
    MAYBE(struct tree_option_view, value),
    MAYBE(struct tree_option_view, label),
    FLAG(struct tree_option_view, chosen),
};
static VIEW_TYPE(option_type, struct tree_option_view, option_fields);

static const struct field state_row_fields[] = {
    NUMBER(struct tree_state_row_view, number),
    MAYBE(struct tree_state_row_view, id),
    MAYBE(struct tree_state_row_view, text),
    MAYBE(struct tree_state_row_view, kind),
    MAYBE(struct tree_state_row_view, odd_kind),
    URL(struct tree_state_row_view, url),
    NUMBER(struct tree_state_row_view, answers),
    NUMBER(struct tree_state_row_view, leads_to),
    MAYBE_NUMBER(struct tree_state_row_view, faults),
    FLAG(struct tree_state_row_view, start),
};
static VIEW_TYPE(state_row_type, struct tree_state_row_view, state_row_fields);

#define PICTURE(type) \
    FIELD_OF(type, picture, FIELD_OBJECT, FIELD_OPTIONAL, SIDE_PAGE, &svg_view_type)

static const struct field tree_edit_fields[] = {
    FRAME(struct tree_edit_view),
    TEXT(struct tree_edit_view, title),
    URL(struct tree_edit_view, draft_url),
    URL(struct tree_edit_view, save_url),
    URL(struct tree_edit_view, try_url),
    URL(struct tree_edit_view, whole_url),
    TEXT(struct tree_edit_view, stage),
    NUMBER(struct tree_edit_view, version),
    NUMBER(struct tree_edit_view, state_count),
    NUMBER(struct tree_edit_view, fault_count),
    FLAG(struct tree_edit_view, by_fields),
    FLAG(struct tree_edit_view, saved),
    LIST(struct tree_edit_view, typed, typed_view_type),
    FLAG(struct tree_edit_view, many),
    LIST(struct tree_edit_view, faults, fault_type),
    LIST(struct tree_edit_view, remarks, fault_type),
    LIST(struct tree_edit_view, errors, form_error_view_type),
    MAYBE(struct tree_edit_view, name),
    MAYBE(struct tree_edit_view, slug),
    MAYBE(struct tree_edit_view, description),
    MAYBE(struct tree_edit_view, start),
    MAYBE(struct tree_edit_view, name_error),
    MAYBE(struct tree_edit_view, slug_error),
    MAYBE(struct tree_edit_view, description_error),
    MAYBE(struct tree_edit_view, start_error),
    LIST(struct tree_edit_view, starts, option_type),
    LIST(struct tree_edit_view, kinds, option_type),
    LIST(struct tree_edit_view, states, state_row_type),
    MAYBE_URL(struct tree_edit_view, previous_url),
    MAYBE_URL(struct tree_edit_view, next_url),
    MAYBE(struct tree_edit_view, new_text),
    MAYBE(struct tree_edit_view, new_text_error),
    PICTURE(struct tree_edit_view),
};
VIEW_TYPE(tree_edit_view_type, struct tree_edit_view, tree_edit_fields);

/* ---- one state --------------------------------------------------------------------- */

static const struct field answer_form_fields[] = {
    NUMBER(struct tree_answer_form_view, number),
    NUMBER(struct tree_answer_form_view, shown),
    MAYBE_NUMBER(struct tree_answer_form_view, was),
    MAYBE(struct tree_answer_form_view, id),
    MAYBE(struct tree_answer_form_view, label),
    MAYBE(struct tree_answer_form_view, target),
    MAYBE(struct tree_answer_form_view, new_state),
    LIST(struct tree_answer_form_view, targets, option_type),
    LIST(struct tree_answer_form_view, impacts, option_type),
    LIST(struct tree_answer_form_view, urgencies, option_type),
    MAYBE(struct tree_answer_form_view, id_error),
    MAYBE(struct tree_answer_form_view, label_error),
    MAYBE(struct tree_answer_form_view, target_error),
    MAYBE(struct tree_answer_form_view, new_error),
    MAYBE(struct tree_answer_form_view, fact_error),
    MAYBE_URL(struct tree_answer_form_view, target_url),
    FLAG(struct tree_answer_form_view, first),
    FLAG(struct tree_answer_form_view, last),
    FLAG(struct tree_answer_form_view, is_new),
};
static VIEW_TYPE(answer_form_type, struct tree_answer_form_view, answer_form_fields);

static const struct field state_link_fields[] = {
    URL(struct tree_state_link_view, url),
    TEXT(struct tree_state_link_view, text),
    TEXT(struct tree_state_link_view, label),
};
static VIEW_TYPE(state_link_type, struct tree_state_link_view, state_link_fields);

static const struct field state_form_fields[] = {
    FRAME(struct tree_state_form_view),
    TEXT(struct tree_state_form_view, title),
    URL(struct tree_state_form_view, draft_url),
    URL(struct tree_state_form_view, tree_url),
    URL(struct tree_state_form_view, save_url),
    URL(struct tree_state_form_view, try_url),
    TEXT(struct tree_state_form_view, stage),
    MAYBE_URL(struct tree_state_form_view, previous_url),
    MAYBE_URL(struct tree_state_form_view, next_url),
    NUMBER(struct tree_state_form_view, version),
    NUMBER(struct tree_state_form_view, number),
    NUMBER(struct tree_state_form_view, state_count),
    NUMBER(struct tree_state_form_view, fault_count),
    FLAG(struct tree_state_form_view, saved),
    FLAG(struct tree_state_form_view, many),
    LIST(struct tree_state_form_view, faults, fault_type),
    LIST(struct tree_state_form_view, others, fault_type),
    LIST(struct tree_state_form_view, errors, form_error_view_type),
    MAYBE(struct tree_state_form_view, id),
    MAYBE(struct tree_state_form_view, text),
    MAYBE(struct tree_state_form_view, help),
    MAYBE(struct tree_state_form_view, step),
    MAYBE(struct tree_state_form_view, team),
    MAYBE(struct tree_state_form_view, id_error),
    MAYBE(struct tree_state_form_view, text_error),
    MAYBE(struct tree_state_form_view, help_error),
    MAYBE(struct tree_state_form_view, step_error),
    MAYBE(struct tree_state_form_view, team_error),
    MAYBE(struct tree_state_form_view, kind_error),
    MAYBE(struct tree_state_form_view, answers_error),
    LIST(struct tree_state_form_view, kinds, option_type),
    LIST(struct tree_state_form_view, answers, answer_form_type),
    LIST(struct tree_state_form_view, came_from, state_link_type),
    LIST(struct tree_state_form_view, targets, option_type),
    MAYBE(struct tree_state_form_view, why),
    PICTURE(struct tree_state_form_view),
};
VIEW_TYPE(tree_state_form_view_type, struct tree_state_form_view, state_form_fields);

/* ---- trying it out ----------------------------------------------------------------- */

static const struct field trial_step_fields[] = {
    TEXT(struct trial_step_view, text),
    TEXT(struct trial_step_view, label),
    URL(struct trial_step_view, url),
};
static VIEW_TYPE(trial_step_type, struct trial_step_view, trial_step_fields);

static const struct field trial_answer_fields[] = {
    TEXT(struct trial_answer_view, label),
    URL(struct trial_answer_view, url),
};
static VIEW_TYPE(trial_answer_type, struct trial_answer_view, trial_answer_fields);

static const struct field tree_try_fields[] = {
    FRAME(struct tree_try_view),
    TEXT(struct tree_try_view, title),
    URL(struct tree_try_view, draft_url),
    URL(struct tree_try_view, tree_url),
    MAYBE_URL(struct tree_try_view, edit_url),
    URL(struct tree_try_view, restart_url),
    MAYBE_URL(struct tree_try_view, back_url),
    FLAG(struct tree_try_view, ended),
    FLAG(struct tree_try_view, escalate),
    FLAG(struct tree_try_view, action),
    FLAG(struct tree_try_view, nowhere),
    FLAG(struct tree_try_view, broken),
    MAYBE(struct tree_try_view, text),
    MAYBE(struct tree_try_view, help),
    MAYBE(struct tree_try_view, team),
    MAYBE(struct tree_try_view, impact),
    MAYBE(struct tree_try_view, urgency),
    MAYBE(struct tree_try_view, priority),
    MAYBE(struct tree_try_view, priority_why),
    LIST(struct tree_try_view, path, trial_step_type),
    LIST(struct tree_try_view, answers, trial_answer_type),
    PICTURE(struct tree_try_view),
};
VIEW_TYPE(tree_try_view_type, struct tree_try_view, tree_try_fields);
