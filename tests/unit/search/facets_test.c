/* Facets: how many of the matches are of each category, product and tag, for whom, under
 * which filters; and that the column in memory follows the index. */
#include "../../store/fixture.h"

#include "base/buf.h"
#include "search/search.h"
#include "store/postings.h"

struct made {
    const char *slug, *category, *product, *tags;
    enum audience audience;
};

/* All hold the word "common"; the titles hold their slugs. */
static const struct made library[] = {
    {"m1", "mail/outlook", "Outlook", "Sync,cache", AUDIENCE_EVERYONE},
    {"m2", "mail/outlook", "outlook", "sync", AUDIENCE_EVERYONE},
    {"m3", "mail/exchange", "Exchange", "sync", AUDIENCE_EVERYONE},
    {"p1", "print", "Paper & Ink", "paper jam", AUDIENCE_EVERYONE},
    {"s1", "mail/secret", "Outlook", "layoffs,sync", AUDIENCE_STAFF},
    {"k1", "mailroom", "", "", AUDIENCE_SIGNED_IN},
};
enum { LIBRARY = sizeof library / sizeof *library };

static int64_t put_guide(struct fixture *f, const struct made *made, const char *source)
{
    struct article_doc doc = doc_make(made->slug, made->slug);
    struct article *article;
    doc.meta.category = slice_cstr(made->category);
    doc.meta.product = slice_cstr(made->product);
    doc.meta.audience = made->audience;
    doc.meta.summary = SLICE("A common matter.");
    if (made->tags[0])
        doc.meta.tags = texts(f, made->tags);
    struct article_save save = {.doc = &doc,
                                .source = slice_cstr(source),
                                .source_path = slice_cstr(made->slug),
                                .at = 1};
    enum save_outcome outcome;
    int64_t id;
    write_begin(f);
    OK(articles_save(f->writer, &save, &f->problems, &id, &outcome));
    OK(articles_set_state(f->writer, id, ARTICLE_PUBLISHED, 1));
    OK(articles_by_id(f->writer, &viewer_system, id, &f->arena, &article));
    OK(search_index_article(f->writer, article));
    write_end(f);
    return id;
}

static void put_library(struct fixture *f)
{
    for (size_t i = 0; i < LIBRARY; i++)
        put_guide(f, &library[i], library[i].slug);
}

static struct search_results find(struct fixture *f, struct store *store,
                                  enum audience audience, struct search_query query)
{
    struct search_results results;
    struct viewer viewer = {.audience = audience};
    query.limit = 10;
    query.facets = true;
    if (store == f->reader)
        OK(store_read_begin(store, 0));
    OK(search_run(store, &viewer, &query, &f->arena, &results));
    if (store == f->reader)
        store_read_end(store);
    return results;
}

/* "value=count", the chosen one in brackets. */
static void check_facets(const struct facets *facets, const char *want, int line)
{
    struct buf text;
    buf_init(&text, 0);
    for (size_t i = 0; i < facets->count; i++) {
        const struct facet *facet = &facets->items[i];
        buf_add_format(&text, "%s%s" SLICE_FMT "=%lld%s", i ? " " : "",
                       facet->chosen ? "[" : "", SLICE_ARG(facet->value),
                       (long long)facet->count, facet->chosen ? "]" : "");
    }
    check_slice(buf_slice(&text), want, line);
    buf_release(&text);
}

static const struct {
    int line;
    enum audience audience;
    const char *text, *category, *product, *tag;
    const char *categories, *products, *tags;
} cases[] = {
    /* the most first, then by name; values fold; another's category is none of its prefix */
    {__LINE__, AUDIENCE_EVERYONE, "common", "", "", "", "mail=3 print=1",
     "outlook=2 exchange=1 paper & ink=1", "sync=3 cache=1 paper jam=1"},
    {__LINE__, AUDIENCE_SIGNED_IN, "common", "", "", "", "mail=3 mailroom=1 print=1",
     "outlook=2 exchange=1 paper & ink=1", "sync=3 cache=1 paper jam=1"},
    {__LINE__, AUDIENCE_STAFF, "common", "", "", "", "mail=4 mailroom=1 print=1",
     "outlook=3 exchange=1 paper & ink=1", "sync=4 cache=1 layoffs=1 paper jam=1"},
    /* only matches count; a category that is all of them is opened */
    {__LINE__, AUDIENCE_EVERYONE, "m3", "", "", "", "mail/exchange=1", "exchange=1",
     "sync=1"},
    {__LINE__, AUDIENCE_EVERYONE, "s1 layoffs", "", "", "", "", "", ""},
    {__LINE__, AUDIENCE_EVERYONE, "zzzz", "", "", "", "", "", ""},
    /* a filter narrows the others, and leaves its own choices */
    {__LINE__, AUDIENCE_EVERYONE, "common", "", "Outlook", "", "mail/outlook=2",
     "[outlook=2] exchange=1 paper & ink=1", "sync=2 cache=1"},
    {__LINE__, AUDIENCE_EVERYONE, "common", "mail", "", "",
     "mail/outlook=2 mail/exchange=1", "outlook=2 exchange=1", "sync=3 cache=1"},
    {__LINE__, AUDIENCE_EVERYONE, "common", "", "", "CACHE", "mail/outlook=1",
     "outlook=1", "sync=3 [cache=1] paper jam=1"},
    /* two filters: what fails both counts nowhere */
    {__LINE__, AUDIENCE_EVERYONE, "common", "", "exchange", "cache", "", "outlook=1",
     "sync=1"},
    /* a filter by what only hidden guides have tells nothing of them */
    {__LINE__, AUDIENCE_EVERYONE, "common", "mail/secret", "", "", "", "", ""},
    {__LINE__, AUDIENCE_EVERYONE, "common", "", "", "layoffs", "", "",
     "sync=3 cache=1 paper jam=1"},
    {__LINE__, AUDIENCE_EVERYONE, "common", "", "", "no such tag", "", "",
     "sync=3 cache=1 paper jam=1"},
};

static void test_cases(void **state)
{
    struct fixture *f = *state;
    put_library(f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_query query = {.text = slice_cstr(cases[i].text),
                                     .category = slice_cstr(cases[i].category),
                                     .product = slice_cstr(cases[i].product),
                                     .tag = slice_cstr(cases[i].tag)};
        struct search_results results = find(f, f->reader, cases[i].audience, query);
        check_facets(&results.facets[FACET_CATEGORY], cases[i].categories, cases[i].line);
        check_facets(&results.facets[FACET_PRODUCT], cases[i].products, cases[i].line);
        check_facets(&results.facets[FACET_TAG], cases[i].tags, cases[i].line);
    }
}

static void test_most_are_offered(void **state)
{
    struct fixture *f = *state;
    static char names[60][2][24];
    for (int i = 0; i < 60; i++) {
        snprintf(names[i][0], sizeof names[i][0], "guide-%02d", i);
        snprintf(names[i][1], sizeof names[i][1], "value-%02d", i);
        struct made made = {names[i][0], names[i][1], names[i][1], names[i][1], 0};
        put_guide(f, &made, names[i][0]);
    }
    struct search_results results =
        find(f, f->reader, 0, (struct search_query){.text = SLICE("common")});
    assert_int_equal(results.total, 60);
    assert_int_equal(results.facets[FACET_CATEGORY].count, 20);
    assert_int_equal(results.facets[FACET_PRODUCT].count, 8);
    assert_int_equal(results.facets[FACET_TAG].count, 10);
    TEXT(results.facets[FACET_TAG].items[9].value, "value-09");
}

/* A change may be told some moments late; a number that is another guide's by now never
 * tells the values of the one before. */
static void test_column_follows_the_index(void **state)
{
    struct fixture *f = *state;
    const struct search_query query = {.text = SLICE("common")};
    const struct made secret = {"a-first", "hidden", "Hidden", "hidden", AUDIENCE_STAFF};
    int64_t id = put_guide(f, &secret, "secret");
    put_library(f);
    check_facets(&find(f, f->reader, 0, query).facets[FACET_CATEGORY], "mail=3 print=1",
                 __LINE__);
    write_begin(f);
    OK(articles_set_state(f->writer, id, ARTICLE_RETIRED, 2));
    OK(search_remove_article(f->writer, id));
    OK(search_reindex(f->writer)); /* every number is another guide's */
    write_end(f);
    check_facets(&find(f, f->reader, 0, query).facets[FACET_CATEGORY], "mail=3 print=1",
                 __LINE__);
    check_facets(&find(f, f->reader, AUDIENCE_STAFF, query).facets[FACET_TAG],
                 "sync=4 cache=1 layoffs=1 paper jam=1", __LINE__);
}

/* What a writer sees may be undone: it is told to nobody else. */
static void test_undone_is_not_kept(void **state)
{
    struct fixture *f = *state;
    const struct search_query query = {.text = SLICE("common")};
    struct article *article;
    int64_t id = put_guide(f, &library[0], "one");
    OK(articles_by_id(f->writer, &viewer_system, id, &f->arena, &article));
    article->doc.meta.category = SLICE("undone");
    write_begin(f);
    OK(search_index_article(f->writer, article));
    check_facets(&find(f, f->writer, 0, query).facets[FACET_CATEGORY], "undone=1",
                 __LINE__);
    OK(store_item_end(f->writer, false));
    OK(store_batch_commit(f->writer));
    check_facets(&find(f, f->reader, 0, query).facets[FACET_CATEGORY], "mail/outlook=1",
                 __LINE__);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_cases),
        TEST(test_most_are_offered),
        TEST(test_column_follows_the_index),
        TEST(test_undone_is_not_kept),
    };
    return cmocka_run_group_tests_name("search/facets", tests, NULL, NULL);
}
