#include "label_text.h"

#include "base/list.h"
#include "base/utf8.h"

static double point_width(uint32_t point)
{
    if (point >= 0x1100 &&
        (point <= 0x115F || (point >= 0x2E80 && point <= 0xA4CF) ||
         (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
         (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
         point >= 0x1F300))
        return 14.5;
    if (point < 0x80 && strchr("ijltfI.,:;'|!()[] ", (int)point))
        return 4.6;
    if (point < 0x80 && strchr("mwMW@%", (int)point))
        return 12.5;
    return point >= 'A' && point <= 'Z' ? 9.8 : 7.9;
}

double label_width(struct slice text)
{
    double width = 0;
    while (text.len) {
        uint32_t point;
        size_t len = utf8_next(text, &point);
        width += point_width(len ? point : 'x');
        text = slice_from(text, len ? len : 1);
    }
    return width;
}

/* White space and control characters as single spaces. */
static struct slice tidy(struct arena *arena, struct slice text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c > 0x20 && c != 0x7F)
            out[len++] = text.ptr[i];
        else if (len && out[len - 1] != ' ')
            out[len++] = ' ';
    }
    out[len] = '\0';
    return slice_trim(slice_of(out, len));
}

/* How many bytes of `text` make the next line: up to the last space that fits, or as many
 * characters as fit, one at least. */
static size_t line_length(struct slice text, double width_px)
{
    size_t at = 0, space = 0;
    double width = 0;
    while (at < text.len) {
        uint32_t point = 0;
        size_t len = utf8_next(slice_from(text, at), &point);
        width += point_width(len ? point : 'x');
        if (width > width_px && at)
            return space ? space : at;
        if (text.ptr[at] == ' ')
            space = at;
        at += len ? len : 1;
    }
    return text.len;
}

static struct slice with_ellipsis(struct arena *arena, struct slice line, double width_px)
{
    const struct slice dots = SLICE("\xE2\x80\xA6");
    struct slice head =
        slice_first(line, line_length(line, width_px - label_width(dots)));
    return arena_format(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(head), SLICE_ARG(dots));
}

struct slices label_break(struct arena *arena, struct slice text, double width_px,
                          size_t max_lines)
{
    struct list lines = LIST_OF(arena, struct slice);
    struct slice rest = tidy(arena, text);
    do {
        size_t len = line_length(rest, width_px);
        struct slice line = slice_trim(slice_first(rest, len));
        rest = slice_trim(slice_from(rest, len));
        if (rest.len && lines.count + 1 == max_lines) {
            line = with_ellipsis(arena, line, width_px);
            rest.len = 0;
        }
        *LIST_PUSH(&lines, struct slice) = line;
    } while (rest.len);
    return (struct slices){lines.items, lines.count};
}
