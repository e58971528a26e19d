/* A run through a tree, event by event, for staff. */
#ifndef VIEWS_REPLAY_VIEW_H
#define VIEWS_REPLAY_VIEW_H

#include "views/tree_view.h"

struct replay_event_view {
    int64_t number, at;
    int64_t after;         /* seconds since the event before; VIEW_NONE: the first */
    struct slice kind;     /* its label is replay.kind.{kind} */
    struct slice question; /* that was answered or gone back to; absent: none */
    struct slice answer;   /* absent: none */
    struct slice then;     /* what stood there after it */
    struct slice impact, urgency; /* labels are level.…; absent: not set */
    struct slice priority;
    int64_t dropped; /* answers that it took away; VIEW_NONE: none */
    bool back;       /* it went back, in whatever way */
};

/* GET /staff/runs/{id}: template "replay". */
struct replay_view {
    const struct page_frame *frame;
    const struct run_view *run; /* as it stands */
    struct slice title, run_url, transcript_url, tree_url;
    struct slice
        compare_url; /* its revision of the tree with today's; absent: it is today's */
    struct slice guide_title, guide_url; /* absent: begun from none */
    struct slice previous_url, next_url; /* of more events than a page shows */
    int64_t started_at, ended_at;
    int64_t took;          /* seconds */
    int64_t live_revision; /* VIEW_NONE: it is the run's own, or there is none */
    int64_t guide_then, guide_at_end, guide_now; /* VIEW_NONE: not known, or as before */
    int64_t event_count, back_count, change_count, restart_count;
    struct slice impact, urgency; /* in the end, after the defaults */
    bool impact_assumed, urgency_assumed;
    struct view_list events; /* struct replay_event_view */
};
extern const struct view_type replay_view_type;

#endif
