/* Changes to many guides at once: their list, one of them, and find and replace. */
#ifndef VIEWS_SWEEP_VIEW_H
#define VIEWS_SWEEP_VIEW_H

#include "views/history_view.h"

/* ---- GET /staff/bulk --------------------------------------------------------------- */

struct sweep_row_view {
    struct slice url, kind, state, who, value, why; /* labels are sweep.kind.…, … */
    int64_t number, made_at;
};

struct sweeps_view {
    const struct page_frame *frame;
    struct slice guides_url, replace_url, next_url;
    struct view_list sweeps; /* struct sweep_row_view */
};

/* ---- GET /staff/bulk/{id} ---------------------------------------------------------- */

struct sweep_tab_view {
    struct slice state, url; /* its label is sweep.items.{state} */
    int64_t count;
    bool current;
};

/* A place where a text is found, as it is and as it would be. */
struct replace_hit_view {
    struct slice id;             /* "12.0": guide and number */
    struct slice place, section; /* labels are replace.place.… */
    int64_t number;              /* 1… */
    int64_t line;                /* VIEW_NONE: in the front matter */
    bool chosen;
    struct view_list old_spans, new_spans; /* struct span_view */
};

/* An open item of the queue, and the form that closes it with the new revision. */
struct swept_waiting_view {
    struct slice url, move_url; /* move_url: absent: not for this person */
    struct slice kind, step, reason, words;
    int64_t number, version, total;
};

struct swept_view {
    int64_t position;
    struct slice title, url;
    struct slice code, detail;          /* label is sweep.code.{code} */
    struct slice draft_url, result_url; /* result: what changed */
    struct slice queue_url;             /* of this guide */
    int64_t waiting;                    /* open there; VIEW_NONE: none */
    struct view_list open;              /* struct swept_waiting_view */
    int64_t revision, sweep; /* revision: that it made; VIEW_NONE: none that is live */
    int64_t hits;            /* VIEW_NONE: none to show */
    int64_t more;            /* hits not shown; VIEW_NONE: none */
    struct slice all_url;    /* all of its hits */
    bool chosen;
    struct view_list shown; /* struct replace_hit_view */
};

struct sweep_view {
    const struct page_frame *frame;
    int64_t number;
    struct slice kind, state, made_by, value, other, why, trouble;
    struct slice filter_url, sweeps_url, plan_url, choose_url, stop_url, self_url;
    struct slice next_url, edit_url, back_url, show;
    int64_t made_at, started_at, ended_at;
    int64_t total, planned, ready, hits, counted; /* ready: of what is at work now */
    int64_t next_after;                           /* VIEW_NONE: no more */
    bool by_filter, counts_differ;
    bool choosing, at_work, is_planned, running, over, stopped;
    bool waits; /* at work, but nothing can be written now */
    bool may_plan, may_choose, may_stop;
    bool retires, replaces, drafts, widens, needs_value, value_is_audience;
    bool live, review, whole_words, any_case;
    struct view_list places;    /* struct choice_view: replace.place.… */
    struct view_list audiences; /* struct choice_view */
    struct view_list tabs;      /* struct sweep_tab_view */
    struct view_list guides;    /* struct swept_view */
    struct view_list errors;
    struct slice value_error, other_error, why_error;
};

/* ---- GET /staff/replace ------------------------------------------------------------ */

struct replace_view {
    const struct page_frame *frame;
    struct slice guides_url, replace_url, sweeps_url;
    const struct guide_filter_view *filter;
    struct slice value, other, why;
    bool title, prose, commands, any_case, whole_words;
    bool live, review, draft, may_publish;
    struct view_list errors;
    struct slice value_error, other_error, why_error;
};

extern const struct view_type sweeps_view_type, sweep_view_type, replace_view_type;

#endif
