/* Accounts: who can sign in, and what a name and a password must be like. */
#ifndef MODEL_ACCOUNT_H
#define MODEL_ACCOUNT_H

#include "base/problems.h"
#include "base/status.h"
#include "model/rights.h"
#include <stdint.h>

enum {
    ACCOUNT_NAME_MAX = 64,       /* bytes, all of them ASCII */
    ACCOUNT_DISPLAY_MAX = 100,   /* characters */
    PASSWORD_LEAST = 12,         /* characters (NIST SP 800-63B, 3.1.1.2: at least 8) */
    PASSWORD_MOST = 256,         /* characters */
    PASSWORD_BYTES_MAX = 4 << 10 /* more is not looked at */
};

struct account {
    int64_t id;
    struct slice name;    /* that one signs in with, as account_name_fold gives it */
    struct slice display; /* that others see */
    unsigned roles;
    bool disabled;
    struct slice password; /* Argon2id string; empty: none was set yet */
    int64_t created_at;
    int64_t signed_in_at; /* NONE_INT: never */
};

/* How somebody looks at the portal. */
enum view_as { VIEW_AS_SELF, VIEW_AS_READER, VIEW_AS_VISITOR };

struct session {
    int64_t id;
    int64_t created_at, seen_at, expires_at;
    enum view_as view_as;
    struct slice agent;
    struct account account; /* without its password */
};

/* Who does something; {0}: the program, or the command line. */
struct actor {
    int64_t account_id;
    struct slice name;
};

/* The name as it is kept: without blanks at its ends and in lower case, 1–64 of a-z 0-9 .
 * _ - + @, a letter or digit first. false: it is no such name. Lives in the arena. */
bool account_name_fold(struct arena *arena, struct slice name, struct slice *out_name);
/* The same with a problem ("name") for who must mend it. */
enum status account_name_check(struct slice name, struct problems *problems,
                               struct slice *out_name);
/* 1–100 characters without controls (problem "display"); empty becomes `name`. */
enum status account_display_check(struct slice display, struct slice name,
                                  struct problems *problems, struct slice *out_display);

/* The password as it is hashed: NFKC (RFC 8265, 4.2), so that it does not matter how a
 * keyboard composed it; every kind of space is a plain one. Empty when it is no UTF-8 or
 * longer than PASSWORD_BYTES_MAX. Lives in the arena. */
struct slice password_normal(struct arena *arena, struct slice password);
/* Is it good enough to be set? NIST SP 800-63B: length, no rules of composition, not the
 * account's own name and none of the commonest. `field` takes the problem. */
enum status password_check(struct slice normal, struct slice name, struct slice display,
                           const char *field, struct problems *problems);

#endif
