/* How often something was looked at: by thing and day, never by whom. */
#ifndef MODEL_VIEW_COUNT_H
#define MODEL_VIEW_COUNT_H

#include <stdint.h>

/* Numbers are stored. */
enum viewed {
    VIEWED_GUIDE,    /* by its own address or through a phrase */
    VIEWED_CATEGORY, /* the first page of its list */
    VIEWED_PHRASE,   /* /q/{phrase}: of a guide, or of a message that several quote */
    VIEWED_TREE,     /* the page that a tree begins on */
    VIEWED_KINDS
};

struct view_count {
    enum viewed viewed;
    int64_t id; /* of the guide, list, phrase or tree; 0: those that are not told apart */
    int64_t guide; /* that a phrase's page shows: seen as well; 0: none */
    int64_t views;
};

#endif
