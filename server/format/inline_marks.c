#include "inline_marks.h"

#include "links.h"
#include "model/slug.h"
#include "url.h"

enum {
    BLOCK_NAME_MIN = 4,
    FOOTNOTES_MAX = 200,
    NAME_MAX = 200 /* bytes of a wiki link, a highlight … */
};

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char last_of(struct slice s)
{
    return s.len ? s.ptr[s.len - 1] : '\0';
}

/* Read from its end: what stands left of a mark may be the whole of a long line. */
static bool is_blank(struct slice s)
{
    while (s.len && strchr(" \t\r\n", s.ptr[s.len - 1]))
        s.len--;
    return s.len == 0;
}

/* What stands between `start`, at which `s` begins, and `end`; empty: nothing on this line.
 */
static struct slice between(struct slice s, size_t start, struct slice end)
{
    struct slice inside = slice_first(slice_from(s, start), NAME_MAX + end.len);
    inside = slice_first(inside, slice_find(inside, '\n'));
    size_t at = slice_find_slice(inside, end);
    return at < inside.len ? slice_first(inside, at) : SLICE("");
}

/* ---- footnotes --------------------------------------------------------------------- */

static struct slice footnote_at(struct slice s)
{
    struct slice name =
        slice_starts(s, SLICE("[^")) ? between(s, 2, SLICE("]")) : SLICE("");
    for (size_t i = 0; i < name.len; i++)
        if (!is_alnum(name.ptr[i]) && !strchr("-_.", name.ptr[i]))
            return SLICE("");
    return name;
}

void inline_marks_note(struct reducer *r, struct slice text)
{
    struct slice line;
    r->footnotes = LIST_OF(r->parse->arena, struct slice);
    while (slice_line(&text, &line) && r->footnotes.count < FOOTNOTES_MAX) {
        struct slice name = footnote_at(line);
        if (name.len && slice_starts(slice_from(line, name.len + 3), SLICE(":")))
            *LIST_PUSH(&r->footnotes, struct slice) = name;
    }
}

/* "[^1]" → a raised [1]; "[^1]: words" → "[1] words", where it stands. */
static size_t reduce_footnote(struct reducer *r, struct slice before, struct slice s)
{
    struct slice name = footnote_at(s);
    const struct slice *known = r->footnotes.items;
    bool found = false;
    for (size_t i = 0; i < r->footnotes.count && !found; i++)
        found = slice_eq(known[i], name);
    if (!found)
        return 0;
    bool explains =
        before.len == 0 && slice_starts(slice_from(s, name.len + 3), SLICE(":"));
    buf_add_cstr(&r->out, explains ? "" : "<sup>");
    buf_add_format(&r->out, "\\[" SLICE_FMT "\\]", SLICE_ARG(name));
    buf_add_cstr(&r->out, explains ? "" : "</sup>");
    return name.len + 3 + explains;
}

/* ---- "[[page]]" -------------------------------------------------------------------- */

static bool is_number(struct slice s)
{
    for (size_t i = 0; s.ptr && i < s.len; i++)
        if ((s.ptr[i] < '0' || s.ptr[i] > '9') && s.ptr[i] != 'x')
            return false;
    return true;
}

static bool is_image(struct slice name)
{
    static const char *const endings[] = {".png", ".jpg",  ".jpeg",
                                          ".gif", ".webp", ".svg"};
    name = slice_first(name, slice_find(name, '#'));
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (name.len > 5 &&
            slice_eq_nocase(slice_from(name, name.len - strlen(endings[i])),
                            slice_cstr(endings[i])))
            return true;
    return false;
}

static bool leads_somewhere(struct parse *parse, struct slice name)
{
    const struct article_options *options = parse->options;
    struct slice href = arena_format(parse->arena, "[[" SLICE_FMT "]]", SLICE_ARG(name));
    return options->link &&
           options->link(options->link_owner, parse->arena, options->path, href).url.len;
}

static void add_wiki_link(struct reducer *r, bool shown, struct slice words,
                          struct slice name)
{
    struct arena *arena = r->parse->arena;
    if (name.ptr[0] == '#') {
        name = slice_from(name, 1);
        mark_add_link(
            &r->out, "[", slice_eq_cstr(words, "") ? name : words,
            arena_format(arena, "#" SLICE_FMT, SLICE_ARG(slug_make(arena, name))));
        return;
    }
    mark_add_link(&r->out, shown && is_image(name) ? "![" : "[", words,
                  slice_find_slice(name, SLICE("://")) < name.len
                      ? name
                      : arena_format(arena, "[[" SLICE_FMT "]]", SLICE_ARG(name)));
}

/* Obsidian has the page first, the wikis of GitHub and GitLab the words: whatever is there
 * is the page. */
static size_t reduce_wiki_link(struct reducer *r, struct slice before, struct slice s)
{
    struct slice inside = between(s, 2, SLICE("]]"));
    char next = s.len > inside.len + 4 ? s.ptr[inside.len + 4] : ' ';
    if (inside.len == 0 || slice_find(inside, '[') < inside.len || strchr("([", next) ||
        is_blank(slice_first(inside, 1)) ||
        is_blank(slice_from(inside, inside.len - 1)) || is_alnum(last_of(before)) ||
        inside.ptr[0] == '^' || is_number(inside))
        return 0;
    bool shown = last_of(before) == '!';
    size_t bar = slice_find(inside, '|');
    struct slice name = slice_trim(slice_first(inside, bar));
    struct slice words = slice_trim(slice_from(inside, bar + 1));
    if (last_of(name) == '\\') /* in a cell of a table */
        name = slice_trim(slice_first(name, name.len - 1));
    if (name.len == 0)
        return 0;
    if (words.len && !shown && !leads_somewhere(r->parse, name) &&
        leads_somewhere(r->parse, words)) {
        struct slice page = words;
        words = name;
        name = page;
    }
    if (slice_starts(words, SLICE("alt=")))
        words = slice_from(words, 4);
    if (words.len == 0 || is_number(words))
        words = is_image(name) ? slice_first(name, slice_find(name, '.')) : name;
    if (shown)
        buf_truncate(&r->out, r->out.len - 1);
    add_wiki_link(r, shown || is_image(name), words, name);
    return inside.len + 4;
}

/* ---- "{: .class #id }" ------------------------------------------------------------- */

static bool are_attributes(struct slice inside, bool words)
{
    bool any = false;
    for (size_t at = 0; at < inside.len;) {
        size_t start = at;
        char quote = '\0', first = inside.ptr[at];
        bool has_value = false;
        for (; at < inside.len && (quote || inside.ptr[at] != ' '); at++) {
            char c = inside.ptr[at];
            has_value |= c == '=' && at > start;
            if (strchr("\"'", c))
                quote = quote == c ? '\0' : quote ? quote : c;
            else if (!quote && strchr("{}()<>|;", c))
                return false;
        }
        bool good = at == start || has_value || first == '.' || first == '#' || words;
        if (!good)
            return false;
        any |= at > start;
        at++;
    }
    return any;
}

static size_t attributes_length(struct slice s, struct slice before)
{
    struct slice inside = between(s, 1, SLICE("}"));
    bool colon = inside.len && inside.ptr[0] == ':';
    bool touches = before.len && strchr(")]`*_", last_of(before));
    if (inside.len == 0 || (!colon && !touches && before.len))
        return 0;
    struct slice list = slice_trim(slice_from(inside, colon));
    return are_attributes(list, colon) ? inside.len + 2 : 0;
}

static size_t reduce_attributes(struct reducer *r, struct slice before, struct slice s)
{
    size_t len = slice_starts(before, SLICE("#")) ? 0 : attributes_length(s, before);
    (void)r;
    return len;
}

/* ---- ":icon:", "++key++", "==words==" ---------------------------------------------- */

static const struct {
    const char *name, *sign;
} signs[] = {
    {"arrow_right", "→"},
    {"bug", "🐛"},
    {"bulb", "💡"},
    {"calendar", "📅"},
    {"construction", "🚧"},
    {"email", "✉"},
    {"exclamation", "❗"},
    {"fire", "🔥"},
    {"green_circle", "🟢"},
    {"heavy_check_mark", "✔"},
    {"information_source", "ℹ"},
    {"key", "🔑"},
    {"link", "🔗"},
    {"lock", "🔒"},
    {"mag", "🔍"},
    {"memo", "📝"},
    {"no_entry", "⛔"},
    {"no_entry_sign", "🚫"},
    {"pencil", "📝"},
    {"phone", "☎"},
    {"point_right", "👉"},
    {"question", "❓"},
    {"red_circle", "🔴"},
    {"rocket", "🚀"},
    {"rotating_light", "🚨"},
    {"star", "⭐"},
    {"stop_sign", "🛑"},
    {"tada", "🎉"},
    {"warning", "⚠"},
    {"white_check_mark", "✅"},
    {"wrench", "🔧"},
    {"x", "❌"},
    {"yellow_circle", "🟡"},
    {"zap", "⚡"},
};

static const char *const icon_sets[] = {"material-", "octicons-", "fontawesome-",
                                        "simple-"};

static struct slice icon_at(struct slice s)
{
    struct slice name =
        slice_starts(s, SLICE(":")) ? between(s, 1, SLICE(":")) : SLICE("");
    for (size_t i = 0; i < name.len; i++)
        if (!is_alnum(name.ptr[i]) && !strchr("-_", name.ptr[i]))
            return SLICE("");
    return name;
}

static const char *sign_of(struct slice name)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (slice_eq_cstr(name, signs[i].name))
            return signs[i].sign;
    for (size_t i = 0; i < sizeof icon_sets / sizeof *icon_sets; i++)
        if (slice_starts(name, slice_cstr(icon_sets[i])))
            return "";
    return NULL;
}

/* Signs as such; pictures of an icon set say nothing without their set. */
static size_t reduce_icon(struct reducer *r, struct slice before, struct slice s)
{
    struct slice name = icon_at(s);
    const char *sign = name.len && !is_alnum(last_of(before)) ? sign_of(name) : NULL;
    if (!sign)
        return 0;
    buf_add_cstr(&r->out, sign);
    struct slice rest = slice_from(s, name.len + 2);
    return name.len + 2 + (*sign == '\0' && slice_starts(rest, SLICE(" ")));
}

static bool are_keys(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_alnum(s.ptr[i]) && !strchr("+-_\"", s.ptr[i]))
            return false;
    return s.len && s.ptr[0] != '+' && last_of(s) != '+';
}

static size_t reduce_keys(struct reducer *r, struct slice before, struct slice s)
{
    struct slice keys = between(s, 2, SLICE("++")), rest = keys, key;
    if (!are_keys(keys) || is_alnum(last_of(before)))
        return 0;
    for (bool first = true; slice_split(&rest, '+', &key); first = false) {
        while (key.len && strchr("\"", key.ptr[0]))
            key = slice_from(key, 1);
        while (last_of(key) == '"')
            key.len--;
        char c = key.len ? key.ptr[0] : ' ';
        buf_add_format(&r->out, "%s<kbd>%c" SLICE_FMT "</kbd>", first ? "" : "+",
                       c >= 'a' && c <= 'z' ? c - 32 : c, SLICE_ARG(slice_from(key, 1)));
    }
    return keys.len + 4;
}

/* Not "a == b and c == d", which is a condition. */
static size_t reduce_highlight(struct reducer *r, struct slice before, struct slice s)
{
    struct slice words = between(s, 2, SLICE("=="));
    char next = s.len > words.len + 4 ? s.ptr[words.len + 4] : ' ';
    if (words.len == 0 || strchr(" =", words.ptr[0]) || strchr(" =", last_of(words)) ||
        slice_find(words, '`') < words.len || is_alnum(last_of(before)) ||
        last_of(before) == '=' || is_alnum(next) || next == '=')
        return 0;
    buf_add_format(&r->out, "<mark>" SLICE_FMT "</mark>", SLICE_ARG(words));
    return words.len + 4;
}

/* ---- "{% tag %}" ------------------------------------------------------------------- */

static const char *const tags[] = {
    "if",     "elsif",      "else",    "endif",     "unless",  "endunless", "for",
    "endfor", "case",       "when",    "endcase",   "assign",  "endraw",    "endcapture",
    "raw",    "endcomment", "hint",    "endhint",   "tabs",    "endtabs",   "tab",
    "endtab", "endembed",   "endfile", "endstep",   "step",    "stepper",   "endstepper",
    "code",   "endcode",    "column",  "endcolumn", "columns", "endcolumns"};

static bool is_tag(struct slice name)
{
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (slice_eq_cstr(name, tags[i]))
            return true;
    return false;
}

/* "{% include note.html content="…" %}", "{% include image.html file="…" %}" */
static void add_include_tag(struct reducer *r, struct slice before, struct slice mark,
                            struct slice attributes)
{
    struct slice file = mark_argument(attributes);
    struct slice words = mark_attribute(attributes, "content");
    const char *callout = mark_callout(slice_first(file, slice_find(file, '.')));
    static const char *const places[] = {"file", "src", "url"};
    struct slice place = SLICE("");
    for (size_t i = 0; i < sizeof places / sizeof *places && place.len == 0; i++)
        place = mark_attribute(attributes, places[i]);
    if (words.len && callout && is_blank(before))
        buf_add_format(&r->out, "> [!%s] " SLICE_FMT, callout, SLICE_ARG(words));
    else if (words.len)
        buf_add(&r->out, words);
    else if (is_image(place))
        mark_add_link(&r->out, "![", mark_attribute(attributes, "alt"), place);
    else
        mark_warn(r->parse, r->line, "liquid.tag", mark);
}

static size_t reduce_tag(struct reducer *r, struct slice before, struct slice s)
{
    size_t end = mark_find_closing(r, CLOSE_TAG, s);
    if (end == s.len || end < 2)
        return 0;
    struct slice inside = slice_of(s.ptr + 2, end - 2);
    while (inside.len && strchr("- ", inside.ptr[0]))
        inside = slice_from(inside, 1);
    struct slice name = mark_word(inside), rest = slice_from(inside, name.len);
    struct slice mark = slice_first(s, end + 2);
    if (slice_starts(name, SLICE("include")))
        add_include_tag(r, before, mark, rest);
    else if (is_tag(name) && is_blank(before) && is_blank(slice_from(s, end + 2)))
        mark_warn(r->parse, r->line, "liquid.tag", mark);
    else
        return 0;
    return end + 2;
}

/* "/path" in {{ "/path" | relative_url }}, "/a.md" in {% link a.md %}; a variable is none. */
static struct slice path_in_tag(struct arena *arena, struct slice tag)
{
    struct slice name = mark_word(tag), path = mark_argument(slice_from(tag, name.len));
    bool post = slice_eq_cstr(name, "post_url");
    if (post || slice_eq_cstr(name, "link"))
        return arena_format(arena, "/%s" SLICE_FMT "%s", post ? "_posts/" : "",
                            SLICE_ARG(path), post ? ".md" : "");
    return tag.len && strchr("\"'", tag.ptr[0]) ? mark_argument(tag) : SLICE("");
}

/* Adds the address, as far as tags do not make it, and returns the offset of the ")" behind
 * it; 0: it has none, or a tag has no end, or another link begins. */
static size_t read_tagged_address(struct reducer *r, struct slice s, struct buf *url)
{
    for (size_t at = 2; at < s.len && s.ptr[at] != '\n';) {
        struct slice rest = slice_from(s, at);
        bool value = slice_starts(rest, SLICE("{{"));
        if (s.ptr[at] == ')')
            return at;
        if (slice_starts(rest, SLICE("](")))
            return 0;
        if (!value && !slice_starts(rest, SLICE("{%"))) {
            buf_add_byte(url, s.ptr[at++]);
            continue;
        }
        size_t end = mark_find_closing(r, value ? CLOSE_VALUE : CLOSE_TAG, rest);
        if (end == rest.len || end < 2)
            return 0;
        buf_add(url, path_in_tag(r->parse->arena,
                                 slice_trim(slice_of(rest.ptr + 2, end - 2))));
        at += end + 2;
    }
    return 0;
}

/* "]({{ site.url }}/x.html)" → "](</x.html>)" */
static size_t reduce_tagged_address(struct reducer *r, struct slice before,
                                    struct slice s)
{
    struct buf url;
    (void)before;
    struct slice first = slice_from(s, 2);
    bool tag_first = slice_starts(first, SLICE("{%"));
    bool value_first =
        slice_starts(first, SLICE("{{")) && first.len > 2 && !strchr("<%", first.ptr[2]);
    if (!tag_first && !value_first)
        return 0;
    buf_init(&url, 0);
    size_t end = read_tagged_address(r, s, &url);
    if (end) {
        buf_add_byte(&r->out, ']');
        mark_add_address(&r->out, buf_slice(&url));
    }
    buf_release(&url);
    return end ? end + 1 : 0;
}

/* ---- marks ------------------------------------------------------------------------- */

static const struct {
    const char *start;
    reduce_fn *reduce;
} marks[] = {
    {"[[", reduce_wiki_link}, {"[^", reduce_footnote},
    {"{%", reduce_tag},       {"{", reduce_attributes},
    {":", reduce_icon},       {"++", reduce_keys},
    {"==", reduce_highlight}, {"](", reduce_tagged_address},
};

size_t inline_mark_reduce(struct reducer *r, struct slice before, struct slice s)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_starts(s, slice_cstr(marks[i].start))) {
            size_t len = marks[i].reduce(r, before, s);
            if (len)
                return len;
        }
    return 0;
}

/* ---- lines ------------------------------------------------------------------------- */

static bool is_contents(struct slice line)
{
    static const char *const marks_of[] = {"[toc]", "[[_toc_]]", "[[toc]]", "${toc}",
                                           "* toc", "- toc",     "1. toc",  "@[toc]"};
    for (size_t i = 0; i < sizeof marks_of / sizeof *marks_of; i++)
        if (slice_eq_nocase(line, slice_cstr(marks_of[i])))
            return true;
    return false;
}

static bool is_snippet(struct slice line)
{
    return slice_starts(line, SLICE("--8<-- \"")) ||
           slice_starts(line, SLICE("--8<-- '"));
}

static bool is_abbreviation(struct slice line)
{
    size_t end = slice_find_slice(slice_first(line, NAME_MAX), SLICE("]:"));
    return slice_starts(line, SLICE("*[")) && end < slice_first(line, NAME_MAX).len;
}

static bool is_definition(struct slice line)
{
    return slice_starts(line, SLICE(":   ")) || slice_starts(line, SLICE(":\t"));
}

/* Obsidian's name of a block (" ^37066d") at the end of its line. */
static struct slice without_block_name(struct slice line)
{
    size_t at = line.len;
    while (at && (is_alnum(line.ptr[at - 1]) || line.ptr[at - 1] == '-'))
        at--;
    bool named = at > 1 && line.ptr[at - 1] == '^' && line.ptr[at - 2] == ' ';
    return named && line.len - at >= BLOCK_NAME_MIN ? slice_first(line, at - 2) : line;
}

bool inline_mark_reduce_line(struct reducer *r, struct slice *line)
{
    struct slice s = slice_trim(*line);
    bool comment =
        s.len > 4 && slice_starts(s, SLICE("%%")) && slice_ends(s, SLICE("%%"));
    if (is_contents(s) || is_abbreviation(*line) || comment)
        return true;
    if (slice_starts(s, SLICE("{")) && attributes_length(s, SLICE("")) == s.len)
        return true;
    if (is_snippet(s)) {
        mark_warn(r->parse, r->line, "mkdocs.snippet", s);
        return true;
    }
    if (is_definition(*line)) {
        buf_add_cstr(&r->out, "\xE2\x80\x94 ");
        *line = slice_trim(slice_from(*line, 1));
    }
    *line = without_block_name(*line);
    return false;
}

bool inline_mark_is_likely(struct slice s, bool starts_line)
{
    switch (s.ptr[0]) {
    case '[':
        return slice_starts(s, SLICE("[[")) || footnote_at(s).len ||
               (starts_line && slice_starts_nocase(s, SLICE("[TOC]")));
    case '{':
        return slice_starts(s, SLICE("{%")) || slice_starts(s, SLICE("{:")) ||
               slice_starts(s, SLICE("{ .")) || slice_starts(s, SLICE("{."));
    case ':':
        return (icon_at(s).len && sign_of(icon_at(s))) ||
               (starts_line && is_definition(s));
    case '+':
        return slice_starts(s, SLICE("++")) && are_keys(between(s, 2, SLICE("++")));
    case '=':
        return slice_starts(s, SLICE("==")) && s.len > 2 && !strchr("= ", s.ptr[2]);
    case ']':
        return slice_starts(s, SLICE("]({{")) || slice_starts(s, SLICE("]({%")) ||
               slice_starts(s, SLICE("){ "));
    default:
        return false;
    }
}
