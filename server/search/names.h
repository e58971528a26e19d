/* Names numbered 0, 1, 2, … in order of first appearance. Lives in an arena. */
#ifndef SEARCH_NAMES_H
#define SEARCH_NAMES_H

#include "base/arena.h"
#include "base/slice.h"

#define NAMES_NONE SIZE_MAX

struct names {
    struct arena *arena;
    struct slice *items; /* copies */
    uint32_t *hashes;    /* of the items */
    size_t count, cap;
    struct name_slot {
        uint32_t hash, number; /* number + 1; 0: free */
    } * slots;
    size_t slot_count; /* a power of two, at least twice the count */
};

struct names names_make(struct arena *arena);
/* Number of the name, which is added when it is new. */
size_t names_add(struct names *names, struct slice name);
/* The same for a name of another list, whose hash is known. */
size_t names_add_from(struct names *names, const struct names *other, size_t number);
/* The i-th of the other list and those behind it are about to be added: fetches what their
 * places are, so that a table that is larger than the caches is waited for less. */
void names_expect(const struct names *names, const struct names *other, size_t i);
/* A copy that is as small as can be: nothing is looked up in it or added to it. */
struct names names_pack(struct arena *arena, const struct names *names);
/* NAMES_NONE when it was never added. */
size_t names_find(const struct names *names, struct slice name);

#endif
