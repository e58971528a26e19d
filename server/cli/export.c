/* export: what the store holds as a folder of files. */
#include "actions/exchange.h"
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static enum status report(const char *dir, enum status status,
                          const struct problems *problems,
                          const struct export_report *report)
{
    print_problems(problems);
    if (status == STATUS_CONFLICT)
        fprintf(stderr,
                "runbookd: error: %s holds files and is no earlier export; name an empty "
                "folder\n",
                dir);
    else if (status != STATUS_OK)
        fprintf(stderr, "runbookd: error: the export to %s failed (%s): %s\n", dir,
                status_name(status), strerror(errno));
    if (status != STATUS_OK)
        return status;
    printf("%s: %zu written, %zu unchanged, %zu removed; %zu errors\n", dir,
           report->written, report->unchanged, report->removed, problems->errors);
    return problems->errors ? STATUS_INVALID : STATUS_OK;
}

enum status command_export(struct command_context *context)
{
    const char *dir = context->arguments.items[0];
    struct store_hub *hub = NULL;
    struct store *store = NULL;
    struct arena arena;
    struct problems problems;
    struct export_report done = {0};
    enum status status = open_data(context, STORE_READ, true, &hub, &store);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    status = exchange_export(store, dir, &problems, &done);
    status = report(dir, status, &problems, &done);
    arena_release(&arena);
    store_close(store);
    store_hub_close(hub);
    return status;
}
