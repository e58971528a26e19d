#include "guard/throttle.h"
#include "base/random.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { SET_SLOTS = 8 };

static const int64_t MS_NS = 1000000;

struct slot {
    uint64_t subject; /* keyed hash; 0: empty */
    unsigned failures;
    int64_t failed_at_ns, open_at_ns, forget_at_ns;
};

struct throttle {
    unsigned char key[crypto_shorthash_KEYBYTES];
    pthread_mutex_t lock;
    size_t sets;
    struct slot slots[];
};

struct throttle *throttle_new(size_t slots)
{
    size_t sets = slots / SET_SLOTS + 1;
    struct throttle *throttle =
        calloc(1, sizeof *throttle + sets * SET_SLOTS * sizeof *throttle->slots);
    if (!throttle)
        abort();
    throttle->sets = sets;
    random_bytes(throttle->key, sizeof throttle->key);
    pthread_mutex_init(&throttle->lock, NULL);
    return throttle;
}

void throttle_free(struct throttle *throttle)
{
    if (!throttle)
        return;
    pthread_mutex_destroy(&throttle->lock);
    free(throttle);
}

static uint64_t hash_bytes(const struct throttle *throttle, struct slice s)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t hash;
    crypto_shorthash(out, (const unsigned char *)(s.ptr ? s.ptr : ""), s.len,
                     throttle->key);
    memcpy(&hash, out, sizeof hash);
    return hash;
}

static uint64_t hash_subject(const struct throttle *throttle, const char *rule,
                             struct slice subject)
{
    uint64_t parts[2] = {hash_bytes(throttle, slice_cstr(rule)),
                         hash_bytes(throttle, subject)};
    uint64_t hash = hash_bytes(throttle, slice_of((const char *)parts, sizeof parts));
    return hash ? hash : 1;
}

/* NULL when the subject has no slot. */
static struct slot *find_slot(struct throttle *throttle, uint64_t subject)
{
    struct slot *set = &throttle->slots[subject % throttle->sets * SET_SLOTS];
    for (size_t i = 0; i < SET_SLOTS; i++)
        if (set[i].subject == subject)
            return &set[i];
    return NULL;
}

static unsigned weight(const struct slot *slot, int64_t now_ns)
{
    return slot->forget_at_ns <= now_ns ? 0 : slot->failures;
}

/* The one of its set that remembers least; the oldest of several. */
static struct slot *take_slot(struct throttle *throttle, uint64_t subject, int64_t now_ns)
{
    struct slot *set = &throttle->slots[subject % throttle->sets * SET_SLOTS];
    struct slot *least = set;
    for (size_t i = 1; i < SET_SLOTS; i++) {
        unsigned a = weight(&set[i], now_ns), b = weight(least, now_ns);
        if (a < b || (a == b && set[i].failed_at_ns < least->failed_at_ns))
            least = &set[i];
    }
    *least = (struct slot){.subject = subject};
    return least;
}

static int64_t wait_after(const struct throttle_rule *rule, unsigned failures)
{
    int64_t wait_ms = rule->first_ms;
    if (failures <= rule->free)
        return 0;
    for (unsigned i = rule->free + 1; i < failures && wait_ms < rule->most_ms; i++)
        wait_ms *= 2;
    return wait_ms < rule->most_ms ? wait_ms : rule->most_ms;
}

static void count_failure(struct slot *slot, const struct throttle_rule *rule,
                          int64_t now_ns)
{
    enum { FAILURES_MAX = 1 << 20 };
    slot->failures += slot->failures < FAILURES_MAX;
    slot->failed_at_ns = now_ns;
    slot->open_at_ns = now_ns + wait_after(rule, slot->failures) * MS_NS;
    slot->forget_at_ns = now_ns + rule->forget_ms * MS_NS;
}

bool throttle_begin(struct throttle *throttle, const struct throttle_rule *rule,
                    struct slice subject, int64_t now_ns, int64_t *out_retry_s)
{
    uint64_t hash = hash_subject(throttle, rule->name, subject);
    int64_t wait_ns = 0;
    pthread_mutex_lock(&throttle->lock);
    struct slot *slot = find_slot(throttle, hash);
    if (!slot)
        slot = take_slot(throttle, hash, now_ns);
    if (slot->forget_at_ns <= now_ns)
        *slot = (struct slot){.subject = hash};
    if (slot->open_at_ns > now_ns)
        wait_ns = slot->open_at_ns - now_ns;
    else
        count_failure(slot, rule, now_ns);
    pthread_mutex_unlock(&throttle->lock);
    if (wait_ns)
        *out_retry_s = (wait_ns + 1000 * MS_NS - 1) / (1000 * MS_NS);
    return wait_ns == 0;
}

void throttle_forgive(struct throttle *throttle, const struct throttle_rule *rule,
                      struct slice subject, bool all)
{
    uint64_t hash = hash_subject(throttle, rule->name, subject);
    pthread_mutex_lock(&throttle->lock);
    struct slot *slot = find_slot(throttle, hash);
    if (slot && slot->failures) {
        slot->failures = all ? 0 : slot->failures - 1;
        slot->open_at_ns = slot->failed_at_ns + wait_after(rule, slot->failures) * MS_NS;
    }
    pthread_mutex_unlock(&throttle->lock);
}
