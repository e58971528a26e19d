/* Accounts, sessions, known browsers, one-time links, the record. */
#include "fixture.h"

#include "store/accounts.h"

static const unsigned char *key(char c)
{
    static unsigned char keys[256][TOKEN_HASH];
    memset(keys[(unsigned char)c], c, TOKEN_HASH);
    return keys[(unsigned char)c];
}

static int64_t put_account(struct fixture *f, const char *name, unsigned roles)
{
    struct account account = {.name = slice_cstr(name),
                              .display = slice_cstr(name),
                              .roles = roles,
                              .password = SLICE("$argon2id$x"),
                              .created_at = 5};
    int64_t id = 0;
    write_begin(f);
    OK(accounts_add(f->writer, &account, &id));
    write_end(f);
    return id;
}

static void accounts(void **state)
{
    struct fixture *f = *state;
    struct account account = {.name = SLICE("ada"),
                              .display = SLICE("Ada Größe"),
                              .roles = ROLE_ADMIN | ROLE_AUTHOR,
                              .created_at = 7};
    struct account found;
    bool any = true;
    int64_t id = 0, other = 0;
    OK(accounts_any(f->reader, &any));
    assert_false(any);
    CHECK(accounts_by_name(f->reader, SLICE("ada"), &f->arena, &found), STATUS_NOT_FOUND);
    write_begin(f);
    OK(accounts_add(f->writer, &account, &id));
    CHECK(accounts_add(f->writer, &account, &other), STATUS_CONFLICT);
    write_end(f);
    OK(accounts_any(f->reader, &any));
    assert_true(any);
    OK(accounts_by_name(f->reader, SLICE("ada"), &f->arena, &found));
    assert_int_equal(found.id, id);
    TEXT(found.display, "Ada Größe");
    assert_int_equal(found.roles, ROLE_ADMIN | ROLE_AUTHOR);
    assert_int_equal(found.password.len, 0);
    assert_int_equal(found.signed_in_at, NONE_INT);
    assert_int_equal(found.created_at, 7);
    write_begin(f);
    OK(accounts_set_password(f->writer, id, SLICE("$argon2id$y")));
    OK(accounts_set_display(f->writer, id, SLICE("A.")));
    OK(accounts_signed_in(f->writer, id, 99));
    CHECK(accounts_set_display(f->writer, id + 1, SLICE("A.")), STATUS_NOT_FOUND);
    write_end(f);
    OK(accounts_by_id(f->reader, id, &f->arena, &found));
    TEXT(found.password, "$argon2id$y");
    TEXT(found.display, "A.");
    assert_int_equal(found.signed_in_at, 99);
}

/* There is always an enabled admin, once there was one. */
static void last_admin(void **state)
{
    struct fixture *f = *state;
    int64_t ada = put_account(f, "ada", ROLE_ADMIN);
    int64_t bob = put_account(f, "bob", ROLE_READER);
    write_begin(f);
    CHECK(accounts_set_roles(f->writer, ada, ROLE_READER), STATUS_CONFLICT);
    CHECK(accounts_set_disabled(f->writer, ada, true), STATUS_CONFLICT);
    OK(accounts_set_roles(f->writer, bob, ROLE_ADMIN | ROLE_READER));
    OK(accounts_set_disabled(f->writer, bob, true));
    CHECK(accounts_set_roles(f->writer, ada, ROLE_READER), STATUS_CONFLICT);
    OK(accounts_set_disabled(f->writer, bob, false));
    OK(accounts_set_roles(f->writer, ada, ROLE_READER));
    CHECK(accounts_set_disabled(f->writer, bob, true), STATUS_CONFLICT);
    OK(accounts_set_disabled(f->writer, ada, true));
    write_end(f);
}

static void pages(void **state)
{
    struct fixture *f = *state;
    struct account *list;
    struct slice next = SLICE("");
    size_t count, seen = 0;
    char before[64] = "";
    for (int i = 0; i < 7; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", (i * 3) % 7);
        put_account(f, name, ROLE_READER);
    }
    do {
        OK(accounts_list(f->reader, next, 3, &f->arena, &list, &count, &next));
        for (size_t i = 0; i < count; i++, seen++) {
            assert_true(slice_cmp(slice_cstr(before), list[i].name) < 0);
            snprintf(before, sizeof before, SLICE_FMT, SLICE_ARG(list[i].name));
        }
    } while (next.len);
    assert_int_equal(seen, 7);
}

static void add_session(struct fixture *f, char token, int64_t account, int64_t at,
                        int64_t expires_at)
{
    struct session_add add = {key(token), account, at, expires_at, SLICE("Firefox")};
    write_begin(f);
    OK(sessions_add(f->writer, &add));
    write_end(f);
}

static enum status find_session(struct fixture *f, char token, int64_t now,
                                int64_t seen_after, struct session *out)
{
    return sessions_find(f->reader, key(token), now, seen_after, &f->arena, out);
}

static void sessions(void **state)
{
    struct fixture *f = *state;
    int64_t ada = put_account(f, "ada", ROLE_ADMIN), bob = put_account(f, "bob", 1);
    struct session session, *list;
    size_t count;
    add_session(f, 'a', ada, 100, 200);
    add_session(f, 'b', ada, 110, 300);
    add_session(f, 'c', bob, 110, 300);
    OK(find_session(f, 'a', 150, 100, &session));
    TEXT(session.account.name, "ada");
    TEXT(session.agent, "Firefox");
    assert_int_equal(session.account.roles, ROLE_ADMIN);
    assert_int_equal(session.account.password.len, 0);
    CHECK(find_session(f, 'a', 200, 100, &session), STATUS_NOT_FOUND);
    CHECK(find_session(f, 'a', 150, 101, &session), STATUS_NOT_FOUND);
    CHECK(find_session(f, 'x', 150, 0, &session), STATUS_NOT_FOUND);
    write_begin(f);
    OK(sessions_seen(f->writer, session.id, 140));
    OK(sessions_seen(f->writer, session.id, 130)); /* never back */
    OK(sessions_view_as(f->writer, session.id, VIEW_AS_VISITOR));
    CHECK(sessions_end(f->writer, bob, session.id), STATUS_NOT_FOUND);
    OK(sessions_rotate(f->writer, session.id, key('r')));
    write_end(f);
    CHECK(find_session(f, 'a', 150, 0, &session), STATUS_NOT_FOUND);
    OK(find_session(f, 'r', 150, 140, &session));
    assert_int_equal(session.view_as, VIEW_AS_VISITOR);
    OK(sessions_of(f->reader, ada, 150, 0, &f->arena, &list, &count));
    assert_int_equal(count, 2);
    assert_int_equal(list[0].created_at, 110);
    write_begin(f);
    OK(sessions_end_all(f->writer, ada, session.id));
    write_end(f);
    CHECK(find_session(f, 'b', 150, 0, &session), STATUS_NOT_FOUND);
    OK(find_session(f, 'r', 150, 0, &session));
    OK(find_session(f, 'c', 150, 0, &session));
    write_begin(f);
    OK(accounts_set_disabled(f->writer, bob, true));
    write_end(f);
    CHECK(find_session(f, 'c', 150, 0, &session), STATUS_NOT_FOUND);
}

static void sessions_have_a_ceiling(void **state)
{
    struct fixture *f = *state;
    int64_t ada = put_account(f, "ada", ROLE_ADMIN);
    struct session session, *list;
    size_t count;
    for (int i = 0; i < SESSIONS_MAX + 3; i++)
        add_session(f, (char)(i + 1), ada, i, 1000);
    OK(sessions_of(f->reader, ada, 50, 0, &f->arena, &list, &count));
    assert_int_equal(count, SESSIONS_MAX);
    CHECK(find_session(f, 3, 50, 0, &session), STATUS_NOT_FOUND);
    OK(find_session(f, 4, 50, 0, &session));
}

static void tidying(void **state)
{
    struct fixture *f = *state;
    int64_t ada = put_account(f, "ada", ROLE_ADMIN);
    struct session session;
    int64_t account;
    bool more = false;
    for (char c = 'a'; c < 'f'; c++)
        add_session(f, c, ada, 1, c == 'e' ? 500 : 10);
    write_begin(f);
    OK(links_put(f->writer, key('l'), ada, 10));
    OK(accounts_tidy(f->writer, 10, 3, &more));
    assert_true(more);
    OK(accounts_tidy(f->writer, 10, 3, &more));
    assert_false(more);
    write_end(f);
    CHECK(links_find(f->reader, key('l'), 9, &account), STATUS_NOT_FOUND);
    OK(find_session(f, 'e', 20, 0, &session));
}

static void devices(void **state)
{
    struct fixture *f = *state;
    int64_t ada = put_account(f, "ada", ROLE_ADMIN), bob = put_account(f, "bob", 1);
    bool has = true;
    write_begin(f);
    OK(devices_put(f->writer, key('d'), ada, 1));
    OK(devices_put(f->writer, key('d'), bob, 2)); /* stays with its first owner */
    write_end(f);
    OK(devices_has(f->reader, key('d'), bob, &has));
    assert_false(has);
    OK(devices_has(f->reader, key('d'), ada, &has));
    assert_true(has);
    write_begin(f);
    for (int i = 0; i < DEVICES_MAX; i++)
        OK(devices_put(f->writer, key((char)(i + 1)), ada, 10 + i));
    write_end(f);
    OK(devices_has(f->reader, key('d'), ada, &has));
    assert_false(has);
    write_begin(f);
    OK(devices_forget(f->writer, ada));
    write_end(f);
    OK(devices_has(f->reader, key(5), ada, &has));
    assert_false(has);
}

static void links(void **state)
{
    struct fixture *f = *state;
    int64_t ada = put_account(f, "ada", ROLE_ADMIN), account = -1;
    write_begin(f);
    OK(links_put(f->writer, key('a'), 0, 100));
    OK(links_put(f->writer, key('b'), 0, 100));
    OK(links_put(f->writer, key('c'), ada, 100));
    write_end(f);
    CHECK(links_find(f->reader, key('a'), 50, &account), STATUS_NOT_FOUND);
    OK(links_find(f->reader, key('b'), 50, &account));
    assert_int_equal(account, 0);
    OK(links_find(f->reader, key('c'), 99, &account));
    assert_int_equal(account, ada);
    CHECK(links_find(f->reader, key('c'), 100, &account), STATUS_NOT_FOUND);
    write_begin(f);
    OK(links_drop(f->writer, 0));
    write_end(f);
    CHECK(links_find(f->reader, key('b'), 50, &account), STATUS_NOT_FOUND);
    OK(links_find(f->reader, key('c'), 50, &account));
}

static void the_record(void **state)
{
    struct fixture *f = *state;
    int64_t ada = put_account(f, "ada", ROLE_ADMIN);
    struct audit_add add = {.at = 5,
                            .account_id = ada,
                            .actor = SLICE("ada"),
                            .action = SLICE("account.add"),
                            .kind = SLICE("account"),
                            .object = SLICE("bob"),
                            .detail = SLICE("reader")};
    struct audit_entry *entries;
    size_t count;
    write_begin(f);
    OK(audit_add(f->writer, &add));
    add.account_id = 0, add.actor = SLICE(""), add.at = 6;
    OK(audit_add(f->writer, &add));
    write_end(f);
    write_begin(f);
    OK(audit_add(f->writer, &add)); /* stands or falls with what was done */
    OK(store_item_end(f->writer, false));
    OK(store_batch_commit(f->writer));
    struct audit_filter filter = {
        .from = NONE_INT, .until = NONE_INT, .limit = 10, .looked_max = 10};
    struct slice next;
    OK(audit_list(f->reader, &filter, &f->arena, &entries, &count, &next));
    assert_int_equal(count, 2);
    assert_int_equal(next.len, 0);
    assert_int_equal(entries[0].what.at, 6);
    assert_int_equal(entries[0].what.account_id, 0);
    assert_int_equal(entries[1].what.account_id, ada);
    TEXT(entries[1].what.detail, "reader");
    filter.limit = 1;
    OK(audit_list(f->reader, &filter, &f->arena, &entries, &count, &next));
    assert_int_equal(count, 1);
    assert_int_equal(entries[0].what.at, 6);
    filter.after = next;
    OK(audit_list(f->reader, &filter, &f->arena, &entries, &count, &next));
    assert_int_equal(count, 1);
    assert_int_equal(entries[0].what.at, 5);
    assert_int_equal(next.len, 0);
    filter.after = SLICE("nothing of ours");
    CHECK(audit_list(f->reader, &filter, &f->arena, &entries, &count, &next),
          STATUS_INVALID);
}

/* Twelve entries of the times 0 to 5; each second one of ada's, each third a retirement. */
static void fill_record(struct fixture *f, int64_t ada)
{
    write_begin(f);
    for (int i = 0; i < 12; i++) {
        struct audit_add add = {
            .at = i / 2,
            .account_id = i % 2 ? ada : 0,
            .actor = i % 2 ? SLICE("ada") : SLICE(""),
            .action = i % 3 ? SLICE("article.publish") : SLICE("article.retire"),
            .kind = SLICE("article"),
            .object = i < 6 ? SLICE("old") : SLICE("new"),
        };
        OK(audit_add(f->writer, &add));
    }
    write_end(f);
}

/* How many a filter finds, page by page of two. */
static size_t found_by(struct fixture *f, struct audit_filter filter, size_t *out_pages)
{
    size_t found = 0, pages = 0;
    filter.limit = 2;
    filter.looked_max = filter.looked_max ? filter.looked_max : 100;
    do {
        struct audit_entry *entries = NULL;
        size_t count = 0;
        OK(audit_list(f->reader, &filter, &f->arena, &entries, &count, &filter.after));
        found += count;
        pages++;
    } while (filter.after.len);
    *out_pages = pages;
    return found;
}

static void the_record_is_filtered(void **state)
{
    struct fixture *f = *state;
    size_t pages = 0;
    struct slices actions;
    fill_record(f, put_account(f, "ada", ROLE_ADMIN));
    const struct audit_filter all = {.from = NONE_INT, .until = NONE_INT};
    struct audit_filter filter = all;
    assert_int_equal(found_by(f, filter, &pages), 12);
    assert_int_equal(pages, 6);
    filter.actor = SLICE("ada");
    assert_int_equal(found_by(f, filter, &pages), 6);
    filter.action = SLICE("article.retire");
    assert_int_equal(found_by(f, filter, &pages), 2);
    filter.object = SLICE("new");
    assert_int_equal(found_by(f, filter, &pages), 1);
    filter = all, filter.by_program = true;
    assert_int_equal(found_by(f, filter, &pages), 6);
    filter = all, filter.from = 2, filter.until = 4;
    assert_int_equal(found_by(f, filter, &pages), 4);
    filter.action = SLICE("article.retire");
    assert_int_equal(found_by(f, filter, &pages), 1);
    filter = all, filter.actor = SLICE("ada"), filter.action = SLICE("article.retire");
    filter.looked_max = 1; /* a page may be empty, and there is more */
    assert_int_equal(found_by(f, filter, &pages), 2);
    assert_int_equal(pages, 6);
    filter.actor = SLICE("nobody");
    assert_int_equal(found_by(f, filter, &pages), 0);
    OK(audit_actions(f->reader, &f->arena, &actions));
    assert_int_equal(actions.count, 2);
    TEXT(actions.items[0], "article.publish");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(accounts),   TEST(last_admin),
        TEST(pages),      TEST(sessions),
        TEST(tidying),    TEST(sessions_have_a_ceiling),
        TEST(devices),    TEST(links),
        TEST(the_record), TEST(the_record_is_filtered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
