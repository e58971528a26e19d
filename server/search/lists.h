/* The bytes of posting lists, and changing lists in the store. A block is pairs of a
 * varint (how far the number lies behind the one before, at first behind the block's
 * lowest) and an impact. */
#ifndef SEARCH_LISTS_H
#define SEARCH_LISTS_H

#include "base/buf.h"
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

/* Sorts the changes, of which no two name the same list and number, and makes them. Adds
 * a struct dropped_term for each list that became empty. */
enum status lists_change(struct store *store, struct change *changes, size_t count,
                         struct list *dropped);

/* Varints: seven bits a byte, the lowest first. */
void varint_put(struct buf *buf, uint32_t value);
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

#endif
