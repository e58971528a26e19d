#include "ceilings.h"

struct check {
    struct parse *parse;
    size_t line;
    char fence; /* '`' or '~' inside a fenced block, as far as one line tells */
    size_t fence_len;
    size_t columns; /* of the table that the lines above began, or 0 */
    size_t cells;
    size_t marks; /* in this paragraph */
};

static bool is_blank(struct slice line)
{
    return slice_trim(line).len == 0;
}

static size_t run_of(struct slice s, char c)
{
    size_t len = 0;
    while (len < s.len && s.ptr[len] == c)
        len++;
    return len;
}

static bool is_thematic_break(struct slice s)
{
    char mark = s.len ? s.ptr[0] : '\0';
    if (!mark || !strchr("-*_", mark))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != mark && s.ptr[i] != ' ' && s.ptr[i] != '\t')
            return false;
    return true;
}

/* Length of one block quote or list mark at the beginning, with its space; 0 when there
 * is none. */
static size_t mark_length(struct slice s)
{
    size_t digits = 0;
    while (digits < s.len && digits < 9 && s.ptr[digits] >= '0' && s.ptr[digits] <= '9')
        digits++;
    if (s.len && s.ptr[0] == '>')
        return 1;
    size_t len = digits ? digits + (digits < s.len && strchr(".)", s.ptr[digits]))
                        : (s.len && strchr("-+*", s.ptr[0]));
    if (len == digits)
        return 0;
    return len == s.len || s.ptr[len] == ' ' || s.ptr[len] == '\t' ? len : 0;
}

/* What stands behind the marks of quotes and lists; *out_depth how many there may be:
 * marks on this line, and lists above that its indentation continues. */
static struct slice skip_containers(struct slice line, size_t *out_depth)
{
    size_t marks = 0, indent = 0;
    for (;;) {
        size_t spaces = 0;
        while (spaces < line.len && strchr(" \t", line.ptr[spaces]))
            spaces++;
        struct slice rest = slice_from(line, spaces);
        size_t len = is_thematic_break(rest) ? 0 : mark_length(rest);
        if (len == 0) {
            *out_depth = marks ? marks + indent / 2 : 0;
            return rest;
        }
        marks++;
        indent += spaces > 1 ? spaces : 0;
        line = slice_from(rest, len);
    }
}

static enum status refuse(struct check *c, const char *code, const char *what, size_t max)
{
    parse_error(c->parse, c->line, code, "%s; at most %zu are allowed", what, max);
    return STATUS_TOO_LARGE;
}

/* Cells of a delimiter row "|---|:-:|", or 0. */
static size_t delimiter_columns(struct slice s)
{
    size_t pipes = 0, dashes = 0;
    s = slice_trim(s);
    for (size_t i = 0; i < s.len; i++) {
        if (!strchr("|-: \t", s.ptr[i]))
            return 0;
        pipes += s.ptr[i] == '|';
        dashes += s.ptr[i] == '-';
    }
    if (dashes == 0 || pipes == 0)
        return 0;
    return pipes + 1 - (s.ptr[0] == '|') - (s.len > 1 && s.ptr[s.len - 1] == '|');
}

/* A table in what looks like a code block is not one, as a rule: there only sizes that
 * would hurt are refused. */
static enum status check_table(struct check *c, struct slice text)
{
    size_t factor = c->fence ? 20 : 1;
    size_t columns = delimiter_columns(text);
    if (columns && !c->columns) {
        c->columns = columns;
        c->cells = columns;
    }
    if (!c->columns)
        return STATUS_OK;
    c->cells += c->columns;
    if (c->columns > TABLE_COLUMNS_MAX * factor)
        return refuse(c, "table.columns", "A table has too many columns",
                      TABLE_COLUMNS_MAX);
    if (c->cells > TABLE_CELLS_MAX * factor)
        return refuse(c, "table.cells", "A table has too many cells", TABLE_CELLS_MAX);
    return STATUS_OK;
}

static size_t count_marks(struct slice text)
{
    static const bool is_mark[256] = {
        ['['] = true, [']'] = true, ['*'] = true, ['_'] = true, ['~'] = true,
        ['<'] = true, ['&'] = true, ['`'] = true, ['!'] = true,
    };
    size_t marks = 0;
    for (size_t i = 0; i < text.len; i++)
        marks += is_mark[(unsigned char)text.ptr[i]];
    return marks;
}

static void track_fence(struct check *c, struct slice text)
{
    char mark = text.len && strchr("`~", text.ptr[0]) ? text.ptr[0] : '\0';
    size_t len = mark ? run_of(text, mark) : 0;
    if (len < 3)
        return;
    bool opens = mark == '~' || slice_find(slice_from(text, len), '`') == text.len - len;
    if (!c->fence && opens) {
        c->fence = mark;
        c->fence_len = len;
        c->marks = 0;
    } else if (c->fence && mark == c->fence && len >= c->fence_len &&
               is_blank(slice_from(text, len))) {
        c->fence = '\0';
        c->marks = 0;
    }
}

static enum status check_line(struct check *c, struct slice line)
{
    size_t depth;
    struct slice text = skip_containers(line, &depth);
    size_t factor = c->fence ? 20 : 1;
    if (depth > NESTING_MAX * (c->fence ? 4 : 1))
        return refuse(c, "nesting", "Lists or quotations are nested too deeply",
                      NESTING_MAX);
    if (is_blank(text)) {
        c->columns = c->marks = 0;
        return STATUS_OK;
    }
    track_fence(c, text);
    c->marks += count_marks(text);
    if (c->marks > PARAGRAPH_MARKS_MAX * factor)
        return refuse(c, "paragraph.marks", "One paragraph has too much markup",
                      PARAGRAPH_MARKS_MAX);
    return check_table(c, text);
}

enum status ceilings_check(struct parse *parse)
{
    struct check c = {.parse = parse};
    struct slice rest = parse->body, line;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && slice_line(&rest, &line)) {
        c.line++;
        status = check_line(&c, line);
    }
    return status;
}
