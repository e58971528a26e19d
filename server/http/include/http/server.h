/* The server: sockets in, responses out, lanes between. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "base/assets.h"
#include "http/route.h"

/* How the lanes reach whatever the handlers work on. Every function gets `owner`. A
 * `worker` is used by one thread at a time. */
struct lane_ops {
    void *owner;
    /* One per READ worker thread, opened on that thread. */
    enum status (*reader_open)(void *owner, void **out_worker);
    enum status (*read_begin)(void *worker, int64_t deadline_ns); /* clock_monotonic_ns */
    void (*read_end)(void *worker);
    void (*reader_close)(void *worker);
    /* One for the writer thread. */
    enum status (*writer_open)(void *owner, void **out_worker);
    enum status (*batch_begin)(void *worker);
    enum status (*item_begin)(void *worker);          /* savepoint */
    enum status (*item_end)(void *worker, bool keep); /* release or roll back to it */
    /* false: the engine itself ended the transaction; every request of the batch gets
     * 503. */
    bool (*batch_alive)(void *worker);
    enum status (*batch_commit)(void *worker); /* durable when STATUS_OK */
    /* After a batch that kept nothing or failed, also when the engine ended it by itself.
     */
    void (*batch_rollback)(void *worker);
    /* NULL, or why the writer last failed with STATUS_IO, for the log. */
    const char *(*writer_reason)(void *worker);
    void (*writer_close)(void *worker);
    /* SLOW pool threads get a worker of the reader's kind too: SLOW handlers and PREPARE
     * steps run inside a snapshot with six times the deadline. */
};

/* Change counters for the page cache. A key that changes is stamped with the next number
 * of one process-wide sequence, after its commit and before the writer's answer goes out.
 */
struct freshness_ops {
    void *owner;
    /* The sequence now; read before a request's snapshot begins. */
    uint64_t (*now)(void *owner);
    /* true while none of the keys was stamped after `since`. Called under a lock of the
     * cache for every hit: a few loads, no waiting. */
    bool (*fresh)(void *owner, const uint64_t *keys, size_t count, uint64_t since);
};

/* Who is signed in, and what he may do. http knows neither sessions nor rights. */
struct gate_ops {
    /* A request without a cookie whose name ends so is nobody's: its page may come from the
     * cache, unasked. NULL: nobody ever signs in. */
    const char *cookie;
    /* Sets x->session (in the arena), or leaves it NULL. Inside a snapshot on the worker,
     * and again on the writer before a handler of the WRITE lane, so that nobody writes who
     * was shut out meanwhile. */
    enum status (*identify)(struct exchange *x);
    /* May x->session do what x->route->access names, and does this request come from a form
     * of his? STATUS_UNAUTHENTICATED, STATUS_FORBIDDEN (problems say why). */
    enum status (*allow)(struct exchange *x);
};

/* The site's own answers, made from problems and a status: HTML or RFC 9457 JSON, as the
 * request's path and Accept say. Must not fail. Runs without lane when x->lane is NULL;
 * with one (a reader in its snapshot) for not-found, gone, invalid and conflict, where
 * the store answers at all. x->response is empty but for its code, which is set (405 and
 * 501 come with STATUS_UNSUPPORTED, 414 with STATUS_TOO_LARGE) and stays, unless the answer is a 303 (to where one
 * signs in). x->route is NULL when no row took the request. Retry-After, Allow and Cache-Control: no-store are
 * added afterwards. NULL: plain text. */
typedef void error_fn(struct exchange *x, enum status status);

struct server_config {
    const char *listen;      /* "127.0.0.1:8080", "[::1]:0"; port 0 picks one */
    struct slice public_url; /* "https://kb.example.org/help" or empty */
    unsigned workers;        /* READ threads; 0: number of cores */
    unsigned slow_threads;   /* 0: 2 */
    size_t cache_max_bytes;  /* page cache ceiling */
    int64_t deadline_ms;     /* per request; 0: 10 s */
    const struct route *routes;
    const struct assets *assets; /* static/… served under /static/{hash}/… */
    struct lane_ops lanes;
    struct freshness_ops freshness;
    struct gate_ops gate;
    error_fn *error;
    void *site;
    /* NULL, or called on a worker with its owner before each request is looked at: a
     * developer's server sees then whether its files have changed (server_renew). */
    void (*look)(void *owner);
    void *look_owner;
    /* NULL, or called once with the address before the first connection is accepted. */
    void (*listening)(void *site, const char *address);
    /* NULL, or called whenever an answer with a note goes out without its handler. */
    void (*noted)(void *site, int64_t note);
    bool access_log;
    unsigned connections_max; /* 0: 16,384; never more than the open files allow */
    int64_t idle_timeout_ms;  /* of a connection on which nothing moves; 0: 60 s */
    int64_t head_timeout_ms;  /* for a request's head as a whole; 0: 20 s */
    int64_t body_timeout_ms;  /* for its body as a whole; 0: 120 s */
    size_t
        write_queue_max; /* requests accepted by the WRITE lane and not done; 0: 1,024 */
    size_t slow_queue_max; /* the same of SLOW; 0: 64 */
};

struct server;
/* Listens and starts its threads. STATUS_IO or STATUS_INVALID with a problem that names
 * the address, the routes that clash, or what did not start. Adds the rows
 * "/static/{hash}/{path...}" and "/favicon.ico" (static/icons/favicon.svg or .ico),
 * unless the site has such patterns; x->route points into the server's own copy of the
 * rows. */
enum status server_start(const struct server_config *config, struct problems *problems,
                         struct server **out_server);
/* The address it listens on, e.g. "127.0.0.1:41234": for port 0. Borrowed. */
const char *server_address(const struct server *server);
/* Stop accepting, drain writer and SLOW, resume all, stop MHD, free. */
void server_stop(struct server *server);

/* Another site and other static files from the next request on; pages that were made with
 * the one before are not served any more. Both live until the server stopped. Any thread,
 * one at a time. */
void server_renew(struct server *server, void *site, const struct assets *assets);

/* Runs `work` on the writer thread inside a savepoint and waits for the durable commit:
 * for the control socket and upkeep. Not from a lane thread. */
typedef enum status write_work_fn(void *worker, void *argument);
enum status server_write(struct server *server, write_work_fn *work, void *argument);

/* Prometheus text format: requests by route and code, durations, lanes, cache. */
void server_metrics(const struct server *server, struct buf *out);
/* A handler's way to its server (x->site does not know it): set while handlers run. */
struct server *exchange_server(const struct exchange *x);

/* The prefix of the public URL ("" or "/help"), for links and cookies; and its origin. */
struct slice url_prefix(struct slice public_url);
struct slice url_origin(struct slice public_url);

#endif
