/* Commands that work on the store: here, or in the process that serves it. */
#include "control/control.h"
#include "control_client.h"
#include "own_store.h"

void tell_upgrade(void *console, struct slice name, size_t number, size_t count)
{
    complain(console, "runbookd: upgrading the store, %zu of %zu: " SLICE_FMT, number,
             count, SLICE_ARG(name));
}

/* Nobody else is served: an import reads a third of its pages anew with less. */
enum { OWN_CACHE_KIB = 65536 };

enum status own_store_open(const struct command_context *context, const char *dir,
                           unsigned traits, struct own_store *out_own)
{
    struct arena arena;
    struct problems problems;
    struct own_store own = {0};
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    struct store_config config = {.dir = dir,
                                  .assets = &context->assets,
                                  .writer_cache_kib = OWN_CACHE_KIB,
                                  .must_exist = !(traits & MAKES_STORE),
                                  .as_it_is = traits & ANY_VERSION,
                                  .upgrading = tell_upgrade,
                                  .upgrading_owner = (void *)(uintptr_t)context->console};
    enum status status = store_hub_open(&config, &problems, &own.hub);
    if (status == STATUS_OK)
        status = store_open(own.hub, STORE_WRITE, &own.writer);
    if (status != STATUS_OK && problems_count(&problems) == 0)
        problems_error(&problems, "store.open", SLICE("data"), "The store in %s is %s",
                       dir, status_name(status));
    print_problems(context->console, &problems);
    if (status == STATUS_OK)
        *out_own = own;
    else
        own_store_close(&own);
    arena_release(&arena);
    return status;
}

void own_store_close(struct own_store *own)
{
    store_close(own->writer);
    store_hub_close(own->hub);
}

static enum status run_here(const struct subcommand *command,
                            struct command_context *context, const char *dir)
{
    struct own_store own = {0};
    enum status status = own_store_open(context, dir, command->traits, &own);
    if (status != STATUS_OK)
        return status;
    struct store_access access = access_to_own(&own);
    status = command->at_store(context, &access);
    const char *reason = store_reason(own.writer);
    if (status == STATUS_IO && *reason)
        complain(context->console, "runbookd: error: the store says: %s", reason);
    own_store_close(&own);
    return status;
}

enum status command_at_store(const struct subcommand *command,
                             struct command_context *context)
{
    struct arena arena;
    struct problems problems;
    struct channel *channel = NULL;
    const char *dir = settings_text(&context->settings, SET_DATA).ptr;
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    enum status status = control_connect(dir, RUNBOOKD_VERSION, &problems, &channel);
    print_problems(context->console, &problems);
    arena_release(&arena);
    if (status == STATUS_NOT_FOUND)
        return run_here(command, context, dir);
    if (status == STATUS_OK)
        status = control_client_run(channel, command, context);
    channel_free(channel);
    return status;
}
