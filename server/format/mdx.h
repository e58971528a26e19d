/* MDX: Markdown with components of React between and around it, as Docusaurus and its like
 * write. Components that we do not know are left out, what they hold stays. */
#ifndef FORMAT_MDX_H
#define FORMAT_MDX_H

#include "marks.h"

/* By the file's name, or by the modules that it imports. */
bool mdx_is(const struct parse *parse, struct slice text);
/* "import …" or "export …" at the beginning of a line. */
bool mdx_is_module(struct slice line);
/* Length of the tag of a component ("<Name …>", "</Name>") at the beginning of `s`, 0 when
 * there is none. *out_inside: what stands between its angle brackets. */
size_t mdx_tag(struct slice s, struct slice *out_inside);
/* The label that values={[{label: …, value: …}]} gives to a value; empty: none. */
struct slice mdx_label(struct slice attributes, struct slice value);
/* The line without comments and tags of components. */
void mdx_add_line(struct parse *parse, size_t line, struct slice s, struct buf *out);

#endif
