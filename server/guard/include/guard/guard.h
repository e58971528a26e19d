/* guard: who may knock. Same-origin check, rate limits, tokens and their hashes,
 * passwords. */
#ifndef GUARD_GUARD_H
#define GUARD_GUARD_H

#include "base/slice.h"
#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The headers a browser sends with a state-changing request; ptr NULL when absent. */
struct origin_facts {
    struct slice
        sec_fetch_site;  /* Fetch Metadata: same-origin, same-site, cross-site, none */
    struct slice origin; /* RFC 6454 */
    struct slice referer;
    struct slice host;          /* Host header */
    struct slice public_origin; /* origin of the public URL, or empty */
};
/* true when the request comes from our own pages or from no browser at all (no
 * Sec-Fetch-Site, no Origin). "null" and foreign origins are refused. */
bool origin_is_ours(const struct origin_facts *facts);

/* Token buckets in a fixed table, keyed by a keyed hash of (rule, subject); thread-safe.
 */
struct rate_limiter;
struct rate_rule {
    const char *name;
    unsigned burst;    /* requests at once; 0: the rule is off */
    int64_t refill_ms; /* milliseconds for one more */
};
struct rate_limiter *rate_limiter_new(size_t slots);
void rate_limiter_free(struct rate_limiter *limiter);
/* false: too often; *out_retry_s says when one is free again. */
bool rate_limiter_take(struct rate_limiter *limiter, const struct rate_rule *rule,
                       struct slice subject, int64_t now_ns, int64_t *out_retry_s);

/* 32 bytes, BLAKE2b keyed by nothing: what the store keeps instead of a token. */
enum { TOKEN_LEN = 26, TOKEN_HASH_LEN = 32 };
/* TOKEN_LEN characters of [a-z2-7] and NUL: 130 random bits. */
void token_make(char out[TOKEN_LEN + 1]);
/* true when s has a token's length and letters. */
bool token_is_well_formed(struct slice s);
void token_hash(struct slice token, unsigned char out[TOKEN_HASH_LEN]);

/* For rows that many people add at once: a token that begins with the millisecond it was made
 * in, so that what came together stands together in an index, and a commit writes few pages
 * instead of one a row. The 130 random bits of a plain token follow. */
enum { TOKEN_TIME_LEN = 10, DATED_TOKEN_LEN = TOKEN_TIME_LEN + TOKEN_LEN };
void dated_token_make(char out[DATED_TOKEN_LEN + 1]);
/* Plain ones, too: those of before are still out there. */
bool dated_token_is_well_formed(struct slice s);
/* The hash, of which a dated token's first six bytes are its time instead; the others are
 * enough to tell tokens apart. */
void dated_token_hash(struct slice token, unsigned char out[TOKEN_HASH_LEN]);
bool bytes_equal_in_constant_time(const void *a, const void *b, size_t len);

/* What the forms of a session carry (TOKEN_LEN characters and NUL): made from the session's
 * token by a one-way function, so that who sees a page cannot make a session of it. */
void form_token_make(struct slice session_token, char out[TOKEN_LEN + 1]);

#endif
