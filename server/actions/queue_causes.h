/* How what readers leave behind comes into the queue, and leaves it with a publication. */
#ifndef ACTIONS_QUEUE_CAUSES_H
#define ACTIONS_QUEUE_CAUSES_H

#include "actions/editing.h"
#include "model/vote.h"

/* All in the write item of the cause. *out_item: what it belongs to. */
enum status queue_feedback(const struct reader *reader, const struct article *article,
                           const struct feedback_draft *why, int64_t *out_item);
enum status queue_ask(const struct reader *reader, struct slice sentence,
                      struct slice query, int64_t at, int64_t *out_item);
enum status queue_search(const struct reader *reader, struct slice query, int64_t count,
                         int64_t first_day, int64_t last_day);
/* Closes the items that this draft settles: it became that revision of the guide. */
enum status queue_settle(const struct editor *editor, int64_t draft,
                         const struct guide *guide);

/* The open item of a search in vain is done: the guide answers it now. */
enum status queue_settle_search(const struct editor *editor, struct slice query,
                                const struct guide *guide);

#endif
