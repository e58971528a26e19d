/* Search results, and the page for a phrase that nobody knows. */
#ifndef VIEWS_SEARCH_VIEW_H
#define VIEWS_SEARCH_VIEW_H

#include "model/found.h"
#include "views/ask_view.h"
#include "views/decoder_view.h"
#include "views/parts.h"

/* What search found, in plain structs of ours: pages and api convert. */
struct search_part {
    struct slice text; /* plain */
    bool marked;
};
struct search_hit_input {
    const struct article_head *head;
    double score;
    const struct search_part *title; /* the title in parts; none: head->title */
    size_t title_count;
    const struct search_part *parts;
    size_t part_count;
    struct slice anchor; /* may be empty */
};
struct search_page_input {
    struct slice query;     /* as asked */
    struct slice corrected; /* empty: taken as typed */
    bool literal;
    struct slice filters[FACET_KINDS]; /* in force; empty: none */
    const struct slice *filter_labels; /* FACET_KINDS */
    const struct facets *facets;       /* FACET_KINDS */
    const struct also_searched *also;
    size_t also_count;
    const struct code_shown *codes; /* in the query */
    size_t code_count;
    const struct search_hit_input *hits;
    size_t count;
    int64_t total;
    int64_t page, page_size;   /* 1…; /search?q=…&page=2 */
    struct phrases candidates; /* known messages that the query may be */
    struct phrases near;       /* nearest phrases; shown when nothing was found */
    struct slice next;         /* opaque cursor for the API; empty on the last page */
    int64_t note;              /* what the search log knows it by; 0: nothing */
    int64_t today;
};

struct part_view {
    struct slice text;
    bool marked;
};
struct hit_view {
    struct slice slug, title, url; /* url with the anchor */
    struct slice ping_url;         /* page: told when the link is followed */
    struct view_list title_parts;  /* struct part_view, page */
    struct view_list snippet;      /* struct part_view */
    struct slice product, category;
    const struct minutes_view *minutes;
    int64_t verified;
    bool stale, hidden;
    struct slice confidence; /* absent: not said */
    bool unproven;           /* page */
};
/* A value that the results can be narrowed by. */
struct facet_view {
    struct slice kind; /* page: "category", "product", "tag" */
    struct slice value, label;
    int64_t count;
    bool chosen;
    struct slice url; /* page: the same search with it */
};
struct facets_view {
    struct view_list categories, products, tags; /* struct facet_view */
};
/* A filter in force. */
struct filter_view {
    struct slice kind, value, label;
    struct slice remove_url; /* page */
};
struct also_view {
    struct slice typed;
    struct view_list others; /* struct view_text */
};
/* Template "search"; GET /api/v1/search. */
struct search_view {
    const struct page_frame *frame;
    struct slice query, corrected; /* corrected: null when taken as typed */
    bool literal;
    struct view_list also;    /* struct also_view */
    struct slice literal_url; /* page: the same query as typed; with either only */
    /* Page: the query, and as it was understood, cut when they are long. */
    struct slice shown, corrected_shown;
    bool posted; /* page: too long for an address, so that buttons stand for links */
    struct view_list filters; /* struct filter_view */
    struct slice clear_url;   /* page: without filters */
    const struct facets_view *facets;
    bool narrows; /* page: there is something to choose */
    bool asked;   /* page: there was a query */
    int64_t total;
    struct view_list codes;           /* struct code_view */
    struct view_list hits;            /* struct hit_view */
    const struct pager_view *pager;   /* page; NULL on a single page */
    int64_t previous_page, next_page; /* page: VIEW_NONE at the ends */
    const struct ask_form_view *ask;  /* page: where nothing was found */
    struct slice ask_url;             /* page: asking on a page of its own */
    struct view_list candidates;      /* struct phrase_view */
    struct view_list near;            /* struct phrase_view */
    struct view_list popular;         /* none here: partial "near" names it */
    struct slice next;
};
extern const struct view_type search_view_type;
void search_view_make(struct arena *arena, const struct site_info *site,
                      const struct search_page_input *input,
                      struct search_view *out_view);

/* /q/{phrase} and /q?text= that nobody owns: template "query_miss", to be sent with 404.
 */
struct query_miss_view {
    const struct page_frame *frame;
    struct slice phrase; /* as asked, or the slug with spaces */
    struct slice search_url;
    struct view_list codes; /* struct code_view */
    struct view_list near, popular;
};
extern const struct view_type query_miss_view_type;
void query_miss_make(struct arena *arena, const struct site_info *site,
                     struct slice phrase, const struct code_shown *codes,
                     size_t code_count, const struct phrases *near,
                     const struct article_heads *popular, int64_t today,
                     struct query_miss_view *out_view);

#endif
