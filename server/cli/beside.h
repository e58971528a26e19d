/* Commands beside a server: the serving side of the control socket. */
#ifndef CLI_BESIDE_H
#define CLI_BESIDE_H

#include "commands.h"
#include "http/server.h"

#include <stdatomic.h>

struct beside;

/* Opens DIR/control.sock and runs the commands that come over it. A socket that cannot be
 * made is a warning: the server serves, and commands must wait until it stops. Everything
 * is borrowed until beside_stop. *sweeps_wait: changes of many guides cannot go on. */
struct beside *beside_start(const struct command_context *context, struct store_hub *hub,
                            struct server *server, atomic_bool *sweeps_wait);
/* Publishes the drafts whose time has come (actions/scheduling.h), through the server's
 * writer. From the thread that waits for signals. */
void beside_publish_due(struct beside *beside);
/* Hides or takes offline what has expired (actions/expiring.h), in the same way. */
void beside_expire_due(struct beside *beside);
/* Brings into the queue what comes from searches that found nothing so often. */
void beside_gather_queue(struct beside *beside, int64_t least);
/* Ends what is under way with a word to its command; before server_stop. Accepts NULL. */
void beside_stop(struct beside *beside);

#endif
