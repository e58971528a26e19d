/* An image or file of guides, as it is known without its bytes. */
#ifndef MODEL_ATTACHMENT_H
#define MODEL_ATTACHMENT_H

#include "model/media.h"

enum {
    ATTACHMENT_TOKEN = 26, /* letters: half as many bytes of the hash */
    ATTACHMENT_HASH = 32
};

struct attachment {
    int64_t id;
    struct slice token; /* /files/{token}/{name} */
    struct media media;
    int64_t size; /* bytes */
    struct slice name;
    struct slice who; /* display name of who brought it; may be empty */
    int64_t at;
    int64_t uses; /* guides whose live text shows it */
};

/* How large an image is, so that a page can keep its place. */
struct image_size {
    struct slice token;
    int64_t width, height; /* pixels */
};
struct image_sizes {
    const struct image_size *items;
    size_t count;
};

#endif
