/* What the sitemap lists: guides with the curated phrases they own, and categories, each
 * with the instant at which its page last changed. What comes back lives in the arena. */
#ifndef STORE_SITEMAP_H
#define STORE_SITEMAP_H

#include "model/sitemap.h"
#include "model/viewer.h"
#include "store/store.h"

/* Part n holds the articles (n − 1) × SITEMAP_PART_IDS + 1 … n × SITEMAP_PART_IDS. */
enum { SITEMAP_PART_IDS = 500 };

/* Guides of the ids `from` … `to` that the viewer may see, in the order of their ids, then
 * their phrases; at most `limit`. */
enum status sitemap_entries(struct store *store, const struct viewer *viewer,
                            int64_t from, int64_t to, size_t limit, struct arena *arena,
                            struct sitemap_entries *out_entries);
/* Categories that hold such a guide, with the latest change of one. */
enum status sitemap_categories(struct store *store, const struct viewer *viewer,
                               size_t limit, struct arena *arena,
                               struct sitemap_entries *out_entries);
/* Parts that hold such a guide, in order, from number `from` on. */
enum status sitemap_parts(struct store *store, const struct viewer *viewer, int64_t from,
                          size_t limit, struct arena *arena,
                          struct sitemap_part **out_parts, size_t *out_count);
/* The latest change of any guide, also of one that went away; 0 when there never was one.
 */
enum status sitemap_changed_at(struct store *store, int64_t *out_at);

#endif
