/* Trees as those who write them see them. Their drafts have the life of guides' drafts
 * (actions/editing.h): versions, reviews, races, publication. Here is what trees have of
 * their own: the form, the proof beside it, the try-out, and what a change does to paths.
 *
 * Slow and Write as in actions/editing.h. Results live in the arena. */
#ifndef ACTIONS_TREE_EDITING_H
#define ACTIONS_TREE_EDITING_H

#include "actions/editing.h"
#include "model/drawing.h"
#include "model/tree_history.h"
#include "model/tree_paths.h"
#include "model/tree_sketch.h"

/* ---- all of them, and one ---------------------------------------------------------- */

/* A tree of a list, with the draft that is open for it (id 0: none). */
struct listed_tree {
    struct tree_row row;
    struct draft draft;
};
enum status trees_listed(const struct editor *editor, struct slice after, size_t limit,
                         struct listed_tree **out_trees, size_t *out_count,
                         struct slice *out_next);

enum { TREE_REVISIONS_A_PAGE = 50, TREE_OLD_SLUGS = 100 };

struct tree_history {
    struct stored_tree live;
    struct draft draft; /* open; id 0: none */
    struct tree_revision *revisions;
    size_t revision_count;
    int64_t next_before; /* revisions below this number follow; 0: none */
    struct slice *old_slugs;
    size_t old_slug_count;
};
enum status tree_history_get(const struct editor *editor, struct slice slug,
                             int64_t before, struct tree_history *out_history);
/* A revision with its bytes; number 0: the live one. */
enum status tree_revision_get(const struct editor *editor, struct slice slug,
                              int64_t number, struct stored_tree *out_tree);
/* As a Mermaid flowchart. */
enum status tree_as_mermaid(const struct editor *editor, const struct stored_tree *stored,
                            struct slice *out_text);

/* Write. Readers no longer find it, and guides leave it out; runs go on. Or it is live again.
 * STATUS_INVALID with the field "why"; STATUS_CONFLICT: it is so already. */
enum status tree_retire(const struct editor *editor, struct slice slug, struct slice why,
                        struct problems *problems);
enum status tree_unretire(const struct editor *editor, struct slice slug,
                          struct slice why, struct problems *problems);
/* May this account do that (STAGE_RETIRE, STAGE_RESTORE) with a tree in this state? */
bool tree_may(const struct editor *editor, bool retired, enum stage_action action);

/* ---- opening ----------------------------------------------------------------------- */

/* May this account write in trees? */
bool tree_allowed(const struct editor *editor, enum stage_action action);
/* Write. The open draft of a tree, opened now when there is none. */
enum status tree_begin(const struct editor *editor, struct slice slug,
                       int64_t *out_draft);
/* Slow. What a new tree with that title begins with: a question, an ending of each kind. */
struct tree_words {
    struct slice question, help, yes, no, resolved, escalate, team;
};
enum status tree_new_text(const struct editor *editor, struct slice title,
                          const struct tree_words *words, struct draft_text *out_text);
/* Slow. A text from outside. *out_known: a tree with this slug is there. STATUS_INVALID
 * (problem at "source"): it is not JSON, or not one text of a tree. */
enum status tree_import_read(const struct editor *editor, struct slice source,
                             struct problems *problems, struct draft_text *out_text,
                             bool *out_known);
/* Write. A draft of it: of the tree with this slug, or of a new one. STATUS_CONFLICT: that
 * tree has an open draft (*out_draft), which is left alone. */
enum status tree_open(const struct editor *editor, const struct draft_text *text,
                      bool known, struct slice why, int64_t *out_draft);
/* Slow. A revision, read for tree_open. */
enum status tree_old_text(const struct editor *editor, struct slice slug, int64_t number,
                          struct draft_text *out_text);

/* What a draft is of. */
enum status draft_kind_of(const struct editor *editor, int64_t draft,
                          enum draft_kind *out_kind);

/* ---- one draft --------------------------------------------------------------------- */

struct tree_drafting {
    struct editing editing;
    struct draft_text text;
    struct problems *problems; /* of the text */
    bool by_fields;            /* it can be edited by fields */
    struct tree_sketch sketch; /* then */
    struct tree_layout layout; /* no nodes: it has no drawing */
};
/* A draft's newest text. STATUS_NOT_FOUND: there is none, or it is a guide's. */
enum status tree_drafting_get(const struct editor *editor, int64_t draft,
                              struct tree_drafting *out_drafting);

/* What a form of the editor says. */
enum tree_op {
    TREE_SAVE_HEAD,  /* slug, title, description, start */
    TREE_ADD_STATE,  /* typed: at the end */
    TREE_SAVE_STATE, /* typed; the rest save it too */
    TREE_STATE_UP,
    TREE_STATE_DOWN,
    TREE_STATE_REMOVE, /* does not save what was typed; lead_to */
    TREE_ANSWER_UP,    /* answer */
    TREE_ANSWER_DOWN,
    TREE_ANSWER_REMOVE
};
struct typed_answer {
    struct sketch_answer answer;
    struct slice new_state; /* the text of a new state that it leads to; empty: target */
    int64_t was;            /* its number in the text; -1: a new one */
};
struct tree_form {
    int64_t draft, version; /* that the form shows */
    enum tree_op op;
    int64_t state, answer; /* numbers from 0 */
    struct slice slug, title, description, start;
    struct sketch_state typed; /* without answers */
    struct typed_answer *answers;
    size_t answer_count;
    struct slice lead_to;
};
/* Slow. The bytes that the form means, and the number of the state to show next (-1: it is
 * gone). STATUS_INVALID with the field ("text", "answer-2-label"); STATUS_NOT_FOUND: that
 * version has no such state. */
enum status tree_compose(const struct editor *editor, const struct tree_form *form,
                         struct problems *problems, struct slice *out_source,
                         int64_t *out_state);

/* ---- trying it out ----------------------------------------------------------------- */

struct tree_trial {
    struct editing editing;
    struct tree tree;
    struct slice *answers; /* ids that fitted, in order */
    struct run_position
        position; /* state -1: nothing to begin with, or it leads nowhere */
    struct priority priority;
    bool broken; /* the last answer leads nowhere */
};
/* Walks the newest text with answers "id,id,…"; nothing is stored. What does not fit ends
 * the walk. */
enum status tree_try(const struct editor *editor, int64_t draft, struct slice answers,
                     struct tree_trial *out_trial);

/* ---- what changed ------------------------------------------------------------------ */

struct tree_text_side {
    int64_t number, at; /* 0: nothing was there */
    struct slice who, why;
};
struct tree_comparison {
    struct slice title, slug;
    struct draft draft; /* of drafts only */
    struct tree_text_side from, to;
    bool sound; /* else the paths of one cannot be told: it has faults */
    struct tree_changes changes;
};
/* Slow. Revisions of a tree. */
enum status tree_compare_revisions(const struct editor *editor, struct slice slug,
                                   int64_t from, int64_t to,
                                   struct tree_comparison *out_comparison);
/* Slow. Versions of a draft; from 0: the live text; to 0: the newest version. */
enum status tree_compare_draft(const struct editor *editor, int64_t draft, int64_t from,
                               int64_t to, struct tree_comparison *out_comparison);

#endif
