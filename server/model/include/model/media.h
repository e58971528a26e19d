/* Files that a guide may carry: what they are by their bytes, not by their name. */
#ifndef MODEL_MEDIA_H
#define MODEL_MEDIA_H

#include "base/arena.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

/* Numbers are stored. */
enum media_kind {
    MEDIA_NONE = 0, /* not one that is taken: SVG, HTML, archives, programs, … */
    MEDIA_PNG = 1,
    MEDIA_JPEG = 2,
    MEDIA_GIF = 3,
    MEDIA_WEBP = 4,
    MEDIA_PDF = 5,
    MEDIA_TEXT = 6, /* UTF-8 without control characters */
    MEDIA_KINDS
};

enum { MEDIA_PIXELS_MAX = 20000, MEDIA_NAME_MAX = 120 /* bytes */ };

struct media {
    enum media_kind kind;
    int64_t width, height; /* of an image, in pixels; else 0 */
};

/* W3C PNG 3, ITU T.81 (JPEG), GIF89a, RFC 9649 (WebP), ISO 32000 (PDF). An image whose size
 * cannot be read, or is 0 or over MEDIA_PIXELS_MAX, is MEDIA_NONE. */
struct media media_of(struct slice bytes);
bool media_is_image(enum media_kind kind);
/* "image/png", "text/plain; charset=utf-8"; empty for NONE. */
struct slice media_type_name(enum media_kind kind);
/* A name to keep and to show in a URL: the last part of what the client said, letters and
 * digits of any script, '-', '_' and '.', with the ending of its kind. Never empty. Lives
 * in the arena. */
struct slice media_name(struct arena *arena, struct slice client_name,
                        enum media_kind kind);

#endif
