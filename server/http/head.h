/* The strict reading of a request's head. MHD 0.9.75 accepts what a proxy before us may
 * read in another way: a folded line, a NUL, Content-Length beside Transfer-Encoding, a
 * header twice. It parses in place, and so what it left out shows in the addresses of
 * what it hands over: request line and headers must stand side by side, CR LF between
 * them. */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "base/slice.h"

/* The memory that MHD has for one connection, head and answer headers included. */
enum { CONNECTION_BYTES = 16 << 10, HEAD_MAX = 15 << 10 };

struct head {
    struct slice host, accept_encoding, if_none_match, content_type, content_encoding;
    struct slice expect, if_modified_since, cookie, user_agent;
    uint64_t content_length;
    bool has_length, chunked;
    const char *begin; /* of the request line */
    const char *end;   /* of what was read so far; CR LF follows */
    unsigned fault;    /* 0, or the HTTP status that refuses the request */
    bool is_http11;
};

/* The request line's parts as MHD gives them, in its memory; `target` is the raw one,
 * with its query, from before MHD cut it up. */
void head_begin(struct head *head, const char *method, const char *url,
                struct slice target, const char *version);
/* One header, in order. false: a fault was found, no need to go on. */
bool head_add(struct head *head, struct slice name, struct slice value);
/* After the last one. */
void head_finish(struct head *head);

/* Is it a person's browser, as far as it says? All of them call themselves Mozilla/5.0; programs
 * give their own name, and crawlers say beside it where to read about them ("+https://…"). Some
 * nanoseconds: asked on every page that is counted. */
bool head_is_browser(const struct head *head);

#endif
