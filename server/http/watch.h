/* Deadlines for clients. A request's head and its body have a time as a whole, since one
 * byte every few seconds would else hold a connection for ever; and a connection on which
 * nothing moves has an end: nobody asks, a body stands still, an answer is not read. While
 * we work on the answer ourselves, nothing is asked of the client. Where the kernel counts no
 * bytes, a body has only its time as a whole.
 *
 * Each connection has a watch; its worker says what it waits for, which costs it no clock
 * and no lock. One thread goes round and asks the kernel what moved. What is late it
 * condemns: it answers 408 where part of a request has come, and shuts the socket, whereupon
 * the worker closes it. MHD's own timeout is off: it would ask for the clock at every read
 * and write. */
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
    uint64_t bytes_seen;  /* when the round was first looked at */
    int64_t head_due_ns;  /* 0: no byte of a head was noticed */
    uint64_t moved_seen;  /* bytes in both directions */
    int64_t quiet_due_ns; /* nothing moved since; 0: not looked at yet */
};

struct watch_limits {
    int64_t head_ns, body_ns, idle_ns;
};

struct watch_guard;

struct watch_guard *watch_guard_start(const struct watch_limits *limits);
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
