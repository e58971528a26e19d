/* cmark-gfm. Its parser keeps a table of special characters for the whole process, so one
 * lock is held while it reads; trees are each thread's own. */
#ifndef FORMAT_MARKDOWN_H
#define FORMAT_MARKDOWN_H

#include "base/buf.h"
#include "parse.h"

#include <cmark-gfm.h>

/* Parses parse->body (after reducing foreign marks in it), resolves its links, filters
 * its raw HTML and puts included texts in their place. STATUS_OK: *out_root is the
 * caller's, for cmark_node_free. STATUS_TOO_LARGE with a problem when it is nested too
 * deeply. */
enum status markdown_read(struct parse *parse, cmark_node **out_root);
/* A node that may be put into a tree of ours. */
cmark_node *markdown_new(cmark_node_type type);
/* Adds the HTML of one block: not safe yet. */
void markdown_render(cmark_node *node, struct buf *out);
/* The words of a node, without markup, white space collapsed. Lives in the arena. */
struct slice markdown_text(struct arena *arena, cmark_node *node);
/* Where a node came from that does not stand in the article's own file. */
struct origin {
    size_t line;       /* of the mark that included it */
    struct slice info; /* of a fence, as its file has it */
};

/* Takes effect for the lines and infos below. `origin` lives as long as the tree. */
void markdown_set_origin(cmark_node *node, const struct origin *origin);
/* The line (1-based) of the article's file on which a block begins; 0: not known. */
size_t markdown_line_or_0(cmark_node *node);
/* As above, 1 where it is not known. */
size_t markdown_line(cmark_node *node);
/* The info string of a fence as it stands in its file: cmark has already decoded &quot; in
 * its own. */
struct slice markdown_fence_info(const struct parse *parse, cmark_node *fence);
bool markdown_is_block(cmark_node *node);
/* The node goes, its children stand in its place. */
void markdown_unwrap(cmark_node *node);
struct slice markdown_literal(cmark_node *node);

#endif
