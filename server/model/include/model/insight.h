/* What staff learns from what readers leave behind: sums by day, and the tops of a period. */
#ifndef MODEL_INSIGHT_H
#define MODEL_INSIGHT_H

#include "base/slice.h"
#include "model/tree.h"
#include "model/view_count.h"

/* Numbers are stored. */
enum insight_list {
    INSIGHT_NO_RESULT,     /* searches that found nothing: asked, results, clicks */
    INSIGHT_NOT_OPENED,    /* searches of which nothing was opened: the same */
    INSIGHT_LEAST_HELPFUL, /* guides: helpful, not helpful, views */
    INSIGHT_GUIDES,        /* most viewed: views, helpful, not helpful */
    INSIGHT_PHRASES,       /* most viewed: views */
    INSIGHT_CATEGORIES,
    INSIGHT_TREES,
    INSIGHT_LISTS
};

/* "no-result" … "trees". */
struct slice insight_list_name(enum insight_list list);
bool insight_list_parse(struct slice name, enum insight_list *out_list);
bool insight_list_is_of_searches(enum insight_list list);
/* Guides alone belong to categories. */
bool insight_list_is_of_guides(enum insight_list list);
/* What is counted for it; of the lists of views. */
enum viewed insight_list_viewed(enum insight_list list);

/* The periods whose tops are kept. */
enum { INSIGHT_PERIODS = 4, INSIGHT_TOP_MAX = 200, INSIGHT_DAYS_MAX = 3660 };
extern const int64_t insight_periods[INSIGHT_PERIODS]; /* 7, 30, 90, 365 */
bool insight_is_period(int64_t days);

/* One day; what was not counted is 0. */
struct insight_day {
    int64_t day;
    int64_t views, helpful, not_helpful; /* of guides */
    int64_t searches, in_vain;
    int64_t began, resolved,
        escalated; /* runs of trees, by the day on which they began */
};

/* A step of a guide, and what readers hold against it: reports that name it, and answers. */
struct insight_step {
    struct slice anchor, title;
    int64_t reports, failed, worked;
};

/* What stands in a list, by its place. */
struct insight_top {
    int64_t id;               /* 0: of a search, or of what was not told apart */
    struct slice words;       /* the search; the title, phrase or path */
    struct slice slug;        /* for its address; of a category its path */
    int64_t numbers[3];       /* those of the list */
    struct insight_step step; /* that it fails at most often; no anchor: nobody says */
};

/* A step of a run, as far as it is counted. */
struct run_move {
    int64_t tree_revision_id;
    int64_t day;           /* on which the run began */
    struct slice from, to; /* states; from is empty when it begins */
    enum outcome_kind left, reached;
    bool back; /* somebody went back, changed an answer or began again */
};

/* What became of the runs at a state. */
struct insight_state {
    struct slice state;
    int64_t reached, standing, backs;
};

/* A day's sums of a list of guides (0: of everything). */
struct insight_list_day {
    int64_t list_id;
    struct insight_day sums;
};

#endif
