#include "hot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t changed_at, sequence;

static uint64_t now(void *owner)
{
    (void)owner;
    return sequence;
}

static bool fresh(void *owner, const uint64_t *keys, size_t count, uint64_t since)
{
    (void)owner, (void)keys, (void)count;
    return changed_at <= since;
}

static const struct security none;

struct pair_of_caches {
    struct cache *cache;
    struct hot hot;
};

static void open_pair(struct pair_of_caches *pair, size_t max_bytes, size_t hot_bytes)
{
    changed_at = sequence = 0;
    pair->cache = cache_new(max_bytes, &(struct freshness_ops){NULL, now, fresh});
    hot_init(&pair->hot, pair->cache, hot_bytes);
}

static void close_pair(struct pair_of_caches *pair)
{
    hot_release(&pair->hot);
    assert_int_equal(pair->hot.bytes, 0);
    cache_free(pair->cache);
}

/* Renders a page of `len` bytes into the cache. */
static void put_page(struct cache *cache, const char *target, size_t len,
                     int64_t valid_until)
{
    struct flight *flight;
    struct validity validity = {
        .keys = {1}, .key_count = 1, .since = sequence, .valid_until = valid_until};
    assert_null(cache_enter(cache, slice_cstr(target), 0, 0, &flight));
    char *body = malloc(len);
    memset(body, 'x', len);
    struct page *page = page_new(&(struct page_spec){
        .security = &none, .code = 200, .body = slice_of(body, len), .copy_body = true});
    free(body);
    cache_land(cache, flight, page, &validity);
    page_drop(page);
}

static void evict_all(struct cache *cache)
{
    char target[32];
    for (int i = 0; i < 100; i++) {
        snprintf(target, sizeof target, "/cold/%d", i);
        put_page(cache, target, 10000, 0);
    }
}

static void test_found_again(void **state)
{
    struct pair_of_caches pair;
    (void)state;
    open_pair(&pair, 200 << 10, 1 << 20);
    assert_null(hot_find(&pair.hot, SLICE("/a"), 0, 1));
    put_page(pair.cache, "/a", 100, 1000);
    struct page *page = hot_find(&pair.hot, SLICE("/a"), 0, 1);
    assert_non_null(page);
    assert_null(hot_find(&pair.hot, SLICE("/b"), 0, 1));
    evict_all(pair.cache);
    assert_ptr_equal(hot_find(&pair.hot, SLICE("/a"), 999, 1), page);
    assert_null(hot_find(&pair.hot, SLICE("/a"), 0, 2)); /* a second later: evicted */
    close_pair(&pair);
}

static void test_stale(void **state)
{
    struct pair_of_caches pair;
    static const int edition;
    (void)state;
    open_pair(&pair, 1 << 20, 1 << 20);
    put_page(pair.cache, "/a", 100, 1000);
    assert_non_null(hot_find(&pair.hot, SLICE("/a"), 999, 1));
    assert_null(hot_find(&pair.hot, SLICE("/a"), 1000, 1)); /* its end has come */
    put_page(pair.cache, "/a", 100, 0);
    assert_non_null(hot_find(&pair.hot, SLICE("/a"), 0, 1));
    changed_at = ++sequence; /* what it shows has changed */
    assert_null(hot_find(&pair.hot, SLICE("/a"), 0, 1));
    put_page(pair.cache, "/a", 100, 0);
    assert_non_null(hot_find(&pair.hot, SLICE("/a"), 0, 1));
    cache_set_edition(pair.cache, &edition); /* it was made with another site */
    assert_null(hot_find(&pair.hot, SLICE("/a"), 0, 1));
    close_pair(&pair);
}

/* Another page in the same place, and one whose target is too long to be kept. */
static void test_other_targets(void **state)
{
    struct pair_of_caches pair;
    char target[HOT_TARGET_MAX + 16];
    (void)state;
    open_pair(&pair, 1 << 20, 1 << 20);
    for (int i = 0; i < 4 * HOT_PLACES; i++) {
        snprintf(target, sizeof target, "/page/%d", i);
        put_page(pair.cache, target, 100 + (size_t)i, 0);
    }
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 4 * HOT_PLACES; i++) {
            snprintf(target, sizeof target, "/page/%d", i);
            struct page *page = hot_find(&pair.hot, slice_cstr(target), 0, 1);
            assert_non_null(page);
            assert_int_equal(page->body.len, 100 + i);
        }
    for (size_t len = HOT_TARGET_MAX - 1; len <= HOT_TARGET_MAX + 1; len++) {
        memset(target, 'a', len);
        target[0] = '/';
        target[len] = '\0';
        put_page(pair.cache, target, len, 0);
        for (int round = 0; round < 2; round++)
            assert_int_equal(hot_find(&pair.hot, slice_cstr(target), 0, 1)->body.len,
                             len);
    }
    close_pair(&pair);
}

static void test_ceiling(void **state)
{
    struct pair_of_caches pair;
    char target[32];
    (void)state;
    open_pair(&pair, 8 << 20, 100 << 10);
    for (int i = 0; i < 200; i++) {
        snprintf(target, sizeof target, "/page/%d", i);
        put_page(pair.cache, target, 10000, 0);
        assert_non_null(hot_find(&pair.hot, slice_cstr(target), 0, 1));
        assert_true(pair.hot.bytes <= 100 << 10);
    }
    put_page(pair.cache, "/large", 200 << 10, 0); /* alone above it: the others go */
    assert_non_null(hot_find(&pair.hot, SLICE("/large"), 0, 1));
    assert_true(pair.hot.bytes > 200 << 10 && pair.hot.bytes < 210 << 10);
    close_pair(&pair);
}

static void test_codings(void **state)
{
    static const char *const texts[] = {"",
                                        "br",
                                        "gz",
                                        "gzip, deflate, br",
                                        "gzip, deflate, xy",
                                        "gzip;q=0",
                                        "identity",
                                        "gzip, deflate, br, zstd, dcz, and many others"};
    struct hot_codings codings = {0};
    (void)state;
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            struct slice text = slice_cstr(texts[i]);
            assert_int_equal(hot_coding(&codings, text), negotiate_coding(text));
        }
    assert_int_equal(hot_coding(&codings, (struct slice){NULL, 0}), CODING_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_again),   cmocka_unit_test(test_stale),
        cmocka_unit_test(test_other_targets), cmocka_unit_test(test_ceiling),
        cmocka_unit_test(test_codings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
