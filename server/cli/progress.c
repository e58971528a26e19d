#include "progress.h"
#include "base/clock.h"

#include <stdio.h>
#include <unistd.h>

enum { REDRAW_MS = 200 };

void progress_start(struct progress *progress)
{
    int64_t now = clock_monotonic_ns();
    *progress = (struct progress){
        .on = isatty(STDERR_FILENO) == 1, .started_ns = now, .drawn_ns = now};
}

void progress_show(struct progress *progress, size_t done, size_t total)
{
    int64_t now = progress->on ? clock_monotonic_ns() : 0;
    if (!progress->on || now - progress->drawn_ns < REDRAW_MS * INT64_C(1000000))
        return;
    double elapsed_s = (double)(now - progress->started_ns) / 1e9;
    double rate = (double)done / elapsed_s;
    size_t left = total > done ? total - done : 0;
    progress->drawn_ns = now;
    progress->drawn = true;
    fprintf(stderr, "\r\033[K%zu of %zu, %.0f/s", done, total, rate);
    if (rate > 0)
        fprintf(stderr, ", %.0f s left", (double)left / rate);
    fflush(stderr);
}

void progress_clear(struct progress *progress)
{
    if (progress->drawn)
        fprintf(stderr, "\r\033[K");
    progress->drawn = false;
}
