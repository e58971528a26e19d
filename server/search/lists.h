/* The bytes of posting lists, and changing lists in the store. A block is pairs of a
 * varint (how far the number lies behind the one before, at first behind the block's
 * lowest) and an impact. */
#ifndef SEARCH_LISTS_H
#define SEARCH_LISTS_H

#include "base/list.h"
#include "store/postings.h"

struct posting {
    uint32_t number;
    unsigned char impact;
};

/* One number to be put into a list, replaced in it, or (impact 0) taken out. */
struct change {
    uint32_t list; /* id of the term */
    uint32_t number;
    unsigned char impact;
};

/* A term whose list has become empty: it is dropped from the store already. */
struct dropped_term {
    uint32_t id;
    struct slice term;
};

/* A list that is not to be read first: as it stands in the store, or one to be made. */
struct known_list {
    struct posting_list list;
    struct slice term;
    bool new;
};

/* Sorts the changes, of which no two name the same list and number, and makes them. Every
 * new list must be among the `known`, which are sorted by id, and be changed. Adds a
 * struct dropped_term for each list that became empty. */
enum status lists_change(struct store *store, struct arena *arena, struct change *changes,
                         size_t count, const struct known_list *known, size_t known_count,
                         struct list *dropped);

/* Varints: seven bits a byte, the lowest first. Writes one, at most VARINT_BYTES; returns
 * what lies behind it. */
enum { VARINT_BYTES = 5 };
static inline char *varint_put(char *out, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *out++ = (char)(0x80 | (value & 0x7F));
    *out++ = (char)value;
    return out;
}
/* Takes one off the beginning of *rest; 0 at its end. */
static inline uint32_t varint_take(struct slice *rest)
{
    uint32_t value = 0;
    for (unsigned shift = 0; rest->len && shift < 32; shift += 7) {
        unsigned char byte = (unsigned char)*rest->ptr++;
        rest->len--;
        value |= (uint32_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    return value;
}
/* As varint_take, where at least VARINT_BYTES lie before the end: nearly all take one to
 * three. Returns what lies behind it. */
static inline const unsigned char *varint_next(const unsigned char *at, uint32_t *value)
{
    uint32_t sum = at[0] & 0x7F;
    if (at[0] < 0x80) {
        *value = sum;
        return at + 1;
    }
    sum |= (uint32_t)(at[1] & 0x7F) << 7;
    if (at[1] < 0x80) {
        *value = sum;
        return at + 2;
    }
    sum |= (uint32_t)(at[2] & 0x7F) << 14;
    if (at[2] < 0x80) {
        *value = sum;
        return at + 3;
    }
    sum |= (uint32_t)(at[3] & 0x7F) << 21;
    if (at[3] < 0x80) {
        *value = sum;
        return at + 4;
    }
    *value = sum | (uint32_t)at[4] << 28;
    return at + 5;
}

/* Takes the next pair; false at the end. *number goes in as the one before. */
static inline bool posting_take(struct slice *rest, uint32_t *number,
                                unsigned char *impact)
{
    if (rest->len < 2)
        return false;
    *number += varint_take(rest);
    if (rest->len == 0)
        return false;
    *impact = (unsigned char)*rest->ptr++;
    rest->len--;
    return true;
}

/* The same without asking for the end: for pairs that begin before posting_safe. Most gaps
 * take one byte. */
static inline const unsigned char *posting_next(const unsigned char *at, uint32_t *number,
                                                uint32_t *impact)
{
    uint32_t gap = *at++;
    if (gap >= 0x80) {
        gap &= 0x7F;
        for (unsigned shift = 7; shift < 35; shift += 7) {
            uint32_t byte = *at++;
            gap |= (byte & 0x7F) << shift;
            if (byte < 0x80)
                break;
        }
    }
    *number += gap;
    *impact = *at++;
    return at;
}

/* A pair that begins before it ends within the bytes, whatever they are. */
static inline const unsigned char *posting_safe(struct slice bytes)
{
    return (const unsigned char *)bytes.ptr +
           (bytes.len > VARINT_BYTES + 1 ? bytes.len - (VARINT_BYTES + 1) : 0);
}

#endif
