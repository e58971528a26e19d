/* A guide that somebody asks for: the form, and what became of it. */
#ifndef VIEWS_ASK_VIEW_H
#define VIEWS_ASK_VIEW_H

#include "base/problems.h"
#include "model/ask.h"
#include "views/parts.h"

/* Partial "ask_form"; comes back filled in when something is wrong with it. */
struct ask_form_view {
    struct slice url;
    struct slice sentence, query; /* may be empty */
    struct slice error;           /* absent: nothing */
};
extern const struct view_type ask_form_view_type;

/* `problems` may be NULL; the first one's code chooses the words ("ask.error.{code}"). */
const struct ask_form_view *ask_form_make(struct arena *arena,
                                          const struct site_info *site,
                                          struct slice sentence, struct slice query,
                                          const struct problems *problems);

/* Template "ask": the form on a page of its own. */
struct ask_page_view {
    const struct page_frame *frame;
    const struct ask_form_view *ask;
};
extern const struct view_type ask_page_view_type;
void ask_page_make(struct arena *arena, const struct site_info *site,
                   const struct ask_form_view *form, struct ask_page_view *out_view);

/* Template "asked": behind the private link. */
struct asked_view {
    const struct page_frame *frame;
    bool is_new; /* just sent */
    bool hidden; /* answered by a guide that this viewer may not see */
    struct slice sentence, query, answer;
    struct slice state; /* its words are asked.state.{state} */
    int64_t asked_at, changed_at;
    struct slice guide_title, guide_url;
    struct slice url; /* of this page, absolute */
};
extern const struct view_type asked_view_type;
void asked_view_make(struct arena *arena, const struct site_info *site,
                     const struct ask *ask, struct slice token, bool is_new,
                     struct asked_view *out_view);

#endif
