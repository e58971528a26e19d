/* Images and files of guides. What comes back lives in the arena. */
#ifndef STORE_ATTACHMENTS_H
#define STORE_ATTACHMENTS_H

#include "model/article.h"
#include "model/attachment.h"
#include "store/articles.h"

struct attachment_add {
    const unsigned char *hash; /* ATTACHMENT_HASH bytes */
    struct slice token;
    struct media media;
    struct slice name, bytes;
    int64_t account_id; /* 0: nobody, an import */
    int64_t at;
};
/* The same bytes again are the attachment that is there: *out_added is false, and its name
 * stays. One that an import brought is from now on the account's, if there is one. */
enum status attachments_add(struct store *store, const struct attachment_add *add,
                            struct arena *arena, struct attachment *out_attachment,
                            bool *out_added);

/* For a viewer who may read a guide that shows it, or for staff. STATUS_NOT_FOUND. */
enum status attachments_get(struct store *store, const struct viewer *viewer,
                            struct slice token, struct arena *arena,
                            struct attachment *out_attachment);
/* The images among them, in any order. */
enum status attachments_sizes(struct store *store, const struct slices *tokens,
                              struct arena *arena, struct image_sizes *out_sizes);
enum status attachments_bytes(struct store *store, int64_t id, struct arena *arena,
                              struct slice *out_bytes);
/* Newest first, behind the cursor `after`. STATUS_INVALID: not our cursor. */
enum status attachments_list(struct store *store, struct slice after, size_t limit,
                             struct arena *arena, struct attachment **out_attachments,
                             size_t *out_count, struct slice *out_next);
/* The guides whose live text shows it: at most `limit` slugs. */
enum status attachments_where_used(struct store *store, int64_t id, size_t limit,
                                   struct arena *arena, struct slices *out_slugs);
/* What the live text of a guide shows, by token; unknown tokens are passed over. Replaces
 * what was known of that guide. */
enum status attachments_used_by(struct store *store, int64_t article_id,
                                const struct slices *tokens);
/* STATUS_CONFLICT while the live text of a guide shows it, or the text of an open draft
 * names it. */
enum status attachments_delete(struct store *store, int64_t id);

/* ---- files of imported folders ------------------------------------------------------- */

/* `path` is below the import root. Notes that the attachment lies there. */
enum status imported_files_put(struct store *store, struct slice path, int64_t id,
                               enum save_outcome *out_outcome);
/* The attachment that lies at `path`. STATUS_NOT_FOUND. */
enum status imported_files_get(struct store *store, struct slice path,
                               struct arena *arena, struct attachment *out_attachment);
/* Paths bytewise behind `after`. */
enum status imported_files_list(struct store *store, struct slice after, size_t limit,
                                struct arena *arena, struct slices *out_paths);
/* The bytes stay for whoever else uses them. */
enum status imported_files_remove(struct store *store, struct slice path);
/* Brought by an import, and now at no path and shown by no guide: at most `limit`, with an
 * id above `after`. */
enum status attachments_left(struct store *store, int64_t after, size_t limit,
                             struct arena *arena, int64_t **out_ids, size_t *out_count);
/* The attachments that guides can only reach by their token: those at no path, and those
 * that a live text names so; none that lies at a path which says its token. At most
 * `limit`, with an id above `after`. */
enum status attachments_by_token(struct store *store, int64_t after, size_t limit,
                                 struct arena *arena, struct attachment **out_attachments,
                                 size_t *out_count);

#endif
