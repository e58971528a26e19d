/* How many of the matches are of each category, product and tag. What every document is of
 * stands in memory as one column, made anew when the index has changed. */
#ifndef SEARCH_FACETS_H
#define SEARCH_FACETS_H

#include "query.h"

/* A bit for each filter that a query may have. */
enum { FILTER_BIT_CATEGORY = 1, FILTER_BIT_PRODUCT = 2, FILTER_BIT_TAG = 4 };

struct facet_column;

struct facet_counts {
    const struct facet_column *column;
    uint32_t *of; /* by value */
};

/* Opens the column of the query's snapshot; close it. */
enum status facets_open(const struct asked *asked, struct facet_counts *out_counts);
void facets_close(struct facet_counts *counts);

/* Counts a match that fails the filters `missing`. Of a facet that is filtered by itself the
 * reader may choose another value: a match that fails that filter alone counts there. */
void facets_count(struct facet_counts *counts, uint32_t number, unsigned missing);

/* The values worth offering, most matches first. Lives in the query's arena. */
void facets_collect(const struct facet_counts *counts, const struct asked *asked,
                    const struct search_query *query,
                    struct facets out_facets[FACET_KINDS]);

#endif
