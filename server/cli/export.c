/* export: what the store holds as a folder of files. */
#include "actions/exchange.h"
#include "commands.h"

#include <errno.h>
#include <string.h>

static enum status report(const struct console *console, const char *dir,
                          const struct store *store, enum status status,
                          const struct problems *problems,
                          const struct export_report *report)
{
    int why = errno;
    const char *reason = store_reason(store);
    print_problems(console, problems);
    if (status == STATUS_CONFLICT)
        complain(
            console,
            "runbookd: error: %s holds files and is no earlier export; name an empty "
            "folder",
            dir);
    else if (status != STATUS_OK && status != STATUS_GONE)
        complain(console, "runbookd: error: the export to %s failed (%s): %s", dir,
                 status_name(status), *reason ? reason : strerror(why));
    if (status != STATUS_OK)
        return status;
    say(console, "%s: %zu written, %zu unchanged, %zu removed; %zu errors", dir,
        report->written, report->unchanged, report->removed, problems->errors);
    return problems->errors ? STATUS_INVALID : STATUS_OK;
}

enum status export_at_store(struct command_context *context,
                            const struct store_access *access)
{
    const char *dir = context->arguments.items[0];
    struct store *store = NULL;
    struct arena arena;
    struct problems problems;
    struct export_report done = {0};
    enum status status = access->read_open(access->owner, &store);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    status = exchange_export(store, context->outside, dir, &problems, &done);
    status = report(context->console, dir, store, status, &problems, &done);
    arena_release(&arena);
    store_close(store);
    return status;
}
