/* What finding codes and writing them share. */
#ifndef MODEL_CODE_PARTS_H
#define MODEL_CODE_PARTS_H

#include "model/code.h"

static inline bool code_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* One at least. */
bool code_all_digits(struct slice s);
/* What 32 bits with no word near them are. */
struct error_code code_classify(uint32_t value);
/* Does the number have a name in HTTP, and is `next` its first word? */
bool code_http_reason(int64_t status, struct slice next, bool *out_follows);

#endif
