/* Search results, and the page for a phrase that nobody knows. */
#ifndef VIEWS_SEARCH_VIEW_H
#define VIEWS_SEARCH_VIEW_H

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
    struct slice category, product, tag; /* filters in force; empty: none */
    const struct code_shown *codes;      /* in the query */
    size_t code_count;
    const struct search_hit_input *hits;
    size_t count;
    int64_t total;
    int64_t page, page_size;      /* 1…; /search?q=…&page=2 */
    struct phrases near;          /* nearest phrases; shown when nothing was found */
    struct article_heads popular; /* offered when nothing was found; may be none */
    struct slice next;            /* opaque cursor for the API; empty on the last page */
    int64_t today;
};

struct part_view {
    struct slice text;
    bool marked;
};
struct hit_view {
    struct slice slug, title, url; /* url with the anchor */
    struct view_list title_parts;  /* struct part_view, page */
    struct view_list snippet;      /* struct part_view */
    struct slice product, category;
    const struct minutes_view *minutes;
    int64_t verified;
    bool stale;
};
/* Template "search"; GET /api/v1/search. */
struct search_view {
    const struct page_frame *frame;
    struct slice query, corrected; /* corrected: null when taken as typed */
    bool literal;
    struct slice literal_url; /* page: the same query as typed; with `corrected` only */
    bool asked;               /* page: there was a query */
    int64_t total;
    struct view_list codes;         /* struct code_view */
    struct view_list hits;          /* struct hit_view */
    const struct pager_view *pager; /* page; NULL on a single page */
    struct view_list near;          /* struct phrase_view */
    struct view_list popular;       /* struct guide_view */
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
