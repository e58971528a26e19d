#include "docfx.h"

#include "inline_marks.h"

/* ---- ":::name attributes:::" ------------------------------------------------------- */

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

static size_t reduce_directive(struct reducer *r, struct slice before, struct slice s)
{
    struct slice inside = slice_from(s, 3);
    while (inside.len && inside.ptr[0] == ' ')
        inside = slice_from(inside, 1);
    struct slice word = mark_word(inside);
    size_t len = directive_length(s);
    struct slice mark = slice_first(s, len);
    struct slice source = mark_attribute(mark, "source");
    if (slice_eq_nocase(word, SLICE("image")) && source.len) {
        mark_add_link(&r->out, "![", mark_attribute(mark, "alt-text"), source);
        return len;
    }
    if (slice_eq_nocase(word, SLICE("video")) && source.len) {
        mark_add_link(&r->out, "[", mark_attribute(mark, "title"), source);
        return len;
    }
    if (slice_eq_nocase(word, SLICE("no-loc"))) {
        buf_add(&r->out, mark_attribute(mark, "text"));
        return len;
    }
    if (!is_container_prefix(before) || (word.len == 0 && slice_trim(inside).len))
        return 0;
    if (slice_eq_nocase(word, SLICE("code")) && source.len)
        mark_add_link(&r->out, "[", source, source);
    if (word.len && !slice_eq_nocase(word, SLICE("image-end")))
        mark_warn(r->parse, r->line, "docfx.directive", mark);
    return len;
}

/* ---- "[!NAME …]" ------------------------------------------------------------------- */

/* Nothing can be included: the words, as a link that the importer may know. */
static void leave_include(struct reducer *r, struct slice words, struct slice path,
                          struct slice inside)
{
    parse_warning(r->parse, r->line, "docfx.include",
                  "The included file '" SLICE_FMT "' is not part of this text",
                  SLICE_ARG(slice_first(path.len ? path : inside, 200)));
    if (words.len && path.len)
        mark_add_link(&r->out, "[", words, path);
}

/* "[!INCLUDE [words](path)]": a link that marks the place; inclusion.h does the rest. */
static void add_include(struct reducer *r, struct slice inside)
{
    struct parse *parse = r->parse;
    struct slice link = slice_from(inside, slice_find(inside, '['));
    size_t end = link.len ? mark_bracket_end(link) : 0;
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
    mark_add_words(&r->out, words);
    buf_add_format(&r->out, "](" SLICE_FMT "%zu)", SLICE_ARG(parse->include_scheme),
                   index);
}

/* Obsidian's callouts have their title behind the mark. */
static size_t add_callout_title(struct reducer *r, struct slice s)
{
    struct slice title = slice_trim(s);
    if (title.len)
        buf_add_format(&r->out, " **" SLICE_FMT "**  ", SLICE_ARG(title));
    return title.len ? s.len : 0;
}

static size_t reduce_bracket(struct reducer *r, struct slice before, struct slice s)
{
    struct slice word = mark_word(slice_from(s, 2));
    size_t end = mark_bracket_end(s);
    if (word.len == 0 || end == s.len)
        return 0;
    struct slice inside = slice_trim(slice_of(word.ptr + word.len, end - 2 - word.len));
    if (inside.len == 0) {
        const char *callout = mark_callout(word);
        struct slice left = slice_trim(before);
        if (left.len == 0 || left.ptr[left.len - 1] != '>')
            return 0;
        bool folds = end + 1 < s.len && strchr("+-", s.ptr[end + 1]);
        buf_add_format(&r->out, "[!%s]", callout ? callout : "NOTE");
        if (!callout)
            mark_warn(r->parse, r->line, "docfx.callout", slice_first(s, end + 1));
        if (folds || (callout && !mark_is_own_callout(word)))
            return end + 1 + folds + add_callout_title(r, slice_from(s, end + 1 + folds));
    } else if (slice_eq_nocase(word, SLICE("include"))) {
        add_include(r, inside);
    } else if (slice_eq_nocase(word, SLICE("video"))) {
        mark_add_link(&r->out, "[", SLICE(""), inside);
    } else if (slice_eq_nocase(word, SLICE("uicontrol"))) {
        buf_add_format(&r->out, "**" SLICE_FMT "**", SLICE_ARG(inside));
    } else if (!slice_eq_nocase(word, SLICE("div"))) {
        buf_add(&r->out, inside);
    }
    return end + 1;
}

/* ---- "{{< name … >}}" -------------------------------------------------------------- */

static size_t reduce_shortcode(struct reducer *r, struct slice before, struct slice s)
{
    (void)before;
    struct slice behind = slice_from(s, 3);
    size_t end =
        mark_find_closing(r, s.ptr[2] == '<' ? CLOSE_ANGLE : CLOSE_PERCENT, behind);
    if (end == behind.len)
        return 0;
    struct slice inside = slice_trim(slice_first(behind, end));
    struct slice name = mark_word(inside);
    struct slice argument =
        mark_argument(slice_from(inside, (size_t)(name.ptr - inside.ptr) + name.len));
    struct slice source = mark_attribute(inside, "src");
    if (slice_eq_cstr(name, "ref") || slice_eq_cstr(name, "relref"))
        buf_add(&r->out, argument);
    else if (slice_eq_cstr(name, "figure") && source.len)
        mark_add_link(&r->out, "![", mark_attribute(inside, "alt"), source);
    else if (slice_eq_cstr(name, "youtube") && argument.len)
        mark_add_link(
            &r->out, "[", SLICE(""),
            arena_format(r->parse->arena, "https://www.youtube.com/watch?v=" SLICE_FMT,
                         SLICE_ARG(argument)));
    else if (inside.len == 0 || inside.ptr[0] != '/')
        mark_warn(r->parse, r->line, "hugo.shortcode", slice_first(s, end + 6));
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
    mark_add_address(&r->out, address);
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
    size_t end = open ? mark_bracket_end(link) : slice_find_slice(link, SLICE("](#tab/"));
    if (level == 0 || level > 6 || end >= link.len ||
        !slice_starts(slice_from(link, end), SLICE("](#tab/")))
        return false;
    buf_add_format(&r->out, "#### " SLICE_FMT, (int)(end - open), link.ptr + open);
    return true;
}

static size_t reduce_mark(struct reducer *r, struct slice line, size_t at)
{
    struct slice s = slice_first(slice_from(line, at), MARK_BYTES);
    size_t len = inline_mark_reduce(r, slice_first(line, at), s);
    for (size_t i = 0; len == 0 && i < sizeof marks / sizeof *marks; i++)
        if (slice_starts(s, slice_cstr(marks[i].start)))
            return marks[i].reduce(r, slice_first(line, at), s);
    return len;
}

/* Length of what stands before the next byte that may begin a mark, a code span or an
 * escape. */
static size_t plain_length(struct slice s)
{
    static const bool begins[256] = {
        [':'] = true, ['['] = true, ['{'] = true,  [']'] = true,
        ['+'] = true, ['='] = true, ['\\'] = true, ['`'] = true};
    size_t len = 0;
    while (len < s.len && !begins[(unsigned char)s.ptr[len]])
        len++;
    return len;
}

static void reduce_line(struct reducer *r, struct slice line)
{
    if (reduce_tab_heading(r, line) || inline_mark_reduce_line(r, &line))
        return;
    for (size_t at = 0; at < line.len;) {
        size_t plain = plain_length(slice_from(line, at));
        buf_add(&r->out, slice_of(line.ptr + at, plain));
        at += plain;
        if (at == line.len)
            return;
        struct slice near = slice_first(slice_from(line, at), MARK_BYTES);
        size_t span = line.ptr[at] == '`' ? mark_code_span(near) : 0;
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
        struct slice word = mark_word(slice_from(text, at + 2));
        if (word.len && !mark_is_own_callout(word))
            return true;
    }
    for (size_t at = 0; at < text.len; at++)
        if (inline_mark_begins(text.ptr[at]) &&
            inline_mark_is_likely(slice_from(text, at),
                                  at == 0 || text.ptr[at - 1] == '\n'))
            return true;
    return false;
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
    struct reducer r = {.parse = parse};
    struct slice line;
    parse->include_scheme = unused_scheme(parse->arena, text);
    parse->includes = LIST_OF(parse->arena, struct include_mark);
    buf_init(&r.out, 0);
    inline_marks_note(&r, text);
    while (slice_line(&text, &line)) {
        r.line++;
        if (r.line <= line_count && is_code[r.line - 1])
            buf_add(&r.out, line);
        else
            reduce_line(&r, line);
        buf_add_byte(&r.out, '\n');
    }
    struct slice made = arena_slice(parse->arena, buf_slice(&r.out));
    buf_release(&r.out);
    return made;
}
