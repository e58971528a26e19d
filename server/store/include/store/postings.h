/* The search index as the store keeps it: for each term the numbers of what holds it, in
 * blocks of bytes; for each indexed article its number and its words. The bytes are
 * search's own: the store moves them and reads none of them. Only the room search calls
 * these functions.
 *
 * Numbers are small and dense (0, 1, 2, …), given by search. A posting list is a head,
 * kept with the term, and blocks; a block is known by the lowest number that may stand in
 * it, and the head is the block 0. Writing functions run in the caller's write item. */
#ifndef STORE_POSTINGS_H
#define STORE_POSTINGS_H

#include "model/viewer.h"
#include "store/store.h"

/* ---- terms and their lists --------------------------------------------------------- */

struct posting_list {
    int64_t id;        /* of the term, 1 … 2^31 - 1 */
    int64_t documents; /* how many numbers the list holds */
    int64_t blocks;    /* blocks beside the head */
    struct slice head;
};

struct posting_term {
    int64_t id, documents;
    struct slice term;
};

/* STATUS_NOT_FOUND when no document holds the term. */
enum status postings_find(struct store *store, struct slice term, struct arena *arena,
                          struct posting_list *out_list);
enum status postings_id(struct store *store, struct slice term, int64_t *out_id);
enum status postings_by_id(struct store *store, int64_t id, struct arena *arena,
                           struct posting_list *out_list);
enum status postings_term(struct store *store, int64_t id, struct arena *arena,
                          struct posting_term *out_term);
/* The terms that begin with `prefix`, bytewise ascending, at most `limit`. */
enum status postings_terms_from(struct store *store, struct slice prefix, size_t limit,
                                struct arena *arena, struct posting_term **out_terms,
                                size_t *out_count);
/* The same at a fraction of the cost, without how many documents hold them: 0. */
enum status postings_names_from(struct store *store, struct slice prefix, size_t limit,
                                struct arena *arena, struct posting_term **out_terms,
                                size_t *out_count);

/* The lowest id that is higher than any term's: new terms are numbered from there. */
enum status postings_next_term(struct store *store, int64_t *out_id);
/* Writes a new term, whose id is its list's. */
enum status postings_add_list(struct store *store, struct slice term,
                              const struct posting_list *list);
/* Writes documents, blocks and head of a term that exists. */
enum status postings_put_list(struct store *store, const struct posting_list *list);
/* Forgets a term with its head; it must have no blocks any more. */
enum status postings_drop_term(struct store *store, int64_t id);

/* `first` is the lowest number that may stand in the block; `bytes` are borrowed for the
 * call. */
typedef void posting_block_fn(void *owner, uint32_t first, struct slice bytes);
/* Every block beside the head, ascending. */
enum status postings_each_block(struct store *store, int64_t id, posting_block_fn *fn,
                                void *owner);

struct posting_block {
    uint32_t first; /* 0: the number belongs into the head, and bytes are empty */
    uint32_t next;  /* first of the block behind it; UINT32_MAX when it is the last */
    struct slice bytes;
};

/* The block that `number` belongs into. */
enum status postings_block_at(struct store *store, int64_t id, uint32_t number,
                              struct arena *arena, struct posting_block *out_block);
/* Replaces or makes a block; empty bytes remove it. */
enum status postings_put_block(struct store *store, int64_t id, uint32_t first,
                               struct slice bytes);

/* ---- indexed articles -------------------------------------------------------------- */

struct posting_document {
    uint32_t number;
    int64_t article_id;
    struct slice terms; /* which terms it has, so that they can be taken back */
    struct slice words; /* its words in order, for phrases and snippets */
};

/* With terms, without words. STATUS_NOT_FOUND: not indexed. */
enum status postings_document(struct store *store, int64_t article_id,
                              struct arena *arena, struct posting_document *out_document);
/* The words, borrowed for the call of `fn` (whose number is the document's). */
enum status postings_each_word(struct store *store, uint32_t number, posting_block_fn *fn,
                               void *owner);
enum status postings_article_id(struct store *store, uint32_t number,
                                int64_t *out_article_id);
/* Replaces or makes a document. */
enum status postings_put_document(struct store *store,
                                  const struct posting_document *document);
enum status postings_drop_document(struct store *store, uint32_t number);

/* One byte a document: 0 is not there, others are search's own. */
enum { POSTING_MARKS_PAGE = 2048 };
/* Fills marks[0 … count - 1]. */
enum status postings_marks(struct store *store, unsigned char *marks, size_t count);
struct posting_mark {
    uint32_t number;
    unsigned char mark;
};
/* Cheapest in the order of the numbers. */
enum status postings_put_marks(struct store *store, const struct posting_mark *marks,
                               size_t count);

/* Where the words of an article stand that the reader sees. */
enum posting_place { PLACE_NONE, PLACE_SECTION, PLACE_STEP, PLACE_COMMAND };

struct posting_text {
    struct slice anchor, text;
};
/* Anchor and plain text of a section, step or command of the live revision, by position.
 */
enum status postings_text(struct store *store, int64_t article_id,
                          enum posting_place place, int64_t position, struct arena *arena,
                          struct posting_text *out_text);

/* ---- what may be suggested while somebody types ------------------------------------ */

enum prompt_kind { PROMPT_PHRASE, PROMPT_TITLE };

struct posting_prompt {
    int64_t article_id;
    enum audience audience;
    enum prompt_kind kind;
    struct slice normal; /* phrase_normalize of text */
    struct slice text;
};

enum status postings_drop_prompts(struct store *store, int64_t article_id);
enum status postings_add_prompts(struct store *store, int64_t article_id,
                                 const struct posting_prompt *prompts, size_t count);
/* Those whose normal form begins with `prefix` and that the viewer may see: phrases
 * first, then by normal form. */
enum status postings_prompts_from(struct store *store, const struct viewer *viewer,
                                  struct slice prefix, size_t limit, struct arena *arena,
                                  struct posting_prompt **out_prompts, size_t *out_count);

/* ---- the index as a whole ---------------------------------------------------------- */

struct posting_state {
    int64_t version;     /* of search's analysis and bytes; 0: never built */
    int64_t documents;   /* indexed */
    int64_t next_number; /* no number is this or higher */
    /* Read only: raised by every change of the index, and of the synonyms. */
    int64_t generation, synonyms;
};

enum status postings_state(struct store *store, struct posting_state *out_state);
enum status postings_put_state(struct store *store, const struct posting_state *state);
/* Forgets everything. */
enum status postings_clear(struct store *store);

#endif
