/* The site map: one row per URL. */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "http/exchange.h"

/* Fills x->response and returns STATUS_OK (whatever response->code is); any other status
 * makes dispatch ask the site for an error answer (and a WRITE handler's savepoint roll
 * back). */
typedef enum status handler_fn(struct exchange *x);

enum lane {
    LANE_NONE,  /* on the worker, touches no store */
    LANE_READ,  /* on the worker, inside one read snapshot */
    LANE_WRITE, /* on the one writer thread, inside a savepoint; answered after the commit
                 */
    LANE_SLOW   /* on the SLOW pool */
};

enum cache_rule {
    CACHE_NEVER,  /* Cache-Control: no-store */
    CACHE_SHARED, /* anonymous GET through the page cache; Cache-Control: no-cache + ETag
                   */
    CACHE_OWN, /* never shared; whoever asks may keep it for himself, signed in or not, and
                     asks again each time: Cache-Control: private, no-cache + ETag */
    CACHE_STATIC /* immutable for a year */
};

/* Who may come. Greater than 0: whoever has this right, which is the site's own number and
 * is asked of its gate (struct gate_ops). */
enum {
    ACCESS_OPERATOR = -1, /* metrics: loopback */
    ACCESS_PUBLIC = 0     /* anybody */
};

struct route {
    const char *name; /* stable, for metrics and the parity test: "article" */
    unsigned methods; /* enum method, or-ed */
    const char
        *pattern; /* "/articles/{slug}"; "/browse/{category...}" takes the rest; a last
                     segment may carry an ending: "/trees/{slug}.svg", which wins over
                     "/trees/{slug}" */
    int access;
    enum lane lane;
    enum cache_rule cache;
    size_t body_max; /* bytes; 0: no body is read */
    handler_fn *handle;
    handler_fn *prepare; /* NULL, or runs on the SLOW pool before a WRITE */
    bool makes_session;  /* a POST without the form token of a session: it makes one */
};

/* The table ends with a row whose pattern is NULL. In a segment, text may stand around
 * the capture: "/trees/{slug}.svg". Literal text beats that, that beats a bare capture,
 * and "{x...}" comes last; captures are never empty. Rows may share a pattern with
 * different methods. */
struct router;
/* Compiles the rows into a trie. STATUS_INVALID when two rows claim the same request. */
enum status router_new(const struct route *rows, struct problems *problems,
                       struct router **out_router);
void router_free(struct router *router);
/* `path` is decoded per segment. NULL: nothing there, or (with *out_allowed not 0) there
 * is, but not with this method. Fills params. */
const struct route *router_find(const struct router *router, enum method method,
                                struct slice path, struct slice params[ROUTE_PARAMS_MAX],
                                unsigned *out_allowed);

#endif
