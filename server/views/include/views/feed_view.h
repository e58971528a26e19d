/* For machines that read the portal: OpenSearch description and Atom. XML templates; all
 * URLs are absolute. */
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
    struct slice url, title, summary, category;
    int64_t updated_at;
};
/* Template "feed_atom" (application/atom+xml), paged as RFC 5005, 3 says: every page bears
 * the feed's id and links the first and the next. */
struct feed_view {
    struct slice site_name, title; /* title: of a category; absent for the whole portal */
    struct slice feed_url, self_url, page_url, page_lang;
    struct slice next_url; /* absent on the last page */
    int64_t updated_at;
    bool paged;               /* there is more than this page */
    struct view_list entries; /* struct entry_view */
};
extern const struct view_type opensearch_view_type, feed_view_type;

void opensearch_view_make(struct arena *arena, const struct site_info *site,
                          struct opensearch_view *out_view);
struct feed_input {
    const struct category *category; /* NULL: the whole portal */
    struct article_heads heads;      /* newest first */
    struct slice after, next;        /* cursors of this page and of the next; or empty */
    int64_t changed_at;              /* stands in as the date of an empty feed */
};
void feed_view_make(struct arena *arena, const struct site_info *site,
                    const struct feed_input *input, struct feed_view *out_view);

#endif
