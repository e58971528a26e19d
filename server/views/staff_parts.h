/* What stands in the frame of staff pages alone. */
#ifndef VIEWS_STAFF_PARTS_H
#define VIEWS_STAFF_PARTS_H

#include "views/site.h"

struct staff_entry_view {
    struct slice key; /* "queue" */
    struct slice url;
    bool here;  /* this very page */
    bool below; /* this page belongs to it */
};

struct staff_group_view {
    struct slice group;       /* "registries" */
    struct view_list entries; /* struct staff_entry_view: those that he may open */
};

struct staff_nav_view {
    struct slice current, current_group; /* absent: a page that has no entry */
    struct view_list groups;             /* struct staff_group_view */
    struct view_list beside;             /* the entries of the current group */
};
extern const struct view_type staff_nav_type;

/* NULL: this is no staff page, or whoever looks at it may open none. */
const struct staff_nav_view *staff_nav_make(struct arena *arena,
                                            const struct site_info *site);

#endif
