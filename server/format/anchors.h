/* The ids of an article: each made once, and found again by the words of a heading, so
 * that
 * "[see](#my-heading)" leads to where that heading went ("#step-4"). */
#ifndef FORMAT_ANCHORS_H
#define FORMAT_ANCHORS_H

#include "base/arena.h"
#include "base/list.h"
#include <stdbool.h>

struct anchors {
    struct arena *arena;
    struct list entries; /* struct anchor_entry */
    int64_t *slots;      /* open hash: index into entries + 1, or 0 */
    size_t slot_count;   /* a power of two */
};

/* The slug of a heading as an id. A slug that could be taken for an id of the page
 * ("page-…") or of a step or command ("step-4") gets "x-" before it. Empty when nothing
 * is left of the words. */
struct slice anchor_slug(struct arena *arena, struct slice words);

void anchors_init(struct anchors *anchors, struct arena *arena);
/* Takes `wanted` (or wanted-2, -3 … when it is taken). It comes back in the arena. */
struct slice anchors_take(struct anchors *anchors, struct slice wanted);
/* Notes that a fragment named `key` means `anchor`; the first one wins. */
void anchors_alias(struct anchors *anchors, struct slice key, struct slice anchor);
/* As above for the fragments by which other systems call a heading: our slug, and
 * GitHub's, which drops punctuation and numbers the second "Issue" as "issue-1". */
void anchors_alias_heading(struct anchors *anchors, struct slice words,
                           struct slice anchor);
/* The anchor that a fragment (behind its "#", decoded) means, or an empty slice. */
struct slice anchors_find(const struct anchors *anchors, struct slice fragment);
/* Puts anchors of a heading inside a section on a list, and takes them off again in the
 * same order: the outline is read before the HTML is made. Empty when there is none. */
void anchors_reserve(struct anchors *anchors, struct slice key, struct slice anchor);
struct slice anchors_claim(struct anchors *anchors, struct slice key);

#endif
