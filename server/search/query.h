/* What a query asks for: its words, and every term that may answer for one of them. */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include "names.h"
#include "search/search.h"
#include "store/postings.h"

/* So many words of a query are looked for: of a longer one the rarest. */
enum { ASKED_WORDS_MAX = 200, READ_WORDS_MAX = 4000, READ_EXTRAS_MAX = 4000 };

struct spelling {
    struct slice term;
    int64_t id, documents;
    int distance; /* edits; a swap of neighbours is one */
    float cost;   /* the lower, the likelier */
};

/* Where grams are counted that words share with a misspelt one; all 0 between two words. */
struct spelling_room {
    unsigned char *shared; /* by id of the term */
    size_t ids;
};

struct asked_word {
    struct slice term; /* folded */
    size_t start, len; /* bytes in the query */
    bool stop;
    bool faint; /* stands in a frame of a stack: never corrected, and weighs less */
    int64_t documents;          /* that hold it as typed */
    float weight;               /* what finding it is worth in a phrase */
    struct spelling *spellings; /* tried instead of it, the likeliest first */
    size_t spelling_count;
};

struct wanted {
    struct posting_list list;
    float boost;  /* 1 for the word itself */
    float weight; /* idf × boost */
    int word;     /* the asked word it stands for; -1: none */
    bool itself;  /* counts as the word in phrases: as typed, corrected or completed */
    bool capped;  /* weighs no more than the word as it was typed; false for codes only */
};

/* What was looked for beside words of the query. */
struct substitute {
    struct slice typed; /* borrowed from the text */
    struct slice *others;
    size_t count;
};

struct asked {
    struct store *store;
    struct arena *arena;
    struct slice text;
    int64_t documents;                    /* in the index */
    size_t numbers;                       /* of documents: none is this or higher */
    int64_t generation, synonyms_version; /* of the snapshot */
    bool literal;
    struct asked_word *words;
    size_t word_count;
    size_t content_count; /* words that are no stop words (all, when all are) */
    struct names names;   /* looked up already, found or not */
    struct list wanted;   /* struct wanted: found */
    int *wanted_of;       /* by name: index into wanted, or -1 */
    size_t wanted_of_cap;
    struct list substitutes; /* struct substitute: synonyms that are looked for too */
    struct spelling_room spelling_room;
};

/* Reads the query and finds its terms in the vocabulary. */
enum status asked_read(struct store *store, const struct search_query *query,
                       struct arena *arena, struct asked *out_asked);

static inline const struct wanted *asked_wanted(const struct asked *asked, size_t i)
{
    return (const struct wanted *)asked->wanted.items + i;
}

/* Looks a term up, once a query. `word` is the number of the word that it stands for, or
 * -1: it weighs no more than that word does. *out_documents (may be NULL): how many hold
 * it, 0 none. */
enum status asked_want(struct asked *asked, struct slice name, float boost, int word,
                       bool itself, int64_t *out_documents);
/* The same for LOOSE_PREFIX and the name. */
enum status asked_want_loose(struct asked *asked, struct slice name, float boost,
                             int word, int64_t *out_documents);

/* spelling.c: words of the vocabulary within one or two edits, at most `limit`. The room,
 * empty at first, is for one query and lives in the same arena. */
enum status spelling_find(struct store *store, struct slice word, size_t limit,
                          struct spelling_room *room, struct arena *arena,
                          struct spelling **out_spellings, size_t *out_count);
/* Edits between two words (optimal string alignment), or `most` + 1 when there are more.
 */
int spelling_distance(const uint32_t *a, size_t a_count, const uint32_t *b,
                      size_t b_count, int most);

/* synonyms.c: wants what means the same as words of the query. */
enum status synonyms_want(struct asked *asked);

#endif
