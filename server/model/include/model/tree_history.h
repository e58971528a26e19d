/* Trees as staff list them: how often they were used, and their revisions. */
#ifndef MODEL_TREE_HISTORY_H
#define MODEL_TREE_HISTORY_H

#include "model/draft.h"
#include "model/site.h"

enum { RUNS_COUNTED_MAX = 1000 }; /* more are not counted */

struct tree_row {
    struct stored_tree tree; /* without source and layout */
    int64_t runs;            /* at most RUNS_COUNTED_MAX */
};

struct tree_revision {
    struct revision about;
    int64_t runs; /* pinned to it; at most RUNS_COUNTED_MAX */
};

#endif
