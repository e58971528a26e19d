/* Marks of other publishing systems (DocFX, Adobe Experience League, Hugo; with
 * inline_marks.h those of wikis, MkDocs and Jekyll) that plain
 * Markdown does not know, reduced to Markdown that says the same, or left out with a
 * named warning. Line for line: the result has as many lines as the text, so that line
 * numbers stay true. */
#ifndef FORMAT_DOCFX_H
#define FORMAT_DOCFX_H

#include "parse.h"

/* false when nothing in the text could be such a mark: most files need no second look. */
bool docfx_is_likely(struct slice text);
/* `is_code` tells for each line (0-based, `line_count` of them) whether it is in a code
 * block. */
struct slice docfx_reduce(struct parse *parse, struct slice text, const bool *is_code,
                          size_t line_count);

#endif
