/* Where the front matter of a file stands. */
#include "front_matter.h"

#include "base/buf.h"

static struct slice line_at(const struct parse *parse, size_t line)
{
    size_t start = lines_start(&parse->lines, line);
    size_t end = lines_start(&parse->lines, line + 1);
    return slice_of(parse->source.ptr + start, end - start);
}

static bool is_fence(struct slice line, const char *marks)
{
    size_t len = line.len;
    while (len && strchr(" \t\r\n", line.ptr[len - 1]))
        len--;
    return slice_eq_cstr(slice_first(line, len), marks);
}

/* "key: …", "'key': …" or a comment: what YAML begins with and prose does not. */
static bool looks_like_yaml(struct slice line)
{
    line = slice_trim(line);
    size_t colon = slice_find(line, ':');
    if (line.len && line.ptr[0] == '#')
        return true;
    for (size_t i = 0; i < colon && colon < line.len; i++)
        if (strchr(" \t`*[](){}", line.ptr[i]))
            return false;
    return colon > 0 && colon < line.len &&
           (colon + 1 == line.len || line.ptr[colon + 1] == ' ');
}

static enum status take_block(struct parse *parse, size_t close, struct slice *out_yaml,
                              size_t *out_body_start)
{
    size_t start = lines_start(&parse->lines, 2);
    size_t end = lines_start(&parse->lines, close);
    if (end - start > FRONT_MATTER_MAX) {
        parse_error(parse, 1, "front-matter.too-large",
                    "The front matter is larger than %d KiB", FRONT_MATTER_MAX >> 10);
        return STATUS_TOO_LARGE;
    }
    *out_yaml = slice_of(parse->source.ptr + start, end - start);
    *out_body_start = lines_start(&parse->lines, close + 1);
    return STATUS_OK;
}

/* ---- TOML -------------------------------------------------------------------------- */

/* How many brackets more open than close on the line, outside texts. */
static int brackets_of(struct slice line)
{
    int open = 0;
    char quote = '\0';
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '#')
            break;
        else
            open += c == '[' ? 1 : c == ']' ? -1 : 0;
    }
    return open;
}

/* "key = value" becomes "key: value", which is the same in YAML for texts, numbers and
 * lists. Tables and texts over several lines are left out, and all behind them. */
static struct slice toml_as_yaml(struct parse *parse, struct slice toml)
{
    struct buf yaml;
    struct slice line;
    int open = 0;
    buf_init(&yaml, 0);
    for (size_t number = 2; slice_line(&toml, &line); number++) {
        struct slice s = slice_trim(line);
        size_t sign = slice_find(s, '=');
        bool value = s.len && s.ptr[0] != '#' && open == 0;
        if (value && (s.ptr[0] == '[' || sign == s.len ||
                      slice_find_slice(s, SLICE("\"\"\"")) < s.len ||
                      slice_find_slice(s, SLICE("'''")) < s.len)) {
            parse_warning(parse, number, "front-matter.toml",
                          "The TOML front matter is passed over from here on");
            break;
        }
        if (value)
            buf_add_format(&yaml, SLICE_FMT ": ",
                           SLICE_ARG(slice_trim(slice_first(s, sign))));
        else if (open)
            buf_add_cstr(&yaml, "  ");
        buf_add(&yaml, value ? slice_trim(slice_from(s, sign + 1)) : s);
        buf_add_byte(&yaml, '\n');
        open += brackets_of(value ? slice_from(s, sign) : s);
    }
    struct slice made = arena_slice(parse->arena, buf_slice(&yaml));
    buf_release(&yaml);
    return made;
}

enum status front_matter_find(struct parse *parse, struct slice *out_yaml,
                              size_t *out_body_start)
{
    size_t bom = slice_starts(parse->source, SLICE("\xEF\xBB\xBF")) ? 3 : 0;
    *out_yaml = SLICE("");
    *out_body_start = bom;
    struct slice first = slice_from(line_at(parse, 1), bom);
    const char *marks = is_fence(first, "+++") ? "+++" : "---";
    if (parse->lines.count < 2 || !is_fence(first, marks))
        return STATUS_OK;
    size_t sample = 2;
    while (sample < parse->lines.count && slice_trim(line_at(parse, sample)).len == 0)
        sample++;
    bool toml = marks[0] == '+';
    bool yaml = !toml && (looks_like_yaml(line_at(parse, sample)) ||
                          is_fence(line_at(parse, sample), marks));
    for (size_t line = 2; (yaml || toml) && line <= parse->lines.count; line++) {
        struct slice text = line_at(parse, line);
        if (!is_fence(text, marks) && !(yaml && is_fence(text, "...")))
            continue;
        if (yaml)
            return take_block(parse, line, out_yaml, out_body_start);
        enum status status = take_block(parse, line, out_yaml, out_body_start);
        if (status == STATUS_OK)
            *out_yaml = toml_as_yaml(parse, *out_yaml);
        return status;
    }
    if (!yaml)
        return STATUS_OK;
    parse_error(parse, 1, "front-matter.unclosed",
                "The front matter has no closing line of three hyphens");
    return STATUS_INVALID;
}
