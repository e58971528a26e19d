#include "base/random.h"
#include "guard/guard.h"

#include <sodium.h>

void token_make(char out[TOKEN_LEN + 1])
{
    random_id(out, TOKEN_LEN + 1);
}

bool token_is_well_formed(struct slice s)
{
    if (s.len != TOKEN_LEN)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7')))
            return false;
    }
    return true;
}

void token_hash(struct slice token, unsigned char out[TOKEN_HASH_LEN])
{
    crypto_generichash(out, TOKEN_HASH_LEN, (const unsigned char *)token.ptr, token.len,
                       NULL, 0);
}

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
