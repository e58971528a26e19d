/* What is to be verified: whose, since when, each once; and the private address of a feed. */
#include "fixture.h"

#include "store/accounts.h"
#include "store/articles.h"
#include "store/due.h"

static int64_t add_account(struct fixture *f, const char *name, unsigned roles)
{
    struct account add = {.name = slice_cstr(name),
                          .display = slice_cstr(name),
                          .roles = roles,
                          .created_at = 1000,
                          .signed_in_at = NONE_INT};
    int64_t id = 0;
    OK(accounts_add(f->writer, &add, &id));
    return id;
}

static void add_guide(struct fixture *f, const char *slug, const char *author,
                      int64_t verified, int64_t every_days)
{
    struct article_doc doc = {
        .meta = {.slug = slice_cstr(slug),
                 .title = slice_cstr(slug),
                 .lang = SLICE("en"),
                 .author = slice_cstr(author),
                 .verified_day = verified,
                 .review_every_s = every_days ? every_days * 86400 : NONE_INT}};
    struct article_save save = {.doc = &doc,
                                .source = slice_cstr(slug),
                                .at = 1000,
                                .who = SLICE("Ann"),
                                .why = SLICE(""),
                                .is_new = true};
    enum save_outcome outcome;
    int64_t id = 0;
    OK(articles_save(f->writer, &save, &f->problems, &id, &outcome));
}

enum { TODAY = 20000 };

/* The slugs of a list, a blank behind each, read `limit` at a time. */
static struct slice slugs(struct fixture *f, struct due_filter filter, size_t limit)
{
    struct slice all = SLICE("");
    filter.after = SLICE("");
    filter.today = TODAY;
    filter.limit = limit;
    do {
        struct due_guides guides = {0};
        struct slice next = SLICE("");
        OK(due_list(f->writer, &filter, &f->arena, &guides, &next));
        for (size_t i = 0; i < guides.count; i++)
            all = arena_format(&f->arena, SLICE_FMT SLICE_FMT " ", SLICE_ARG(all),
                               SLICE_ARG(guides.items[i].guide.slug));
        filter.after = next;
    } while (filter.after.len);
    return all;
}

static void is_listed(void **state)
{
    static const struct {
        struct due_filter filter;
        const char *want;
    } cases[] = {
        {{DUE_OVER, DUE_ALL, {0}, 0, {0}, false, 0}, "never late reader's today "},
        {{DUE_OVER, DUE_ALL, {0}, 0, {0}, true, 0}, "today reader's late never "},
        {{DUE_OVER, DUE_MINE, {"ann", 3}, 0, {0}, false, 0}, "never today "},
        {{DUE_OVER, DUE_OWNER, {"gone", 4}, 0, {0}, false, 0}, "late "},
        {{DUE_OVER, DUE_OWNERLESS, {0}, 0, {0}, false, 0}, "late reader's "},
        {{DUE_SOON, DUE_ALL, {0}, 0, {0}, false, 0}, "tomorrow month "},
        {{DUE_NEVER, DUE_ALL, {0}, 0, {0}, false, 0}, "never "},
        {{DUE_NEVER, DUE_OWNERLESS, {0}, 0, {0}, true, 0}, ""},
    };
    struct fixture *f = *state;
    OK(store_batch_begin(f->writer));
    add_account(f, "ann", ROLE_AUTHOR);
    add_account(f, "bob", ROLE_READER);
    add_guide(f, "never", "ann", NONE_INT, 30);
    add_guide(f, "late", "gone", TODAY - 100, 30);
    add_guide(f, "reader's", "bob", TODAY - 90, 30);
    add_guide(f, "today", "ann", TODAY - 30, 30);
    add_guide(f, "tomorrow", "ann", TODAY - 29, 30);
    add_guide(f, "month", "ann", TODAY, 30);
    add_guide(f, "later", "ann", TODAY, 31);
    add_guide(f, "not asked", "ann", TODAY - 900, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t limit = 1; limit < 6; limit++) {
            struct slice got = slugs(f, cases[i].filter, limit);
            if (!slice_eq_cstr(got, cases[i].want))
                fail_msg("case %zu: " SLICE_FMT, i, SLICE_ARG(got));
        }
    struct due_counts counts = {0};
    OK(due_count(f->writer, SLICE("ann"), TODAY, &counts));
    static const int64_t want[DUE_WHENS][DUE_OWNER] = {{2, 4, 2}, {2, 2, 0}, {1, 1, 0}};
    for (int i = 0; i < DUE_WHENS; i++)
        for (int j = 0; j < DUE_OWNER; j++)
            assert_int_equal(counts.of[i][j], want[i][j]);
    struct due_guides guides = {0};
    struct slice next = SLICE("");
    struct due_filter wrong = {.limit = 5, .after = SLICE("xyz")};
    CHECK(due_list(f->writer, &wrong, &f->arena, &guides, &next), STATUS_INVALID);
    OK(store_batch_commit(f->writer));
}

static void a_feed_has_one_address(void **state)
{
    static const unsigned char one[TOKEN_HASH] = {1}, two[TOKEN_HASH] = {2};
    struct fixture *f = *state;
    struct account account = {0};
    int64_t at = 0;
    OK(store_batch_begin(f->writer));
    add_account(f, "ada", ROLE_ADMIN);
    int64_t ann = add_account(f, "ann", ROLE_AUTHOR);
    CHECK(feed_links_made_at(f->writer, ann, &at), STATUS_NOT_FOUND);
    OK(feed_links_put(f->writer, ann, one, 2000));
    OK(feed_links_put(f->writer, ann, two, 3000));
    CHECK(feed_links_find(f->writer, one, &f->arena, &account, &at), STATUS_NOT_FOUND);
    OK(feed_links_find(f->writer, two, &f->arena, &account, &at));
    assert_int_equal(account.id, ann);
    assert_int_equal(at, 3000);
    OK(accounts_set_disabled(f->writer, ann, true));
    CHECK(feed_links_find(f->writer, two, &f->arena, &account, &at), STATUS_NOT_FOUND);
    OK(feed_links_drop(f->writer, ann));
    CHECK(feed_links_drop(f->writer, ann), STATUS_NOT_FOUND);
    OK(store_batch_commit(f->writer));
}

static void names_come_back(void **state)
{
    (void)state;
    for (int i = 0; i < DUE_WHENS; i++) {
        enum due_when when = DUE_WHENS;
        assert_true(due_when_parse(due_when_name((enum due_when)i), &when));
        assert_int_equal(when, i);
    }
    for (int i = 0; i < DUE_WHOSES; i++) {
        enum due_whose whose = DUE_WHOSES;
        assert_true(due_whose_parse(due_whose_name((enum due_whose)i), &whose));
        assert_int_equal(whose, i);
    }
    enum due_when when = DUE_OVER;
    assert_false(due_when_parse(SLICE("Soon"), &when));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(is_listed),
        TEST(a_feed_has_one_address),
        TEST(names_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
