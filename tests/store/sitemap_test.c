/* The sitemap: parts by ids, who may see, and when a part changed. */
#include "fixture.h"

#include "store/sitemap.h"

static const struct viewer *const anybody = &viewer_anonymous;

static struct sitemap_part part_of(struct fixture *f, int64_t number)
{
    struct sitemap_part *parts = NULL, none = {0, 0};
    size_t count = 0;
    OK(sitemap_parts(f->reader, anybody, number, 1, &f->arena, &parts, &count));
    return count ? parts[0] : none;
}

static struct sitemap_entries entries_of(struct fixture *f, const struct viewer *viewer)
{
    struct sitemap_entries entries;
    OK(sitemap_entries(f->reader, viewer, 1, SITEMAP_PART_IDS, 100, &f->arena, &entries));
    return entries;
}

static int64_t save_owner(struct fixture *f, const char *slug, const char *phrases,
                          int64_t at)
{
    struct article_doc doc = doc_make(slug, slug);
    doc.meta.queries = texts(f, phrases);
    return save_doc(f, &doc, slug, phrases, at, SAVE_CREATED);
}

static void entries_are_guides_then_their_phrases(void **state)
{
    struct fixture *f = *state;
    save_owner(f, "one", "a phrase,another", 100);
    save_owner(f, "two", "third", 200);
    save_plain(f, "hidden", AUDIENCE_STAFF);
    struct sitemap_entries entries = entries_of(f, anybody);
    assert_int_equal(entries.count, 5);
    TEXT(entries.items[0].name, "one");
    TEXT(entries.items[1].name, "two");
    assert_int_equal(entries.items[1].changed_at, 200);
    TEXT(entries.items[2].name, "a-phrase");
    assert_int_equal(entries.items[2].kind, SITEMAP_PHRASE);
    TEXT(entries.items[4].name, "third");
    struct viewer staff = viewer_of(AUDIENCE_STAFF);
    assert_int_equal(entries_of(f, &staff).count, 6);
}

static void a_part_changes_with_what_leaves_it(void **state)
{
    struct fixture *f = *state;
    int64_t id = save_owner(f, "one", "x", 100);
    save_owner(f, "two", "y", 200);
    assert_int_equal(part_of(f, 1).changed_at, 200);
    write_begin(f);
    OK(articles_set_state(f->writer, id, ARTICLE_RETIRED, 300));
    write_end(f);
    assert_int_equal(part_of(f, 1).changed_at, 300);
    int64_t at = 0;
    OK(sitemap_changed_at(f->reader, &at));
    assert_int_equal(at, 300);
}

/* The guide itself is older than its owning of the phrase. */
static void a_phrase_changes_with_its_owner(void **state)
{
    struct fixture *f = *state;
    struct phrase phrase;
    int64_t id = save_owner(f, "one", "shared", 100);
    save_owner(f, "two", "shared,own", 200);
    OK(phrases_by_slug(f->reader, anybody, SLICE("shared"), &f->arena, &phrase));
    assert_int_equal(phrase.owner_since, 0);
    struct article_doc doc = doc_make("one", "one");
    save_doc(f, &doc, "one", "without", 300, SAVE_CHANGED);
    OK(phrases_by_slug(f->reader, anybody, SLICE("shared"), &f->arena, &phrase));
    assert_true(phrase.article_id != id);
    assert_true(phrase.owner_since > 300);
    struct sitemap_entries entries = entries_of(f, anybody);
    for (size_t i = 0; i < entries.count; i++) {
        bool moved = slice_eq_cstr(entries.items[i].name, "shared");
        if (moved)
            assert_int_equal(entries.items[i].changed_at, phrase.owner_since);
        else
            assert_true(entries.items[i].changed_at <= 300);
    }
    assert_int_equal(part_of(f, 1).changed_at, phrase.owner_since);
}

static void a_part_of_hidden_guides_is_none(void **state)
{
    struct fixture *f = *state;
    save_plain(f, "hidden", AUDIENCE_STAFF);
    assert_int_equal(part_of(f, 1).number, 0);
    save_plain(f, "open", AUDIENCE_EVERYONE);
    assert_int_equal(part_of(f, 1).number, 1);
    assert_int_equal(part_of(f, 2).number, 0);
}

static void parts_hold_their_ids(void **state)
{
    struct fixture *f = *state;
    char slug[16];
    write_begin(f);
    for (int i = 1; i <= SITEMAP_PART_IDS + 1; i++) {
        snprintf(slug, sizeof slug, "g%d", i);
        struct article_doc doc = doc_make(slug, slug);
        put_doc(f, &doc, slug, slug, i, SAVE_CREATED);
    }
    write_end(f);
    struct sitemap_part *parts = NULL;
    size_t count = 0;
    OK(sitemap_parts(f->reader, anybody, 1, 100, &f->arena, &parts, &count));
    assert_int_equal(count, 2);
    assert_int_equal(parts[0].changed_at, SITEMAP_PART_IDS);
    assert_int_equal(parts[1].changed_at, SITEMAP_PART_IDS + 1);
    assert_int_equal(entries_of(f, anybody).count, 100);
}

static void categories_are_all_that_hold_something(void **state)
{
    struct fixture *f = *state;
    struct article_doc doc = doc_make("one", "One");
    doc.meta.category = SLICE("mail/outlook");
    save_doc(f, &doc, "one", "one", 100, SAVE_CREATED);
    doc = doc_make("hidden", "Hidden");
    doc.meta.category = SLICE("secret");
    doc.meta.audience = AUDIENCE_STAFF;
    save_doc(f, &doc, "hidden", "hidden", 900, SAVE_CREATED);
    struct sitemap_entries entries;
    OK(sitemap_categories(f->reader, anybody, 100, &f->arena, &entries));
    assert_int_equal(entries.count, 2);
    TEXT(entries.items[0].name, "mail");
    TEXT(entries.items[1].name, "mail/outlook");
    assert_int_equal(entries.items[1].changed_at, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(entries_are_guides_then_their_phrases),
        TEST(a_part_changes_with_what_leaves_it),
        TEST(a_phrase_changes_with_its_owner),
        TEST(a_part_of_hidden_guides_is_none),
        TEST(parts_hold_their_ids),
        TEST(categories_are_all_that_hold_something),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
