#include "hot.h"

void hot_init(struct hot *hot, struct cache *cache, size_t max_bytes)
{
    *hot = (struct hot){.cache = cache, .max_bytes = max_bytes};
}

static void clear(struct hot *hot, struct hot_place *place)
{
    page_drop(place->page);
    hot->bytes -= place->bytes;
    place->page = NULL;
    place->bytes = 0;
}

void hot_release(struct hot *hot)
{
    for (size_t i = 0; i < HOT_PLACES; i++)
        clear(hot, &hot->places[i]);
}

static uint64_t load(const char *at, size_t len)
{
    uint64_t word = 0;
    memcpy(&word, at, len);
    return word;
}

/* Who chooses targets that meet in one place only makes the cache answer instead. */
static struct hot_place *place_of(struct hot *hot, struct slice target)
{
    const uint64_t mix = 0x9E3779B97F4A7C15;
    uint64_t hash = target.len;
    size_t i = 0;
    for (; target.len - i >= 8; i += 8)
        hash = (hash ^ load(target.ptr + i, 8)) * mix;
    hash = (hash ^ load(target.ptr + i, target.len - i)) * mix;
    return &hot->places[(hash ^ hash >> 32) % HOT_PLACES];
}

static bool holds(const struct hot *hot, const struct hot_place *place,
                  struct slice target, int64_t now_s, int64_t second)
{
    return place->page && place->second == second &&
           slice_eq(slice_of(place->target, place->target_len), target) &&
           cache_is_fresh(hot->cache, &place->validity, now_s);
}

static void put(struct hot *hot, struct hot_place *place, struct slice target)
{
    place->bytes = atomic_load_explicit(&place->page->bytes, memory_order_relaxed);
    place->target_len = target.len <= HOT_TARGET_MAX ? target.len : 0;
    memcpy(place->target, target.ptr, place->target_len);
    hot->bytes += place->bytes;
    for (size_t i = 0; hot->bytes > hot->max_bytes && i < HOT_PLACES; i++)
        if (&hot->places[i] != place)
            clear(hot, &hot->places[i]);
}

struct page *hot_find(struct hot *hot, struct slice target, int64_t now_s, int64_t second)
{
    struct hot_place *place = place_of(hot, target);
    if (holds(hot, place, target, now_s, second))
        return place->page;
    clear(hot, place);
    place->page = cache_find(hot->cache, target, now_s, &place->validity);
    place->second = second;
    if (place->page)
        put(hot, place, target);
    return place->page;
}

enum coding hot_coding(struct hot_codings *codings, struct slice accept_encoding)
{
    size_t len = accept_encoding.len, at = len % CODINGS_KNOWN;
    if (len == 0)
        return CODING_NONE;
    if (codings->known[at].len == len &&
        memcmp(codings->known[at].accept, accept_encoding.ptr, len) == 0)
        return codings->known[at].coding;
    enum coding coding = negotiate_coding(accept_encoding);
    if (len > ACCEPT_MAX)
        return coding;
    codings->known[at].len = len;
    codings->known[at].coding = coding;
    memcpy(codings->known[at].accept, accept_encoding.ptr, len);
    return coding;
}
