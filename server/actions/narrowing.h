/* What results can be narrowed by, in the words of people. */
#ifndef ACTIONS_NARROWING_H
#define ACTIONS_NARROWING_H

#include "actions/reading.h"

/* Gives every facet of the results its label: a category's title, a product or tag as guides
 * write it. */
enum status narrowing_label(const struct reader *reader, struct search_results *results);
/* The same for one value, which may be none that anybody knows. Lives in the arena. */
enum status narrowing_label_of(const struct reader *reader, enum facet_kind kind,
                               struct slice value, struct slice *out_label);

#endif
