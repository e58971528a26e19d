/* Small views that several pages share. */
#ifndef VIEWS_PARTS_H
#define VIEWS_PARTS_H

#include "views/site.h"

struct crumb_view {
    struct slice title, url;
};

/* "10–20 min" or "10 min". */
struct minutes_view {
    int64_t min, max;
    bool range; /* min < max */
};

struct tag_view {
    struct slice tag, url;
    int64_t articles; /* VIEW_NONE where it is not counted */
};

/* Votes on a guide. */
struct trust_view {
    int64_t helpful, not_helpful, total;
    bool rated;            /* total has reached the threshold */
    int64_t share_percent; /* of helpful in total, rounded; VIEW_NONE while not rated */
};

/* One guide in a list. */
struct guide_view {
    struct slice slug, title, url, summary, product, category;
    const struct minutes_view *minutes; /* or NULL */
    int64_t verified;                   /* day, or VIEW_NONE */
    bool stale, hidden;      /* hidden: by its expiry policy, from all but staff */
    struct slice confidence; /* "work-in-progress", …; absent: not said */
    bool unproven;           /* page: any confidence but "validated" */
    int64_t updated_at;
    const struct trust_view *trust;
    struct slice reason; /* why it is related: "pinned", "product", …; absent elsewhere */
};

/* Its name, or absent; *out_unproven: readers should know. */
struct slice confidence_text(enum confidence confidence, bool *out_unproven);

/* An exact-match phrase in a list. */
struct phrase_view {
    struct slice text, slug, url;
    struct slice article_title, article_slug, article_url; /* absent: nobody owns it */
    bool own; /* the guide on this page is its owner */
};

/* Older and newer page of a list. `next` is the opaque cursor of the API. */
struct pager_view {
    struct slice previous_url, next_url; /* absent at the ends */
    int64_t page, pages;                 /* VIEW_NONE when not known */
};

/* One JSON page of a list: {"items": […], "next": cursor or null}. */
struct list_view {
    struct view_list items;
    struct slice next;
};

extern const struct view_type crumb_view_type, minutes_view_type, tag_view_type,
    trust_view_type, guide_view_type, phrase_view_type, pager_view_type, guide_list_type,
    phrase_list_type;

/* `min` NONE_INT gives NULL. */
const struct minutes_view *minutes_view_make(struct arena *arena, int64_t min,
                                             int64_t max);
const struct trust_view *trust_view_make(struct arena *arena,
                                         const struct site_info *site,
                                         struct vote_totals votes);
void guide_view_make(struct arena *arena, const struct site_info *site,
                     const struct article_head *head, int64_t today,
                     struct guide_view *out_view);
/* A list of struct guide_view. */
struct view_list guide_views_make(struct arena *arena, const struct site_info *site,
                                  const struct article_heads *heads, int64_t today);
/* A list of struct phrase_view; `own_slug` is the slug of the guide on the page, or
 * empty. */
struct view_list phrase_views_make(struct arena *arena, const struct site_info *site,
                                   const struct phrases *phrases, struct slice own_slug);
/* A list of struct crumb_view: the trail's categories. */
struct view_list crumb_views_make(struct arena *arena, const struct site_info *site,
                                  const struct category *trail, size_t count);

/* The pager of a list by cursors: `after` is that of this page, `next` that of the next
 * one; NULL when all is on one page. */
const struct pager_view *list_pager_make(struct arena *arena, struct slice url,
                                         struct slice after, struct slice next);
/* Later pages are not to be indexed, and name no other page as the same: what they list is
 * in the sitemap, and their addresses move with what is listed. */
struct page_frame *listing_frame_make(struct arena *arena, const struct site_info *site,
                                      enum site_section section, struct slice url,
                                      struct slice after);

/* JSON: GET /api/v1/articles (guide_list_type) and /api/v1/queries (phrase_list_type). */
void guide_list_make(struct arena *arena, const struct site_info *site,
                     const struct article_heads *heads, struct slice next, int64_t today,
                     struct list_view *out_view);
void phrase_list_make(struct arena *arena, const struct site_info *site,
                      const struct phrases *phrases, struct slice next,
                      struct list_view *out_view);

/* A phrase as a heading can bear it: not longer than a line or two. */
struct slice phrase_short(struct arena *arena, struct slice text);

/* JSON: GET /api/v1/queries/match (query_view_type). */
struct query_input {
    struct slice query;
    const struct phrase *phrase; /* NULL: nothing matched */
    const struct article_heads
        *heads; /* of the guides that have it, the likeliest first */
    const struct phrases *candidates; /* that it may be, when nothing matched for sure */
    int64_t today;
};
struct query_view {
    struct slice query; /* as asked */
    bool matched;
    const struct phrase_view *phrase; /* null when nothing matched */
    struct view_list guides;          /* struct guide_view */
    struct view_list candidates;      /* struct phrase_view */
};
extern const struct view_type query_view_type;
void query_view_make(struct arena *arena, const struct site_info *site,
                     const struct query_input *input, struct query_view *out_view);

#endif
