/* Guides that contradict each other: the list, and one pair side by side. */
#ifndef VIEWS_CONTRADICTION_VIEW_H
#define VIEWS_CONTRADICTION_VIEW_H

#include "views/people_view.h"

struct contradiction_tab_view {
    struct slice name, url; /* its label is contradictions.state.{name} */
    int64_t count;
    bool current;
};

struct contradiction_side_view {
    struct slice name;   /* "runs" or "bars"; label contradictions.side.{name} */
    struct slice stance; /* label contradictions.stance.{stance} */
    struct slice title, url, place; /* url: of the step */
    struct slice owner, author;     /* absent: nobody */
    struct slice before, sentence, after;
    bool chosen; /* in the form that opens a draft */
};

struct contradiction_row_view {
    struct slice url, subject, kind, deed;
    bool clear;
    struct view_list sides; /* struct contradiction_side_view */
    struct slice reason, settled_by;
    int64_t settled_at; /* VIEW_NONE: nobody settled it */
};

/* GET /staff/contradictions: template "contradictions". */
struct contradictions_view {
    const struct page_frame *frame;
    struct slice staff_url, next_url;
    int64_t backlog;         /* VIEW_NONE: the program has looked at all guides */
    struct view_list states; /* struct contradiction_tab_view */
    struct view_list rows;   /* struct contradiction_row_view */
};

/* GET /staff/contradictions/{id}: template "contradiction". */
struct contradiction_view {
    const struct page_frame *frame;
    struct slice list_url, settle_url, reopen_url, mend_url, subject, kind, deed, state;
    struct slice words; /* what the form was made from */
    struct slice draft_url, settled_by, earlier, reason, text;
    struct slice lost; /* the reason of who came too late; absent: none */
    struct slice reason_error, text_error;
    int64_t settled_at, found_at;
    bool clear, is_open, settled, mending, moved, may_settle, may_mend;
    struct view_list sides;
    struct view_list errors;
};

extern const struct view_type contradictions_view_type, contradiction_view_type;

#endif
