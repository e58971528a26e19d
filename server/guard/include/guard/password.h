/* Passwords at rest: Argon2id (RFC 9106) through libsodium, with a ceiling on how many are
 * hashed at once, since each takes its memory. Slow: for the SLOW lane and the command
 * line, never for READ or the writer.
 *
 * A hasher is shared by all threads. */
#ifndef GUARD_PASSWORD_H
#define GUARD_PASSWORD_H

#include "base/slice.h"
#include "base/status.h"
#include <stdbool.h>
#include <stdint.h>

enum { PASSWORD_HASH_CAP = 128 }; /* "$argon2id$v=19$…" and NUL */

struct hasher_config {
    int64_t passes;     /* Argon2's t */
    int64_t memory_mib; /* Argon2's m */
    unsigned at_once;   /* hashes at the same time; others wait */
    unsigned waiting;   /* at most; more are STATUS_BUSY */
};

struct hasher;
/* Hashes once, to have something that a sign-in without an account is measured against. */
struct hasher *hasher_new(const struct hasher_config *config);
void hasher_free(struct hasher *hasher);

/* STATUS_BUSY: too many wait already, or there is no memory for it now. */
enum status password_hash(struct hasher *hasher, struct slice normal,
                          char out[PASSWORD_HASH_CAP]);
/* *out_right: is it the password of this hash? An empty hash, which no password fits, takes
 * as long as one that is there. STATUS_BUSY as above. */
enum status password_verify(struct hasher *hasher, struct slice hash, struct slice normal,
                            bool *out_right);
/* Was it made with other parameters than we use now? */
bool password_hash_is_old(const struct hasher *hasher, struct slice hash);

#endif
