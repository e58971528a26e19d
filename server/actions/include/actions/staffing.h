/* Staffing: who has an account, and what each may do. Everything here writes to the record,
 * in the transaction of what it does. */
#ifndef ACTIONS_STAFFING_H
#define ACTIONS_STAFFING_H

#include "actions/signing.h"

struct account_draft {
    struct slice name, display; /* as typed */
    unsigned roles;
    struct slice password; /* Argon2id string; empty: a link will set it */
};

/* Write. STATUS_INVALID (problems "name", "display", "roles"), STATUS_CONFLICT when the name
 * is taken (problem "name"). */
enum status staffing_add(const struct reader *reader, const struct actor *actor,
                         const struct account_draft *draft, struct problems *problems,
                         struct account *out_account);
/* Checks what staffing_add checks before it writes. */
enum status staffing_check(const struct account_draft *draft, struct problems *problems,
                           struct account *out_account);

enum status staffing_find(const struct reader *reader, struct slice name,
                          struct account *out_account);
/* By name, behind `after`. */
enum status staffing_list(const struct reader *reader, struct slice after, size_t limit,
                          struct account **out_accounts, size_t *out_count,
                          struct slice *out_next);

/* Write. A change of roles ends the account's sessions but `but` (0: none), a disabled
 * account's end all. STATUS_CONFLICT (with a problem): nobody else would be an admin. */
enum status staffing_set_roles(const struct reader *reader, const struct actor *actor,
                               const struct account *account, unsigned roles, int64_t but,
                               struct problems *problems);
enum status staffing_set_disabled(const struct reader *reader, const struct actor *actor,
                                  const struct account *account, bool disabled,
                                  struct problems *problems);
enum status staffing_set_display(const struct reader *reader, const struct actor *actor,
                                 const struct account *account, struct slice display,
                                 struct problems *problems);
/* Write. Somebody else sets the password: all sessions and known browsers are forgotten. */
enum status staffing_set_password(const struct reader *reader, const struct actor *actor,
                                  const struct account *account, struct slice hash);
/* Write. A link with which its owner sets a password, once, within LINK_AGE_S. */
enum status staffing_make_link(const struct reader *reader, const struct actor *actor,
                               const struct account *account,
                               char out_token[TOKEN_LEN + 1]);

/* "author,reviewer". Lives in the arena. */
struct slice roles_text(struct arena *arena, unsigned roles);

#endif
