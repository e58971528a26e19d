/* check, reindex and backup: is the store sound, its index made anew, and a copy of it. */
#include "actions/upkeep.h"
#include "base/clock.h"
#include "commands.h"
#include "own_store.h"
#include "progress.h"
#include "scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- check ------------------------------------------------------------------------- */

/* What an import of the same guides has just told. */
struct told {
    bool parsed;
    size_t warnings;
};

static enum status check_store(struct command_context *context,
                               const struct store_access *access, const struct told *told,
                               enum status so_far)
{
    struct arena arena;
    struct problems problems;
    struct store *store = NULL;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    enum status status = access->read_open(access->owner, &store);
    if (status == STATUS_OK)
        status = upkeep_check(store, clock_now_s(), told->parsed, &problems);
    store_close(store);
    print_problems(context->console, &problems);
    say(context->console, "%zu errors, %zu warnings", problems.errors, problems.warnings);
    if (status == STATUS_OK && problems.errors)
        status = STATUS_INVALID;
    if (status == STATUS_OK && context->strict && problems.warnings + told->warnings)
        status = STATUS_INVALID;
    arena_release(&arena);
    return status == STATUS_OK ? so_far : status;
}

enum status check_at_store(struct command_context *context,
                           const struct store_access *access)
{
    const struct told nothing = {false, 0};
    return check_store(context, access, &nothing, STATUS_OK);
}

/* A content folder is checked by importing it into a store of its own that is thrown
 * away. */
enum status command_check_folder(struct command_context *context)
{
    struct scratch scratch;
    struct own_store own = {0};
    if (scratch_make(&scratch) != STATUS_OK) {
        perror("runbookd: error: cannot make a folder for the check");
        return STATUS_IO;
    }
    enum status status = own_store_open(context, scratch.dir, MAKES_STORE, &own);
    struct store_access access = access_to_own(&own);
    if (status == STATUS_OK) {
        struct told told = {.parsed = true};
        status =
            import_path(&access, context, context->arguments.items[0], &told.warnings);
        if (status == STATUS_OK || status == STATUS_INVALID)
            status = check_store(context, &access, &told, status);
    }
    own_store_close(&own);
    scratch_remove(&scratch);
    return status;
}

/* ---- reindex ----------------------------------------------------------------------- */

static void show_reindex(void *progress, size_t done, size_t total)
{
    progress_show(progress, done, total);
}

enum status reindex_at_store(struct command_context *context,
                             const struct store_access *access)
{
    struct progress progress;
    size_t count = 0;
    progress_start(&progress, context->console);
    enum status status = upkeep_reindex(access, show_reindex, &progress, &count);
    progress_clear(&progress);
    if (status == STATUS_OK)
        say(context->console, "%zu guides indexed anew", count);
    else
        complain(context->console, "runbookd: error: the index was not built anew (%s)",
                 status_name(status));
    return status;
}

/* ---- backup ------------------------------------------------------------------------ */

/* A copy for a command elsewhere is made in the data folder first: the engine copies the
 * store as one snapshot, which the command may then take in its own time. */
static enum status hand_over(struct command_context *context, struct store *store,
                             const char *file)
{
    struct arena arena;
    arena_init(&arena, 0);
    char *copy =
        arena_strdup(&arena, arena_format(&arena, "%s/" BACKUP_COPY "XXXXXX",
                                          settings_text(&context->settings, SET_DATA).ptr)
                                 .ptr);
    int fd = mkstemp(copy);
    enum status status = fd >= 0 ? store_backup(store, copy) : STATUS_IO;
    if (status == STATUS_OK)
        status = context->outside->receive(context->outside->owner, copy, file);
    if (fd >= 0) {
        close(fd);
        unlink(copy);
    }
    arena_release(&arena);
    return status;
}

enum status backup_at_store(struct command_context *context,
                            const struct store_access *access)
{
    const char *file = context->arguments.items[0];
    struct store *store = NULL;
    enum status status = access->read_open(access->owner, &store);
    if (status != STATUS_OK)
        return status;
    errno = 0;
    status = context->outside->receive ? hand_over(context, store, file)
                                       : store_backup(store, file);
    const char *reason = *store_reason(store) ? store_reason(store)
                         : errno              ? strerror(errno)
                                              : status_name(status);
    if (status != STATUS_OK && status != STATUS_GONE)
        complain(context->console, "runbookd: error: the backup to %s failed (%s): %s",
                 file, status_name(status), reason);
    store_close(store);
    return status;
}
