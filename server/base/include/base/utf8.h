/* UTF-8 as in RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/slice.h"
#include <stdint.h>

/* Length in bytes of the first character and its code point; 0 when s is empty or begins
 * with an invalid sequence. */
size_t utf8_next(struct slice s, uint32_t *out_point);
/* Offset of the first invalid byte, or s.len when all is valid. */
size_t utf8_invalid_at(struct slice s);
/* The longest beginning of at most `max` bytes that does not cut a character. */
struct slice utf8_first(struct slice s, size_t max);
/* Writes `point` (valid) as 1–4 bytes; returns how many. */
size_t utf8_put(uint32_t point, char out[4]);
/* Number of code points; s must be valid. */
size_t utf8_length(struct slice s);

#endif
