/* The command's side of a session: says what is to be done, then does what the process
 * that serves asks for: shows text, reads and writes the files that the command names. */
#ifndef CLI_CONTROL_CLIENT_H
#define CLI_CONTROL_CLIENT_H

#include "commands.h"
#include "control/channel.h"

/* What the command came to, as when it runs here; STATUS_IO, said on standard error, when
 * the connection broke. */
enum status control_client_run(struct channel *channel, const struct subcommand *command,
                               struct command_context *context);

#endif
