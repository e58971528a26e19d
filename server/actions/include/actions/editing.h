/* Editing: drafts of guides and trees from the first word to the live text. Who may do what is one
 * table (model/workflow.h); what everybody must keep to is enforced by the store.
 *
 * Functions marked Slow parse text and belong to the SLOW lane (a row's prepare step or a
 * page of it); those marked Write to the WRITE lane. The rest only read. Results live in
 * the arena. STATUS_FORBIDDEN: this account may not do that here. */
#ifndef ACTIONS_EDITING_H
#define ACTIONS_EDITING_H

#include "actions/reading.h"
#include "base/problems.h"
#include "model/account.h"
#include "model/draft.h"
#include "model/tree.h"

/* Who edits. */
struct editor {
    struct reader reader;
    struct actor actor;
    struct slice display; /* as revisions name him */
    unsigned roles;
    bool self_review; /* the portal's setting for a team of one */
};

/* ---- text -------------------------------------------------------------------------- */

/* A text as parsed: what a save and a publication need. */
struct draft_text {
    struct slice source;
    enum draft_kind kind;
    struct article_doc doc;   /* of a guide, when `valid` */
    struct tree tree;         /* of a tree, as far as it can be read */
    struct slice layout;      /* of a tree: its drawing, once editing_draw was asked */
    struct draft_words words; /* as far as they can be read */
    bool valid;               /* it can be published as far as its form goes */
};

/* Slow. The text of a draft (0: of a new guide), or one typed for it. A text that breaks a
 * rule can be kept all the same: STATUS_OK with `valid` false and the problems.
 * STATUS_TOO_LARGE over ARTICLE_BYTES_MAX; STATUS_MALFORMED: not UTF-8, or NUL. */
enum status editing_read(const struct editor *editor, int64_t draft, struct slice source,
                         struct problems *problems, struct draft_text *out_text);

/* Slow. The text of a draft as it is published with that confidence: its own bytes but for
 * the lines of that key. STATUS_INVALID (problem "confidence"): its front matter can only be
 * edited as text. */
enum status editing_trusted(const struct editor *editor, int64_t draft,
                            enum confidence confidence, struct problems *problems,
                            struct draft_text *text);

/* Slow. Draws the text of a tree; does nothing to a guide's. */
void editing_draw(struct arena *arena, struct draft_text *text);

/* Slow. What the text lacks beyond its faults: warnings, into the same problems. A text that
 * is not `valid` has none: its faults come first. */
enum status editing_remarks(const struct editor *editor, const struct draft_text *text,
                            struct problems *problems);

/* A key of the front matter that has a field of its own. */
struct edit_field {
    struct slice name;
    struct slice text; /* as the field shows it, or as it was typed; ptr NULL: not sent */
    bool lines;        /* one value a line */
    const char *const *options; /* what can be chosen, ended by NULL; NULL: anything */
};
/* Fields and body of a text. *out_refused: its front matter can only be edited as text. */
struct edit_parts {
    struct edit_field *fields;
    size_t field_count;
    struct slice body; /* behind the front matter */
    bool refused;
};
struct edit_parts editing_parts(struct arena *arena, struct slice source);

/* What an editor's form says: the whole text, or fields and what stands behind them. */
struct edit_form {
    bool whole;
    struct slice text;               /* line ends as the browser sends them */
    const struct edit_field *fields; /* with what was typed, in any order */
    size_t field_count;
};
/* Slow. The bytes that the form means for that version of the draft (0, 0: a new guide). A
 * key or text that the form did not change keeps its bytes, whatever its line ends; what
 * changed gets the line ends of the text. STATUS_UNSUPPORTED (with a problem): its front
 * matter can only be edited as text. */
enum status editing_compose(const struct editor *editor, int64_t draft, int64_t version,
                            const struct edit_form *form, struct problems *problems,
                            struct slice *out_source);
/* A text with that title in its front matter: what a new guide begins with. */
struct slice editing_titled(struct arena *arena, struct slice title, struct slice body);

/* ---- opening ----------------------------------------------------------------------- */

/* Write. A new guide whose first text is `text`. */
enum status editing_new(const struct editor *editor, const struct draft_text *text,
                        int64_t *out_draft);
/* Write. The open draft of a guide, opened now when there is none. */
enum status editing_begin(const struct editor *editor, struct slice slug,
                          int64_t *out_draft);

/* A draft and what belongs to its page. */
struct editing {
    struct draft draft;
    struct guide guide; /* id 0: never published */
    struct slice source;
    struct typed_text
        *typed;         /* what this account typed and did not save, the last first; */
    size_t typed_count; /* without their source */
    bool opened_it, wrote_in_it;
    struct review_comment *comments;
    size_t comment_count;
    struct draft_event *events;
    size_t event_count;
    bool moved; /* another text went live since this one began */
};
enum status editing_get(const struct editor *editor, int64_t draft,
                        struct editing *out_editing);
/* Drafts for lists, and how many are at each stage (an array of STAGES). */
enum status editing_list(const struct editor *editor, const struct draft_filter *filter,
                         struct drafts *out_drafts, struct slice *out_next,
                         int64_t out_counts[STAGES]);
enum status editing_source(const struct editor *editor, int64_t draft, int64_t version,
                           struct slice *out_source);
/* May this account do that with it now? */
enum status editing_allowed(const struct editor *editor, const struct editing *editing,
                            enum stage_action action);

/* ---- writing ----------------------------------------------------------------------- */

struct edit {
    int64_t draft;
    int64_t version; /* that the text began from */
    struct slice why;
    int64_t base_revision; /* number of a live text that was merged in; 0: none */
    struct slice form;     /* as of struct typing */
    int64_t taken;         /* the typed text that it was made of; 0: none */
};
/* Write. STATUS_CONFLICT: somebody saved meanwhile (see editing_keep_lost), or nothing can be
 * saved at this stage. */
enum status editing_save(const struct editor *editor, const struct edit *edit,
                         const struct draft_text *text, struct problems *problems,
                         int64_t *out_version);
/* ---- typed, not saved -------------------------------------------------------------- */

struct typing {
    int64_t draft;
    int64_t version; /* that it began from; the first for one that there is not */
    struct slice
        form; /* the open form: a later text of it takes the place of the earlier */
    struct slice source;
};
/* Write. Keeps what was typed, without a version. STATUS_TOO_LARGE: TYPED_TEXTS_MAX others
 * wait there, or TYPED_BYTES_MAX of his in all drafts. */
enum status editing_keep(const struct editor *editor, const struct typing *typing);
/* Write. Keeps a text whose save lost, beside whatever comes after it. */
enum status editing_keep_lost(const struct editor *editor, const struct typing *typing,
                              int64_t *out_typed);
/* With its source. */
enum status editing_typed(const struct editor *editor, int64_t draft, int64_t typed,
                          struct typed_text *out_typed);
/* Write. Throws it away. */
enum status editing_forget(const struct editor *editor, int64_t draft, int64_t typed);

/* ---- races ------------------------------------------------------------------------- */

/* The three texts of a lost race: what this account typed, what it began from, and what
 * was saved meanwhile. */
struct race {
    struct slice mine, base, theirs;
    int64_t version;       /* of theirs: what a save after the merge names */
    int64_t base_revision; /* of theirs, where it is a live text; else 0 */
    struct slice theirs_who;
};
/* Of a save that lost: `version` is what `mine` began from. */
enum status editing_race(const struct editor *editor, int64_t draft, int64_t version,
                         struct slice mine, struct race *out_race);
/* Slow. The merge of a race. STATUS_NOT_FOUND: there is none. */
struct merge_text {
    bool conflict;
    struct slice text;               /* when there is none */
    struct slice mine, base, theirs; /* of a conflict */
};
struct merging {
    struct editing editing;
    struct race race;
    struct merge_text *parts;
    size_t part_count, conflicts;
    int64_t
        typed; /* 0: with a text that went live, not one that was saved in the draft */
};
/* `typed` 0: with the live text. */
enum status editing_merge(const struct editor *editor, int64_t draft, int64_t typed,
                          struct merging *out_merging);
/* Write. Keeps what came out, in place of what this account had typed. */
enum status editing_keep_merged(const struct editor *editor,
                                const struct merging *merging, struct slice source,
                                int64_t *out_typed);
/* Of a draft that the live text has left behind. */
enum status editing_live_race(const struct editor *editor, int64_t draft,
                              struct race *out_race);

/* ---- reviewing --------------------------------------------------------------------- */

struct edit_move {
    int64_t draft, version;
    enum stage_action action; /* all but edit, save, publish */
    struct slice note;
    int64_t publish_at; /* of schedule; NONE_INT else */
};
/* Write. STATUS_INVALID with the field ("note", "publish_at"); STATUS_CONFLICT: it was
 * moved or saved meanwhile. */
enum status editing_move(const struct editor *editor, const struct edit_move *move,
                         struct problems *problems);

/* Write. STATUS_INVALID with the field ("text"). */
enum status editing_comment(const struct editor *editor, int64_t draft,
                            struct slice section, struct slice text,
                            struct problems *problems);
enum status editing_resolve(const struct editor *editor, int64_t draft, int64_t comment,
                            bool resolved);

/* ---- the live text ----------------------------------------------------------------- */

/* Write. The draft becomes the live text. `text` is that of its version, read before.
 * STATUS_INVALID: the text breaks a rule (problems); STATUS_CONFLICT: it was moved or
 * saved meanwhile, or another text went live since it began (then *out_moved). */
enum status editing_publish(const struct editor *editor, int64_t draft, int64_t version,
                            const struct draft_text *text, struct problems *problems,
                            struct slice *out_slug, bool *out_moved);
/* Write. */
enum status editing_retire(const struct editor *editor, struct slice slug,
                           struct slice why, struct problems *problems);
/* Write. Forgets what took its place. */
enum status editing_restore(const struct editor *editor, struct slice slug,
                            struct slice why, struct problems *problems);

#endif
