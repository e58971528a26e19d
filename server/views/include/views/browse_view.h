/* Home, categories, tags, known phrases. */
#ifndef VIEWS_BROWSE_VIEW_H
#define VIEWS_BROWSE_VIEW_H

#include "views/parts.h"

struct category_view {
    struct slice path, title, description, url;
    int64_t articles;
    struct view_list children; /* struct category_view: page, home only */
};

/* A top category with what stands below it. */
struct category_input {
    const struct category *category;
    const struct category *children;
    size_t child_count;
};
struct home_input {
    const struct category_input *categories;
    size_t category_count;
    struct article_heads verified; /* recently verified */
    struct article_heads helpful;  /* most helpful: only those with votes are shown */
    struct phrases phrases;
    int64_t articles; /* published; 0 shows what to do with an empty portal */
    int64_t today;
};
/* "/": template "home". */
struct home_view {
    const struct page_frame *frame;
    bool empty; /* no guide is published */
    int64_t articles;
    struct view_list categories;        /* struct category_view */
    struct view_list verified, helpful; /* struct guide_view */
    struct view_list phrases;           /* struct phrase_view */
};

struct listing_input {
    struct article_heads guides;
    struct slice after; /* cursor of this page, empty on the first */
    struct slice next;  /* cursor of the next, empty on the last */
    int64_t today;
};
/* /browse/{category}: template "category"; /tags/{tag}: template "tag". */
struct category_page_view {
    const struct page_frame *frame;
    struct slice path, title, description, owner;
    int64_t articles;
    struct view_list crumbs;   /* struct crumb_view, without the category itself */
    struct view_list children; /* struct category_view */
    struct view_list guides;   /* struct guide_view */
    struct slice feed_url;
    const struct pager_view *pager;
};
struct tag_page_view {
    const struct page_frame *frame;
    struct slice tag;
    struct view_list guides;
    const struct pager_view *pager;
};
/* /q without text: template "phrases". */
struct phrases_page_view {
    const struct page_frame *frame;
    struct view_list phrases;
    const struct pager_view *pager;
};

extern const struct view_type category_view_type, home_view_type, category_page_view_type,
    tag_page_view_type, phrases_page_view_type;

void home_view_make(struct arena *arena, const struct site_info *site,
                    const struct home_input *input, struct home_view *out_view);
/* `trail` runs from the top down to the category itself. */
void category_page_make(struct arena *arena, const struct site_info *site,
                        const struct category *trail, size_t trail_count,
                        const struct category *children, size_t child_count,
                        const struct listing_input *listing,
                        struct category_page_view *out_view);
void tag_page_make(struct arena *arena, const struct site_info *site, struct slice tag,
                   const struct listing_input *listing, struct tag_page_view *out_view);
void phrases_page_make(struct arena *arena, const struct site_info *site,
                       const struct phrases *phrases, struct slice after,
                       struct slice next, struct phrases_page_view *out_view);

#endif
