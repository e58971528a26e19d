/* The form that asks why a guide did not help; it comes back filled in when it fails. */
#ifndef VIEWS_WHY_VIEW_H
#define VIEWS_WHY_VIEW_H

#include "model/vote.h"
#include "views/parts.h"

struct why_reason_view {
    struct slice value; /* its label is feedback.reason.{value} */
    bool chosen;
};

struct why_step_view {
    struct slice anchor, title;
    int64_t number;
    bool chosen;
};

struct why_view {
    struct view_list reasons; /* struct why_reason_view */
    struct view_list steps;   /* struct why_step_view */
    struct slice text;
    struct slice error; /* what is wrong with it; absent: nothing */
};
extern const struct view_type why_view_type;

/* `doc` NULL: no steps to choose from. `draft` and `problems` may be NULL. */
const struct why_view *why_view_make(struct arena *arena, const struct article_doc *doc,
                                     const struct feedback_draft *draft,
                                     const struct problems *problems);

#endif
