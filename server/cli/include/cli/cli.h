/* cli: the subcommands as a table, and the wiring of one process. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/assets.h"
#include "base/settings.h"
#include "http/route.h"

struct console;
struct outside;
struct subcommand;

struct command_words {
    char **items;
    int count;
};

/* What a command works with. */
struct command_context {
    const struct console *console;
    const struct outside *outside; /* where files are that arguments name */
    struct settings settings;
    struct assets assets;
    const struct route *routes;
    const struct subcommand
        *remote;                /* the command, when it came over the control socket */
    struct command_words words; /* flags of the command and arguments, as typed */
    struct command_words arguments; /* what is no setting and no flag of the command */
    bool dry_run;                   /* --dry-run */
    bool strict;                    /* --strict */
    bool prune;                     /* --prune */
    bool report_json;               /* --report json */
    bool generate;                  /* --generate */
    const char *role, *display;     /* --role, --display; NULL when not given */
};

/* Runs the command line; returns the exit code: 0 done, 1 failed, 2 usage. */
int cli_main(int argc, char **argv, const struct route *routes,
             const struct embedded_asset *embedded);

#endif
