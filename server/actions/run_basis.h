/* What runs begin with, kept for those that begin often. */
#ifndef ACTIONS_RUN_BASIS_H
#define ACTIONS_RUN_BASIS_H

#include "actions/guiding.h"

struct run_basis {
    struct tree_reading tree;
    struct article_head guide; /* with an empty slug when there is none */
    struct priority_matrix matrix;
};

/* Borrowed until the reader's arena ends. A status of guiding_tree is passed on. */
enum status run_basis_find(const struct reader *reader, struct slice tree,
                           struct slice article, const struct run_basis **out_basis);

#endif
