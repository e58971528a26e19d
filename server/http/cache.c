#include "cache.h"
#include "base/clock.h"
#include "base/random.h"

#include <sodium.h>
#include <stdlib.h>
#include <time.h>

enum { SHARDS_MAX = 16, BUCKETS = 512, SHARD_BYTES_MIN = 2 << 20 };

struct entry {
    struct entry *chain;       /* same bucket */
    struct entry *prev, *next; /* the clock's ring */
    uint64_t hash;
    struct page *page;
    struct validity validity;
    size_t bytes;
    bool used; /* since the hand last came by */
    size_t target_len;
    char target[];
};

struct flight {
    struct flight *next;
    uint64_t hash;
    pthread_cond_t landed;
    bool done;
    size_t holders; /* leader and waiters */
    size_t target_len;
    char target[];
};

struct shard {
    pthread_mutex_t lock;
    struct entry *buckets[BUCKETS];
    struct entry *hand;
    struct flight *flights;
    size_t entries, bytes;
    uint64_t evictions, stale, waits;
};

struct cache {
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct freshness_ops freshness;
    size_t shard_count; /* a power of two */
    size_t shard_max_bytes;
    _Atomic(const void *) edition;
    struct shard shards[SHARDS_MAX];
};

static uint64_t hash_target(const struct cache *cache, struct slice target)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t hash;
    crypto_shorthash(out, (const unsigned char *)target.ptr, target.len, cache->key);
    memcpy(&hash, out, sizeof hash);
    return hash;
}

static struct shard *shard_of(struct cache *cache, uint64_t hash)
{
    return &cache->shards[(hash >> 32) & (cache->shard_count - 1)];
}

struct cache *cache_new(size_t max_bytes, const struct freshness_ops *freshness)
{
    struct cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        abort();
    random_bytes(cache->key, sizeof cache->key);
    cache->freshness = *freshness;
    cache->shard_count = 1;
    while (cache->shard_count < SHARDS_MAX &&
           max_bytes / (cache->shard_count * 2) >= SHARD_BYTES_MIN)
        cache->shard_count *= 2;
    cache->shard_max_bytes = max_bytes / cache->shard_count;
    for (size_t i = 0; i < SHARDS_MAX; i++)
        pthread_mutex_init(&cache->shards[i].lock, NULL);
    return cache;
}

void cache_set_edition(struct cache *cache, const void *edition)
{
    atomic_store(&cache->edition, edition);
}

static void unchain(struct shard *shard, struct entry *entry)
{
    struct entry **at = &shard->buckets[entry->hash % BUCKETS];
    while (*at != entry)
        at = &(*at)->chain;
    *at = entry->chain;
}

/* Under the shard's lock. */
static void remove_entry(struct shard *shard, struct entry *entry)
{
    unchain(shard, entry);
    if (shard->hand == entry)
        shard->hand = entry->next == entry ? NULL : entry->next;
    entry->prev->next = entry->next;
    entry->next->prev = entry->prev;
    shard->entries--;
    shard->bytes -= entry->bytes;
    page_drop(entry->page);
    free(entry);
}

void cache_free(struct cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < SHARDS_MAX; i++) {
        while (cache->shards[i].hand)
            remove_entry(&cache->shards[i], cache->shards[i].hand);
        pthread_mutex_destroy(&cache->shards[i].lock);
    }
    free(cache);
}

static struct entry *find_entry(const struct shard *shard, uint64_t hash,
                                struct slice target)
{
    struct entry *entry = shard->buckets[hash % BUCKETS];
    while (entry && (entry->hash != hash ||
                     !slice_eq(slice_of(entry->target, entry->target_len), target)))
        entry = entry->chain;
    return entry;
}

bool cache_is_fresh(const struct cache *cache, const struct validity *validity,
                    int64_t now_s)
{
    if (validity->valid_until && now_s >= validity->valid_until)
        return false;
    if (validity->edition != atomic_load_explicit(&cache->edition, memory_order_relaxed))
        return false;
    return validity->key_count == 0 || !cache->freshness.fresh ||
           cache->freshness.fresh(cache->freshness.owner, validity->keys,
                                  validity->key_count, validity->since);
}

/* Under the shard's lock: a kept page, or NULL after removing what went stale. */
static struct page *take_fresh(const struct cache *cache, struct shard *shard,
                               uint64_t hash, struct slice target, int64_t now_s,
                               struct validity *out_validity)
{
    struct entry *entry = find_entry(shard, hash, target);
    if (!entry)
        return NULL;
    if (!cache_is_fresh(cache, &entry->validity, now_s)) {
        shard->stale++;
        remove_entry(shard, entry);
        return NULL;
    }
    if (!entry->used) /* a line that is only read stays in every core's cache */
        entry->used = true;
    *out_validity = entry->validity;
    return page_keep(entry->page);
}

/* Nothing is kept: whoever waited for a page would then have to make it himself. */
static bool is_off(const struct cache *cache)
{
    return cache->shard_max_bytes == 0;
}

struct page *cache_find(struct cache *cache, struct slice target, int64_t now_s,
                        struct validity *out_validity)
{
    if (is_off(cache))
        return NULL;
    uint64_t hash = hash_target(cache, target);
    struct shard *shard = shard_of(cache, hash);
    pthread_mutex_lock(&shard->lock);
    struct page *page = take_fresh(cache, shard, hash, target, now_s, out_validity);
    pthread_mutex_unlock(&shard->lock);
    return page;
}

static struct flight *find_flight(const struct shard *shard, uint64_t hash,
                                  struct slice target)
{
    struct flight *flight = shard->flights;
    while (flight && (flight->hash != hash ||
                      !slice_eq(slice_of(flight->target, flight->target_len), target)))
        flight = flight->next;
    return flight;
}

static struct flight *start_flight(struct shard *shard, uint64_t hash,
                                   struct slice target)
{
    struct flight *flight = malloc(sizeof *flight + target.len);
    pthread_condattr_t attributes;
    if (!flight)
        abort();
    *flight = (struct flight){
        .next = shard->flights, .hash = hash, .holders = 1, .target_len = target.len};
    memcpy(flight->target, target.ptr, target.len);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&flight->landed, &attributes);
    pthread_condattr_destroy(&attributes);
    shard->flights = flight;
    return flight;
}

/* Under the shard's lock. */
static void leave_flight(struct flight *flight)
{
    if (--flight->holders)
        return;
    pthread_cond_destroy(&flight->landed);
    free(flight);
}

static void wait_for_landing(struct shard *shard, struct flight *flight, int64_t until_ns)
{
    struct timespec until = {.tv_sec = until_ns / 1000000000,
                             .tv_nsec = until_ns % 1000000000};
    shard->waits++;
    flight->holders++;
    int error = 0;
    while (!flight->done && error == 0)
        error = pthread_cond_timedwait(&flight->landed, &shard->lock, &until);
    leave_flight(flight);
}

struct page *cache_enter(struct cache *cache, struct slice target, int64_t now_s,
                         int64_t wait_until_ns, struct flight **out_flight)
{
    *out_flight = NULL;
    if (is_off(cache))
        return NULL;
    uint64_t hash = hash_target(cache, target);
    struct shard *shard = shard_of(cache, hash);
    struct validity validity;
    pthread_mutex_lock(&shard->lock);
    struct page *page = take_fresh(cache, shard, hash, target, now_s, &validity);
    struct flight *flight = page ? NULL : find_flight(shard, hash, target);
    if (flight) {
        wait_for_landing(shard, flight, wait_until_ns);
        page = take_fresh(cache, shard, hash, target, now_s, &validity);
    } else if (!page) {
        *out_flight = start_flight(shard, hash, target);
    }
    pthread_mutex_unlock(&shard->lock);
    return page;
}

/* Second chance: the hand passes over what was used since it last came by. */
static void evict_down_to(struct shard *shard, size_t max_bytes)
{
    while (shard->hand && shard->bytes > max_bytes) {
        struct entry *entry = shard->hand;
        if (entry->used) {
            entry->used = false;
            shard->hand = entry->next;
        } else {
            remove_entry(shard, entry);
            shard->evictions++;
        }
    }
}

static void insert_entry(struct shard *shard, struct entry *entry)
{
    struct entry **bucket = &shard->buckets[entry->hash % BUCKETS];
    entry->chain = *bucket;
    *bucket = entry;
    if (shard->hand) { /* behind the hand: it comes by last */
        entry->next = shard->hand;
        entry->prev = shard->hand->prev;
        entry->prev->next = entry->next->prev = entry;
    } else {
        shard->hand = entry->next = entry->prev = entry;
    }
    shard->entries++;
    shard->bytes += entry->bytes;
}

static void keep_page(const struct cache *cache, struct shard *shard,
                      const struct flight *flight, struct page *page,
                      const struct validity *validity)
{
    struct slice target = slice_of(flight->target, flight->target_len);
    size_t bytes = sizeof(struct entry) + target.len + atomic_load(&page->bytes);
    if (bytes > cache->shard_max_bytes / 2)
        return;
    struct entry *old = find_entry(shard, flight->hash, target);
    if (old)
        remove_entry(shard, old);
    evict_down_to(shard, cache->shard_max_bytes - bytes);
    struct entry *entry = malloc(sizeof *entry + target.len);
    if (!entry)
        abort();
    *entry = (struct entry){.hash = flight->hash,
                            .page = page_keep(page),
                            .validity = *validity,
                            .bytes = bytes,
                            .target_len = target.len};
    memcpy(entry->target, target.ptr, target.len);
    insert_entry(shard, entry);
}

void cache_land(struct cache *cache, struct flight *flight, struct page *page,
                const struct validity *validity)
{
    struct shard *shard = shard_of(cache, flight->hash);
    pthread_mutex_lock(&shard->lock);
    if (page)
        keep_page(cache, shard, flight, page, validity);
    struct flight **at = &shard->flights;
    while (*at != flight)
        at = &(*at)->next;
    *at = flight->next;
    flight->done = true;
    pthread_cond_broadcast(&flight->landed);
    leave_flight(flight);
    pthread_mutex_unlock(&shard->lock);
}

void cache_grew(struct cache *cache, struct slice target, struct page *page, size_t bytes)
{
    uint64_t hash = hash_target(cache, target);
    struct shard *shard = shard_of(cache, hash);
    pthread_mutex_lock(&shard->lock);
    struct entry *entry = find_entry(shard, hash, target);
    if (entry && entry->page == page) {
        entry->bytes += bytes;
        entry->used = true;
        shard->bytes += bytes;
        evict_down_to(shard, cache->shard_max_bytes);
    }
    pthread_mutex_unlock(&shard->lock);
}

void cache_read_stats(struct cache *cache, struct cache_stats *out)
{
    *out = (struct cache_stats){0};
    for (size_t i = 0; i < cache->shard_count; i++) {
        struct shard *shard = &cache->shards[i];
        pthread_mutex_lock(&shard->lock);
        out->evictions += shard->evictions;
        out->stale += shard->stale;
        out->waits += shard->waits;
        out->bytes += shard->bytes;
        out->entries += shard->entries;
        pthread_mutex_unlock(&shard->lock);
    }
}
