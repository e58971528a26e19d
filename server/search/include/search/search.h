/* search: the right guide for whatever was pasted. Analysis of text, phrases and codes,
 * scoring, snippets; over postings that the store keeps. User text is never parsed as
 * query syntax. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "model/found.h"
#include "store/store.h"

/* Ranked guides that this viewer may see. An empty query gives no hits and STATUS_OK. */
enum status search_run(struct store *store, const struct viewer *viewer,
                       const struct search_query *query, struct arena *arena,
                       struct search_results *out_results);

/* Puts an article's live revision into the index, replacing what was there; in the
 * caller's write item. */
enum status search_index_article(struct store *store, const struct article *article);
enum status search_remove_article(struct store *store, int64_t article_id);
/* Builds everything anew; in the caller's write item. */
enum status search_reindex(struct store *store);
/* Takes an article out and puts it in again as one that was not there, under the number
 * that it had; in the caller's write item. */
enum status search_renew_article(struct store *store, const struct article *article);
/* false when the index was made by another version of the analysis (or never), or when it
 * is mostly of articles that are gone: reindex. */
enum status search_index_is_current(struct store *store, bool *out_current);

/* The same in two steps, for many articles at once: analysed without the store (on any
 * thread), then written together, which costs a fraction of one by one. No article twice
 * in one write. */
struct search_document;
/* Lives in the arena; keeps nothing of `article`. */
struct search_document *search_document_make(struct arena *arena,
                                             const struct article *article);
/* For a document that was made before its article had an id. */
void search_document_assign(struct search_document *document, int64_t article_id);
/* What a writer of many batches remembers of the terms it met, so that it does not look
 * each up again; some tens of megabytes at most. True for its index alone: it notices when
 * others wrote between. */
struct search_memory;
struct search_memory *search_memory_new(void);
void search_memory_free(struct search_memory *memory);
/* For when the last write with it was not kept. */
void search_memory_forget(struct search_memory *memory);
/* Puts documents, of which no two are of one article, into the index, within one batch of
 * the store; nothing else may change the index meanwhile. Their lists are written when it
 * ends. What it began is ended whatever its status. `memory` may be NULL. */
struct search_writing;
enum status search_writing_begin(struct store *store, struct search_memory *memory,
                                 struct search_writing **out_writing);
enum status search_writing_put(struct search_writing *writing,
                               const struct search_document *document);
/* Without `keep`: the batch is undone. */
enum status search_writing_end(struct search_writing *writing, bool keep);

/* Words of the vocabulary that begin as the text's words do, for where the search finds
 * nothing: to look for what may be near with, never to be shown. May be empty. */
enum status search_nearest_words(struct store *store, struct slice text,
                                 struct arena *arena, struct slice *out_words);

/* At most `limit` (1–20) for what was typed so far. */
enum status search_suggest(struct store *store, const struct viewer *viewer,
                           struct slice text, size_t limit, struct arena *arena,
                           struct suggestion **out_suggestions, size_t *out_count);

#endif
