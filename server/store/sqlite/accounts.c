/* Who can sign in, and the one-time links that let somebody set a password. */
#include "model/article.h"
#include "sqlite/query.h"
#include "sqlite/sessions.h"

#define COLUMNS "id, name, display, roles, disabled, password, created_at, signed_in_at"

enum {
    ADD,
    BY_NAME,
    BY_ID,
    ANY,
    LIST,
    OTHER_ADMIN,
    SET_ROLES,
    SET_DISABLED,
    SET_DISPLAY,
    SET_PASSWORD,
    SET_SIGNED_IN,
    DROP_LINK,
    DROP_FIRST_LINK,
    ADD_LINK,
    FIND_LINK,
    TIDY_LINKS
};

static const char *const statements[] = {
    [ADD] = "INSERT INTO accounts (name, display, roles, disabled, password, created_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name) DO NOTHING",

    [BY_NAME] = "SELECT " COLUMNS " FROM accounts WHERE name = ?1",

    [BY_ID] = "SELECT " COLUMNS " FROM accounts WHERE id = ?1",

    [ANY] = "SELECT id FROM accounts WHERE name > '' LIMIT 1",

    [LIST] = "SELECT " COLUMNS " FROM accounts WHERE name > ?1 ORDER BY name LIMIT ?2",

    [OTHER_ADMIN] = "SELECT id FROM accounts"
                    " WHERE roles & 16 = 16 AND disabled = 0 AND id <> ?1 LIMIT 1",

    [SET_ROLES] = "UPDATE accounts SET roles = ?2 WHERE id = ?1",

    [SET_DISABLED] = "UPDATE accounts SET disabled = ?2 WHERE id = ?1",

    [SET_DISPLAY] = "UPDATE accounts SET display = ?2 WHERE id = ?1",

    [SET_PASSWORD] = "UPDATE accounts SET password = ?2 WHERE id = ?1",

    [SET_SIGNED_IN] = "UPDATE accounts SET signed_in_at = ?2 WHERE id = ?1",

    [DROP_LINK] = "DELETE FROM account_links WHERE account_id = ?1",

    [DROP_FIRST_LINK] = "DELETE FROM account_links WHERE account_id IS NULL",

    [ADD_LINK] = "INSERT INTO account_links (token_hash, account_id, expires_at)"
                 " VALUES (?1, ?2, ?3)",

    [FIND_LINK] = "SELECT coalesce(account_id, 0) FROM account_links"
                  " WHERE token_hash = ?1 AND expires_at > ?2",

    [TIDY_LINKS] = "DELETE FROM account_links WHERE expires_at <= ?1",
};

const struct sql_table accounts_table = SQL_TABLE(SQL_ACCOUNTS, "accounts", statements);

static struct query ask(struct store *store, int statement)
{
    return query_open(store, &accounts_table, statement);
}

/* ---- reading ----------------------------------------------------------------------- */

static void take_account(struct query *q, struct arena *arena, struct account *account)
{
    account->id = take_int(q);
    account->name = take_text(q, arena);
    account->display = take_text(q, arena);
    account->roles = (unsigned)take_int(q);
    account->disabled = take_bool(q);
    account->password = take_text(q, arena);
    account->created_at = take_int(q);
    account->signed_in_at = take_int_or_none(q);
}

static enum status read_one(struct query *q, struct arena *arena,
                            struct account *out_account)
{
    struct account account = {0};
    bool found = query_row(q);
    if (found)
        take_account(q, arena, &account);
    enum status status = query_end_found(q, found);
    if (status == STATUS_OK)
        *out_account = account;
    return status;
}

enum status accounts_by_name(struct store *store, struct slice name, struct arena *arena,
                             struct account *out_account)
{
    struct query q = ask(store, BY_NAME);
    bind_text(&q, name);
    return read_one(&q, arena, out_account);
}

enum status accounts_by_id(struct store *store, int64_t id, struct arena *arena,
                           struct account *out_account)
{
    struct query q = ask(store, BY_ID);
    bind_int(&q, id);
    return read_one(&q, arena, out_account);
}

enum status accounts_any(struct store *store, bool *out_any)
{
    int64_t id;
    struct query q = ask(store, ANY);
    return query_find(&q, out_any, &id);
}

enum status accounts_list(struct store *store, struct slice after, size_t limit,
                          struct arena *arena, struct account **out_accounts,
                          size_t *out_count, struct slice *out_next)
{
    struct list list = LIST_OF(arena, struct account);
    struct query q = ask(store, LIST);
    bind_text(&q, after);
    bind_int(&q, (int64_t)limit + 1);
    while (query_row(&q))
        take_account(&q, arena, LIST_PUSH(&list, struct account));
    enum status status = query_end(&q);
    if (status != STATUS_OK)
        return status;
    bool more = list.count > limit;
    *out_accounts = list.items;
    *out_count = more ? limit : list.count;
    *out_next = more ? (*out_accounts)[limit - 1].name : SLICE("");
    return STATUS_OK;
}

/* ---- writing ----------------------------------------------------------------------- */

enum status accounts_add(struct store *store, const struct account *account,
                         int64_t *out_id)
{
    struct query q = ask(store, ADD);
    bind_text(&q, account->name);
    bind_text(&q, account->display);
    bind_int(&q, account->roles);
    bind_int(&q, account->disabled);
    bind_text(&q, account->password);
    bind_int(&q, account->created_at);
    enum status status = query_run(&q);
    if (status == STATUS_OK && changed_rows(store) == 0)
        return STATUS_CONFLICT;
    if (status == STATUS_OK)
        *out_id = inserted_id(store);
    return status;
}

/* Runs an update of one account by its id; STATUS_NOT_FOUND when there is none. */
static enum status run_found(struct store *store, struct query *q)
{
    enum status status = query_run(q);
    return status == STATUS_OK && changed_rows(store) == 0 ? STATUS_NOT_FOUND : status;
}

static enum status set_int(struct store *store, int statement, int64_t id, int64_t value)
{
    struct query q = ask(store, statement);
    bind_int(&q, id);
    bind_int(&q, value);
    return run_found(store, &q);
}

static enum status set_text(struct store *store, int statement, int64_t id,
                            struct slice value)
{
    struct query q = ask(store, statement);
    bind_int(&q, id);
    bind_text(&q, value);
    return run_found(store, &q);
}

/* STATUS_CONFLICT when nobody else is an enabled admin. */
static enum status need_other_admin(struct store *store, int64_t id)
{
    bool found = false;
    int64_t other;
    struct query q = ask(store, OTHER_ADMIN);
    bind_int(&q, id);
    enum status status = query_find(&q, &found, &other);
    return status == STATUS_OK && !found ? STATUS_CONFLICT : status;
}

enum status accounts_set_roles(struct store *store, int64_t id, unsigned roles)
{
    enum status status = roles & ROLE_ADMIN ? STATUS_OK : need_other_admin(store, id);
    return status == STATUS_OK ? set_int(store, SET_ROLES, id, roles) : status;
}

enum status accounts_set_disabled(struct store *store, int64_t id, bool disabled)
{
    enum status status = disabled ? need_other_admin(store, id) : STATUS_OK;
    return status == STATUS_OK ? set_int(store, SET_DISABLED, id, disabled) : status;
}

enum status accounts_set_display(struct store *store, int64_t id, struct slice display)
{
    return set_text(store, SET_DISPLAY, id, display);
}

enum status accounts_set_password(struct store *store, int64_t id, struct slice hash)
{
    return set_text(store, SET_PASSWORD, id, hash);
}

enum status accounts_signed_in(struct store *store, int64_t id, int64_t at)
{
    return set_int(store, SET_SIGNED_IN, id, at);
}

/* ---- links ------------------------------------------------------------------------- */

enum status links_drop(struct store *store, int64_t account_id)
{
    struct query q = ask(store, account_id ? DROP_LINK : DROP_FIRST_LINK);
    if (account_id)
        bind_int(&q, account_id);
    return query_run(&q);
}

enum status links_put(struct store *store, const unsigned char *token_hash,
                      int64_t account_id, int64_t expires_at)
{
    enum status status = links_drop(store, account_id);
    if (status != STATUS_OK)
        return status;
    struct query q = ask(store, ADD_LINK);
    bind_blob(&q, slice_of((const char *)token_hash, TOKEN_HASH));
    bind_int_or_none(&q, account_id ? account_id : NONE_INT);
    bind_int(&q, expires_at);
    return query_run(&q);
}

enum status links_find(struct store *store, const unsigned char *token_hash, int64_t now,
                       int64_t *out_account_id)
{
    struct query q = ask(store, FIND_LINK);
    bind_blob(&q, slice_of((const char *)token_hash, TOKEN_HASH));
    bind_int(&q, now);
    return query_int(&q, out_account_id);
}

static enum status tidy_links(struct store *store, int64_t now)
{
    struct query q = ask(store, TIDY_LINKS);
    bind_int(&q, now);
    return query_run(&q);
}

enum status accounts_tidy(struct store *store, int64_t now, size_t limit, bool *out_more)
{
    enum status status = tidy_links(store, now);
    return status == STATUS_OK ? sessions_tidy(store, now, limit, out_more) : status;
}
