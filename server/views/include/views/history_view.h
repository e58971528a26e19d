/* Guides in any state, one guide's history, and two texts beside each other. */
#ifndef VIEWS_HISTORY_VIEW_H
#define VIEWS_HISTORY_VIEW_H

#include "base/problems.h"
#include "model/comparison.h"
#include "views/site.h"

/* ---- GET /staff/guides ------------------------------------------------------------- */

struct guide_row_view {
    int64_t id;
    struct slice title, url, slug, category, author;
    struct slice state, audience;  /* labels are guides.state.…, guides.audience.… */
    struct slice draft_url, stage; /* of the open draft; absent: none */
    int64_t revision, updated_at;
    int64_t due;             /* day of the next review, or VIEW_NONE */
    struct slice on_expiry;  /* label is expiry.policy.… */
    struct slice confidence; /* label is confidence.…; absent: not said */
    bool stale, hidden;
};

struct choice_view {
    struct slice value; /* the template knows its label */
    bool chosen;
};

/* The fields of a filter, as asked for. */
struct guide_filter_view {
    struct slice text, category, author, product, tag;
    struct view_list states, audiences, reviews, confidences; /* struct choice_view */
};
extern const struct view_type guide_filter_type;
extern const struct view_type choice_type;

struct guides_view {
    const struct page_frame *frame;
    struct slice guides_url, drafts_url, next_url, sweeps_url, replace_url;
    struct slice bulk_url; /* absent: he may not change many at once */
    const struct guide_filter_view *filter;
    bool filtered;
    int64_t matching;        /* guides that the filter finds; VIEW_NONE: not counted */
    bool many;               /* more than that */
    struct view_list kinds;  /* struct choice_view: what can be done to many */
    struct view_list guides; /* struct guide_row_view */
    struct view_list errors;
};

/* ---- GET /staff/guides/{slug} ------------------------------------------------------ */

struct revision_view {
    int64_t number, at, bytes;
    struct slice who, why;
    struct slice compare_url; /* with the live text; absent: it is the live text */
    bool live;
    bool from, to; /* chosen in the form that compares */
};

struct old_slug_view {
    struct slice url, slug;
};

struct guide_history_view {
    const struct page_frame *frame;
    struct slice title, slug, state, audience, category, author;
    struct slice guides_url, live_url; /* live_url absent: readers cannot see it */
    struct slice edit_url, retire_url, restore_url, copy_url, compare_url;
    struct slice restore_revision_url, successor_url;
    struct slice draft_url, stage, draft_by; /* of the open draft; absent: none */
    struct slice next_url;                   /* older revisions */
    struct slice next_title, next_guide_url; /* the successor; absent: none */
    int64_t revision, updated_at, draft_at;
    int64_t due, expires;                 /* days, or VIEW_NONE */
    struct slice on_expiry, confidence;   /* confidence absent: not said */
    bool stale, expired, hidden, offline; /* what its policy did, or would say */
    bool may_edit, may_retire, may_restore, may_restore_revision, may_succeed;
    bool retired, several;      /* several: two revisions can be compared */
    bool done, busy;            /* notices; busy: a draft is in the way */
    struct view_list revisions; /* struct revision_view, newest first */
    struct view_list old_slugs; /* struct old_slug_view */
    struct view_list errors;
    struct slice why, successor, new_title, new_slug; /* as typed */
    struct slice why_error, successor_error, title_error, slug_error;
    struct slice seen; /* the successor that its form was made from */
};

/* ---- GET …/compare ----------------------------------------------------------------- */

struct span_view {
    struct slice text;
    bool added, removed;
};

struct compared_line_view {
    int64_t old_number, new_number; /* VIEW_NONE: not in that text */
    bool added, removed, other_end;
    struct view_list spans; /* struct span_view */
};

struct compared_block_view {
    struct slice section;
    int64_t number, skipped; /* VIEW_NONE: none */
    struct view_list lines;  /* struct compared_line_view */
};

struct compared_side_view {
    int64_t number, at; /* at VIEW_NONE: there was no text */
    struct slice who, why;
    bool live, version; /* a live text; a version of a draft (else a revision) */
    bool typed;         /* not saved; the number is that of the version it began from */
};

struct compare_view {
    const struct page_frame *frame;
    struct slice title, back_url;
    struct slice all_url, less_url; /* absent: it is shown so */
    struct slice restore_url;       /* absent: nothing to go back to */
    const struct compared_side_view *from, *to;
    int64_t removed, added, lines_shown;
    bool same, cut;
    struct view_list blocks; /* struct compared_block_view */
};

extern const struct view_type span_type; /* struct span_view */
extern const struct view_type guides_view_type, guide_history_view_type,
    compare_view_type;

struct view_list compared_blocks_make(struct arena *arena,
                                      const struct comparison *comparison);

#endif
