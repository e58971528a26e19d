/* Two texts beside each other, as a page shows them: blocks of lines, each below the
 * heading of its section. */
#ifndef MODEL_COMPARISON_H
#define MODEL_COMPARISON_H

#include "base/slice.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    COMPARED_CONTEXT = 3,        /* lines around a change */
    COMPARED_LINES_MAX = 6000,   /* shown */
    COMPARED_BYTES_MAX = 1 << 20 /* of those lines */
};

enum compared { COMPARED_SAME, COMPARED_REMOVED, COMPARED_ADDED };

struct compared_span {
    enum compared change;
    struct slice text;
};

struct compared_line {
    enum compared change;
    int64_t old_number, new_number; /* 1…; 0: not in that text */
    bool other_end;                 /* only its line end is another */
    struct compared_span *spans;
    size_t span_count;
};

struct compared_block {
    struct slice section; /* its heading; empty: before the first */
    int64_t skipped;      /* unchanged lines left out before it */
    struct compared_line *lines;
    size_t line_count;
};

struct comparison {
    struct compared_block *blocks;
    size_t block_count;
    int64_t removed, added; /* lines, in all */
    bool cut;               /* there is more than is shown */
};

#endif
