/* What kind of address a link is. */
#ifndef FORMAT_URL_H
#define FORMAT_URL_H

#include "base/arena.h"
#include "base/slice.h"

enum url_kind {
    URL_EMPTY,
    URL_FRAGMENT, /* "#part" */
    URL_RELATIVE, /* "../x.md", "/site/y", "?q" */
    URL_OUTSIDE,  /* http:, https:, or "//host" */
    URL_CONTACT,  /* mailto:, tel: */
    URL_REFUSED   /* any other scheme: javascript:, data:, file: … */
};

/* Judged as a browser reads it (WHATWG URL): leading control characters and spaces, and
 * tabs and line ends anywhere, do not count; a backslash is a slash. */
enum url_kind url_kind_of(struct slice url);
/* Without those characters, so that what is printed is what was judged. */
struct slice url_clean(struct arena *arena, struct slice url);
/* "%41" → "A"; what is no escape stays. */
struct slice url_decode(struct arena *arena, struct slice url);

#endif
