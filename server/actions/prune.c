/* Pruning: guides of earlier imports whose files are gone. */
#include "actions/exchange.h"
#include "format/article_file.h"
#include "search/search.h"
#include "store/articles.h"
#include "store/registries.h"

#include <stdlib.h>

static int by_bytes(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static bool is_there(const struct list *guides, struct slice path)
{
    return bsearch(&path, guides->items, guides->count, sizeof path, by_bytes) != NULL;
}

static enum status retire(struct store *store, int64_t id, int64_t at)
{
    bool pruned = false;
    enum status status = store_item_begin(store);
    if (status != STATUS_OK)
        return status;
    status = articles_prune(store, id, at, &pruned);
    if (status == STATUS_OK)
        status = search_remove_article(store, id);
    enum status ended = store_item_end(store, status == STATUS_OK);
    return status == STATUS_OK ? ended : status;
}

/* One page of guides, in one batch. */
static enum status prune_page(struct store *store, const struct import_options *options,
                              const struct imported_article *articles, size_t count,
                              const struct list *guides, struct import_report *report)
{
    const struct problems none = {0};
    enum status status = store_batch_begin(store);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct slice path = articles[i].source_path;
        if (is_there(guides, path) && !article_path_is_part(path))
            continue;
        status = retire(store, articles[i].id, options->at);
        if (status != STATUS_OK)
            break;
        report->outcomes[FILE_RETIRED]++;
        if (options->report)
            options->report(options->report_owner, articles[i].source_path, FILE_RETIRED,
                            &none, report);
    }
    if (status == STATUS_OK && !options->dry_run)
        return store_batch_commit(store);
    store_batch_rollback(store);
    return status;
}

static enum status forget_part(struct store *store, const struct import_options *options,
                               struct slice name, struct import_report *report)
{
    const struct problems none = {0};
    enum status status = store_item_begin(store);
    if (status != STATUS_OK)
        return status;
    status = values_remove(store, name);
    enum status ended = store_item_end(store, status == STATUS_OK);
    if (status != STATUS_OK || ended != STATUS_OK)
        return status == STATUS_OK ? ended : status;
    report->outcomes[FILE_RETIRED]++;
    if (options->report)
        options->report(options->report_owner, slice_from(name, sizeof INCLUDE_VALUE - 1),
                        FILE_RETIRED, &none, report);
    return STATUS_OK;
}

/* Included texts that are gone. */
static enum status prune_parts(struct store *store, const struct import_options *options,
                               const struct list *guides, struct import_report *report)
{
    struct arena arena;
    struct slices names = {0};
    struct slice after = SLICE("");
    arena_init(&arena, 0);
    enum status status = store_batch_begin(store);
    do {
        if (status == STATUS_OK)
            status = values_names(store, SLICE(INCLUDE_VALUE), after, IMPORT_BATCH,
                                  &arena, &names);
        for (size_t i = 0; status == STATUS_OK && i < names.count; i++) {
            after = names.items[i];
            if (!is_there(guides, slice_from(after, sizeof INCLUDE_VALUE - 1)))
                status = forget_part(store, options, after, report);
        }
    } while (status == STATUS_OK && names.count == IMPORT_BATCH);
    arena_release(&arena);
    if (status == STATUS_OK && !options->dry_run)
        return store_batch_commit(store);
    store_batch_rollback(store);
    return status;
}

static bool has_guide(const struct list *guides)
{
    for (size_t i = 0; i < guides->count; i++)
        if (!article_path_is_part(((const struct slice *)guides->items)[i]))
            return true;
    return false;
}

enum status exchange_prune(struct store *store, const struct import_options *options,
                           struct list *guides, struct import_report *report)
{
    struct arena arena;
    char after[4096] = "";
    size_t count = IMPORT_BATCH;
    enum status status = STATUS_OK;
    if (!has_guide(guides))
        return STATUS_NOT_FOUND;
    qsort(guides->items, guides->count, sizeof(struct slice), by_bytes);
    arena_init(&arena, 0);
    while (status == STATUS_OK && count == IMPORT_BATCH) {
        struct imported_article *page = NULL;
        arena_reset(&arena);
        status = articles_imported(store, slice_cstr(after), IMPORT_BATCH, &arena, &page,
                                   &count);
        if (status == STATUS_OK && count) {
            struct slice last =
                slice_first(page[count - 1].source_path, sizeof after - 1);
            memcpy(after, last.ptr, last.len);
            after[last.len] = '\0';
            status = prune_page(store, options, page, count, guides, report);
        }
    }
    arena_release(&arena);
    return status == STATUS_OK ? prune_parts(store, options, guides, report) : status;
}
