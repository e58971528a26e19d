/* What another text of a decision tree changes for those who answer its questions. */
#ifndef MODEL_TREE_PATHS_H
#define MODEL_TREE_PATHS_H

#include "model/tree.h"

enum {
    PATHS_MAX = 4000,        /* paths that are walked; beyond, only states are compared */
    PATHS_WORK_MAX = 400000, /* steps of all walks */
    PATHS_SHOWN = 100,       /* changed paths that are told */
    REACH_SHOWN = 100
};

enum path_change {
    PATH_ENDS_ELSEWHERE,  /* the same answers end with something else */
    PATH_GOES_ON,         /* they ended, and now something more is asked */
    PATH_ENDS_EARLIER,    /* something more was asked, and now they end */
    PATH_LEADS_ELSEWHERE, /* on their way, something else is asked or told */
    PATH_ANSWER_GONE,     /* its last answer is no longer offered there */
    PATH_ANSWER_NEW       /* its last answer was not offered there */
};

/* What was answered at a state. */
struct path_answer {
    const struct tree_state *state;
    const struct tree_answer *answer;
};

struct changed_path {
    enum path_change change;
    const struct path_answer *steps;
    size_t step_count;
    const struct tree_state *was, *is; /* where they led and lead; NULL: nowhere */
};

enum state_change { STATE_ADDED, STATE_REMOVED, STATE_RENAMED, STATE_REWORDED };

struct changed_state {
    enum state_change change;
    const struct tree_state *was, *is; /* NULL: was or is not there */
};

/* An ending that a state can no longer reach, or could not before. */
struct changed_reach {
    const struct tree_state *state; /* of the new tree */
    const struct tree_state *end;   /* one of its kind */
    bool gained;
};

struct tree_changes {
    bool whole; /* every path was walked; else `reach` tells what states can reach */
    size_t old_paths, new_paths;
    struct changed_path *paths;
    size_t path_count; /* told; at most PATHS_SHOWN */
    size_t path_total; /* found */
    struct changed_state *states;
    size_t state_count;
    struct changed_reach *reach; /* at most REACH_SHOWN */
    size_t reach_count, reach_total;
    bool start_moved; /* the first question is another one */
};

/* Both trees must be sound (tree_validate), or `before` have no state: a new tree. A state
 * is the same by its id, or by its words when its id is in one tree only. Endings are the
 * same when kind and team are. Results point into the trees and the arena. */
void tree_compare(struct arena *arena, const struct tree *before,
                  const struct tree *after, struct tree_changes *out_changes);

#endif
