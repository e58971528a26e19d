/* What may stand in href and src. */
#ifndef RENDER_URL_H
#define RENDER_URL_H

#include "base/slice.h"

/* true for a reference (RFC 3986) whose scheme is http, https, mailto or tel, or which
 * has none, and which is valid UTF-8 without white space, control or invisible direction
 * characters. */
bool url_is_safe(struct slice url);

#endif
