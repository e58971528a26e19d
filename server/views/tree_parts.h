/* Between the tree's page and a run of it. */
#ifndef VIEWS_TREE_PARTS_H
#define VIEWS_TREE_PARTS_H

#include "views/tree_view.h"

extern const struct view_type facts_view_type;

/* `chosen`: index of the answer in force, or -1. `article` may be NULL. */
const struct state_view *state_view_make(struct arena *arena,
                                         const struct site_info *site,
                                         const struct tree_state *state,
                                         const struct article_head *article,
                                         int64_t chosen);
const struct facts_view *facts_make(struct arena *arena, enum level impact,
                                    enum level urgency);

#endif
