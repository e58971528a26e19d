/* What http's own files share: the server, its workers, and one call (a connection and
 * the request that is on it now).
 *
 * A worker thread owns its daemon, its calls and its kits. While a call is in a lane, the
 * lane's thread has it and the worker does not touch it: MHD holds the connection
 * suspended. */
#ifndef HTTP_CALL_H
#define HTTP_CALL_H

#include "access_log.h"
#include "cache.h"
#include "head.h"
#include "hot.h"
#include "http/server.h"
#include "lanes.h"
#include "listen.h"
#include "metrics.h"
#include "page.h"
#include "static_files.h"
#include "watch.h"

struct call;

/* What a request needs while somebody works on it. Cached answers need none. */
struct kit {
    struct kit *next; /* in the worker's heap of spare ones */
    struct call *call;
    struct arena arena;
    struct request request;
    struct response response;
    struct exchange x;
    struct job job;
    struct buf body;   /* of the request */
    struct buf packed; /* the answer's body, compressed */
    struct page *page; /* the shared one that is the answer; dropped with the kit */
};

enum stage {
    STAGE_HEAD, /* nothing was seen yet */
    STAGE_BODY, /* the body comes, or the end of the request */
    STAGE_LANE, /* suspended */
    STAGE_ANSWERED
};

enum { TARGET_INLINE = 192 };

struct call {
    struct worker *worker;
    struct MHD_Connection *connection;
    struct watch watch;
    enum stage stage;
    enum method method; /* 0: none that we know */
    struct head head;
    struct slice target; /* raw, as sent */
    char target_inline[TARGET_INLINE];
    char *target_heap; /* when it is longer */
    int64_t begun_ns;
    struct kit *kit;
    const struct route *route;
    enum status refusal; /* found before the body: answered after it */
    unsigned refusal_code;
    unsigned allowed; /* methods, for Allow */
    uint64_t dropped, body_max;
    enum status lane_status; /* how the lane ended */
    struct call *next_back;  /* that ended with this one, see dispatch_wake */
    bool has_body, counted;
};

/* Lines of memory that two cores write to cost them some hundred cycles each time: what one
 * worker counts lies apart from the others'. */
enum { CACHE_LINE = 64 };

struct worker {
    _Alignas(CACHE_LINE) struct server *server;
    struct MHD_Daemon *daemon;
    void *reader; /* of lane_ops; opened at the first need */
    struct kit *spare_kits;
    size_t spare_count;
    struct tally *tally;
    _Atomic(struct call *) back; /* ended in a lane, not yet resumed */
    atomic_size_t connections;
    atomic_uint_fast64_t in_flight; /* whole requests without an answer sent */
    atomic_uint_fast64_t cache_hits, cache_misses;
    struct hot hot;
    struct hot_codings codings;
    int64_t second_seen, second_now; /* clock_now_s, asked once a second */
    uint64_t requests;
};

struct server {
    struct server_config config;
    struct route *routes; /* the site's and ours; ended by a NULL pattern */
    size_t route_count;
    struct router *router;
    struct security security;
    _Atomic(void *) site;
    _Atomic(struct static_files *) statics; /* and those before it */
    struct cache *cache;
    struct page_memory *page_memory; /* of the cache's pages */
    struct lanes *lanes;
    struct acceptor *acceptor;
    struct watch_guard *guard;
    struct access_log *access_log; /* NULL: none is kept */
    struct worker *workers;
    unsigned worker_count;
    unsigned next_worker; /* the acceptor's */
    struct slice prefix, origin;
    bool is_https;
    int64_t deadline_ns;
    char address[ADDRESS_CAP];
    char instance[9];                 /* begins every request id in the log */
    struct MHD_Response *bad_request; /* to what we do not read on */
};

static inline struct kit *kit_of(const struct exchange *x)
{
    return (struct kit *)((uintptr_t)x - offsetof(struct kit, x));
}

/* Adds to what this thread alone writes, and any may read: a load and a store suffice. */
static inline void count_more(atomic_uint_fast64_t *counter, uint64_t more)
{
    uint64_t was = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, was + more, memory_order_relaxed);
}

/* Now in Unix seconds, from the worker's memory. */
int64_t worker_now_s(struct worker *worker);

#endif
