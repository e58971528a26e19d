/* Paths of files below the import root. */
#include "base/utf8.h"
#include "format/article_file.h"
#include "url.h"

enum { SEGMENTS_MAX = 64 };

struct segments {
    struct slice items[SEGMENTS_MAX];
    size_t count;
};

/* false: it climbs out of the root, or is deeper than any folder. */
static bool walk(struct segments *at, struct slice path)
{
    struct slice part;
    while (slice_split(&path, '/', &part)) {
        if (part.len == 0 || slice_eq_cstr(part, "."))
            continue;
        bool up = slice_eq_cstr(part, "..");
        if (up ? at->count == 0 : at->count == SEGMENTS_MAX)
            return false;
        if (up)
            at->count--;
        else
            at->items[at->count++] = part;
    }
    return true;
}

static struct slice write_path(struct arena *arena, const struct segments *at)
{
    size_t size = 1, len = 0;
    for (size_t i = 0; i < at->count; i++)
        size += at->items[i].len + 1;
    char *out = arena_alloc(arena, size);
    for (size_t i = 0; i < at->count; i++) {
        if (i)
            out[len++] = '/';
        memcpy(out + len, at->items[i].ptr, at->items[i].len);
        len += at->items[i].len;
    }
    out[len] = '\0';
    return slice_of(out, len);
}

static size_t path_length(struct slice href)
{
    size_t query = slice_find(href, '?'), fragment = slice_find(href, '#');
    return query < fragment ? query : fragment;
}

static struct slice decoded(struct arena *arena, struct slice path)
{
    struct slice plain = url_decode(arena, path);
    char *out = arena_strndup(arena, plain.ptr, plain.len);
    for (size_t i = 0; i < plain.len; i++)
        if (out[i] == '\\')
            out[i] = '/';
    return slice_of(out, plain.len);
}

struct slice article_path_join(struct arena *arena, struct slice from, struct slice href,
                               struct slice *out_tail)
{
    struct segments at = {.count = 0};
    size_t len = path_length(href);
    struct slice path = decoded(arena, slice_first(href, len));
    *out_tail = slice_from(href, len);
    if (slice_find(path, '\0') < path.len || utf8_invalid_at(path) < path.len)
        return (struct slice){NULL, 0};
    if (path.len == 0)
        return from;
    bool from_root = slice_starts(path, SLICE("/")) || slice_starts(path, SLICE("~/"));
    if (!from_root && !walk(&at, from))
        return (struct slice){NULL, 0};
    if (at.count)
        at.count--;
    if (!walk(&at, slice_from(path, path.ptr[0] == '~' && from_root)))
        return (struct slice){NULL, 0};
    return write_path(arena, &at);
}

static bool ends_nocase(struct slice s, struct slice ending)
{
    return s.len >= ending.len &&
           slice_eq_nocase(slice_from(s, s.len - ending.len), ending);
}

bool article_path_is_guide(struct slice path)
{
    static const char *const endings[] = {".md", ".markdown", ".mdx"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_nocase(path, slice_cstr(endings[i])))
            return true;
    return false;
}

bool article_path_is_part(struct slice path)
{
    static const char *const folders[] = {"includes", "_includes", "_partials",
                                          "_snippets"};
    struct slice part;
    while (slice_split(&path, '/', &part))
        for (size_t i = 0; path.ptr && i < sizeof folders / sizeof *folders; i++)
            if (slice_eq_nocase(part, slice_cstr(folders[i])))
                return true;
    return false;
}
