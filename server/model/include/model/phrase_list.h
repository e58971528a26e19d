/* The registry of exact phrases as staff looks at it. */
#ifndef MODEL_PHRASE_LIST_H
#define MODEL_PHRASE_LIST_H

#include "model/article.h"
#include "model/site.h"

enum phrase_list {
    PHRASES_ALL,
    PHRASES_CURATED,
    PHRASES_ASKED,
    PHRASES_EXTRACTED,
    PHRASES_MISMATCHED, /* shares no term with its guide's title and product */
    PHRASES_OWNERLESS,
    PHRASES_DUPLICATE, /* others have its terms, or another guide names it, too */
    PHRASES_MERGED,
    PHRASES_UNANSWERED, /* searches that found nothing and are no phrase yet */
    PHRASE_LISTS
};

/* "all", "curated" and so on: in addresses and catalogues. */
struct slice phrase_list_name(enum phrase_list list);
bool phrase_list_parse(struct slice name, enum phrase_list *out_list);

struct phrase_row {
    int64_t id;
    struct slice text, normal, slug;
    enum phrase_source source; /* ASKED: somebody chose it from the search log */
    int64_t guide_id;          /* 0: nobody owns it */
    struct slice guide_slug, guide_title;
    enum article_state guide_state;
    int64_t guides;           /* whose text has it */
    int64_t claims;           /* other guides that name it in their front matter */
    int64_t hits;             /* of its page, over the days that were asked for */
    struct vote_totals votes; /* of its guide */
    bool mismatched;
    struct slice merged_into; /* the text of the phrase that leads instead; empty: none */
};

/* Whose a phrase was, or what led instead of it. */
struct phrase_place {
    struct slice slug, title; /* of the guide; empty: nobody's */
    struct slice into;        /* the text of the phrase that leads; empty: none */
};

/* What became of it once. */
struct phrase_move {
    int64_t id, at;
    struct slice text, normal, who, why; /* who: empty: the program */
    struct phrase_place was, now;
    bool gone;          /* the phrase ended with it */
    bool last;          /* nothing happened to it since */
    int64_t phrase_id;  /* of the phrase today; 0: there is none */
    struct slice owner; /* its guide's address today */
};

struct phrase_moves {
    struct phrase_move *items;
    size_t count;
};

struct unanswered {
    int64_t key, asked, last_day;
    struct slice query;
};

struct phrase_rows {
    struct phrase_row *items;
    size_t count;
};

#endif
