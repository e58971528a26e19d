/* sitemap.xml and its parts (sitemaps.org 0.9). All URLs are absolute. */
#ifndef VIEWS_SITEMAP_VIEW_H
#define VIEWS_SITEMAP_VIEW_H

#include "model/sitemap.h"
#include "views/site.h"

struct location_view {
    struct slice url;
    int64_t changed_at; /* VIEW_NONE: not told */
};
/* Templates "sitemap_xml" (pages) and "sitemap_index_xml" (parts). */
struct sitemap_view {
    struct view_list locations; /* struct location_view */
};
extern const struct view_type sitemap_view_type;

struct sitemap_input {
    bool home; /* the home page comes first */
    struct sitemap_entries categories, entries;
};
void sitemap_view_make(struct arena *arena, const struct site_info *site,
                       const struct sitemap_input *input, struct sitemap_view *out_view);
/* /sitemap-0.xml (home and categories) and one for each part. */
void sitemap_index_make(struct arena *arena, const struct site_info *site,
                        const struct sitemap_part *parts, size_t count,
                        struct sitemap_view *out_view);

#endif
