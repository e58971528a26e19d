/* What other publishing systems put around several lines (boxes, tabs, steps, listings), as
 * Markdown that says the same: MkDocs ("!!! note", "=== \"Tab\""), Docusaurus and VuePress
 * (":::tip", <Tabs>, MDX), GitBook and Jekyll ("{% hint %}"), Hugo ("{{< tab >}}"). Line for
 * line, as in docfx.h. */
#ifndef FORMAT_CONTAINERS_H
#define FORMAT_CONTAINERS_H

#include "parse.h"

/* false when no line of the text could begin one. */
bool containers_are_likely(const struct parse *parse, struct slice text);
/* Changes `is_code` (as for docfx_reduce) where what stood in a box was taken for code only
 * because it is indented. */
struct slice containers_reduce(struct parse *parse, struct slice text, bool *is_code,
                               size_t line_count);

#endif
