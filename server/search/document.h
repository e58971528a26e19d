/* An article as the index sees it: its terms with their impacts, and its words in order.
 * Made without the store, on any thread. */
#ifndef SEARCH_DOCUMENT_H
#define SEARCH_DOCUMENT_H

#include "names.h"
#include "search/search.h"
#include "store/postings.h"

/* Raised when analysis, impacts or bytes change: an index of another version is built
 * anew. */
enum { INDEX_VERSION = 2 };

enum { DOCUMENT_WORDS_MAX = 60000 };

/* What the word list is written in: a part, then its heading's words, then, behind
 * WORD_TEXT, its text's. */
enum {
    WORD_PART, /* followed by the part's posting_place + 4 × its position */
    WORD_TEXT,
    WORD_ALSO, /* the next stands where the last one does: its code */
    WORD_TERMS /* WORD_TERMS + i: the i-th name, or in the store the term with id i */
};

struct search_document {
    int64_t article_id;
    enum audience audience;
    struct names terms;
    unsigned char *impacts; /* 1–255, one a term */
    uint32_t *words;
    size_t word_count;
    struct posting_prompt *prompts;
    size_t prompt_count;
};

/* Names of filter terms; the values as the front matter or a query has them. */
struct slice filter_category(struct arena *arena, struct slice path);
struct slice filter_product(struct arena *arena, struct slice product);
struct slice filter_tag(struct arena *arena, struct slice tag);
/* A value as the names of all three hold it. */
struct slice filter_folded(struct arena *arena, struct slice value);

#endif
