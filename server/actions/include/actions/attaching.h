/* Images and files of guides: brought by staff, seen by whoever may read a guide that shows
 * them. */
#ifndef ACTIONS_ATTACHING_H
#define ACTIONS_ATTACHING_H

#include "actions/editing.h"
#include "store/attachments.h"

enum { ATTACHMENT_BYTES_MAX = 10 << 20 };

struct attachment_file {
    struct slice field;     /* that a problem names */
    struct slice file_name; /* as the client says */
    struct slice bytes;
};

/* Write. STATUS_INVALID with the field: empty, or not of a kind that is taken;
 * STATUS_TOO_LARGE; STATUS_FORBIDDEN. */
enum status attaching_add(const struct editor *editor, const struct attachment_file *file,
                          struct problems *problems, struct attachment *out_attachment);
/* The Markdown that shows an image, or links to a file: to be put into a text. */
struct slice attachment_markdown(struct arena *arena,
                                 const struct attachment *attachment);
/* "/files/{token}/{name}". */
struct slice attachment_path(struct arena *arena, const struct attachment *attachment);
/* Its bytes, for whoever may see it. */
enum status attaching_read(const struct reader *reader, struct slice token,
                           struct attachment *out_attachment, struct slice *out_bytes);
/* Write. STATUS_CONFLICT (with a problem) while a guide shows it. */
enum status attaching_delete(const struct editor *editor, struct slice token,
                             struct problems *problems);

#endif
