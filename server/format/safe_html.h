/* From the HTML that cmark made to the HTML that is stored: gumbo reads it as a browser
 * would, and only what stands on the allow-list is printed again, with callouts,
 * scrolling tables, code blocks, images and links in the form the style sheet knows.
 * Plain text falls out on the way. */
#ifndef FORMAT_SAFE_HTML_H
#define FORMAT_SAFE_HTML_H

#include "base/buf.h"
#include "parse.h"

struct safe_html {
    struct parse *parse;
    int outline; /* level of the heading under which the HTML will stand: 2 section, 3
                    step */
    struct slice label; /* words of that heading, for the regions round tables */
    bool is_copy;       /* shown a second time: no ids */
};

/* Both results live in the arena. */
void safe_html_make(const struct safe_html *options, struct slice html,
                    struct slice *out_html, struct slice *out_text);

#endif
