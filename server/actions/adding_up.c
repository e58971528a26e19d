#include "actions/adding_up.h"
#include "base/clock.h"
#include "store/insights.h"

/* Of one write, and of one look at what is due. */
enum { DAYS_AT_ONCE = 30 };

struct adding {
    const struct store_access *access;
    struct arena arena;
    int64_t today, now_s;
    /* of a write */
    struct insight_due due;
    const struct insight_list_day *sums;
    struct slice packs[DAY_COUNTED];
    enum insight_list list;
    int64_t days;
    const struct insight_top *tops;
    size_t count;
};

/* ---- days -------------------------------------------------------------------------- */

/* Today goes on, and what came just before midnight may still be on its way. */
static bool is_over(const struct adding *a)
{
    return a->due.day < a->today - 1;
}

static enum status write_day(struct store *store, void *argument)
{
    const struct adding *a = argument;
    enum status status = STATUS_OK;
    if (a->due.sums)
        status = insights_put_day(store, a->due.day, a->sums, a->count);
    return status == STATUS_OK && is_over(a) ? insights_day_done(store, &a->due, a->packs)
                                             : status;
}

static enum status read_day(struct adding *a, struct store *store, struct arena *arena)
{
    struct insight_list_day *sums = NULL;
    enum status status = STATUS_OK;
    a->count = 0;
    if (a->due.sums)
        status = insights_sum_day(store, a->due.day, arena, &sums, &a->count);
    if (status == STATUS_OK && is_over(a))
        status = day_packs_make(store, a->due.day, arena, a->packs);
    a->sums = sums;
    return status;
}

static enum status add_day(struct adding *a, const struct insight_due *due)
{
    struct store *store = NULL;
    struct arena arena;
    enum status status = a->access->read_open(a->access->owner, &store);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, 0);
    a->due = *due;
    status = read_day(a, store, &arena);
    store_close(store);
    if (status == STATUS_OK)
        status = a->access->write(a->access->owner, write_day, a);
    arena_release(&arena);
    return status;
}

/* The latest first, those before *before, which goes on. *out_more: there were as many as are
 * looked at. */
static enum status add_days(struct adding *a, int64_t *before, bool *out_more)
{
    struct store *store = NULL;
    struct insight_due *days = NULL;
    size_t count = 0;
    arena_reset(&a->arena);
    enum status status = a->access->read_open(a->access->owner, &store);
    if (status != STATUS_OK)
        return status;
    status = insights_days_due(store, *before, DAYS_AT_ONCE, &a->arena, &days, &count);
    store_close(store);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        status = add_day(a, &days[i]);
        *before = days[i].day;
    }
    *out_more = count == DAYS_AT_ONCE;
    return status;
}

/* ---- tops -------------------------------------------------------------------------- */

static enum status write_top(struct store *store, void *argument)
{
    const struct adding *a = argument;
    return insights_put_top(store, a->list, a->days, a->tops, a->count);
}

static enum status add_top(struct adding *a, enum insight_list list, int64_t days)
{
    struct store *store = NULL;
    struct insight_top *tops = NULL;
    arena_reset(&a->arena);
    enum status status = a->access->read_open(a->access->owner, &store);
    if (status != STATUS_OK)
        return status;
    status = insights_top_of(store, list, 0, a->today - days + 1, a->today,
                             INSIGHT_TOP_MAX, &a->arena, &tops, &a->count);
    store_close(store);
    a->list = list;
    a->days = days;
    a->tops = tops;
    return status == STATUS_OK ? a->access->write(a->access->owner, write_top, a)
                               : status;
}

static enum status note_time(struct store *store, void *argument)
{
    const struct adding *a = argument;
    return insights_note_time(store, a->now_s);
}

enum status adding_up_run(const struct store_access *access, int64_t now_s)
{
    struct adding a = {.access = access, .today = day_of_instant(now_s), .now_s = now_s};
    int64_t before = INT64_MAX;
    bool more = true;
    enum status status = STATUS_OK;
    arena_init(&a.arena, 0);
    while (status == STATUS_OK && more)
        status = add_days(&a, &before, &more);
    for (int p = 0; p < INSIGHT_PERIODS; p++)
        for (int list = 0; status == STATUS_OK && list < INSIGHT_LISTS; list++)
            status = add_top(&a, (enum insight_list)list, insight_periods[p]);
    if (status == STATUS_OK)
        status = access->write(access->owner, note_time, &a);
    arena_release(&a.arena);
    return status;
}
