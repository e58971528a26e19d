/* Find and replace in the source of a guide: in its title and summary, its prose, the inside
 * of its fenced blocks. The text that is sought means itself; nothing of it is a pattern.
 * Pure; any thread. Results live in the arena and borrow the source. */
#ifndef FORMAT_REPLACE_H
#define FORMAT_REPLACE_H

#include "base/arena.h"
#include "base/problems.h"
#include "model/sweep.h"

struct replacement {
    struct slice sought, with; /* valid UTF-8; line ends are \n, and match \r\n too */
    int64_t flags;             /* REPLACE_… */
};

/* STATUS_TOO_LARGE: more than REPLACE_HITS_MAX. STATUS_MALFORMED: not UTF-8.
 * STATUS_INVALID: its front matter cannot be read. */
enum status replace_find(struct arena *arena, struct slice source,
                         const struct replacement *r, struct replace_found *out_found);

/* The source with the hits replaced, but for those in `left_out` (see hit_is_left_out). New
 * line ends are those of the source. STATUS_UNSUPPORTED: the front matter cannot be changed
 * so, or would be another afterwards. */
enum status replace_apply(struct arena *arena, struct slice source,
                          const struct replacement *r, const struct replace_found *found,
                          struct slice left_out, struct slice *out_source);

/* What takes the place of a hit in that source. */
struct slice replace_words(struct arena *arena, struct slice source,
                           const struct replacement *r, int64_t flag);

#endif
