/* Chance that nobody can guess (libsodium). */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

void random_bytes(void *out, size_t len);
/* `len` - 1 characters of [a-z2-7] and NUL: 5 bits each, 26 characters are 130 bits. */
void random_id(char *out, size_t len);

#endif
