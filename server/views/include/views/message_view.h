/* The page of a message that several guides quote. */
#ifndef VIEWS_MESSAGE_VIEW_H
#define VIEWS_MESSAGE_VIEW_H

#include "views/decoder_view.h"
#include "views/parts.h"

struct message_page_input {
    const struct phrase *phrase;
    const struct article_heads *heads; /* the likeliest first */
    int64_t guides;                    /* in all */
    const struct code_shown *codes;    /* in the message */
    size_t code_count;
    int64_t today;
};
/* Template "message". */
struct message_page_view {
    const struct page_frame *frame;
    struct slice phrase;
    struct slice short_phrase; /* for the browser's title */
    int64_t total;
    struct slice search_url;
    struct view_list guides; /* struct guide_view */
    struct view_list codes;  /* struct code_view */
};
extern const struct view_type message_page_view_type;
void message_page_make(struct arena *arena, const struct site_info *site,
                       const struct message_page_input *input,
                       struct message_page_view *out_view);

#endif
