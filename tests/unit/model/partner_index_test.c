/* The index of rules chooses what looking at every partner chooses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/partner_index.h"

static const char *const products[] = {"Outlook", "OUTLOOK", "outlook", "Teams", ""};
static const char *const categories[] = {"email",   "email/outlook", "email/outlook/ost",
                                         "email-x", "network",       ""};
static const char *const tags[] = {"sync", "Sync", "ost", "cache", "Cache", "slow"};

/* A small generator of our own, so that every machine sees the same cases. */
static unsigned next(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

static struct slices some(struct arena *arena, unsigned *seed, const char *const *of,
                          unsigned count, unsigned most)
{
    struct slice *items = ARENA_ARRAY(arena, most + 1, struct slice);
    size_t chosen = next(seed, most + 1);
    for (size_t i = 0; i < chosen; i++)
        items[i] = slice_cstr(of[next(seed, count)]);
    return (struct slices){items, chosen};
}

static void fill(struct arena *arena, unsigned *seed, struct partner *partners,
                 size_t count)
{
    for (size_t i = 0; i < count; i++)
        partners[i] = (struct partner){
            .id = (int64_t)i + 1,
            .slug = arena_format(arena, "p%02zu", i),
            .status = (enum partner_status)next(seed, 4),
            .products = some(arena, seed, products, 5, 3),
            .categories = some(arena, seed, categories, 6, 3),
            .tags = some(arena, seed, tags, 6, 4),
        };
}

static struct article_meta guide(struct arena *arena, unsigned *seed)
{
    return (struct article_meta){
        .product = slice_cstr(products[next(seed, 5)]),
        .category = slice_cstr(categories[next(seed, 6)]),
        .tags = some(arena, seed, tags, 6, 5),
        .partners_mode = next(seed, 10) ? PARTNERS_AUTO : PARTNERS_NONE,
    };
}

static void compare(struct arena *arena, const struct partner *partners, size_t count,
                    const struct article_meta *meta)
{
    size_t places[PARTNERS_SHOWN_MAX];
    struct partner_match *matches = NULL;
    struct partner_index *index = partner_index_make(arena, partners, count);
    size_t wanted = partners_match(arena, partners, count, meta, &matches);
    assert_int_equal(partner_index_best(index, arena, meta, places), wanted);
    for (size_t i = 0; i < wanted; i++) {
        const struct partner *found = &partners[places[i]];
        assert_ptr_equal(found, matches[i].partner);
        assert_int_equal(
            partner_index_ahead(index, arena, meta, found->slug, matches[i].score), i);
    }
}

static void chooses_what_all_would(void **state)
{
    enum { ROUNDS = 400, PARTNERS = 30, GUIDES = 5 };
    struct arena arena;
    unsigned seed = 7;
    (void)state;
    arena_init(&arena, 0);
    for (int round = 0; round < ROUNDS; round++) {
        struct partner partners[PARTNERS];
        size_t count = next(&seed, PARTNERS + 1);
        fill(&arena, &seed, partners, count);
        for (int i = 0; i < GUIDES; i++) {
            struct article_meta meta = guide(&arena, &seed);
            compare(&arena, partners, count, &meta);
        }
        arena_reset(&arena);
    }
    arena_release(&arena);
}

/* A rule that is not saved yet is set against the others, not against itself. */
static void counts_others_alone(void **state)
{
    struct arena arena;
    struct slice tag = SLICE("sync");
    struct partner partners[] = {
        {.slug = SLICE("a"), .tags = {&tag, 1}},
        {.slug = SLICE("b"), .tags = {&tag, 1}},
        {.slug = SLICE("c"), .tags = {&tag, 1}},
    };
    struct article_meta meta = {.tags = {&tag, 1}};
    (void)state;
    arena_init(&arena, 0);
    struct partner_index *index = partner_index_make(&arena, partners, 3);
    assert_int_equal(partner_index_ahead(index, &arena, &meta, SLICE("b"), 10), 1);
    assert_int_equal(partner_index_ahead(index, &arena, &meta, SLICE("b"), 11), 0);
    assert_int_equal(partner_index_ahead(index, &arena, &meta, SLICE("b"), 9), 2);
    assert_int_equal(partner_index_ahead(index, &arena, &meta, SLICE("zz"), 10), 3);
    arena_release(&arena);
}

static void tells_the_parts(void **state)
{
    struct arena arena;
    struct slice tag[] = {SLICE("sync"), SLICE("slow")};
    struct slice category = SLICE("email"), product = SLICE("outlook");
    struct partner partner = {
        .categories = {&category, 1}, .products = {&product, 1}, .tags = {tag, 2}};
    struct article_meta meta = {.category = SLICE("email/outlook"),
                                .product = SLICE("Outlook"),
                                .tags = {tag, 2}};
    struct match_part *parts = NULL;
    size_t count = 0;
    (void)state;
    arena_init(&arena, 0);
    struct partner_match match = partner_explain(&arena, &partner, &meta, &parts, &count);
    assert_int_equal(count, 4);
    assert_int_equal(parts[0].reason, MATCH_PRODUCT);
    assert_int_equal(parts[1].reason, MATCH_CATEGORY);
    assert_int_equal(parts[1].score, 21);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += parts[i].score;
    assert_int_equal(sum, match.score);
    assert_int_equal(sum, 40 + 21 + 10 + 10);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chooses_what_all_would),
        cmocka_unit_test(counts_others_alone),
        cmocka_unit_test(tells_the_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
