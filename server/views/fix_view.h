/* The panel "How to fix" of the article page. */
#ifndef VIEWS_FIX_VIEW_H
#define VIEWS_FIX_VIEW_H

#include "views/article_view.h"

extern const struct view_type fix_view_type;
/* `doc` is the guide's own, made ready for the page. NULL: it has no such part. */
const struct fix_view *fix_view_make(struct arena *arena, const struct site_info *site,
                                     const struct article_reading *reading,
                                     const struct article_doc *doc);

#endif
