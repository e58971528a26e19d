/* What is refused before cmark sees it, because its time grows with the square of it. */
#ifndef FORMAT_CEILINGS_H
#define FORMAT_CEILINGS_H

#include "parse.h"

enum {
    TABLE_COLUMNS_MAX = 64,
    TABLE_CELLS_MAX = 20000,
    NESTING_MAX = 100, /* block quotes and lists in each other */
    /* Brackets, stars, underscores … in one paragraph. */
    PARAGRAPH_MARKS_MAX = 20000
};

/* STATUS_TOO_LARGE with a problem that names the line. */
enum status ceilings_check(struct parse *parse);

#endif
