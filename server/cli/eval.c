/* eval: quality and speed of the search, one line a kind of query. */
#include "actions/evaluating.h"
#include "base/files.h"
#include "commands.h"

#include <stdio.h>

enum { QUERIES_BYTES_MAX = 64 << 20 };

static enum status read_files(const struct slices_of_arguments *names,
                              struct arena *arena, struct query_file *files)
{
    for (int i = 0; i < names->count; i++) {
        files[i].name = slice_cstr(names->items[i]);
        enum status status =
            file_read(arena, names->items[i], QUERIES_BYTES_MAX, &files[i].bytes);
        if (status != STATUS_OK) {
            fprintf(stderr, "runbookd: error: %s cannot be read (%s)\n", names->items[i],
                    status_name(status));
            return status;
        }
    }
    return STATUS_OK;
}

static void print_kind(const struct evaluated_kind *k)
{
    double n = (double)k->queries;
    printf(SLICE_FMT " %zu %.3f %.3f %.3f %.2f %.2f\n", SLICE_ARG(k->name), k->queries,
           (double)k->first / n, (double)k->ten / n, k->reciprocal_sum / n,
           (double)k->p50_ns / 1e6, (double)k->p99_ns / 1e6);
}

static enum status evaluate(struct store *store, const struct query_file *files,
                            size_t count, struct arena *arena)
{
    struct problems problems;
    struct evaluated_kind *kinds = NULL;
    size_t kind_count = 0;
    problems_init(&problems, arena);
    enum status status =
        evaluating_run(store, files, count, arena, &problems, &kinds, &kind_count);
    print_problems(&problems);
    if (status != STATUS_OK)
        fprintf(stderr, "runbookd: error: the search failed (%s)\n", status_name(status));
    for (size_t i = 0; i < kind_count; i++)
        print_kind(&kinds[i]);
    return status == STATUS_OK && problems.errors ? STATUS_INVALID : status;
}

enum status command_eval(struct command_context *context)
{
    struct store_hub *hub = NULL;
    struct store *store = NULL;
    struct arena arena;
    size_t count = (size_t)context->arguments.count;
    arena_init(&arena, 1 << 16);
    struct query_file *files = ARENA_ARRAY(&arena, count, struct query_file);
    enum status status = read_files(&context->arguments, &arena, files);
    if (status == STATUS_OK)
        status = open_data(context, STORE_READ, true, &hub, &store);
    if (status == STATUS_OK) {
        status = evaluate(store, files, count, &arena);
        store_close(store);
        store_hub_close(hub);
    }
    arena_release(&arena);
    return status;
}
