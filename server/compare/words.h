/* Which words of a changed block of lines changed. */
#ifndef COMPARE_WORDS_H
#define COMPARE_WORDS_H

#include "compare/compare.h"

/* Fills the spans of both runs of lines; leaves them alone where the block is longer than
 * COMPARE_WORDS_MAX words or where next to nothing is the same. */
enum status words_mark(struct arena *arena, struct diff_line *removed,
                       size_t removed_count, struct diff_line *added, size_t added_count);

#endif
