/* The rows below an article: the words of its front matter and its rendered live
 * revision. */
#ifndef STORE_SQLITE_ARTICLE_PARTS_H
#define STORE_SQLITE_ARTICLE_PARTS_H

#include "model/article.h"
#include "sqlite/query.h"

enum word_kind {
    WORD_TAG,
    WORD_QUERY,
    WORD_RELATED_QUERY,
    WORD_RELATED,
    WORD_PARTNER,
    WORD_KINDS
};

/* Fills the lists of the front matter. */
enum status words_read_all(struct store *store, int64_t article_id, struct arena *arena,
                           struct article_meta *meta);
/* Fills the doc's sections, items, steps and commands. Unless it is wanted, the sections have no
 * plain text: it lies on pages of its own where a section is long. */
enum status rendered_read(struct store *store, int64_t revision_id, bool with_text,
                          struct arena *arena, struct article_doc *doc);
enum status words_delete(struct store *store, int64_t article_id);
/* Of an article that has none. */
enum status words_write(struct store *store, int64_t article_id,
                        const struct article_meta *meta);
/* Only the words of one kind. */
enum status words_read(struct store *store, int64_t article_id, enum word_kind kind,
                       struct arena *arena, struct slices *out_words);
enum status rendered_write(struct store *store, int64_t revision_id,
                           const struct article_doc *doc);
enum status rendered_delete(struct store *store, int64_t revision_id);

#endif
