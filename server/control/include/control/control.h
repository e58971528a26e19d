/* The socket DIR/control.sock: commands connect to it, and the process that serves DIR
 * gives each a session on a thread of its own. */
#ifndef CONTROL_CONTROL_H
#define CONTROL_CONTROL_H

#include "base/problems.h"
#include "control/channel.h"

/* ---- the serving side -------------------------------------------------------------- */

/* One command, after both sides said hello. Returns when it is done; the channel is closed
 * then. */
typedef void session_fn(void *owner, struct channel *channel);

struct control_config {
    const char *dir;     /* the data folder, whose lock the caller holds */
    const char *version; /* of this program */
    session_fn *session;
    void *owner;
    unsigned sessions_max; /* at once; 0: 8. More are told that all are taken */
};

struct control;
/* Replaces a socket that was left behind, listens, and starts a thread that accepts.
 * STATUS_IO, or STATUS_CONFLICT when something else has the socket's name; with a
 * problem. Only the user of this process and root are let in. */
enum status control_start(const struct control_config *config, struct problems *problems,
                          struct control **out_control);
/* Accepts nobody any more, cuts the sessions off (see channel_cut), waits for them, and
 * removes the socket. */
void control_stop(struct control *control);

/* ---- the command's side ------------------------------------------------------------ */

/* Connects and says hello. STATUS_NOT_FOUND: nobody serves the folder. Other statuses:
 * somebody does but will not have us, with a problem that says why. */
enum status control_connect(const char *dir, const char *version,
                            struct problems *problems, struct channel **out_channel);

#endif
