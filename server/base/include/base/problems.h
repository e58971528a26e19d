/* What is wrong with an input, in the words of whoever must mend it. One list serves
 * forms, the importer and the API. */
#ifndef BASE_PROBLEMS_H
#define BASE_PROBLEMS_H

#include "base/arena.h"
#include "base/list.h"
#include "base/slice.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

struct problem {
    enum severity severity;
    struct slice code;    /* stable, e.g. "tree.unknown-target"; may be empty */
    struct slice field;   /* form field, front matter key or JSON pointer (RFC 6901) */
    struct slice file;    /* path as the user named it; empty when there is none */
    size_t line, column;  /* 1-based; 0 when unknown */
    struct slice message; /* one plain sentence, no final full stop */
};

/* More than this many are counted but not kept. */
enum { PROBLEMS_MAX = 500 };

struct problems {
    struct arena *arena;
    struct list items; /* struct problem */
    size_t errors, warnings;
    struct slice file; /* stamped on each that is added */
};

void problems_init(struct problems *problems, struct arena *arena);
/* `code` and `field` are copied. Returns the kept problem, so that the caller may set
 * line and column; a scratch one past PROBLEMS_MAX. */
struct problem *problems_error(struct problems *problems, const char *code,
                               struct slice field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
struct problem *problems_warning(struct problems *problems, const char *code,
                                 struct slice field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* From now on they live in this arena. */
void problems_move(struct problems *problems, struct arena *arena);

static inline size_t problems_count(const struct problems *problems)
{
    return problems->items.count;
}

static inline const struct problem *problems_at(const struct problems *problems, size_t i)
{
    return (const struct problem *)problems->items.items + i;
}

#endif
