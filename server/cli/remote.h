/* A console and an outside that are those of the command at the other end of a channel. */
#ifndef CLI_REMOTE_H
#define CLI_REMOTE_H

#include "commands.h"
#include "control/channel.h"
#include <pthread.h>

/* Several threads may ask the command something: one question after the other. */
struct remote {
    struct channel *channel;
    pthread_mutex_t asking;
};

void remote_init(struct remote *remote, struct channel *channel);
void remote_release(struct remote *remote);
/* Borrow the remote. */
struct console remote_console(struct remote *remote);
struct outside remote_outside(struct remote *remote);

#endif
