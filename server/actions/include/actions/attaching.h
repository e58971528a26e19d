/* Images and files of guides: brought by staff, seen by whoever may read a guide that shows
 * them. */
#ifndef ACTIONS_ATTACHING_H
#define ACTIONS_ATTACHING_H

#include "actions/editing.h"
#include "model/attachment.h"

enum { ATTACHMENT_BYTES_MAX = 10 << 20 };

struct attachment_file {
    struct slice field;     /* that a problem names */
    struct slice file_name; /* as the client says */
    struct slice bytes;
};

/* A file that may be kept, with all that is known from its bytes alone. */
struct attachment_ready {
    struct slice token, name, bytes;
    struct media media;
    unsigned char hash[ATTACHMENT_HASH];
};
/* Reads the bytes and hashes them: takes long for large ones, so not on the writer; asks no
 * store. STATUS_INVALID with the field: empty, or not of a kind that is taken;
 * STATUS_TOO_LARGE. The message names the file as the client does. */
enum status attaching_prepare(struct arena *arena, const struct attachment_file *file,
                              struct problems *problems,
                              struct attachment_ready *out_ready);
/* Write. STATUS_FORBIDDEN. */
enum status attaching_add(const struct editor *editor,
                          const struct attachment_ready *ready,
                          struct attachment *out_attachment);
/* The Markdown that shows an image, or links to a file: to be put into a text. */
struct slice attachment_markdown(struct arena *arena,
                                 const struct attachment *attachment);
/* "/files/{token}/{name}". */
struct slice attachment_path(struct arena *arena, const struct attachment *attachment);
/* For whoever may see it. */
enum status attaching_find(const struct reader *reader, struct slice token,
                           struct attachment *out_attachment);
/* Of one that was found. */
enum status attaching_bytes(const struct reader *reader,
                            const struct attachment *attachment, struct slice *out_bytes);

enum { ATTACHMENT_GUIDES_SHOWN = 5 };
struct attachment_listed {
    struct attachment attachment;
    struct slices guides; /* slugs of the first guides that show it */
};
/* All of them, for staff: newest first, behind the cursor `after`. STATUS_INVALID: not our
 * cursor. */
enum status attaching_list(const struct reader *reader, struct slice after, size_t limit,
                           struct attachment_listed **out_files, size_t *out_count,
                           struct slice *out_next);
/* Write. STATUS_CONFLICT (with a problem) while a guide shows it. */
enum status attaching_delete(const struct editor *editor, struct slice token,
                             struct problems *problems);

#endif
