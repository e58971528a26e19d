/* Deadlines for what a client has to send. MHD's own timeout begins anew with every byte,
 * so that one byte every few seconds would hold a connection for ever: here a request's
 * head and its body have a time as a whole.
 *
 * Each connection has a watch; its worker says what it waits for. One thread goes round
 * and condemns what is late: it answers 408 and shuts the socket, whereupon the worker
 * closes it. Idle connections that wait for a next request are left to MHD. */
#ifndef HTTP_WATCH_H
#define HTTP_WATCH_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum watch_state { WATCH_HEAD, WATCH_BODY, WATCH_BUSY, WATCH_CONDEMNED };

struct watch {
    struct watch *prev, *next; /* under the guard's lock */
    int fd;
    atomic_int state;        /* enum watch_state */
    atomic_uint round;       /* which request of this connection it is */
    _Atomic(int64_t) due_ns; /* of a body */
    /* The thread's own: */
    unsigned round_seen;
    uint64_t bytes_seen;
    int64_t head_due_ns; /* 0: no byte of a head was noticed */
};

struct watch_guard;

struct watch_guard *watch_guard_start(int64_t head_timeout_ns, int64_t body_timeout_ns);
void watch_guard_stop(struct watch_guard *guard);

/* From the worker, when the connection begins and before its socket is closed. */
void watch_begin(struct watch_guard *guard, struct watch *watch, int fd);
void watch_end(struct watch_guard *guard, struct watch *watch);
/* From the worker. The head is read, or the body is. false: it was condemned meanwhile, and
 * nothing may be answered any more. */
bool watch_busy(struct watch *watch);
/* After the head: a body has to come. */
void watch_body(struct watch_guard *guard, struct watch *watch);
/* The next head may come. */
void watch_head(struct watch *watch);

#endif
