/* The lines of a guide as the lint sees them: headings, fences, links and images by their
 * look alone, without cmark. */
#ifndef FORMAT_LINT_SCAN_H
#define FORMAT_LINT_SCAN_H

#include "base/arena.h"
#include "base/list.h"

struct lint_heading {
    size_t line;
    int level;
    struct slice text; /* without the signs around it; marks as they stand */
};

struct lint_fence {
    size_t line;       /* of the opening fence */
    struct slice word; /* of the info string */
    struct slice info; /* the whole of it */
    size_t start, end; /* byte range of the lines inside */
};

struct lint_link {
    size_t line;
    bool image;
    struct slice words, target;
};

struct lint_key {
    struct slice name;
    size_t line;
};

struct lint_scan {
    struct list headings, fences, links, keys, allowed; /* allowed: struct slice */
};

/* Everything borrows `source`. */
struct lint_scan lint_scan_make(struct arena *arena, struct slice source);
/* The line of a front matter key; 0 when it is not there. */
size_t lint_scan_key(const struct lint_scan *scan, const char *name);

#endif
