/* One line on a terminal that tells how far long work is; nothing when standard error is
 * no terminal. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "console.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    const struct console *console;
    bool drawn;
    int64_t started_ns, drawn_ns; /* clock_monotonic_ns */
};

void progress_start(struct progress *progress, const struct console *console);
/* "1234 of 5678, 900/s, 5 s left"; redrawn at most five times a second. */
void progress_show(struct progress *progress, size_t done, size_t total);
/* Takes the line away, so that something else can be said. */
void progress_clear(struct progress *progress);

#endif
