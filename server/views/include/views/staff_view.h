/* The pages of those who write: drafts, the editor, merges. */
#ifndef VIEWS_STAFF_VIEW_H
#define VIEWS_STAFF_VIEW_H

#include "base/problems.h"
#include "model/article.h"
#include "model/workflow.h"
#include "views/queue_view.h"

/* ---- GET /staff -------------------------------------------------------------------- */

struct draft_item_view {
    struct slice title, url, stage, saved_by;
    struct slice live_url; /* absent: never published */
    bool tree;             /* not a guide */
    int64_t updated_at;
    int64_t publish_at;    /* VIEW_NONE: no time was set */
    int64_t open_comments; /* VIEW_NONE: none */
};

struct stage_view {
    struct slice stage, url; /* its label is stage.{stage} */
    int64_t count;
    bool current;
};

struct template_view {
    struct slice key, name, use_when;
};

struct staff_view {
    const struct page_frame *frame;
    struct slice new_url, all_url, mine_url, next_url;
    bool mine, all;             /* what is shown */
    struct view_list stages;    /* struct stage_view */
    struct view_list drafts;    /* struct draft_item_view */
    struct view_list templates; /* struct template_view: what a guide can begin with */
};

/* ---- GET /staff/drafts/{id} -------------------------------------------------------- */

struct draft_action_view {
    struct slice action; /* its label is draft.action.{action} */
    bool says_why, schedules, main;
};

struct draft_comment_view {
    int64_t id, at, version;
    struct slice section, section_words; /* words absent: the text has it no more */
    struct slice text, who, resolved_by;
    bool resolved;
};

struct draft_event_view {
    int64_t at, version;
    struct slice action, stage, who, note;
};

struct text_problem_view {
    int64_t line; /* VIEW_NONE: of the whole */
    struct slice message;
    struct slice place; /* JSON pointer; absent in guides */
    struct slice url;   /* where it is mended; absent in guides */
};

/* A text that somebody typed and did not save. */
struct typed_view {
    int64_t id, at, version;
    bool stale;           /* somebody saved since it began */
    struct slice use_url; /* absent: nothing can be saved in the draft any more */
    struct slice compare_url, forget_url;
};

struct draft_view {
    const struct page_frame *frame;
    struct slice title, stage, opened_by, saved_by;
    struct slice staff_url, edit_url, preview_url, move_url, publish_url, comments_url;
    struct slice live_url;              /* absent: never published */
    struct slice edit_now_url;          /* edit_url, where this account may write */
    struct slice compare_url, last_url; /* with the live text, with the version before */
    struct slice history_url;           /* of the guide; absent: never published */
    struct slice merge_url;             /* another text went live meanwhile */
    int64_t version, updated_at, publish_at;
    struct view_list confidences; /* struct option_view: what it can be published with */
    bool closed, may_publish, may_comment, done;
    bool tree;                 /* not a guide */
    struct view_list actions;  /* struct draft_action_view, without publish */
    struct view_list comments; /* struct draft_comment_view */
    struct view_list sections; /* struct option_view: where a comment can stand */
    struct view_list events;   /* struct draft_event_view, newest first */
    struct view_list queue;    /* struct queue_row_view: what it settles */
    struct view_list faults,
        remarks;             /* struct text_problem_view: what keeps it from being
                                         published, and what does not */
    struct view_list errors; /* of a form on this page */
    struct view_list typed;  /* struct typed_view */
    struct slice note, note_error, publish_at_error, publish_time, comment, comment_error,
        unsent;
};

/* ---- GET /staff/drafts/{id}/edit --------------------------------------------------- */

struct option_view {
    struct slice value, label; /* label absent: edit.option.{value} */
    bool chosen;
};

struct edit_field_view {
    struct slice name,
        value;  /* its label is edit.field.{name}, its hint edit.hint.{name} */
    bool lines; /* one a line */
    struct view_list options; /* struct option_view: to choose from */
};

struct edit_view {
    const struct page_frame *frame;
    struct slice title, draft_url, save_url, preview_url, typed_url;
    struct slice other_url; /* the form by field, or as a whole */
    struct slice lint_url;
    bool tree; /* JSON of a tree: no fields here, no files, no preview */
    int64_t version, base_revision; /* base_revision VIEW_NONE: none */
    int64_t line;                   /* of the text box, to begin at; VIEW_NONE: none */
    bool whole;                     /* front matter as text */
    bool fields_refused;            /* it can only be edited so */
    struct view_list fields;        /* struct edit_field_view */
    struct slice text, why;
    struct slice writing;   /* the name of the form */
    int64_t taken;          /* the typed text that it shows; VIEW_NONE: none */
    struct view_list typed; /* struct typed_view */
    bool saved, restored;   /* notices */
    struct view_list queue; /* struct queue_row_view: what the text is to settle */
    struct view_list faults, remarks;
    struct view_list errors;
};

/* ---- GET /staff/drafts/{id}/merge -------------------------------------------------- */

struct merge_part_view {
    struct slice text; /* what both agree on; absent in a conflict */
    bool conflict;
    int64_t number; /* of the conflict */
    struct slice mine, base, theirs;
};

struct merge_view {
    const struct page_frame *frame;
    struct slice title, draft_url, form_url, theirs_who;
    struct slice state; /* of the texts that were merged */
    int64_t conflicts;
    int64_t typed; /* VIEW_NONE: the draft's own text, with the live one */
    bool live, clean;
    struct view_list parts; /* struct merge_part_view */
    struct slice mine, theirs;
};

extern const struct view_type staff_view_type, draft_view_type, edit_view_type,
    merge_view_type, typed_view_type;

/* Lists of struct text_problem_view: the errors, and the warnings. */
void text_problems_make(struct arena *arena, const struct problems *problems,
                        struct view_list *out_faults, struct view_list *out_remarks);

#endif
