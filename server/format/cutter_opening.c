#include "cutter.h"

/* What MkDocs knows without a title in quotes; other words are the writer's. */
static bool is_style(struct slice words)
{
    struct slice word;
    while (slice_split(&words, ' ', &word))
        if (word.len && !slice_eq_cstr(word, "inline") && !slice_eq_cstr(word, "end") &&
            !slice_eq_cstr(word, "annotate"))
            return false;
    return true;
}

/* notice note "Title", alert "Title" */
static struct slice title_in_order(struct slice s)
{
    struct slice word = mark_argument(s);
    if (!mark_callout(word))
        return word;
    return mark_argument(slice_from(s, (size_t)(word.ptr - s.ptr) + word.len + 1));
}

static struct slice title_of(const struct cutter *c, const struct mark *mark)
{
    static const char *const names[] = {"label",   "title", "header", "heading",
                                        "summary", "name",  "date"};
    struct slice s = mark->attributes;
    if (mark->syntax == INDENTED) {
        size_t quote = slice_find(s, '"');
        if (quote == s.len)
            return is_style(s) ? SLICE("") : s;
        return mark_argument(slice_from(s, quote));
    }
    if (mark->syntax == COLONS) {
        s = slice_first(s, slice_find(s, '{'));
        size_t end = s.len && s.ptr[0] == '[' ? mark_bracket_end(s) : s.len;
        return slice_trim(end < s.len ? slice_of(s.ptr + 1, end - 1) : s);
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mark_attribute(s, names[i]).len)
            return mark_attribute(s, names[i]);
    struct slice value = mark_attribute(s, "value");
    for (size_t i = c->depth; value.len && i-- > 0;)
        if (mdx_label(c->frames[i].attributes, value).len)
            return mdx_label(c->frames[i].attributes, value);
    if (value.len || mark->syntax == JSX)
        return value;
    return mark->part == PART_BOX ? title_in_order(s) : mark_argument(s);
}

static const char *callout_of(const struct mark *mark)
{
    static const char *const names[] = {"style",    "type",  "color",  "kind", "variant",
                                        "severity", "level", "status", "theme"};
    const char *callout = mark_callout(mark->name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct slice value = mark_attribute(mark->attributes, names[i]);
        if (mark_callout(value))
            return mark_callout(value);
    }
    if (mark->syntax == HUGO && mark_callout(mark_argument(mark->attributes)))
        return mark_callout(mark_argument(mark->attributes));
    return callout ? callout : "NOTE";
}

static void add_title(struct buf *out, struct slice title, const char *behind)
{
    for (size_t i = 0; i < title.len; i++)
        buf_add_byte(out, title.ptr[i] == '\n' ? ' ' : title.ptr[i]);
    buf_add_cstr(out, behind);
}

void cutter_add_content(struct cutter *c, struct slice s)
{
    if (c->mdx)
        mdx_add_line(c->parse, c->line, s, &c->out);
    else
        buf_add(&c->out, s);
}

static void add_link(struct cutter *c, const struct mark *mark)
{
    struct slice url = mark_attribute(mark->attributes, "url");
    url = url.len ? url : mark_attribute(mark->attributes, "src");
    if (url.len)
        mark_add_link(&c->out, "[", SLICE(""), url);
}

/* A listing on one line is a code span: a fence needs lines of its own. */
static void add_listing(struct cutter *c, const struct mark *mark,
                        const struct ends *ends)
{
    struct slice code = slice_trim(slice_first(ends->content, ends->behind));
    if (!ends->own) {
        buf_add_cstr(&c->out, "````");
        buf_add(&c->out, mark_word(mark_argument(mark->attributes)));
        return;
    }
    if (code.len)
        buf_add_format(&c->out, "`` " SLICE_FMT " ``", SLICE_ARG(code));
    cutter_add_content(c, slice_from(ends->content, ends->behind));
}

static void add_named(struct cutter *c, struct slice title, struct slice content)
{
    buf_add_cstr(&c->out, title.len ? "**" : "");
    add_title(&c->out, title, title.len == 0 ? "" : content.len ? ":** " : "**");
}

void cutter_add_opening(struct cutter *c, const struct mark *mark,
                        const struct ends *ends)
{
    struct slice title = title_of(c, mark), content = ends->content;
    switch (mark->part) {
    case PART_BOX:
        buf_add_format(&c->out, "> [!%s]", callout_of(mark));
        if (slice_eq_cstr_nocase(title, callout_of(mark)))
            title = SLICE("");
        buf_add_cstr(&c->out, title.len ? " **" : "");
        add_title(&c->out, title, title.len ? "**  " : "");
        buf_add_cstr(&c->out, content.len ? " " : "");
        break;
    case PART_TAB:
        buf_add_cstr(&c->out, title.len == 0 ? "" : content.len ? "**" : "#### ");
        add_title(&c->out, title, title.len && content.len ? ":** " : "");
        break;
    case PART_NAMED:
        add_named(c, title, content);
        break;
    case PART_LINK:
        add_link(c, mark);
        buf_add_cstr(&c->out, content.len ? " " : "");
        break;
    case PART_CODE:
        add_listing(c, mark, ends);
        return;
    case PART_HIDDEN:
        content = slice_trim(slice_from(content, ends->own ? ends->behind : content.len));
        break;
    default:
        add_named(c, mark_attribute(mark->attributes, "caption"), content);
        break;
    }
    cutter_add_content(c, content);
}
