#include "tending.h"

#include "actions/upkeep.h"
#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <time.h>

/* ---- once a minute ----------------------------------------------------------------- */

struct minute {
    const struct search_log *log;
    const struct view_counts *views;
    struct signing *signing;
    bool more;
};

static enum status tend_sessions(struct store *store, struct minute *minute)
{
    struct arena arena;
    bool more = false;
    arena_init(&arena, 0);
    struct reader reader = {store, &viewer_system, &arena, clock_now_s()};
    enum status status = signing_upkeep(&reader, minute->signing, &more);
    minute->more = minute->more || more;
    arena_release(&arena);
    return status;
}

static enum status forget_searches(struct store *store, struct minute *minute)
{
    bool more = false;
    enum status status = search_log_purge(minute->log, store, clock_now_s(), &more);
    minute->more = minute->more || more;
    return status;
}

static enum status forget_views(struct store *store, struct minute *minute)
{
    bool more = false;
    enum status status = view_counts_purge(minute->views, store, clock_now_s(), &more);
    minute->more = minute->more || more;
    return status;
}

static enum status minute_work(void *worker, void *argument)
{
    struct minute *minute = argument;
    enum status status = upkeep_minute(worker, &minute->more);
    if (status == STATUS_OK)
        status = tend_sessions(worker, minute);
    if (status == STATUS_OK)
        status = forget_searches(worker, minute);
    return status == STATUS_OK ? forget_views(worker, minute) : status;
}

/* A piece of upkeep. true: there is more to do at once. What fails now is tried again a
 * minute later. */
static bool keep_up(struct tending *s)
{
    struct minute minute = {.log = s->portal->search_log,
                            .views = s->portal->views,
                            .signing = s->portal->signing};
    enum status status = server_write(s->server, minute_work, &minute);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "upkeep failed", "status=%s", status_name(status));
    return minute.more && status == STATUS_OK;
}

/* ---- runs that are over ------------------------------------------------------------ */

struct run_purge {
    int64_t days;
    size_t count; /* of one batch */
};

static enum status purge_work(void *worker, void *argument)
{
    struct run_purge *purge = argument;
    return upkeep_runs(worker, purge->days, clock_now_s(), &purge->count);
}

/* In batches, so that readers' answers go between. */
static void end_old_runs(const struct tending *s)
{
    struct run_purge purge = {.days = s->run_days, .count = 1};
    size_t ended = 0;
    enum status status = STATUS_OK;
    for (; purge.count && status == STATUS_OK; ended += purge.count)
        status = server_write(s->server, purge_work, &purge);
    if (ended)
        log_event(LOG_INFO, "runs deleted", "count=%zu days=%lld", ended,
                  (long long)purge.days);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "upkeep failed", "status=%s", status_name(status));
}

/* ---- what gathers in memory -------------------------------------------------------- */

static enum status write_log_work(void *worker, void *argument)
{
    return search_log_write(argument, worker, clock_now_s());
}

/* What cannot be written now is lost: it is only a count. */
static void write_search_log(struct tending *s)
{
    struct search_log *log = s->portal->search_log;
    enum status status = search_log_is_empty(log)
                             ? STATUS_OK
                             : server_write(s->server, write_log_work, log);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "search log not written", "status=%s", status_name(status));
}

static enum status write_views_work(void *worker, void *argument)
{
    const struct view_write *write = argument;
    return view_counts_write(worker, write->counts, write->count, clock_now_s());
}

/* In batches, so that readers' answers go between. What cannot be written now stays counted, and
 * is tried again the next time. */
static void write_views(struct tending *s)
{
    struct view_write *write = &s->view_write;
    enum status status = STATUS_OK;
    size_t from = 0;
    while (status == STATUS_OK &&
           view_counts_gather(s->portal->views, &from, write->counts, &write->count)) {
        status = server_write(s->server, write_views_work, write);
        if (status == STATUS_OK)
            view_counts_settle(s->portal->views, write->counts, write->count);
    }
    if (status != STATUS_OK)
        log_event(LOG_WARN, "views not written", "status=%s", status_name(status));
}

/* ---- until the end ----------------------------------------------------------------- */

void tend_until_signal(const sigset_t *set, struct tending *s)
{
    enum { TICKS_A_MINUTE = 6 };
    static const struct timespec tick = {.tv_sec = 60 / TICKS_A_MINUTE}, at_once = {0};
    bool more = keep_up(s);
    int caught, ticks = 1;
    end_old_runs(s);
    beside_publish_due(s->beside);
    beside_expire_due(s->beside);
    beside_gather_queue(s->beside, s->queue_searches);
    while ((caught = sigtimedwait(set, NULL, more ? &at_once : &tick)) < 0) {
        if (errno != EAGAIN)
            continue;
        bool minute_over = !more && ticks++ % TICKS_A_MINUTE == 0;
        if (!more) {
            write_search_log(s);
            write_views(s);
            beside_publish_due(s->beside);
            beside_expire_due(s->beside);
        }
        if (more || minute_over)
            more = keep_up(s);
        if (minute_over) {
            end_old_runs(s);
            beside_gather_queue(s->beside, s->queue_searches);
        }
    }
    write_search_log(s);
    write_views(s);
    keep_up(s); /* when sessions were last seen */
    log_event(LOG_INFO, "stopping", "signal=%d", caught);
}
