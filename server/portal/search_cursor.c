#include "search_cursor.h"
#include "base/arena.h"

enum { PLACE_DIGITS = 4, HASH_DIGITS = 16 };

static uint64_t hash_of(const struct search_query *query)
{
    const struct slice asked[] = {query->text, query->category, query->product,
                                  query->tag};
    uint64_t hash = query->literal;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        hash = hash * 1099511628211u + slice_hash(asked[i]);
    return hash;
}

struct slice search_cursor_write(struct arena *arena, const struct search_query *query,
                                 size_t place)
{
    return arena_format(arena, "%0*zx%0*llx", PLACE_DIGITS, place, HASH_DIGITS,
                        (unsigned long long)hash_of(query));
}

/* Lower case only: a cursor has one spelling. */
static bool read_hex(struct slice digits, uint64_t *out_value)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        const char *known = "0123456789abcdef";
        const char *at = digits.ptr[i] ? strchr(known, digits.ptr[i]) : NULL;
        if (!at)
            return false;
        value = value << 4 | (uint64_t)(at - known);
    }
    *out_value = value;
    return true;
}

bool search_cursor_read(struct slice cursor, const struct search_query *query,
                        size_t *out_place)
{
    uint64_t place, hash;
    if (cursor.len != PLACE_DIGITS + HASH_DIGITS ||
        !read_hex(slice_first(cursor, PLACE_DIGITS), &place) ||
        !read_hex(slice_from(cursor, PLACE_DIGITS), &hash) || hash != hash_of(query) ||
        place > SEARCH_RESULTS_MAX)
        return false;
    *out_place = (size_t)place;
    return true;
}
