/* What was counted of many things on one day, as a row of bytes; and the first of many such days,
 * added up. Pure; the sums take the memory of the distinct things of one part of them. */
#ifndef MODEL_DAY_PACK_H
#define MODEL_DAY_PACK_H

#include "base/buf.h"
#include "base/list.h"
#include "model/view_count.h"

/* Numbers are stored. The first are those of enum viewed: numbers[0] is views. */
enum day_counted {
    COUNTED_VOTES = VIEWED_KINDS, /* of guides: helpful, not helpful */
    COUNTED_SEARCHES,             /* by key: asked, results of the latest day, clicks */
    DAY_COUNTED
};

enum { DAY_NUMBERS = 3 };
struct day_count {
    int64_t key;
    int64_t numbers[DAY_NUMBERS]; /* none is negative */
};

/* Appends the pack of these counts, each key once; sorts them. */
void day_pack_make(struct day_count *counts, size_t count, struct buf *out);

/* Which things of the sums are wanted, the highest rank first, then the lowest key. */
struct day_ask {
    /* false: left out. The numbers are sums. */
    bool (*rank)(const int64_t *numbers, int64_t *out_rank);
    bool latest;         /* numbers[1] is that of the latest day, not a sum */
    const int64_t *only; /* ascending keys; NULL: any */
    size_t only_count;
    size_t limit;
};

/* packs: of days in their order. What is no pack ends where it stops being one. */
void day_packs_top(const struct slice *packs, size_t count, const struct day_ask *ask,
                   struct arena *arena, struct day_count **out_top, size_t *out_count);

#endif
