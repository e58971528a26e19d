/* Signing in and out, and one's own password: what the login page, the one-time links and
 * the gate of every request do.
 *
 * A struct signing is shared by all threads of a process: it holds the hasher, the throttle
 * and what was seen of sessions since the last upkeep. Passwords are hashed in the functions
 * marked Slow, which run in the SLOW lane (or on the command line) inside a snapshot; what
 * they found is used by the functions marked Write, which look again. */
#ifndef ACTIONS_SIGNING_H
#define ACTIONS_SIGNING_H

#include "actions/reading.h"
#include "base/problems.h"
#include "guard/guard.h"
#include "guard/password.h"
#include "model/account.h"

struct signing_config {
    struct hasher_config hasher;
    int64_t idle_s, lifetime_s; /* of a session */
    unsigned tries;             /* wrong passwords without a wait; 0: never a wait */
};

struct signing;
struct signing *signing_new(const struct signing_config *config);
void signing_free(struct signing *signing);

/* ---- who is it --------------------------------------------------------------------- */

/* The session of a cookie. STATUS_NOT_FOUND: it is none, has ended, was not seen for too
 * long, or its account is disabled. */
enum status signing_who(const struct reader *reader, struct signing *signing,
                        struct slice token, struct session *out_session);
/* Write. Keeps when sessions were last seen, and deletes what has ended. *out_more: some is
 * left. */
enum status signing_upkeep(const struct reader *reader, struct signing *signing,
                           bool *out_more);

/* ---- in ---------------------------------------------------------------------------- */

struct sign_in {
    struct slice name, password; /* as typed */
    struct slice address;        /* of the client, for the throttle only */
    struct slice device;         /* token of a browser that was here before, or empty */
    struct slice agent;          /* what the browser calls itself */
};

struct sign_in_found {
    enum { SIGN_IN_WRONG, SIGN_IN_RIGHT, SIGN_IN_TOO_OFTEN } outcome;
    int64_t retry_s; /* of TOO_OFTEN */
    int64_t account_id;
    struct slice hash;   /* that the password fitted */
    struct slice rehash; /* with the parameters of today; empty: the same */
    struct slice tried;  /* the name of the account; empty: there is none such */
    bool device_known;
};

/* Slow. Says nothing about which of the two was wrong, nor by how long it takes. STATUS_BUSY:
 * too many are hashing. */
enum status signing_try(const struct reader *reader, struct signing *signing,
                        const struct sign_in *in, struct sign_in_found *out_found);

/* What the browser is to keep. */
struct sign_in_tokens {
    char session[TOKEN_LEN + 1];
    int64_t session_age_s;
    char device[TOKEN_LEN + 1]; /* empty: it has one already */
};
/* Write. After SIGN_IN_RIGHT. `before`: the session that the browser had, or NULL; it ends.
 * STATUS_NOT_FOUND: the account has changed meanwhile. */
enum status signing_begin(const struct reader *reader, struct signing *signing,
                          const struct sign_in *in, const struct sign_in_found *found,
                          const struct session *before,
                          struct sign_in_tokens *out_tokens);

/* Write. After SIGN_IN_WRONG, to the record. What was typed is kept only where it is the name
 * of an account: else it may be a password. */
enum status signing_refused(const struct reader *reader,
                            const struct sign_in_found *found);

/* ---- out --------------------------------------------------------------------------- */

/* Write. STATUS_NOT_FOUND: no session of his. `id` 0: all. `but`: not this one. */
enum status signing_end(const struct reader *reader, const struct account *account,
                        int64_t id, int64_t but);
/* The sessions of an account, newest first. */
enum status signing_sessions(const struct reader *reader, const struct signing *signing,
                             int64_t account_id, struct session **out_sessions,
                             size_t *out_count);
/* Write. */
enum status signing_view_as(const struct reader *reader, const struct session *session,
                            enum view_as view_as);

/* Write. The same session under another token, which the cookie of before is not. */
enum status signing_rotate(const struct reader *reader, const struct session *session,
                           char out_token[TOKEN_LEN + 1]);

/* ---- one's password ---------------------------------------------------------------- */

/* Slow. Checks and hashes a new password for an account of this name; the hash lives in the
 * arena. STATUS_INVALID (problem "password"), STATUS_BUSY. */
enum status signing_hash(const struct reader *reader, struct signing *signing,
                         const struct account *account, struct slice password,
                         struct problems *problems, struct slice *out_hash);
/* Slow. The same, for somebody who knows the old one (problem "current"); STATUS_RATE_LIMITED
 * after too many wrong ones. */
enum status signing_rehash(const struct reader *reader, struct signing *signing,
                           const struct account *account, const struct sign_in *current,
                           struct slice password, struct problems *problems,
                           struct slice *out_hash);
/* Write. Ends all other sessions and gives this one a new token. */
enum status signing_set_password(const struct reader *reader,
                                 const struct session *session, struct slice hash,
                                 char out_token[TOKEN_LEN + 1]);

/* ---- one-time links ---------------------------------------------------------------- */

enum { LINK_AGE_S = 3 * 86400, FIRST_LINK_AGE_S = 86400 };

struct claim {
    struct slice token;
    bool is_first; /* makes the first account; otherwise for `account` */
    struct account account;
};
/* STATUS_NOT_FOUND: it is none, or was used, replaced or is too old. */
enum status signing_claim(const struct reader *reader, struct slice token,
                          struct claim *out_claim);
/* Write. Makes the first account an admin (from claim->account's name and display) or sets
 * the password; the link is used up, every session of the account ends. STATUS_CONFLICT:
 * there is an account already. The caller signs in with signing_begin. */
enum status signing_use_claim(const struct reader *reader, struct claim *claim,
                              struct slice hash);
/* Write. A link for the first account, when there is none yet; an empty token when there
 * is. */
enum status signing_first_link(const struct reader *reader,
                               char out_token[TOKEN_LEN + 1]);

#endif
