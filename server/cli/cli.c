#include "cli/cli.h"
#include "base/log.h"
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>

static const enum setting_id import_settings[] = {SET_LINK_BASE, SET_COUNT};

static const struct subcommand commands[] = {
    {"serve", "", 0, 0, "Serve the portal until SIGTERM or SIGINT", command_serve, NULL,
     0, NULL},
    {"import", "[--dry-run] [--prune] [--report json] PATH…", 1, -1,
     "Import folders or files of guides, what they show, trees, partners and people; "
     "--prune retires what earlier imports brought and is in none of the PATHs any more; "
     "--report "
     "json tells every file on standard output",
     NULL, import_at_store, MAKES_STORE | EXCLUSIVE | READS_FILES, import_settings},
    {"export", "DIR", 1, 1,
     "Write guides, their images and files, trees, partners and people as files that "
     "import takes back byte for byte; DIR is empty or an earlier export, which is "
     "brought up to date",
     NULL, export_at_store, WRITES_FILES, NULL},
    {"check", "[--strict] [PATH]", 0, 1,
     "Check the store, or a content folder; warnings exit 0, with --strict 1",
     command_check_folder, check_at_store, 0, NULL},
    {"reindex", "", 0, 0,
     "Build the search index anew; beside a server guide by guide, while it answers",
     NULL, reindex_at_store, EXCLUSIVE, NULL},
    {"backup", "FILE", 1, 1,
     "Copy the store into FILE, as it is: also one that was not upgraded yet", NULL,
     backup_at_store, WRITES_FILES | ANY_VERSION, NULL},
    {"eval", "QUERIES.tsv…", 1, -1,
     "Measure the search with lines of query, path of the guide below the imported PATH, "
     "and kind; prints a line a kind: kind n R@1 R@10 MRR@10 p50_ms p99_ms",
     NULL, eval_at_store, READS_FILES, NULL},
    {"user",
     "add|passwd|role|disable|enable|link NAME … | list [--role ROLES] [--display TEXT] "
     "[--generate]",
     1, 3,
     "Accounts: `add NAME --role ROLES`, `role NAME ROLES` (reader, author, reviewer, "
     "publisher, admin, with commas), `passwd NAME`, `disable NAME`, `enable NAME`, "
     "`link NAME` for a one-time link to set the password, `list`. The password is asked "
     "for, or read from standard input, or made and told once with --generate",
     NULL, user_at_store, MAKES_STORE, NULL},
    {"searches", "[DAYS]", 0, 1,
     "Print what readers searched for in the last days (default 30): the most asked, "
     "those without a result, and those whose results nobody opened",
     NULL, searches_at_store, 0, NULL},
    {"routes", "", 0, 0, "Print the site map: name, methods, pattern, access, lane",
     command_routes, NULL, 0, NULL},
    {"version", "", 0, 0, "Print the version", command_version, NULL, 0, NULL},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

const struct subcommand *command_find(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static void print_help(FILE *out)
{
    struct buf settings;
    fputs("usage: runbookd COMMAND [--SETTING VALUE…] [ARGUMENT…]\n\ncommands:\n", out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %s %s\n        %s.\n", commands[i].name, commands[i].arguments,
                commands[i].help);
    fputs("\nCommands that work on the store do so beside a server, too.\n", out);
    buf_init(&settings, 0);
    settings_help(&settings);
    fprintf(out,
            "\nsettings (also RUNBOOKD_NAME variables, and name = value in the --config "
            "file):\n%s\nexit codes: 0 done, 1 failed, 2 usage\n",
            settings.ptr);
    buf_release(&settings);
}

/* ---- the command line -------------------------------------------------------------- */

/* A flag of a command, without a value. */
static bool take_switch(struct command_context *context, const char *word)
{
    if (strcmp(word, "--dry-run") == 0)
        context->dry_run = true;
    else if (strcmp(word, "--strict") == 0)
        context->strict = true;
    else if (strcmp(word, "--prune") == 0)
        context->prune = true;
    else if (strcmp(word, "--generate") == 0)
        context->generate = true;
    else
        return false;
    return true;
}

/* "--report json" or "--report=json"; how many words it took, or 0. */
static int take_report(struct command_context *context, int left, char **words)
{
    bool joined = strcmp(words[0], "--report=json") == 0;
    if (!joined &&
        (left < 2 || strcmp(words[0], "--report") != 0 || strcmp(words[1], "json") != 0))
        return 0;
    context->report_json = true;
    return joined ? 1 : 2;
}

/* "--role VALUE" or "--display VALUE"; how many words it took, or 0. */
static int take_user_word(struct command_context *context, int left, char **words)
{
    const char **place = strcmp(words[0], "--role") == 0      ? &context->role
                         : strcmp(words[0], "--display") == 0 ? &context->display
                                                              : NULL;
    if (!place || left < 2)
        return 0;
    *place = words[1];
    return 2;
}

static bool is_own_setting(const struct subcommand *command, int id)
{
    const enum setting_id *own = command ? command->settings : NULL;
    while (own && *own != SET_COUNT && (int)*own != id)
        own++;
    return own && *own != SET_COUNT;
}

/* "--name value" or "--name=value"; returns how many words it took, or 0 when it is
 * wrong. */
static int take_setting(struct command_context *context, int left, char **words,
                        struct problems *problems)
{
    struct slice name = slice_cstr(words[0] + 2);
    size_t equals = slice_find(name, '=');
    bool joined = equals < name.len;
    int id = settings_find(slice_first(name, equals));
    if (id >= 0 && context->remote && !is_own_setting(context->remote, id))
        id = -1;
    if (id < 0) {
        problems_error(problems, "usage", SLICE(""), "There is no flag \"%s\"", words[0]);
        return 0;
    }
    if (!joined && left < 2) {
        problems_error(problems, "usage", SLICE(""), "\"%s\" needs a value", words[0]);
        return 0;
    }
    struct slice value = joined ? slice_from(name, equals + 1) : slice_cstr(words[1]);
    if (settings_set(&context->settings, (enum setting_id)id, value, SOURCE_FLAG,
                     problems) != STATUS_OK)
        return 0;
    return joined ? 1 : 2;
}

static void push_word(struct command_words *words, char *word)
{
    words->items[words->count++] = word;
}

/* How many words it took that are the command's own: arguments and flags. */
static int take_own(struct command_context *context, int left, char **words)
{
    if (strncmp(words[0], "--", 2) != 0 || !words[0][2]) {
        push_word(&context->arguments, words[0]);
        return 1;
    }
    if (take_switch(context, words[0]))
        return 1;
    int taken = take_report(context, left, words);
    return taken ? taken : take_user_word(context, left, words);
}

static enum status read_words(struct command_context *context, int count, char **words,
                              struct problems *problems)
{
    for (int i = 0; i < count;) {
        int own = take_own(context, count - i, words + i);
        for (int k = 0; k < own; k++)
            push_word(&context->words, words[i + k]);
        int taken = own ? own : take_setting(context, count - i, words + i, problems);
        if (taken == 0)
            return STATUS_USAGE;
        i += taken;
    }
    return STATUS_OK;
}

static void make_room(struct command_context *context, struct arena *arena, int count)
{
    context->words.items = ARENA_ARRAY(arena, (size_t)count + 1, char *);
    context->arguments.items = ARENA_ARRAY(arena, (size_t)count + 1, char *);
}

static bool takes_count(const struct subcommand *command, int count)
{
    return count >= command->least && (command->most < 0 || count <= command->most);
}

enum status command_read_words(const struct subcommand *command,
                               struct command_context *context, int count, char **words,
                               struct problems *problems)
{
    context->remote = command;
    make_room(context, problems->arena, count);
    enum status status = read_words(context, count, words, problems);
    if (status == STATUS_OK && !takes_count(command, context->arguments.count)) {
        problems_error(problems, "usage", SLICE(""), "%s takes %s", command->name,
                       command->arguments);
        status = STATUS_USAGE;
    }
    return status;
}

static enum status read_settings(struct command_context *context, int count, char **words,
                                 struct problems *problems)
{
    struct settings *settings = &context->settings;
    settings_init(settings);
    enum status status = read_words(context, count, words, problems);
    if (status == STATUS_OK && settings_read_environment(settings, problems) != STATUS_OK)
        status = STATUS_USAGE;
    struct slice file = settings_text(settings, SET_CONFIG);
    if (status == STATUS_OK && file.len &&
        settings_read_file(settings, file.ptr, problems) != STATUS_OK)
        status = STATUS_USAGE;
    return status;
}

static enum status load_assets(struct command_context *context,
                               const struct embedded_asset *embedded)
{
    struct slice dir = settings_text(&context->settings, SET_ASSETS);
    if (!dir.len) {
        assets_load_embedded(embedded, &context->assets);
        return STATUS_OK;
    }
    struct assets built_in;
    assets_load_embedded(embedded, &built_in);
    enum status status = assets_load_dir(dir.ptr, &built_in, &context->assets);
    assets_release(&built_in);
    if (status != STATUS_OK) {
        fprintf(stderr, "runbookd: error: assets: cannot read %s: ", dir.ptr);
        perror(NULL);
    }
    return status;
}

static enum status run_command(const struct subcommand *command,
                               struct command_context *context,
                               const struct embedded_asset *embedded)
{
    enum log_level level;
    if (!takes_count(command, context->arguments.count)) {
        fprintf(stderr, "usage: runbookd %s %s\n", command->name, command->arguments);
        return STATUS_USAGE;
    }
    if (log_level_parse(settings_text(&context->settings, SET_LOG_LEVEL).ptr, &level))
        log_set_level(level);
    enum status status = load_assets(context, embedded);
    bool runs = command->run && (!command->at_store || context->arguments.count);
    if (status == STATUS_OK)
        status = runs ? command->run(context) : command_at_store(command, context);
    assets_release(&context->assets);
    return status;
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || (i == 1 && strcmp(argv[i], "help") == 0))
            return true;
    return false;
}

int cli_main(int argc, char **argv, const struct route *routes,
             const struct embedded_asset *embedded)
{
    if (argc < 2 || asks_for_help(argc, argv)) {
        print_help(argc < 2 ? stderr : stdout);
        return argc < 2 ? status_exit(STATUS_USAGE) : 0;
    }
    const struct subcommand *command =
        command_find(strcmp(argv[1], "--version") == 0 ? "version" : argv[1]);
    if (!command) {
        fprintf(stderr,
                "runbookd: error: there is no command \"%s\"; see runbookd --help\n",
                argv[1]);
        return status_exit(STATUS_USAGE);
    }
    struct arena arena;
    struct problems problems;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    struct console console = console_here();
    struct command_context context = {
        .console = &console, .outside = &outside_here, .routes = routes};
    make_room(&context, &arena, argc);
    enum status status = read_settings(&context, argc - 2, argv + 2, &problems);
    print_problems(&console, &problems);
    if (status == STATUS_OK)
        status = run_command(command, &context, embedded);
    settings_release(&context.settings);
    arena_release(&arena);
    return status_exit(status);
}
