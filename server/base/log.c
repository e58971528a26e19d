#include "base/log.h"
#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static _Atomic int lowest = LOG_INFO;
static const char *const names[] = {"debug", "info", "warn", "error"};

void log_set_level(enum log_level level)
{
    lowest = (int)level;
}

bool log_is_on(enum log_level level)
{
    return (int)level >= lowest;
}

/* A pipe keeps only short writes whole, and may take a part: one at a time, to the end. */
/* How long a reader of the log may leave it full before lines are lost. */
enum { FULL_WAIT_MS = 1000 };

void log_lines(struct slice lines)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    if (!lines.len)
        return;
    pthread_mutex_lock(&one_at_a_time);
    while (lines.len) {
        ssize_t written = write(STDERR_FILENO, lines.ptr, lines.len);
        if (written < 0 &&
            errno == EAGAIN) { /* somebody else made it so: wait for room */
            struct pollfd room = {.fd = STDERR_FILENO, .events = POLLOUT};
            if (poll(&room, 1, FULL_WAIT_MS) < 1)
                break;
        } else if (written < 0 && errno != EINTR) {
            break;
        }
        lines = slice_from(lines, written > 0 ? (size_t)written : 0);
    }
    pthread_mutex_unlock(&one_at_a_time);
}

bool log_level_parse(const char *name, enum log_level *out_level)
{
    for (int i = 0; i < 4; i++)
        if (strcmp(names[i], name) == 0) {
            *out_level = (enum log_level)i;
            return true;
        }
    return false;
}

/* Copies text into line at `at`, control characters made visible; returns the new end. */
static size_t add_clean(char *line, size_t at, size_t cap, const char *text)
{
    for (; *text && at + 5 < cap; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x20 || c == 0x7F)
            at += (size_t)snprintf(line + at, cap - at, "\\x%02X", c);
        else
            line[at++] = (char)c;
    }
    return at;
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    if (!log_is_on(level))
        return;
    char when[32], pairs[2048], line[4096];
    instant_format_rfc3339(clock_now_s(), when);
    va_list args;
    va_start(args, format);
    vsnprintf(pairs, sizeof pairs, format, args);
    va_end(args);
    size_t len =
        (size_t)snprintf(line, sizeof line, "%s %-5s %s ", when, names[level], event);
    if (len > sizeof line / 2)
        len = sizeof line / 2;
    len = add_clean(line, len, sizeof line, pairs);
    line[len++] = '\n';
    log_lines(slice_of(line, len));
}
