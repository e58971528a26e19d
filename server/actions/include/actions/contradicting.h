/* Guides that contradict each other: staff compares them, and says that both are right and
 * why, or opens a draft of one. Results live in the arena. */
#ifndef ACTIONS_CONTRADICTING_H
#define ACTIONS_CONTRADICTING_H

#include "actions/editing.h"
#include "model/contradiction.h"

struct contradicting_list {
    struct contradictions list;
    struct slice next;
    int64_t counts[CONTRADICTION_STATES];
    int64_t backlog; /* guides that the program has not looked at yet, up to 1000 */
};
enum status contradicting_list(const struct editor *editor,
                               const struct contradiction_filter *filter,
                               struct contradicting_list *out_list);

/* A sentence with what stands beside it in its guide. */
struct sentence_context {
    struct slice before, line, after; /* before and after may be empty */
};
struct contradicting {
    struct contradiction contradiction;
    struct sentence_context contexts[2]; /* SIDE_RUNS, SIDE_BARS */
};
enum status contradicting_get(const struct editor *editor, int64_t id,
                              struct contradicting *out_contradicting);

/* Write. Both are right, for this reason. STATUS_INVALID: problem at "reason";
 * STATUS_CONFLICT: one of the sentences (`words`) is another by now. */
enum status contradicting_settle(const struct editor *editor, int64_t id, int64_t words,
                                 struct slice reason, struct problems *problems);
/* Write. It is open again. */
enum status contradicting_reopen(const struct editor *editor, int64_t id, int64_t words);
/* Write. Opens a draft of the guide of that side, or adds to the open one, with `text` as a
 * comment. STATUS_INVALID: problem at "text". */
enum status contradicting_mend(const struct editor *editor, int64_t id, int64_t words,
                               enum side side, struct slice text,
                               struct problems *problems, int64_t *out_draft);

#endif
