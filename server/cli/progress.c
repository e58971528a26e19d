#include "progress.h"
#include "base/clock.h"

#include "base/buf.h"

enum { REDRAW_MS = 200 };

static void draw(const struct progress *progress, const char *text)
{
    progress->console->write(progress->console->owner, TO_ERRORS, slice_cstr(text));
}

void progress_start(struct progress *progress, const struct console *console)
{
    int64_t now = clock_monotonic_ns();
    *progress = (struct progress){.console = console, .started_ns = now, .drawn_ns = now};
}

void progress_show(struct progress *progress, size_t done, size_t total)
{
    bool on = progress->console->terminal;
    int64_t now = on ? clock_monotonic_ns() : 0;
    if (!on || now - progress->drawn_ns < REDRAW_MS * INT64_C(1000000))
        return;
    double elapsed_s = (double)(now - progress->started_ns) / 1e9;
    double rate = (double)done / elapsed_s;
    size_t left = total > done ? total - done : 0;
    progress->drawn_ns = now;
    progress->drawn = true;
    struct buf line;
    buf_init(&line, 0);
    buf_add_format(&line, "\r\033[K%zu of %zu, %.0f/s", done, total, rate);
    if (rate > 0)
        buf_add_format(&line, ", %.0f s left", (double)left / rate);
    draw(progress, line.ptr);
    buf_release(&line);
}

void progress_clear(struct progress *progress)
{
    if (progress->drawn)
        draw(progress, "\r\033[K");
    progress->drawn = false;
}
