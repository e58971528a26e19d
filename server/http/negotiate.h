/* Content coding and conditional requests (RFC 9110, 12.5.3 and 13.1.2). Pure: any
 * thread. */
#ifndef HTTP_NEGOTIATE_H
#define HTTP_NEGOTIATE_H

#include "base/slice.h"

enum coding { CODING_NONE, CODING_BROTLI, CODING_GZIP, CODING_COUNT };

/* "br", "gzip"; "" for none. */
const char *coding_name(enum coding coding);
/* The coding to answer with. Brotli wins a tie. CODING_NONE when the header is absent
 * (ptr NULL), or asks for nothing that we have. */
enum coding negotiate_coding(struct slice accept_encoding);
/* Weak comparison of If-None-Match (a list, or "*") with a strong tag in its quotes. */
bool etag_matches(struct slice if_none_match, struct slice etag);

#endif
