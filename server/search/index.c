/* Writing the index: documents in, changes to posting lists out. */
#include "document.h"
#include "grams.h"
#include "lists.h"

#include "store/articles.h"

#include <stdlib.h>

/* Documents of one reindex step: their words and terms stand in memory. */
enum { REINDEX_STEP = 400 };
/* Every search passes over all numbers there ever were: when few of them have a guide still,
 * the index is built anew. */
enum { SPARSE_FACTOR = 3, SPARSE_MIN = 20000 };

struct pair {
    uint32_t term; /* id */
    unsigned char impact;
};

struct batch {
    struct store *store;
    struct arena arena;
    struct posting_state state;
    int64_t next_term;
    int64_t number; /* of the document to come, when it is one that it had; -1 */
    struct search_memory *memory; /* or NULL */
    struct names *terms;          /* the memory's, or own_terms */
    struct list *ids;             /* uint32_t, one a name */
    struct names own_terms;       /* of all documents of the batch */
    struct list own_ids;
    struct list fresh;   /* struct known_list: terms that are new, by id */
    struct list changes; /* struct change */
    struct list marks;   /* struct posting_mark */
};

/* What is put in over a while. */
struct search_writing {
    struct batch batch;
    enum status status;
};

/* ---- terms met before --------------------------------------------------------------- */

/* Enough for the words of some hundred thousand guides; then it begins anew. */
enum { MEMORY_TERMS_MAX = 1 << 19 };

struct search_memory {
    struct arena arena;
    struct names terms;
    struct list ids;    /* uint32_t, one a name */
    int64_t generation; /* of the index that the ids are true of */
    bool complete;      /* a term that is not here is not in the index */
};

struct search_memory *search_memory_new(void)
{
    struct search_memory *memory = calloc(1, sizeof *memory);
    if (!memory)
        abort();
    arena_init(&memory->arena, 1 << 18);
    search_memory_forget(memory);
    return memory;
}

void search_memory_free(struct search_memory *memory)
{
    if (!memory)
        return;
    arena_release(&memory->arena);
    free(memory);
}

void search_memory_forget(struct search_memory *memory)
{
    arena_release(&memory->arena);
    memory->terms = names_make(&memory->arena);
    memory->ids = LIST_OF(&memory->arena, uint32_t);
    memory->generation = -1;
    memory->complete = false;
}

/* ---- a batch ------------------------------------------------------------------------ */

static void init_batch(struct batch *batch, struct store *store)
{
    *batch = (struct batch){.store = store, .number = -1};
    arena_init(&batch->arena, 1 << 20);
    batch->own_terms = names_make(&batch->arena);
    batch->own_ids = LIST_OF(&batch->arena, uint32_t);
    batch->terms = &batch->own_terms;
    batch->ids = &batch->own_ids;
    batch->fresh = LIST_OF(&batch->arena, struct known_list);
    batch->changes = LIST_OF(&batch->arena, struct change);
    batch->marks = LIST_OF(&batch->arena, struct posting_mark);
}

static enum status begin_batch(struct batch *batch)
{
    struct search_memory *memory = batch->memory;
    enum status status = postings_state(batch->store, &batch->state);
    if (status == STATUS_OK)
        status = postings_next_term(batch->store, &batch->next_term);
    if (status != STATUS_OK || !memory)
        return status;
    if (memory->generation != batch->state.generation ||
        memory->terms.count > MEMORY_TERMS_MAX)
        search_memory_forget(memory);
    memory->complete = memory->complete || batch->next_term == 1;
    batch->terms = &memory->terms;
    batch->ids = &memory->ids;
    return STATUS_OK;
}

static void push_change(struct batch *batch, uint32_t list, uint32_t number,
                        unsigned char impact)
{
    *LIST_PUSH(&batch->changes, struct change) = (struct change){list, number, impact};
}

/* Makes the changes so far. What was known of the lists is stale then. */
static enum status flush_changes(struct batch *batch, struct list *dropped)
{
    enum status status = lists_change(batch->store, &batch->arena, batch->changes.items,
                                      batch->changes.count, batch->fresh.items,
                                      batch->fresh.count, dropped);
    batch->changes.count = batch->fresh.count = batch->own_ids.count = 0;
    batch->own_terms = names_make(&batch->arena);
    if (batch->memory && dropped->count)
        search_memory_forget(batch->memory);
    return status;
}

/* ---- terms ------------------------------------------------------------------------- */

/* Puts a word into the lists of its grams, or takes it out. */
static enum status change_grams(struct batch *batch, struct slice word, uint32_t id,
                                bool in);

/* The id that the store has for the newest term; 0: none. */
static enum status stored_id(struct batch *batch, struct slice term, uint32_t *out_id)
{
    int64_t id = 0;
    if (batch->memory && batch->memory->complete)
        return STATUS_OK;
    enum status status = postings_id(batch->store, term, &id);
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        *out_id = (uint32_t)id;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Finds the newest term, or makes it. */
static enum status know_term(struct batch *batch)
{
    struct slice term = batch->terms->items[batch->terms->count - 1];
    uint32_t id = 0;
    enum status status = stored_id(batch, term, &id);
    bool new = status == STATUS_OK &&id == 0;
    if (new && batch->next_term > INT32_MAX)
        return STATUS_TOO_LARGE;
    if (status != STATUS_OK)
        return status;
    if (new)
        id = (uint32_t)batch->next_term++;
    *LIST_PUSH(batch->ids, uint32_t) = id;
    if (!new)
        return STATUS_OK;
    *LIST_PUSH(&batch->fresh, struct known_list) =
        (struct known_list){.list = {.id = id}, .term = term, .new = true};
    return change_grams(batch, term, id, true);
}

/* The id of the term with this number, which is the newest or known. */
static enum status term_id(struct batch *batch, size_t number, uint32_t *out_id)
{
    enum status status = number < batch->ids->count ? STATUS_OK : know_term(batch);
    if (status == STATUS_OK)
        *out_id = ((uint32_t *)batch->ids->items)[number];
    return status;
}

static enum status change_grams(struct batch *batch, struct slice word, uint32_t id,
                                bool in)
{
    uint32_t letters[SPELL_LETTERS_MAX];
    size_t count = word_letters(word, letters);
    struct list grams = LIST_OF(&batch->arena, struct slice);
    word_grams(&batch->arena, letters, count, &grams);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < grams.count; i++) {
        uint32_t list = 0;
        size_t number = names_add(batch->terms, ((struct slice *)grams.items)[i]);
        status = term_id(batch, number, &list);
        if (status == STATUS_OK)
            push_change(batch, list, id, in ? (unsigned char)count : 0);
    }
    return status;
}

/* ---- one document ------------------------------------------------------------------ */

/* Fills ids with the id of each term of the document. */
static enum status find_ids(struct batch *batch, const struct search_document *document,
                            uint32_t *ids)
{
    const struct names *terms = &document->terms;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < terms->count; i++) {
        names_expect(batch->terms, terms, i);
        status = term_id(batch, names_add_from(batch->terms, terms, i), &ids[i]);
    }
    return status;
}

/* By counting, eight bits of the id after the other, the lowest first; a byte that is the
 * same in all moves nothing. */
static struct pair *sort_by_term(struct pair *pairs, struct pair *spare, size_t count)
{
    for (unsigned shift = 0; shift < 32; shift += 8) {
        size_t at[256] = {0}, sum = 0;
        for (size_t i = 0; i < count; i++)
            at[pairs[i].term >> shift & 0xFF]++;
        if (count == 0 || at[pairs[0].term >> shift & 0xFF] == count)
            continue;
        for (size_t d = 0; d < 256; d++) {
            size_t here = at[d];
            at[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++)
            spare[at[pairs[i].term >> shift & 0xFF]++] = pairs[i];
        struct pair *swap = pairs;
        pairs = spare;
        spare = swap;
    }
    return pairs;
}

static struct pair *sort_pairs(struct arena *arena,
                               const struct search_document *document,
                               const uint32_t *ids)
{
    size_t count = document->terms.count;
    struct pair *pairs = arena_alloc(arena, 2 * (count + 1) * sizeof *pairs);
    for (size_t i = 0; i < count; i++)
        pairs[i] = (struct pair){ids[i], document->impacts[i]};
    return sort_by_term(pairs, pairs + count + 1, count);
}

/* The terms of a stored document are written as a posting block is. */
static struct slice write_pairs(struct arena *arena, const struct pair *pairs,
                                size_t count)
{
    char *bytes = arena_alloc(arena, count * (VARINT_BYTES + 1) + 1), *out = bytes;
    for (size_t i = 0, before = 0; i < count; before = pairs[i++].term) {
        out = varint_put(out, pairs[i].term - (uint32_t)before);
        *out++ = (char)pairs[i].impact;
    }
    return slice_of(bytes, (size_t)(out - bytes));
}

static struct slice write_words(struct arena *arena,
                                const struct search_document *document,
                                const uint32_t *ids)
{
    char *bytes = arena_alloc(arena, document->word_count * VARINT_BYTES + 1);
    char *out = bytes;
    for (size_t i = 0; i < document->word_count; i++) {
        uint32_t code = document->words[i];
        bool is_term = code >= WORD_TERMS;
        out = varint_put(out, is_term ? WORD_TERMS + ids[code - WORD_TERMS] : code);
        if (code == WORD_PART && i + 1 < document->word_count)
            out = varint_put(out, document->words[++i]);
    }
    return slice_of(bytes, (size_t)(out - bytes));
}

/* What differs between the stored terms and the new ones becomes changes. */
static void compare_terms(struct batch *batch, uint32_t number, struct slice old,
                          const struct pair *pairs, size_t count)
{
    uint32_t term = 0;
    unsigned char impact = 0;
    size_t i = 0;
    while (posting_take(&old, &term, &impact)) {
        for (; i < count && pairs[i].term < term; i++)
            push_change(batch, pairs[i].term, number, pairs[i].impact);
        bool kept = i < count && pairs[i].term == term;
        if (!kept)
            push_change(batch, term, number, 0);
        else if (pairs[i].impact != impact)
            push_change(batch, term, number, pairs[i].impact);
        i += kept;
    }
    for (; i < count; i++)
        push_change(batch, pairs[i].term, number, pairs[i].impact);
}

/* The stored document of the article, or a new number. */
static enum status find_document(struct batch *batch, int64_t article_id,
                                 struct posting_document *out_document)
{
    enum status status =
        postings_document(batch->store, article_id, &batch->arena, out_document);
    if (status != STATUS_NOT_FOUND)
        return status;
    if (batch->number < 0 && batch->state.next_number >= UINT32_MAX)
        return STATUS_TOO_LARGE;
    int64_t number = batch->number < 0 ? batch->state.next_number++ : batch->number;
    *out_document =
        (struct posting_document){.number = (uint32_t)number, .article_id = article_id};
    batch->state.documents++;
    return STATUS_OK;
}

static enum status put_document(struct batch *batch,
                                const struct search_document *document)
{
    struct posting_document stored;
    size_t count = document->terms.count;
    uint32_t *ids = ARENA_ARRAY(&batch->arena, count + 1, uint32_t);
    enum status status = find_document(batch, document->article_id, &stored);
    bool was_there = stored.terms.len > 0;
    if (status == STATUS_OK)
        status = find_ids(batch, document, ids);
    if (status != STATUS_OK)
        return status;
    struct pair *pairs = sort_pairs(&batch->arena, document, ids);
    compare_terms(batch, stored.number, stored.terms, pairs, count);
    stored.terms = write_pairs(&batch->arena, pairs, count);
    stored.words = write_words(&batch->arena, document, ids);
    status = postings_put_document(batch->store, &stored);
    *LIST_PUSH(&batch->marks, struct posting_mark) =
        (struct posting_mark){stored.number, (unsigned char)(1 + document->audience)};
    if (status == STATUS_OK && was_there)
        status = postings_drop_prompts(batch->store, document->article_id);
    if (status == STATUS_OK)
        status = postings_add_prompts(batch->store, document->article_id,
                                      document->prompts, document->prompt_count);
    return status;
}

/* Makes all changes, and forgets the words that nobody holds any more. */
static enum status finish(struct batch *batch)
{
    struct list dropped = LIST_OF(&batch->arena, struct dropped_term);
    struct list gone = LIST_OF(&batch->arena, struct dropped_term);
    enum status status = flush_changes(batch, &dropped);
    const struct dropped_term *terms = dropped.items;
    for (size_t i = 0; status == STATUS_OK && i < dropped.count; i++)
        status = change_grams(batch, terms[i].term, terms[i].id, false);
    if (status == STATUS_OK)
        status = flush_changes(batch, &gone);
    if (status == STATUS_OK)
        status = postings_put_marks(batch->store, batch->marks.items, batch->marks.count);
    batch->state.version = INDEX_VERSION;
    if (status == STATUS_OK)
        status = postings_put_state(batch->store, &batch->state);
    if (batch->memory)
        batch->memory->generation = batch->state.generation + 1;
    return status;
}

/* Whatever was not kept is not to be remembered. */
static enum status end_batch(struct batch *batch, enum status status)
{
    if (status == STATUS_OK)
        status = finish(batch);
    if (batch->memory && status != STATUS_OK)
        search_memory_forget(batch->memory);
    arena_release(&batch->arena);
    return status;
}

static enum status write_documents(struct store *store,
                                   const struct search_document *const *documents,
                                   size_t count, int64_t number)
{
    struct batch batch;
    init_batch(&batch, store);
    batch.number = number;
    enum status status = begin_batch(&batch);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = put_document(&batch, documents[i]);
    return end_batch(&batch, status);
}

enum status search_writing_begin(struct store *store, struct search_memory *memory,
                                 struct search_writing **out_writing)
{
    struct search_writing *writing = calloc(1, sizeof *writing);
    if (!writing)
        abort();
    init_batch(&writing->batch, store);
    writing->batch.memory = memory;
    *out_writing = writing;
    return writing->status = begin_batch(&writing->batch);
}

enum status search_writing_put(struct search_writing *writing,
                               const struct search_document *document)
{
    if (writing->status == STATUS_OK)
        writing->status = put_document(&writing->batch, document);
    return writing->status;
}

enum status search_writing_end(struct search_writing *writing, bool keep)
{
    enum status status = keep ? writing->status : STATUS_CONFLICT;
    status = end_batch(&writing->batch, status);
    free(writing);
    return keep ? status : STATUS_OK;
}

enum status search_index_article(struct store *store, const struct article *article)
{
    struct arena arena;
    if (article->state != ARTICLE_PUBLISHED)
        return search_remove_article(store, article->id);
    arena_init(&arena, 1 << 18);
    const struct search_document *document = search_document_make(&arena, article);
    enum status status = write_documents(store, &document, 1, -1);
    arena_release(&arena);
    return status;
}

enum status search_remove_article(struct store *store, int64_t article_id)
{
    struct batch batch;
    struct posting_document stored;
    init_batch(&batch, store);
    enum status status = postings_document(store, article_id, &batch.arena, &stored);
    bool there = status == STATUS_OK;
    if (there)
        status = begin_batch(&batch);
    if (there && status == STATUS_OK) {
        const struct pair nothing = {0};
        compare_terms(&batch, stored.number, stored.terms, &nothing, 0);
        *LIST_PUSH(&batch.marks, struct posting_mark) =
            (struct posting_mark){stored.number, 0};
        batch.state.documents--;
        status = finish(&batch);
    }
    if (there && status == STATUS_OK)
        status = postings_drop_document(store, stored.number);
    if (there && status == STATUS_OK)
        status = postings_drop_prompts(store, article_id);
    arena_release(&batch.arena);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* ---- everything anew --------------------------------------------------------------- */

enum status search_renew_article(struct store *store, const struct article *article)
{
    struct arena arena;
    struct posting_document stored = {0};
    arena_init(&arena, 1 << 18);
    enum status found = postings_document(store, article->id, &arena, &stored);
    enum status status = found == STATUS_NOT_FOUND ? STATUS_OK : found;
    if (status == STATUS_OK)
        status = search_remove_article(store, article->id);
    if (status == STATUS_OK && article->state == ARTICLE_PUBLISHED) {
        const struct search_document *document = search_document_make(&arena, article);
        status = write_documents(store, &document, 1,
                                 found == STATUS_OK ? (int64_t)stored.number : -1);
    }
    arena_release(&arena);
    return status;
}

static enum status reindex_step(struct store *store, const int64_t *ids, size_t count)
{
    struct arena arena, one;
    const struct search_document *documents[REINDEX_STEP];
    enum status status = STATUS_OK;
    arena_init(&arena, 1 << 20);
    arena_init(&one, 1 << 18);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct article *article = NULL;
        arena_reset(&one);
        status = articles_by_id(store, &viewer_system, ids[i], &one, &article);
        if (status == STATUS_OK)
            documents[i] = search_document_make(&arena, article);
    }
    if (status == STATUS_OK)
        status = write_documents(store, documents, count, -1);
    arena_release(&one);
    arena_release(&arena);
    return status;
}

enum status search_reindex(struct store *store)
{
    struct arena arena;
    int64_t after = 0, *ids = NULL;
    size_t count = 0;
    arena_init(&arena, 0);
    enum status status = postings_clear(store);
    do {
        arena_reset(&arena);
        if (status == STATUS_OK)
            status = articles_ids(store, &viewer_system, after, REINDEX_STEP, &arena,
                                  &ids, &count);
        if (status == STATUS_OK && count)
            status = reindex_step(store, ids, count);
        if (status == STATUS_OK && count)
            after = ids[count - 1];
    } while (status == STATUS_OK && count);
    if (status == STATUS_OK) {
        struct posting_state state;
        status = postings_state(store, &state);
        state.version = INDEX_VERSION;
        if (status == STATUS_OK)
            status = postings_put_state(store, &state);
    }
    arena_release(&arena);
    return status;
}

enum status search_index_is_current(struct store *store, bool *out_current)
{
    struct posting_state state;
    enum status status = postings_state(store, &state);
    if (status == STATUS_OK)
        *out_current = state.version == INDEX_VERSION &&
                       state.next_number <= SPARSE_FACTOR * state.documents + SPARSE_MIN;
    return status;
}
