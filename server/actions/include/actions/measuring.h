/* How good guides are: lists, one guide with its history, and what a reviewer answers of a
 * revision. The program's own looks are actions/judging.h. Results live in the arena. */
#ifndef ACTIONS_MEASURING_H
#define ACTIONS_MEASURING_H

#include "actions/editing.h"
#include "model/quality.h"

struct measuring_list {
    struct qualities list;
    struct slice next;
    int64_t backlog; /* guides that the program has not looked at yet, up to 1000 */
};
enum status measuring_list(const struct editor *editor,
                           const struct quality_filter *filter,
                           struct measuring_list *out_list);

struct measuring {
    struct quality quality;
    struct quality_point *points; /* the oldest first */
    size_t point_count;
    struct quality_review review; /* the last; at is NONE_INT where there is none */
};
enum status measuring_get(const struct editor *editor, struct slice slug,
                          struct measuring *out_measuring);

/* Write. STATUS_INVALID: problem at "note"; STATUS_CONFLICT: the live text is of another
 * revision by now. */
enum status measuring_answer(const struct editor *editor, struct slice slug,
                             int64_t revision, int64_t answers, struct slice note,
                             struct problems *problems);

#endif
