/* One request and its answer, as handlers see them. http knows no articles and no store.
 */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/problems.h"
#include "base/slice.h"
#include "base/status.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum method {
    METHOD_GET = 1 << 0, /* a row that serves GET serves HEAD too */
    METHOD_HEAD = 1 << 1,
    METHOD_POST = 1 << 2,
    METHOD_PUT = 1 << 3,
    METHOD_PATCH = 1 << 4,
    METHOD_DELETE = 1 << 5,
    METHOD_OPTIONS = 1 << 6
};

struct pair {
    struct slice name, value; /* decoded, valid UTF-8 without NUL */
};

struct pairs {
    const struct pair *items;
    size_t count;
};

/* A file of a multipart/form-data form. */
struct upload {
    struct slice field; /* name of the form field */
    struct slice
        file_name; /* as the client calls it: never a path to trust; may be empty */
    struct slice media_type; /* as the client says; never to be trusted */
    struct slice bytes;      /* borrowed from the body */
};

struct uploads {
    const struct upload *items;
    size_t count;
};

enum { ROUTE_PARAMS_MAX = 4 };

/* Lives in the exchange's arena; read-only to handlers. */
struct request {
    enum method method;  /* METHOD_GET for a HEAD that a GET row serves */
    struct slice target; /* raw request target, as sent */
    struct slice
        path; /* decoded, without the public prefix and the query: "/articles/x" */
    struct pairs query;
    struct pairs form;    /* fields of a POST: application/x-www-form-urlencoded, or those
                             of multipart/form-data that are no files */
    struct uploads files; /* of multipart/form-data */
    struct pairs headers; /* names as sent; look up without case. Values that are not
                           * UTF-8 are left out */
    struct slice params[ROUTE_PARAMS_MAX]; /* what {…} in the pattern matched, in order */
    struct slice body;                     /* raw bytes, within the row's ceiling */
    struct slice media_type; /* of the body, lower case, without parameters */
    /* Address as text, for rate limits only; never stored or logged. IPv6: the /64.
     * Behind a proxy on this machine: the last of X-Forwarded-For. */
    struct slice client;
    bool secure; /* the visitor speaks TLS to us or to the proxy (public URL https) */
};

/* The value of the first of that name, or a slice with ptr NULL when there is none. */
struct slice request_query(const struct request *request, const char *name);
struct slice request_form(const struct request *request, const char *name);
struct slice request_header(const struct request *request, const char *name);
struct slice request_cookie(const struct request *request, const char *name);

enum { RESPONSE_HEADERS_MAX = 16, RESPONSE_KEYS_MAX = 8 };

struct response {
    unsigned code;             /* HTTP status; 200 unless set */
    struct slice content_type; /* with charset; lives as long as the arena */
    struct buf body;           /* owned by the exchange */
    struct pair headers[RESPONSE_HEADERS_MAX];
    size_t header_count;
    /* What the answer shows, for the page cache: it is fresh while none of these keys has
     * changed since the request began and until `valid_until`. */
    uint64_t keys[RESPONSE_KEYS_MAX];
    size_t key_count;
    int64_t valid_until; /* Unix seconds; 0: no end */
    int64_t modified_at; /* Last-Modified, Unix seconds; 0: not told */
    int64_t note;        /* the site's own: told again whenever the finished page goes out
                            (see `noted` of the server); 0: none */
    /* The site's own, raised by each GET of a browser that this answer goes out to, from its
     * handler or finished; outlives the server. NULL: none */
    atomic_uint_fast64_t *seen;
    bool uncacheable; /* set by a handler whose answer must not be shared or stored */
};

struct route;

/* What a handler gets. `lane` is what the lane's ops opened for this thread; `prepared`
 * is what the row's PREPARE step left (in the arena). */
struct exchange {
    const struct route *route;
    const struct request *request;
    struct response *response;
    struct arena *arena;
    struct problems problems; /* what a status other than OK is about */
    void *site;               /* the wiring's own struct, shared and read-only */
    void *lane;
    void *prepared;
    const void *session;   /* who is signed in: the gate's own; NULL: nobody */
    struct server *server; /* ask exchange_server; NULL in a test without one */
};

/* Adds a header; value is borrowed until the response is sent (arena or static). Refuses
 * CR and LF: the header is dropped then. Cache-Control replaces the row's; ETag, Vary and
 * Set-Cookie keep a response out of the page cache. */
void response_header(struct response *response, const char *name, struct slice value);
/* 303 by default; `location` is absolute or begins with '/', and already has its prefix.
 */
void response_redirect(struct response *response, unsigned code, struct slice location);
/* HttpOnly; SameSite=Lax; Path = the public prefix; Secure under TLS. max_age_s 0:
 * session; less: forget it. */
void response_cookie(struct exchange *exchange, const char *name, struct slice value,
                     int64_t max_age_s);
/* The answer depends on `key` (see struct freshness_ops). */
void response_depends(struct response *response, uint64_t key);
/* The answer's own matter last changed then: Last-Modified, and what If-Modified-Since is
 * compared with where no If-None-Match stands. The latest one wins. */
void response_modified(struct response *response, int64_t at_s);
/* The answer changes by time alone at `at_s`; the earliest one wins. */
void response_valid_until(struct response *response, int64_t at_s);

#endif
