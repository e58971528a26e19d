#include "actions/crawling.h"
#include "store/articles.h"
#include "store/sitemap.h"

enum { CATEGORIES_MAX = 10000 };

enum status crawling_feed(const struct reader *reader, struct slice category,
                          struct slice after, size_t limit, struct feed_reading *out_feed)
{
    struct feed_reading feed = {0};
    const struct article_filter filter = {
        .category = category, .order = ORDER_UPDATED, .after = after, .limit = limit};
    enum status status = articles_list(reader->store, &viewer_anonymous, &filter,
                                       reader->arena, &feed.heads, &feed.next);
    if (status == STATUS_OK && category.len && feed.heads.count == 0)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK && category.len) {
        struct category *trail = NULL;
        size_t depth = 0;
        status = categories_trail(reader->store, &viewer_anonymous, category,
                                  reader->arena, &trail, &depth);
        feed.category = depth ? &trail[depth - 1] : NULL;
    }
    if (status == STATUS_OK)
        status = sitemap_changed_at(reader->store, &feed.changed_at);
    if (status == STATUS_OK)
        *out_feed = feed;
    return status;
}

static enum status read_categories(const struct reader *r, struct sitemap_reading *map)
{
    map->home = true;
    return sitemap_categories(r->store, &viewer_anonymous, CATEGORIES_MAX, r->arena,
                              &map->categories);
}

/* One entry too many tells that there are too many. */
static enum status read_whole(const struct reader *r, size_t max,
                              struct sitemap_reading *map)
{
    int64_t count = 0;
    enum status status = articles_count(r->store, &viewer_anonymous, &count);
    map->split = (size_t)count > max;
    if (status == STATUS_OK && !map->split)
        status = sitemap_entries(r->store, &viewer_anonymous, 1, INT64_MAX, max + 1,
                                 r->arena, &map->entries);
    map->split = map->split || map->entries.count > max;
    return status;
}

enum status crawling_sitemap(const struct reader *reader, size_t urls_max,
                             struct sitemap_reading *out_map)
{
    struct sitemap_reading map = {0};
    enum status status = read_categories(reader, &map);
    size_t pages = map.categories.count + 1;
    if (status == STATUS_OK)
        status = read_whole(reader, urls_max > pages ? urls_max - pages : 0, &map);
    if (status == STATUS_OK && map.split)
        status = sitemap_parts(reader->store, &viewer_anonymous, 1, SITEMAP_URLS_MAX - 1,
                               reader->arena, &map.parts, &map.part_count);
    if (status == STATUS_OK)
        status = sitemap_changed_at(reader->store, &map.changed_at);
    if (status == STATUS_OK)
        *out_map = map;
    return status;
}

static enum status read_part(const struct reader *r, int64_t number,
                             struct sitemap_reading *part)
{
    enum status status = sitemap_parts(r->store, &viewer_anonymous, number, 1, r->arena,
                                       &part->parts, &part->part_count);
    if (status == STATUS_OK && (part->part_count == 0 || part->parts->number != number))
        status = STATUS_NOT_FOUND;
    if (status != STATUS_OK)
        return status;
    part->changed_at = part->parts->changed_at;
    return sitemap_entries(r->store, &viewer_anonymous,
                           (number - 1) * SITEMAP_PART_IDS + 1, number * SITEMAP_PART_IDS,
                           SITEMAP_URLS_MAX, r->arena, &part->entries);
}

enum status crawling_sitemap_part(const struct reader *reader, int64_t number,
                                  struct sitemap_reading *out_part)
{
    enum { NUMBER_MAX = INT32_MAX };
    struct sitemap_reading part = {0};
    if (number < 0 || number > NUMBER_MAX)
        return STATUS_NOT_FOUND;
    enum status status =
        number ? read_part(reader, number, &part) : read_categories(reader, &part);
    if (status == STATUS_OK && number == 0)
        status = sitemap_changed_at(reader->store, &part.changed_at);
    if (status == STATUS_OK)
        *out_part = part;
    return status;
}
