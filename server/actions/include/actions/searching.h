/* Searching: from whatever was pasted to the right guide. */
#ifndef ACTIONS_SEARCHING_H
#define ACTIONS_SEARCHING_H

#include "actions/decoding.h"
#include "actions/matching.h"

struct search_answer {
    struct phrase exact; /* slug empty: the text is no known phrase */
    struct phrases
        candidates; /* known phrases that it may be, when it is none for sure */
    struct decoded_codes codes; /* in the query */
    struct search_results results;
    struct slice filter_labels[FACET_KINDS]; /* of the query's filters; empty: none */
    struct phrases near;                     /* only when nothing was found */
};
/* An exact phrase settles it (results stay empty) unless `query->literal`. */
enum status searching_run(const struct reader *reader, const struct search_query *query,
                          struct search_answer *out_answer);
/* Always the ranked results; a known phrase is told in `exact` beside them. */
enum status searching_results(const struct reader *reader,
                              const struct search_query *query,
                              struct search_answer *out_answer);
enum status searching_suggest(const struct reader *reader, struct slice text,
                              size_t limit, struct suggestion **out_suggestions,
                              size_t *out_count);

#endif
