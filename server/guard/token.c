#include "base/clock.h"
#include "base/random.h"
#include "guard/guard.h"

#include <sodium.h>

void token_make(char out[TOKEN_LEN + 1])
{
    random_id(out, TOKEN_LEN + 1);
}

static bool has_letters_of_ours(struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7')))
            return false;
    }
    return true;
}

bool token_is_well_formed(struct slice s)
{
    return s.len == TOKEN_LEN && has_letters_of_ours(s);
}

void token_hash(struct slice token, unsigned char out[TOKEN_HASH_LEN])
{
    crypto_generichash(out, TOKEN_HASH_LEN, (const unsigned char *)token.ptr, token.len,
                       NULL, 0);
}

/* ---- dated tokens ------------------------------------------------------------------ */

enum { TIME_BYTES = 6, LETTER_BITS = 5 };

void dated_token_make(char out[DATED_TOKEN_LEN + 1])
{
    static const char letters[] = "234567abcdefghijklmnopqrstuvwxyz"; /* as bytes sort */
    uint64_t left = (uint64_t)clock_now_ms();
    for (size_t i = TOKEN_TIME_LEN; i-- > 0; left >>= LETTER_BITS)
        out[i] = letters[left & 31];
    token_make(out + TOKEN_TIME_LEN);
}

bool dated_token_is_well_formed(struct slice s)
{
    return (s.len == DATED_TOKEN_LEN || s.len == TOKEN_LEN) && has_letters_of_ours(s);
}

static uint64_t time_of(struct slice token)
{
    uint64_t time = 0;
    for (size_t i = 0; i < TOKEN_TIME_LEN; i++) {
        char c = token.ptr[i];
        time = time << LETTER_BITS | (uint64_t)(c >= 'a' ? c - 'a' + 6 : c - '2');
    }
    return time;
}

void dated_token_hash(struct slice token, unsigned char out[TOKEN_HASH_LEN])
{
    token_hash(token, out);
    if (token.len != DATED_TOKEN_LEN)
        return;
    uint64_t left = time_of(token);
    for (size_t i = TIME_BYTES; i-- > 0; left >>= 8)
        out[i] = (unsigned char)left;
}

/* ---- forms ------------------------------------------------------------------------- */

void form_token_make(struct slice session_token, char out[TOKEN_LEN + 1])
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    static const unsigned char purpose[] = "runbookd form token";
    unsigned char hash[crypto_generichash_BYTES];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)session_token.ptr,
                       session_token.len, purpose, sizeof purpose - 1);
    for (size_t i = 0; i < TOKEN_LEN; i++)
        out[i] = letters[hash[i] & 31];
    out[TOKEN_LEN] = '\0';
}

bool bytes_equal_in_constant_time(const void *a, const void *b, size_t len)
{
    return len == 0 || sodium_memcmp(a, b, len) == 0;
}
