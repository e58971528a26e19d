#include "access_log.h"
#include "base/clock.h"
#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
    GATHERED = 16 << 10, /* written out from here on */
    LINE_MAX = 8 << 10,
    PATH_MAX_SHOWN = 1024,
    TIME_LEN = 20, /* "2026-03-04T05:06:07Z" */
    CACHE_LINE = 64
};

/* Its worker adds to it, and the thread that writes once a second takes from it. */
struct gathered {
    _Alignas(CACHE_LINE) pthread_mutex_t lock;
    int64_t second; /* the time of the text below */
    char when[32];
    size_t len;
    char text[GATHERED + LINE_MAX];
};

struct access_log {
    unsigned workers;
    struct gathered *gathered;
    pthread_t thread;
    pthread_mutex_t lock; /* `ending` */
    pthread_cond_t end;
    bool ending;
};

/* Under its lock. */
static void write_out(struct gathered *gathered)
{
    log_lines(slice_of(gathered->text, gathered->len));
    gathered->len = 0;
}

static void write_all(struct access_log *log)
{
    for (unsigned i = 0; i < log->workers; i++) {
        pthread_mutex_lock(&log->gathered[i].lock);
        write_out(&log->gathered[i]);
        pthread_mutex_unlock(&log->gathered[i].lock);
    }
}

static void *run(void *argument)
{
    struct access_log *log = argument;
    pthread_mutex_lock(&log->lock);
    while (!log->ending) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec++;
        pthread_cond_timedwait(&log->end, &log->lock, &until);
        pthread_mutex_unlock(&log->lock);
        write_all(log);
        pthread_mutex_lock(&log->lock);
    }
    pthread_mutex_unlock(&log->lock);
    return NULL;
}

struct access_log *access_log_start(bool on, unsigned workers)
{
    if (!on || !log_is_on(LOG_INFO))
        return NULL;
    struct access_log *log = calloc(1, sizeof *log);
    struct gathered *gathered = aligned_alloc(CACHE_LINE, workers * sizeof *gathered);
    pthread_condattr_t attributes;
    if (!log || !gathered)
        abort();
    *log = (struct access_log){.workers = workers, .gathered = gathered};
    for (unsigned i = 0; i < workers; i++) {
        pthread_mutex_init(&gathered[i].lock, NULL);
        gathered[i].second = -1;
        gathered[i].len = 0;
    }
    pthread_mutex_init(&log->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&log->end, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&log->thread, NULL, run, log) != 0)
        abort(); /* at the start only */
    return log;
}

void access_log_stop(struct access_log *log)
{
    if (!log)
        return;
    pthread_mutex_lock(&log->lock);
    log->ending = true;
    pthread_cond_signal(&log->end);
    pthread_mutex_unlock(&log->lock);
    pthread_join(log->thread, NULL);
    write_all(log);
    for (unsigned i = 0; i < log->workers; i++)
        pthread_mutex_destroy(&log->gathered[i].lock);
    pthread_cond_destroy(&log->end);
    pthread_mutex_destroy(&log->lock);
    free(log->gathered);
    free(log);
}

/* --- A line --------------------------------------------------------------------------- */

static char *put(char *at, struct slice text)
{
    if (text.len)
        memcpy(at, text.ptr, text.len);
    return at + text.len;
}

static char *put_number(char *at, uint64_t number)
{
    char digits[20];
    size_t first = sizeof digits;
    do
        digits[--first] = (char)('0' + number % 10);
    while (number /= 10);
    return put(at, slice_of(digits + first, sizeof digits - first));
}

static size_t plain_run(struct slice text)
{
    size_t i = 0;
    while (i < text.len && (unsigned char)text.ptr[i] >= 0x20 && text.ptr[i] != 0x7F)
        i++;
    return i;
}

/* Whatever a client sends, one answer is one line. */
static char *put_path(char *at, struct slice path)
{
    static const char hex[] = "0123456789ABCDEF";
    path = slice_first(path, PATH_MAX_SHOWN);
    for (;;) {
        size_t plain = plain_run(path);
        at = put(at, slice_first(path, plain));
        if (plain == path.len)
            return at;
        unsigned char odd = (unsigned char)path.ptr[plain];
        char shown[] = {'\\', 'x', hex[odd >> 4], hex[odd & 15]};
        at = put(at, slice_of(shown, sizeof shown));
        path = slice_from(path, plain + 1);
    }
}

static const char *when(struct gathered *gathered)
{
    int64_t second = (int64_t)time(NULL);
    if (second != gathered->second) {
        gathered->second = second;
        instant_format_rfc3339(clock_now_s(), gathered->when);
    }
    return gathered->when;
}

static char *put_line(char *at, const char *when, const struct access_line *line)
{
    at = put(at, slice_of(when, TIME_LEN));
    at = put(at, SLICE(" info  request id="));
    at = put(at, line->instance);
    *at++ = '-';
    at = put_number(at, line->worker);
    *at++ = '-';
    at = put_number(at, line->number);
    at = put(at, SLICE(" method="));
    at = put_number(at, line->method);
    at = put(at, SLICE(" route="));
    at = put(at, line->route);
    at = put(at, SLICE(" path=\""));
    at = put_path(at, line->path);
    at = put(at, SLICE("\" code="));
    at = put_number(at, line->code);
    at = put(at, SLICE(" us="));
    at = put_number(at, (uint64_t)(line->took_ns / 1000));
    *at++ = '\n';
    return at;
}

void access_log_add(struct access_log *log, const struct access_line *line)
{
    struct gathered *gathered = &log->gathered[line->worker];
    pthread_mutex_lock(&gathered->lock);
    char *at = gathered->text + gathered->len;
    at = put_line(at, when(gathered), line);
    gathered->len = (size_t)(at - gathered->text);
    if (gathered->len >= GATHERED)
        write_out(gathered);
    pthread_mutex_unlock(&gathered->lock);
}
