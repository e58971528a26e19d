/* The subcommands; each returns a status that becomes the exit code. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"
#include "store/store.h"

typedef enum status command_fn(struct command_context *context);

command_fn command_serve, command_import, command_export, command_check, command_backup,
    command_eval, command_user, command_searches, command_routes, command_version;

/* "file:line:column: error: field: message" on stderr, one line a problem. */
void print_problems(const struct problems *problems);
/* Opens the data folder and one connection; prints what is wrong. With `must_exist` no
 * store is made where none is. */
enum status open_data(const struct command_context *context, enum store_mode mode,
                      bool must_exist, struct store_hub **out_hub,
                      struct store **out_store);
/* Imports a folder or file, each file's problems on stderr and a summary on stdout.
 * STATUS_INVALID when a file was refused. */
enum status import_path(struct store *store, const struct settings *settings,
                        const char *path);

#endif
