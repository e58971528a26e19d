/* Guiding: decision trees and runs through them. */
#ifndef ACTIONS_GUIDING_H
#define ACTIONS_GUIDING_H

#include "actions/reading.h"
#include "model/drawing.h"

struct tree_reading {
    struct stored_tree stored;
    const struct tree *tree;
};

/* The live revision of a tree. */
enum status guiding_tree(const struct reader *reader, struct slice slug,
                         struct tree_reading *out_tree);

/* Where its states stand when it is drawn. STATUS_NOT_FOUND when it was saved without a
 * drawing. */
enum status guiding_drawing(const struct reader *reader, const struct stored_tree *stored,
                            const struct tree *tree, struct tree_layout *out_layout);
/* The revision that a run is pinned to, to draw it. */
enum status guiding_run_tree(const struct reader *reader, const struct run *run,
                             struct stored_tree *out_stored);

/* The guide beside a tree: the asked one, else the first that the tree belongs to.
 * STATUS_NOT_FOUND when there is none. */
enum status guiding_guide(const struct reader *reader, struct slice tree,
                          struct slice article, struct article_head *out_head);

/* The portal's matrix, or the common one. */
enum status guiding_matrix(const struct reader *reader,
                           struct priority_matrix *out_matrix);
/* What the facts of a position come to by it. */
enum status guiding_priority(const struct reader *reader,
                             const struct run_position *position,
                             struct priority *out_priority);

struct run_start {
    struct slice tree;          /* slug */
    struct slice article;       /* slug of the guide beside it; empty: the tree's own */
    struct slice state, answer; /* the first answer; both empty: none yet */
};

/* Begins a run of the live revision. STATUS_NOT_FOUND, or as guiding_event for its first
 * answer. Write lane. */
enum status guiding_start(const struct reader *reader, const struct run_start *start,
                          struct problems *problems, struct run_reading *out_run);
/* Appends one event (`at` is set here). STATUS_NOT_FOUND: no such run; STATUS_CONFLICT:
 * the run stands elsewhere, *out_run is where; STATUS_INVALID: `problems` names /state or
 * /answer. Write lane. */
enum status guiding_event(const struct reader *reader, struct slice token,
                          const struct run_event *event, struct problems *problems,
                          struct run_reading *out_run);
/* Where a run stands. */
enum status guiding_run(const struct reader *reader, struct slice token,
                        struct run_reading *out_run);

#endif
