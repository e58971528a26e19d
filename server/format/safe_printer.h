/* The inside of safe_html: the printer that walks gumbo's tree. safe_html.c prints text,
 * attributes, links, images and headings, and says who prints what; safe_blocks.c prints
 * tables, code, quotations and items of lists. */
#ifndef FORMAT_SAFE_PRINTER_H
#define FORMAT_SAFE_PRINTER_H

#include "html_rules.h"
#include "safe_html.h"

#include <gumbo.h>

struct printer {
    const struct safe_html *options;
    struct arena *arena;
    struct buf html, text;
    struct slice label; /* nearest heading so far */
    int shown[7];       /* level printed for each source level that is open; 0: none */
    int depth;
    int in_link, in_pre;
    bool gap; /* plain text: white space is due before the next word */
};

/* Elements and what they hold, down to ELEMENT_DEPTH_MAX. */
void printer_node(struct printer *p, const GumboNode *node);
/* The children from index `from` on. */
void printer_children(struct printer *p, const GumboVector *children, unsigned from);
/* Text: escaped in the HTML, white space collapsed in the plain text (not in pre). */
void printer_literal(struct printer *p, struct slice s);
/* A line end of the plain text (or, between cells, a tab), unless it already ends with
 * white space. */
void printer_break(struct printer *p, char with);
void printer_attribute(struct printer *p, const char *name, struct slice value);
/* The attributes that any element may have and those its rule allows, as far as they are
 * numbers or need no look. */
void printer_common(struct printer *p, const GumboElement *element,
                    const struct html_rule *rule);
void printer_open(struct printer *p, const GumboElement *element,
                  const struct html_rule *rule);
void printer_close(struct printer *p, const char *name);
/* The words of a subtree, without markup. */
struct slice printer_words(struct printer *p, const GumboNode *node);
/* NULL: there is none. */
const char *html_attribute(const GumboElement *element, const char *name);
/* The element when the node is one with this tag, else NULL. */
const GumboElement *html_element(const GumboNode *node, GumboTag tag);

/* safe_blocks.c */
void printer_table(struct printer *p, const GumboElement *element);
void printer_cell(struct printer *p, const GumboNode *node, const struct html_rule *rule);
void printer_pre(struct printer *p, const GumboElement *element);
/* A quotation, or the callout that it is ("> [!NOTE]"). */
void printer_quote(struct printer *p, const GumboElement *quote);
void printer_item(struct printer *p, const GumboElement *item,
                  const struct html_rule *rule);

#endif
