/* For machines that read the portal: OpenSearch description, sitemap, Atom, robots.txt.
 * XML templates; all URLs are absolute. */
#ifndef VIEWS_FEED_VIEW_H
#define VIEWS_FEED_VIEW_H

#include "views/parts.h"

/* Template "opensearch_xml" (application/opensearchdescription+xml). */
struct opensearch_view {
    struct slice site_name,
        short_name; /* OpenSearch 1.1 draft 6: short name ≤ 16 characters */
    struct slice tagline, public_url, icon_url, page_lang;
};

struct entry_view {
    struct slice url, title, summary, author;
    int64_t updated_at;
};
/* Templates "feed_atom" (application/atom+xml) and "sitemap_xml" (application/xml). */
struct feed_view {
    struct slice site_name, title; /* title: of a category; absent for the whole portal */
    struct slice self_url, page_url, page_lang;
    int64_t updated_at;
    struct view_list entries; /* struct entry_view */
};
extern const struct view_type opensearch_view_type, feed_view_type;

void opensearch_view_make(struct arena *arena, const struct site_info *site,
                          struct opensearch_view *out_view);
/* `category` NULL: the whole portal. Newest first is the caller's order. `now` stands in
 * as the date of an empty feed. */
void feed_view_make(struct arena *arena, const struct site_info *site,
                    const struct category *category, const struct article_heads *heads,
                    int64_t now, struct feed_view *out_view);
/* Home, categories, guides and owned phrases; ≤ 50,000 URLs. */
void sitemap_view_make(struct arena *arena, const struct site_info *site,
                       const struct category *categories, size_t category_count,
                       const struct article_heads *heads, const struct phrases *phrases,
                       struct feed_view *out_view);

#endif
