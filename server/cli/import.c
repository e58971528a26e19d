/* import: folders of content, from the command line and at the first start. */
#include "actions/exchange.h"
#include "base/buf.h"
#include "base/clock.h"
#include "commands.h"
#include "progress.h"

/* ---- what is told of an import ----------------------------------------------------- */

/* One run of the command over all its paths. */
struct import_run {
    const struct store_access *access;
    const struct console *console;
    const struct outside *outside;
    bool dry_run, json;
    struct list *guides, *files; /* for --prune, or NULL */
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
    run->console->write(run->console->owner, TO_OUTPUT, buf_slice(&out));
    buf_release(&out);
    run->listed = true;
}

static void print_json_begin(const struct import_run *run)
{
    run->console->write(run->console->owner, TO_OUTPUT,
                        run->dry_run ? SLICE("{\"dry_run\":true,\"files\":[")
                                     : SLICE("{\"dry_run\":false,\"files\":["));
}

static void print_json_end(const struct import_run *run, enum status status)
{
    const struct import_report *total = &run->total;
    struct buf out;
    buf_init(&out, 0);
    buf_add_cstr(&out, "\n],\"totals\":{");
    for (int i = 0; i < FILE_OUTCOMES; i++)
        buf_add_format(&out, "\"%s\":%zu,", file_outcome_name((enum file_outcome)i),
                       total->outcomes[i]);
    buf_add_format(&out,
                   "\"passed_over\":%zu,\"errors\":%zu,\"warnings\":%zu},"
                   "\"status\":\"%s\"}\n",
                   total->passed_over, total->errors, total->warnings,
                   status_name(status));
    run->console->write(run->console->owner, TO_OUTPUT, buf_slice(&out));
    buf_release(&out);
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
        print_problems(run->console, problems);
        if (outcome == FILE_REFUSED || outcome == FILE_RETIRED)
            complain(run->console, "runbookd: %s " SLICE_FMT, file_outcome_name(outcome),
                     SLICE_ARG(path));
    }
    progress_show(&run->progress, done, so_far->files);
}

static void print_summary(const char *what, const struct import_run *run,
                          const struct import_report *report)
{
    struct buf line;
    buf_init(&line, 0);
    buf_add_format(&line, "%s%s:", run->dry_run ? "(dry run) " : "", what);
    for (int i = 0; i < FILE_RETIRED; i++)
        buf_add_format(&line, " %zu %s,", report->outcomes[i],
                       file_outcome_name((enum file_outcome)i));
    buf_add_format(&line, " %zu passed over; %zu errors, %zu warnings",
                   report->passed_over, report->errors, report->warnings);
    say(run->console, SLICE_FMT, SLICE_ARG(buf_slice(&line)));
    buf_release(&line);
}

/* ---- import ------------------------------------------------------------------------ */

static struct import_options options_of(struct import_run *run, const char *path)
{
    bool has_base = run->settings->source[SET_LINK_BASE] != SOURCE_DEFAULT;
    if (has_base)
        run->link_base = settings_text(run->settings, SET_LINK_BASE);
    return (struct import_options){
        .path = path,
        .at = clock_now_s(),
        .who = SLICE("import"),
        .dry_run = run->dry_run,
        .outside = run->outside,
        .report = report_file,
        .report_owner = run,
        .guides = run->guides,
        .files = run->files,
        .link_base = has_base ? &run->link_base : NULL,
    };
}

static void explain(const struct console *console, enum status status, const char *path)
{
    if (status == STATUS_NOT_FOUND)
        complain(console, "runbookd: error: there is no file or folder %s", path);
    else if (status == STATUS_UNSUPPORTED)
        complain(
            console,
            "runbookd: error: %s is not a guide (.md), categories.json or priority.json; "
            "import the folder that holds trees/, partners/ and people/",
            path);
    else if (status == STATUS_TOO_LARGE)
        complain(console, "runbookd: error: %s holds more than %d files", path,
                 IMPORT_FILES_MAX);
    else if (status != STATUS_OK && status != STATUS_GONE)
        complain(console, "runbookd: error: the store failed (%s) while importing %s",
                 status_name(status), path);
}

static enum status run_path(struct import_run *run, const char *path)
{
    struct import_report report = {0};
    const struct import_options options = options_of(run, path);
    progress_start(&run->progress, run->console);
    enum status status = exchange_import(run->access, &options, &report);
    progress_clear(&run->progress);
    add_up(&run->total, &report);
    explain(run->console, status, path);
    if (status != STATUS_OK)
        return status;
    if (!run->json)
        print_summary(path, run, &report);
    return report.outcomes[FILE_REFUSED] ? STATUS_INVALID : STATUS_OK;
}

enum status import_path(const struct store_access *access,
                        const struct command_context *context, const char *path,
                        size_t *out_warnings)
{
    struct import_run run = {.access = access,
                             .console = context->console,
                             .outside = context->outside,
                             .settings = &context->settings};
    enum status status = run_path(&run, path);
    if (out_warnings)
        *out_warnings = run.total.warnings;
    return status;
}

/* After a path that could not be imported nothing is known to be gone. */
static enum status run_prune(struct import_run *run, enum status worst)
{
    struct import_report report = {0};
    const struct import_options options = options_of(run, "");
    /* What a refused guide shows is not known. */
    struct list *files = run->total.outcomes[FILE_REFUSED] ? NULL : run->files;
    if (worst != STATUS_OK && worst != STATUS_INVALID) {
        complain(run->console, "runbookd: error: nothing was pruned");
        return worst;
    }
    enum status status =
        exchange_prune(run->access, &options, run->guides, files, &report);
    add_up(&run->total, &report);
    if (status == STATUS_NOT_FOUND)
        complain(run->console, "runbookd: error: there is no guide in what was imported; "
                               "nothing was pruned");
    else if (status != STATUS_OK)
        complain(run->console, "runbookd: error: the store failed (%s) while pruning",
                 status_name(status));
    else if (!run->json)
        say(run->console, "%spruned: %zu retired", run->dry_run ? "(dry run) " : "",
            report.outcomes[FILE_RETIRED]);
    return status == STATUS_OK ? worst : status;
}

static enum status run_all(struct import_run *run, const struct command_context *context)
{
    enum status worst = STATUS_OK;
    if (run->json)
        print_json_begin(run);
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

enum status import_at_store(struct command_context *context,
                            const struct store_access *access)
{
    struct import_run run = {.access = access,
                             .console = context->console,
                             .outside = context->outside,
                             .settings = &context->settings,
                             .dry_run = context->dry_run,
                             .json = context->report_json};
    struct arena arena;
    arena_init(&arena, 0);
    struct list guides = LIST_OF(&arena, struct slice);
    struct list files = LIST_OF(&arena, struct slice);
    if (context->prune) {
        run.guides = &guides;
        run.files = &files;
    }
    enum status status = run_all(&run, context);
    arena_release(&arena);
    return status;
}
