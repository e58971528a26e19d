/* The search index built anew. */
#include "actions/upkeep.h"
#include "search/search.h"
#include "store/articles.h"

/* Guides of one write beside a server: each is read, analysed and written there, so that
 * nobody can publish another revision in between. */
enum { REINDEX_PAGE = 16 };

struct reindexing {
    const struct store_access *access;
    reindex_report_fn *report;
    void *owner;
    size_t done, total;
    int64_t after;             /* the last guide that was taken */
    int64_t ids[REINDEX_PAGE]; /* of the page in hand */
    size_t count;
};

static enum status rebuild_all(struct store *store, void *argument)
{
    (void)argument;
    return search_reindex(store);
}

/* A guide that was retired since the page was read is only taken out. */
static enum status rebuild_one(struct store *store, int64_t id)
{
    struct arena arena;
    struct article *article = NULL;
    arena_init(&arena, 1 << 16);
    enum status status = articles_by_id(store, &viewer_system, id, &arena, &article);
    if (status == STATUS_OK)
        status = search_renew_article(store, article);
    else if (status == STATUS_NOT_FOUND || status == STATUS_GONE)
        status = search_remove_article(store, id);
    arena_release(&arena);
    return status;
}

static enum status rebuild_page(struct store *store, void *argument)
{
    const struct reindexing *r = argument;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < r->count; i++)
        status = rebuild_one(store, r->ids[i]);
    return status;
}

static enum status read_page(struct reindexing *r, struct store *store)
{
    struct arena arena;
    int64_t *ids = NULL;
    arena_init(&arena, 0);
    enum status status = articles_ids(store, &viewer_system, r->after, REINDEX_PAGE,
                                      &arena, &ids, &r->count);
    for (size_t i = 0; status == STATUS_OK && i < r->count; i++)
        r->after = r->ids[i] = ids[i];
    arena_release(&arena);
    return status;
}

static enum status rebuild_pages(struct reindexing *r, struct store *store)
{
    enum status status;
    do {
        status = read_page(r, store);
        if (status == STATUS_OK && r->count)
            status = r->access->write(r->access->owner, rebuild_page, r);
        if (status != STATUS_OK)
            break;
        r->done += r->count;
        if (r->report)
            r->report(r->owner, r->done, r->total);
    } while (r->count == REINDEX_PAGE);
    return status;
}

enum status upkeep_reindex(const struct store_access *access, reindex_report_fn *report,
                           void *owner, size_t *out_count)
{
    struct store *store = NULL;
    int64_t total = 0;
    enum status status = access->read_open(access->owner, &store);
    if (status == STATUS_OK)
        status = articles_count(store, &viewer_system, &total);
    struct reindexing r = {
        .access = access, .report = report, .owner = owner, .total = (size_t)total};
    if (status == STATUS_OK)
        status = access->alone ? access->write(access->owner, rebuild_all, NULL)
                               : rebuild_pages(&r, store);
    store_close(store);
    if (status == STATUS_OK)
        *out_count = access->alone ? (size_t)total : r.done;
    return status;
}
