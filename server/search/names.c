#include "names.h"

enum { FIRST_SLOTS = 64 };

struct names names_make(struct arena *arena)
{
    return (struct names){.arena = arena};
}

/* Eight bytes at a time; a table in memory only, so the order of bytes is nobody's
 * business. */
static uint32_t hash_of(struct slice name)
{
    uint64_t hash = name.len * UINT64_C(0x9E3779B97F4A7C15), word;
    for (; name.len >= 8; name = slice_from(name, 8)) {
        memcpy(&word, name.ptr, 8);
        hash = (hash ^ word) * UINT64_C(0xBF58476D1CE4E5B9);
        hash ^= hash >> 32;
    }
    word = 0;
    for (size_t i = 0; i < name.len; i++)
        word = word << 8 | (unsigned char)name.ptr[i];
    hash = (hash ^ word) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)(hash >> 32);
}

static size_t find_slot(const struct names *names, struct slice name, uint32_t hash)
{
    size_t at = hash & (names->slot_count - 1);
    for (struct name_slot slot; (slot = names->slots[at]).number != 0;
         at = (at + 1) & (names->slot_count - 1))
        if (slot.hash == hash && slice_eq(names->items[slot.number - 1], name))
            break;
    return at;
}

static void grow(struct names *names)
{
    size_t mask = names->slot_count ? names->slot_count * 2 - 1 : FIRST_SLOTS - 1;
    struct name_slot *slots = ARENA_ARRAY(names->arena, mask + 1, struct name_slot);
    size_t cap = (mask + 1) / 2;
    struct slice *items = arena_alloc(names->arena, cap * sizeof *items);
    uint32_t *hashes = arena_alloc(names->arena, cap * sizeof *hashes);
    if (names->count) {
        memcpy(items, names->items, names->count * sizeof *items);
        memcpy(hashes, names->hashes, names->count * sizeof *hashes);
    }
    for (size_t i = 0, at; i < names->count; i++) { /* all are different */
        for (at = hashes[i] & mask; slots[at].number; at = (at + 1) & mask)
            ;
        slots[at] = (struct name_slot){hashes[i], (uint32_t)i + 1};
    }
    *names =
        (struct names){names->arena, items, hashes, names->count, cap, slots, mask + 1};
}

static size_t add(struct names *names, struct slice name, uint32_t hash)
{
    if (names->count == names->cap)
        grow(names);
    size_t at = find_slot(names, name, hash);
    if (names->slots[at].number)
        return names->slots[at].number - 1;
    names->items[names->count] = arena_slice(names->arena, name);
    names->hashes[names->count] = hash;
    names->slots[at] = (struct name_slot){hash, (uint32_t)++names->count};
    return names->count - 1;
}

size_t names_add(struct names *names, struct slice name)
{
    return add(names, name, hash_of(name));
}

size_t names_add_from(struct names *names, const struct names *other, size_t number)
{
    return add(names, other->items[number], other->hashes[number]);
}

/* First the slot, then what it leads to, then its text: each when the one before is here. */
void names_expect(const struct names *names, const struct names *other, size_t i)
{
    enum { STEP = 6 };
    size_t mask = names->slot_count - 1;
    if (names->count == 0 || other->count - i <= 3 * STEP)
        return;
    __builtin_prefetch(&names->slots[other->hashes[i + 3 * STEP] & mask]);
    uint32_t number = names->slots[other->hashes[i + 2 * STEP] & mask].number;
    if (number)
        __builtin_prefetch(&names->items[number - 1]);
    number = names->slots[other->hashes[i + STEP] & mask].number;
    if (number)
        __builtin_prefetch(names->items[number - 1].ptr);
}

size_t names_find(const struct names *names, struct slice name)
{
    if (names->count == 0)
        return NAMES_NONE;
    uint32_t found = names->slots[find_slot(names, name, hash_of(name))].number;
    return found ? found - 1 : NAMES_NONE;
}

struct names names_pack(struct arena *arena, const struct names *names)
{
    size_t count = names->count, bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += names->items[i].len;
    struct slice *items = arena_alloc(arena, (count + 1) * sizeof *items);
    uint32_t *hashes = arena_alloc(arena, (count + 1) * sizeof *hashes);
    char *text = arena_alloc(arena, bytes + 1);
    for (size_t i = 0; i < count; text += items[i++].len) {
        items[i] = slice_of(text, names->items[i].len);
        memcpy(text, names->items[i].ptr, items[i].len);
        hashes[i] = names->hashes[i];
    }
    return (struct names){.items = items, .hashes = hashes, .count = count};
}
