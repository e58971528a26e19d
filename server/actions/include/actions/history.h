/* The history of guides: lists of all of them, one guide with its revisions, any two texts
 * compared, an old text as a new draft, a copy, and what takes a retired guide's place. */
#ifndef ACTIONS_HISTORY_H
#define ACTIONS_HISTORY_H

#include "actions/editing.h"
#include "model/comparison.h"

/* A guide of a list, with the draft that is open for it (id 0: none). */
struct listed_guide {
    struct guide guide;
    struct draft draft;
};
enum status history_list(const struct editor *editor, const struct guide_filter *filter,
                         struct listed_guide **out_guides, size_t *out_count,
                         struct slice *out_next);

enum { REVISIONS_A_PAGE = 50, OLD_SLUGS_SHOWN = 100 };

struct guide_history {
    struct guide guide;
    struct guide successor; /* as it was chosen; id 0: none */
    struct draft draft;     /* open; id 0: none */
    struct revision *revisions;
    size_t revision_count;
    int64_t next_before; /* revisions below this number follow; 0: none */
    struct slice *old_slugs;
    size_t old_slug_count;
};
/* By its slug, or one that it had. Revisions below `before` (0: from the newest). */
enum status history_get(const struct editor *editor, struct slice slug, int64_t before,
                        struct guide_history *out_history);
/* May this account do that with the guide now? */
bool history_allowed(const struct editor *editor, const struct guide *guide,
                     enum stage_action action);

/* One of two texts that are compared. */
struct compared_text {
    int64_t number, at;
    struct slice who, why;
};
struct compared_texts {
    struct guide guide; /* id 0: never published */
    struct draft draft; /* of drafts only */
    bool live; /* the first is the guide's live text, not a version of the draft */
    struct compared_text from, to;
    struct comparison comparison;
};
/* Slow. Revisions of a guide; `all`: with every unchanged line. STATUS_NOT_FOUND: there is
 * no such revision. STATUS_TOO_LARGE, STATUS_MALFORMED: not to be compared. */
enum status history_compare(const struct editor *editor, struct slice slug, int64_t from,
                            int64_t to, bool all, struct compared_texts *out_texts);
/* Slow. Versions of a draft; from 0: the live text of its guide (nothing, when there is
 * none); to 0: its newest version. */
enum status history_compare_draft(const struct editor *editor, int64_t draft,
                                  int64_t from, int64_t to, bool all,
                                  struct compared_texts *out_texts);
/* Slow. What this account typed in a draft and did not save, with its newest version. */
enum status history_compare_typed(const struct editor *editor, int64_t draft,
                                  int64_t typed, bool all,
                                  struct compared_texts *out_texts);

/* Slow. Any two texts. STATUS_TOO_LARGE, STATUS_MALFORMED: not to be compared. */
enum status history_compare_texts(struct arena *arena, struct slice from, struct slice to,
                                  bool all, struct comparison *out_comparison);

/* Slow. The text of a revision, read for history_restore. */
enum status history_read(const struct editor *editor, struct slice slug, int64_t number,
                         struct draft_text *out_text);
/* Write. A draft that begins from the live text, and has the old one as its second
 * version. STATUS_CONFLICT: a draft is open already, and is left alone (*out_draft). */
enum status history_restore(const struct editor *editor, struct slice slug,
                            const struct draft_text *text, struct slice why,
                            int64_t *out_draft);

/* Slow. The live text under another title and slug (empty: made from the title), without
 * what belongs to one guide alone: its phrases and when it was verified. STATUS_INVALID
 * with the field; for editing_new. */
enum status history_copy(const struct editor *editor, struct slice slug,
                         struct slice title, struct slice new_slug,
                         struct problems *problems, struct draft_text *out_text);

/* Write. `successor`: a slug or address of a guide; empty: none. STATUS_INVALID with the
 * field "successor". */
enum status history_succeed(const struct editor *editor, struct slice slug,
                            struct slice successor, struct problems *problems);
/* Write. Retires the guide and says what takes its place. */
enum status history_retire(const struct editor *editor, struct slice slug,
                           struct slice successor, struct slice why,
                           struct problems *problems);

#endif
