/* Every wanted term scored, the best kept, then the best looked at closely. */
#ifndef SEARCH_SCORE_H
#define SEARCH_SCORE_H

#include "query.h"

struct candidate {
    uint32_t number; /* of the document */
    float score;
    /* Filled by candidates_examine. */
    enum posting_place
        place; /* of the part that answers best; PLACE_NONE: none stands out */
    uint32_t position;
    uint64_t
        seen_spellings; /* bit i: the i-th wanted term, of the first 64, stands in it */
};

struct candidates {
    struct candidate *items; /* best first */
    size_t count;
    int64_t total;                     /* all that match */
    struct facets facets[FACET_KINDS]; /* when the query wants them */
};

/* The best `most` documents that the viewer may see and the filters let through. */
enum status candidates_find(const struct asked *asked, const struct viewer *viewer,
                            const struct search_query *query, size_t most,
                            struct candidates *out_candidates);
/* Reads the words of candidates [from, to): adds what words standing together are worth,
 * and finds the part to quote from. */
enum status candidates_examine(const struct asked *asked, struct candidates *candidates,
                               size_t from, size_t to);
/* Sorts the first `count` by score. */
void candidates_sort(struct candidates *candidates, size_t count);

#endif
