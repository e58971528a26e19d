/* Pruning: guides of earlier imports whose files are gone. */
#include "actions/exchange.h"
#include "search/search.h"
#include "store/articles.h"

#include <stdlib.h>

static int by_bytes(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
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
        if (bsearch(&articles[i].source_path, guides->items, guides->count,
                    sizeof(struct slice), by_bytes))
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

enum status exchange_prune(struct store *store, const struct import_options *options,
                           struct list *guides, struct import_report *report)
{
    struct arena arena;
    char after[4096] = "";
    size_t count = IMPORT_BATCH;
    enum status status = STATUS_OK;
    if (guides->count == 0)
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
    return status;
}
