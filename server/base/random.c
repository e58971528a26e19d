#include "base/random.h"

#include <sodium.h>
#include <stdlib.h>

void random_bytes(void *out, size_t len)
{
    if (sodium_init() < 0)
        abort();
    randombytes_buf(out, len);
}

void random_id(char *out, size_t len)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    random_bytes(out, len);
    for (size_t i = 0; i + 1 < len; i++)
        out[i] = letters[(unsigned char)out[i] & 31];
    if (len)
        out[len - 1] = '\0';
}
