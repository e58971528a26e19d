#include "base/digest.h"

/* The step of wyhash (https://github.com/wangyi-fudan/wyhash, in the public domain): two words
 * are multiplied and both halves of the product kept. Four sums go beside each other, since a
 * product takes as long as four begin. Each key has bytes that no UTF-8 has, so text never
 * makes a factor zero. */
enum { LANES = 4, BLOCK = LANES * 16 };

static const uint64_t keys[LANES] = {0xff51afd7ed558ccdu, 0xc4ceb9fe1a85ecffu,
                                     0x9e37ff79fd7f4a7du, 0xa0761dff78bdff42u};

static inline uint64_t word_at(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint64_t fold(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline void add_block(uint64_t sums[LANES], const char *block)
{
    for (int i = 0; i < LANES; i++)
        sums[i] = fold(word_at(block + 16 * i) ^ keys[i],
                       word_at(block + 16 * i + 8) ^ sums[i]);
}

/* What is left over is filled up with zeros; the length tells those from zeros of the text. */
static void add_rest(uint64_t sums[LANES], struct slice rest)
{
    char block[BLOCK] = {0};
    if (rest.len)
        memcpy(block, rest.ptr, rest.len);
    add_block(sums, block);
}

void digest_make(struct slice bytes, unsigned char out[DIGEST_SIZE])
{
    uint64_t sums[LANES] = {keys[1], keys[2], keys[3], keys[0]};
    struct slice rest = bytes;
    for (; rest.len >= BLOCK; rest = slice_of(rest.ptr + BLOCK, rest.len - BLOCK))
        add_block(sums, rest.ptr);
    add_rest(sums, rest);
    uint64_t first = fold(sums[0] ^ keys[0], sums[1] ^ bytes.len);
    uint64_t second = fold(sums[2] ^ keys[1], sums[3] ^ bytes.len);
    uint64_t ends[2] = {fold(first ^ keys[2], second ^ keys[3]),
                        fold(second ^ keys[1], first ^ keys[0])};
    memcpy(out, ends, sizeof ends);
}
