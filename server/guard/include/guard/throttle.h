/* Attempts that may fail, each failure making the next one wait longer: for signing in.
 *
 * A subject (an address, an account, both) has some free failures; after them the n-th
 * waits first × 2^n, up to a ceiling, and all is forgotten when nobody failed for a while.
 * An attempt counts as failed when it begins, so that many at once gain nothing, and is
 * taken back when it succeeds. A fixed table, keyed by a keyed hash; thread-safe. When it is
 * full it loses whoever has failed least. */
#ifndef GUARD_THROTTLE_H
#define GUARD_THROTTLE_H

#include "base/slice.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct throttle_rule {
    const char *name;
    unsigned free;     /* failures without a wait */
    int64_t first_ms;  /* the first wait */
    int64_t most_ms;   /* the longest */
    int64_t forget_ms; /* since the last failure */
};

struct throttle;
struct throttle *throttle_new(size_t slots);
void throttle_free(struct throttle *throttle);

/* Begins an attempt. false: too early; *out_retry_s says when, and nothing is counted. */
bool throttle_begin(struct throttle *throttle, const struct throttle_rule *rule,
                    struct slice subject, int64_t now_ns, int64_t *out_retry_s);
/* The attempt succeeded: it is taken back, and with `all` every failure before it. */
void throttle_forgive(struct throttle *throttle, const struct throttle_rule *rule,
                      struct slice subject, bool all);

#endif
