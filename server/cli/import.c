/* import and check: folders of content, from the command line and at the first start. */
#include "actions/exchange.h"
#include "actions/upkeep.h"
#include "base/clock.h"
#include "base/files.h"
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum status open_data(const struct command_context *context, enum store_mode mode,
                      bool must_exist, struct store_hub **out_hub,
                      struct store **out_store)
{
    struct arena arena;
    struct problems problems;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    struct store_config config = {
        .dir = settings_text(&context->settings, SET_DATA).ptr,
        .assets = &context->assets,
        .must_exist = must_exist,
    };
    enum status status = store_hub_open(&config, &problems, out_hub);
    if (status == STATUS_OK) {
        status = store_open(*out_hub, mode, out_store);
        if (status != STATUS_OK)
            store_hub_close(*out_hub);
    }
    if (status != STATUS_OK && problems_count(&problems) == 0)
        problems_error(&problems, "store.open", SLICE("data"), "The store in %s is %s",
                       config.dir, status_name(status));
    print_problems(&problems);
    arena_release(&arena);
    return status;
}

static void report_file(void *owner, struct slice path, enum file_outcome outcome,
                        const struct problems *problems)
{
    (void)owner;
    print_problems(problems);
    if (outcome == FILE_REFUSED)
        fprintf(stderr, "runbookd: refused " SLICE_FMT "\n", SLICE_ARG(path));
}

static void print_summary(const char *path, bool dry_run,
                          const struct import_report *report)
{
    printf("%s%s:", dry_run ? "(dry run) " : "", path);
    for (int i = 0; i < FILE_OUTCOMES; i++)
        printf(" %zu %s,", report->outcomes[i], file_outcome_name((enum file_outcome)i));
    printf(" %zu passed over; %zu errors, %zu warnings\n", report->passed_over,
           report->errors, report->warnings);
    fflush(stdout);
}

enum status import_path(struct store *store, const char *path, bool dry_run)
{
    struct import_report report = {0};
    struct import_options options = {
        .path = path,
        .at = clock_now_s(),
        .who = SLICE("import"),
        .dry_run = dry_run,
        .report = report_file,
    };
    enum status status = exchange_import(store, &options, &report);
    if (status == STATUS_NOT_FOUND)
        fprintf(stderr, "runbookd: error: there is no file or folder %s\n", path);
    else if (status == STATUS_UNSUPPORTED)
        fprintf(
            stderr,
            "runbookd: error: %s is not a guide (.md), categories.json or priority.json; "
            "import the folder that holds trees/, partners/ and people/\n",
            path);
    else if (status != STATUS_OK)
        fprintf(stderr, "runbookd: error: the store failed (%s) while importing %s\n",
                status_name(status), path);
    if (status != STATUS_OK)
        return status;
    print_summary(path, dry_run, &report);
    return report.outcomes[FILE_REFUSED] ? STATUS_INVALID : STATUS_OK;
}

enum status command_import(struct command_context *context)
{
    struct store_hub *hub = NULL;
    struct store *store = NULL;
    enum status worst = open_data(context, STORE_WRITE, false, &hub, &store);
    if (worst != STATUS_OK)
        return worst;
    for (int i = 0; i < context->arguments.count; i++) {
        enum status status =
            import_path(store, context->arguments.items[i], context->dry_run);
        worst = status == STATUS_OK ? worst : status;
    }
    store_close(store);
    store_hub_close(hub);
    return worst;
}

/* ---- check ------------------------------------------------------------------------- */

static enum status check_store(struct command_context *context, struct store *store,
                               enum status so_far)
{
    struct arena arena;
    struct problems problems;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    enum status status = upkeep_check(store, clock_now_s(), &problems);
    print_problems(&problems);
    printf("%zu errors, %zu warnings\n", problems.errors, problems.warnings);
    if (status == STATUS_OK && problems.errors)
        status = STATUS_INVALID;
    if (status == STATUS_OK && context->strict && problems.warnings)
        status = STATUS_INVALID;
    arena_release(&arena);
    return status == STATUS_OK ? so_far : status;
}

static void remove_folder(const char *dir)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct list paths = LIST_OF(&arena, struct slice);
    files_below(&arena, dir, &paths);
    for (size_t i = 0; i < paths.count; i++) {
        struct slice name = ((struct slice *)paths.items)[i];
        unlink(arena_format(&arena, "%s/" SLICE_FMT, dir, SLICE_ARG(name)).ptr);
    }
    rmdir(dir);
    arena_release(&arena);
}

/* A content folder is checked by importing it into a store of its own that is thrown
 * away. */
static enum status check_folder(struct command_context *context)
{
    char dir[] = "/tmp/runbookd-check-XXXXXX";
    struct store_hub *hub = NULL;
    struct store *store = NULL;
    struct problems problems;
    struct arena arena;
    if (!mkdtemp(dir)) {
        perror("runbookd: error: cannot make a folder for the check");
        return STATUS_IO;
    }
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    struct store_config config = {.dir = dir, .assets = &context->assets};
    enum status status = store_hub_open(&config, &problems, &hub);
    if (status == STATUS_OK)
        status = store_open(hub, STORE_WRITE, &store);
    if (status == STATUS_OK)
        status = import_path(store, context->arguments.items[0], false);
    if (store && (status == STATUS_OK || status == STATUS_INVALID))
        status = check_store(context, store, status);
    print_problems(&problems);
    store_close(store);
    store_hub_close(hub);
    arena_release(&arena);
    remove_folder(dir);
    return status;
}

enum status command_check(struct command_context *context)
{
    struct store_hub *hub = NULL;
    struct store *store = NULL;
    if (context->arguments.count)
        return check_folder(context);
    enum status status = open_data(context, STORE_WRITE, true, &hub, &store);
    if (status != STATUS_OK)
        return status;
    status = check_store(context, store, STATUS_OK);
    store_close(store);
    store_hub_close(hub);
    return status;
}

enum status command_backup(struct command_context *context)
{
    struct store_hub *hub = NULL;
    struct store *store = NULL;
    enum status status = open_data(context, STORE_WRITE, true, &hub, &store);
    if (status != STATUS_OK)
        return status;
    status = store_backup(store, context->arguments.items[0]);
    if (status != STATUS_OK)
        fprintf(stderr, "runbookd: error: the backup to %s failed (%s)\n",
                context->arguments.items[0], status_name(status));
    store_close(store);
    store_hub_close(hub);
    return status;
}
