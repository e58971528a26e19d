#include "marks.h"

/* GitHub's five come first. */
static const struct {
    const char *word, *callout;
} callouts[] = {
    {"note", "NOTE"},       {"tip", "TIP"},           {"important", "IMPORTANT"},
    {"warning", "WARNING"}, {"caution", "CAUTION"},   {"info", "NOTE"},
    {"success", "TIP"},     {"danger", "WARNING"},    {"error", "WARNING"},
    {"alert", "WARNING"},   {"hint", "TIP"},          {"check", "TIP"},
    {"done", "TIP"},        {"attention", "WARNING"}, {"failure", "WARNING"},
    {"fail", "WARNING"},    {"missing", "WARNING"},   {"bug", "WARNING"},
    {"abstract", "NOTE"},   {"summary", "NOTE"},      {"tldr", "NOTE"},
    {"todo", "NOTE"},       {"question", "NOTE"},     {"help", "NOTE"},
    {"faq", "NOTE"},        {"example", "NOTE"},      {"quote", "NOTE"},
    {"cite", "NOTE"},       {"seealso", "NOTE"},      {"details", "NOTE"},
};

enum { OWN_CALLOUTS = 5 };

const char *mark_callout(struct slice word)
{
    for (size_t i = 0; i < sizeof callouts / sizeof *callouts; i++)
        if (slice_eq_nocase(word, slice_cstr(callouts[i].word)))
            return callouts[i].callout;
    return NULL;
}

bool mark_is_own_callout(struct slice word)
{
    for (size_t i = 0; i < OWN_CALLOUTS; i++)
        if (slice_eq_nocase(word, slice_cstr(callouts[i].word)))
            return true;
    return false;
}

/* ---- reading a mark ---------------------------------------------------------------- */

bool mark_is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

struct slice mark_word(struct slice s)
{
    size_t len = 0;
    while (len < s.len && mark_is_word_char(s.ptr[len]))
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

static bool is_quote(struct slice s)
{
    return s.len && strchr("\"'`", s.ptr[0]) && s.ptr[0];
}

static struct slice quoted(struct slice s)
{
    return slice_first(slice_from(s, 1), quote_end(slice_from(s, 1), s.ptr[0]));
}

static struct slice value_at(struct slice s)
{
    if (s.len && s.ptr[0] == '{') {
        struct slice inside = slice_trim(slice_of(s.ptr + 1, slice_find(s, '}') - 1));
        return is_quote(inside) ? quoted(inside) : inside;
    }
    return is_quote(s) ? quoted(s) : slice_first(s, slice_find(s, ' '));
}

struct slice mark_attribute(struct slice s, const char *name)
{
    struct slice wanted = slice_cstr(name);
    for (size_t at = 0; at + wanted.len < s.len; at++) {
        bool starts_word = at == 0 || !mark_is_word_char(s.ptr[at - 1]);
        if (starts_word && s.ptr[at + wanted.len] == '=' &&
            slice_starts_nocase(slice_from(s, at), wanted))
            return value_at(slice_from(s, at + wanted.len + 1));
    }
    return SLICE("");
}

struct slice mark_argument(struct slice s)
{
    s = slice_trim(s);
    if (is_quote(s))
        return quoted(s);
    struct slice word = slice_first(s, slice_find(s, ' '));
    return slice_find(word, '=') < word.len ? SLICE("") : word;
}

size_t mark_bracket_end(struct slice s)
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

size_t mark_code_span(struct slice s)
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

size_t mark_find_closing(struct reducer *r, enum closing closing, struct slice s)
{
    static const char *const ends[CLOSINGS] = {
        [CLOSE_TAG] = "%}",
        [CLOSE_VALUE] = "}}",
        [CLOSE_ANGLE] = ">}}",
        [CLOSE_PERCENT] = "%}}",
    };
    struct closer *known = &r->closers[closing];
    struct slice end = slice_cstr(ends[closing]);
    if (!known->at || s.ptr < known->from || s.ptr > known->at)
        *known = (struct closer){s.ptr, s.ptr};
    size_t at = (size_t)(known->at - s.ptr);
    if (at >= s.len)
        return s.len;
    at += slice_find_slice(slice_from(s, at), end);
    /* An end may be cut in two by the end of the slice. */
    known->at = s.ptr + (at < s.len || s.len < end.len ? at : s.len - end.len + 1);
    return at;
}

/* ---- writing Markdown -------------------------------------------------------------- */

void mark_add_words(struct buf *out, struct slice words)
{
    for (size_t i = 0; i < words.len; i++) {
        if (strchr("[]\\<`", words.ptr[i]))
            buf_add_byte(out, '\\');
        buf_add_byte(out, words.ptr[i]);
    }
}

void mark_add_address(struct buf *out, struct slice url)
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

void mark_add_link(struct buf *out, const char *start, struct slice words,
                   struct slice url)
{
    buf_add_cstr(out, start);
    if (words.len || start[0] != '!')
        mark_add_words(out, words.len ? words : url);
    else
        add_name_of(out, url);
    buf_add_byte(out, ']');
    mark_add_address(out, url);
}

void mark_warn(struct parse *parse, size_t line, const char *code, struct slice mark)
{
    parse_warning(parse, line, code, "The mark '" SLICE_FMT "' is left out",
                  SLICE_ARG(slice_first(slice_trim(mark), 100)));
}
