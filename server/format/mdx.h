/* MDX: Markdown with components of React between and around it, as Docusaurus and its like
 * write. Components that we do not know are left out, what they hold stays. */
#ifndef FORMAT_MDX_H
#define FORMAT_MDX_H

#include "marks.h"

/* By the file's name, or by a module that it imports before its first prose. */
bool mdx_is(const struct parse *parse, struct slice text);
bool mdx_is_named(const struct parse *parse);
/* false: an empty line, a heading or a comment; modules may stand behind it. */
bool mdx_is_prose(struct slice line);
/* How many lines of `text`, which begins a line, are an "import … from "…"" or an "export
 * const … = …"; 0: it begins with none, a sentence about imports for one. */
size_t mdx_module(struct slice text, bool *out_exports);
/* Length of the tag of a component ("<Name …>", "</Name>") at the beginning of `s`, 0 when
 * there is none. *out_inside: what stands between its angle brackets. */
size_t mdx_tag(struct slice s, struct slice *out_inside);
/* The label that values={[{label: …, value: …}]} gives to a value; empty: none. */
struct slice mdx_label(struct slice attributes, struct slice value);
/* The line without comments and tags of components. */
void mdx_add_line(struct parse *parse, size_t line, struct slice s, struct buf *out);

#endif
