/* What working on the queue and drafting from it share. */
#ifndef ACTIONS_QUEUE_PARTS_H
#define ACTIONS_QUEUE_PARTS_H

#include "actions/queueing.h"
#include "store/work.h"

/* May it be done, and is it still as whoever asks saw it? Words can always be added. */
enum status queue_check(const struct editor *editor, const struct work_item *item,
                        enum work_action action, int64_t version,
                        const struct work_transition **out_row);
/* The move that leaves the item as it is, but for the state. */
struct work_move queue_move_of(const struct editor *editor, const struct work_item *item,
                               const struct work_transition *row, struct slice note);
/* Into the record of who did what. */
enum status queue_note(const struct editor *editor, int64_t id, enum work_action action,
                       struct slice detail);

#endif
