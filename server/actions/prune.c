/* Pruning: guides of earlier imports whose files are gone. */
#include "actions/exchange.h"
#include "base/buf.h"
#include "format/article_file.h"
#include "search/search.h"
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

/* One page of guides or included texts, in one write. */
struct pruning {
    const struct import_options *options;
    const struct list *guides;
    const struct imported_article *articles; /* guides, or */
    const struct slice *parts;               /* names of included texts */
    size_t count;
    bool *retired; /* one an entry */
};

enum { PRUNE_PAGE = 64 };

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

static enum status end_page(const struct pruning *p, enum status status)
{
    return status == STATUS_OK && p->options->dry_run ? STATUS_CONFLICT : status;
}

static enum status retire_guides(struct store *store, void *argument)
{
    struct pruning *p = argument;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < p->count; i++) {
        struct slice path = p->articles[i].source_path;
        if (is_there(p->guides, path) && !article_path_is_part(path))
            continue;
        status = retire(store, p->articles[i].id, p->options->at);
        p->retired[i] = status == STATUS_OK;
    }
    return end_page(p, status);
}

static struct slice path_of_part(struct slice name)
{
    return slice_from(name, sizeof INCLUDE_VALUE - 1);
}

static enum status forget_parts(struct store *store, void *argument)
{
    struct pruning *p = argument;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < p->count; i++) {
        if (is_there(p->guides, path_of_part(p->parts[i])))
            continue;
        status = values_remove(store, p->parts[i]);
        p->retired[i] = status == STATUS_OK;
    }
    return end_page(p, status);
}

static void tell(const struct pruning *p, struct import_report *report)
{
    const struct problems none = {0};
    for (size_t i = 0; i < p->count; i++) {
        if (!p->retired[i])
            continue;
        report->outcomes[FILE_RETIRED]++;
        if (p->options->report)
            p->options->report(
                p->options->report_owner,
                p->articles ? p->articles[i].source_path : path_of_part(p->parts[i]),
                FILE_RETIRED, &none, report);
    }
}

static enum status prune_page(const struct store_access *access, struct pruning *p,
                              store_work_fn *work, struct import_report *report)
{
    enum status status = access->write(access->owner, work, p);
    if (status == STATUS_CONFLICT && p->options->dry_run)
        status = STATUS_OK;
    if (status == STATUS_OK)
        tell(p, report);
    return status;
}

/* Reads the next page behind `after`; its last name. */
typedef enum status page_fn(struct store *store, struct pruning *p, struct slice after,
                            struct arena *arena, struct slice *out_last);

static enum status page_of_guides(struct store *store, struct pruning *p,
                                  struct slice after, struct arena *arena,
                                  struct slice *out_last)
{
    struct imported_article *page = NULL;
    enum status status =
        articles_imported(store, after, PRUNE_PAGE, arena, &page, &p->count);
    p->articles = page;
    if (status == STATUS_OK && p->count)
        *out_last = page[p->count - 1].source_path;
    return status;
}

static enum status page_of_parts(struct store *store, struct pruning *p,
                                 struct slice after, struct arena *arena,
                                 struct slice *out_last)
{
    struct slices names = {0};
    enum status status =
        values_names(store, SLICE(INCLUDE_VALUE), after, PRUNE_PAGE, arena, &names);
    p->articles = NULL;
    p->parts = names.items;
    p->count = names.count;
    if (status == STATUS_OK && p->count)
        *out_last = names.items[p->count - 1];
    return status;
}

static enum status prune_all(const struct store_access *access, struct store *store,
                             struct pruning *p, page_fn *next, store_work_fn *work,
                             struct import_report *report)
{
    struct arena arena;
    struct buf after; /* while the arena is emptied */
    enum status status = STATUS_OK;
    arena_init(&arena, 0);
    buf_init(&after, 0);
    do {
        struct slice last = SLICE("");
        arena_reset(&arena);
        status = next(store, p, buf_slice(&after), &arena, &last);
        if (status != STATUS_OK || p->count == 0)
            break;
        p->retired = ARENA_ARRAY(&arena, p->count, bool);
        status = prune_page(access, p, work, report);
        buf_reset(&after);
        buf_add(&after, last);
    } while (status == STATUS_OK && p->count == PRUNE_PAGE);
    buf_release(&after);
    arena_release(&arena);
    return status;
}

static bool has_guide(const struct list *guides)
{
    for (size_t i = 0; i < guides->count; i++)
        if (!article_path_is_part(((const struct slice *)guides->items)[i]))
            return true;
    return false;
}

enum status exchange_prune(const struct store_access *access,
                           const struct import_options *options, struct list *guides,
                           struct import_report *report)
{
    struct store *store = NULL;
    struct pruning pruning = {.options = options, .guides = guides};
    if (!has_guide(guides))
        return STATUS_NOT_FOUND;
    qsort(guides->items, guides->count, sizeof(struct slice), by_bytes);
    enum status status = access->read_open(access->owner, &store);
    if (status == STATUS_OK)
        status =
            prune_all(access, store, &pruning, page_of_guides, retire_guides, report);
    if (status == STATUS_OK)
        status = prune_all(access, store, &pruning, page_of_parts, forget_parts, report);
    store_close(store);
    return status;
}
