/* What means the same at the service desk. */
#ifndef MODEL_SYNONYM_H
#define MODEL_SYNONYM_H

#include "base/slice.h"

enum {
    SYNONYM_LINES_MAX = 2000,
    SYNONYM_PHRASES_MAX = 12, /* a line */
    SYNONYM_WORDS_MAX = 4,    /* a phrase */
    SYNONYM_BYTES_MAX = 80    /* a phrase */
};

/* Words and phrases of one meaning: folded text, one blank between words. */
struct synonym_line {
    struct slice *phrases;
    size_t count;
    int64_t number; /* its place in the table, from 0; 0 where it is not from there */
};

#endif
