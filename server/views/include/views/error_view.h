/* The page for everything that is not a page. */
#ifndef VIEWS_ERROR_VIEW_H
#define VIEWS_ERROR_VIEW_H

#include "base/problems.h"
#include "views/parts.h"

struct problem_view {
    struct slice field, message;
};
/* What takes a retired guide's place. */
struct successor_view {
    struct slice slug, title;
    struct slice url; /* with the prefix */
};
struct error_input {
    enum status status;
    unsigned code;                    /* HTTP; 0: status_http(status) */
    const struct problems *problems;  /* or NULL */
    struct article_heads suggestions; /* for a lost guide; may be none */
    struct phrases near;
    const struct successor_view *successor; /* or NULL */
    struct view_list typed;                 /* struct held_field_view: what a form said */
    int64_t retry_after_s;                  /* 0: not said */
    struct slice request_id;                /* may be empty */
    int64_t today;
};
/* Template "error". Title and body come from "error.{status_name}.title" and ".body". */
struct error_view {
    const struct page_frame *frame;
    int64_t code;
    struct slice title, body;
    bool offer_search, offer_desk; /* lost: search; our fault: whom to call */
    int64_t retry_minutes;         /* VIEW_NONE when not said */
    struct slice request_id;
    const struct successor_view *successor; /* NULL: none */
    struct view_list problems;              /* struct problem_view */
    struct view_list suggestions;           /* struct guide_view */
    struct view_list near;                  /* struct phrase_view */
    struct view_list typed;                 /* struct held_field_view */
};
extern const struct view_type error_view_type;

/* Members of the problem document of a retired guide. */
struct retired_view {
    const struct successor_view *successor; /* null: none */
};
extern const struct view_type retired_view_type;
void error_view_make(struct arena *arena, const struct site_info *site,
                     const struct error_input *input, struct error_view *out_view);

#endif
