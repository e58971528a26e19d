/* A data folder that this process has for itself. */
#ifndef CLI_OWN_STORE_H
#define CLI_OWN_STORE_H

#include "commands.h"

/* Takes the folder's lock and opens its writer; prints what is wrong. `traits` of the
 * command: MAKES_STORE where none is, ANY_VERSION. */
enum status own_store_open(const struct command_context *context, const char *dir,
                           unsigned traits, struct own_store *out_own);
void own_store_close(struct own_store *own);
/* store_config's upgrading, of a const struct console: an upgrade may take a minute. */
void tell_upgrade(void *console, struct slice name, size_t number, size_t count);

/* How the names of copies begin that are made in the data folder on their way to a
 * command. */
#define BACKUP_COPY "backup-copy-"

#endif
