/* eval: quality and speed of the search, one line a kind of query. */
#include "actions/evaluating.h"
#include "commands.h"

enum { QUERIES_BYTES_MAX = 64 << 20 };

static enum status read_files(const struct command_context *context, struct arena *arena,
                              struct query_file *files)
{
    const struct outside *outside = context->outside;
    for (int i = 0; i < context->arguments.count; i++) {
        const char *name = context->arguments.items[i];
        files[i].name = slice_cstr(name);
        enum status status = outside->read(outside->owner, arena, name, QUERIES_BYTES_MAX,
                                           &files[i].bytes);
        if (status != STATUS_OK) {
            complain(context->console, "runbookd: error: %s cannot be read (%s)", name,
                     status_name(status));
            return status;
        }
    }
    return STATUS_OK;
}

static void print_kind(const struct console *console, const struct evaluated_kind *k)
{
    double n = (double)k->queries;
    say(console, SLICE_FMT " %zu %.3f %.3f %.3f %.2f %.2f", SLICE_ARG(k->name),
        k->queries, (double)k->first / n, (double)k->ten / n, k->reciprocal_sum / n,
        (double)k->p50_ns / 1e6, (double)k->p99_ns / 1e6);
}

static enum status evaluate(const struct console *console, struct store *store,
                            const struct query_file *files, size_t count,
                            struct arena *arena)
{
    struct problems problems;
    struct evaluated_kind *kinds = NULL;
    size_t kind_count = 0;
    problems_init(&problems, arena);
    enum status status =
        evaluating_run(store, files, count, arena, &problems, &kinds, &kind_count);
    print_problems(console, &problems);
    if (status != STATUS_OK)
        complain(console, "runbookd: error: the search failed (%s)", status_name(status));
    for (size_t i = 0; i < kind_count; i++)
        print_kind(console, &kinds[i]);
    return status == STATUS_OK && problems.errors ? STATUS_INVALID : status;
}

enum status eval_at_store(struct command_context *context,
                          const struct store_access *access)
{
    struct store *store = NULL;
    struct arena arena;
    size_t count = (size_t)context->arguments.count;
    arena_init(&arena, 1 << 16);
    struct query_file *files = ARENA_ARRAY(&arena, count, struct query_file);
    enum status status = read_files(context, &arena, files);
    if (status == STATUS_OK)
        status = access->read_open(access->owner, &store);
    if (status == STATUS_OK)
        status = evaluate(context->console, store, files, count, &arena);
    store_close(store);
    arena_release(&arena);
    return status;
}
