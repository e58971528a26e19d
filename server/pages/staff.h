/* What the pages of those who write share. */
#ifndef PAGES_STAFF_H
#define PAGES_STAFF_H

#include "actions/editing.h"
#include "model/draft.h"
#include "model/work.h"
#include "portal/portal.h"
#include "views/history_view.h"

struct editor editor_of(struct exchange *x);
/* The number in the path at that place; false (and 404) when it is none. */
bool draft_of_path(const struct exchange *x, size_t place, int64_t *out_id);
/* "/staff/drafts/7{tail}", with the prefix. */
struct slice draft_path(const struct exchange *x, int64_t draft, const char *tail);
/* 303 there. */
enum status go_to_draft(struct exchange *x, int64_t draft, const char *tail);
/* Where readers see what a draft is of; ptr NULL: nowhere. */
struct slice draft_live_url(const struct exchange *x, const struct draft *draft);
/* The title that a draft shows: what its text says, or its address, or its number. */
struct slice draft_title(struct arena *arena, const struct draft *draft);

/* A path of the portal with its prefix. */
struct slice staff_path(const struct exchange *x, const char *path);
/* "published" and so on. */
struct slice guide_state_name(enum article_state state);

/* What a list of guides is narrowed to, as the query or the form says. */
struct guide_filter guide_filter_asked(const struct exchange *x);
bool guide_filter_is_set(const struct guide_filter *filter);
/* The path with the filter as its query, behind the cursor `after` (may be empty). */
struct slice guide_filter_url(const struct exchange *x, const char *path,
                              const struct guide_filter *filter, struct slice after);
const struct guide_filter_view *guide_filter_view_make(const struct exchange *x,
                                                       const struct guide_filter *filter);
/* The list of guides, with the problems of a form that was sent from it. */
enum status reply_guides(struct exchange *x, const struct guide_filter *filter);
/* "/staff/queue{tail}" and "/staff/queue/7{tail}", with the prefix. */
struct slice queue_path(const struct exchange *x, const char *tail);
struct slice queue_item_path(const struct exchange *x, int64_t id, const char *tail);
/* A value for a query. */
struct slice queue_escaped(const struct exchange *x, struct slice value);
struct view_list queue_rows(const struct exchange *x, const struct work_items *items);
/* Rows of the items of the queue that a draft settles. */
enum status queue_rows_of_draft(struct exchange *x, int64_t draft,
                                struct view_list *out_rows);

/* Is it a draft of a tree? */
enum status draft_is_tree(struct exchange *x, int64_t draft, bool *out_tree);
/* "/staff/trees/{slug}{tail}", with the prefix. */
struct slice tree_path(const struct exchange *x, struct slice slug, const char *tail);
/* "/staff/drafts/7/tree/3": the form of a state, by its number from 0; of the whole (-1). */
struct slice tree_state_path(const struct exchange *x, int64_t draft, int64_t state);
/* Where the form is that mends what a JSON pointer names. */
struct slice tree_fault_path(const struct exchange *x, int64_t draft,
                             struct slice pointer);
/* GET /staff/drafts/{id}/compare of a tree. */
enum status tree_draft_compare(struct exchange *x, int64_t draft, int64_t from,
                               int64_t to);

/* "/staff/partners/{slug}{tail}", with the prefix. */
struct slice partner_path(const struct exchange *x, struct slice slug, const char *tail);
/* The lines of a field that have something in them, trimmed; and back. */
struct slices lines_typed(const struct exchange *x, const char *name);
struct slice lines_joined(const struct exchange *x, const struct slices *lines);

/* The version of a draft that a change was begun from: the entity tag of If-Match (RFC
 * 9110, 13.1.1) where a client sends one, or the form's field. 0, which is no version and
 * loses to all, when neither can be read. */
int64_t sent_version(const struct exchange *x);
/* The version as the page's entity tag. */
void reply_version(struct exchange *x, int64_t version);

/* What the editor's form says. STATUS_NOT_FOUND: the path names no draft. */
struct sent_form {
    int64_t draft, version, base_revision;
    int64_t began;        /* the version that its words began from, as far as it says */
    struct slice writing; /* the name of the open form */
    int64_t taken;        /* the typed text that it was made of; 0: none */
    struct slice why;
    struct edit_form form;
};
enum status sent_form_take(struct exchange *x, struct sent_form *out_sent);

/* What the reader typed in a draft and did not save, but for the text `taken`. */
struct view_list typed_rows(struct exchange *x, const struct editing *editing,
                            int64_t taken);
/* 303 to a page of the draft about that text. */
enum status go_to_typed(struct exchange *x, int64_t draft, const char *tail,
                        int64_t typed);
/* Keeps a text whose save lost. STATUS_CONFLICT, STATUS_FORBIDDEN: there is no draft any
 * more to merge it into. */
enum status keep_lost(const struct editor *editor, const struct typing *typing,
                      int64_t *out_typed);
/* Says why nothing was saved, unless a problem does already. */
void say_unsaved(struct exchange *x, enum status status);

#endif
