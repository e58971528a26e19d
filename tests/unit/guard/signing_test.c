/* Passwords at rest, and attempts that have to wait. */
#include "guard/guard.h"
#include "guard/password.h"
#include "guard/throttle.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include <cmocka.h>

static const int64_t SECOND = 1000000000;

/* ---- passwords --------------------------------------------------------------------- */

static const struct hasher_config small = {1, 8, 1, 0};

static void test_hash(void **state)
{
    struct hasher *hasher = hasher_new(&small);
    char hash[PASSWORD_HASH_CAP], again[PASSWORD_HASH_CAP];
    bool right = false;
    (void)state;
    assert_int_equal(password_hash(hasher, SLICE("secret words"), hash), STATUS_OK);
    assert_int_equal(password_hash(hasher, SLICE("secret words"), again), STATUS_OK);
    assert_string_not_equal(hash, again);
    assert_memory_equal(hash, "$argon2id$v=19$m=8192,t=1,p=1$", 30);
    assert_int_equal(
        password_verify(hasher, slice_cstr(hash), SLICE("secret words"), &right),
        STATUS_OK);
    assert_true(right);
    password_verify(hasher, slice_cstr(hash), SLICE("secret word"), &right);
    assert_false(right);
    right = true;
    password_verify(hasher, slice_cstr(hash), SLICE(""), &right);
    assert_false(right);
    right = true;
    password_verify(hasher, SLICE(""), SLICE("secret words"), &right);
    assert_false(right);
    right = true;
    password_verify(hasher, SLICE("$argon2id$rubbish"), SLICE("secret words"), &right);
    assert_false(right);
    hasher_free(hasher);
}

static void test_old_hashes(void **state)
{
    const struct hasher_config larger = {2, 9, 1, 0};
    struct hasher *before = hasher_new(&small), *now = hasher_new(&larger);
    char hash[PASSWORD_HASH_CAP];
    bool right = false;
    (void)state;
    password_hash(before, SLICE("secret words"), hash);
    assert_false(password_hash_is_old(before, slice_cstr(hash)));
    assert_true(password_hash_is_old(now, slice_cstr(hash)));
    password_verify(now, slice_cstr(hash), SLICE("secret words"), &right);
    assert_true(right);
    hasher_free(before);
    hasher_free(now);
}

struct crowd {
    struct hasher *hasher;
    atomic_int done, busy;
};

static void *hash_one(void *argument)
{
    struct crowd *crowd = argument;
    char hash[PASSWORD_HASH_CAP];
    enum status status = password_hash(crowd->hasher, SLICE("secret words"), hash);
    atomic_fetch_add(status == STATUS_OK ? &crowd->done : &crowd->busy, 1);
    return NULL;
}

/* However many come, each is either hashed or told that it is too much. */
static void test_hashes_at_once(void **state)
{
    enum { MANY = 12 };
    const struct hasher_config config = {1, 8, 2, 2};
    struct crowd crowd = {.hasher = hasher_new(&config)};
    pthread_t threads[MANY];
    (void)state;
    for (int i = 0; i < MANY; i++)
        pthread_create(&threads[i], NULL, hash_one, &crowd);
    for (int i = 0; i < MANY; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(crowd.done + crowd.busy, MANY);
    assert_true(crowd.done >= 2);
    hasher_free(crowd.hasher);
}

/* ---- tokens ------------------------------------------------------------------------ */

static void test_form_token(void **state)
{
    char a[TOKEN_LEN + 1], b[TOKEN_LEN + 1], session[TOKEN_LEN + 1];
    (void)state;
    token_make(session);
    form_token_make(slice_cstr(session), a);
    form_token_make(slice_cstr(session), b);
    assert_string_equal(a, b);
    assert_string_not_equal(a, session);
    assert_true(token_is_well_formed(slice_cstr(a)));
    session[3] = session[3] == 'a' ? 'b' : 'a';
    form_token_make(slice_cstr(session), b);
    assert_string_not_equal(a, b);
}

/* ---- waiting ----------------------------------------------------------------------- */

static const struct throttle_rule rule = {"pair", 2, 1000, 8000, 60000};

static int64_t wait_for(struct throttle *throttle, const char *subject, int64_t now)
{
    int64_t retry_s = 0;
    return throttle_begin(throttle, &rule, slice_cstr(subject), now, &retry_s) ? 0
                                                                               : retry_s;
}

static void test_waits_grow(void **state)
{
    struct throttle *throttle = throttle_new(64);
    int64_t now = 100 * SECOND;
    static const int64_t waits[] = {0, 0, 0, 1, 2, 4, 8, 8};
    (void)state;
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        int64_t wait = wait_for(throttle, "ray|a", now);
        assert_int_equal(wait, waits[i]);
        if (!wait)
            continue;
        assert_int_equal(wait_for(throttle, "ray|a", now),
                         wait); /* asking costs nothing */
        assert_int_equal(wait_for(throttle, "ray|b", now), 0);
        throttle_forgive(throttle, &rule, SLICE("ray|b"), true);
        now += wait * SECOND;
        assert_int_equal(wait_for(throttle, "ray|a", now), 0);
    }
    throttle_free(throttle);
}

static void test_forgets(void **state)
{
    struct throttle *throttle = throttle_new(64);
    int64_t now = 100 * SECOND;
    (void)state;
    for (int i = 0; i < 3; i++)
        wait_for(throttle, "ray", now);
    assert_int_equal(wait_for(throttle, "ray", now), 1);
    now += 61 * SECOND;
    for (int i = 0; i < 3; i++)
        assert_int_equal(wait_for(throttle, "ray", now), 0);
    assert_int_equal(wait_for(throttle, "ray", now), 1);
    throttle_free(throttle);
}

static void test_forgives(void **state)
{
    struct throttle *throttle = throttle_new(64);
    int64_t now = 100 * SECOND;
    (void)state;
    for (int i = 0; i < 100; i++) { /* successes leave nothing behind */
        assert_int_equal(wait_for(throttle, "office", now), 0);
        throttle_forgive(throttle, &rule, SLICE("office"), false);
    }
    for (int i = 0; i < 3; i++)
        wait_for(throttle, "ray", now);
    throttle_forgive(throttle, &rule, SLICE("ray"), false);
    assert_int_equal(wait_for(throttle, "ray", now), 0);
    assert_int_equal(wait_for(throttle, "ray", now), 1);
    throttle_forgive(throttle, &rule, SLICE("ray"), true);
    for (int i = 0; i < 3; i++)
        assert_int_equal(wait_for(throttle, "ray", now), 0);
    throttle_free(throttle);
}

/* Whoever failed often is kept while strangers who failed once fill the table. */
static void test_bounded(void **state)
{
    struct throttle *throttle = throttle_new(64);
    int64_t now = 100 * SECOND;
    (void)state;
    for (int i = 0; i < 3; i++)
        wait_for(throttle, "ray", now);
    for (int i = 0; i < 20000; i++) {
        char stranger[32];
        snprintf(stranger, sizeof stranger, "stranger %d", i);
        wait_for(throttle, stranger, now);
    }
    assert_int_equal(wait_for(throttle, "ray", now), 1);
    throttle_free(throttle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hash),           cmocka_unit_test(test_old_hashes),
        cmocka_unit_test(test_hashes_at_once), cmocka_unit_test(test_form_token),
        cmocka_unit_test(test_waits_grow),     cmocka_unit_test(test_forgets),
        cmocka_unit_test(test_forgives),       cmocka_unit_test(test_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
