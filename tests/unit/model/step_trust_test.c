/* Keys of steps: of the words, not of the place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/step_trust.h"

static struct step step_of(const char *anchor, const char *title, const char *text)
{
    return (struct step){.anchor = slice_cstr(anchor),
                         .title = slice_cstr(title),
                         .text = slice_cstr(text)};
}

static void words_make_the_key(void **state)
{
    (void)state;
    struct step before[] = {step_of("step-1", "Restart", "Press it."),
                            step_of("step-2", "Wait", "A minute.")};
    struct step after[] = {step_of("step-1", "Look", "Is it on?"),
                           step_of("step-2", "Restart", "Press it."),
                           step_of("step-3", "Wait", "Two minutes."),
                           step_of("step-4", "Resta", "rtPress it.")};
    int64_t was[2], is[4];
    step_keys(&(struct article_doc){.steps = before, .step_count = 2}, was);
    step_keys(&(struct article_doc){.steps = after, .step_count = 4}, is);
    assert_true(was[0] == is[1]);
    assert_true(was[1] != is[2]);
    assert_true(is[1] != is[3]);
}

/* Steps that read alike are told apart, always in the same way. */
static void twins_differ(void **state)
{
    (void)state;
    struct step steps[] = {
        step_of("step-1", "Restart", ""), step_of("step-2", "Wait", ""),
        step_of("step-3", "Restart", ""), step_of("step-4", "Restart", "")};
    int64_t keys[4], again[4];
    const struct article_doc doc = {.steps = steps, .step_count = 4};
    step_keys(&doc, keys);
    step_keys(&doc, again);
    for (int i = 0; i < 4; i++) {
        assert_true(keys[i] == again[i]);
        for (int j = 0; j < i; j++)
            assert_true(keys[i] != keys[j]);
    }
}

static void a_mark_finds_its_words(void **state)
{
    (void)state;
    struct arena arena;
    struct step steps[] = {step_of("step-1", "Look", ""),
                           step_of("step-2", "Restart", "")};
    const struct article_doc doc = {.steps = steps, .step_count = 2};
    int64_t keys[2];
    arena_init(&arena, 0);
    step_keys(&doc, keys);
    struct slice mark = step_mark(&arena, keys[1]);
    assert_int_equal(mark.len, STEP_MARK_LEN);
    assert_int_equal(step_find(&doc, keys, SLICE("step-2"), mark), 1);
    assert_int_equal(step_find(&doc, keys, SLICE("step-1"), mark), 1);
    assert_int_equal(step_find(&doc, keys, SLICE("step-9"), mark), 1);
    assert_int_equal(step_find(&doc, keys, SLICE("step-2"), SLICE("")), -1);
    assert_int_equal(step_find(&doc, keys, SLICE("step-2"), SLICE("zzzzzz")), -1);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_make_the_key),
        cmocka_unit_test(twins_differ),
        cmocka_unit_test(a_mark_finds_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
