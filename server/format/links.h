/* Where the links of an article lead. */
#ifndef FORMAT_LINKS_H
#define FORMAT_LINKS_H

#include "parse.h"

/* The address to print for one that stands in the file, through options->link where it is
 * relative. Empty when it leads nowhere or has a scheme that is not allowed: then a
 * warning with the line was added, and only the link's text should be shown. */
struct slice link_resolve(struct parse *parse, struct slice href, size_t line);
/* Notes what the article owes to other files (whole->outside_hash). */
void whole_owes(struct whole *whole, struct slice bytes);

#endif
