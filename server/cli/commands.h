/* The subcommands as rows of a table, and what they share.
 *
 * A command with `at_store` works on a store. It runs in this process when nobody serves
 * the data folder; otherwise in the process that does, over the control socket, and speaks
 * and reads files through context->console and context->outside, so that both ways look
 * the same to whoever typed it. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "actions/access.h"
#include "actions/outside.h"
#include "cli/cli.h"
#include "console.h"

typedef enum status command_fn(struct command_context *context);
typedef enum status at_store_fn(struct command_context *context,
                                const struct store_access *access);

enum command_trait {
    MAKES_STORE = 1 << 0,  /* where none is */
    EXCLUSIVE = 1 << 1,    /* one of these at a time beside a server */
    READS_FILES = 1 << 2,  /* its arguments name files and folders to read … */
    WRITES_FILES = 1 << 3, /* … or to write; a server gets at nothing else */
    ANY_VERSION = 1 << 4   /* takes the store as it is: it is not upgraded first */
};

struct subcommand {
    const char *name;
    const char *arguments; /* for --help */
    int least, most;       /* arguments; most -1: any number */
    const char *help;
    command_fn *run;       /* in this process; with at_store: when there are arguments */
    at_store_fn *at_store; /* NULL, or with the store */
    unsigned traits;
    /* NULL, or the settings that it reads beside those of the process, ended by SET_COUNT:
     * beside a server they are the caller's. */
    const enum setting_id *settings;
};

/* NULL: there is none of that name. */
const struct subcommand *command_find(const char *name);
/* Reads the flags and arguments of a command that came over the control socket.
 * STATUS_USAGE, with a problem. */
enum status command_read_words(const struct subcommand *command,
                               struct command_context *context, int count, char **words,
                               struct problems *problems);
/* Runs a command with at_store: here, or in the process that serves the store. */
enum status command_at_store(const struct subcommand *command,
                             struct command_context *context);

command_fn command_serve, command_check_folder, command_routes, command_version;
at_store_fn import_at_store, export_at_store, check_at_store, backup_at_store,
    eval_at_store, user_at_store, searches_at_store, reindex_at_store;

/* Imports a folder or file, each file's problems on standard error and a summary on
 * standard output. STATUS_INVALID when a file was refused.
 * *out_warnings (or NULL) gets how many warnings were told. */
enum status import_path(const struct store_access *access,
                        const struct command_context *context, const char *path,
                        size_t *out_warnings);

#endif
