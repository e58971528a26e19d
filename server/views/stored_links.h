/* Links of stored HTML, which knows no public prefix. */
#ifndef VIEWS_STORED_LINKS_H
#define VIEWS_STORED_LINKS_H

#include "model/attachment.h"
#include "views/site.h"

/* The HTML with the prefix in front of every link and image that stands from the root of the
 * portal ("/articles/x"), and with the size of those images that are known and say none
 * themselves; `html` itself where there is nothing to do. */
struct slice stored_html(struct arena *arena, const struct site_info *site,
                         const struct image_sizes *images, struct slice html);
/* The whole document so; shares all else with `doc`. */
const struct article_doc *stored_doc(struct arena *arena, const struct site_info *site,
                                     const struct image_sizes *images,
                                     const struct article_doc *doc);

#endif
