/* The sitemap as store and views share it. */
#ifndef MODEL_SITEMAP_H
#define MODEL_SITEMAP_H

#include "base/slice.h"
#include <stdint.h>

enum sitemap_kind { SITEMAP_ARTICLE, SITEMAP_PHRASE, SITEMAP_CATEGORY };

struct sitemap_entry {
    enum sitemap_kind kind;
    struct slice name;  /* slug, or a category's path */
    int64_t changed_at; /* Unix seconds */
};

struct sitemap_entries {
    struct sitemap_entry *items;
    size_t count;
};

struct sitemap_part {
    int64_t number; /* 1… */
    int64_t changed_at;
};

#endif
