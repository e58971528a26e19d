/* Crawling: what feed readers and search engines fetch. Always what everybody may see,
 * whoever asks. Inside one read snapshot; results live in the arena. */
#ifndef ACTIONS_CRAWLING_H
#define ACTIONS_CRAWLING_H

#include "actions/reading.h"
#include "model/sitemap.h"

/* The newest guides of a category ("" for all), by their last change. */
struct feed_reading {
    const struct category *category; /* NULL: all */
    struct article_heads heads;
    struct slice next;  /* cursor; empty on the last page */
    int64_t changed_at; /* of any guide; 0: there was never one */
};
/* STATUS_NOT_FOUND for a category that is empty; STATUS_INVALID for a cursor that is not
 * ours. */
enum status crawling_feed(const struct reader *reader, struct slice category,
                          struct slice after, size_t limit,
                          struct feed_reading *out_feed);

enum { SITEMAP_URLS_MAX = 50000 }; /* sitemaps.org, in one file */

struct sitemap_reading {
    bool split; /* too many for one file: `parts` tells them, part 0 is the categories */
    bool home;  /* the home page is listed too */
    struct sitemap_entries categories, entries;
    struct sitemap_part *parts;
    size_t part_count;
    int64_t changed_at; /* of anything that is or was in it; 0: unknown */
};
/* All of it, or its parts when there are more than `urls_max`. */
enum status crawling_sitemap(const struct reader *reader, size_t urls_max,
                             struct sitemap_reading *out_map);
/* One part; its cost does not grow with the store. STATUS_NOT_FOUND when it is empty. */
enum status crawling_sitemap_part(const struct reader *reader, int64_t number,
                                  struct sitemap_reading *out_part);

#endif
