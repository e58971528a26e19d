/* The page cache: finished pages of anonymous GETs by raw target, fresh while none of
 * their keys has changed and their time has not come.
 *
 * Sharded by key; each shard has its lock, its share of the ceiling and a clock hand that
 * evicts what was not asked for since it last came by. Any thread may enter. */
#ifndef HTTP_CACHE_H
#define HTTP_CACHE_H

#include "http/server.h"
#include "page.h"

/* Longer targets and queries are not kept. */
enum { CACHE_TARGET_MAX = 1024, CACHE_QUERY_MAX = 512 };

struct cache;
struct flight; /* one rendering that others of the same key wait for */

struct cache_stats {
    uint64_t evictions, stale, waits;
    size_t bytes, entries;
};

/* When and while a page is good. */
struct validity {
    uint64_t keys[RESPONSE_KEYS_MAX];
    size_t key_count;
    uint64_t since;
    int64_t valid_until; /* 0: no end */
    const void *edition; /* of the site that it was made with */
};

/* With 0 bytes it is off: no page is kept, and nobody waits for another's. */
struct cache *cache_new(size_t max_bytes, const struct freshness_ops *freshness);
void cache_free(struct cache *cache);
/* From now on pages of this edition alone are fresh. Any thread. */
void cache_set_edition(struct cache *cache, const void *edition);

/* A fresh page, to be dropped by the caller, and how long it is good; or NULL. Does not
 * allocate. */
struct page *cache_find(struct cache *cache, struct slice target, int64_t now_s,
                        struct validity *out_validity);
bool cache_is_fresh(const struct cache *cache, const struct validity *validity,
                    int64_t now_s);
/* After a miss. Either a fresh page that another thread has just made (after waiting for
 * it, at most until wait_until_ns), or NULL: then the caller renders, and when
 * *out_flight is set must end it with cache_land. */
struct page *cache_enter(struct cache *cache, struct slice target, int64_t now_s,
                         int64_t wait_until_ns, struct flight **out_flight);
/* Ends a flight. `page` NULL: nothing to keep. The cache keeps its own reference. */
void cache_land(struct cache *cache, struct flight *flight, struct page *page,
                const struct validity *validity);
/* A page that it may hold has grown by a coding. */
void cache_grew(struct cache *cache, struct slice target, struct page *page,
                size_t bytes);
void cache_read_stats(struct cache *cache, struct cache_stats *out);

#endif
