/* content/phrases.tsv: phrases that were merged into others. A line is the phrase and the one
 * that leads instead of it, with one tab between. Lines that begin with "# " and empty lines are
 * passed over. */
#ifndef FORMAT_PHRASES_FILE_H
#define FORMAT_PHRASES_FILE_H

#include "base/arena.h"
#include "base/problems.h"
#include "base/status.h"

enum { MERGED_PHRASES_MAX = 20000 };

struct merged_phrase {
    struct slice text, into;
};

/* STATUS_INVALID: `problems` names each bad line. Texts borrow `bytes`. */
enum status phrases_parse(struct arena *arena, struct slice bytes,
                          struct problems *problems, struct merged_phrase **out_phrases,
                          size_t *out_count);

#endif
