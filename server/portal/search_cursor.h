/* Where results of a search go on, opaque to everyone outside: the place of the next hit,
 * and a hash of what was asked, so that no cursor serves another search. Hits that score
 * alike stand in the order of their guides, so a place means the same on every page. */
#ifndef PORTAL_SEARCH_CURSOR_H
#define PORTAL_SEARCH_CURSOR_H

#include "model/found.h"

struct slice search_cursor_write(struct arena *arena, const struct search_query *query,
                                 size_t place);
/* false when it is not one of ours, or another search's. */
bool search_cursor_read(struct slice cursor, const struct search_query *query,
                        size_t *out_place);

#endif
