/* What the pages of the editor of a tree share: addresses, faults, the drawing, choices. */
#ifndef PAGES_TREE_EDITOR_PARTS_H
#define PAGES_TREE_EDITOR_PARTS_H

#include "actions/tree_editing.h"
#include "pages/pages.h"
#include "staff.h"

enum {
    CHOOSABLE_MAX = 60, /* states in a list to choose from; beyond, their ids are typed */
    PICTURED_MAX = 60   /* states of a drawing beside the form of one */
};

/* The question, action and two outcomes that the form offers. */
enum { TREE_KIND_COUNT = 4 };
extern const char *const tree_kind_names[TREE_KIND_COUNT];
bool tree_is_kind(struct slice name);
/* The form asks for kind and outcome in one. */
struct slice tree_form_kind(const struct sketch_state *state);
void tree_set_kind(struct sketch_state *state, struct slice kind);

/* "/staff/drafts/7/try{query}", with the prefix. */
struct slice tree_try_path(const struct exchange *x, int64_t draft, const char *query);
/* The state that the path names, from 0. */
bool tree_state_of_path(const struct exchange *x, int64_t *out_state);

/* The faults whose state is `state` (or, when `others`, is not it); -2: all. */
struct view_list tree_faults_of(const struct exchange *x, const struct tree_drafting *d,
                                enum severity severity, int64_t state, bool others);
/* What a field says: what the form was refused for, else the fault of the text. */
struct slice tree_error_at(const struct exchange *x, const struct tree_drafting *d,
                           int64_t state, const char *field);
/* How many errors a state has, or VIEW_NONE. */
int64_t tree_faults_at(const struct tree_drafting *d, int64_t state);

/* NULL without a layout. */
const struct svg_view *tree_picture_of(const struct exchange *x,
                                       const struct tree_drafting *d, int64_t current);
/* Every state as a choice; a value that none has is one more, so that nothing is lost. */
struct view_list tree_state_choices(const struct exchange *x,
                                    const struct tree_sketch *sketch,
                                    struct slice chosen);
struct view_list tree_named_choices(const struct exchange *x, const char *const *names,
                                    size_t count, struct slice chosen);

/* A form comes back even where the draft was closed meanwhile: what was typed is not lost. */
enum status tree_may_save(const struct editor *editor, const struct tree_drafting *d,
                          const struct tree_form *typed);

/* The pages, with what was typed when a form comes back (else NULL). */
enum status tree_reply_whole(struct exchange *x, int64_t draft,
                             const struct tree_form *typed);
enum status tree_reply_state(struct exchange *x, int64_t draft, int64_t state,
                             const struct tree_form *typed);

#endif
