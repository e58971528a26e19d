/* Where the lines of a file begin, counted as cmark counts them: "\n", "\r\n" and a lone
 * "\r" each end a line. */
#ifndef FORMAT_LINES_H
#define FORMAT_LINES_H

#include "base/arena.h"

struct lines {
    size_t *starts; /* offset of line i + 1; starts[count] is the length of the text */
    size_t count;
};

struct lines lines_index(struct arena *arena, struct slice text);
/* Offset at which a line (1-based) begins; the end of the text for lines behind it. */
size_t lines_start(const struct lines *lines, size_t line);
/* The line (1-based) that holds an offset. */
size_t lines_of(const struct lines *lines, size_t offset);
/* The bytes of `text` from `from` on with every line end as "\n". */
struct slice lines_unify(struct arena *arena, struct slice text, size_t from);

#endif
