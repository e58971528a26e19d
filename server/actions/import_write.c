/* Many files in one write: runs on the writer, so nothing is parsed here, and what is waited
 * for is the source's business. */
#include "base/clock.h"
#include "import.h"

#include <stdlib.h>

/* What an item was before it was saved. */
struct before {
    enum status status;
    struct problems problems;
    struct search_document *document; /* that the parser made, or NULL */
};

struct writing {
    const struct import_options *options;
    const struct import_source *source;
    struct import_item *items[IMPORT_BATCH_MAX];
    struct before before[IMPORT_BATCH_MAX];
    size_t count;
    bool careful;   /* each item in a savepoint of its own */
    bool half_done; /* an item failed that had changed something: once more, careful */
    struct store *store;
    struct search_memory *memory;
    struct search_writing *indexing; /* or NULL: nothing is to be indexed yet */
    struct arena arena;              /* of what is indexed and was not analysed before */
    struct list ids;                 /* int64_t: whose documents are in `indexing` */
};

/* For a savepoint the engine copies every page that the item changes, which is a tenth of
 * what an import costs; and nearly every item is kept, or refused before it changed anything. */
static enum status save_carefully(struct writing *w, struct import_item *item)
{
    enum status status = store_item_begin(w->store);
    if (status != STATUS_OK)
        return status;
    item->status = item->kind->save(w->store, w->options, item);
    status = store_item_end(w->store, item->status == STATUS_OK);
    return import_is_fatal(item->status) ? item->status : status;
}

static enum status save_one(struct writing *w, struct import_item *item)
{
    if (w->careful)
        return save_carefully(w, item);
    int64_t changes = store_changes(w->store);
    item->status = item->kind->save(w->store, w->options, item);
    if (import_is_fatal(item->status))
        return item->status;
    w->half_done = item->status != STATUS_OK && store_changes(w->store) != changes;
    return w->half_done ? STATUS_INVALID : STATUS_OK;
}

/* Retired guides are not found, and those that expired as they came may not be. */
static enum status is_found(struct writing *w, int64_t id, bool *out_found)
{
    struct article_heads heads = {0};
    enum status status =
        articles_heads_by_ids(w->store, &viewer_system, &id, 1, &w->arena, &heads);
    *out_found = heads.count > 0;
    return status;
}

static enum status make_document(struct writing *w, struct import_item *item)
{
    struct article *article = NULL;
    enum status status =
        articles_by_id(w->store, &viewer_system, item->article_id, &w->arena, &article);
    if (status == STATUS_OK)
        item->document = search_document_make(&w->arena, article);
    return status;
}

static enum status end_index(struct writing *w, bool keep)
{
    if (!w->indexing)
        return STATUS_OK;
    enum status status = search_writing_end(w->indexing, keep);
    w->indexing = NULL;
    w->ids.count = 0;
    return status;
}

static enum status put_document(struct writing *w, const struct import_item *item)
{
    enum status status =
        w->indexing ? STATUS_OK : search_writing_begin(w->store, w->memory, &w->indexing);
    if (status == STATUS_OK)
        status = search_writing_put(w->indexing, item->document);
    *LIST_PUSH(&w->ids, int64_t) = item->article_id;
    return status;
}

static bool is_noted(const struct writing *w, int64_t id)
{
    for (size_t i = 0; i < w->ids.count; i++)
        if (((const int64_t *)w->ids.items)[i] == id)
            return true;
    return false;
}

static bool expired(const struct writing *w, const struct import_item *item)
{
    const struct article_doc *doc = item->parsed;
    int64_t today = day_of_instant(w->options->at);
    return meta_expired(&doc->meta, EXPIRY_HIDE, today) ||
           meta_expired(&doc->meta, EXPIRY_DRAFT, today);
}

/* What was found so far and is not to be any more; a new guide was not. */
static enum status take_out(struct writing *w, const struct import_item *item)
{
    if (item->saved == SAVE_CREATED)
        return STATUS_OK;
    enum status status = end_index(w, true); /* nothing else changes it meanwhile */
    return status == STATUS_OK ? search_remove_article(w->store, item->article_id)
                               : status;
}

static enum status index_item(struct writing *w, struct import_item *item)
{
    bool created = item->saved == SAVE_CREATED, gone = expired(w, item);
    bool found = created && !gone;
    if (gone)
        item->document = NULL; /* the store knows who may see it */
    enum status status = found ? STATUS_OK : is_found(w, item->article_id, &found);
    if (status == STATUS_OK && found && !item->document)
        status = make_document(w, item);
    if (status == STATUS_OK && found && !created && is_noted(w, item->article_id))
        status = end_index(w, true); /* no guide twice in one writing of the index */
    if (status == STATUS_OK && !found && gone)
        return take_out(w, item);
    if (status != STATUS_OK || !found)
        return status;
    search_document_assign(item->document, item->article_id);
    return put_document(w, item);
}

static enum status write_item(struct writing *w, struct import_item *item)
{
    if (item->status != STATUS_OK)
        return STATUS_OK;
    enum status status = save_one(w, item);
    bool indexes = item->status == STATUS_OK && item->kind->is_guide &&
                   item->saved != SAVE_UNCHANGED && !item->unsettled;
    return status == STATUS_OK && indexes ? index_item(w, item) : status;
}

/* What a dry run ends its write with, so that nothing is kept. */
static const enum status STATUS_DRY = STATUS_CONFLICT;

static enum status write_items(struct writing *w, size_t from)
{
    enum status status = STATUS_OK;
    for (size_t i = from; status == STATUS_OK && i < w->count; i++)
        status = write_item(w, w->items[i]);
    return status;
}

/* Takes what comes while the write goes on. */
static enum status write_coming(struct writing *w)
{
    enum status status = STATUS_OK;
    size_t more = 1;
    while (status == STATUS_OK && more) {
        size_t from = w->count;
        status = w->source->more(w->source->owner, w->items + from, &more);
        w->count += more;
        for (size_t i = from; i < w->count; i++)
            w->before[i] = (struct before){w->items[i]->status, w->items[i]->problems,
                                           w->items[i]->document};
        if (status == STATUS_OK)
            status = write_items(w, from);
    }
    return status;
}

static enum status write_all(struct store *store, void *argument)
{
    struct writing *w = argument;
    w->store = store;
    enum status status = w->careful ? write_items(w, 0) : write_coming(w);
    enum status ended = end_index(w, status == STATUS_OK);
    if (status == STATUS_OK)
        status = ended;
    if (status == STATUS_CONFLICT)
        status = STATUS_IO;
    return status == STATUS_OK && w->options->dry_run ? STATUS_DRY : status;
}

/* Everything was undone: the items are again what they were. */
static void begin_anew(struct writing *w)
{
    for (size_t i = 0; i < w->count; i++) {
        w->items[i]->status = w->before[i].status;
        w->items[i]->problems = w->before[i].problems;
        w->items[i]->document = w->before[i].document;
    }
    w->half_done = false;
    w->careful = true;
    search_memory_forget(w->memory);
}

/* The others of the write come with a savepoint each, too; then it goes on as before. */
enum status import_write(const struct store_access *access,
                         const struct import_options *options,
                         struct search_memory *memory, const struct import_source *source)
{
    struct writing *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->options = options;
    w->source = source;
    w->memory = memory;
    arena_init(&w->arena, 0);
    w->ids = LIST_OF(&w->arena, int64_t);
    enum status status = access->write(access->owner, write_all, w);
    if (w->half_done) {
        begin_anew(w);
        status = access->write(access->owner, write_all, w);
    }
    arena_release(&w->arena);
    free(w);
    if (status != STATUS_OK)
        search_memory_forget(memory);
    return options->dry_run && status == STATUS_DRY ? STATUS_OK : status;
}
