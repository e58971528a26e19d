/* Text with what matched marked. */
#ifndef SEARCH_SNIPPET_H
#define SEARCH_SNIPPET_H

#include "query.h"

enum { SNIPPET_BYTES = 240 };

/* The best window of about SNIPPET_BYTES of a text, or all of it when `whole`. White
 * space is collapsed; an ellipsis stands where something was left out. Lives in the
 * arena. */
bool snippet_make(const struct asked *asked, struct arena *arena, struct slice text,
                  bool whole, struct snippet_part **out_parts, size_t *out_count);

#endif
