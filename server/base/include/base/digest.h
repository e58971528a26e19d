/* A number of 128 bits for a run of bytes: the same for the same bytes, and another one for
 * others but by a chance of 1 in 2^64. Quick (a few hundred bytes of a page in the time of one
 * call into the kernel), and no secret: whoever wants two texts with one number can make them.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/slice.h"

enum { DIGEST_SIZE = 16 };

void digest_make(struct slice bytes, unsigned char out[DIGEST_SIZE]);

#endif
