#include "views/sitemap_view.h"

#include "base/list.h"

static const struct field location_view_fields[] = {
    FIELD(struct location_view, url, FIELD_URL, FIELD_ALWAYS, SIDE_PAGE),
    FIELD(struct location_view, changed_at, FIELD_INSTANT, FIELD_OPTIONAL, SIDE_PAGE),
};
static VIEW_TYPE(location_view_type, struct location_view, location_view_fields);

static const struct field sitemap_view_fields[] = {
    FIELD_OF(struct sitemap_view, locations, FIELD_LIST, FIELD_ALWAYS, SIDE_PAGE,
             &location_view_type),
};
VIEW_TYPE(sitemap_view_type, struct sitemap_view, sitemap_view_fields);

static void add(struct list *locations, struct slice url, int64_t changed_at)
{
    *LIST_PUSH(locations, struct location_view) = (struct location_view){url, changed_at};
}

static void add_entries(struct list *locations, const struct site_info *site,
                        const struct sitemap_entries *entries)
{
    static const char *const bases[] = {
        [SITEMAP_ARTICLE] = "/articles/",
        [SITEMAP_PHRASE] = "/q/",
        [SITEMAP_CATEGORY] = "/browse/",
    };
    for (size_t i = 0; i < entries->count; i++) {
        const struct sitemap_entry *entry = &entries->items[i];
        add(locations,
            site_absolute(locations->arena, site, bases[entry->kind], entry->name),
            entry->changed_at);
    }
}

void sitemap_view_make(struct arena *arena, const struct site_info *site,
                       const struct sitemap_input *input, struct sitemap_view *out_view)
{
    struct list locations = LIST_OF(arena, struct location_view);
    if (input->home) {
        add(&locations, site_absolute(arena, site, "/", SLICE("")), VIEW_NONE);
        add(&locations, site_absolute(arena, site, "/partners", SLICE("")), VIEW_NONE);
    }
    add_entries(&locations, site, &input->categories);
    add_entries(&locations, site, &input->entries);
    out_view->locations = (struct view_list){locations.items, locations.count};
}

static void add_part(struct list *locations, const struct site_info *site, int64_t number,
                     int64_t changed_at)
{
    struct arena *arena = locations->arena;
    struct slice name = arena_format(arena, "%lld.xml", (long long)number);
    add(locations, site_absolute(arena, site, "/sitemap-", name), changed_at);
}

void sitemap_index_make(struct arena *arena, const struct site_info *site,
                        const struct sitemap_part *parts, size_t count,
                        struct sitemap_view *out_view)
{
    struct list locations = LIST_OF(arena, struct location_view);
    add_part(&locations, site, 0, VIEW_NONE);
    for (size_t i = 0; i < count; i++)
        add_part(&locations, site, parts[i].number, parts[i].changed_at);
    out_view->locations = (struct view_list){locations.items, locations.count};
}
