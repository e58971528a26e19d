/* The pages of those who write trees: all of them, the history of one, its editor, the
 * try-out, and what a change does to paths. */
#ifndef VIEWS_TREE_EDIT_VIEW_H
#define VIEWS_TREE_EDIT_VIEW_H

#include "base/problems.h"
#include "model/tree_paths.h"
#include "views/staff_view.h"
#include "views/tree_view.h"

/* ---- GET /staff/trees -------------------------------------------------------------- */

struct tree_row_view {
    struct slice title, slug, url, live_url, draft_url, stage;
    int64_t revision, updated_at, runs;
    bool retired;
    bool many_runs; /* more than are counted */
};
struct trees_view {
    const struct page_frame *frame;
    struct slice staff_url, new_url, import_url, next_url;
    bool may_write, busy;
    struct slice busy_url;
    struct view_list trees;
    struct view_list errors;
    struct slice title, title_error, source, source_error;
};

/* ---- GET /staff/trees/{slug} ------------------------------------------------------- */

struct tree_revision_view {
    int64_t number, at, bytes, runs;
    struct slice who, why, compare_url, json_url;
    bool many_runs, live, from, to;
};
struct tree_history_view {
    const struct page_frame *frame;
    struct slice title, slug, trees_url, live_url, edit_url, restore_url, compare_url;
    struct slice next_url, json_url, mermaid_url, svg_url;
    struct slice draft_url, stage, draft_by;
    int64_t revision, updated_at, draft_at;
    bool may_edit, may_restore, several, busy;
    bool retired, may_retire, may_unretire, done;
    struct slice retire_url, unretire_url;
    struct slice why, why_error;
    struct view_list errors;
    struct view_list old_slugs; /* struct view_text */
    struct view_list revisions;
};

/* ---- what changed ------------------------------------------------------------------ */

struct tree_side_view {
    int64_t number, at; /* VIEW_NONE: nothing was there */
    struct slice who, why;
    bool version; /* of a draft, not a revision */
};
struct changed_path_view {
    struct slice change; /* "ends-elsewhere", … */
    struct slice sentence;
    struct view_list steps; /* struct path_step_view */
};
struct path_step_view {
    struct slice text, label;
};
struct changed_state_view {
    struct slice change; /* its label is tree_diff.state.{change} */
    struct slice id, old_id, text, old_text;
};
struct changed_reach_view {
    struct slice text, end;
    bool gained;
};
struct tree_diff_view {
    const struct page_frame *frame;
    struct slice title, back_url;
    const struct tree_side_view *from, *to;
    bool sound, whole, same, start_moved;
    int64_t old_paths, new_paths, changed, more; /* more: VIEW_NONE when all are shown */
    struct view_list paths, states, reach;
};

/* ---- the editor -------------------------------------------------------------------- */

struct tree_fault_view {
    struct slice message, url, id; /* id of the state; absent: of the whole */
    struct slice place;            /* JSON pointer */
    struct slice member; /* its label is tree_edit.member.{member}; absent: the whole */
    int64_t answer;      /* from 1; VIEW_NONE: of none */
    int64_t line;
};
struct tree_option_view {
    struct slice value, label;
    bool chosen;
};
struct tree_state_row_view {
    int64_t number; /* 1… */
    struct slice id, text, url;
    struct slice kind;     /* its label is tree_edit.kind.{kind}; absent: odd_kind */
    struct slice odd_kind; /* as it stands in the text */
    int64_t answers, leads_to, faults; /* faults VIEW_NONE: none */
    bool start;
};
struct tree_edit_view {
    const struct page_frame *frame;
    struct slice title, draft_url, save_url, try_url, whole_url, stage;
    int64_t version, state_count, fault_count;
    bool by_fields, saved, many;      /* many: a list would be too long to choose from */
    struct view_list typed;           /* struct typed_view */
    struct view_list faults, remarks; /* struct tree_fault_view */
    struct view_list errors;
    struct slice name, slug, description, start;
    struct slice name_error, slug_error, description_error, start_error;
    struct view_list starts; /* struct tree_option_view */
    struct view_list kinds;
    struct view_list states; /* struct tree_state_row_view: one page of them */
    struct slice previous_url, next_url;
    struct slice new_text, new_text_error;
    const struct svg_view *picture; /* absent: it has none */
};

/* ---- one state --------------------------------------------------------------------- */

struct tree_answer_form_view {
    int64_t number; /* from 0: its fields are answer-{number}-… */
    int64_t shown;  /* from 1 */
    int64_t was;    /* number in the text; VIEW_NONE: a new one */
    struct slice id, label, target, new_state;
    struct view_list targets, impacts, urgencies; /* struct tree_option_view */
    struct slice id_error, label_error, target_error, new_error, fact_error;
    struct slice target_url; /* of the state that it leads to */
    bool first, last, is_new;
};
struct tree_state_link_view {
    struct slice url, text, label;
};
struct tree_state_form_view {
    const struct page_frame *frame;
    struct slice title, draft_url, tree_url, save_url, try_url, stage;
    struct slice previous_url, next_url; /* the states before and behind */
    int64_t version, number, state_count, fault_count;
    bool saved, many;
    struct view_list faults; /* of this state */
    struct view_list others; /* of the rest: struct tree_fault_view */
    struct view_list errors;
    struct slice id, text, help, step, team;
    struct slice id_error, text_error, help_error, step_error, team_error, kind_error,
        answers_error;
    struct view_list kinds, answers, came_from, targets;
    struct slice why;
    const struct svg_view *picture;
};

/* ---- trying it out ----------------------------------------------------------------- */

struct trial_step_view {
    struct slice text, label, url; /* url: to answer it anew */
};
struct trial_answer_view {
    struct slice label, url;
};
struct tree_try_view {
    const struct page_frame *frame;
    struct slice title, draft_url, tree_url, edit_url, restart_url, back_url;
    bool ended, escalate, action, nowhere, broken;
    struct slice text, help, team;
    struct slice impact, urgency, priority, priority_why;
    struct view_list path, answers;
    const struct svg_view *picture;
};

extern const struct view_type trees_view_type, tree_history_view_type,
    tree_diff_view_type, tree_edit_view_type, tree_state_form_view_type,
    tree_try_view_type;

/* The lists of a comparison. */
void tree_diff_make(struct arena *arena, const struct site_info *site,
                    const struct tree_changes *changes, struct tree_diff_view *view);

#endif
