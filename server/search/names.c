#include "names.h"

enum { FIRST_SLOTS = 64 };

struct names names_make(struct arena *arena)
{
    return (struct names){.arena = arena};
}

static size_t find_slot(const struct names *names, struct slice name)
{
    size_t at = slice_hash(name) & (names->slot_count - 1);
    while (names->slots[at] && !slice_eq(names->items[names->slots[at] - 1], name))
        at = (at + 1) & (names->slot_count - 1);
    return at;
}

static void grow(struct names *names)
{
    names->slot_count = names->slot_count ? names->slot_count * 2 : FIRST_SLOTS;
    names->slots = ARENA_ARRAY(names->arena, names->slot_count, uint32_t);
    names->cap = names->slot_count / 2;
    struct slice *items = ARENA_ARRAY(names->arena, names->cap, struct slice);
    if (names->count)
        memcpy(items, names->items, names->count * sizeof *items);
    names->items = items;
    for (size_t i = 0; i < names->count; i++)
        names->slots[find_slot(names, items[i])] = (uint32_t)i + 1;
}

size_t names_add(struct names *names, struct slice name)
{
    if (names->count == names->cap)
        grow(names);
    size_t at = find_slot(names, name);
    if (names->slots[at])
        return names->slots[at] - 1;
    names->items[names->count] = arena_slice(names->arena, name);
    names->slots[at] = (uint32_t)++names->count;
    return names->count - 1;
}

size_t names_find(const struct names *names, struct slice name)
{
    if (names->count == 0)
        return NAMES_NONE;
    uint32_t found = names->slots[find_slot(names, name)];
    return found ? found - 1 : NAMES_NONE;
}
