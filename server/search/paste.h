/* What programs put around what they say, in a text that was pasted: tags of XML, frames of a
 * stack. Their words would count like those of the message. */
#ifndef SEARCH_PASTE_H
#define SEARCH_PASTE_H

#include "base/list.h"

struct paste_span {
    size_t start, end; /* bytes of the text; the end is not in it */
    bool is_tag;       /* else a frame, whose words a guide may quote */
};

/* Spans in the order of the text; struct paste_span. None in a short text. */
struct list paste_spans(struct arena *arena, struct slice text);

#endif
