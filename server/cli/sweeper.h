/* The thread that carries out changes to many guides (actions/sweeping.h). */
#ifndef CLI_SWEEPER_H
#define CLI_SWEEPER_H

#include "actions/access.h"

struct sweeper;

/* Goes on with what an earlier process left, and waits for more. All is borrowed until
 * sweeper_stop. */
struct sweeper *sweeper_start(const struct store_access *access, struct store_hub *hub,
                              bool self_review);
/* Ends after the write under way; what is left is gone on with at the next start. Accepts
 * NULL. */
void sweeper_stop(struct sweeper *sweeper);

#endif
