/* What is asked of the search, and what it found. */
#ifndef MODEL_FOUND_H
#define MODEL_FOUND_H

#include "model/site.h"

enum { SEARCH_QUERY_MAX = 4000, SEARCH_RESULTS_MAX = 1000 };

struct search_query {
    struct slice text; /* as typed or pasted, at most SEARCH_QUERY_MAX bytes are used */
    struct slice category; /* filters; empty: none */
    struct slice product, tag;
    bool literal;         /* no spelling correction, no synonyms */
    size_t offset, limit; /* limit 1–50 */
};

/* A run of a snippet: marked ones matched. */
struct snippet_part {
    struct slice text; /* plain, to be escaped */
    bool marked;
};

struct search_hit {
    struct article_head head;
    double score;
    struct snippet_part *title; /* the title in parts */
    size_t title_count;
    struct snippet_part *parts;
    size_t part_count;
    struct slice anchor; /* of the section or step the snippet comes from; may be empty */
};

struct search_results {
    struct search_hit *hits;
    size_t count;
    int64_t total;          /* matches for this viewer, at most SEARCH_RESULTS_MAX */
    struct slice corrected; /* the query as it was understood; empty: as typed */
};

struct suggestion {
    struct slice text; /* what to show and to search for */
    struct slice kind; /* "phrase", "guide" */
    struct slice path; /* "/q/…" or "/articles/…", without prefix */
};

#endif
