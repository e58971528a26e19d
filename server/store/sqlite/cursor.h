/* Cursors: where a list goes on, opaque to everyone outside. Inside: the base64url text
 * of the list's letter, the id, a colon, and the sort key of the last row shown. */
#ifndef STORE_SQLITE_CURSOR_H
#define STORE_SQLITE_CURSOR_H

#include "base/arena.h"
#include "base/status.h"

enum { CURSOR_BYTES_MAX = 4096 };

struct cursor {
    char letter; /* of the list and order it belongs to */
    int64_t id;
    struct slice key;
};

struct slice cursor_write(struct arena *arena, struct cursor cursor);
/* STATUS_INVALID when it is not one of ours, or another list's. The key lives in the
 * arena. */
enum status cursor_read(struct arena *arena, struct slice text, char letter,
                        struct cursor *out_cursor);

#endif
