/* What stands around a guide is kept between requests: it must be what the store says. */
#include "../../store/fixture.h"

#include "actions/reading.h"
#include "around.h"
#include "store/steps.h"

static const struct viewer staff = {.audience = AUDIENCE_STAFF};

/* Guides a, b, c of one product; c is for staff. */
static void save_three(struct fixture *f)
{
    static const char *const slugs[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++) {
        struct article_doc doc = doc_make(slugs[i], slugs[i]);
        doc.meta.product = SLICE("Outlook");
        doc.meta.author = SLICE("kim");
        doc.meta.audience = i == 2 ? AUDIENCE_STAFF : AUDIENCE_EVERYONE;
        save_doc(f, &doc, slugs[i], slugs[i], 100, SAVE_CREATED);
    }
}

static void rename_b(struct fixture *f, const char *title)
{
    struct article_doc doc = doc_make("b", title);
    doc.meta.product = SLICE("Outlook");
    save_doc(f, &doc, "b", title, 200, SAVE_CHANGED);
}

/* Guide a as the viewer reads it at `now_s`, in a snapshot of its own. */
static struct article_reading read_a(struct fixture *f, struct arena *arena,
                                     const struct viewer *viewer, int64_t now_s)
{
    struct article_reading reading;
    struct reader reader = {f->reader, viewer, arena, now_s};
    OK(store_read_begin(f->reader, 0));
    OK(reading_article(&reader, SLICE("a"), &reading));
    store_read_end(f->reader);
    return reading;
}

static void is_read_once_while_nothing_changes(void **state)
{
    struct fixture *f = *state;
    struct arena first, second;
    arena_init(&first, 0);
    arena_init(&second, 0);
    save_three(f);
    const struct related_article *related =
        read_a(f, &first, &viewer_anonymous, 1000).related;
    struct article_reading again =
        read_a(f, &second, &viewer_anonymous, 999 + AROUND_VOTES_S);
    assert_ptr_equal(again.related, related);
    arena_release(&first);
    assert_int_equal(again.related_count,
                     1); /* whoever began is gone; it is still there */
    TEXT(again.related[0].head.title, "b");
    arena_release(&second);
}

static void follows_content(void **state)
{
    struct fixture *f = *state;
    save_three(f);
    TEXT(read_a(f, &f->arena, &viewer_anonymous, 1000).related[0].head.title, "b");
    rename_b(f, "Another name");
    TEXT(read_a(f, &f->arena, &viewer_anonymous, 1000).related[0].head.title,
         "Another name");
}

static void follows_what_came_into_an_open_snapshot_late(void **state)
{
    struct fixture *f = *state;
    struct article_reading reading;
    save_three(f);
    struct reader reader = {f->reader, &viewer_anonymous, &f->arena, 1000};
    OK(store_read_begin(f->reader, 0));
    OK(reading_article(&reader, SLICE("a"), &reading));
    rename_b(f, "Another name");
    OK(reading_article(&reader, SLICE("a"), &reading)); /* of before, and kept as such */
    TEXT(reading.related[0].head.title, "b");
    store_read_end(f->reader);
    TEXT(read_a(f, &f->arena, &viewer_anonymous, 1000).related[0].head.title,
         "Another name");
}

static void is_nobody_elses(void **state)
{
    struct fixture *f = *state;
    save_three(f);
    assert_int_equal(read_a(f, &f->arena, &staff, 1000).related_count, 2);
    assert_int_equal(read_a(f, &f->arena, &viewer_anonymous, 1000).related_count, 1);
    assert_int_equal(read_a(f, &f->arena, &staff, 1000).related_count, 2);
}

static void follows_votes_after_a_while(void **state)
{
    struct fixture *f = *state;
    save_three(f);
    unsigned char visitor[VISITOR_HASH_LEN] = {1};
    struct vote_put put = {
        .visitor = visitor, .vote = VOTE_HELPFUL, .reason = SLICE(""), .step = SLICE("")};
    struct article_reading before = read_a(f, &f->arena, &viewer_anonymous, 1000);
    put.article_id = before.related[0].head.id;
    write_begin(f);
    OK(votes_put(f->writer, &put));
    write_end(f);
    const int64_t later = 1000 + AROUND_VOTES_S;
    struct article_reading after = read_a(f, &f->arena, &viewer_anonymous, later);
    assert_int_equal(before.related[0].head.helpful, 0);
    assert_int_equal(after.related[0].head.helpful, 1);
}

static void follows_answers_to_steps_at_once(void **state)
{
    struct fixture *f = *state;
    struct step step = {.number = 1,
                        .anchor = SLICE("step-1"),
                        .title = SLICE("Restart"),
                        .minutes = NONE_INT};
    struct article_doc doc = doc_make("a", "a");
    unsigned char visitor[VISITOR_HASH_LEN] = {1};
    doc.steps = &step;
    doc.step_count = 1;
    int64_t id = save_doc(f, &doc, "a", "a", 100, SAVE_CREATED);
    const struct step_trust *before = read_a(f, &f->arena, &viewer_anonymous, 1000).steps;
    assert_int_equal(before->all.worked, 0);
    struct step_put put = {.article_id = id,
                           .step = before->key,
                           .revision = 1,
                           .visitor = visitor,
                           .answer = STEP_WORKED};
    write_begin(f);
    OK(steps_put(f->writer, &put));
    write_end(f);
    assert_int_equal(read_a(f, &f->arena, &viewer_anonymous, 1000).steps->all.worked, 1);
    assert_int_equal(read_a(f, &f->arena, &viewer_anonymous, 1001).steps->all.worked, 1);
}

/* The clock was set back: nothing may stay for ever. */
static void is_not_kept_for_a_time_to_come(void **state)
{
    struct fixture *f = *state;
    save_three(f);
    const struct related_article *related =
        read_a(f, &f->arena, &viewer_anonymous, 1000000).related;
    assert_ptr_not_equal(read_a(f, &f->arena, &viewer_anonymous, 1000).related, related);
}

static void is_read_anew_outside_a_snapshot(void **state)
{
    struct fixture *f = *state;
    struct article_reading reading;
    struct reader reader = {f->reader, &viewer_anonymous, &f->arena, 1000};
    save_three(f);
    const struct related_article *related =
        read_a(f, &f->arena, &viewer_anonymous, 1000).related;
    OK(reading_article(&reader, SLICE("a"), &reading));
    assert_ptr_not_equal(reading.related, related);
    reader.store = f->writer;
    OK(reading_article(&reader, SLICE("a"), &reading));
    assert_ptr_not_equal(reading.related, related);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(is_read_once_while_nothing_changes),
        TEST(follows_content),
        TEST(follows_what_came_into_an_open_snapshot_late),
        TEST(is_nobody_elses),
        TEST(follows_votes_after_a_while),
        TEST(follows_answers_to_steps_at_once),
        TEST(is_not_kept_for_a_time_to_come),
        TEST(is_read_anew_outside_a_snapshot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
