/* Looks at guides, and contradictions: found, settled, back with other words, gone. */
#include "fixture.h"

#include "model/rights.h"
#include "store/accounts.h"
#include "store/articles.h"
#include "store/judging.h"

enum { TODAY = 20000 };

static int64_t add_guide(struct fixture *f, const char *slug, const char *text)
{
    struct article_doc doc = {.meta = {.slug = slice_cstr(slug),
                                       .title = slice_cstr(slug),
                                       .lang = SLICE("en"),
                                       .author = SLICE("ann"),
                                       .verified_day = NONE_INT,
                                       .review_every_s = NONE_INT}};
    struct article_save save = {.doc = &doc,
                                .source = slice_cstr(text),
                                .at = 1000,
                                .who = SLICE("Ann"),
                                .why = SLICE("")};
    enum save_outcome outcome;
    int64_t id = 0;
    OK(articles_save(f->writer, &save, &f->problems, &id, &outcome));
    return id;
}

static void put(struct fixture *f, int64_t id, enum stance stance, const char *sentence)
{
    struct treatment t = {SUBJECT_FILE_TYPE, DEED_ALTER,           stance,
                          SLICE("ost"),      slice_cstr(sentence), SLICE("Step"),
                          SLICE("step-1")};
    struct treatments all = {&t, 1};
    OK(treatments_put(f->writer, id, &all, 5000));
}

static struct contradictions listed(struct fixture *f, enum contradiction_state state)
{
    struct contradiction_filter filter = {state, SLICE(""), 50};
    struct contradictions list = {0};
    struct slice next = SLICE("");
    OK(contradictions_list(f->writer, &filter, &f->arena, &list, &next));
    assert_int_equal(next.len, 0);
    return list;
}

static void guides_wait_for_a_look(void **state)
{
    struct fixture *f = *state;
    struct look_due *looks = NULL;
    size_t count = 0;
    int64_t backlog = 0;
    bool current = false;
    OK(store_batch_begin(f->writer));
    int64_t one = add_guide(f, "one", "a"), two = add_guide(f, "two", "b");
    OK(judging_waiting(f->writer, TODAY, 10, &f->arena, &looks, &count));
    assert_int_equal(count, 2);
    assert_int_equal(looks[0].article_id, one);
    OK(judging_done(f->writer, &looks[0], TODAY + 30, &current));
    assert_true(current);
    add_guide(f, "two", "changed"); /* while somebody looks at it */
    OK(judging_done(f->writer, &looks[1], TODAY + 30, &current));
    assert_false(current);
    OK(judging_waiting(f->writer, TODAY, 10, &f->arena, &looks, &count));
    assert_int_equal(count, 1);
    assert_int_equal(looks[0].article_id, two);
    OK(judging_done(f->writer, &looks[0], TODAY + 30, &current));
    OK(judging_backlog(f->writer, TODAY, 10, &backlog));
    assert_int_equal(backlog, 0);
    OK(articles_set_state(f->writer, one, ARTICLE_RETIRED, 2000));
    OK(judging_backlog(f->writer, TODAY, 10, &backlog));
    assert_int_equal(backlog, 1);
    OK(judging_backlog(f->writer, TODAY + 30, 10, &backlog));
    assert_int_equal(backlog, 2);
    OK(judging_again(f->writer));
    OK(judging_backlog(f->writer, TODAY, 1, &backlog));
    assert_int_equal(backlog, 1);
    OK(store_batch_commit(f->writer));
}

static void a_settled_pair_comes_back_with_other_words(void **state)
{
    struct fixture *f = *state;
    struct account add = {.name = SLICE("ann"),
                          .display = SLICE("Ann A"),
                          .roles = ROLE_AUTHOR,
                          .signed_in_at = NONE_INT};
    int64_t ann = 0, counts[CONTRADICTION_STATES];
    struct contradiction found = {0};
    OK(store_batch_begin(f->writer));
    OK(accounts_add(f->writer, &add, &ann));
    int64_t one = add_guide(f, "one", "a"), two = add_guide(f, "two", "b");
    put(f, one, STANCE_RUNS, "Delete it.");
    assert_int_equal(listed(f, CONTRADICTION_OPEN).count, 0);
    put(f, two, STANCE_WARNS, "With care.");
    assert_int_equal(listed(f, CONTRADICTION_OPEN).count, 0);
    put(f, two, STANCE_FORBIDS, "Never.");
    struct contradictions list = listed(f, CONTRADICTION_OPEN);
    assert_int_equal(list.count, 1);
    struct contradiction c = list.items[0];
    assert_int_equal(c.degree, OPPOSED_CLEARLY);
    assert_int_equal(c.found_at, 5000);
    TEXT(c.sides[SIDE_RUNS].slug, "one");
    TEXT(c.sides[SIDE_RUNS].sentence, "Delete it.");
    TEXT(c.sides[SIDE_RUNS].owner, "Ann A");
    TEXT(c.sides[SIDE_BARS].slug, "two");
    TEXT(c.sides[SIDE_BARS].anchor, "step-1");

    struct contradiction_move move = {.id = c.id,
                                      .words = c.words + 1,
                                      .to = CONTRADICTION_SETTLED,
                                      .account_id = ann,
                                      .at = 6000,
                                      .reason = SLICE("Other devices")};
    CHECK(contradictions_move(f->writer, &move), STATUS_CONFLICT);
    move.words = c.words;
    OK(contradictions_move(f->writer, &move));
    put(f, one, STANCE_RUNS, "Delete it."); /* the same words: it stays settled */
    assert_int_equal(listed(f, CONTRADICTION_OPEN).count, 0);
    c = listed(f, CONTRADICTION_SETTLED).items[0];
    TEXT(c.reason, "Other devices");
    TEXT(c.settled_by, "Ann A");

    struct treatments none = {NULL, 0};
    OK(treatments_put(f->writer, one, &none, 7000)); /* it is gone */
    CHECK(contradictions_get(f->writer, c.id, &f->arena, &found), STATUS_NOT_FOUND);
    CHECK(contradictions_move(f->writer, &move), STATUS_CONFLICT);
    put(f, one, STANCE_RUNS, "Delete it."); /* and back as it was */
    assert_int_equal(listed(f, CONTRADICTION_SETTLED).count, 1);
    put(f, two, STANCE_APPROVAL, "Ask first."); /* other words */
    list = listed(f, CONTRADICTION_OPEN);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].id, c.id);
    TEXT(list.items[0].reason, "Other devices");
    put(f, one, STANCE_RUNS_IF, "Delete it if approved.");
    assert_int_equal(listed(f, CONTRADICTION_OPEN).items[0].degree, OPPOSED_IN_PART);
    OK(contradictions_count(f->writer, counts));
    assert_int_equal(counts[CONTRADICTION_OPEN], 1);
    OK(treatments_put(f->writer, two, &none, 7000)); /* never settled: forgotten */
    OK(contradictions_count(f->writer, counts));
    assert_int_equal(counts[CONTRADICTION_OPEN] + counts[CONTRADICTION_GONE], 0);
    OK(store_batch_commit(f->writer));
}

static void a_subject_has_a_ceiling_and_lists_page(void **state)
{
    struct fixture *f = *state;
    struct contradiction_filter filter = {CONTRADICTION_OPEN, SLICE(""), 7};
    struct slice next = SLICE("");
    size_t seen = 0;
    int64_t last_degree = 3, last_id = INT64_MAX;
    OK(store_batch_begin(f->writer));
    for (int i = 0; i < 16; i++) {
        struct slice slug = arena_format(&f->arena, "g%d", i);
        int64_t id = add_guide(f, slug.ptr, slug.ptr);
        put(f, id, i % 2 ? STANCE_FORBIDS : i % 4 ? STANCE_RUNS : STANCE_RUNS_IF, "x");
    }
    do {
        struct contradictions list = {0};
        OK(contradictions_list(f->writer, &filter, &f->arena, &list, &next));
        for (size_t i = 0; i < list.count; i++) {
            const struct contradiction *c = &list.items[i];
            assert_true((int64_t)c->degree < last_degree ||
                        ((int64_t)c->degree == last_degree && c->id < last_id));
            last_degree = c->degree;
            last_id = c->id;
        }
        seen += list.count;
        filter.after = next;
    } while (next.len);
    assert_int_equal(seen, CONTRADICTIONS_A_SUBJECT);
    struct contradictions list = {0};
    filter.after = SLICE("xyz");
    CHECK(contradictions_list(f->writer, &filter, &f->arena, &list, &next),
          STATUS_INVALID);
    OK(store_batch_commit(f->writer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(guides_wait_for_a_look, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_settled_pair_comes_back_with_other_words,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_subject_has_a_ceiling_and_lists_page,
                                        fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
