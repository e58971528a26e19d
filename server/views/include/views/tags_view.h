/* Tags for those who keep them. */
#ifndef VIEWS_TAGS_VIEW_H
#define VIEWS_TAGS_VIEW_H

#include "views/people_view.h"

struct tag_row_view {
    struct slice tag, url;
    int64_t articles;
    bool chosen;
};

/* GET /staff/tags: template "tags". */
struct tags_view {
    const struct page_frame *frame;
    struct slice here_url, next_url;
    struct slice after; /* the tag that this page of the list begins behind */
    bool may_write;
    struct view_list tags; /* struct tag_row_view */
    struct slice into, why, tag_error, into_error, why_error;
    struct view_list errors;
};
extern const struct view_type tags_view_type;

#endif
