/* Packs of days, beside a count by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "model/day_pack.h"

enum { DAYS = 30, KEYS = 5000, A_DAY = 1500, LIMIT = 25 };

static uint64_t seed = 7;
static uint64_t next(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

static bool by_first(const int64_t *numbers, int64_t *out_rank)
{
    *out_rank = numbers[0];
    return true;
}

static bool without_second(const int64_t *numbers, int64_t *out_rank)
{
    *out_rank = numbers[0];
    return numbers[1] == 0;
}

/* Of key k, whatever numbers the test takes for keys. */
static int64_t key_of(size_t k, bool wide)
{
    return wide ? (int64_t)((k + 1) * 0xc2b2ae3d27d4eb4fu) : (int64_t)k + 1;
}

struct world {
    struct arena arena;
    struct slice packs[DAYS];
    int64_t sums[KEYS][DAY_NUMBERS];
    bool latest;
};

static void fill(struct world *w, bool wide, bool latest)
{
    bool seen[KEYS];
    struct day_count counts[A_DAY];
    memset(w->sums, 0, sizeof w->sums);
    w->latest = latest;
    for (size_t day = 0; day < DAYS; day++) {
        struct buf out;
        size_t count = 0;
        memset(seen, 0, sizeof seen);
        for (size_t i = 0; i < A_DAY; i++) {
            size_t k = next() % (next() % 2 ? 40 : KEYS);
            if (seen[k])
                continue;
            seen[k] = true;
            counts[count] = (struct day_count){.key = key_of(k, wide)};
            for (int n = 0; n < DAY_NUMBERS; n++) {
                int64_t number = (int64_t)(next() % 3 ? next() % 3 : next() % 100000);
                counts[count].numbers[n] = number;
                w->sums[k][n] = latest && n == 1 ? number : w->sums[k][n] + number;
            }
            count++;
        }
        buf_init(&out, 0);
        day_pack_make(counts, count, &out);
        w->packs[day] = arena_slice(&w->arena, buf_slice(&out));
        buf_release(&out);
    }
}

/* The best that is not in `before` (of `count`), by looking at all. */
static size_t best(const struct world *w, const struct day_ask *ask, bool wide,
                   const bool *taken)
{
    size_t found = KEYS;
    int64_t found_rank = 0;
    for (size_t k = 0; k < KEYS; k++) {
        int64_t rank = 0, all = 0;
        for (int n = 0; n < DAY_NUMBERS; n++)
            all += w->sums[k][n];
        if (taken[k] || !all || !ask->rank(w->sums[k], &rank) || !rank)
            continue;
        if (found == KEYS || rank > found_rank ||
            (rank == found_rank && key_of(k, wide) < key_of(found, wide))) {
            found = k;
            found_rank = rank;
        }
    }
    return found;
}

static void compare(struct world *w, const struct day_ask *ask, bool wide)
{
    bool taken[KEYS] = {false};
    struct day_count *top = NULL;
    size_t count = 0;
    day_packs_top(w->packs, DAYS, ask, &w->arena, &top, &count);
    assert_int_equal(count, ask->limit);
    for (size_t i = 0; i < count; i++) {
        size_t k = best(w, ask, wide, taken);
        assert_true(k < KEYS);
        taken[k] = true;
        assert_true(top[i].key == key_of(k, wide));
        assert_memory_equal(top[i].numbers, w->sums[k], sizeof top[i].numbers);
    }
}

static void sums_are_those_of_a_count_by_hand(void **state)
{
    (void)state;
    static struct world w;
    arena_init(&w.arena, 0);
    const struct day_ask asks[] = {
        {.rank = by_first, .limit = LIMIT},
        {.rank = without_second, .limit = LIMIT},
        {.rank = without_second, .latest = true, .limit = LIMIT},
        {.rank = by_first, .limit = 1},
    };
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        for (int wide = 0; wide < 2; wide++) {
            fill(&w, wide, asks[i].latest);
            compare(&w, &asks[i], wide);
        }
    arena_release(&w.arena);
}

static void only_some_keys(void **state)
{
    (void)state;
    struct arena arena;
    struct buf out;
    struct day_count counts[] = {{5, {9, 0, 0}}, {7, {8, 0, 0}}, {9, {7, 0, 0}}}, *top;
    size_t count = 0;
    const int64_t only[] = {7, 8, 9};
    struct day_ask ask = {.rank = by_first, .only = only, .only_count = 3, .limit = 5};
    arena_init(&arena, 0);
    buf_init(&out, 0);
    day_pack_make(counts, 3, &out);
    const struct slice pack = buf_slice(&out);
    day_packs_top(&pack, 1, &ask, &arena, &top, &count);
    assert_int_equal(count, 2);
    assert_int_equal(top[0].key, 7);
    assert_int_equal(top[1].key, 9);
    ask.only_count = 0;
    day_packs_top(&pack, 1, &ask, &arena, &top, &count);
    assert_int_equal(count, 0);
    day_packs_top(NULL, 0, &ask, &arena, &top, &count);
    assert_int_equal(count, 0);
    buf_release(&out);
    arena_release(&arena);
}

/* Whatever stands in the store, nothing is read behind its end. */
static void broken_packs_end(void **state)
{
    (void)state;
    struct arena arena;
    struct buf out;
    struct day_count counts[] = {{5, {900, 0, 0}}, {7, {INT64_MAX, 3, 1}}}, *top;
    const struct day_ask ask = {.rank = by_first, .limit = 5};
    size_t count = 0;
    arena_init(&arena, 0);
    buf_init(&out, 0);
    day_pack_make(counts, 2, &out);
    for (size_t len = 0; len <= out.len; len++) {
        char *copy = malloc(len + 1); /* its end is the sanitizer's */
        char *exact = realloc(copy, len ? len : 1);
        memcpy(exact, out.ptr, len);
        const struct slice packs[] = {slice_of(exact, len), slice_of(exact, len)};
        day_packs_top(packs, 2, &ask, &arena, &top, &count);
        assert_true(count <= 2);
        free(exact);
    }
    char wild[64];
    for (int i = 0; i < 2000; i++) {
        for (size_t b = 0; b < sizeof wild; b++)
            wild[b] = (char)next();
        wild[3] = 0;
        const struct slice pack = slice_of(wild, next() % sizeof wild);
        day_packs_top(&pack, 1, &ask, &arena, &top, &count);
        arena_reset(&arena);
    }
    buf_release(&out);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_a_count_by_hand),
        cmocka_unit_test(only_some_keys),
        cmocka_unit_test(broken_packs_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
