/* Work of a serving process beside its lanes, on a thread of its own: changes to many guides
 * (actions/sweep_work.h), looks at what guides say (actions/judging.h), sums of what readers did
 * (actions/adding_up.h). */
#ifndef CLI_CHORE_H
#define CLI_CHORE_H

#include "actions/access.h"

#include <stdatomic.h>

struct chore {
    const char *put_off; /* what the log says when it failed */
    uint64_t key; /* what was committed under it wakes the chore; 0: nothing does */
    bool self_review;
    long every_ms; /* it is done even if nothing was committed; 0: not */
    /* A step of it; *out_worked: there may be more. */
    enum status (*work)(const struct store_access *access, const struct chore *chore,
                        int64_t now_s, bool *out_worked);
    atomic_bool *waits; /* NULL, or: set while the last step of it failed */
};

struct chore_thread;

/* Begins with what an earlier process left. Copies access and chore; the hub lives until
 * chore_stop. */
struct chore_thread *chore_start(const struct store_access *access, struct store_hub *hub,
                                 const struct chore *chore);
/* Waits for the step under way; what is left waits in the store. Writes of the access must
 * fail with STATUS_BUSY by now. */
void chore_stop(struct chore_thread *thread);

#endif
