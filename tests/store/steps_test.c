/* Answers to steps, their totals, and when steps were verified. */
#include "fixture.h"
#include "store/steps.h"

static const unsigned char ann[VISITOR_HASH_LEN] = {1, 2, 3},
                           bob[VISITOR_HASH_LEN] = {0, 9};

/* A guide whose steps have these titles, and are verified on that day. */
static int64_t save_steps(struct fixture *f, const char *titles, int64_t day,
                          const char *source, enum save_outcome want)
{
    struct article_doc doc = doc_make("g", "G");
    struct slices names = texts(f, titles);
    struct section *fix = ARENA_NEW(&f->arena, struct section);
    *fix = (struct section){.kind = SECTION_FIX,
                            .title = SLICE("Fix"),
                            .anchor = SLICE("fix"),
                            .html = SLICE(""),
                            .text = SLICE(""),
                            .minutes = NONE_INT};
    doc.meta.verified_day = day;
    doc.sections = fix;
    doc.section_count = 1;
    doc.steps = ARENA_ARRAY(&f->arena, names.count, struct step);
    doc.step_count = names.count;
    for (size_t i = 0; i < names.count; i++)
        doc.steps[i] = (struct step){.number = (int64_t)i + 1,
                                     .anchor = arena_format(&f->arena, "step-%zu", i + 1),
                                     .title = names.items[i],
                                     .minutes = NONE_INT,
                                     .html = SLICE(""),
                                     .text = SLICE("words")};
    return save_doc(f, &doc, "g", source, 7, want);
}

static void answer(struct fixture *f, int64_t article, int64_t step, int64_t revision,
                   const unsigned char *visitor, enum step_answer answer)
{
    const struct step_put put = {.article_id = article,
                                 .step = step,
                                 .revision = revision,
                                 .visitor = visitor,
                                 .answer = answer,
                                 .at = 5};
    write_begin(f);
    OK(steps_put(f->writer, &put));
    write_end(f);
}

static void expect(struct fixture *f, int64_t article, int64_t step, int worked,
                   int failed)
{
    struct step_trust trust;
    OK(steps_trust(f->reader, article, &step, 1, &f->arena, &trust));
    assert_int_equal(trust.all.worked, worked);
    assert_int_equal(trust.all.failed, failed);
}

static void expect_version(struct fixture *f, int64_t article, int64_t revision,
                           int64_t step, int worked, int failed)
{
    struct step_counts counts;
    OK(steps_of_version(f->reader, article, revision, &step, 1, &counts));
    assert_int_equal(counts.worked, worked);
    assert_int_equal(counts.failed, failed);
}

static void answers_are_counted(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    expect(f, a, 7, 0, 0);
    answer(f, a, 7, 1, ann, STEP_WORKED);
    answer(f, a, 7, 1, ann, STEP_WORKED);
    expect(f, a, 7, 1, 0);
    answer(f, a, 7, 1, bob, STEP_FAILED);
    answer(f, a, -8, 1, bob, STEP_FAILED);
    expect(f, a, 7, 1, 1);
    expect(f, a, -8, 0, 1);
    const int64_t keys[] = {-8, 7};
    enum step_answer mine[2];
    OK(steps_mine(f->reader, a, ann, keys, 2, mine));
    assert_int_equal(mine[0], STEP_UNANSWERED);
    assert_int_equal(mine[1], STEP_WORKED);
    answer(f, a, 7, 1, ann, STEP_UNANSWERED);
    answer(f, a, 7, 1, ann, STEP_UNANSWERED);
    expect(f, a, 7, 0, 1);
}

/* What is changed counts for the version of the change, and for no other any more. */
static void versions_add_up(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    answer(f, a, 7, 1, ann, STEP_WORKED);
    answer(f, a, 7, 1, bob, STEP_WORKED);
    answer(f, a, 8, 1, bob, STEP_WORKED);
    answer(f, a, 7, 3, ann, STEP_FAILED);
    expect(f, a, 7, 1, 1);
    expect_version(f, a, 1, 7, 1, 0);
    expect_version(f, a, 3, 7, 0, 1);
    expect_version(f, a, 2, 7, 0, 0);
    struct step_version *versions;
    size_t count;
    OK(steps_versions(f->reader, a, 0, 9, &f->arena, &versions, &count));
    assert_int_equal(count, 2);
    assert_int_equal(versions[0].revision, 3);
    assert_int_equal(versions[0].counts.failed, 1);
    assert_int_equal(versions[1].counts.worked, 2);
    OK(steps_versions(f->reader, a, 3, 9, &f->arena, &versions, &count));
    assert_int_equal(count, 1);
    assert_int_equal(versions[0].revision, 1);
    OK(steps_versions(f->reader, a, 0, 1, &f->arena, &versions, &count));
    assert_int_equal(count, 1);
}

static void answers_make_pages_stale(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_plain(f, "a", AUDIENCE_EVERYONE);
    const uint64_t votes = store_key_votes(a), content = STORE_KEY_CONTENT;
    uint64_t since = store_hub_sequence(f->hub);
    answer(f, a, 7, 1, ann, STEP_WORKED);
    assert_false(store_hub_fresh(f->hub, &votes, 1, since));
    assert_true(store_hub_fresh(f->hub, &content, 1, since));
    since = store_hub_sequence(f->hub);
    answer(f, a, 7, 1, ann, STEP_WORKED);
    assert_true(store_hub_fresh(f->hub, &votes, 1, since));
}

static void expect_verified(struct fixture *f, int64_t article, int64_t step, int64_t day,
                            int64_t revision)
{
    struct step_trust trust;
    OK(steps_trust(f->reader, article, &step, 1, &f->arena, &trust));
    assert_int_equal(trust.verified_day, day);
    if (day != NONE_INT) {
        assert_int_equal(trust.verified_revision, revision);
        assert_true(trust.verified_by.len > 0);
    }
}

/* A step is verified when its guide was, in the words that it had then. */
static void verified_with_the_same_words(void **state)
{
    struct fixture *f = *state;
    struct article_doc words = {.step_count = 3};
    struct step steps[3] = {{.title = SLICE("One"), .text = SLICE("words")},
                            {.title = SLICE("Two"), .text = SLICE("words")},
                            {.title = SLICE("New"), .text = SLICE("words")}};
    int64_t keys[3];
    words.steps = steps;
    step_keys(&words, keys);
    int64_t id = save_steps(f, "One,Two", 10, "1", SAVE_CREATED);
    expect_verified(f, id, keys[0], 10, 1);
    expect_verified(f, id, keys[2], NONE_INT, 0);
    save_steps(f, "New,One", 10, "2", SAVE_CHANGED); /* edited, not verified */
    expect_verified(f, id, keys[0], 10, 1);
    expect_verified(f, id, keys[2], NONE_INT, 0);
    save_steps(f, "New,One", 20, "3", SAVE_CHANGED);
    expect_verified(f, id, keys[0], 20, 3);
    expect_verified(f, id, keys[2], 20, 3);
    expect_verified(f, id, keys[1], 10, 1);
    save_steps(f, "One,Two", 10, "1", SAVE_CHANGED); /* an old text comes back */
    expect_verified(f, id, keys[0], 20, 3);
    expect_verified(f, id, keys[1], 10, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(answers_are_counted),
        TEST(versions_add_up),
        TEST(answers_make_pages_stale),
        TEST(verified_with_the_same_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
