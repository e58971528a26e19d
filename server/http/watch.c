#include "watch.h"
#include "base/clock.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static const int64_t SECOND_NS = 1000000000, TICK_MAX_NS = 2000000000,
                     TICK_MIN_NS = 5000000;
enum { TICKS = 8 }; /* looks at a connection within the shortest deadline */

struct watch_guard {
    struct watch_limits limits;
    int64_t tick_ns;
    pthread_mutex_t lock; /* the list, and `ending` */
    pthread_cond_t end;
    struct watch *first;
    bool ending;
    pthread_t thread;
};

/* What the kernel knows of a socket; all 0 when it does not say. */
struct traffic {
    uint64_t in, out; /* bytes that ever came, and that the client took */
    bool unread;      /* the client has not taken all that we sent */
};

static struct traffic traffic_of(int fd)
{
    struct tcp_info info;
    socklen_t len = sizeof info;
    memset(&info, 0, sizeof info);
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
        return (struct traffic){0};
    return (struct traffic){.in = info.tcpi_bytes_received,
                            .out = info.tcpi_bytes_acked,
                            .unread = info.tcpi_unacked || info.tcpi_notsent_bytes};
}

/* A new request, or the first look: what came for it counts from here on. */
static bool is_new_round(struct watch *watch)
{
    unsigned round = atomic_load(&watch->round);
    bool new = round != watch->round_seen;
    watch->round_seen = round;
    return new;
}

/* A head is under way when bytes came since this round was first looked at; of the first
 * round, any byte. */
static bool head_is_late(const struct watch_guard *guard, struct watch *watch,
                         uint64_t bytes, int64_t now_ns)
{
    if (!watch->head_due_ns && bytes > watch->bytes_seen)
        watch->head_due_ns = now_ns + guard->limits.head_ns;
    return watch->head_due_ns && now_ns > watch->head_due_ns;
}

/* Nothing came and nothing was taken for too long, and it is the client's turn. */
static bool is_quiet(const struct watch_guard *guard, struct watch *watch, int state,
                     const struct traffic *traffic, bool is_new, int64_t now_ns)
{
    uint64_t moved = traffic->in + traffic->out;
    bool ours = state == WATCH_BUSY && !traffic->unread;
    if (is_new || ours || moved != watch->moved_seen || !watch->quiet_due_ns)
        watch->quiet_due_ns = now_ns + guard->limits.idle_ns;
    watch->moved_seen = moved;
    return now_ns > watch->quiet_due_ns;
}

/* The worker has answered nothing to this request, and from here on it will not. */
static void condemn(struct watch *watch, int state, bool tell)
{
    static const char answer[] = "HTTP/1.1 408 Request Timeout\r\n"
                                 "Connection: close\r\n"
                                 "Cache-Control: no-store\r\n"
                                 "Content-Length: 0\r\n\r\n";
    if (!atomic_compare_exchange_strong(&watch->state, &state, WATCH_CONDEMNED))
        return;
    if (tell)
        send(watch->fd, answer, sizeof answer - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(watch->fd, SHUT_RDWR);
}

static void look_at(const struct watch_guard *guard, struct watch *watch, int64_t now_ns)
{
    int state = atomic_load(&watch->state);
    bool is_new = is_new_round(watch); /* first: what came before it has come by now */
    struct traffic traffic = traffic_of(watch->fd);
    bool quiet = is_quiet(guard, watch, state, &traffic, is_new, now_ns);
    if (is_new) {
        watch->bytes_seen = traffic.in;
        watch->head_due_ns = 0;
    }
    switch (state) {
    case WATCH_HEAD:
        if (!is_new && head_is_late(guard, watch, traffic.in, now_ns))
            condemn(watch, state, true);
        else if (quiet)
            condemn(watch, state, watch->head_due_ns != 0);
        break;
    case WATCH_BODY: /* its head came: that nothing did says that the kernel counts none */
        if ((quiet && traffic.in) || now_ns > atomic_load(&watch->due_ns))
            condemn(watch, state, true);
        break;
    case WATCH_BUSY: /* it does not read its answer, which ends by that alone */
        if (quiet)
            shutdown(watch->fd, SHUT_RDWR);
        break;
    default:
        break;
    }
}

/* Under the lock: so long every socket of the list is open. */
static void go_round(const struct watch_guard *guard)
{
    int64_t now_ns = clock_monotonic_ns();
    for (struct watch *watch = guard->first; watch; watch = watch->next)
        look_at(guard, watch, now_ns);
}

static void *run_guard(void *argument)
{
    struct watch_guard *guard = argument;
    pthread_mutex_lock(&guard->lock);
    while (!guard->ending) {
        int64_t at_ns = clock_monotonic_ns() + guard->tick_ns;
        struct timespec until = {.tv_sec = at_ns / SECOND_NS,
                                 .tv_nsec = at_ns % SECOND_NS};
        pthread_cond_timedwait(&guard->end, &guard->lock, &until);
        go_round(guard);
    }
    pthread_mutex_unlock(&guard->lock);
    return NULL;
}

static int64_t tick_of(const struct watch_limits *limits)
{
    int64_t least = limits->head_ns < limits->body_ns ? limits->head_ns : limits->body_ns;
    int64_t tick_ns = (least < limits->idle_ns ? least : limits->idle_ns) / TICKS;
    if (tick_ns > TICK_MAX_NS)
        return TICK_MAX_NS;
    return tick_ns < TICK_MIN_NS ? TICK_MIN_NS : tick_ns;
}

struct watch_guard *watch_guard_start(const struct watch_limits *limits)
{
    struct watch_guard *guard = calloc(1, sizeof *guard);
    pthread_condattr_t attributes;
    if (!guard)
        abort();
    guard->limits = *limits;
    guard->tick_ns = tick_of(limits);
    pthread_mutex_init(&guard->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&guard->end, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&guard->thread, NULL, run_guard, guard) != 0)
        abort(); /* at the start only */
    return guard;
}

void watch_guard_stop(struct watch_guard *guard)
{
    if (!guard)
        return;
    pthread_mutex_lock(&guard->lock);
    guard->ending = true;
    pthread_cond_signal(&guard->end);
    pthread_mutex_unlock(&guard->lock);
    pthread_join(guard->thread, NULL);
    pthread_cond_destroy(&guard->end);
    pthread_mutex_destroy(&guard->lock);
    free(guard);
}

void watch_begin(struct watch_guard *guard, struct watch *watch, int fd)
{
    watch->fd = fd;
    atomic_init(&watch->state, WATCH_HEAD);
    pthread_mutex_lock(&guard->lock);
    watch->prev = NULL;
    watch->next = guard->first;
    if (guard->first)
        guard->first->prev = watch;
    guard->first = watch;
    pthread_mutex_unlock(&guard->lock);
}

void watch_end(struct watch_guard *guard, struct watch *watch)
{
    pthread_mutex_lock(&guard->lock);
    if (watch->prev)
        watch->prev->next = watch->next;
    else
        guard->first = watch->next;
    if (watch->next)
        watch->next->prev = watch->prev;
    pthread_mutex_unlock(&guard->lock);
}

static bool move(struct watch *watch, int from, int to)
{
    return atomic_compare_exchange_strong(&watch->state, &from, to);
}

bool watch_busy(struct watch *watch)
{
    int state = atomic_load_explicit(&watch->state, memory_order_relaxed);
    return state == WATCH_BUSY ||
           (state != WATCH_CONDEMNED && move(watch, state, WATCH_BUSY));
}

/* Nobody but the worker leads out of WATCH_BUSY, and nobody else counts rounds: stores
 * suffice. */
void watch_body(struct watch_guard *guard, struct watch *watch)
{
    atomic_store(&watch->due_ns, clock_monotonic_ns() + guard->limits.body_ns);
    atomic_store_explicit(&watch->state, WATCH_BODY, memory_order_release);
}

void watch_head(struct watch *watch)
{
    unsigned round = atomic_load_explicit(&watch->round, memory_order_relaxed);
    atomic_store_explicit(&watch->round, round + 1, memory_order_release);
    if (watch_busy(watch)) /* or its answer came before the head or the body was whole */
        atomic_store_explicit(&watch->state, WATCH_HEAD, memory_order_release);
}
