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

bool bytes_equal_in_constant_time(const void *a, const void *b, size_t len)
{
    return len == 0 || sodium_memcmp(a, b, len) == 0;
}
