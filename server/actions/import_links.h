/* Where the links of an imported guide lead. */
#ifndef ACTIONS_IMPORT_LINKS_H
#define ACTIONS_IMPORT_LINKS_H

#include "base/arena.h"
#include "store/store.h"

struct import_links {
    struct store *store;
    size_t lost; /* links to files that are not imported (yet); the caller sets it to 0 */
};

/* A link_fn of format; `owner` is a struct import_links. A relative link to a guide's file becomes
 * the link to that guide, a link to a page of the portal stays, both from the root and without prefix. */
struct slice import_link(void *owner, struct arena *arena, struct slice from,
                         struct slice href);

#endif
