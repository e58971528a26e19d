/* What a guide names: does it exist in the store? For the lint of guides. */
#ifndef ACTIONS_LOOKUP_H
#define ACTIONS_LOOKUP_H

#include "format/lint.h"
#include "store/store.h"

struct lookup {
    struct store *store;
    struct arena *arena;         /* for what is read; may be emptied between questions */
    struct category *categories; /* of categories.json; none: any will do */
    size_t category_count;
    enum status failed; /* of the store, met in a callback */
};

/* The category file as it was imported, into `kept`; a store without one knows none. */
enum status lookup_load(struct lookup *lookup, struct arena *kept);
/* A lint_exists_fn, `owner` a struct lookup; a store that fails is remembered, and the
 * answer is yes. */
bool lookup_exists(void *owner, enum lint_thing thing, struct slice slug);

#endif
