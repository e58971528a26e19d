#include "guard/guard.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct slice maybe(const char *text)
{
    return text ? slice_cstr(text) : (struct slice){NULL, 0};
}

static void test_origin_table(void **state)
{
    static const struct {
        const char *site, *origin, *referer, *host, *public_origin;
        bool ours;
    } cases[] = {
        {NULL, NULL, NULL, "kb", NULL, true}, /* curl: no browser at all */
        {"same-origin", NULL, NULL, "kb", NULL, true},
        {"none", NULL, NULL, "kb", NULL, true},
        {"same-site", NULL, NULL, "kb", NULL, false},
        {"cross-site", "http://kb", NULL, "kb", NULL, false},
        {"", NULL, NULL, "kb", NULL, false},
        {"SAME-ORIGIN", NULL, NULL, "kb", NULL, false},
        {NULL, "http://kb", NULL, "kb", NULL, true},
        {NULL, "http://KB:80", NULL, "kb", NULL, true},
        {NULL, "https://kb", NULL, "kb:443", NULL, true},
        {NULL, "http://kb:8080", NULL, "kb:8080", NULL, true},
        {NULL, "http://kb:8081", NULL, "kb:8080", NULL, false},
        {NULL, "http://evil", NULL, "kb", NULL, false},
        {NULL, "http://kb.evil", NULL, "kb", NULL, false},
        {NULL, "http://kb@evil", NULL, "kb", NULL, false},
        {NULL, "http://evil@kb", NULL, "kb", NULL, false},
        {NULL, "null", NULL, "kb", NULL, false},
        {NULL, "", NULL, "kb", NULL, false},
        {NULL, "http://", NULL, "", NULL, false},
        {NULL, "file://kb", NULL, "kb", NULL, false},
        {NULL, "https://kb.example.org", NULL, "10.0.0.1:8080", "https://kb.example.org",
         true},
        {NULL, "https://kb.example.org:443", NULL, "backend", "https://kb.example.org",
         true},
        {NULL, "http://kb.example.org", NULL, "backend", "https://kb.example.org", false},
        {NULL, NULL, "http://kb/articles/x?y", "kb", NULL, true},
        {NULL, NULL, "http://evil/http://kb/", "kb", NULL, false},
        {NULL, NULL, "http://kb?x", "kb", NULL, true},
        {NULL, "http://evil", "http://kb/", "kb", NULL, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct origin_facts facts = {maybe(cases[i].site), maybe(cases[i].origin),
                                     maybe(cases[i].referer), maybe(cases[i].host),
                                     maybe(cases[i].public_origin)};
        if (origin_is_ours(&facts) != cases[i].ours)
            fail_msg("case %zu: expected %d", i, cases[i].ours);
    }
}

static const int64_t SECOND = 1000000000;

static void test_bucket_empties_and_refills(void **state)
{
    (void)state;
    struct rate_limiter *limiter = rate_limiter_new(64);
    const struct rate_rule votes = {"votes", 3, 10000};
    int64_t retry_s = -1, now = 1000 * SECOND;
    for (int i = 0; i < 3; i++)
        assert_true(rate_limiter_take(limiter, &votes, SLICE("a"), now, &retry_s));
    assert_int_equal(retry_s, -1);
    assert_false(rate_limiter_take(limiter, &votes, SLICE("a"), now, &retry_s));
    assert_int_equal(retry_s, 10);
    assert_false(
        rate_limiter_take(limiter, &votes, SLICE("a"), now + 10 * SECOND - 1, &retry_s));
    assert_int_equal(retry_s, 1);
    assert_true(
        rate_limiter_take(limiter, &votes, SLICE("a"), now + 10 * SECOND, &retry_s));
    assert_false(
        rate_limiter_take(limiter, &votes, SLICE("a"), now + 10 * SECOND, &retry_s));
    for (int i = 0; i < 3; i++)
        assert_true(
            rate_limiter_take(limiter, &votes, SLICE("a"), now + 100 * SECOND, &retry_s));
    assert_false(
        rate_limiter_take(limiter, &votes, SLICE("a"), now + 100 * SECOND, &retry_s));
    rate_limiter_free(limiter);
}

static void test_rules_and_subjects_are_apart(void **state)
{
    (void)state;
    struct rate_limiter *limiter = rate_limiter_new(64);
    const struct rate_rule votes = {"votes", 1, 10000}, runs = {"runs", 1, 10000},
                           off = {"off", 0, 10};
    int64_t retry_s;
    assert_true(rate_limiter_take(limiter, &votes, SLICE("a"), 1, &retry_s));
    assert_false(rate_limiter_take(limiter, &votes, SLICE("a"), 1, &retry_s));
    assert_true(rate_limiter_take(limiter, &runs, SLICE("a"), 1, &retry_s));
    assert_true(rate_limiter_take(limiter, &votes, SLICE("b"), 1, &retry_s));
    for (int i = 0; i < 100; i++)
        assert_true(rate_limiter_take(limiter, &off, SLICE("a"), 1, &retry_s));
    rate_limiter_free(limiter);
}

static void test_full_table_forgets_the_least(void **state)
{
    (void)state;
    struct rate_limiter *limiter = rate_limiter_new(8);
    const struct rate_rule heavy = {"votes", 1, 1000000}, light = {"votes", 1, 1000};
    int64_t retry_s;
    char name[16];
    assert_true(rate_limiter_take(limiter, &heavy, SLICE("abuser"), 1, &retry_s));
    for (int i = 0; i < 100; i++) {
        int len = snprintf(name, sizeof name, "u%d", i);
        assert_true(
            rate_limiter_take(limiter, &light, slice_of(name, (size_t)len), 1, &retry_s));
    }
    assert_false(rate_limiter_take(limiter, &heavy, SLICE("abuser"), 1, &retry_s));
    rate_limiter_free(limiter);
}

struct crowd {
    struct rate_limiter *limiter;
    atomic_int taken;
};

static void *push_in(void *argument)
{
    struct crowd *crowd = argument;
    const struct rate_rule rule = {"votes", 50, 1000000};
    int64_t retry_s;
    for (int i = 0; i < 100; i++)
        if (rate_limiter_take(crowd->limiter, &rule, SLICE("a"), 1, &retry_s))
            atomic_fetch_add(&crowd->taken, 1);
    return NULL;
}

static void test_threads_share_one_bucket(void **state)
{
    (void)state;
    struct crowd crowd = {.limiter = rate_limiter_new(64)};
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, push_in, &crowd);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&crowd.taken), 50);
    rate_limiter_free(crowd.limiter);
}

static void test_tokens(void **state)
{
    (void)state;
    char one[TOKEN_LEN + 1], two[TOKEN_LEN + 1];
    unsigned char hash_one[TOKEN_HASH_LEN], hash_two[TOKEN_HASH_LEN];
    token_make(one);
    token_make(two);
    assert_int_equal(strlen(one), TOKEN_LEN);
    assert_true(token_is_well_formed(slice_cstr(one)));
    assert_string_not_equal(one, two);
    token_hash(slice_cstr(one), hash_one);
    token_hash(slice_cstr(two), hash_two);
    assert_false(bytes_equal_in_constant_time(hash_one, hash_two, TOKEN_HASH_LEN));
    token_hash(slice_cstr(one), hash_two);
    assert_true(bytes_equal_in_constant_time(hash_one, hash_two, TOKEN_HASH_LEN));
    static const char *const bad[] = {"", "abc", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                                      "abcdefghijklmnopqrstuvwxy1",
                                      "abcdefghijklmnopqrstuvwxyza"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(token_is_well_formed(slice_cstr(bad[i])));
}

static void test_dated_tokens_sort_by_when_they_were_made(void **state)
{
    (void)state;
    char one[DATED_TOKEN_LEN + 1], two[DATED_TOKEN_LEN + 1];
    unsigned char hash_one[TOKEN_HASH_LEN], hash_two[TOKEN_HASH_LEN];
    setenv("RUNBOOKD_CLOCK", "1772538029", 1);
    dated_token_make(one);
    setenv("RUNBOOKD_CLOCK", "1772538030", 1);
    dated_token_make(two);
    unsetenv("RUNBOOKD_CLOCK");
    assert_int_equal(strlen(one), DATED_TOKEN_LEN);
    assert_true(memcmp(one, two, TOKEN_TIME_LEN) < 0);
    assert_true(dated_token_is_well_formed(slice_cstr(one)));
    assert_false(token_is_well_formed(slice_cstr(one)));
    dated_token_hash(slice_cstr(one), hash_one);
    dated_token_hash(slice_cstr(two), hash_two);
    assert_true(memcmp(hash_one, hash_two, 6) < 0);
    static const unsigned char made[6] = {0x01, 0x9c, 0xb3, 0x7f, 0xe3, 0xc8};
    assert_memory_equal(hash_one, made, sizeof made);
    /* Of the same millisecond they differ by the rest. */
    memcpy(two, one, TOKEN_TIME_LEN);
    dated_token_hash(slice_cstr(two), hash_two);
    assert_memory_equal(hash_one, hash_two, 6);
    assert_memory_not_equal(hash_one + 6, hash_two + 6, TOKEN_HASH_LEN - 6);
}

/* A cookie of an older version is still the same visitor. */
static void test_plain_tokens_keep_their_hash(void **state)
{
    (void)state;
    char plain[TOKEN_LEN + 1];
    unsigned char before[TOKEN_HASH_LEN], now[TOKEN_HASH_LEN];
    token_make(plain);
    token_hash(slice_cstr(plain), before);
    assert_true(dated_token_is_well_formed(slice_cstr(plain)));
    dated_token_hash(slice_cstr(plain), now);
    assert_memory_equal(before, now, TOKEN_HASH_LEN);
    static const char *const bad[] = {"", "abcdefghijklmnopqrstuvwxyzabcdefghi",
                                      "abcdefghijklmnopqrstuvwxyzabcdefghi1",
                                      "abcdefghijklmnopqrstuvwxyza"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(dated_token_is_well_formed(slice_cstr(bad[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_origin_table),
        cmocka_unit_test(test_bucket_empties_and_refills),
        cmocka_unit_test(test_rules_and_subjects_are_apart),
        cmocka_unit_test(test_full_table_forgets_the_least),
        cmocka_unit_test(test_threads_share_one_bucket),
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_dated_tokens_sort_by_when_they_were_made),
        cmocka_unit_test(test_plain_tokens_keep_their_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
