#include "sweeper.h"
#include "actions/sweep_work.h"
#include "base/clock.h"
#include "base/log.h"
#include "store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* How often it looks whether anything was committed for it (one atomic word), and how long
 * it lets go by after a fault. */
enum { LOOK_MS = 100, AFTER_FAULT_MS = 5000 };

struct sweeper {
    struct store_access access;
    struct store_hub *hub;
    bool self_review;
    bool stopping;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t end;
};

/* true: it is to stop. */
static bool wait_ms(struct sweeper *sweeper, long ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&sweeper->lock);
    if (!sweeper->stopping && ms)
        pthread_cond_timedwait(&sweeper->end, &sweeper->lock, &until);
    bool stopping = sweeper->stopping;
    pthread_mutex_unlock(&sweeper->lock);
    return stopping;
}

static void *run(void *argument)
{
    static const uint64_t key = STORE_KEY_SWEEPS;
    struct sweeper *sweeper = argument;
    uint64_t since = 0;
    bool worked = true; /* what an earlier process left */
    long pause = 0;
    while (!wait_ms(sweeper, pause)) {
        pause = LOOK_MS;
        if (!worked && store_hub_fresh(sweeper->hub, &key, 1, since))
            continue;
        since = store_hub_sequence(sweeper->hub);
        enum status status =
            sweeping_work(&sweeper->access, sweeper->self_review, clock_now_s(), &worked);
        pause = worked ? 0 : LOOK_MS;
        if (status == STATUS_OK)
            continue;
        worked = true;
        pause = AFTER_FAULT_MS;
        if (!wait_ms(sweeper, 0))
            log_event(LOG_WARN, "change of many guides put off", "status=%s",
                      status_name(status));
    }
    return NULL;
}

struct sweeper *sweeper_start(const struct store_access *access, struct store_hub *hub,
                              bool self_review)
{
    struct sweeper *sweeper = calloc(1, sizeof *sweeper);
    if (!sweeper)
        abort();
    sweeper->access = *access;
    sweeper->hub = hub;
    sweeper->self_review = self_review;
    pthread_mutex_init(&sweeper->lock, NULL);
    pthread_cond_init(&sweeper->end, NULL);
    if (pthread_create(&sweeper->thread, NULL, run, sweeper) != 0)
        abort();
    return sweeper;
}

void sweeper_stop(struct sweeper *sweeper)
{
    if (!sweeper)
        return;
    pthread_mutex_lock(&sweeper->lock);
    sweeper->stopping = true;
    pthread_cond_broadcast(&sweeper->end);
    pthread_mutex_unlock(&sweeper->lock);
    pthread_join(sweeper->thread, NULL);
    pthread_cond_destroy(&sweeper->end);
    pthread_mutex_destroy(&sweeper->lock);
    free(sweeper);
}
