/* Insights: what staff sees of searches, views, votes and runs. */
#ifndef ACTIONS_INSIGHTS_H
#define ACTIONS_INSIGHTS_H

#include "actions/guiding.h"
#include "model/insight.h"

/* The days from … to, both included, of a category with those below it ("": everything). */
struct insight_period {
    int64_t from, to;
    int64_t days; /* 7, 30, 90, 365: the last ones, up to today; 0: others */
    struct slice category;
};

struct insight_days {
    struct insight_day *items; /* every day of the period, in order */
    size_t count;
    struct insight_day total;
    int64_t added_up_at; /* Unix seconds; 0: not yet */
};

struct insight_tops {
    struct insight_top *items;
    size_t count;
    int64_t added_up_at; /* 0: not yet, or just now */
    bool now;            /* they were added up to answer */
};

struct insight_tree {
    struct tree_reading tree;
    struct insight_days days; /* of its runs, whatever revision they are of */
    struct insight_state
        *states;  /* one a state of the tree, of runs of the live revision */
    int64_t runs; /* of those */
};

/* STATUS_NOT_FOUND: there is no such category, or no guide was ever in it. */
enum status insights_category(const struct reader *reader, struct slice category);
/* The top categories and those below them, each behind its parent, with the parent's title before
 * their own. */
enum status insights_categories(const struct reader *reader,
                                struct category **out_categories, size_t *out_count);

/* What is known by day. STATUS_NOT_FOUND: no such category. Runs and searches only of everything. */
enum status insights_by_day(const struct reader *reader,
                            const struct insight_period *period,
                            struct insight_days *out_days);
/* A list, at most `limit` (INSIGHT_TOP_MAX). The kept one, where there is one; else it is added up
 * now from all that was counted in the period: for the SLOW lane. STATUS_NOT_FOUND as above. */
enum status insights_list(const struct reader *reader,
                          const struct insight_period *period, enum insight_list list,
                          size_t limit, struct insight_tops *out_tops);
/* Is the list of that period kept? */
bool insights_is_kept(const struct insight_period *period);
/* A tree, and what became of its runs. */
enum status insights_tree(const struct reader *reader, struct slice slug,
                          const struct insight_period *period,
                          struct insight_tree *out_tree);

#endif
