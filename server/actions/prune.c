/* Pruning: guides, and what they show, of earlier imports whose files are gone. */
#include "actions/exchange.h"
#include "base/buf.h"
#include "format/article_file.h"
#include "import.h"
#include "search/search.h"
#include "store/attachments.h"
#include "store/registries.h"

#include <stdio.h>
#include <stdlib.h>

static int by_bytes(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static bool is_there(const struct list *guides, struct slice path)
{
    return guides->count &&
           bsearch(&path, guides->items, guides->count, sizeof path, by_bytes) != NULL;
}

/* One page of guides, of included texts or of images and files, in one write. */
struct pruning {
    const struct import_options *options;
    const struct list *guides, *files;
    const struct imported_article *articles; /* guides, or */
    const struct slice *parts;               /* names of included texts, or paths of */
    bool are_files;                          /* images and files */
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

static struct slice path_of(const struct pruning *p, size_t i)
{
    if (p->articles)
        return p->articles[i].source_path;
    return p->are_files ? p->parts[i] : slice_from(p->parts[i], sizeof INCLUDE_VALUE - 1);
}

static enum status forget_parts(struct store *store, void *argument)
{
    struct pruning *p = argument;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < p->count; i++) {
        if (is_there(p->guides, path_of(p, i)))
            continue;
        status = values_remove(store, p->parts[i]);
        p->retired[i] = status == STATUS_OK;
    }
    return end_page(p, status);
}

static enum status forget_files(struct store *store, void *argument)
{
    struct pruning *p = argument;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < p->count; i++) {
        if (is_there(p->files, p->parts[i]))
            continue;
        status = imported_files_remove(store, p->parts[i]);
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
            p->options->report(p->options->report_owner, path_of(p, i), FILE_RETIRED,
                               &none, report);
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
    p->are_files = false;
    p->parts = names.items;
    p->count = names.count;
    if (status == STATUS_OK && p->count)
        *out_last = names.items[p->count - 1];
    return status;
}

static enum status page_of_files(struct store *store, struct pruning *p,
                                 struct slice after, struct arena *arena,
                                 struct slice *out_last)
{
    struct slices paths = {0};
    enum status status = imported_files_list(store, after, PRUNE_PAGE, arena, &paths);
    p->articles = NULL;
    p->are_files = true;
    p->parts = paths.items;
    p->count = paths.count;
    if (status == STATUS_OK && p->count)
        *out_last = paths.items[p->count - 1];
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

/* ---- bytes that nothing needs ------------------------------------------------------ */

struct sweeping {
    const int64_t *ids;
    size_t count;
};

/* One that a draft names stays. */
static enum status sweep_page(struct store *store, void *argument)
{
    const struct sweeping *s = argument;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < s->count; i++) {
        status = attachments_delete(store, s->ids[i]);
        if (status == STATUS_CONFLICT || status == STATUS_NOT_FOUND)
            status = STATUS_OK;
    }
    return status;
}

static enum status sweep(const struct store_access *access, struct store *store)
{
    struct arena arena;
    struct sweeping sweeping = {0};
    int64_t after = 0;
    enum status status = STATUS_OK;
    arena_init(&arena, 0);
    do {
        int64_t *ids = NULL;
        arena_reset(&arena);
        status =
            attachments_left(store, after, PRUNE_PAGE, &arena, &ids, &sweeping.count);
        sweeping.ids = ids;
        if (status == STATUS_OK && sweeping.count) {
            after = ids[sweeping.count - 1];
            status = access->write(access->owner, sweep_page, &sweeping);
        }
    } while (status == STATUS_OK && sweeping.count == PRUNE_PAGE);
    arena_release(&arena);
    return status;
}

/* ---- the whole --------------------------------------------------------------------- */

static enum status prune_files(const struct store_access *access, struct store *store,
                               struct pruning *p, struct import_report *report)
{
    enum status status = prune_all(access, store, p, page_of_files, forget_files, report);
    return status == STATUS_OK && !p->options->dry_run ? sweep(access, store) : status;
}

static void sort(struct list *paths)
{
    if (paths->count)
        qsort(paths->items, paths->count, sizeof(struct slice), by_bytes);
}

static bool has_guide(const struct list *guides)
{
    for (size_t i = 0; i < guides->count; i++)
        if (!article_path_is_part(((const struct slice *)guides->items)[i]))
            return true;
    return false;
}

static enum status record_prune(const struct store_access *access,
                                const struct import_options *options,
                                const struct import_report *report)
{
    char detail[64];
    if (!report->outcomes[FILE_RETIRED])
        return STATUS_OK;
    snprintf(detail, sizeof detail, "%zu retired", report->outcomes[FILE_RETIRED]);
    return exchange_record(access, options, "content.prune", SLICE(""),
                           slice_cstr(detail));
}

enum status exchange_prune(const struct store_access *access,
                           const struct import_options *options, struct list *guides,
                           struct list *files, struct import_report *report)
{
    struct store *store = NULL;
    struct pruning pruning = {.options = options, .guides = guides, .files = files};
    if (!has_guide(guides))
        return STATUS_NOT_FOUND;
    sort(guides);
    if (files)
        sort(files);
    enum status status = access->read_open(access->owner, &store);
    if (status == STATUS_OK)
        status =
            prune_all(access, store, &pruning, page_of_guides, retire_guides, report);
    if (status == STATUS_OK)
        status = prune_all(access, store, &pruning, page_of_parts, forget_parts, report);
    if (status == STATUS_OK && files)
        status = prune_files(access, store, &pruning, report);
    store_close(store);
    return status == STATUS_OK ? record_prune(access, options, report) : status;
}
