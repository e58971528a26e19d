#include "actions/staffing.h"
#include "model/article.h"
#include "store/accounts.h"

static enum status record(const struct reader *reader, const struct actor *actor,
                          const char *action, struct slice object, struct slice detail)
{
    struct audit_add add = {.at = reader->now_s,
                            .account_id = actor->account_id,
                            .actor = actor->name,
                            .action = slice_cstr(action),
                            .kind = SLICE("account"),
                            .object = object,
                            .detail = detail};
    return audit_add(reader->store, &add);
}

struct slice roles_text(struct arena *arena, unsigned roles)
{
    struct slice text = SLICE("");
    for (int i = 0; i < ROLE_COUNT; i++)
        if (roles & (1U << i))
            text = arena_format(arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(text),
                                text.len ? "," : "", SLICE_ARG(role_name(i)));
    return text;
}

/* ---- adding ------------------------------------------------------------------------ */

static enum status check_roles(unsigned roles, struct problems *problems)
{
    if (roles && !(roles & ~(unsigned)ROLE_ALL))
        return STATUS_OK;
    problems_error(problems, "account.roles", SLICE("roles"), "Choose at least one role");
    return STATUS_INVALID;
}

enum status staffing_check(const struct account_draft *draft, struct problems *problems,
                           struct account *out_account)
{
    struct account account = {
        .roles = draft->roles, .password = draft->password, .signed_in_at = NONE_INT};
    enum status name = account_name_check(draft->name, problems, &account.name);
    enum status display =
        account_display_check(draft->display, account.name, problems, &account.display);
    enum status roles = check_roles(draft->roles, problems);
    if (name != STATUS_OK || display != STATUS_OK || roles != STATUS_OK)
        return STATUS_INVALID;
    *out_account = account;
    return STATUS_OK;
}

enum status staffing_add(const struct reader *reader, const struct actor *actor,
                         const struct account_draft *draft, struct problems *problems,
                         struct account *out_account)
{
    struct account account;
    enum status status = staffing_check(draft, problems, &account);
    if (status != STATUS_OK)
        return status;
    account.created_at = reader->now_s;
    status = accounts_add(reader->store, &account, &account.id);
    if (status == STATUS_CONFLICT)
        problems_error(problems, "account.taken", SLICE("name"),
                       "Somebody has this name already");
    if (status == STATUS_OK)
        status = record(reader, actor, "account.add", account.name,
                        roles_text(reader->arena, account.roles));
    if (status == STATUS_OK)
        status = links_drop(reader->store, 0); /* nobody is the first any more */
    if (status == STATUS_OK)
        *out_account = account;
    return status;
}

/* ---- finding ----------------------------------------------------------------------- */

enum status staffing_find(const struct reader *reader, struct slice name,
                          struct account *out_account)
{
    struct slice folded;
    if (!account_name_fold(reader->arena, name, &folded))
        return STATUS_NOT_FOUND;
    return accounts_by_name(reader->store, folded, reader->arena, out_account);
}

enum status staffing_list(const struct reader *reader, struct slice after, size_t limit,
                          struct account **out_accounts, size_t *out_count,
                          struct slice *out_next)
{
    return accounts_list(reader->store, after, limit, reader->arena, out_accounts,
                         out_count, out_next);
}

/* ---- changing ---------------------------------------------------------------------- */

/* Says why, when it would leave the portal without an admin. */
static enum status explain(enum status status, const char *field,
                           struct problems *problems)
{
    if (status == STATUS_CONFLICT)
        problems_error(problems, "account.last-admin", slice_cstr(field),
                       "Nobody else would be an admin; make somebody else one first");
    return status;
}

enum status staffing_set_roles(const struct reader *reader, const struct actor *actor,
                               const struct account *account, unsigned roles, int64_t but,
                               struct problems *problems)
{
    enum status status = check_roles(roles, problems);
    if (status != STATUS_OK || roles == account->roles)
        return status;
    status =
        explain(accounts_set_roles(reader->store, account->id, roles), "roles", problems);
    if (status == STATUS_OK)
        status = sessions_end_all(reader->store, account->id, but);
    return status == STATUS_OK ? record(reader, actor, "account.roles", account->name,
                                        roles_text(reader->arena, roles))
                               : status;
}

enum status staffing_set_disabled(const struct reader *reader, const struct actor *actor,
                                  const struct account *account, bool disabled,
                                  struct problems *problems)
{
    if (disabled == account->disabled)
        return STATUS_OK;
    enum status status = explain(
        accounts_set_disabled(reader->store, account->id, disabled), "name", problems);
    if (status == STATUS_OK && disabled)
        status = sessions_end_all(reader->store, account->id, 0);
    if (status == STATUS_OK && disabled)
        status = links_drop(reader->store, account->id);
    return status == STATUS_OK
               ? record(reader, actor, disabled ? "account.disable" : "account.enable",
                        account->name, SLICE(""))
               : status;
}

enum status staffing_set_display(const struct reader *reader, const struct actor *actor,
                                 const struct account *account, struct slice display,
                                 struct problems *problems)
{
    struct slice checked;
    enum status status =
        account_display_check(display, account->name, problems, &checked);
    if (status != STATUS_OK || slice_eq(checked, account->display))
        return status;
    status = accounts_set_display(reader->store, account->id, checked);
    return status == STATUS_OK
               ? record(reader, actor, "account.display", account->name, checked)
               : status;
}

enum status staffing_set_password(const struct reader *reader, const struct actor *actor,
                                  const struct account *account, struct slice hash)
{
    enum status status = accounts_set_password(reader->store, account->id, hash);
    if (status == STATUS_OK)
        status = sessions_end_all(reader->store, account->id, 0);
    if (status == STATUS_OK)
        status = devices_forget(reader->store, account->id);
    if (status == STATUS_OK)
        status = links_drop(reader->store, account->id);
    return status == STATUS_OK
               ? record(reader, actor, "account.password-set", account->name, SLICE(""))
               : status;
}

enum status staffing_make_link(const struct reader *reader, const struct actor *actor,
                               const struct account *account,
                               char out_token[TOKEN_LEN + 1])
{
    unsigned char hash[TOKEN_HASH_LEN];
    token_make(out_token);
    token_hash(slice_of(out_token, TOKEN_LEN), hash);
    enum status status =
        links_put(reader->store, hash, account->id, reader->now_s + LINK_AGE_S);
    return status == STATUS_OK
               ? record(reader, actor, "account.link", account->name, SLICE(""))
               : status;
}
