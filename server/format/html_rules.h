/* The allow-list: which HTML an article may hold. One table for raw HTML in a file and
 * for what is printed. */
#ifndef FORMAT_HTML_RULES_H
#define FORMAT_HTML_RULES_H

#include "base/slice.h"

enum html_fate {
    HTML_AS_TEXT, /* not on the list: printed as the author typed it */
    HTML_KEPT,
    HTML_UNWRAPPED, /* the tag goes, what it holds stays */
    HTML_EMBED      /* a player or frame: becomes a link to its src */
};

enum html_shape {
    SHAPE_PAIR,  /* needs an end tag */
    SHAPE_LOOSE, /* may end by itself: p, li, td … */
    SHAPE_VOID   /* has no end: br, hr, img */
};

struct html_rule {
    const char *name; /* lower case */
    enum html_fate fate;
    enum html_shape shape;
    const char *attributes; /* allowed besides the common ones, separated by spaces */
    bool block;             /* a line of its own in plain text */
};

/* By name without case. Never NULL: unknown names share a rule of fate HTML_AS_TEXT. */
const struct html_rule *html_rule_find(struct slice name);
/* title, dir and lang are allowed on every kept element; id and name make an anchor and
 * are treated apart. */
bool html_rule_allows(const struct html_rule *rule, struct slice attribute);

#endif
