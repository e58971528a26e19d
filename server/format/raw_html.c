#include "raw_html.h"

#include "html_rules.h"
#include "links.h"
#include "model/slug.h"
#include "url.h"

struct tag {
    struct slice whole, name, attributes;
    bool is_end;
};

struct attribute {
    struct slice name, value; /* value as typed, character references and all */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name_char(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_' ||
           c == '.';
}

/* A tag at the beginning of `html`; false when there is none that ends. */
static bool take_tag(struct slice html, struct tag *out)
{
    size_t at = 1;
    bool is_end = html.len > 1 && html.ptr[1] == '/';
    at += is_end;
    size_t name = at;
    if (at >= html.len || html.ptr[0] != '<' || !is_alpha(html.ptr[at]))
        return false;
    while (at < html.len && is_name_char(html.ptr[at]))
        at++;
    size_t name_end = at;
    char quote = '\0';
    for (; at < html.len && (quote || html.ptr[at] != '>'); at++) {
        char c = html.ptr[at];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if ((c == '"' || c == '\'') && html.ptr[at - 1] == '=')
            quote = c;
        else if (c == '<')
            return false;
    }
    if (at == html.len)
        return false;
    *out = (struct tag){slice_first(html, at + 1),
                        slice_of(html.ptr + name, name_end - name),
                        slice_of(html.ptr + name_end, at - name_end), is_end};
    return true;
}

static bool take_attribute(struct slice *rest, struct attribute *out)
{
    size_t at = 0;
    while (at < rest->len && (is_space(rest->ptr[at]) || rest->ptr[at] == '/'))
        at++;
    size_t name = at;
    while (at < rest->len && !is_space(rest->ptr[at]) && !strchr("=/\"'", rest->ptr[at]))
        at++;
    size_t name_end = at;
    if (at == name) {
        *rest = slice_from(*rest, at + 1);
        *out = (struct attribute){{NULL, 0}, {NULL, 0}};
        return at < rest->len;
    }
    out->name = slice_of(rest->ptr + name, name_end - name);
    out->value = SLICE("");
    while (at < rest->len && is_space(rest->ptr[at]))
        at++;
    if (at == rest->len || rest->ptr[at] != '=') {
        *rest = slice_from(*rest, name_end);
        return true;
    }
    for (at++; at < rest->len && is_space(rest->ptr[at]);)
        at++;
    char quote = at < rest->len && strchr("\"'", rest->ptr[at]) ? rest->ptr[at++] : '\0';
    size_t value = at;
    while (at < rest->len && (quote ? rest->ptr[at] != quote : !is_space(rest->ptr[at])))
        at++;
    out->value = slice_of(rest->ptr + value, at - value);
    *rest = slice_from(*rest, at + (quote != '\0'));
    return true;
}

/* The value keeps its character references; only what could end it is escaped. */
static void add_attribute(struct buf *out, const char *name, struct slice value)
{
    buf_add_format(out, " %s=\"", name);
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] == '"')
            buf_add_cstr(out, "&quot;");
        else if (value.ptr[i] == '<')
            buf_add_cstr(out, "&lt;");
        else
            buf_add_byte(out, value.ptr[i]);
    buf_add_byte(out, '"');
}

/* "&amp;" in an address is what people write; the rest is judged after gumbo has decoded
 * it. */
static struct slice plain_address(struct arena *arena, struct slice value)
{
    char *out = arena_alloc(arena, value.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++) {
        out[len++] = value.ptr[i];
        if (slice_starts_nocase(slice_from(value, i), SLICE("&amp;")))
            i += 4;
    }
    out[len] = '\0';
    return slice_of(out, len);
}

static void add_link(struct raw_html *raw, const char *name, struct slice value,
                     struct buf *out)
{
    struct slice url =
        link_resolve(raw->parse, plain_address(raw->parse->arena, value), raw->line);
    if (url.len == 0)
        return;
    buf_add_format(out, " %s=\"", name);
    buf_add_html_attr(out, url);
    buf_add_byte(out, '"');
}

/* An id of the author's: it gets a prefix, and fragments find it by its own name. */
static void add_id(struct raw_html *raw, struct slice value, struct buf *out)
{
    struct parse *parse = raw->parse;
    struct slice slug = slug_make(parse->arena, value);
    if (slug.len == 0)
        return;
    struct slice anchor =
        anchors_take(&parse->whole->anchors,
                     arena_format(parse->arena, "x-" SLICE_FMT, SLICE_ARG(slug)));
    anchors_alias(&parse->whole->anchors, slug, anchor);
    add_attribute(out, "id", anchor);
}

static void add_attributes(struct raw_html *raw, const struct html_rule *rule,
                           struct slice attributes, struct buf *out)
{
    struct attribute a;
    bool has_id = false;
    while (attributes.len && take_attribute(&attributes, &a)) {
        bool id = slice_eq_nocase(a.name, SLICE("id")) ||
                  slice_eq_nocase(a.name, SLICE("name"));
        if (id && !has_id) {
            add_id(raw, a.value, out);
            has_id = true;
        }
        if (!html_rule_allows(rule, a.name))
            continue;
        char name[16] = {0};
        for (size_t i = 0; i < a.name.len && i < sizeof name - 1; i++)
            name[i] = (char)(a.name.ptr[i] | 0x20);
        if (strcmp(name, "href") == 0 || strcmp(name, "src") == 0)
            add_link(raw, name, a.value, out);
        else
            add_attribute(out, name, a.value);
    }
}

/* A frame or player: a link with its address for words. */
static void add_embed(struct raw_html *raw, const struct tag *tag, struct buf *out)
{
    struct attribute a;
    struct slice rest = tag->attributes;
    while (!tag->is_end && rest.len && take_attribute(&rest, &a)) {
        if (!slice_eq_nocase(a.name, SLICE("src")) || a.value.len == 0)
            continue;
        parse_warning(raw->parse, raw->line, "html.embed",
                      "An embedded frame or player is shown as a link");
        buf_add_cstr(out, "<a");
        add_link(raw, "href", a.value, out);
        buf_add_byte(out, '>');
        buf_add_html_text(out, plain_address(raw->parse->arena, a.value));
        buf_add_cstr(out, "</a>");
        return;
    }
}

static void count_depth(struct raw_html *raw, const struct html_rule *rule,
                        const struct tag *tag)
{
    if (rule->shape != SHAPE_PAIR)
        return;
    if (!tag->is_end)
        raw->depth++;
    else if (raw->depth)
        raw->depth--;
    raw->too_deep |= raw->depth > RAW_HTML_DEPTH_MAX;
}

/* false: the tag is not on the list. */
static bool add_tag(struct raw_html *raw, const struct tag *tag, struct buf *out)
{
    const struct html_rule *rule = html_rule_find(tag->name);
    switch (rule->fate) {
    case HTML_AS_TEXT:
        return false;
    case HTML_UNWRAPPED:
        return true;
    case HTML_EMBED:
        add_embed(raw, tag, out);
        return true;
    case HTML_KEPT:
        break;
    }
    count_depth(raw, rule, tag);
    buf_add_format(out, "<%s%s", tag->is_end ? "/" : "", rule->name);
    if (!tag->is_end)
        add_attributes(raw, rule, tag->attributes, out);
    buf_add_byte(out, '>');
    return true;
}

/* Once a search has failed, there is no end further on either. */
static size_t comment_length(struct raw_html *raw, struct slice html)
{
    if (raw->no_comment_end || !slice_starts(html, SLICE("<!--")))
        return 0;
    struct slice rest = slice_from(html, 4);
    size_t end = slice_find_slice(rest, SLICE("-->"));
    raw->no_comment_end = end == rest.len;
    return raw->no_comment_end ? 0 : end + 7;
}

bool raw_html_inline(struct raw_html *raw, struct slice html, struct buf *out)
{
    struct tag tag;
    raw->no_comment_end = false;
    if (comment_length(raw, html))
        return true;
    return take_tag(html, &tag) && tag.whole.len == html.len && add_tag(raw, &tag, out);
}

/* Adds what stands at a "<" and returns how much of it was read. */
static size_t add_mark(struct raw_html *raw, struct slice html, struct buf *out)
{
    struct tag tag;
    size_t comment = comment_length(raw, html);
    if (comment)
        return comment;
    if (!take_tag(html, &tag)) {
        buf_add_cstr(out, "&lt;");
        return 1;
    }
    if (!add_tag(raw, &tag, out))
        buf_add_html_text(out, tag.whole);
    return tag.whole.len;
}

/* A block that begins with a tag of the allow-list lays itself out; any other is a
 * paragraph. */
static bool is_layout(struct raw_html *raw, struct slice html)
{
    struct tag tag;
    html = slice_trim(html);
    return comment_length(raw, html) ||
           (take_tag(html, &tag) && html_rule_find(tag.name)->fate != HTML_AS_TEXT);
}

/* Offset behind a style sheet that opens the block, or 0. */
static size_t style_length(struct slice html)
{
    struct slice start = slice_trim(html);
    if (!slice_starts_nocase(start, SLICE("<style")))
        return 0;
    for (size_t at = 0; at < html.len; at++)
        if (html.ptr[at] == '<' &&
            slice_starts_nocase(slice_from(html, at), SLICE("</style>")))
            return at + 8;
    return 0;
}

void raw_html_block(struct raw_html *raw, struct slice html, struct buf *out)
{
    raw->no_comment_end = false;
    size_t style = style_length(html);
    if (style)
        parse_warning(raw->parse, raw->line, "html.style", "A style sheet is left out");
    html = slice_from(html, style);
    bool layout = slice_trim(html).len == 0 || is_layout(raw, html);
    buf_add_cstr(out, layout ? "" : "<p>");
    while (html.len) {
        size_t plain = slice_find(html, '<');
        buf_add(out, slice_first(html, plain));
        html = slice_from(html, plain);
        if (html.len)
            html = slice_from(html, add_mark(raw, html, out));
    }
    buf_add_cstr(out, layout ? "" : "</p>\n");
}
