/* What is to be verified: the list, one guide beside its checks, and the feed. */
#ifndef VIEWS_VERIFY_VIEW_H
#define VIEWS_VERIFY_VIEW_H

#include "model/due.h"
#include "views/article_view.h"
#include "views/feed_view.h"
#include "views/history_view.h"

struct due_tab_view {
    struct slice name, url; /* its label is verify.when.{name} or verify.whose.{name} */
    int64_t count;          /* VIEW_NONE: not counted */
    bool current;
};

struct due_row_view {
    struct slice title, url, category, author;
    struct slice owner;     /* absent: nobody */
    struct slice owner_url; /* the list of this owner's */
    struct slice on_expiry; /* label is expiry.policy.… */
    int64_t due, verified;  /* days, or VIEW_NONE */
    bool overdue, hidden;
};

/* GET /staff/verify: template "verify". */
struct verify_view {
    const struct page_frame *frame;
    struct slice staff_url, guides_url, next_url, feed_form_url;
    struct slice owner;             /* of whom all of these are; absent: of several */
    struct slice feed_url;          /* shown this once */
    int64_t feed_made_at;           /* VIEW_NONE: there is none */
    bool may_verify, last;          /* last: what was asked for is all done */
    struct view_list whens, whoses; /* struct due_tab_view */
    struct view_list guides;        /* struct due_row_view */
};

/* GET /staff/verify/{slug}: template "verify_guide". */
struct verify_guide_view {
    const struct page_frame *frame;
    const struct article_view *shown; /* as readers see it */
    struct slice title, list_url, form_url, work_url, history_url;
    struct slice next_url, next_title; /* absent: it is the last of the list */
    struct slice draft_url, draft_by;  /* of the open draft; absent: none */
    struct slice author, on_expiry;
    struct slice done; /* title of the guide that was verified before; absent: none */
    int64_t revision;
    int64_t due, verified, ends; /* days, or VIEW_NONE */
    bool stale, verified_today, may_verify, may_verify_now, moved;
    struct slice why, text; /* as typed */
    struct slice why_error, text_error;
    struct view_list errors;
};

extern const struct view_type verify_view_type, verify_guide_view_type;

/* Template "feed_atom". */
struct due_feed_input {
    struct due_guides guides;
    struct slice token, after, next;
    struct slice whose; /* of the query */
    struct slice title; /* of the feed */
    int64_t made_at;    /* stands in as the date of an empty feed */
};
void due_feed_view_make(struct arena *arena, const struct site_info *site,
                        const struct due_feed_input *input, struct feed_view *out_view);

#endif
