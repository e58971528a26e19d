#include "base/base.h"
#include "page_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ROOM = 64 << 10, BODIES = 40 };

static char *copy_of(struct page_memory *memory, char fill, size_t len)
{
    char *text = malloc(len + 1);
    memset(text, fill, len);
    char *body = page_memory_copy(memory, slice_of(text, len));
    free(text);
    return body;
}

static bool holds(const char *body, char fill, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (body[i] != fill)
            return false;
    return body[len] == '\0';
}

static void test_bodies_keep_apart(void **state)
{
    (void)state;
    struct page_memory *memory = page_memory_new(ROOM);
    char *bodies[BODIES] = {0};
    size_t lens[BODIES] = {0};
    unsigned next = 7;
    for (int turn = 0; turn < 5000; turn++) {
        size_t i = (next = next * 1103515245 + 12345) >> 16 & 0xffff;
        i %= BODIES;
        if (bodies[i]) {
            assert_true(holds(bodies[i], (char)('a' + i % 26), lens[i]));
            page_memory_drop(bodies[i]);
            bodies[i] = NULL;
        } else {
            lens[i] = (next >> 8) % 5000;
            bodies[i] = copy_of(memory, (char)('a' + i % 26), lens[i]);
        }
        assert_true(page_memory_used(memory) <= ROOM);
    }
    for (size_t i = 0; i < BODIES; i++)
        if (bodies[i])
            page_memory_drop(bodies[i]);
    assert_int_equal(page_memory_used(memory), 0);
    page_memory_free(memory);
}

static void test_full_room_and_none(void **state)
{
    (void)state;
    struct page_memory *memory = page_memory_new(ROOM);
    char *first = copy_of(memory, 'x', 40 << 10);
    size_t used = page_memory_used(memory);
    assert_true(used >= 40 << 10);
    char *other = copy_of(memory, 'y', 40 << 10); /* no gap: from the heap */
    assert_int_equal(page_memory_used(memory), used);
    page_memory_drop(first);
    assert_int_equal(page_memory_used(memory), 0);
    char *again = copy_of(memory, 'z', 60 << 10); /* the gap is whole again */
    assert_true(page_memory_used(memory) >= 60 << 10);
    assert_true(holds(other, 'y', 40 << 10) && holds(again, 'z', 60 << 10));
    page_memory_drop(again);
    page_memory_drop(other);
    page_memory_free(memory);

    memory = page_memory_new(0);
    char *body = copy_of(memory, 'a', 0);
    assert_string_equal(body, "");
    page_memory_drop(body);
    page_memory_drop(copy_of(NULL, 'b', 10));
    page_memory_free(memory);
    page_memory_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bodies_keep_apart),
        cmocka_unit_test(test_full_room_and_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
