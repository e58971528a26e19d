/* The image of a registry entry: all its fields as they were saved, one behind the other,
 * each with its length, so that equal images are equal entries. It tells a save that
 * changes nothing. */
#ifndef STORE_SQLITE_IMAGE_H
#define STORE_SQLITE_IMAGE_H

#include "base/buf.h"
#include "model/article.h"

static inline void image_add_text(struct buf *image, struct slice text)
{
    buf_add_format(image, "%zu:", text.len);
    buf_add(image, text);
}

static inline void image_add_int(struct buf *image, int64_t value)
{
    buf_add_format(image, "%lld;", (long long)value);
}

static inline void image_add_texts(struct buf *image, const struct slices *texts)
{
    image_add_int(image, (int64_t)texts->count);
    for (size_t i = 0; i < texts->count; i++)
        image_add_text(image, texts->items[i]);
}

#endif
