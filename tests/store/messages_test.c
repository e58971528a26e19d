/* Phrases that come from the text of guides: they follow the live revision, and each
 * viewer sees those of the guides that he may see. */
#include "fixture.h"

#include "base/buf.h"
#include "model/message.h"
#include "model/slug.h"

static const struct viewer *const anybody = &viewer_anonymous;

#define MAILBOX "The archive mailbox could not be provisioned."
#define VOICE "The voice mailbox calendar is not enabled."

/* A guide whose text has the messages, separated by "|". */
static int64_t save_with(struct fixture *f, const char *slug, const char *messages,
                         const char *source, enum audience audience,
                         enum save_outcome want)
{
    struct article_doc doc = doc_make(slug, slug);
    struct list list = LIST_OF(&f->arena, struct article_message);
    struct slice rest = slice_cstr(messages), part;
    while (messages[0] && slice_split(&rest, '|', &part))
        *LIST_PUSH(&list, struct article_message) =
            (struct article_message){.text = part};
    doc.meta.audience = audience;
    doc.messages = list.items;
    doc.message_count = list.count;
    return save_doc(f, &doc, slug, source, 1, want);
}

static struct slice normal_of(struct fixture *f, const char *text)
{
    return phrase_normalize(&f->arena, slice_cstr(text));
}

static struct phrase find(struct fixture *f, const struct viewer *viewer,
                          const char *text, enum status want)
{
    struct phrase phrase = {0};
    CHECK(phrases_by_normal(f->reader, viewer, normal_of(f, text), &f->arena, &phrase),
          want);
    return phrase;
}

static void follow_the_revision(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_with(f, "a", MAILBOX "|" VOICE "|" MAILBOX, "1", AUDIENCE_EVERYONE,
                          SAVE_CREATED);
    struct phrase phrase = find(f, anybody, MAILBOX, STATUS_OK);
    assert_int_equal(phrase.article_id, a);
    assert_int_equal(phrase.source, PHRASE_EXTRACTED);
    assert_false(phrase.several);
    TEXT(phrase.slug, "the-archive-mailbox-could-not-be-provisioned");
    TEXT(phrase.article_slug, "a");
    save_with(f, "a", VOICE, "2", AUDIENCE_EVERYONE, SAVE_CHANGED);
    find(f, anybody, MAILBOX, STATUS_NOT_FOUND);
    assert_int_equal(find(f, anybody, VOICE, STATUS_OK).article_id, a);
    CHECK(phrases_by_slug(f->reader, anybody, phrase.slug, &f->arena, &phrase),
          STATUS_NOT_FOUND);
    write_begin(f);
    OK(articles_set_state(f->writer, a, ARTICLE_RETIRED, 3));
    write_end(f);
    find(f, anybody, VOICE, STATUS_NOT_FOUND);
    write_begin(f);
    OK(articles_set_state(f->writer, a, ARTICLE_PUBLISHED, 4));
    write_end(f);
    find(f, anybody, VOICE, STATUS_OK);
}

static void several_guides(void **state)
{
    struct fixture *f = *state;
    struct phrase_guide *guides;
    size_t count;
    int64_t a = save_with(f, "a", MAILBOX, "1", AUDIENCE_EVERYONE, SAVE_CREATED);
    int64_t b = save_with(f, "b", MAILBOX, "1", AUDIENCE_SIGNED_IN, SAVE_CREATED);
    save_with(f, "c", MAILBOX, "1", AUDIENCE_STAFF, SAVE_CREATED);
    for (int audience = AUDIENCE_EVERYONE; audience <= AUDIENCE_STAFF; audience++) {
        struct viewer viewer = viewer_of((enum audience)audience);
        struct phrase phrase = find(f, &viewer, MAILBOX, STATUS_OK);
        assert_int_equal(phrase.several, audience > 0);
        assert_int_equal(phrase.article_id, audience > 0 ? 0 : a);
        OK(phrases_guides(f->reader, &viewer, phrase.id, &f->arena, &guides, &count));
        assert_int_equal(count, audience + 1);
    }
    save_with(f, "a", "", "2", AUDIENCE_EVERYONE, SAVE_CHANGED);
    find(f, anybody, MAILBOX, STATUS_NOT_FOUND);
    struct viewer colleague = viewer_of(AUDIENCE_SIGNED_IN);
    assert_int_equal(find(f, &colleague, MAILBOX, STATUS_OK).article_id, b);
}

/* A chosen phrase beats what stands in texts; let go, it falls back to them. */
static void chosen_beats_extracted(void **state)
{
    struct fixture *f = *state;
    struct phrases listed;
    struct slice next;
    int64_t a = save_with(f, "a", MAILBOX, "1", AUDIENCE_EVERYONE, SAVE_CREATED);
    struct slice slug = find(f, anybody, MAILBOX, STATUS_OK).slug;
    OK(phrases_list(f->reader, anybody, SLICE(""), 10, &f->arena, &listed, &next));
    assert_int_equal(listed.count, 0);
    struct article_doc doc = doc_make("b", "b");
    doc.meta.queries = texts(f, MAILBOX);
    int64_t b = save_doc(f, &doc, "b", "1", 1, SAVE_CREATED);
    struct phrase phrase = find(f, anybody, MAILBOX, STATUS_OK);
    assert_int_equal(phrase.article_id, b);
    assert_int_equal(phrase.source, PHRASE_CURATED);
    assert_true(slice_eq(phrase.slug, slug));
    OK(phrases_list(f->reader, anybody, SLICE(""), 10, &f->arena, &listed, &next));
    assert_int_equal(listed.count, 1);
    assert_int_equal(listed.items[0].article_id, b);
    /* hidden from this viewer: the text that he may see stands in */
    doc.meta.audience = AUDIENCE_STAFF;
    save_doc(f, &doc, "b", "2", 2, SAVE_CHANGED);
    assert_int_equal(find(f, anybody, MAILBOX, STATUS_OK).article_id, a);
    struct viewer staff = viewer_of(AUDIENCE_STAFF);
    assert_int_equal(find(f, &staff, MAILBOX, STATUS_OK).article_id, b);
    doc.meta.queries = (struct slices){0};
    save_doc(f, &doc, "b", "3", 3, SAVE_CHANGED);
    assert_int_equal(find(f, &staff, MAILBOX, STATUS_OK).article_id, a);
    /* chosen once, its address lives, though no guide has it any more */
    save_with(f, "a", "", "2", AUDIENCE_EVERYONE, SAVE_CHANGED);
    assert_int_equal(find(f, anybody, MAILBOX, STATUS_OK).article_id, 0);
}

static void slugs_clash(void **state)
{
    struct fixture *f = *state;
    save_with(
        f, "a",
        "Archive mailbox: quota/limit missing|Archive mailbox quota limit - missing", "1",
        AUDIENCE_EVERYONE, SAVE_CREATED);
    struct slice first =
        find(f, anybody, "archive mailbox: quota/limit missing", STATUS_OK).slug;
    struct slice second =
        find(f, anybody, "archive mailbox quota limit - missing", STATUS_OK).slug;
    TEXT(first, "archive-mailbox-quota-limit-missing");
    assert_true(slice_starts(second, first));
    assert_int_equal(second.len, first.len + 7);
}

static size_t keyed(struct fixture *f, const struct viewer *viewer, const char *text,
                    struct phrases *out_phrases)
{
    struct message message;
    uint64_t *keys = ARENA_ARRAY(&f->arena, MESSAGE_KEYS_MAX, uint64_t);
    message_read(&f->arena, slice_cstr(text), &message);
    size_t count = message_keys(&message, keys);
    OK(phrases_by_keys(f->reader, viewer, keys, count, &f->arena, out_phrases));
    return out_phrases->count;
}

static void found_by_key(void **state)
{
    struct fixture *f = *state;
    struct phrases found;
    save_with(f, "a", MAILBOX, "1", AUDIENCE_STAFF, SAVE_CREATED);
    struct article_doc doc = doc_make("b", "b");
    doc.meta.queries = texts(f, "clear teams cache");
    int64_t b = save_doc(f, &doc, "b", "1", 1, SAVE_CREATED);
    assert_int_equal(keyed(f, anybody, "ERROR [main] " MAILBOX " at line 7", &found), 1);
    CHECK(phrases_settle_owner(f->reader, anybody, &f->arena, &found.items[0]),
          STATUS_NOT_FOUND);
    struct viewer staff = viewer_of(AUDIENCE_STAFF);
    OK(phrases_settle_owner(f->reader, &staff, &f->arena, &found.items[0]));
    assert_int_equal(keyed(f, anybody, "Error: clear teams cache", &found), 1);
    assert_int_equal(found.items[0].article_id, b);
    assert_int_equal(keyed(f, anybody, "something else that nobody has", &found), 0);
}

/* So many phrases behind the keys of one text are not compared. */
static void too_many_by_key(void **state)
{
    struct fixture *f = *state;
    struct buf all;
    struct message message;
    struct phrases found;
    uint64_t keys[MESSAGE_KEYS_MAX];
    buf_init(&all, 0);
    for (int i = 0; i < 80; i++)
        buf_add_format(&all,
                       "%sThe archive mailbox policy could not be renewed for item%c%c",
                       i ? "|" : "", 'a' + i / 26, 'a' + i % 26);
    save_with(f, "a", all.ptr, "1", AUDIENCE_EVERYONE, SAVE_CREATED);
    buf_release(&all);
    message_read(&f->arena,
                 SLICE("The archive mailbox policy could not be renewed for itemaa"),
                 &message);
    size_t count = message_keys(&message, keys);
    CHECK(phrases_by_keys(f->reader, anybody, keys, count, &f->arena, &found),
          STATUS_TOO_LARGE);
}

static void renewed(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_with(f, "a", "", "1", AUDIENCE_EVERYONE, SAVE_CREATED);
    struct article_message messages[] = {{.text = SLICE(MAILBOX)}};
    struct article_doc doc = doc_make("a", "a");
    doc.messages = messages;
    doc.message_count = 1;
    find(f, anybody, MAILBOX, STATUS_NOT_FOUND);
    for (int i = 0; i < 2; i++) {
        write_begin(f);
        OK(phrases_renew(f->writer, a, &doc));
        write_end(f);
        assert_int_equal(find(f, anybody, MAILBOX, STATUS_OK).article_id, a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(follow_the_revision),
        TEST(several_guides),
        TEST(chosen_beats_extracted),
        TEST(slugs_clash),
        TEST(found_by_key),
        TEST(too_many_by_key),
        TEST(renewed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
