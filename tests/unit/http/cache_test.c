#include "base/clock.h"
#include "cache.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static atomic_uint_fast64_t stamps[8]; /* when each key last changed */
static atomic_uint_fast64_t sequence;

static uint64_t now(void *owner)
{
    (void)owner;
    return atomic_load(&sequence);
}

static bool fresh(void *owner, const uint64_t *keys, size_t count, uint64_t since)
{
    (void)owner;
    for (size_t i = 0; i < count; i++)
        if (atomic_load(&stamps[keys[i]]) > since)
            return false;
    return true;
}

static void change(uint64_t key)
{
    atomic_store(&stamps[key], atomic_fetch_add(&sequence, 1) + 1);
}

static struct cache *new_cache(size_t max_bytes)
{
    for (size_t i = 0; i < 8; i++)
        atomic_store(&stamps[i], 0);
    atomic_store(&sequence, 0);
    return cache_new(max_bytes, &(struct freshness_ops){NULL, now, fresh});
}

static const struct security none;

static struct page *new_page(size_t len)
{
    char *body = malloc(len);
    memset(body, 'x', len);
    struct page *page = page_new(&(struct page_spec){.security = &none,
                                                     .code = 200,
                                                     .content_type = SLICE("text/html"),
                                                     .cache_control = "no-cache",
                                                     .body = slice_of(body, len),
                                                     .copy_body = true});
    free(body);
    return page;
}

static struct validity on_key(uint64_t key, int64_t valid_until)
{
    return (struct validity){
        .keys = {key}, .key_count = 1, .since = now(NULL), .valid_until = valid_until};
}

/* Renders a page of `len` bytes into the cache. */
static void put(struct cache *cache, const char *target, size_t len,
                struct validity validity)
{
    struct flight *flight;
    struct page *page = cache_enter(cache, slice_cstr(target), 0, 0, &flight);
    assert_null(page);
    assert_non_null(flight);
    page = new_page(len);
    cache_land(cache, flight, page, &validity);
    page_drop(page);
}

static bool has(struct cache *cache, const char *target, int64_t now_s)
{
    struct validity validity;
    struct page *page = cache_find(cache, slice_cstr(target), now_s, &validity);
    page_drop(page);
    return page;
}

static void test_freshness(void **state)
{
    (void)state;
    struct cache *cache = new_cache(1 << 20);
    put(cache, "/a", 100, on_key(1, 0));
    put(cache, "/b", 100, on_key(2, 1000));
    assert_true(has(cache, "/a", 5000));
    assert_true(has(cache, "/b", 999));
    assert_false(has(cache, "/c", 0));
    change(1);
    assert_false(has(cache, "/a", 0));
    assert_true(has(cache, "/b", 999));
    assert_false(has(cache, "/b", 1000));
    put(cache, "/a", 100, on_key(1, 0)); /* rendered after the change */
    assert_true(has(cache, "/a", 0));
    struct validity early = on_key(3, 0);
    change(3); /* while the page was being rendered */
    put(cache, "/d", 100, early);
    assert_false(has(cache, "/d", 0));
    cache_free(cache);
}

static void test_eviction(void **state)
{
    (void)state;
    struct cache *cache = new_cache(200 << 10);
    char target[32];
    put(cache, "/hot", 10000, on_key(1, 0));
    for (int i = 0; i < 200; i++) {
        snprintf(target, sizeof target, "/cold/%d", i);
        put(cache, target, 10000, on_key(1, 0));
        assert_true(has(cache, "/hot", 0)); /* asked for all the time: stays */
    }
    struct cache_stats stats;
    cache_read_stats(cache, &stats);
    assert_true(stats.bytes <= 200 << 10);
    assert_true(stats.entries >= 10 && stats.entries < 25);
    assert_int_equal(stats.evictions, 201 - stats.entries);
    assert_false(has(cache, "/cold/0", 0));
    assert_true(has(cache, "/cold/199", 0));
    put(cache, "/huge", 150 << 10,
        on_key(1, 0)); /* would push out nearly all: not kept */
    assert_false(has(cache, "/huge", 0));
    cache_free(cache);
}

static void test_pages_outlive_their_place(void **state)
{
    (void)state;
    struct cache *cache = new_cache(1 << 20);
    put(cache, "/a", 5000, on_key(1, 0));
    struct validity validity;
    struct page *page = cache_find(cache, SLICE("/a"), 0, &validity);
    change(1);
    assert_false(has(cache, "/a", 0));
    enum coding coding = CODING_BROTLI;
    size_t grown;
    assert_non_null(page_response(page, &coding, &grown));
    assert_int_equal(coding, CODING_BROTLI);
    assert_true(grown > 0);
    cache_grew(cache, SLICE("/a"), page, grown); /* no longer its own: nothing happens */
    struct cache_stats stats;
    cache_read_stats(cache, &stats);
    assert_int_equal(stats.bytes, 0);
    page_drop(page);
    cache_free(cache);
}

static void test_codings_count(void **state)
{
    (void)state;
    struct cache *cache = new_cache(1 << 20);
    struct cache_stats before, after;
    put(cache, "/a", 5000, on_key(1, 0));
    cache_read_stats(cache, &before);
    struct validity validity;
    struct page *page = cache_find(cache, SLICE("/a"), 0, &validity);
    size_t grown;
    enum coding coding = CODING_GZIP;
    page_response(page, &coding, &grown);
    cache_grew(cache, SLICE("/a"), page, grown);
    page_response(page, &coding, &grown);
    assert_int_equal(grown, 0); /* made once */
    cache_read_stats(cache, &after);
    assert_true(after.bytes > before.bytes);
    page_drop(page);
    cache_free(cache);
}

struct stampede {
    struct cache *cache;
    atomic_int renders, pages;
    bool fails;
};

static void *join_stampede(void *argument)
{
    struct stampede *s = argument;
    struct flight *flight;
    int64_t until = clock_monotonic_ns() + 5000000000;
    struct page *page = cache_enter(s->cache, SLICE("/a"), 0, until, &flight);
    if (!page) {
        atomic_fetch_add(&s->renders, 1);
        poll(NULL, 0, 50);
        page = s->fails ? NULL : new_page(1000);
        struct validity validity = on_key(1, 0);
        if (flight)
            cache_land(s->cache, flight, page, &validity);
    }
    atomic_fetch_add(&s->pages, page != NULL);
    page_drop(page);
    return NULL;
}

static void run_stampede(struct stampede *s)
{
    pthread_t threads[8];
    for (int i = 0; i < 8; i++)
        pthread_create(&threads[i], NULL, join_stampede, s);
    for (int i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
}

static void test_single_flight(void **state)
{
    (void)state;
    struct stampede s = {.cache = new_cache(1 << 20)};
    run_stampede(&s);
    assert_int_equal(atomic_load(&s.renders), 1);
    assert_int_equal(atomic_load(&s.pages), 8);
    cache_free(s.cache);
    s = (struct stampede){.cache = new_cache(1 << 20), .fails = true};
    run_stampede(&s); /* nothing to keep: whoever waited renders itself */
    assert_int_equal(atomic_load(&s.renders), 8);
    cache_free(s.cache);
}

static void test_waiting_ends(void **state)
{
    (void)state;
    struct cache *cache = new_cache(1 << 20);
    struct flight *leader, *second;
    assert_null(cache_enter(cache, SLICE("/a"), 0, 0, &leader));
    int64_t begun = clock_monotonic_ns();
    assert_null(cache_enter(cache, SLICE("/a"), 0, begun + 30000000, &second));
    assert_null(second);
    assert_true(clock_monotonic_ns() - begun >= 30000000);
    cache_land(cache, leader, NULL, NULL);
    cache_free(cache);
}

enum { ROUNDS = 3000 };

/* Finds, renders, changes and evicts all at once: for the sanitizers. */
/* Many at once each make their own page: nobody waits for one that he will not get. */
static void test_off(void **state)
{
    (void)state;
    struct cache *cache = new_cache(0);
    struct flight *first, *second;
    int64_t begun = clock_monotonic_ns();
    assert_null(cache_enter(cache, SLICE("/a"), 0, begun + 3600000000000, &first));
    assert_null(cache_enter(cache, SLICE("/a"), 0, begun + 3600000000000, &second));
    assert_null(first);
    assert_null(second);
    struct validity validity;
    assert_null(cache_find(cache, SLICE("/a"), 0, &validity));
    cache_free(cache);
}

static void *churn(void *argument)
{
    struct cache *cache = argument;
    unsigned seed = (unsigned)(uintptr_t)&seed;
    for (int i = 0; i < ROUNDS; i++) {
        char target[16];
        snprintf(target, sizeof target, "/%d", rand_r(&seed) % 40);
        struct flight *flight = NULL;
        struct validity validity;
        struct page *page = cache_find(cache, slice_cstr(target), 0, &validity);
        if (!page) {
            validity = on_key((uint64_t)rand_r(&seed) % 4, 0);
            page = cache_enter(cache, slice_cstr(target), 0,
                               clock_monotonic_ns() + 1000000000, &flight);
            if (!page)
                page = new_page(500 + (size_t)rand_r(&seed) % 4000);
            if (flight)
                cache_land(cache, flight, page, &validity);
        }
        enum coding coding = (enum coding)(rand_r(&seed) % CODING_COUNT);
        size_t grown;
        assert_non_null(page_response(page, &coding, &grown));
        if (grown)
            cache_grew(cache, slice_cstr(target), page, grown);
        page_drop(page);
        if (i % 50 == 0)
            change((uint64_t)rand_r(&seed) % 4);
    }
    return NULL;
}

static void test_churn(void **state)
{
    (void)state;
    struct cache *cache = new_cache(64 << 10);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, churn, cache);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    struct cache_stats stats;
    cache_read_stats(cache, &stats);
    assert_true(stats.bytes <= 64 << 10);
    cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_freshness),
        cmocka_unit_test(test_eviction),
        cmocka_unit_test(test_pages_outlive_their_place),
        cmocka_unit_test(test_codings_count),
        cmocka_unit_test(test_single_flight),
        cmocka_unit_test(test_waiting_ends),
        cmocka_unit_test(test_off),
        cmocka_unit_test(test_churn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
