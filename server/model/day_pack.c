/* A pack: how many counts (4 bytes), then of each its place (8 bytes, all the lowest byte first,
 * ascending) and its numbers as varints. A place is the key, spread over all numbers, so that a share
 * of the places is a share of the keys: sums are made for one share after another, in a table
 * that the processor's caches hold, however many days and keys there are. */
#include "model/day_pack.h"

#include <stdlib.h>
#include <string.h>

/* Odd, so the product can be undone by its inverse modulo 2^64. */
static const uint64_t SPREAD = 0x9e3779b97f4a7c15u, GATHER = 0xf1de83e19937733du,
                      STIR = 0xff51afd7ed558ccdu;

/* NUMBER_MAX: of a day, so that whoever adds up and ranks never overflows. */
enum { HEAD_BYTES = 4, PLACE_BYTES = 8, VARINT_MAX = 10, ENTRIES_A_SHARE = 8192 };
enum { NUMBER_MAX = INT32_MAX };

static uint64_t place_of(int64_t key)
{
    return (uint64_t)key * SPREAD;
}

/* ---- making ------------------------------------------------------------------------ */

static int compare_places(const void *a, const void *b)
{
    uint64_t x = place_of(((const struct day_count *)a)->key),
             y = place_of(((const struct day_count *)b)->key);
    return (x > y) - (x < y);
}

static char *put_number(char *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *out++ = (char)(0x80 | (value & 0x7f));
    *out++ = (char)value;
    return out;
}

static char *put_fixed(char *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        *out++ = (char)(value >> (8 * i) & 0xff);
    return out;
}

void day_pack_make(struct day_count *counts, size_t count, struct buf *out)
{
    char bytes[PLACE_BYTES + DAY_NUMBERS * VARINT_MAX];
    if (count)
        qsort(counts, count, sizeof *counts, compare_places);
    buf_add(out, slice_of(bytes, (size_t)(put_fixed(bytes, count, HEAD_BYTES) - bytes)));
    for (size_t i = 0; i < count; i++) {
        char *end = put_fixed(bytes, place_of(counts[i].key), PLACE_BYTES);
        for (int n = 0; n < DAY_NUMBERS; n++)
            end = put_number(end, (uint64_t)counts[i].numbers[n]);
        buf_add(out, slice_of(bytes, (size_t)(end - bytes)));
    }
}

/* ---- reading ----------------------------------------------------------------------- */

struct cursor {
    const unsigned char *at, *end;
};

/* Written out, so that compilers make one read of it. */
static uint32_t count_at(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

static uint64_t place_at(const unsigned char *at)
{
    return count_at(at) | (uint64_t)count_at(at + 4) << 32;
}

static uint64_t take_number(struct cursor *c)
{
    uint64_t value = 0;
    if (c->at < c->end && *c->at < 0x80)
        return *c->at++;
    for (unsigned shift = 0; c->at < c->end && shift < 64; shift += 7) {
        unsigned char byte = *c->at++;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            break;
    }
    return value < NUMBER_MAX ? value : NUMBER_MAX;
}

/* ---- sums of one share of the places ----------------------------------------------- */

struct sums {
    struct list items; /* struct day_count; the key is the place as yet */
    uint32_t *slots;   /* number of the item + 1 */
    size_t slot_count; /* a power of two */
};

static size_t slot_of(const struct sums *s, uint64_t place)
{
    const struct day_count *items = s->items.items;
    size_t slot = (size_t)(place * STIR >> 32) & (s->slot_count - 1);
    while (s->slots[slot] && (uint64_t)items[s->slots[slot] - 1].key != place)
        slot = (slot + 1) & (s->slot_count - 1);
    return slot;
}

static void grow(struct sums *s)
{
    const struct day_count *items = s->items.items;
    s->slot_count *= 2;
    s->slots = ARENA_ARRAY(s->items.arena, s->slot_count, uint32_t);
    for (size_t i = 0; i < s->items.count; i++)
        s->slots[slot_of(s, (uint64_t)items[i].key)] = (uint32_t)i + 1;
}

static struct day_count *sum_of(struct sums *s, uint64_t place)
{
    size_t slot = slot_of(s, place);
    if (!s->slots[slot]) {
        if (s->items.count * 2 >= s->slot_count) {
            grow(s);
            slot = slot_of(s, place);
        }
        LIST_PUSH(&s->items, struct day_count)->key = (int64_t)place;
        s->slots[slot] = (uint32_t)s->items.count;
    }
    return &((struct day_count *)s->items.items)[s->slots[slot] - 1];
}

/* Adds what a day has up to the place `last`. */
static void add_day(struct sums *s, struct cursor *c, uint64_t last, bool latest)
{
    while (c->end - c->at > PLACE_BYTES) {
        uint64_t place = place_at(c->at);
        if (place > last)
            return;
        c->at += PLACE_BYTES;
        struct day_count *sum = sum_of(s, place);
        for (int n = 0; n < DAY_NUMBERS; n++) {
            uint64_t before = latest && n == 1 ? 0 : (uint64_t)sum->numbers[n];
            sum->numbers[n] = (int64_t)(before + take_number(c));
        }
    }
}

/* ---- the first of them ------------------------------------------------------------- */

struct ranked {
    struct day_count count;
    int64_t rank;
};

struct top {
    const struct day_ask *ask;
    struct ranked *items; /* the best first; room for ask->limit + 1 */
    size_t count;
};

static bool comes_before(const struct ranked *a, const struct ranked *b)
{
    return a->rank != b->rank ? a->rank > b->rank : a->count.key < b->count.key;
}

static bool is_wanted(const struct day_ask *ask, int64_t key)
{
    size_t low = 0, high = ask->only_count;
    if (!ask->only)
        return true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ask->only[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < ask->only_count && ask->only[low] == key;
}

static void offer(struct top *top, const struct day_count *sum)
{
    struct ranked one = {.count = *sum};
    one.count.key = (int64_t)((uint64_t)sum->key * GATHER);
    if (!top->ask->rank(sum->numbers, &one.rank))
        return;
    size_t at = top->count;
    if (at == top->ask->limit && !(at && comes_before(&one, &top->items[at - 1])))
        return;
    if (!is_wanted(top->ask, one.count.key))
        return;
    for (; at > 0 && comes_before(&one, &top->items[at - 1]); at--)
        top->items[at] = top->items[at - 1];
    top->items[at] = one;
    if (top->count < top->ask->limit)
        top->count++;
}

/* ---- all of it --------------------------------------------------------------------- */

/* The number of shares, as a shift of the highest place of one: 64 - log2 of it. */
static unsigned share_shift(uint64_t entries)
{
    unsigned shift = 64;
    for (uint64_t shares = 1; shares * ENTRIES_A_SHARE < entries && shift > 32;
         shares *= 2)
        shift--;
    return shift;
}

static uint64_t begin_cursors(const struct slice *packs, size_t count,
                              struct cursor *cursors)
{
    uint64_t entries = 0;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *bytes = (const unsigned char *)packs[i].ptr;
        if (packs[i].len < HEAD_BYTES)
            continue;
        cursors[i] = (struct cursor){bytes + HEAD_BYTES, bytes + packs[i].len};
        entries += count_at(bytes);
    }
    return entries;
}

void day_packs_top(const struct slice *packs, size_t count, const struct day_ask *ask,
                   struct arena *arena, struct day_count **out_top, size_t *out_count)
{
    struct cursor *cursors = ARENA_ARRAY(arena, count + 1, struct cursor);
    struct top top = {.ask = ask,
                      .items = ARENA_ARRAY(arena, ask->limit + 1, struct ranked)};
    struct sums sums = {.items = LIST_OF(arena, struct day_count),
                        .slot_count = 2 * ENTRIES_A_SHARE};
    unsigned shift = share_shift(begin_cursors(packs, count, cursors));
    uint64_t shares = shift == 64 ? 1 : UINT64_C(1) << (64 - shift);
    sums.slots = ARENA_ARRAY(arena, sums.slot_count, uint32_t);
    for (uint64_t share = 0; share < shares; share++) {
        uint64_t last = share + 1 == shares ? UINT64_MAX : ((share + 1) << shift) - 1;
        for (size_t i = 0; i < count; i++)
            add_day(&sums, &cursors[i], last, ask->latest);
        for (size_t i = 0; i < sums.items.count; i++)
            offer(&top, &((struct day_count *)sums.items.items)[i]);
        sums.items.count = 0;
        memset(sums.slots, 0, sums.slot_count * sizeof *sums.slots);
    }
    struct day_count *found = ARENA_ARRAY(arena, top.count + 1, struct day_count);
    for (size_t i = 0; i < top.count; i++)
        found[i] = top.items[i].count;
    *out_top = found;
    *out_count = top.count;
}
