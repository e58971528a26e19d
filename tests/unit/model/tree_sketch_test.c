/* Edits of a tree that is being written: what led somewhere follows. */
#include "model/tree.h"
#include "model/tree_sketch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* ask ─yes→ done, ─no→ ask;  done;  desk (nobody leads to it) */
static struct tree_sketch make(void)
{
    struct tree_sketch sketch = {.start = SLICE("ask"), .state_count = 3};
    sketch.states = ARENA_ARRAY(&arena, 3, struct sketch_state);
    sketch.states[0].id = SLICE("ask");
    sketch.states[0].answers = ARENA_ARRAY(&arena, 2, struct sketch_answer);
    sketch.states[0].answer_count = 2;
    sketch.states[0].answers[0] =
        (struct sketch_answer){.id = SLICE("yes"), .target = SLICE("done")};
    sketch.states[0].answers[1] =
        (struct sketch_answer){.id = SLICE("no"), .target = SLICE("ask")};
    sketch.states[1].id = SLICE("done");
    sketch.states[2].id = SLICE("desk");
    return sketch;
}

/* The whole as one line: "ask>done,ask done desk @ask". */
static const char *told(const struct tree_sketch *sketch)
{
    struct slice all = SLICE("");
    for (size_t s = 0; s < sketch->state_count; s++) {
        all = arena_format(&arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(all), s ? " " : "",
                           SLICE_ARG(sketch->states[s].id));
        for (size_t a = 0; a < sketch->states[s].answer_count; a++)
            all = arena_format(&arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(all),
                               a ? "," : ">",
                               SLICE_ARG(sketch->states[s].answers[a].target));
    }
    return arena_format(&arena, SLICE_FMT " @" SLICE_FMT, SLICE_ARG(all),
                        SLICE_ARG(sketch->start))
        .ptr;
}

static void test_rename(void **state)
{
    (void)state;
    struct tree_sketch s = make();
    sketch_rename(&s, 1, SLICE("fine"));
    assert_string_equal(told(&s), "ask>fine,ask fine desk @ask");
    sketch_rename(&s, 0, SLICE("first"));
    assert_string_equal(told(&s), "first>fine,first fine desk @first");
    /* of two with one id the first owns what leads there */
    sketch_rename(&s, 2, SLICE("fine"));
    sketch_rename(&s, 2, SLICE("third"));
    assert_string_equal(told(&s), "first>fine,first fine third @first");
    /* an empty id is nobody's */
    s.states[0].answers[1].target = SLICE("");
    sketch_rename(&s, 2, SLICE(""));
    sketch_rename(&s, 2, SLICE("desk"));
    assert_string_equal(told(&s), "first>fine, fine desk @first");
}

static void test_add_and_remove(void **state)
{
    (void)state;
    struct tree_sketch s = make();
    const struct sketch_state more = {.id = SLICE("more")};
    assert_int_equal(sketch_add(&arena, &s, 0, &more), 1);
    assert_string_equal(told(&s), "ask>done,ask more done desk @ask");
    assert_int_equal(sketch_add(&arena, &s, 99, &more), 4);
    sketch_remove(&s, 4, SLICE("desk")); /* the other "more" stays */
    sketch_remove(&s, 2, SLICE("desk"));
    assert_string_equal(told(&s), "ask>desk,ask more desk @ask");
    sketch_remove(&s, 0, SLICE(""));
    assert_string_equal(told(&s), "more desk @");
}

static void test_move(void **state)
{
    (void)state;
    struct tree_sketch s = make();
    sketch_move(&s, 0, 2);
    assert_string_equal(told(&s), "done desk ask>done,ask @ask");
    sketch_move(&s, 2, 1);
    assert_string_equal(told(&s), "done ask>done,ask desk @ask");
    sketch_answer_move(&s.states[1], 1, 0);
    assert_string_equal(told(&s), "done ask>ask,done desk @ask");
    sketch_answer_remove(&s.states[1], 0);
    assert_string_equal(told(&s), "done ask>done desk @ask");
    assert_int_equal(sketch_leads_to(&s, 0), 1);
    assert_int_equal(sketch_leads_to(&s, 2), 0);
}

static void test_ids(void **state)
{
    (void)state;
    static const struct {
        const char *text, *id;
    } cases[] = {
        {"Does it start?", "does-it-start"},
        {"  --  ", "state"},
        {"\xC3\x9C"
         "ber alles",
         "ber-alles"},
        {"Ask", "ask-2"},
        {"A question that is much longer than any id should be",
         "a-question-that-is-much-longer-than-any"},
    };
    const struct tree_sketch s = make();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice id = sketch_state_id(&arena, &s, slice_cstr(cases[i].text));
        assert_string_equal(arena_strndup(&arena, id.ptr, id.len), cases[i].id);
    }
    struct slice id = sketch_answer_id(&arena, &s.states[0], SLICE("Yes!"));
    assert_true(slice_eq_cstr(id, "yes-2"));
}

static void test_places(void **state)
{
    (void)state;
    static const struct {
        const char *pointer;
        int64_t state, answer;
        const char *member;
    } cases[] = {
        {"", -1, -1, ""},
        {"/slug", -1, -1, "slug"},
        {"/states", -1, -1, "states"},
        {"/states/3", 3, -1, ""},
        {"/states/3/text", 3, -1, "text"},
        {"/states/3/answers", 3, -1, "answers"},
        {"/states/3/answers/0/target", 3, 0, "target"},
        {"/states/3/answers/12/facts/impact", 3, 12, "impact"},
        {"/states/x/text", -1, -1, "states"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tree_place place = tree_place_of(slice_cstr(cases[i].pointer));
        assert_int_equal(place.state, cases[i].state);
        assert_int_equal(place.answer, cases[i].answer);
        assert_true(slice_eq_cstr(place.member, cases[i].member));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rename, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_add_and_remove, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_move, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_ids, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
