#include "base/random.h"
#include "guard/guard.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

/* Each slot keeps one instant, as in the generic cell rate algorithm (ITU-T I.371): when
 * the bucket will be full again. A slot whose instant has passed says the same as no slot
 * at all, so that a full set loses the subject that has least to remember. */
enum { SET_SLOTS = 8, STRIPES = 64 };

struct slot {
    uint64_t subject; /* keyed hash; 0: empty */
    int64_t full_at_ns;
};

struct rate_limiter {
    unsigned char key[crypto_shorthash_KEYBYTES];
    size_t sets;
    pthread_mutex_t locks[STRIPES];
    struct slot slots[];
};

struct rate_limiter *rate_limiter_new(size_t slots)
{
    size_t sets = slots / SET_SLOTS + (slots % SET_SLOTS != 0) + (slots == 0);
    struct rate_limiter *limiter =
        calloc(1, sizeof *limiter + sets * SET_SLOTS * sizeof *limiter->slots);
    if (!limiter)
        abort();
    limiter->sets = sets;
    random_bytes(limiter->key, sizeof limiter->key);
    for (size_t i = 0; i < STRIPES; i++)
        pthread_mutex_init(&limiter->locks[i], NULL);
    return limiter;
}

void rate_limiter_free(struct rate_limiter *limiter)
{
    if (!limiter)
        return;
    for (size_t i = 0; i < STRIPES; i++)
        pthread_mutex_destroy(&limiter->locks[i]);
    free(limiter);
}

static uint64_t hash_bytes(const struct rate_limiter *limiter, struct slice s)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t hash;
    crypto_shorthash(out, (const unsigned char *)s.ptr, s.len, limiter->key);
    memcpy(&hash, out, sizeof hash);
    return hash;
}

/* Never 0, which marks an empty slot. */
static uint64_t hash_subject(const struct rate_limiter *limiter, const char *rule,
                             struct slice subject)
{
    uint64_t parts[2] = {hash_bytes(limiter, slice_cstr(rule)),
                         hash_bytes(limiter, subject)};
    uint64_t hash = hash_bytes(limiter, slice_of((const char *)parts, sizeof parts));
    return hash ? hash : 1;
}

/* The subject's slot, or the one of its set that may be taken over. */
static struct slot *find_slot(struct slot *set, uint64_t subject)
{
    struct slot *oldest = set;
    for (size_t i = 0; i < SET_SLOTS; i++) {
        if (set[i].subject == subject)
            return &set[i];
        if (set[i].full_at_ns < oldest->full_at_ns)
            oldest = &set[i];
    }
    *oldest = (struct slot){.subject = subject};
    return oldest;
}

bool rate_limiter_take(struct rate_limiter *limiter, const struct rate_rule *rule,
                       struct slice subject, int64_t now_ns, int64_t *out_retry_s)
{
    const int64_t second = 1000000000;
    int64_t each_ns, spare_ns;
    if (rule->burst == 0 || rule->refill_ms <= 0 ||
        __builtin_mul_overflow(rule->refill_ms, second / 1000, &each_ns) ||
        __builtin_mul_overflow(each_ns, (int64_t)rule->burst - 1, &spare_ns))
        return true;
    uint64_t hash = hash_subject(limiter, rule->name, subject);
    size_t set = (size_t)(hash % limiter->sets);
    pthread_mutex_t *lock = &limiter->locks[set % STRIPES];
    pthread_mutex_lock(lock);
    struct slot *slot = find_slot(&limiter->slots[set * SET_SLOTS], hash);
    int64_t full_at_ns = slot->full_at_ns > now_ns ? slot->full_at_ns : now_ns;
    int64_t wait_ns = full_at_ns - now_ns - spare_ns;
    if (wait_ns <= 0)
        slot->full_at_ns = full_at_ns + each_ns;
    pthread_mutex_unlock(lock);
    if (wait_ns > 0)
        *out_retry_s = (wait_ns + second - 1) / second;
    return wait_ns <= 0;
}
