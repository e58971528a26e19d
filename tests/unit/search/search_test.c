/* Finding: ranking, spelling, codes, filters, who may see what, and an index that follows
 * every change. */
#include "../../store/fixture.h"

#include "base/buf.h"
#include "base/clock.h"
#include "search/search.h"
#include "store/postings.h"

#include <cjson/cJSON.h>

/* ---- articles -------------------------------------------------------------------------
 */

struct made {
    const char *slug, *title, *symptoms, *body;
    const char *category, *product, *tags, *queries;
    enum audience audience;
};

static const struct made library[] = {
    {"ost", "Outlook OST sync errors in cached mode",
     "Outlook shows Send/Receive errors. Error 0x800704CF appears in the status bar.",
     "The offline data file falls behind the mailbox. Run Test-NetConnection "
     "outlook.office365.com and look at the proxy settings. Restart the computer.",
     "email/outlook", "Outlook", "outlook,sync", "azure ad connect sync error", 0},
    {"teams-camera", "Teams camera not detected",
     "The camera picture is black during meetings.",
     "Another application may be using the camera. Close the other programs. The network "
     "location cannot be reached is another message that has nothing to do with it.",
     "collaboration/teams", "Teams", "camera", "", 0},
    {"okta", "Okta sign-in loop", "The browser keeps signing you in again and again.",
     "Clear the cookies of the sign-in page. Single sign-on needs third-party cookies. "
     "AADSTS50011 is answered by the administrator.",
     "identity/okta", "Okta", "sso,login", "", 0},
    {"vpn", "VPN does not connect from home", "The network location cannot be reached.",
     "Your provider may block the port. Ask for help at the service desk.", "network/vpn",
     "VPN", "network", "", 0},
    {"staff-only", "Resetting the directory restore password",
     "Nobody can sign in to a domain controller.",
     "The outlook for a recovery is good when a backup exists.", "identity/ad",
     "Active Directory", "secret", "restore mode password", AUDIENCE_STAFF},
    {"cjk", "\u7535\u5B50\u90AE\u4EF6\u540C\u6B65\u9519\u8BEF",
     "\u65E0\u6CD5\u63A5\u6536\u90AE\u4EF6\u3002",
     "\u8BF7\u91CD\u65B0\u542F\u52A8\u8BA1\u7B97\u673A\u3002", "email/outlook", "Outlook",
     "", "", 0},
};
enum { LIBRARY = sizeof library / sizeof *library };

static struct article_doc make_doc(struct fixture *f, const struct made *made)
{
    struct article_doc doc = doc_make(made->slug, made->title);
    doc.meta.category = slice_cstr(made->category);
    doc.meta.product = slice_cstr(made->product);
    doc.meta.audience = made->audience;
    if (made->tags[0])
        doc.meta.tags = texts(f, made->tags);
    if (made->queries[0])
        doc.meta.queries = texts(f, made->queries);
    doc.sections = ARENA_ARRAY(&f->arena, 2, struct section);
    doc.section_count = 2;
    doc.sections[0] = (struct section){.kind = SECTION_SYMPTOMS,
                                       .title = SLICE("Symptoms"),
                                       .anchor = SLICE("symptoms"),
                                       .text = slice_cstr(made->symptoms),
                                       .minutes = NONE_INT};
    doc.sections[1] = (struct section){.kind = SECTION_FIX,
                                       .title = SLICE("How to fix"),
                                       .anchor = SLICE("how-to-fix"),
                                       .minutes = NONE_INT};
    doc.steps = ARENA_ARRAY(&f->arena, 1, struct step);
    doc.step_count = 1;
    doc.steps[0] = (struct step){.number = 1,
                                 .anchor = SLICE("step-1"),
                                 .title = SLICE("Do this"),
                                 .minutes = NONE_INT,
                                 .section = 1,
                                 .text = slice_cstr(made->body)};
    return doc;
}

static int64_t put_made(struct fixture *f, const struct made *made, const char *source)
{
    struct article_doc doc = make_doc(f, made);
    struct article_save save = {.doc = &doc,
                                .source = slice_cstr(source),
                                .source_path = slice_cstr(made->slug),
                                .at = 1};
    enum save_outcome outcome;
    struct article *article;
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
        put_made(f, &library[i], library[i].slug);
}

static struct search_results find_as(struct fixture *f, const struct viewer *viewer,
                                     const struct search_query *query)
{
    struct search_results results;
    OK(store_read_begin(f->reader, 0));
    OK(search_run(f->reader, viewer, query, &f->arena, &results));
    store_read_end(f->reader);
    return results;
}

static struct search_results find(struct fixture *f, const char *text)
{
    struct search_query query = {.text = slice_cstr(text), .limit = 10};
    return find_as(f, &viewer_anonymous, &query);
}

static void check_first(struct fixture *f, const char *text, const char *slug, int line)
{
    struct search_results results = find(f, text);
    if (results.count == 0)
        fail_msg("line %d: '%s' found nothing", line, text);
    if (!slice_eq_cstr(results.hits[0].head.slug, slug))
        fail_msg("line %d: '%s' found " SLICE_FMT, line, text,
                 SLICE_ARG(results.hits[0].head.slug));
}
#define FIRST(text, slug) check_first(f, (text), (slug), __LINE__)
#define NOTHING(text) assert_int_equal(find(f, (text)).count, 0)

/* ---- what is found ----------------------------------------------------------------- */

static void test_first_hits(void **state)
{
    struct fixture *f = *state;
    put_library(f);
    /* words, in any order and case; a title before a text; a phrase as it stands */
    FIRST("cached mode outlook", "ost");
    FIRST("CAMERA", "teams-camera");
    FIRST("azure ad connect sync error", "ost");
    FIRST("the network location cannot be reached", "vpn");
    /* forms, synonyms, questions */
    FIRST("syncing", "ost");
    FIRST("connection home", "vpn");
    FIRST("reboot the pc", "ost");
    FIRST("2fa sso", "okta");
    FIRST("how do i fix a sign in loop in my browser?", "okta");
    FIRST("signin", "okta");
    /* codes in every notation, wholes, parts */
    FIRST("0x800704cf", "ost");
    FIRST("800704CF", "ost");
    FIRST("-2147023665", "ost");
    FIRST("2147943631", "ost");
    FIRST("failed with hr=0x800704CFL.", "ost");
    FIRST("AADSTS50011", "okta");
    FIRST("aadsts 50011", "okta");
    FIRST("outlook.office365.com", "ost");
    FIRST("office 365", "ost");
    FIRST("Test-NetConnection", "ost");
    /* a pasted line */
    FIRST("2026-03-11 18:14:05,482 ERROR [main] \u201CThe network location cannot be "
          "reached\u201D",
          "vpn");
    /* half a word */
    FIRST("teams cam", "teams-camera");
    /* CJK */
    FIRST("\u540C\u6B65\u9519\u8BEF", "cjk");
    FIRST("\u8BA1\u7B97", "cjk");
}

static void test_nothing_is_found(void **state)
{
    struct fixture *f = *state;
    NOTHING("outlook"); /* an index without articles */
    put_library(f);
    NOTHING("");
    NOTHING("   ");
    NOTHING("?!... \"' * ( ) :");
    NOTHING("xyzzy");
    NOTHING("how to xyzzy");
    NOTHING("\xFF\xFE");
}

static void test_spelling(void **state)
{
    struct fixture *f = *state;
    put_library(f);
    FIRST("outlok cahced mode", "ost");
    TEXT(find(f, "Outlok in cahced mode!").corrected, "outlook in cached mode!");
    FIRST("cookeis", "okta");
    FIRST("appllicaton using", "teams-camera");
    TEXT(find(f, "camera").corrected, "");
    TEXT(find(f, "teams cam").corrected, "");
    TEXT(find(f, "0x800704d0 a1b2c3").corrected, "");
    struct search_query literal = {
        .text = SLICE("cookeis "), .limit = 10, .literal = true};
    struct search_results results = find_as(f, &viewer_anonymous, &literal);
    assert_int_equal(results.count, 0);
    assert_int_equal(results.corrected.len, 0);
}

static void test_who_may_see(void **state)
{
    struct fixture *f = *state;
    put_library(f);
    struct search_query query = {.text = SLICE("directory restore password"),
                                 .limit = 10};
    struct viewer signed_in = viewer_of(AUDIENCE_SIGNED_IN);
    NOTHING("restore password secret");
    assert_int_equal(find_as(f, &signed_in, &query).count, 0);
    struct search_results results = find_as(f, &viewer_system, &query);
    TEXT(results.hits[0].head.slug, "staff-only");
    /* a hidden guide neither counts nor is suggested */
    query.text = SLICE("outlook");
    int64_t all = find_as(f, &viewer_system, &query).total;
    assert_int_equal(find(f, "outlook").total, all - 1);
    struct suggestion *suggestions;
    size_t count;
    OK(search_suggest(f->reader, &viewer_anonymous, SLICE("resett"), 5, &f->arena,
                      &suggestions, &count));
    assert_int_equal(count, 0);
    OK(search_suggest(f->reader, &viewer_system, SLICE("resett"), 5, &f->arena,
                      &suggestions, &count));
    assert_int_equal(count, 1);
}

static void test_filters(void **state)
{
    struct fixture *f = *state;
    put_library(f);
    struct search_query query = {.text = SLICE("network outlook camera cookies"),
                                 .limit = 10};
    int64_t all = find_as(f, &viewer_anonymous, &query).total;
    assert_true(all >= 4);
    query.category = SLICE("email");
    struct search_results results = find_as(f, &viewer_anonymous, &query);
    assert_true(results.count >= 1);
    for (size_t i = 0; i < results.count; i++)
        assert_true(slice_starts(results.hits[i].head.category, SLICE("email/")));
    query.tag = SLICE("SYNC");
    results = find_as(f, &viewer_anonymous, &query);
    assert_int_equal(results.count, 1);
    TEXT(results.hits[0].head.slug, "ost");
    query.product = SLICE("outlook");
    assert_int_equal(find_as(f, &viewer_anonymous, &query).total, 1);
    query.product = SLICE("Teams");
    assert_int_equal(find_as(f, &viewer_anonymous, &query).total, 0);
    query.product = query.tag = SLICE("");
    query.category = SLICE("ema");
    assert_int_equal(find_as(f, &viewer_anonymous, &query).total, 0);
}

/* ---- snippets ---------------------------------------------------------------------- */

static struct slice join(struct fixture *f, const struct snippet_part *parts,
                         size_t count)
{
    struct slice text = SLICE("");
    for (size_t i = 0; i < count; i++)
        text = arena_format(&f->arena, SLICE_FMT "%s" SLICE_FMT "%s", SLICE_ARG(text),
                            parts[i].marked ? "[" : "", SLICE_ARG(parts[i].text),
                            parts[i].marked ? "]" : "");
    return text;
}

static void test_snippets(void **state)
{
    struct fixture *f = *state;
    put_library(f);
    struct search_hit hit = find(f, "proxy settings").hits[0];
    TEXT(hit.anchor, "step-1");
    struct slice text = join(f, hit.parts, hit.part_count);
    assert_true(slice_find_slice(text, SLICE("[proxy] [settings]")) < text.len);
    hit = find(f, "syncing 800704CF").hits[0];
    TEXT(hit.anchor, "symptoms");
    text = join(f, hit.parts, hit.part_count);
    assert_true(slice_find_slice(text, SLICE("Error [0x800704CF] appears")) < text.len);
    TEXT(join(f, hit.title, hit.title_count), "Outlook OST [sync] errors in cached mode");
    hit = find(f, "the camera").hits[0];
    TEXT(join(f, hit.title, hit.title_count), "Teams [camera] not detected");
}

static void test_long_snippet(void **state)
{
    struct fixture *f = *state;
    struct buf body;
    buf_init(&body, 0);
    for (int i = 0; i < 400; i++)
        buf_add_format(&body, "Filler sentence number %d says\n nothing. ", i);
    buf_add_cstr(&body, "Then the needle stands near the haystack. ");
    for (int i = 0; i < 400; i++)
        buf_add_cstr(&body, "\u9519\u8BEF");
    struct made made = library[0];
    made.body = body.ptr;
    put_made(f, &made, "long");
    struct search_hit hit = find(f, "needle haystack").hits[0];
    struct slice text = join(f, hit.parts, hit.part_count);
    assert_true(slice_find_slice(text, SLICE("[needle] stands near the [haystack]")) <
                text.len);
    assert_true(text.len < 320);
    assert_true(slice_starts(text, SLICE("\u2026")));
    assert_int_equal(slice_find(text, '\n'), text.len);
    buf_release(&body);
}

/* ---- the index follows ------------------------------------------------------------- */

static void test_replacing_and_removing(void **state)
{
    struct fixture *f = *state;
    put_library(f);
    struct made changed = library[1];
    changed.title = "Teams microphone is muted";
    changed.symptoms = "Nobody hears you.";
    changed.body = "Unmute the headset.";
    int64_t id = put_made(f, &changed, "second version");
    FIRST("headset", "teams-camera");
    NOTHING("picture");
    TEXT(find(f, "camrea ").corrected, "camera"); /* its tag has it still */
    write_begin(f);
    OK(search_remove_article(f->writer, id));
    OK(search_remove_article(f->writer, id));
    write_end(f);
    NOTHING("headset");
    TEXT(find(f, "camrea ").corrected, "");
    put_made(f, &library[1], "third version");
    FIRST("camera", "teams-camera");
    write_begin(f);
    OK(articles_set_state(f->writer, id, ARTICLE_RETIRED, 5));
    write_end(f);
    NOTHING("camera"); /* even when nobody told the index */
}

static void dump_terms(struct fixture *f, struct buf *out)
{
    struct posting_term *terms;
    size_t count;
    static const char *const begins[] = {
        "\x01", "\x03", "#", "~", "0", "1", "2", "3", "4", "5", "a", "b", "c", "d", "e",
        "f",    "g",    "h", "i", "l", "m", "n", "o", "p", "r", "s", "t", "u", "w"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        OK(postings_terms_from(f->reader, slice_cstr(begins[i]), 100000, &f->arena,
                               &terms, &count));
        for (size_t t = 0; t < count; t++)
            buf_add_format(out, SLICE_FMT " %lld\n", SLICE_ARG(terms[t].term),
                           (long long)terms[t].documents);
    }
}

static void test_changed_index_is_a_built_one(void **state)
{
    struct fixture *f = *state;
    struct buf changed, built;
    bool current = true;
    OK(search_index_is_current(f->reader, &current));
    assert_false(current);
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < LIBRARY; i++) {
            struct made made = library[i];
            made.body = library[(i + (size_t)round) % LIBRARY].body;
            made.symptoms = round < 2 ? made.symptoms : "All is well again.";
            put_made(f, &made, round == 0 ? "a" : round == 1 ? "b" : "c");
        }
    buf_init(&changed, 0);
    buf_init(&built, 0);
    dump_terms(f, &changed);
    write_begin(f);
    OK(search_reindex(f->writer));
    write_end(f);
    dump_terms(f, &built);
    assert_string_equal(changed.ptr, built.ptr);
    assert_true(built.len > 1000);
    OK(search_index_is_current(f->reader, &current));
    assert_true(current);
    buf_release(&changed);
    buf_release(&built);
}

/* Made anew one by one, as beside a server: the same index, and no number more. */
static void test_renewing_keeps_numbers(void **state)
{
    struct fixture *f = *state;
    struct buf before, after;
    struct posting_state first, last;
    put_library(f);
    buf_init(&before, 0);
    buf_init(&after, 0);
    dump_terms(f, &before);
    OK(postings_state(f->reader, &first));
    for (int64_t id = LIBRARY; id > 0; id--) {
        struct article *article;
        write_begin(f);
        OK(articles_by_id(f->writer, &viewer_system, id, &f->arena, &article));
        OK(search_renew_article(f->writer, article));
        write_end(f);
    }
    dump_terms(f, &after);
    assert_string_equal(before.ptr, after.ptr);
    OK(postings_state(f->reader, &last));
    assert_int_equal(last.next_number, first.next_number);
    assert_int_equal(last.documents, first.documents);
    FIRST("cached mode outlook", "ost");
    /* an index that is mostly of guides that are gone is not left so */
    bool current = false;
    OK(search_index_is_current(f->reader, &current));
    assert_true(current);
    last.next_number = 1000000;
    write_begin(f);
    OK(postings_put_state(f->writer, &last));
    write_end(f);
    OK(search_index_is_current(f->reader, &current));
    assert_false(current);
    buf_release(&before);
    buf_release(&after);
}

static void test_undone_item_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    put_library(f);
    struct made made = library[0];
    made.title = "Quicksilver";
    struct article_doc doc = make_doc(f, &made);
    struct article article = {.id = 1, .state = ARTICLE_PUBLISHED, .doc = doc};
    write_begin(f);
    OK(search_index_article(f->writer, &article));
    OK(store_item_end(f->writer, false));
    OK(store_batch_commit(f->writer));
    NOTHING("quicksilver");
    FIRST("cached mode", "ost");
}

/* ---- suggestions, pages, bad input ------------------------------------------------- */

static void test_suggestions(void **state)
{
    struct fixture *f = *state;
    struct suggestion *s;
    size_t count;
    put_library(f);
    OK(search_suggest(f->reader, &viewer_anonymous, SLICE("  Azure AD"), 5, &f->arena, &s,
                      &count));
    assert_true(count >= 1);
    TEXT(s[0].text, "azure ad connect sync error");
    TEXT(s[0].kind, "phrase");
    TEXT(s[0].path, "/q/azure-ad-connect-sync-error");
    OK(search_suggest(f->reader, &viewer_anonymous, SLICE("vpn does"), 5, &f->arena, &s,
                      &count));
    assert_int_equal(count, 1);
    TEXT(s[0].kind, "guide");
    TEXT(s[0].path, "/articles/vpn");
    /* not at the beginning: the search finds it, once */
    OK(search_suggest(f->reader, &viewer_anonymous, SLICE("camera det"), 5, &f->arena, &s,
                      &count));
    assert_int_equal(count, 1);
    TEXT(s[0].text, "Teams camera not detected");
    /* a long paste by its beginning, in whole words and whole characters */
    OK(search_suggest(f->reader, &viewer_anonymous,
                      SLICE("camera detected, it says in a message that goes on and on "
                            "and on and ends with azure ad connect"),
                      5, &f->arena, &s, &count));
    assert_true(count >= 1);
    TEXT(s[0].text, "Teams camera not detected");
    OK(search_suggest(
        f->reader, &viewer_anonymous,
        SLICE("日本語の文字列が空白なしでとても長く続いているので途中で切られる文"), 5,
        &f->arena, &s, &count));
    assert_int_equal(count, 0);
    OK(search_suggest(f->reader, &viewer_anonymous, SLICE(" .. "), 5, &f->arena, &s,
                      &count));
    assert_int_equal(count, 0);
    OK(search_suggest(f->reader, &viewer_anonymous, SLICE("o"), 1, &f->arena, &s,
                      &count));
    assert_int_equal(count, 1);
}

static void test_pages_follow_each_other(void **state)
{
    struct fixture *f = *state;
    int64_t seen[80] = {0};
    for (int i = 0; i < 73; i++) {
        char slug[16], body[64];
        snprintf(slug, sizeof slug, "a%02d", i);
        snprintf(body, sizeof body, "The gadget is broken %s",
                 i % 3 ? "again" : "and lost");
        struct made made = {slug, "Broken gadget", "It fails", body, "x", "", "", "", 0};
        put_made(f, &made, slug);
    }
    size_t total = 0;
    for (size_t offset = 0; offset < 90; offset += 10) {
        struct search_query query = {
            .text = SLICE("gadget lost"), .offset = offset, .limit = 10};
        struct search_results results = find_as(f, &viewer_anonymous, &query);
        assert_int_equal(results.total, 73);
        for (size_t i = 0; i < results.count; i++) {
            for (size_t j = 0; j < total; j++)
                assert_int_not_equal(seen[j], results.hits[i].head.id);
            assert_true(total < 80);
            seen[total++] = results.hits[i].head.id;
            assert_true(results.hits[i].part_count > 0);
        }
    }
    assert_int_equal(total, 73);
}

static void ask_anything(struct fixture *f, struct slice text)
{
    struct search_query query = {.text = text, .limit = 5, .category = text, .tag = text};
    struct search_results results;
    struct suggestion *suggestions;
    size_t count;
    OK(search_run(f->reader, &viewer_anonymous, &query, &f->arena, &results));
    query.category = query.tag = SLICE("");
    OK(search_run(f->reader, &viewer_anonymous, &query, &f->arena, &results));
    OK(search_suggest(f->reader, &viewer_anonymous, text, 5, &f->arena, &suggestions,
                      &count));
}

static void test_anything_may_be_asked(void **state)
{
    struct fixture *f = *state;
    put_library(f);
    char *text = arena_alloc(&f->arena, 20000);
    memset(text, 'a', 20000);
    ask_anything(f, slice_of(text, 20000));
    for (size_t i = 0; i < 20000; i += 2)
        text[i] = (char)('b' + i % 20);
    for (size_t i = 1; i < 20000; i += 6)
        text[i] = ' ';
    ask_anything(f, slice_of(text, 20000));
    ask_anything(f, slice_of("out\0look", 8));
    ask_anything(f, SLICE("\xED\xA0\x80 outlook \xF0\x9F"));
    struct slice json;
    const char *path = SHARED_DIR "/suites/naughty/blns.json";
    if (file_read(&f->arena, path, 1 << 20, &json) != STATUS_OK) {
        print_message("skipped: no %s\n", path);
        skip();
    }
    cJSON *strings = cJSON_ParseWithLength(json.ptr, json.len);
    const cJSON *string;
    cJSON_ArrayForEach(string, strings) ask_anything(f, slice_cstr(string->valuestring));
    cJSON_Delete(strings);
}

static void test_deadline(void **state)
{
    struct fixture *f = *state;
    struct search_query query = {.text = SLICE("outlook"), .limit = 10};
    struct search_results results;
    put_library(f);
    OK(store_read_begin(f->reader, 0));
    store_read_end(f->reader);
    int64_t deadline = clock_monotonic_ns() + 20000000;
    OK(store_read_begin(f->reader, deadline));
    while (clock_monotonic_ns() <= deadline)
        ;
    CHECK(search_run(f->reader, &viewer_anonymous, &query, &f->arena, &results),
          STATUS_TIMEOUT);
    store_read_end(f->reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_first_hits),
        TEST(test_nothing_is_found),
        TEST(test_spelling),
        TEST(test_who_may_see),
        TEST(test_filters),
        TEST(test_snippets),
        TEST(test_long_snippet),
        TEST(test_replacing_and_removing),
        TEST(test_changed_index_is_a_built_one),
        TEST(test_renewing_keeps_numbers),
        TEST(test_undone_item_leaves_nothing),
        TEST(test_suggestions),
        TEST(test_pages_follow_each_other),
        TEST(test_anything_may_be_asked),
        TEST(test_deadline),
    };
    return cmocka_run_group_tests_name("search/search", tests, NULL, NULL);
}
