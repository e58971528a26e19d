/* Accounts, sessions, known browsers, one-time links, and the record of who did what. Found
 * things live in the arena. Tokens come as their hashes (TOKEN_HASH bytes); names as
 * account_name_fold gives them. Nothing here touches STORE_KEY_CONTENT: pages of signed-in
 * people are not shared. */
#ifndef STORE_ACCOUNTS_H
#define STORE_ACCOUNTS_H

#include "model/account.h"
#include "model/article.h"
#include "model/audit.h"
#include "store/store.h"

enum { TOKEN_HASH = 32 };

/* ---- accounts ---------------------------------------------------------------------- */

/* STATUS_CONFLICT: the name is taken. */
enum status accounts_add(struct store *store, const struct account *account,
                         int64_t *out_id);
enum status accounts_by_name(struct store *store, struct slice name, struct arena *arena,
                             struct account *out_account);
enum status accounts_by_id(struct store *store, int64_t id, struct arena *arena,
                           struct account *out_account);
/* Is there any account at all? */
enum status accounts_any(struct store *store, bool *out_any);
/* By name, behind `after`; `limit` at most. *out_next: the last name, empty at the end. */
enum status accounts_list(struct store *store, struct slice after, size_t limit,
                          struct arena *arena, struct account **out_accounts,
                          size_t *out_count, struct slice *out_next);
/* STATUS_CONFLICT: this would leave no enabled admin. */
enum status accounts_set_roles(struct store *store, int64_t id, unsigned roles);
enum status accounts_set_disabled(struct store *store, int64_t id, bool disabled);
enum status accounts_set_display(struct store *store, int64_t id, struct slice display);
enum status accounts_set_password(struct store *store, int64_t id, struct slice hash);
enum status accounts_signed_in(struct store *store, int64_t id, int64_t at);

/* ---- sessions ---------------------------------------------------------------------- */

struct session_add {
    const unsigned char *token_hash;
    int64_t account_id, at, expires_at;
    struct slice agent;
};
/* An account has SESSIONS_MAX at most; its oldest make room. */
enum { SESSIONS_MAX = 50, DEVICES_MAX = 20 };
enum status sessions_add(struct store *store, const struct session_add *add);
/* Alive at `now`, of an enabled account, and seen at `seen_after` or later. */
enum status sessions_find(struct store *store, const unsigned char *token_hash,
                          int64_t now, int64_t seen_after, struct arena *arena,
                          struct session *out_session);
/* Those of an account that are alive, newest first; without the account. */
enum status sessions_of(struct store *store, int64_t account_id, int64_t now,
                        int64_t seen_after, struct arena *arena,
                        struct session **out_sessions, size_t *out_count);
enum status sessions_seen(struct store *store, int64_t id, int64_t at);
enum status sessions_view_as(struct store *store, int64_t id, enum view_as view_as);
/* The same session under another token. */
enum status sessions_rotate(struct store *store, int64_t id,
                            const unsigned char *token_hash);
/* STATUS_NOT_FOUND unless it is one of this account. */
enum status sessions_end(struct store *store, int64_t account_id, int64_t id);
/* All of an account, but for `but` (0: all). */
enum status sessions_end_all(struct store *store, int64_t account_id, int64_t but);

/* ---- known browsers, links --------------------------------------------------------- */

enum status devices_put(struct store *store, const unsigned char *token_hash,
                        int64_t account_id, int64_t at);
enum status devices_has(struct store *store, const unsigned char *token_hash,
                        int64_t account_id, bool *out_has);
enum status devices_forget(struct store *store, int64_t account_id);

/* `account_id` 0: for the first account. Replaces the earlier one. */
enum status links_put(struct store *store, const unsigned char *token_hash,
                      int64_t account_id, int64_t expires_at);
/* STATUS_NOT_FOUND: used, replaced or too old. *out_account_id 0: for the first one. */
enum status links_find(struct store *store, const unsigned char *token_hash, int64_t now,
                       int64_t *out_account_id);
/* Takes away the link of an account (0: the one for the first account). */
enum status links_drop(struct store *store, int64_t account_id);

/* Deletes sessions and links that ended before `now`, `limit` of each at most. *out_more:
 * some may be left. */
enum status accounts_tidy(struct store *store, int64_t now, size_t limit, bool *out_more);

/* ---- the record -------------------------------------------------------------------- */

/* In the caller's write item: it stands or falls with what was done. */
enum status audit_add(struct store *store, const struct audit_add *add);
/* Newest first. *out_next goes on behind the last entry that was looked at; empty: there are
 * no more. STATUS_INVALID: not our cursor. */
enum status audit_list(struct store *store, const struct audit_filter *filter,
                       struct arena *arena, struct audit_entry **out_entries,
                       size_t *out_count, struct slice *out_next);
/* Every action that ever happened, by name. */
enum status audit_actions(struct store *store, struct arena *arena,
                          struct slices *out_actions);

#endif
