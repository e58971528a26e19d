#include "actions/view_counts.h"
#include "base/clock.h"
#include "store/views.h"

#include <pthread.h>
#include <stdlib.h>

enum {
    A_CHUNK = 1024,
    CHUNKS = VIEWS_APART / A_CHUNK,
    SLOTS = 2 * VIEWS_APART,
    PURGED_AT_ONCE = 2000
};

struct counter {
    struct view_count of;
    atomic_uint_fast64_t seen;
    uint64_t written; /* of those; the gathering thread's own */
};

struct view_counts {
    int64_t keep_days;
    pthread_mutex_t lock;
    size_t count;
    struct counter *chunks[CHUNKS]; /* never moved, so that pages may hold on to them */
    uint32_t *slots;                /* by what is counted: number of the counter + 1 */
};

struct view_counts *view_counts_new(int64_t keep_days)
{
    struct view_counts *counts = calloc(1, sizeof *counts);
    if (!counts)
        abort();
    counts->keep_days = keep_days;
    pthread_mutex_init(&counts->lock, NULL);
    counts->slots = calloc(keep_days ? SLOTS : 1, sizeof *counts->slots);
    if (!counts->slots)
        abort();
    return counts;
}

void view_counts_free(struct view_counts *counts)
{
    if (!counts)
        return;
    for (size_t i = 0; i < CHUNKS; i++)
        free(counts->chunks[i]);
    pthread_mutex_destroy(&counts->lock);
    free(counts->slots);
    free(counts);
}

static struct counter *counter_at(const struct view_counts *counts, size_t place)
{
    return &counts->chunks[place / A_CHUNK][place % A_CHUNK];
}

static bool is_same(const struct view_count *a, const struct view_count *b)
{
    return a->viewed == b->viewed && a->id == b->id && a->guide == b->guide;
}

/* Ids are small numbers of our own: to spread them suffices. */
static size_t slot_of(const struct view_count *of)
{
    uint64_t hash = (uint64_t)of->id * 0x9E3779B97F4A7C15U;
    hash ^= ((uint64_t)of->guide + (uint64_t)of->viewed + 1) * 0xC2B2AE3D27D4EB4FU;
    return (size_t)(hash >> 32) % SLOTS;
}

/* Under the lock. The last VIEWED_KINDS places are kept for what is not told apart. */
static struct counter *find(struct view_counts *counts, const struct view_count *of)
{
    size_t most = of->id ? VIEWS_APART - VIEWED_KINDS : VIEWS_APART;
    size_t at = slot_of(of);
    while (counts->slots[at] &&
           !is_same(&counter_at(counts, counts->slots[at] - 1)->of, of))
        at = (at + 1) % SLOTS;
    if (counts->slots[at])
        return counter_at(counts, counts->slots[at] - 1);
    if (counts->count >= most)
        return NULL;
    struct counter **chunk = &counts->chunks[counts->count / A_CHUNK];
    if (!*chunk)
        *chunk = calloc(A_CHUNK, sizeof **chunk);
    if (!*chunk)
        abort();
    struct counter *counter = counter_at(counts, counts->count++);
    counter->of = *of;
    counts->slots[at] = (uint32_t)counts->count;
    return counter;
}

atomic_uint_fast64_t *view_counts_of(struct view_counts *counts, enum viewed viewed,
                                     int64_t id, int64_t guide)
{
    const struct view_count of = {.viewed = viewed, .id = id, .guide = guide};
    const struct view_count others = {.viewed = viewed};
    if (!counts || !counts->keep_days)
        return NULL;
    pthread_mutex_lock(&counts->lock);
    struct counter *counter = find(counts, &of);
    if (!counter)
        counter = find(counts, &others);
    pthread_mutex_unlock(&counts->lock);
    return &counter->seen;
}

/* ---- writing ----------------------------------------------------------------------- */

static size_t count_now(struct view_counts *counts)
{
    pthread_mutex_lock(&counts->lock);
    size_t count = counts->count;
    pthread_mutex_unlock(&counts->lock);
    return count;
}

bool view_counts_gather(struct view_counts *counts, size_t *from,
                        struct view_count *out_counts, size_t *out_count)
{
    size_t made = count_now(counts), found = 0;
    for (; *from < made && found < VIEWS_A_WRITE; ++*from) {
        struct counter *counter = counter_at(counts, *from);
        uint64_t seen = atomic_load_explicit(&counter->seen, memory_order_relaxed);
        if (seen == counter->written)
            continue;
        out_counts[found] = counter->of;
        out_counts[found++].views = (int64_t)(seen - counter->written);
    }
    *out_count = found;
    return found > 0;
}

void view_counts_settle(struct view_counts *counts, const struct view_count *written,
                        size_t count)
{
    pthread_mutex_lock(&counts->lock);
    for (size_t i = 0; i < count; i++) {
        struct counter *counter = find(counts, &written[i]);
        if (counter)
            counter->written += (uint64_t)written[i].views;
    }
    pthread_mutex_unlock(&counts->lock);
}

enum status view_counts_write(struct store *store, const struct view_count *counts,
                              size_t count, int64_t now_s)
{
    return views_add(store, day_of_instant(now_s), counts, count);
}

enum status view_counts_purge(const struct view_counts *counts, struct store *store,
                              int64_t now_s, bool *out_more)
{
    int64_t first = day_of_instant(now_s) - counts->keep_days + 1;
    return views_purge(store, first, PURGED_AT_ONCE, out_more);
}
