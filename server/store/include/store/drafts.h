/* Drafts: texts of guides and trees that are not live yet, their versions and reviews (what
 * people typed and did not save is in store/typed.h). Staff only: who may come here is decided before, by rights and
 * stage; what holds for everybody (versions, one open draft a guide, nobody approves what
 * he wrote) is enforced here. What comes back lives in the arena. */
#ifndef STORE_DRAFTS_H
#define STORE_DRAFTS_H

#include "model/draft.h"
#include "store/store.h"

struct draft_open {
    enum draft_kind kind;
    int64_t live_id;       /* of the guide or tree; 0: a new one */
    int64_t base_revision; /* number; 0: none */
    struct draft_words words;
    struct slice source; /* bytes of the first version */
    struct slice layout; /* of a tree: its drawing; may be empty */
    int64_t account_id, at;
};
/* *out_opened is false when the guide or tree has an open draft already: *out_id is that one. */
enum status drafts_open(struct store *store, const struct draft_open *open,
                        int64_t *out_id, bool *out_opened);

enum status drafts_get(struct store *store, int64_t id, struct arena *arena,
                       struct draft *out_draft);
/* The open draft of a guide. */
enum status drafts_of_article(struct store *store, int64_t article_id,
                              struct arena *arena, struct draft *out_draft);
/* The open draft of a tree. */
enum status drafts_of_tree(struct store *store, int64_t tree_id, struct arena *arena,
                           struct draft *out_draft);
/* Did this account open it, or save any text of it? Such a person cannot approve it. */
enum status drafts_wrote(struct store *store, int64_t id, int64_t account_id,
                         bool *out_wrote);

struct draft_save {
    int64_t id;
    int64_t version;  /* that the writer saw: STATUS_CONFLICT when it is not the newest */
    enum stage stage; /* that the draft has after it */
    int64_t base_revision; /* 0: stays */
    struct draft_words words;
    struct slice source, why;
    struct slice layout; /* of a tree: its drawing; may be empty */
    struct slice form;   /* whose kept text this makes superfluous; and the one that it */
    int64_t taken;       /* was made of (0: none) */
    int64_t account_id, at;
};
/* Adds a version and forgets what was kept of it before (store/typed.h). A text that is the
 * newest version's adds none. STATUS_CONFLICT: also when the draft is closed. STATUS_TOO_LARGE: too many
 * versions. */
enum status drafts_save(struct store *store, const struct draft_save *save,
                        int64_t *out_version);

struct draft_move {
    int64_t id;
    int64_t version; /* STATUS_CONFLICT when it is not the newest */
    enum stage from; /* STATUS_CONFLICT when it is not at that stage */
    enum stage_action action;
    enum stage to;
    struct slice note;
    int64_t account_id; /* 0: nobody, the clock */
    int64_t at;
    int64_t publish_at; /* NONE_INT: none */
    int64_t live_id;    /* of what a draft became that was published; 0: stays */
    bool self_review;   /* the setting: whoever wrote in it may approve it */
};
/* Moves the draft and writes the event. STATUS_FORBIDDEN: approval by somebody who wrote
 * in it. */
enum status drafts_move(struct store *store, const struct draft_move *move);

/* Newest first, below `before` (0: from the newest). */
enum status drafts_versions(struct store *store, int64_t id, int64_t before, size_t limit,
                            struct arena *arena, struct draft_version **out_versions,
                            size_t *out_count);
enum status drafts_source(struct store *store, int64_t id, int64_t version,
                          struct arena *arena, struct slice *out_source);

/* The drawing that was saved with a tree's version; empty: none. */
enum status drafts_layout(struct store *store, int64_t id, int64_t version,
                          struct arena *arena, struct slice *out_layout);

/* Oldest first. */
enum status drafts_events(struct store *store, int64_t id, struct arena *arena,
                          struct draft_event **out_events, size_t *out_count);

/* Last changed first. STATUS_INVALID: a cursor that is not ours. */
enum status drafts_list(struct store *store, const struct draft_filter *filter,
                        struct arena *arena, struct drafts *out_drafts,
                        struct slice *out_next);
/* Takes the time away from a draft that could not be published, with the reason as an
 * event. STATUS_CONFLICT: it is another version, or has no time any more. */
enum status drafts_put_off(struct store *store, int64_t id, int64_t version,
                           struct slice reason, int64_t at);
/* Adds a note of the clock to what was done with an open draft. */
enum status drafts_remark(struct store *store, int64_t id, struct slice note, int64_t at);
/* Who began the guide's last draft, open or closed. STATUS_NOT_FOUND. */
enum status drafts_last_opener(struct store *store, int64_t article_id,
                               int64_t *out_account);
/* Who set the time at which it is published. */
enum status drafts_scheduled_by(struct store *store, int64_t id, int64_t *out_account);
/* How many are at each stage: an array of STAGES. */
enum status drafts_count(struct store *store, int64_t out_counts[STAGES]);
/* Approved ones whose time has come, the earliest first. */
enum status drafts_due(struct store *store, int64_t now, size_t limit,
                       struct arena *arena, int64_t **out_ids, size_t *out_count);
/* The next such time, or NONE_INT. */
enum status drafts_next_due(struct store *store, int64_t *out_at);

/* ---- reviews ----------------------------------------------------------------------- */

struct review_comment_add {
    int64_t draft_id, version;
    struct slice section, text;
    int64_t account_id, at;
};
/* STATUS_TOO_LARGE: too many. */
enum status reviews_add(struct store *store, const struct review_comment_add *add,
                        int64_t *out_id);
/* Resolves (or opens again) one of that draft. */
enum status reviews_resolve(struct store *store, int64_t draft_id, int64_t id,
                            bool resolved, int64_t account_id, int64_t at);
/* Oldest first. */
enum status reviews_list(struct store *store, int64_t draft_id, struct arena *arena,
                         struct review_comment **out_comments, size_t *out_count);

#endif
