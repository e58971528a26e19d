#include "mdx.h"

enum { IMPORT_LINES = 60 }; /* imports stand at the beginning */

bool mdx_is_module(struct slice line)
{
    static const char *const starts[] = {"import ", "export const ", "export default ",
                                         "export function "};
    bool starts_so = false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        starts_so |= slice_starts(line, slice_cstr(starts[i]));
    return starts_so && (slice_starts(line, SLICE("export ")) ||
                         slice_find_slice(line, SLICE(" from ")) < line.len ||
                         slice_find_slice(line, SLICE("import {")) == 0 ||
                         (line.len > 7 && strchr("\"'", line.ptr[7])));
}

static bool imports_module(struct slice line)
{
    static const char *const froms[] = {" from '", " from \""};
    for (size_t i = 0; i < sizeof froms / sizeof *froms; i++)
        if (slice_starts(line, SLICE("import ")) &&
            slice_find_slice(line, slice_cstr(froms[i])) < line.len)
            return true;
    return false;
}

bool mdx_is(const struct parse *parse, struct slice text)
{
    struct slice line;
    bool fenced = false;
    if (slice_ends(parse->options->path, SLICE(".mdx")))
        return true;
    for (size_t i = 0; i < IMPORT_LINES && slice_line(&text, &line);) {
        i += slice_trim(line).len != 0;
        fenced ^= slice_starts(line, SLICE("```"));
        if (!fenced && imports_module(line))
            return true;
    }
    return false;
}

size_t mdx_tag(struct slice s, struct slice *out_inside)
{
    size_t at = s.len > 1 && s.ptr[1] == '/' ? 2 : 1;
    size_t braces = 0;
    char quote = '\0';
    if (s.len < 3 || s.ptr[0] != '<' || at >= s.len || s.ptr[at] < 'A' || s.ptr[at] > 'Z')
        return 0;
    for (; at < s.len; at++) {
        char c = s.ptr[at];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c && strchr("\"'", c))
            quote = c;
        else if (c == '{')
            braces++;
        else if (c == '}' && braces)
            braces--;
        else if (c == '>' && braces == 0)
            break;
        else if (c == '<' && braces == 0)
            return 0;
    }
    if (at == s.len)
        return 0;
    *out_inside = slice_of(s.ptr + 1, at - 1);
    return at + 1;
}

/* 'text' or "text" behind `name` and a colon. */
static struct slice member(struct slice object, const char *name)
{
    struct slice rest =
        slice_from(object, slice_find_slice(object, slice_cstr(name)) + strlen(name));
    rest = slice_trim(rest);
    while (rest.len && strchr("\"': ", rest.ptr[0]) && rest.ptr[0] != ':')
        rest = slice_from(rest, 1);
    if (rest.len == 0 || rest.ptr[0] != ':')
        return SLICE("");
    return mark_argument(slice_from(rest, 1));
}

struct slice mdx_label(struct slice attributes, struct slice value)
{
    struct slice rest = attributes, object;
    while (slice_split(&rest, '}', &object)) {
        while (slice_find(object, '{') < object.len)
            object = slice_from(object, slice_find(object, '{') + 1);
        struct slice found = member(object, "value");
        if (slice_eq(found, value) && member(object, "label").len)
            return member(object, "label");
    }
    return SLICE("");
}

/* ---- lines ------------------------------------------------------------------------- */

static size_t comment_length(struct slice s)
{
    size_t end = slice_find_slice(s, SLICE("*/}"));
    return slice_starts(s, SLICE("{/*")) && end < s.len ? end + 3 : 0;
}

static bool is_called(struct slice inside, const char *name)
{
    return slice_eq_cstr(
        mark_word(slice_from(inside, inside.len && inside.ptr[0] == '/')), name);
}

/* A link stays one; any other component is left out. */
static size_t add_component(struct parse *parse, size_t line, struct slice s,
                            struct buf *out)
{
    struct slice inside;
    size_t len = mdx_tag(s, &inside);
    if (len == 0)
        return 0;
    struct slice to = mark_attribute(inside, "to");
    bool is_end = inside.ptr[0] == '/';
    if (is_called(inside, "Link") && (to.len || is_end)) {
        buf_add_cstr(out, is_end ? "</a>" : "<a href=\"");
        buf_add_html_attr(out, to);
        buf_add_cstr(out, is_end ? "" : "\">");
    } else if (!is_end) {
        mark_warn(parse, line, "mdx.component", slice_first(s, len));
    }
    return len;
}

void mdx_add_line(struct parse *parse, size_t line, struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.len;) {
        struct slice rest = slice_first(slice_from(s, at), MARK_BYTES);
        size_t len = 0;
        if (rest.ptr[0] == '`') {
            len = mark_code_span(rest);
            buf_add(out, slice_first(rest, len));
        } else if (rest.ptr[0] == '{') {
            len = comment_length(rest);
        } else if (rest.ptr[0] == '<') {
            len = add_component(parse, line, rest, out);
        }
        if (len == 0)
            buf_add_byte(out, rest.ptr[0]);
        at += len ? len : 1;
    }
}
