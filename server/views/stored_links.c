#include "stored_links.h"

#include <string.h>

#include "base/buf.h"

/* What format/safe_html writes first in such a tag. A raw "<" stands nowhere else in its output, so
 * these bytes are never an author's text. */
static const struct slice openings[] = {
    {"<a href=\"/", sizeof "<a href=\"/" - 1},
    {"<img src=\"/", sizeof "<img src=\"/" - 1},
};

/* Bytes of the opening up to its "/", where `rest` begins with one; 0: it does not. */
static size_t opening_length(struct slice rest)
{
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        size_t len = openings[i].len;
        bool outside = slice_starts(slice_from(rest, len), SLICE("/"));
        if (slice_starts(rest, openings[i]) && !outside)
            return len - 1;
    }
    return 0;
}

/* ---- images ------------------------------------------------------------------------- */

static const struct slice image_opening = {"<img src=\"" ARTICLE_FILES,
                                           sizeof "<img src=\"" ARTICLE_FILES - 1};

static const struct image_size *find_size(const struct image_sizes *images,
                                          struct slice token)
{
    for (size_t i = 0; i < images->count; i++)
        if (slice_eq(images->items[i].token, token))
            return &images->items[i];
    return NULL;
}

/* `rest` begins with the tag of an image of ours; a ">" or quote of an author's is escaped in
 * it. NULL: not known, or its author wants another size. */
static const struct image_size *size_wanted(const struct image_sizes *images,
                                            struct slice rest)
{
    struct slice tag = slice_first(rest, slice_find(rest, '>'));
    struct slice path = slice_from(tag, image_opening.len);
    bool told = slice_find_slice(tag, SLICE(" width=\"")) < tag.len ||
                slice_find_slice(tag, SLICE(" height=\"")) < tag.len;
    return told ? NULL : find_size(images, slice_first(path, slice_find(path, '/')));
}

/* Puts the size behind "<img", which is then taken. */
static size_t add_size(struct buf *buf, const struct image_sizes *images,
                       struct slice rest)
{
    const struct image_size *size = slice_starts(rest, image_opening) && images->count
                                        ? size_wanted(images, rest)
                                        : NULL;
    if (!size)
        return 0;
    buf_add_format(buf, "<img width=\"%lld\" height=\"%lld\"", (long long)size->width,
                   (long long)size->height);
    return sizeof "<img" - 1;
}

/* ---- HTML --------------------------------------------------------------------------- */

struct slice stored_html(struct arena *arena, const struct site_info *site,
                         const struct image_sizes *images, struct slice html)
{
    if (site->prefix.len == 0 && images->count == 0)
        return html;
    struct buf buf;
    buf_init(&buf, 0);
    while (html.len) {
        size_t tag = slice_find(html, '<');
        size_t len = opening_length(slice_from(html, tag));
        size_t taken = len ? tag + len : tag < html.len ? tag + 1 : tag;
        buf_add(&buf, slice_first(html, tag));
        size_t begun = add_size(&buf, images, slice_from(html, tag));
        buf_add(&buf, slice_from(slice_first(html, taken), tag + begun));
        if (len)
            buf_add(&buf, site->prefix);
        html = slice_from(html, taken);
    }
    struct slice out = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return out;
}

const struct article_doc *stored_doc(struct arena *arena, const struct site_info *site,
                                     const struct image_sizes *images,
                                     const struct article_doc *doc)
{
    if (site->prefix.len == 0 && images->count == 0)
        return doc;
    struct article_doc *copy = ARENA_NEW(arena, struct article_doc);
    *copy = *doc;
    copy->sections = ARENA_ARRAY(arena, doc->section_count, struct section);
    copy->items = ARENA_ARRAY(arena, doc->item_count, struct item);
    copy->steps = ARENA_ARRAY(arena, doc->step_count, struct step);
    for (size_t i = 0; i < doc->section_count; i++) {
        copy->sections[i] = doc->sections[i];
        copy->sections[i].html = stored_html(arena, site, images, doc->sections[i].html);
    }
    for (size_t i = 0; i < doc->item_count; i++) {
        copy->items[i] = doc->items[i];
        copy->items[i].html = stored_html(arena, site, images, doc->items[i].html);
    }
    for (size_t i = 0; i < doc->step_count; i++) {
        copy->steps[i] = doc->steps[i];
        copy->steps[i].html = stored_html(arena, site, images, doc->steps[i].html);
    }
    return copy;
}
