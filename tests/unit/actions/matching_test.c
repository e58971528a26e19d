/* From a pasted message to its phrase: which one of several, and when none is sure. */
#include "../../store/fixture.h"

#include "actions/matching.h"
#include "actions/upkeep.h"

static const struct viewer *const anybody = &viewer_anonymous;

#define MAILBOX "The archive mailbox could not be provisioned."
#define QUOTA "The archive mailbox quota of <user> exceeded the retention policy limit."

static int64_t save_with(struct fixture *f, const char *slug, const char *title,
                         const char *messages, int64_t place, enum audience audience)
{
    struct article_doc doc = doc_make(slug, title);
    struct list list = LIST_OF(&f->arena, struct article_message);
    struct slice rest = slice_cstr(messages), part;
    while (messages[0] && slice_split(&rest, '|', &part))
        *LIST_PUSH(&list, struct article_message) =
            (struct article_message){.text = part, .place = place};
    doc.meta.audience = audience;
    doc.messages = list.items;
    doc.message_count = list.count;
    return save_doc(f, &doc, slug, slug, 1, SAVE_CREATED);
}

static struct reader reader_of(struct fixture *f, const struct viewer *viewer)
{
    return (struct reader){f->reader, viewer, &f->arena, 0};
}

static struct phrase_match match(struct fixture *f, const struct viewer *viewer,
                                 const char *text)
{
    struct phrase_match found = {0};
    struct reader reader = reader_of(f, viewer);
    OK(matching_run(&reader, slice_cstr(text), &found));
    return found;
}

static void known_in_other_clothes(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_with(f, "a", "A", MAILBOX, 0, AUDIENCE_EVERYONE);
    save_with(f, "b", "B", QUOTA, 0, AUDIENCE_EVERYONE);
    static const char *const texts[] = {
        MAILBOX, "Error: " MAILBOX, "2026-03-11 18:14:05,482 ERROR [main] " MAILBOX,
        "\xE2\x80\x9CThe ARCHIVE mailbox\ncould not be provisioned\xE2\x80\x9D",
        "The archive mailbox could not be provi\xE2\x80\xA6"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(match(f, anybody, texts[i]).phrase.article_id, a);
    static const char *const strangers[] = {
        "",
        " ",
        "archive mailbox",
        "The archive mailbox of Anna is full since Monday",
        "<<<>>>",
        "%s%n",
        "' OR 1=1 --",
        "The archive mailbox could be provisioned."};
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
        if (match(f, anybody, strangers[i]).phrase.slug.len)
            fail_msg("%s is known", strangers[i]);
}

/* Two messages of two guides in one text: nobody says which is meant. */
static void two_messages_are_candidates(void **state)
{
    struct fixture *f = *state;
    save_with(f, "a", "A", MAILBOX, 0, AUDIENCE_EVERYONE);
    save_with(f, "b", "B", QUOTA, 0, AUDIENCE_EVERYONE);
    struct phrase_match found =
        match(f, anybody,
              MAILBOX
              "\nThe archive mailbox quota of jdoe exceeded the retention policy limit.");
    assert_int_equal(found.phrase.slug.len, 0);
    assert_int_equal(found.candidates.count, 2);
}

/* The same guide has both: there it goes. The longer one names the page. */
static void two_messages_of_one_guide(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_with(f, "a", "A", MAILBOX "|" MAILBOX " Contact the mailbox team.",
                          0, AUDIENCE_EVERYONE);
    struct phrase_match found =
        match(f, anybody, "Error: " MAILBOX " Contact the mailbox team. (7)");
    assert_int_equal(found.phrase.article_id, a);
    TEXT(found.phrase.text, MAILBOX " Contact the mailbox team.");
}

/* Two phrases that differ in names alone are as good as each other. */
static void equal_ones_are_candidates(void **state)
{
    struct fixture *f = *state;
    save_with(f, "a", "A", "The archive mailbox of 'Anna' lost its retention policy", 0,
              AUDIENCE_EVERYONE);
    save_with(f, "b", "B", "The archive mailbox of 'Bert' lost its retention policy", 0,
              AUDIENCE_EVERYONE);
    assert_int_equal(
        match(f, anybody, "The archive mailbox of 'Carl' lost its retention policy")
            .candidates.count,
        2);
    TEXT(match(f, anybody,
               "Error: The archive mailbox of 'Bert' lost its retention policy")
             .phrase.article_slug,
         "b");
}

static void hidden_guides_do_not_count(void **state)
{
    struct fixture *f = *state;
    struct viewer staff = viewer_of(AUDIENCE_STAFF);
    int64_t a = save_with(f, "a", "A", MAILBOX, 0, AUDIENCE_STAFF);
    assert_int_equal(match(f, anybody, "Error: " MAILBOX).phrase.slug.len, 0);
    assert_int_equal(match(f, &staff, "Error: " MAILBOX).phrase.article_id, a);
    int64_t b = save_with(f, "b", "B", MAILBOX, 0, AUDIENCE_EVERYONE);
    assert_int_equal(match(f, anybody, "Error: " MAILBOX).phrase.article_id, b);
    assert_true(match(f, &staff, "Error: " MAILBOX).phrase.several);
}

static void several_guides_are_ranked(void **state)
{
    struct fixture *f = *state;
    struct message_reading message;
    struct reader reader = reader_of(f, anybody);
    const struct slice slug = SLICE("the-archive-mailbox-could-not-be-provisioned");
    int64_t elsewhere = save_with(f, "a", "A thing", MAILBOX, 2, AUDIENCE_EVERYONE);
    CHECK(matching_message(&reader, slug, &message), STATUS_NOT_FOUND);
    int64_t described = save_with(f, "b", "B thing", MAILBOX, 0, AUDIENCE_EVERYONE);
    int64_t named = save_with(f, "c", "The archive mailbox is missing", MAILBOX, 2,
                              AUDIENCE_EVERYONE);
    save_with(f, "d", "D", MAILBOX, 0, AUDIENCE_STAFF);
    OK(matching_message(&reader, slug, &message));
    assert_int_equal(message.guides, 3);
    assert_int_equal(message.heads.items[0].id, named);
    assert_int_equal(message.heads.items[1].id, described);
    assert_int_equal(message.heads.items[2].id, elsewhere);
    struct phrase_match found = match(f, anybody, "ERROR: " MAILBOX);
    assert_true(found.phrase.several);
    assert_true(slice_eq(found.phrase.slug, slug));
}

/* Guides that an older version saved get their messages from their stored HTML. */
static void upkeep_finds_messages(void **state)
{
    struct fixture *f = *state;
    struct section section = {
        .kind = SECTION_INTRO,
        .anchor = SLICE("intro"),
        .html = SLICE("<p>This error message:</p>\n<blockquote>\n<p>" MAILBOX
                      "</p>\n</blockquote>"),
        .minutes = NONE_INT,
    };
    bool more = true;
    int rounds = 0;
    for (int i = 0; i < 120; i++) {
        const char *slug = arena_format(&f->arena, "guide-%d", i).ptr;
        struct article_doc doc = doc_make(slug, slug);
        doc.sections = &section;
        doc.section_count = i == 110;
        save_doc(f, &doc, slug, slug, 1, SAVE_CREATED);
    }
    assert_int_equal(match(f, anybody, MAILBOX).phrase.slug.len, 0);
    for (; more; rounds++) {
        write_begin(f);
        OK(upkeep_minute(f->writer, &more));
        write_end(f);
    }
    assert_true(rounds > 2 && rounds < 10);
    TEXT(match(f, anybody, MAILBOX).phrase.article_slug, "guide-110");
    write_begin(f);
    OK(upkeep_minute(f->writer, &more));
    write_end(f);
    assert_false(more);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(known_in_other_clothes),     TEST(two_messages_are_candidates),
        TEST(two_messages_of_one_guide),  TEST(equal_ones_are_candidates),
        TEST(hidden_guides_do_not_count), TEST(several_guides_are_ranked),
        TEST(upkeep_finds_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
