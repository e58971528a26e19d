/* Trees, partners, people, small values and phrases. */
#include "fixture.h"

#include "store/ledger.h"
#include "store/partner_rules.h"

static const struct viewer *const anybody = &viewer_anonymous;

/* ---- trees ------------------------------------------------------------------------- */

static enum save_outcome put_tree(struct fixture *f, const struct tree_save *save)
{
    enum save_outcome outcome;
    write_begin(f);
    OK(trees_save(f->writer, save, &outcome));
    write_end(f);
    return outcome;
}

static void trees(void **state)
{
    struct fixture *f = *state;
    struct tree_save save = {.slug = SLICE("ost"),
                             .title = SLICE("Größe 日本"),
                             .description = SLICE(""),
                             .source = SLICE("{\"a\":1}"),
                             .layout = SLICE("\0\x01pos"),
                             .at = 7,
                             .who = SLICE("me")};
    struct stored_tree first, tree, *list;
    size_t n;
    assert_int_equal(put_tree(f, &save), SAVE_CREATED);
    OK(trees_by_slug(f->reader, anybody, SLICE("ost"), &f->arena, &first));
    assert_true(slice_eq(first.layout, save.layout) && slice_eq(first.title, save.title));
    assert_int_equal(first.revision, 1);
    assert_int_equal(first.updated_at, 7);
    save.at = 8;
    assert_int_equal(put_tree(f, &save), SAVE_UNCHANGED);
    save.layout = SLICE("new drawing");
    assert_int_equal(put_tree(f, &save), SAVE_CHANGED);
    OK(trees_by_slug(f->reader, anybody, SLICE("ost"), &f->arena, &tree));
    assert_int_equal(tree.revision, 1);
    TEXT(tree.layout, "new drawing");
    save.source = SLICE("{\"a\":2}"), save.title = SLICE("Two"), save.at = 9;
    assert_int_equal(put_tree(f, &save), SAVE_CHANGED);
    OK(trees_by_slug(f->reader, anybody, SLICE("ost"), &f->arena, &tree));
    assert_int_equal(tree.revision, 2);
    assert_int_equal(tree.updated_at, 9);
    OK(trees_by_revision(f->reader, first.revision_id, &f->arena, &tree));
    TEXT(tree.source, "{\"a\":1}");
    TEXT(tree.title, "Größe 日本");
    CHECK(trees_by_slug(f->reader, anybody, SLICE("x"), &f->arena, &tree),
          STATUS_NOT_FOUND);
    CHECK(trees_by_revision(f->reader, 99, &f->arena, &tree), STATUS_NOT_FOUND);
    save.slug = SLICE("aaa");
    put_tree(f, &save);
    OK(trees_list(f->reader, anybody, &f->arena, &list, &n));
    assert_int_equal(n, 2);
    TEXT(list[0].slug, "aaa");
    TEXT(list[1].title, "Two");
    assert_int_equal(list[1].source.len, 0);
}

static void expect_tree(struct fixture *f, const char *slug, const char *today)
{
    struct stored_tree tree = {0};
    OK(trees_by_slug(f->reader, anybody, slice_cstr(slug), &f->arena, &tree));
    TEXT(tree.slug, today);
}

/* Retired, it is gone for readers alone; renamed, it is found under both slugs. */
static void trees_retire_and_move(void **state)
{
    struct fixture *f = *state;
    struct tree_save save = {.slug = SLICE("old"),
                             .title = SLICE("T"),
                             .description = SLICE(""),
                             .source = SLICE("1"),
                             .layout = SLICE(""),
                             .at = 7,
                             .who = SLICE("me")};
    struct stored_tree tree, *list;
    struct slice *slugs;
    enum save_outcome outcome;
    size_t n;
    put_tree(f, &save);
    OK(trees_any_by_slug(f->reader, SLICE("old"), &f->arena, &tree));
    write_begin(f);
    CHECK(trees_set_retired(f->writer, tree.id, false, 8), STATUS_CONFLICT);
    OK(trees_set_retired(f->writer, tree.id, true, 8));
    CHECK(trees_set_retired(f->writer, tree.id, true, 8), STATUS_CONFLICT);
    write_end(f);
    CHECK(trees_by_slug(f->reader, anybody, SLICE("old"), &f->arena, &tree), STATUS_GONE);
    OK(trees_any_by_slug(f->reader, SLICE("old"), &f->arena, &tree));
    assert_true(tree.retired);
    OK(trees_list(f->reader, anybody, &f->arena, &list, &n));
    assert_int_equal(n, 0);
    save.source = SLICE("2"); /* an import leaves it as it is, a publication does not */
    put_tree(f, &save);
    CHECK(trees_by_slug(f->reader, anybody, SLICE("old"), &f->arena, &tree), STATUS_GONE);
    save.publish = true;
    assert_int_equal(put_tree(f, &save), SAVE_CHANGED);
    expect_tree(f, "old", "old");
    OK(trees_any_by_slug(f->reader, SLICE("old"), &f->arena, &tree));
    save.tree_id = tree.id, save.slug = SLICE("new"), save.source = SLICE("3");
    assert_int_equal(put_tree(f, &save), SAVE_CHANGED);
    expect_tree(f, "old", "new");
    expect_tree(f, "new", "new");
    OK(trees_old_slugs(f->reader, tree.id, 9, &f->arena, &slugs, &n));
    assert_int_equal(n, 1);
    TEXT(slugs[0], "old");
    struct tree_save other = save;
    other.tree_id = 0, other.slug = SLICE("old");
    write_begin(f);
    CHECK(trees_save(f->writer, &other, &outcome), STATUS_CONFLICT);
    write_end(f);
    save.slug = SLICE("old"), save.source = SLICE("1");
    put_tree(f, &save);
    expect_tree(f, "new", "old");
    OK(trees_old_slugs(f->reader, tree.id, 9, &f->arena, &slugs, &n));
    assert_int_equal(n, 1);
}

/* ---- partners and people ----------------------------------------------------------- */

static enum save_outcome put_partner(struct fixture *f, const struct partner *partner)
{
    enum save_outcome outcome;
    write_begin(f);
    const struct partner_save save = {partner, SLICE("{}"), 5, SLICE("me"), SLICE("so")};
    OK(partners_save(f->writer, &save, &outcome));
    write_end(f);
    return outcome;
}

static void partners(void **state)
{
    struct fixture *f = *state;
    struct plan plans[] = {
        {.name = SLICE("Família"),
         .currency = "EUR",
         .monthly_minor = 199,
         .annual_minor = NONE_INT,
         .remark = SLICE("–")},
        {.name = SLICE(""),
         .currency = "JPY",
         .monthly_minor = NONE_INT,
         .annual_minor = 0},
    };
    struct partner saved = {.slug = SLICE("p"),
                            .name = SLICE("Pärtner"),
                            .status = PARTNER_APPLIED,
                            .url = SLICE("https://x"),
                            .categories = texts(f, "email,web/x"),
                            .features = texts(f, "a,,b"),
                            .plans = plans,
                            .plan_count = 2};
    assert_int_equal(put_partner(f, &saved), SAVE_CREATED);
    assert_int_equal(put_partner(f, &saved), SAVE_UNCHANGED);
    struct partner got, *list;
    OK(partners_by_slug(f->reader, SLICE("p"), &f->arena, &got));
    TEXT(got.name, "Pärtner");
    TEXT(got.program, "");
    assert_int_equal(got.updated_at, 5);
    assert_int_equal(got.features.count, 3);
    TEXT(got.features.items[1], "");
    assert_int_equal(got.categories.count, 2);
    assert_int_equal(got.tags.count, 0);
    assert_int_equal(got.plan_count, 2);
    assert_string_equal(got.plans[0].currency, "EUR");
    assert_true(got.plans[0].annual_minor == NONE_INT &&
                got.plans[0].monthly_minor == 199);
    assert_true(got.plans[1].annual_minor == 0 && got.plans[1].monthly_minor == NONE_INT);
    TEXT(got.plans[0].remark, "–");
    plans[1].annual_minor = 1;
    assert_int_equal(put_partner(f, &saved), SAVE_CHANGED);
    saved.status = PARTNER_ACTIVE, saved.plan_count = 1;
    assert_int_equal(put_partner(f, &saved), SAVE_CHANGED);
    struct partner bare = {.slug = SLICE("bare")};
    assert_int_equal(put_partner(f, &bare), SAVE_CREATED);
    size_t n;
    OK(partners_list(f->reader, &f->arena, &list, &n));
    assert_int_equal(n, 2);
    TEXT(list[0].slug, "bare");
    assert_int_equal(list[1].status, PARTNER_ACTIVE);
    assert_int_equal(list[1].plan_count, 1);
    CHECK(partners_by_slug(f->reader, SLICE("x"), &f->arena, &got), STATUS_NOT_FOUND);
}

static void the_ledger(void **state)
{
    struct fixture *f = *state;
    struct partner partner = {.slug = SLICE("p"), .name = SLICE("P")};
    struct partner_event *events;
    struct partner_revision *revisions, revision;
    size_t n;
    put_partner(f, &partner);
    partner.name = SLICE("Q");
    put_partner(f, &partner);
    partner.status = PARTNER_ACTIVE;
    put_partner(f, &partner);
    assert_int_equal(put_partner(f, &partner), SAVE_UNCHANGED);
    OK(partners_by_slug(f->reader, SLICE("p"), &f->arena, &partner));
    assert_int_equal(partner.revision, 3);
    assert_int_equal(partner.status_since, 5);
    OK(partners_events(f->reader, partner.id, &f->arena, &events, &n));
    assert_int_equal(n, 2);
    assert_int_equal(events[0].status, PARTNER_ACTIVE);
    TEXT(events[0].why, "so");
    assert_int_equal(events[1].status, PARTNER_APPLIED);
    OK(partners_revisions(f->reader, partner.id, 3, 10, &f->arena, &revisions, &n));
    assert_int_equal(n, 2);
    assert_int_equal(revisions[0].number, 2);
    OK(partners_revision(f->reader, partner.id, 1, &f->arena, &revision));
    TEXT(revision.source, "{}");
    TEXT(revision.who, "me");
    CHECK(partners_revision(f->reader, partner.id, 4, &f->arena, &revision),
          STATUS_NOT_FOUND);
}

/* The ledger's numbers go on, whatever a partner becomes; its first words stay. */
static void the_ledger_goes_on(void **state)
{
    static const enum partner_status way[] = {PARTNER_ACTIVE, PARTNER_PAUSED,
                                              PARTNER_ENDED, PARTNER_APPLIED};
    enum { STEPS = sizeof way / sizeof *way };
    struct fixture *f = *state;
    struct partner partner = {.slug = SLICE("p"), .name = SLICE("P")};
    struct partner_event *events;
    struct partner_revision *revisions;
    size_t n;
    put_partner(f, &partner);
    for (int i = 0; i < STEPS; i++) {
        partner.status = way[i];
        assert_int_equal(put_partner(f, &partner), SAVE_CHANGED);
    }
    OK(partners_by_slug(f->reader, SLICE("p"), &f->arena, &partner));
    OK(partners_events(f->reader, partner.id, &f->arena, &events, &n));
    assert_int_equal(n, STEPS + 1);
    for (size_t i = 0; i < STEPS; i++)
        assert_int_equal(events[i].status, way[STEPS - 1 - i]);
    assert_int_equal(events[STEPS].status, PARTNER_APPLIED);
    OK(partners_revisions(f->reader, partner.id, INT64_MAX, 10, &f->arena, &revisions,
                          &n));
    assert_int_equal(n, STEPS + 1);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(revisions[i].number, (int64_t)(n - i));
}

/* Rules without the rest, and a number that tells every save. */
static void rules_of_partners(void **state)
{
    struct fixture *f = *state;
    struct partner first = {.slug = SLICE("z"),
                            .name = SLICE("Z"),
                            .categories = texts(f, "email,web"),
                            .tags = texts(f, "a,b,c"),
                            .features = texts(f, "not,a,rule")};
    struct partner second = {.slug = SLICE("b"),
                             .name = SLICE("B"),
                             .status = PARTNER_ENDED,
                             .products = texts(f, "X")};
    struct partner *list;
    int64_t before, after;
    size_t n;
    OK(partners_version(f->reader, &before));
    put_partner(f, &first);
    put_partner(f, &second);
    OK(partners_version(f->reader, &after));
    assert_true(after > before);
    put_partner(f, &second);
    OK(partners_version(f->reader, &before));
    assert_int_equal(before, after);
    OK(partners_rules(f->reader, &f->arena, &list, &n));
    assert_int_equal(n, 2);
    TEXT(list[0].slug, "b");
    assert_int_equal(list[0].status, PARTNER_ENDED);
    assert_int_equal(list[0].products.count, 1);
    assert_int_equal(list[0].tags.count, 0);
    TEXT(list[1].slug, "z");
    assert_int_equal(list[1].categories.count, 2);
    assert_int_equal(list[1].tags.count, 3);
    TEXT(list[1].tags.items[2], "c");
    assert_int_equal(list[1].features.count, 0);
}

static void disclosures(void **state)
{
    struct fixture *f = *state;
    struct disclosure *list, current;
    struct disclosure next = {.number = 2,
                              .at = 77,
                              .who = SLICE("me"),
                              .why = SLICE("law"),
                              .whole = SLICE("All"),
                              .brief = SLICE("A")};
    size_t n;
    OK(disclosures_current(f->reader, &f->arena, &current));
    assert_int_equal(current.number, 1);
    write_begin(f);
    OK(disclosures_add(f->writer, &next));
    CHECK(disclosures_add(f->writer, &next), STATUS_CONFLICT);
    write_end(f);
    OK(disclosures_list(f->reader, &f->arena, &list, &n));
    assert_int_equal(n, 2);
    TEXT(list[0].whole, "All");
    TEXT(list[0].brief, "A");
    assert_int_equal(list[1].number, 1);
}

static void clicks(void **state)
{
    struct fixture *f = *state;
    struct partner partner = {.slug = SLICE("p")};
    int64_t count;
    put_partner(f, &partner);
    OK(partners_by_slug(f->reader, SLICE("p"), &f->arena, &partner));
    write_begin(f);
    OK(partners_count_click(f->writer, partner.id, 100));
    OK(partners_count_click(f->writer, partner.id, 100));
    OK(partners_count_click(f->writer, partner.id, 101));
    CHECK(partners_count_click(f->writer, 999, 101), STATUS_NOT_FOUND);
    write_end(f);
    OK(partners_clicks(f->reader, partner.id, &count));
    assert_int_equal(count, 3);
    OK(partners_clicks(f->reader, 999, &count));
    assert_int_equal(count, 0);
}

static enum save_outcome put_person(struct fixture *f, const struct person *person)
{
    enum save_outcome outcome;
    write_begin(f);
    OK(people_save(f->writer, person, SLICE("{}"), &outcome));
    write_end(f);
    return outcome;
}

static void people(void **state)
{
    struct fixture *f = *state;
    struct person saved = {.slug = SLICE("tamem-j"),
                           .name = SLICE("Tamém Ј"),
                           .expertise = texts(f, "one,two,three")};
    assert_int_equal(put_person(f, &saved), SAVE_CREATED);
    assert_int_equal(put_person(f, &saved), SAVE_UNCHANGED);
    struct person got, *list;
    OK(people_by_slug(f->reader, SLICE("tamem-j"), &f->arena, &got));
    TEXT(got.name, "Tamém Ј");
    TEXT(got.statement, "");
    assert_int_equal(got.expertise.count, 3);
    TEXT(got.expertise.items[2], "three");
    saved.expertise.count = 2;
    assert_int_equal(put_person(f, &saved), SAVE_CHANGED);
    size_t n;
    OK(people_list(f->reader, &f->arena, &list, &n));
    assert_int_equal(n, 1);
    assert_int_equal(list[0].expertise.count, 2);
    CHECK(people_by_slug(f->reader, SLICE("x"), &f->arena, &got), STATUS_NOT_FOUND);
}

static void values(void **state)
{
    struct fixture *f = *state;
    struct slice value;
    CHECK(values_get(f->reader, SLICE("m"), &f->arena, &value), STATUS_NOT_FOUND);
    write_begin(f);
    OK(values_put(f->writer, SLICE("m"), SLICE("a\0b\xFF")));
    OK(values_put(f->writer, SLICE("empty"), (struct slice){0}));
    write_end(f);
    OK(values_get(f->reader, SLICE("m"), &f->arena, &value));
    assert_true(slice_eq(value, SLICE("a\0b\xFF")));
    OK(values_get(f->reader, SLICE("empty"), &f->arena, &value));
    assert_int_equal(value.len, 0);
    /* Only a change touches the content. */
    const uint64_t key = STORE_KEY_CONTENT;
    uint64_t before = store_hub_sequence(f->hub);
    write_begin(f);
    OK(values_put(f->writer, SLICE("m"), SLICE("a\0b\xFF")));
    write_end(f);
    assert_true(store_hub_fresh(f->hub, &key, 1, before));
    write_begin(f);
    OK(values_put(f->writer, SLICE("m"), SLICE("x")));
    write_end(f);
    assert_false(store_hub_fresh(f->hub, &key, 1, before));
}

/* ---- phrases ----------------------------------------------------------------------- */

static int64_t save_owner(struct fixture *f, const char *slug, const char *queries,
                          enum save_outcome want)
{
    static int times;
    char source[32];
    struct article_doc doc = doc_make(slug, slug);
    doc.meta.queries = *queries ? texts(f, queries) : (struct slices){0};
    snprintf(source, sizeof source, "source %d", times++);
    return save_doc(f, &doc, slug, source, 1, want);
}

static void expect_owner(struct fixture *f, const char *normal, int64_t owner)
{
    struct phrase phrase;
    OK(phrases_by_normal(f->reader, anybody, slice_cstr(normal), &f->arena, &phrase));
    assert_int_equal(phrase.article_id, owner);
}

static void phrases_owned(void **state)
{
    struct fixture *f = *state;
    int64_t a = save_owner(f, "a", "Outlook  “OST” Error!,Second one", SAVE_CREATED);
    struct phrase phrase;
    OK(phrases_by_normal(f->reader, anybody, SLICE("outlook \"ost\" error"), &f->arena,
                         &phrase));
    TEXT(phrase.text, "Outlook  “OST” Error!");
    TEXT(phrase.article_slug, "a");
    TEXT(phrase.article_title, "a");
    struct phrase same;
    OK(phrases_by_slug(f->reader, anybody, phrase.slug, &f->arena, &same));
    assert_int_equal(same.id, phrase.id);
    /* Another guide that asks for it gets a warning, not the phrase. */
    int64_t b = save_owner(f, "b", "second ONE,third", SAVE_CREATED);
    assert_int_equal(f->problems.warnings, 1);
    TEXT(problems_at(&f->problems, 0)->code, "phrase.owned");
    TEXT(problems_at(&f->problems, 0)->field, "queries");
    expect_owner(f, "second one", a);
    /* Let go by its owner it moves to who asked; without one it stays, ownerless. */
    save_owner(f, "a", "third", SAVE_CHANGED);
    expect_owner(f, "second one", b);
    expect_owner(f, "third", b);
    expect_owner(f, "outlook \"ost\" error", 0);
    save_owner(f, "c", "outlook \"ost\" error", SAVE_CREATED);
    /* Retiring frees nothing. */
    write_begin(f);
    OK(articles_set_state(f->writer, b, ARTICLE_RETIRED, 9));
    write_end(f);
    CHECK(phrases_by_normal(f->reader, anybody, SLICE("third"), &f->arena, &phrase),
          STATUS_NOT_FOUND);
    save_owner(f, "d", "third", SAVE_CREATED);
    CHECK(phrases_by_normal(f->reader, anybody, SLICE("third"), &f->arena, &phrase),
          STATUS_NOT_FOUND);
}

static void phrases_pinned(void **state)
{
    struct fixture *f = *state;
    struct article_doc doc = doc_make("a", "A");
    doc.meta.related_queries = texts(f, "Later,Nobody,Mine");
    doc.meta.queries = texts(f, "Mine");
    int64_t a = save_doc(f, &doc, "a", "1", 1, SAVE_CREATED);
    expect_owner(f, "later", 0);
    struct phrases found;
    OK(phrases_by_texts(f->reader, anybody, &doc.meta.related_queries, &f->arena,
                        &found));
    assert_int_equal(found.count, 1);
    int64_t b = save_owner(f, "b", "later", SAVE_CREATED);
    OK(phrases_by_texts(f->reader, anybody, &doc.meta.related_queries, &f->arena,
                        &found));
    assert_int_equal(found.count, 2);
    assert_int_equal(found.items[0].article_id, b);
    assert_int_equal(found.items[1].article_id, a);
}

/* Phrases that differ only in marks share a slug; the second is made distinct. */
static void phrase_slugs_distinct(void **state)
{
    struct fixture *f = *state;
    save_owner(f, "a", "error: 0x80/4,error 0x80 4,…", SAVE_CREATED);
    struct phrases list;
    struct slice next;
    OK(phrases_list(f->reader, anybody, SLICE(""), 10, &f->arena, &list, &next));
    assert_true(list.count >= 2);
    assert_false(slice_eq(list.items[0].slug, list.items[1].slug));
    for (size_t i = 0; i < list.count; i++) {
        struct phrase same;
        OK(phrases_by_slug(f->reader, anybody, list.items[i].slug, &f->arena, &same));
        assert_int_equal(same.id, list.items[i].id);
    }
}

static void phrases_paged(void **state)
{
    struct fixture *f = *state;
    char queries[1024] = "";
    for (int i = 0; i < 60; i++)
        sprintf(queries + strlen(queries), "%sphrase %02d", i ? "," : "", i);
    save_owner(f, "a", queries, SAVE_CREATED);
    struct slice after = SLICE("");
    struct phrases page;
    size_t total = 0;
    do {
        OK(phrases_list(f->reader, anybody, after, 7, &f->arena, &page, &after));
        for (size_t i = 0; i < page.count; i++, total++) {
            char want[32];
            snprintf(want, sizeof want, "phrase %02zu", total);
            TEXT(page.items[i].text, want);
        }
    } while (after.len);
    assert_int_equal(total, 60);
}

/* The bytes of the file are kept, and other bytes of the same entry are a change. */
static void files_are_kept(void **state)
{
    struct fixture *f = *state;
    struct partner partner = {.slug = SLICE("p"), .name = SLICE("P")};
    struct person person = {.slug = SLICE("x"), .name = SLICE("X")};
    static const char *const files[] = {"{ }", "{}\r\n", "{}\r\n"};
    static const enum save_outcome wanted[] = {SAVE_CREATED, SAVE_CHANGED,
                                               SAVE_UNCHANGED};
    for (int i = 0; i < 3; i++) {
        enum save_outcome outcome[2];
        struct slice source;
        write_begin(f);
        const struct partner_save save = {
            .partner = &partner, .source = slice_cstr(files[i]), .at = 5};
        OK(partners_save(f->writer, &save, &outcome[0]));
        OK(people_save(f->writer, &person, slice_cstr(files[i]), &outcome[1]));
        write_end(f);
        assert_int_equal(outcome[0], wanted[i]);
        assert_int_equal(outcome[1], wanted[i]);
        OK(partners_source(f->reader, SLICE("p"), &f->arena, &source));
        TEXT(source, files[i]);
        OK(people_source(f->reader, SLICE("x"), &f->arena, &source));
        TEXT(source, files[i]);
    }
    struct slice none;
    CHECK(people_source(f->reader, SLICE("p"), &f->arena, &none), STATUS_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(trees),
        TEST(trees_retire_and_move),
        TEST(partners),
        TEST(the_ledger),
        TEST(the_ledger_goes_on),
        TEST(rules_of_partners),
        TEST(disclosures),
        TEST(clicks),
        TEST(people),
        TEST(values),
        TEST(phrases_owned),
        TEST(phrases_pinned),
        TEST(phrase_slugs_distinct),
        TEST(phrases_paged),
        TEST(files_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
