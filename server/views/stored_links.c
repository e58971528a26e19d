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
        bool outside = rest.len > len && rest.ptr[len] == '/';
        if (slice_starts(rest, openings[i]) && !outside)
            return len - 1;
    }
    return 0;
}

struct slice stored_html(struct arena *arena, const struct site_info *site,
                         struct slice html)
{
    if (site->prefix.len == 0)
        return html;
    struct buf buf;
    buf_init(&buf, 0);
    while (html.len) {
        size_t tag = slice_find(html, '<');
        size_t len = opening_length(slice_from(html, tag));
        size_t taken = len ? tag + len : tag < html.len ? tag + 1 : tag;
        buf_add(&buf, slice_first(html, taken));
        if (len)
            buf_add(&buf, site->prefix);
        html = slice_from(html, taken);
    }
    struct slice out = arena_slice(arena, buf_slice(&buf));
    buf_release(&buf);
    return out;
}

const struct article_doc *stored_doc(struct arena *arena, const struct site_info *site,
                                     const struct article_doc *doc)
{
    if (site->prefix.len == 0)
        return doc;
    struct article_doc *copy = ARENA_NEW(arena, struct article_doc);
    *copy = *doc;
    copy->sections = ARENA_ARRAY(arena, doc->section_count, struct section);
    copy->items = ARENA_ARRAY(arena, doc->item_count, struct item);
    copy->steps = ARENA_ARRAY(arena, doc->step_count, struct step);
    for (size_t i = 0; i < doc->section_count; i++) {
        copy->sections[i] = doc->sections[i];
        copy->sections[i].html = stored_html(arena, site, doc->sections[i].html);
    }
    for (size_t i = 0; i < doc->item_count; i++) {
        copy->items[i] = doc->items[i];
        copy->items[i].html = stored_html(arena, site, doc->items[i].html);
    }
    for (size_t i = 0; i < doc->step_count; i++) {
        copy->steps[i] = doc->steps[i];
        copy->steps[i].html = stored_html(arena, site, doc->steps[i].html);
    }
    return copy;
}
