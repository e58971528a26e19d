/* A line for each answer, on stderr, written many at a time: each worker gathers its own, and
 * hands them out when there are some KB, and once a second. So lines of one worker stand in
 * order, those of two may be up to a second apart; each has its own time. A process that is
 * killed loses those of its last second, one that stops loses none. */
#ifndef HTTP_ACCESS_LOG_H
#define HTTP_ACCESS_LOG_H

#include "base/slice.h"

struct access_line {
    struct slice instance; /* "INSTANCE-" and worker begin the request's id */
    size_t worker;
    uint64_t number;
    unsigned method, code;
    struct slice route, path;
    int64_t took_ns;
};

struct access_log; /* of all workers */

/* NULL when `on` is false or nothing of this level is written. */
struct access_log *access_log_start(bool on, unsigned workers);
/* Writes what is left. When no worker adds any more; accepts NULL. */
void access_log_stop(struct access_log *log);
/* On the thread of line->worker. */
void access_log_add(struct access_log *log, const struct access_line *line);

#endif
