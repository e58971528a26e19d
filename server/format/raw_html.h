/* Raw HTML that stands in a Markdown file, tag by tag, before anything else sees it: tags
 * on the allow-list stay with their allowed attributes, comments go, and everything else
 * ("<servername>",
 * "<script>") becomes the text that the author typed. */
#ifndef FORMAT_RAW_HTML_H
#define FORMAT_RAW_HTML_H

#include "base/buf.h"
#include "parse.h"

/* Elements that an author may leave open at once, in the whole article. */
enum { RAW_HTML_DEPTH_MAX = 200 };

struct raw_html {
    struct parse *parse;
    size_t line;  /* of the block that is being read, for problems */
    size_t depth; /* elements open */
    bool too_deep;
    bool no_comment_end; /* no "-->" in what is left of the block */
};

/* Adds the HTML that may stand for `html`, a whole HTML block. */
void raw_html_block(struct raw_html *raw, struct slice html, struct buf *out);
/* As above for one inline tag, comment or declaration. false: it is text, print it as it
 * is. */
bool raw_html_inline(struct raw_html *raw, struct slice html, struct buf *out);

#endif
