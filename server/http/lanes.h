/* The lanes off the worker: one writer thread that shares a commit among many, and a
 * small pool for slow work. Knows jobs, not requests.
 *
 * lanes_reserve, lanes_submit and lanes_write: any thread but the lanes' own. */
#ifndef HTTP_LANES_H
#define HTTP_LANES_H

#include "http/server.h"

enum { BATCH_MAX = 256 };

/* One piece of work, owned by whoever submits it until `done` was called. */
struct job {
    struct job *next;
    enum lane lane;      /* LANE_WRITE or LANE_SLOW */
    int64_t deadline_ns; /* clock_monotonic_ns; not begun after it. 0: none */
    /* On the pool, inside a read snapshot. For LANE_WRITE: the PREPARE step, or NULL. */
    void (*slow)(struct job *job, void *reader, enum status opened);
    /* On the writer, inside a savepoint. */
    enum status (*write)(struct job *job, void *writer);
    /* Once, at the end, on a lane's thread: after the commit, or with why not. */
    void (*done)(struct job *job, enum status status);
    enum status status; /* set by `slow` (STATUS_OK: go on) and by the lanes */
};

struct lanes_config {
    const struct lane_ops *ops;
    unsigned slow_threads;
    size_t write_max, slow_max; /* jobs accepted and not done */
    int64_t slow_deadline_ns;   /* of a snapshot on the pool */
    /* On a lane's thread, after the jobs that end together were told so (done). */
    void (*told)(void *owner);
    void *told_owner;
};

struct lanes_stats {
    size_t write_depth, slow_depth;
    uint64_t batches, batch_items, batch_largest, failed_batches;
};

struct lanes;
/* Starts the threads. A status of writer_open is passed on. */
enum status lanes_start(const struct lanes_config *config, struct lanes **out_lanes);
/* Takes a place for a job (two when it has both steps). false: full, or stopping. */
bool lanes_reserve(struct lanes *lanes, const struct job *job);
/* After lanes_reserve: `done` will be called, perhaps before this returns. */
void lanes_submit(struct lanes *lanes, struct job *job);
/* Runs on the writer and waits; waits for a place too. STATUS_BUSY once stopping. */
enum status lanes_write(struct lanes *lanes, write_work_fn *work, void *argument);
/* Accepts nothing more, waits until every job is done, ends the threads. */
void lanes_drain(struct lanes *lanes);
void lanes_free(struct lanes *lanes);
void lanes_read_stats(struct lanes *lanes, struct lanes_stats *out);

#endif
