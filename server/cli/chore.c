#include "chore.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* How often it looks whether anything was committed for it (one atomic word), and how long
 * it lets go by after a fault. */
enum { LOOK_MS = 100, AFTER_FAULT_MS = 5000 };

struct chore_thread {
    struct store_access access;
    struct store_hub *hub;
    struct chore chore;
    bool stopping;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t end;
};

/* true: it is to stop. */
static bool wait_ms(struct chore_thread *t, long ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&t->lock);
    if (!t->stopping && ms)
        pthread_cond_timedwait(&t->end, &t->lock, &until);
    bool stopping = t->stopping;
    pthread_mutex_unlock(&t->lock);
    return stopping;
}

static void tell(const struct chore *chore, bool waits)
{
    if (chore->waits)
        atomic_store_explicit(chore->waits, waits, memory_order_relaxed);
}

static void *run(void *argument)
{
    struct chore_thread *t = argument;
    uint64_t since = 0;
    bool worked = true; /* what an earlier process left */
    long pause = 0, idle_ms = 0;
    while (!wait_ms(t, pause)) {
        pause = LOOK_MS;
        idle_ms += LOOK_MS;
        bool late = t->chore.every_ms && idle_ms >= t->chore.every_ms;
        bool fresh = !t->chore.key || store_hub_fresh(t->hub, &t->chore.key, 1, since);
        if (!worked && !late && fresh)
            continue;
        since = store_hub_sequence(t->hub);
        idle_ms = 0;
        enum status status = t->chore.work(&t->access, &t->chore, clock_now_s(), &worked);
        pause = worked ? 0 : LOOK_MS;
        tell(&t->chore, status != STATUS_OK);
        if (status == STATUS_OK)
            continue;
        worked = true;
        pause = AFTER_FAULT_MS;
        if (!wait_ms(t, 0))
            log_event(LOG_WARN, t->chore.put_off, "status=%s", status_name(status));
    }
    return NULL;
}

struct chore_thread *chore_start(const struct store_access *access, struct store_hub *hub,
                                 const struct chore *chore)
{
    struct chore_thread *t = calloc(1, sizeof *t);
    if (!t)
        abort();
    t->access = *access;
    t->hub = hub;
    t->chore = *chore;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->end, NULL);
    if (pthread_create(&t->thread, NULL, run, t) != 0)
        abort();
    return t;
}

void chore_stop(struct chore_thread *t)
{
    if (!t)
        return;
    pthread_mutex_lock(&t->lock);
    t->stopping = true;
    pthread_cond_broadcast(&t->end);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
    pthread_cond_destroy(&t->end);
    pthread_mutex_destroy(&t->lock);
    free(t);
}
