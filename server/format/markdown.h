/* cmark-gfm, which is not thread-safe: whoever calls it holds the one lock of the
 * process. */
#ifndef FORMAT_MARKDOWN_H
#define FORMAT_MARKDOWN_H

#include "base/buf.h"
#include "parse.h"

#include <cmark-gfm.h>

void markdown_lock(void);
void markdown_unlock(void);

/* Parses parse->body (after reducing foreign marks in it), resolves its links and filters
 * its raw HTML. STATUS_OK: *out_root is the caller's, for cmark_node_free.
 * STATUS_TOO_LARGE with a problem when it is nested too deeply. The caller holds the
 * lock. */
enum status markdown_read(struct parse *parse, cmark_node **out_root);
/* Adds the HTML of one block: not safe yet. */
void markdown_render(cmark_node *node, struct buf *out);
/* The words of a node, without markup, white space collapsed. Lives in the arena. */
struct slice markdown_text(struct arena *arena, cmark_node *node);
/* The line (1-based) on which a block begins. */
size_t markdown_line(cmark_node *node);
struct slice markdown_literal(cmark_node *node);

#endif
