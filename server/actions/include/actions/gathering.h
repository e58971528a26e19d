/* Gathering: what comes into the queue beside the lanes (actions/queueing.h). */
#ifndef ACTIONS_GATHERING_H
#define ACTIONS_GATHERING_H

#include "actions/access.h"
#include <stdint.h>

/* Brings in searches that found nothing `least` times (0: none), and what was asked for
 * before there was a queue. *out_count: searches. Not from a lane. */
enum status queue_gather(const struct store_access *access, int64_t now_s, int64_t least,
                         size_t *out_count);

#endif
