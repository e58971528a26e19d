/* What is asked of the search, and what it found. */
#ifndef MODEL_FOUND_H
#define MODEL_FOUND_H

#include "model/site.h"

/* At most so many bytes of a query are read, and so many results may be paged through. */
enum { SEARCH_QUERY_MAX = 16000, SEARCH_RESULTS_MAX = 1000 };

/* What results can be narrowed by. */
enum facet_kind { FACET_CATEGORY, FACET_PRODUCT, FACET_TAG, FACET_KINDS };

struct facet {
    struct slice value; /* folded: what a query filters by */
    struct slice label; /* as people write it */
    int64_t count;      /* results that the reader gets by choosing it */
    bool chosen;
};
struct facets {
    struct facet *items; /* most results first */
    size_t count;
};

struct search_query {
    struct slice text;     /* as typed or pasted */
    struct slice category; /* filters; empty: none */
    struct slice product, tag;
    bool literal; /* no spelling correction, no synonyms */
    bool brief;   /* titles alone, quickly: no snippets, fewer looked at closely */
    bool facets;  /* count what the results can be narrowed by */
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

/* Words that were looked for beside one that was typed. */
struct also_searched {
    struct slice typed;
    struct slices others;
};

struct search_results {
    struct search_hit *hits;
    size_t count;
    int64_t total;          /* matches for this viewer, all of them */
    struct slice corrected; /* the query as it was understood; empty: as typed */
    struct also_searched *also;
    size_t also_count;
    struct facets facets[FACET_KINDS]; /* only when they were asked for; without labels */
};

struct suggestion {
    struct slice text; /* what to show and to search for */
    struct slice kind; /* "phrase", "guide", "code" */
    struct slice path; /* "/q/…", "/articles/…" or "/search?…", without prefix */
    struct slice note; /* what a code means; may be empty */
};

#endif
