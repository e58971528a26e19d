/* import and check: folders of content, from the command line and at the first start. */
#include "actions/exchange.h"
#include "actions/upkeep.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/files.h"
#include "commands.h"
#include "progress.h"

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

/* ---- what is told of an import ----------------------------------------------------- */

/* One run of the command over all its paths. */
struct import_run {
    struct store *store;
    bool dry_run, json;
    struct list *guides; /* for --prune, or NULL */
    const struct settings *settings;
    struct slice link_base;
    struct progress progress;   /* on a terminal */
    struct import_report total; /* of the paths that are done */
    bool listed;                /* a file stands in the JSON report already */
};

static void add_up(struct import_report *total, const struct import_report *report)
{
    total->files += report->files;
    for (int i = 0; i < FILE_OUTCOMES; i++)
        total->outcomes[i] += report->outcomes[i];
    total->passed_over += report->passed_over;
    total->errors += report->errors;
    total->warnings += report->warnings;
}

static void put_member(struct buf *out, const char *name, struct slice value)
{
    buf_add_format(out, "\"%s\":", name);
    buf_add_json_string(out, value);
}

static void put_problem(struct buf *out, const struct problem *p)
{
    buf_add_byte(out, '{');
    put_member(out, "severity",
               p->severity == SEVERITY_ERROR ? SLICE("error") : SLICE("warning"));
    buf_add_byte(out, ',');
    put_member(out, "code", p->code);
    buf_add_byte(out, ',');
    put_member(out, "field", p->field);
    buf_add_format(out, ",\"line\":%zu,\"column\":%zu,", p->line, p->column);
    put_member(out, "message", p->message);
    buf_add_byte(out, '}');
}

static void print_json_file(struct import_run *run, struct slice path,
                            enum file_outcome outcome, const struct problems *problems)
{
    struct buf out;
    buf_init(&out, 0);
    buf_add_cstr(&out, run->listed ? ",\n{" : "\n{");
    put_member(&out, "path", path);
    buf_add_byte(&out, ',');
    put_member(&out, "outcome", slice_cstr(file_outcome_name(outcome)));
    buf_add_cstr(&out, ",\"problems\":[");
    for (size_t i = 0; i < problems_count(problems); i++) {
        if (i)
            buf_add_byte(&out, ',');
        put_problem(&out, problems_at(problems, i));
    }
    buf_add_cstr(&out, "]}");
    fwrite(out.ptr, 1, out.len, stdout);
    buf_release(&out);
    run->listed = true;
}

static void print_json_end(const struct import_run *run, enum status status)
{
    const struct import_report *total = &run->total;
    printf("\n],\"totals\":{");
    for (int i = 0; i < FILE_OUTCOMES; i++)
        printf("\"%s\":%zu,", file_outcome_name((enum file_outcome)i),
               total->outcomes[i]);
    printf("\"passed_over\":%zu,\"errors\":%zu,\"warnings\":%zu},\"status\":\"%s\"}\n",
           total->passed_over, total->errors, total->warnings, status_name(status));
    fflush(stdout);
}

static void report_file(void *owner, struct slice path, enum file_outcome outcome,
                        const struct problems *problems,
                        const struct import_report *so_far)
{
    struct import_run *run = owner;
    size_t done = 0;
    for (int i = 0; i < FILE_RETIRED; i++)
        done += so_far->outcomes[i];
    if (run->json) {
        print_json_file(run, path, outcome, problems);
    } else {
        if (problems_count(problems) || outcome == FILE_RETIRED)
            progress_clear(&run->progress);
        print_problems(problems);
        if (outcome == FILE_REFUSED || outcome == FILE_RETIRED)
            fprintf(stderr, "runbookd: %s " SLICE_FMT "\n", file_outcome_name(outcome),
                    SLICE_ARG(path));
    }
    progress_show(&run->progress, done, so_far->files);
}

static void print_summary(const char *what, const struct import_run *run,
                          const struct import_report *report)
{
    printf("%s%s:", run->dry_run ? "(dry run) " : "", what);
    for (int i = 0; i < FILE_RETIRED; i++)
        printf(" %zu %s,", report->outcomes[i], file_outcome_name((enum file_outcome)i));
    printf(" %zu passed over; %zu errors, %zu warnings\n", report->passed_over,
           report->errors, report->warnings);
    fflush(stdout);
}

/* ---- import ------------------------------------------------------------------------ */

static struct import_options options_of(struct import_run *run, const char *path)
{
    bool has_base =
        run->settings && run->settings->source[SET_LINK_BASE] != SOURCE_DEFAULT;
    if (has_base)
        run->link_base = settings_text(run->settings, SET_LINK_BASE);
    return (struct import_options){
        .path = path,
        .at = clock_now_s(),
        .who = SLICE("import"),
        .dry_run = run->dry_run,
        .report = report_file,
        .report_owner = run,
        .guides = run->guides,
        .link_base = has_base ? &run->link_base : NULL,
    };
}

static void explain(enum status status, const char *path)
{
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
}

static enum status run_path(struct import_run *run, const char *path)
{
    struct import_report report = {0};
    const struct import_options options = options_of(run, path);
    progress_start(&run->progress);
    enum status status = exchange_import(run->store, &options, &report);
    progress_clear(&run->progress);
    add_up(&run->total, &report);
    explain(status, path);
    if (status != STATUS_OK)
        return status;
    if (!run->json)
        print_summary(path, run, &report);
    return report.outcomes[FILE_REFUSED] ? STATUS_INVALID : STATUS_OK;
}

enum status import_path(struct store *store, const struct settings *settings,
                        const char *path)
{
    struct import_run run = {.store = store, .settings = settings};
    return run_path(&run, path);
}

/* After a path that could not be imported nothing is known to be gone. */
static enum status run_prune(struct import_run *run, enum status worst)
{
    struct import_report report = {0};
    const struct import_options options = options_of(run, "");
    if (worst != STATUS_OK && worst != STATUS_INVALID) {
        fprintf(stderr, "runbookd: error: nothing was pruned\n");
        return worst;
    }
    enum status status = exchange_prune(run->store, &options, run->guides, &report);
    add_up(&run->total, &report);
    if (status == STATUS_NOT_FOUND)
        fprintf(stderr, "runbookd: error: there is no guide in what was imported; "
                        "nothing was pruned\n");
    else if (status != STATUS_OK)
        fprintf(stderr, "runbookd: error: the store failed (%s) while pruning\n",
                status_name(status));
    else if (!run->json)
        printf("%spruned: %zu retired\n", run->dry_run ? "(dry run) " : "",
               report.outcomes[FILE_RETIRED]);
    return status == STATUS_OK ? worst : status;
}

static enum status run_all(struct import_run *run, const struct command_context *context)
{
    enum status worst = STATUS_OK;
    if (run->json)
        printf("{\"dry_run\":%s,\"files\":[", run->dry_run ? "true" : "false");
    for (int i = 0; i < context->arguments.count; i++) {
        enum status status = run_path(run, context->arguments.items[i]);
        if (status != STATUS_OK && (worst == STATUS_OK || worst == STATUS_INVALID))
            worst = status;
    }
    if (run->guides)
        worst = run_prune(run, worst);
    if (run->json)
        print_json_end(run, worst);
    return worst;
}

enum status command_import(struct command_context *context)
{
    struct store_hub *hub = NULL;
    struct import_run run = {.dry_run = context->dry_run,
                             .json = context->report_json,
                             .settings = &context->settings};
    struct arena arena;
    enum status status = open_data(context, STORE_WRITE, false, &hub, &run.store);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, 0);
    struct list guides = LIST_OF(&arena, struct slice);
    if (context->prune)
        run.guides = &guides;
    status = run_all(&run, context);
    arena_release(&arena);
    store_close(run.store);
    store_hub_close(hub);
    return status;
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
        status = import_path(store, &context->settings, context->arguments.items[0]);
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
