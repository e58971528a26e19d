#include "docfx.h"

#include "base/buf.h"

struct reducer {
    struct parse *parse;
    struct buf out;
    size_t line;
    size_t last_close; /* number of the last line ":::", or 0 */
    bool in_box;       /* between ":::note" and ":::" */
};

static const struct {
    const char *word, *callout;
} callouts[] = {
    {"note", "NOTE"},       {"tip", "TIP"},         {"important", "IMPORTANT"},
    {"warning", "WARNING"}, {"caution", "CAUTION"}, {"info", "NOTE"},
    {"success", "TIP"},     {"danger", "WARNING"},  {"error", "WARNING"},
    {"alert", "WARNING"},
};

enum {
    CALLOUTS_KNOWN = 5, /* the first of them are known to the renderer */
    MARK_BYTES =
        4000 /* a longer mark is text: no search runs to the end of a long line */
};

static const char *callout_of(struct slice word)
{
    for (size_t i = 0; i < sizeof callouts / sizeof *callouts; i++)
        if (slice_eq_nocase(word, slice_cstr(callouts[i].word)))
            return callouts[i].callout;
    return NULL;
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

static struct slice word_at(struct slice s)
{
    size_t len = 0;
    while (len < s.len && is_word_char(s.ptr[len]))
        len++;
    return slice_first(s, len);
}

/* Offset of the quote that closes the one before `s`; one behind a backslash does not. */
static size_t quote_end(struct slice s, char quote)
{
    for (size_t at = 0; at < s.len; at++)
        if (s.ptr[at] == '\\')
            at++;
        else if (s.ptr[at] == quote)
            return at;
    return s.len;
}

/* name="value", name='value' or name=value anywhere in `s`; empty when it is missing. */
static struct slice attribute_of(struct slice s, const char *name)
{
    struct slice wanted = slice_cstr(name);
    for (size_t at = 0; at + wanted.len < s.len; at++) {
        bool starts_word = at == 0 || !is_word_char(s.ptr[at - 1]);
        if (!starts_word || !slice_starts_nocase(slice_from(s, at), wanted) ||
            s.ptr[at + wanted.len] != '=')
            continue;
        struct slice value = slice_from(s, at + wanted.len + 1);
        if (value.len && strchr("\"'", value.ptr[0]))
            return slice_first(slice_from(value, 1),
                               quote_end(slice_from(value, 1), value.ptr[0]));
        return slice_first(value, slice_find(value, ' '));
    }
    return SLICE("");
}

/* ---- writing Markdown -------------------------------------------------------------- */

static void add_words(struct buf *out, struct slice words)
{
    for (size_t i = 0; i < words.len; i++) {
        if (strchr("[]\\<`", words.ptr[i]))
            buf_add_byte(out, '\\');
        buf_add_byte(out, words.ptr[i]);
    }
}

static void add_address(struct buf *out, struct slice url)
{
    buf_add_cstr(out, "(<");
    for (size_t i = 0; i < url.len; i++)
        if (url.ptr[i] == '<' || url.ptr[i] == '>')
            buf_add_format(out, "%%%02X", (unsigned char)url.ptr[i]);
        else
            buf_add_byte(out, url.ptr[i]);
    buf_add_cstr(out, ">)");
}

/* "media/pencil-icon.png" → "pencil icon". */
static void add_name_of(struct buf *out, struct slice url)
{
    struct slice rest = url, part, name = url;
    while (slice_split(&rest, '/', &part))
        name = part;
    name = slice_first(name, slice_find(name, '.'));
    for (size_t i = 0; i < name.len; i++) {
        char c = strchr("-_[]\\<`", name.ptr[i]) ? ' ' : name.ptr[i];
        buf_add_byte(out, c);
    }
}

/* A link without words shows its address, an image without words the name of its file. */
static void add_link(struct buf *out, const char *start, struct slice words,
                     struct slice url)
{
    buf_add_cstr(out, start);
    if (words.len || start[0] != '!')
        add_words(out, words.len ? words : url);
    else
        add_name_of(out, url);
    buf_add_byte(out, ']');
    add_address(out, url);
}

static void warn_of(struct reducer *r, const char *code, struct slice mark)
{
    parse_warning(r->parse, r->line, code, "The mark '" SLICE_FMT "' is left out",
                  SLICE_ARG(slice_first(slice_trim(mark), 100)));
}

/* ---- ":::name attributes:::" ------------------------------------------------------- */

/* Each reads a mark at the beginning of `s` and returns its length, 0 when it is none.
 * `before` is what stands left of it on the line. */
typedef size_t reduce_fn(struct reducer *r, struct slice before, struct slice s);

static bool is_container_prefix(struct slice before)
{
    for (size_t i = 0; i < before.len; i++)
        if (!strchr(" \t>*+-.)0123456789", before.ptr[i]))
            return false;
    return true;
}

/* Length up to and with the closing ":::", or of the whole line. Quotes may hold colons.
 */
static size_t directive_length(struct slice s)
{
    char quote = '\0';
    for (size_t at = 3; at < s.len; at++) {
        if (s.ptr[at] == '\\')
            at++;
        else if (s.ptr[at] == '"')
            quote = quote ? '\0' : '"';
        if (!quote && slice_starts(slice_from(s, at), SLICE(":::")))
            return at + 3;
    }
    return s.len;
}

static size_t open_box(struct reducer *r, struct slice before, struct slice s,
                       struct slice word)
{
    const char *callout = callout_of(word);
    if (!callout || before.len || r->in_box || directive_length(s) != s.len ||
        r->line >= r->last_close)
        return 0;
    struct slice title = slice_trim(slice_from(s, (size_t)(word.ptr - s.ptr) + word.len));
    r->in_box = true;
    buf_add_format(&r->out, "> [!%s] " SLICE_FMT, callout, SLICE_ARG(title));
    return s.len;
}

static size_t reduce_directive(struct reducer *r, struct slice before, struct slice s)
{
    struct slice inside = slice_from(s, 3);
    while (inside.len && inside.ptr[0] == ' ')
        inside = slice_from(inside, 1);
    struct slice word = word_at(inside);
    size_t len = directive_length(s);
    if (word.len && open_box(r, before, s, word))
        return s.len;
    struct slice mark = slice_first(s, len);
    struct slice source = attribute_of(mark, "source");
    if (slice_eq_nocase(word, SLICE("image")) && source.len) {
        add_link(&r->out, "![", attribute_of(mark, "alt-text"), source);
        return len;
    }
    if (slice_eq_nocase(word, SLICE("video")) && source.len) {
        add_link(&r->out, "[", attribute_of(mark, "title"), source);
        return len;
    }
    if (slice_eq_nocase(word, SLICE("no-loc"))) {
        buf_add(&r->out, attribute_of(mark, "text"));
        return len;
    }
    if (!is_container_prefix(before) || (word.len == 0 && slice_trim(inside).len))
        return 0;
    if (slice_eq_nocase(word, SLICE("code")) && source.len)
        add_link(&r->out, "[", source, source);
    if (word.len && !slice_eq_nocase(word, SLICE("image-end")))
        warn_of(r, "docfx.directive", mark);
    return len;
}

/* ---- "[!NAME …]" ------------------------------------------------------------------- */

/* Offset of the "]" that closes the "[" at the beginning, or s.len. */
static size_t bracket_end(struct slice s)
{
    size_t depth = 0;
    for (size_t at = 0; at < s.len; at++) {
        if (s.ptr[at] == '\\')
            at++;
        else if (s.ptr[at] == '[')
            depth++;
        else if (s.ptr[at] == ']' && --depth == 0)
            return at;
    }
    return s.len;
}

/* Nothing can be included: the words, as a link that the importer may know. */
static void leave_include(struct reducer *r, struct slice words, struct slice path,
                          struct slice inside)
{
    parse_warning(r->parse, r->line, "docfx.include",
                  "The included file '" SLICE_FMT "' is not part of this text",
                  SLICE_ARG(slice_first(path.len ? path : inside, 200)));
    if (words.len && path.len)
        add_link(&r->out, "[", words, path);
}

/* "[!INCLUDE [words](path)]": a link that marks the place; inclusion.h does the rest. */
static void add_include(struct reducer *r, struct slice inside)
{
    struct parse *parse = r->parse;
    struct slice link = slice_from(inside, slice_find(inside, '['));
    size_t end = link.len ? bracket_end(link) : 0;
    struct slice words = slice_trim(slice_of(link.ptr + 1, end > 1 ? end - 1 : 0));
    struct slice path = slice_from(link, end + 1);
    if (path.len && path.ptr[0] == '(')
        path = slice_of(path.ptr + 1, slice_find(path, ')') - 1);
    path = slice_trim(slice_first(path, slice_find(path, '"')));
    if (!parse->options->include || path.len == 0) {
        leave_include(r, words, path, inside);
        return;
    }
    size_t index = parse->includes.count;
    *LIST_PUSH(&parse->includes, struct include_mark) =
        (struct include_mark){arena_slice(parse->arena, path), r->line};
    buf_add_byte(&r->out, '[');
    add_words(&r->out, words);
    buf_add_format(&r->out, "](" SLICE_FMT "%zu)", SLICE_ARG(parse->include_scheme),
                   index);
}

static size_t reduce_bracket(struct reducer *r, struct slice before, struct slice s)
{
    struct slice word = word_at(slice_from(s, 2));
    size_t end = bracket_end(s);
    if (word.len == 0 || end == s.len)
        return 0;
    struct slice inside = slice_trim(slice_of(word.ptr + word.len, end - 2 - word.len));
    if (inside.len == 0) {
        const char *callout = callout_of(word);
        struct slice left = slice_trim(before);
        if (left.len == 0 || left.ptr[left.len - 1] != '>')
            return 0;
        buf_add_format(&r->out, "[!%s]", callout ? callout : "NOTE");
        if (!callout)
            warn_of(r, "docfx.callout", slice_first(s, end + 1));
    } else if (slice_eq_nocase(word, SLICE("include"))) {
        add_include(r, inside);
    } else if (slice_eq_nocase(word, SLICE("video"))) {
        add_link(&r->out, "[", SLICE(""), inside);
    } else if (slice_eq_nocase(word, SLICE("uicontrol"))) {
        buf_add_format(&r->out, "**" SLICE_FMT "**", SLICE_ARG(inside));
    } else if (!slice_eq_nocase(word, SLICE("div"))) {
        buf_add(&r->out, inside);
    }
    return end + 1;
}

/* ---- "{{< name … >}}" -------------------------------------------------------------- */

/* The first argument behind the name, without its quotes. */
static struct slice first_argument(struct slice inside, struct slice name)
{
    struct slice rest =
        slice_trim(slice_from(inside, (size_t)(name.ptr - inside.ptr) + name.len));
    if (rest.len && strchr("\"'`", rest.ptr[0]))
        return slice_first(slice_from(rest, 1),
                           slice_find(slice_from(rest, 1), rest.ptr[0]));
    return slice_first(rest, slice_find(rest, ' '));
}

static size_t reduce_shortcode(struct reducer *r, struct slice before, struct slice s)
{
    (void)before;
    struct slice close = s.ptr[2] == '<' ? SLICE(">}}") : SLICE("%}}");
    struct slice behind = slice_from(s, 3);
    size_t end = slice_find_slice(behind, close);
    if (end == behind.len)
        return 0;
    struct slice inside = slice_trim(slice_first(behind, end));
    struct slice name = word_at(inside);
    struct slice argument = first_argument(inside, name);
    struct slice source = attribute_of(inside, "src");
    if (slice_eq_cstr(name, "ref") || slice_eq_cstr(name, "relref"))
        buf_add(&r->out, argument);
    else if (slice_eq_cstr(name, "figure") && source.len)
        add_link(&r->out, "![", attribute_of(inside, "alt"), source);
    else if (slice_eq_cstr(name, "youtube") && argument.len)
        add_link(
            &r->out, "[", SLICE(""),
            arena_format(r->parse->arena, "https://www.youtube.com/watch?v=" SLICE_FMT,
                         SLICE_ARG(argument)));
    else if (inside.len == 0 || inside.ptr[0] != '/')
        warn_of(r, "hugo.shortcode", slice_first(s, end + 6));
    return end + 6;
}

/* ---- "](file name.md)" -------------------------------------------------------------- */

static bool names_file(struct slice path)
{
    static const char *const endings[] = {".md",   ".markdown", ".png", ".jpg",
                                          ".jpeg", ".gif",      ".svg"};
    path = slice_first(path, slice_find(path, '#'));
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_ends(path, slice_cstr(endings[i])))
            return true;
    return false;
}

/* The address at "](": a file whose name has spaces, which Markdown takes for no address;
 * empty otherwise. */
static struct slice spaced_address(struct slice s)
{
    struct slice address = slice_from(s, 2);
    size_t end = slice_find(address, ')');
    if (end == address.len)
        return SLICE("");
    address = slice_trim(slice_first(address, end));
    for (size_t i = 0; i < address.len; i++)
        if (strchr("<>\"'(\\\n", address.ptr[i]))
            return SLICE("");
    return slice_find(address, ' ') < address.len && names_file(address) ? address
                                                                         : SLICE("");
}

static size_t reduce_address(struct reducer *r, struct slice before, struct slice s)
{
    struct slice address = spaced_address(s);
    (void)before;
    if (address.len == 0)
        return 0;
    buf_add_byte(&r->out, ']');
    add_address(&r->out, address);
    return slice_find(s, ')') + 1;
}

/* ---- lines ------------------------------------------------------------------------- */

static const struct {
    const char *start;
    reduce_fn *reduce;
} marks[] = {
    {":::", reduce_directive}, {"[!", reduce_bracket}, {"{{<", reduce_shortcode},
    {"{{%", reduce_shortcode}, {"](", reduce_address},
};

/* "## [Words](#tab/x)" → "#### Words", also where the author forgot the first bracket. The
 * level of a tab says nothing about the outline. */
static bool reduce_tab_heading(struct reducer *r, struct slice line)
{
    struct slice s = slice_trim(line);
    size_t level = 0;
    while (level < s.len && s.ptr[level] == '#')
        level++;
    struct slice link = slice_trim(slice_from(s, level));
    size_t open = link.len && link.ptr[0] == '[';
    size_t end = open ? bracket_end(link) : slice_find_slice(link, SLICE("](#tab/"));
    if (level == 0 || level > 6 || end >= link.len ||
        !slice_starts(slice_from(link, end), SLICE("](#tab/")))
        return false;
    buf_add_format(&r->out, "#### " SLICE_FMT, (int)(end - open), link.ptr + open);
    return true;
}

/* Length of a code span at the beginning of `s`, or of its backticks when it does not end
 * here. */
static size_t code_span_length(struct slice s)
{
    size_t ticks = 0;
    while (ticks < s.len && s.ptr[ticks] == '`')
        ticks++;
    for (size_t at = ticks; at < s.len;) {
        size_t run = 0;
        while (at + run < s.len && s.ptr[at + run] == '`')
            run++;
        if (run == ticks)
            return at + run;
        at += run ? run : 1;
    }
    return ticks;
}

static size_t reduce_mark(struct reducer *r, struct slice line, size_t at)
{
    struct slice s = slice_first(slice_from(line, at), MARK_BYTES);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_starts(s, slice_cstr(marks[i].start)))
            return marks[i].reduce(r, slice_first(line, at), s);
    return 0;
}

/* Length of what stands before the next byte that may begin a mark, a code span or an
 * escape. */
static size_t plain_length(struct slice s)
{
    static const bool begins[256] = {[':'] = true, ['['] = true,  ['{'] = true,
                                     [']'] = true, ['\\'] = true, ['`'] = true};
    size_t len = 0;
    while (len < s.len && !begins[(unsigned char)s.ptr[len]])
        len++;
    return len;
}

static void reduce_line(struct reducer *r, struct slice line)
{
    if (reduce_tab_heading(r, line))
        return;
    for (size_t at = 0; at < line.len;) {
        size_t plain = plain_length(slice_from(line, at));
        buf_add(&r->out, slice_of(line.ptr + at, plain));
        at += plain;
        if (at == line.len)
            return;
        struct slice near = slice_first(slice_from(line, at), MARK_BYTES);
        size_t span = line.ptr[at] == '`' ? code_span_length(near) : 0;
        if (line.ptr[at] == '\\' && at + 1 < line.len)
            span = 2;
        if (span) {
            buf_add(&r->out, slice_of(line.ptr + at, span));
            at += span;
            continue;
        }
        size_t len = reduce_mark(r, line, at);
        if (len == 0)
            buf_add_byte(&r->out, line.ptr[at]);
        at += len ? len : 1;
    }
}

static void next_line(struct reducer *r, struct slice line, bool is_code)
{
    if (r->in_box && slice_eq(slice_trim(line), SLICE(":::"))) {
        r->in_box = false;
        return;
    }
    if (r->in_box)
        buf_add_cstr(&r->out, "> ");
    if (is_code)
        buf_add(&r->out, line);
    else
        reduce_line(r, line);
}

static struct slice line_from(struct slice text, size_t at)
{
    struct slice near = slice_first(slice_from(text, at), MARK_BYTES);
    return slice_first(near, slice_find(near, '\n'));
}

bool docfx_is_likely(struct slice text)
{
    static const char *const signs[] = {":::", "{{<", "{{%", "](#tab/"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (slice_find_slice(text, slice_cstr(signs[i])) < text.len)
            return true;
    for (size_t at = 0; at < text.len; at += 2) {
        at += slice_find_slice(slice_from(text, at), SLICE("]("));
        if (at < text.len && spaced_address(line_from(text, at)).len)
            return true;
    }
    for (size_t at = 0; at < text.len; at += 2) {
        at += slice_find_slice(slice_from(text, at), SLICE("[!"));
        struct slice word = word_at(slice_from(text, at + 2));
        bool known = false;
        for (size_t i = 0; i < CALLOUTS_KNOWN; i++)
            known |= slice_eq_nocase(word, slice_cstr(callouts[i].word));
        if (word.len && !known)
            return true;
    }
    return false;
}

static size_t last_close_of(struct slice text)
{
    struct slice line;
    size_t last = 0;
    for (size_t number = 1; slice_line(&text, &line); number++)
        if (slice_eq(slice_trim(line), SLICE(":::")))
            last = number;
    return last;
}

/* A beginning of addresses that the author has not used. */
static struct slice unused_scheme(struct arena *arena, struct slice text)
{
    struct slice scheme;
    uint64_t number = slice_hash(text);
    do
        scheme = arena_format(arena, "include-%llx:", (unsigned long long)number++);
    while (slice_find_slice(text, scheme) < text.len);
    return scheme;
}

struct slice docfx_reduce(struct parse *parse, struct slice text, const bool *is_code,
                          size_t line_count)
{
    struct reducer r = {.parse = parse, .last_close = last_close_of(text)};
    struct slice line;
    parse->include_scheme = unused_scheme(parse->arena, text);
    parse->includes = LIST_OF(parse->arena, struct include_mark);
    buf_init(&r.out, 0);
    while (slice_line(&text, &line)) {
        r.line++;
        next_line(&r, line, r.line <= line_count && is_code[r.line - 1]);
        buf_add_byte(&r.out, '\n');
    }
    struct slice made = arena_slice(parse->arena, buf_slice(&r.out));
    buf_release(&r.out);
    return made;
}
