#include "lines.h"

#include "base/list.h"

/* Offset behind the line end that begins at or after `at`. To look for the nearer of two
 * bytes in what is left would look through all of it for each line of a text that has only
 * the other. */
static size_t next_line(struct slice text, size_t at, bool has_returns)
{
    if (!has_returns)
        at += slice_find(slice_from(text, at), '\n');
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r')
        at++;
    if (at + 1 < text.len && text.ptr[at] == '\r' && text.ptr[at + 1] == '\n')
        at++;
    return at < text.len ? at + 1 : at;
}

struct lines lines_index(struct arena *arena, struct slice text)
{
    size_t count = 0;
    bool returns = slice_find(text, '\r') < text.len;
    for (size_t at = 0; at < text.len; at = next_line(text, at, returns))
        count++;
    struct lines lines = {ARENA_ARRAY(arena, count + 1, size_t), count};
    size_t line = 0;
    for (size_t at = 0; at < text.len; at = next_line(text, at, returns))
        lines.starts[line++] = at;
    lines.starts[count] = text.len;
    return lines;
}

size_t lines_start(const struct lines *lines, size_t line)
{
    size_t index = line ? line - 1 : 0;
    return lines->starts[index < lines->count ? index : lines->count];
}

size_t lines_of(const struct lines *lines, size_t offset)
{
    size_t low = 0, high = lines->count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (lines->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

struct slice lines_unify(struct arena *arena, struct slice text, size_t from)
{
    struct slice rest = slice_from(text, from);
    char *out = arena_alloc(arena, rest.len + 1);
    size_t len = slice_find(rest, '\r');
    if (rest.ptr && len)
        memcpy(out, rest.ptr, len);
    for (size_t i = len; i < rest.len; i++) {
        if (rest.ptr[i] != '\r')
            out[len++] = rest.ptr[i];
        else if (i + 1 == rest.len || rest.ptr[i + 1] != '\n')
            out[len++] = '\n';
    }
    out[len] = '\0';
    return slice_of(out, len);
}
