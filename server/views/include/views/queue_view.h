/* The pages of the queue of work that comes back. */
#ifndef VIEWS_QUEUE_VIEW_H
#define VIEWS_QUEUE_VIEW_H

#include "views/why_view.h"

/* ---- GET /staff/queue -------------------------------------------------------------- */

struct queue_row_view {
    struct slice url;
    struct slice kind, state;  /* labels are queue.kind.…, queue.state.… */
    struct slice title;        /* the words, or the guide's title */
    struct slice step, reason; /* of feedback; the reason's label is feedback.reason.… */
    struct slice owner;        /* absent: nobody */
    bool feedback, grouped, one_day;
    int64_t number, total, first_day, last_day;
};
extern const struct view_type queue_row_view_type;

struct queue_choice_view {
    struct slice value; /* its label is queue.{list}.{value} */
    bool chosen;
};

struct queue_count_view {
    struct slice state, url;
    int64_t count;
    bool current;
};

struct queue_view {
    const struct page_frame *frame;
    struct slice queue_url, drafts_url, next_url, mine_url;
    struct slice owner, guide, category, from, to; /* as asked for */
    bool mine, by_count, filtered, unknown; /* unknown: no such owner, guide or date */
    struct view_list kinds, states;         /* struct queue_choice_view */
    struct view_list counts;                /* struct queue_count_view, of open states */
    struct view_list items;                 /* struct queue_row_view */
};

/* ---- GET /staff/queue/{id} --------------------------------------------------------- */

struct queue_words_view {
    int64_t day, revision; /* revision VIEW_NONE: none */
    struct slice text, query;
};

struct queue_event_view {
    int64_t at;
    struct slice action, state, who, note; /* the label is queue.event.{action} */
};

struct queue_option_view {
    struct slice value, label;
    int64_t number, at; /* of a revision */
    bool chosen;
};

struct queue_item_view {
    const struct page_frame *frame;
    struct slice queue_url, move_url, draft_url; /* draft_url: where one is begun */
    struct slice kind, state, title, reason;
    struct slice guide_title, guide_url, step_url, history_url, others_url;
    struct slice step; /* its title */
    struct slice search_url;
    struct slice owner;          /* absent: nobody */
    struct slice open_draft_url; /* absent: it has none that is open */
    struct slice answer, answer_url, answer_title;
    struct slice target_url, target_title; /* what it is grouped into */
    int64_t number, version, count, total, first_day, last_day;
    int64_t step_number, revision, answer_revision, closed_at; /* or VIEW_NONE */
    bool feedback, search, ask, several, one_day, closed, done, conflict, asked;
    bool may_take, may_give, may_release, may_wait, may_write, may_close, may_decline,
        may_merge, may_reopen;
    struct view_list words;                    /* struct queue_words_view */
    struct view_list events;                   /* struct queue_event_view */
    struct view_list grouped, similar;         /* struct queue_row_view */
    struct view_list revisions, guides, staff; /* struct queue_option_view */
    struct view_list errors;
    /* As typed, where the form came back. */
    struct slice comment, why_wait, why_decline, why_reopen, give_to, guide, target;
    struct slice comment_error, wait_error, decline_error, reopen_error, who_error,
        guide_error, revision_error, target_error;
};

/* ---- GET /articles/{slug}/feedback ------------------------------------------------- */

struct report_view {
    const struct page_frame *frame;
    struct slice title, page_url, feedback_url;
    const struct why_view *why;
};

extern const struct view_type queue_view_type, queue_item_view_type, report_view_type;

#endif
