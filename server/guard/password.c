#include "guard/password.h"
#include "base/random.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

_Static_assert(PASSWORD_HASH_CAP >= crypto_pwhash_STRBYTES, "a hash fits");

struct hasher {
    struct hasher_config config;
    pthread_mutex_t lock;
    pthread_cond_t freed;
    unsigned running, waiting;
    char nobody[PASSWORD_HASH_CAP]; /* of a password that nobody knows */
};

static bool enter(struct hasher *hasher)
{
    pthread_mutex_lock(&hasher->lock);
    bool room = hasher->running < hasher->config.at_once ||
                hasher->waiting < hasher->config.waiting;
    if (room) {
        hasher->waiting++;
        while (hasher->running >= hasher->config.at_once)
            pthread_cond_wait(&hasher->freed, &hasher->lock);
        hasher->waiting--;
        hasher->running++;
    }
    pthread_mutex_unlock(&hasher->lock);
    return room;
}

static void leave(struct hasher *hasher)
{
    pthread_mutex_lock(&hasher->lock);
    hasher->running--;
    pthread_cond_signal(&hasher->freed);
    pthread_mutex_unlock(&hasher->lock);
}

static unsigned long long passes_of(const struct hasher *hasher)
{
    return (unsigned long long)hasher->config.passes;
}

static size_t memory_of(const struct hasher *hasher)
{
    return (size_t)hasher->config.memory_mib << 20;
}

static bool hash_now(const struct hasher *hasher, struct slice normal,
                     char out[PASSWORD_HASH_CAP])
{
    return crypto_pwhash_str_alg(out, normal.ptr ? normal.ptr : "", normal.len,
                                 passes_of(hasher), memory_of(hasher),
                                 crypto_pwhash_ALG_ARGON2ID13) == 0;
}

/* The hash of no password: random bytes where the result stands, in the words of libsodium. To
 * compare with it takes as long as with a real one, to make it nothing: making a real one took
 * half of the time from start to the first answer. */
static void make_nobody(struct hasher *hasher)
{
    enum { SALT = crypto_pwhash_SALTBYTES, RESULT = 32 };
    enum { WORDS = sodium_base64_VARIANT_ORIGINAL_NO_PADDING };
    unsigned char salt[SALT], result[RESULT];
    char salt_text[sodium_base64_ENCODED_LEN(SALT, WORDS)];
    char result_text[sodium_base64_ENCODED_LEN(RESULT, WORDS)];
    random_bytes(salt, sizeof salt);
    random_bytes(result, sizeof result);
    sodium_bin2base64(salt_text, sizeof salt_text, salt, sizeof salt, WORDS);
    sodium_bin2base64(result_text, sizeof result_text, result, sizeof result, WORDS);
    snprintf(hasher->nobody, sizeof hasher->nobody,
             "$argon2id$v=19$m=%zu,t=%llu,p=1$%s$%s", memory_of(hasher) / 1024,
             passes_of(hasher), salt_text, result_text);
    if (crypto_pwhash_str_needs_rehash(hasher->nobody, passes_of(hasher),
                                       memory_of(hasher)) != 0)
        abort(); /* libsodium reads other words: it would refuse them at once */
}

struct hasher *hasher_new(const struct hasher_config *config)
{
    struct hasher *hasher = calloc(1, sizeof *hasher);
    if (!hasher || sodium_init() < 0)
        abort();
    hasher->config = *config;
    pthread_mutex_init(&hasher->lock, NULL);
    pthread_cond_init(&hasher->freed, NULL);
    make_nobody(hasher);
    return hasher;
}

void hasher_free(struct hasher *hasher)
{
    if (!hasher)
        return;
    pthread_cond_destroy(&hasher->freed);
    pthread_mutex_destroy(&hasher->lock);
    free(hasher);
}

enum status password_hash(struct hasher *hasher, struct slice normal,
                          char out[PASSWORD_HASH_CAP])
{
    if (!enter(hasher))
        return STATUS_BUSY;
    bool done = hash_now(hasher, normal, out);
    leave(hasher);
    return done ? STATUS_OK : STATUS_BUSY;
}

/* libsodium reads a string of exactly this size. */
static void copy_hash(struct slice hash, char out[PASSWORD_HASH_CAP])
{
    sodium_memzero(out, PASSWORD_HASH_CAP);
    memcpy(out, hash.ptr, hash.len < PASSWORD_HASH_CAP ? hash.len : 0);
}

bool password_hash_is_old(const struct hasher *hasher, struct slice hash)
{
    char stored[PASSWORD_HASH_CAP];
    copy_hash(hash, stored);
    return crypto_pwhash_str_needs_rehash(stored, passes_of(hasher), memory_of(hasher)) !=
           0;
}

static bool verify_now(const char stored[PASSWORD_HASH_CAP], struct slice normal)
{
    return crypto_pwhash_str_verify(stored, normal.ptr ? normal.ptr : "", normal.len) ==
           0;
}

enum status password_verify(struct hasher *hasher, struct slice hash, struct slice normal,
                            bool *out_right)
{
    char stored[PASSWORD_HASH_CAP];
    bool exists = hash.len != 0;
    copy_hash(exists ? hash : slice_cstr(hasher->nobody), stored);
    if (!enter(hasher))
        return STATUS_BUSY;
    bool fits = verify_now(stored, normal);
    /* A hash of older, cheaper settings must not tell by its time that the name exists. */
    if (!fits && exists && password_hash_is_old(hasher, hash))
        (void)verify_now(hasher->nobody, normal);
    leave(hasher);
    *out_right = fits && exists && normal.len;
    return STATUS_OK;
}
