/* What an article page tells crawlers about itself: schema.org in JSON-LD, from what the
 * page shows and nothing else. Inside views only. */
#ifndef VIEWS_LINKED_DATA_H
#define VIEWS_LINKED_DATA_H

#include "views/article_view.h"

/* Items of the list article_view.linked_data: one JSON object each, for a
 * <script type="application/ld+json">. No "<", ">" or "&" stands in it as such, so it can
 * end no element and open no comment. */
struct linked_data_view {
    struct slice json;
};
extern const struct view_type linked_data_view_type;

/* TechArticle and BreadcrumbList; HowTo when the page has steps. `view` is complete but
 * for its linked_data. */
struct view_list linked_data_make(struct arena *arena, const struct site_info *site,
                                  const struct article_view *view,
                                  const struct article_reading *reading);

#endif
