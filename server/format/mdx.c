#include "mdx.h"

enum {
    MODULE_LINES = 60, /* of one export whose brackets stand open over empty lines */
    BARE_MAX = 2       /* attributes without a value in a row: more are prose */
};

/* ---- modules ----------------------------------------------------------------------- */

static bool is_blank(struct slice s)
{
    return slice_trim(s).len == 0;
}

static bool is_name_char(char c)
{
    return mark_is_word_char(c) || (c >= '0' && c <= '9') || c == '$';
}

static bool is_name(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_name_char(s.ptr[i]))
            return false;
    return s.len != 0;
}

static struct slice skip_any(struct slice s, const char *bytes)
{
    while (s.len && s.ptr[0] && strchr(bytes, s.ptr[0]))
        s = slice_from(s, 1);
    return s;
}

/* A quoted path and nothing else, but for the end of the statement. */
static bool is_path(struct slice s)
{
    s = skip_any(s, " \t");
    if (s.len < 3 || (s.ptr[0] != '"' && s.ptr[0] != '\''))
        return false;
    size_t end = slice_find(slice_from(s, 1), s.ptr[0]) + 1;
    struct slice behind = skip_any(slice_from(s, end + 1), " \t\r;");
    return end > 1 && end < s.len &&
           (behind.len == 0 || slice_starts(behind, SLICE("//")));
}

static bool is_from(struct slice s)
{
    return slice_starts(s, SLICE("from")) && is_path(slice_from(s, 4));
}

/* "Name", "* as Name", "{…}" or "Name, {…}". */
static bool is_clause(struct slice s)
{
    if (slice_starts(s, SLICE("type ")))
        s = slice_trim(slice_from(s, 5));
    if (slice_starts(s, SLICE("* as ")))
        return is_name(slice_trim(slice_from(s, 5)));
    size_t brace = slice_find(s, '{');
    struct slice first = slice_trim(slice_first(s, brace));
    if (brace == s.len)
        return is_name(first);
    bool comma = first.len && first.ptr[first.len - 1] == ',';
    return s.ptr[s.len - 1] == '}' &&
           (first.len == 0 ||
            (comma && is_name(slice_trim(slice_first(first, first.len - 1)))));
}

/* `s`: what stands behind "import ". */
static bool is_import(struct slice s)
{
    for (size_t at = 1; at < s.len; at++)
        if (!is_name_char(s.ptr[at - 1]) && is_from(slice_from(s, at)))
            return is_clause(slice_trim(slice_first(s, at)));
    return is_path(s);
}

/* Whether nothing but names and commas stands on the line. */
static bool are_names(struct slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (!is_name_char(line.ptr[i]) && !(line.ptr[i] == ',' || line.ptr[i] == ' '))
            return false;
    return !is_blank(line) && !slice_starts(line, SLICE("import "));
}

/* "import {", then names line for line, then "} from …". */
static size_t import_lines(struct slice text)
{
    struct slice line, rest = text;
    slice_line(&rest, &line);
    struct slice first = slice_from(line, 7);
    if (is_import(first))
        return 1;
    if (slice_find(first, '{') == first.len || slice_find(first, '}') < first.len)
        return 0;
    for (size_t count = 2; slice_line(&rest, &line); count++) {
        size_t end = slice_find(line, '}');
        if (end < line.len)
            return is_from(slice_trim(slice_from(line, end + 1))) ? count : 0;
        if (!are_names(line))
            return 0;
    }
    return 0;
}

/* `s`: what stands behind "export ". A sentence may begin so as well. */
static bool is_export(struct slice s)
{
    static const char *const values[] = {"const ", "let ", "var ", "type "};
    static const char *const shapes[] = {"function ", "async function ", "class ",
                                         "interface "};
    bool is_default = slice_starts(s, SLICE("default "));
    s = slice_trim(is_default ? slice_from(s, 8) : s);
    for (size_t i = 0; !is_default && i < sizeof values / sizeof *values; i++)
        if (slice_starts(s, slice_cstr(values[i])))
            return slice_find(s, '=') < s.len;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (slice_starts(s, slice_cstr(shapes[i])))
            return slice_find(s, '{') < s.len || slice_find(s, '(') < s.len;
    if (is_default && s.len && s.ptr[s.len - 1] == ';')
        return is_name(slice_first(s, s.len - 1));
    return s.len && (s.ptr[0] == '{' || (is_default && s.ptr[0] == '('));
}

/* How many brackets stand open behind the line. */
static size_t open_brackets(struct slice line, size_t open)
{
    for (size_t at = 0; at < line.len; at++) {
        char c = line.ptr[at];
        if (c == '"' || c == '\'') {
            size_t end = slice_find(slice_from(line, at + 1), c);
            at += end < line.len - at - 1 ? end + 1 : 0;
        } else if (c == '(' || c == '{' || c == '[') {
            open++;
        } else if ((c == ')' || c == '}' || c == ']') && open) {
            open--;
        }
    }
    return open;
}

static size_t export_lines(struct slice text)
{
    struct slice line, rest = text;
    size_t open = 0, before_blank = 0;
    for (size_t count = 1; count <= MODULE_LINES && slice_line(&rest, &line); count++) {
        struct slice s = slice_trim(line);
        if (s.len == 0 && before_blank == 0)
            before_blank = count - 1;
        open = open_brackets(s, open);
        if (open == 0 && !slice_ends(s, SLICE("=")) && !slice_ends(s, SLICE("=>")))
            return count;
    }
    for (size_t count = 0; before_blank == 0; count++)
        if (!slice_line(&text, &line) || is_blank(line))
            return count;
    return before_blank;
}

size_t mdx_module(struct slice text, bool *out_exports)
{
    struct slice line = slice_first(text, slice_find(text, '\n'));
    *out_exports = slice_starts(line, SLICE("export "));
    if (*out_exports)
        return is_export(slice_from(line, 7)) ? export_lines(text) : 0;
    return slice_starts(line, SLICE("import ")) ? import_lines(text) : 0;
}

bool mdx_is_prose(struct slice line)
{
    return !is_blank(line) && !slice_starts(line, SLICE("#")) &&
           !slice_starts(line, SLICE("<!--"));
}

bool mdx_is_named(const struct parse *parse)
{
    return slice_ends(parse->options->path, SLICE(".mdx"));
}

bool mdx_is(const struct parse *parse, struct slice text)
{
    struct slice line, rest = text;
    if (mdx_is_named(parse))
        return true;
    for (size_t skip = 0; slice_line(&rest, &line);) {
        bool exports = false;
        if (skip || !mdx_is_prose(line)) {
            skip -= skip != 0;
            continue;
        }
        struct slice ahead = slice_from(text, (size_t)(line.ptr - text.ptr));
        size_t lines = mdx_module(ahead, &exports);
        if (lines == 0 || !exports)
            return lines != 0;
        skip = lines - 1;
    }
    return false;
}

/* ---- tags -------------------------------------------------------------------------- */

/* Outside of quotes and braces. Prose with a "<" before it has other signs. */
static bool is_tag_char(char c)
{
    return is_name_char(c) || (c && strchr(" \t\n=/.:@#", c));
}

static bool is_blank_line(struct slice s)
{
    return is_blank(slice_first(s, slice_find(s, '\n')));
}

/* Words without a value, counted from the last that had one. */
static size_t count_bare(struct slice s, size_t at, size_t bare)
{
    bool begins = mark_is_word_char(s.ptr[at]) && strchr(" \t\n", s.ptr[at - 1]);
    return s.ptr[at] == '=' ? 0 : bare + begins;
}

/* Offset of the ">" that closes the tag at the beginning of `s`; 0: there is no tag; s.len: it
 * is not closed. */
static size_t tag_end(struct slice s)
{
    size_t at = s.len > 1 && s.ptr[1] == '/' ? 2 : 1;
    size_t braces = 0, bare = 0;
    char quote = '\0';
    if (s.len < 3 || s.ptr[0] != '<' || at >= s.len || s.ptr[at] < 'A' || s.ptr[at] > 'Z')
        return 0;
    for (; at < s.len; at++) {
        char c = s.ptr[at];
        if (c == '\n' && braces == 0 && is_blank_line(slice_from(s, at + 1)))
            return 0;
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '{')
            braces++;
        else if (c == '}' && braces)
            braces--;
        else if (c == '>' && braces == 0)
            break;
        else if (braces == 0 &&
                 (!is_tag_char(c) || (bare = count_bare(s, at, bare)) > BARE_MAX))
            return 0;
    }
    return at;
}

size_t mdx_tag(struct slice s, struct slice *out_inside)
{
    size_t end = tag_end(s);
    if (end == 0 || end == s.len)
        return 0;
    *out_inside = slice_of(s.ptr + 1, end - 1);
    return end + 1;
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

/* *closer: where the next end of a comment stands, if it is not left of `at`. */
static size_t comment_length(struct slice s, size_t at, size_t *closer)
{
    if (!slice_starts(slice_from(s, at), SLICE("{/*")))
        return 0;
    if (*closer <= at)
        *closer = at + slice_find_slice(slice_from(s, at), SLICE("*/}"));
    return *closer < s.len ? *closer + 3 - at : 0;
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
    bool is_open =
        false; /* a tag without an end: what looks like one behind it is text */
    for (size_t at = 0, closer = 0; at < s.len;) {
        struct slice rest = slice_first(slice_from(s, at), MARK_BYTES);
        size_t len = 0;
        if (rest.ptr[0] == '`') {
            len = mark_code_span(rest);
            buf_add(out, slice_first(rest, len));
        } else if (rest.ptr[0] == '{') {
            len = comment_length(s, at, &closer);
        } else if (rest.ptr[0] == '<' && !is_open) {
            is_open = tag_end(rest) == rest.len;
            len = is_open ? 0 : add_component(parse, line, rest, out);
        }
        if (len == 0)
            buf_add_byte(out, rest.ptr[0]);
        at += len ? len : 1;
    }
}
