/* Adding up what readers leave behind: sums by day, and the tops of the last 7, 30, 90 and 365 days.
 * Reads beside the lanes, in snapshots of its own, and writes what came out in short items; so staff's
 * pages read a few hundred rows, and nobody waits. */
#ifndef ACTIONS_ADDING_UP_H
#define ACTIONS_ADDING_UP_H

#include "actions/access.h"
#include "base/status.h"

/* Once over: the days that are due, then the tops, then the time is noted. What a stop cut off is
 * done the next time. */
enum status adding_up_run(const struct store_access *access, int64_t now_s);

#endif
