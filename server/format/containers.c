#include "containers.h"

#include "container_marks.h"

enum {
    DEPTH_MAX = 12,
    TAG_BYTES = 2000, /* a longer tag is text */
    END_BYTES = 80    /* of the mark that ends something */
};

struct frame {
    enum syntax syntax;
    enum part part;
    struct slice name, attributes;
    size_t colons;
    size_t column; /* where it opened, behind what the frames around it take away */
    size_t strip;  /* columns that its content is indented by */
    bool strip_is_known;
    bool is_unread; /* what cmark took for code may be none: fences are counted here */
};

struct cutter {
    struct parse *parse;
    struct buf out, prefix;
    struct frame frames[DEPTH_MAX];
    size_t depth, line, blank;
    size_t skip; /* lines of a tag that began further up */
    size_t last_end[SYNTAXES][CONTAINER_KINDS];
    char fence; /* '`' or '~' while one is open in an unread frame */
    size_t fence_len;
    bool mdx;
};

/* ---- indentation ------------------------------------------------------------------- */

/* Takes up to `columns` of it away and tells how many those were. */
static size_t strip(struct slice *s, size_t columns)
{
    size_t taken = 0;
    while (taken < columns && s->len && strchr(" \t", s->ptr[0])) {
        taken += s->ptr[0] == '\t' ? MKDOCS_INDENT : 1;
        *s = slice_from(*s, 1);
    }
    return taken;
}

/* ---- what ends where --------------------------------------------------------------- */

static void note_ends(struct cutter *c, struct slice line)
{
    struct mark mark;
    struct slice trimmed = slice_trim(line);
    if (slice_starts(trimmed, SLICE(":::")) &&
        container_mark_read(trimmed, trimmed, false, &mark) && mark.is_end)
        for (size_t i = 0; i < CONTAINER_KINDS; i++)
            c->last_end[COLONS][i] = c->line;
    for (size_t at = 0; at < line.len; at++) {
        struct slice s = slice_first(slice_from(line, at), END_BYTES);
        bool begins = s.ptr[0] == '<'
                          ? s.len > 1 && s.ptr[1] == '/'
                          : s.ptr[0] == '{' && s.len > 1 && strchr("%{", s.ptr[1]);
        size_t kind;
        if (begins && container_mark_read(s, s, false, &mark) && mark.is_end &&
            (kind = container_kind(mark.name)) < CONTAINER_KINDS)
            c->last_end[mark.syntax][kind] = c->line;
    }
}

static bool will_end(const struct cutter *c, const struct mark *mark, size_t line)
{
    if (mark->syntax == INDENTED)
        return true;
    size_t kind = container_kind(mark->name);
    return !mark->is_alone && kind < CONTAINER_KINDS &&
           c->last_end[mark->syntax][kind] >= line;
}

/* ---- writing ----------------------------------------------------------------------- */

static void add_spaces(struct buf *out, size_t count)
{
    while (count--)
        buf_add_byte(out, ' ');
}

static void add_frame_prefix(struct cutter *c, const struct frame *frame)
{
    add_spaces(&c->prefix, frame->column);
    if (frame->part == PART_BOX)
        buf_add_cstr(&c->prefix, "> ");
}

static bool is_hidden(const struct cutter *c)
{
    for (size_t i = 0; i < c->depth; i++)
        if (c->frames[i].part == PART_HIDDEN)
            return true;
    return false;
}

static bool is_unread(const struct cutter *c)
{
    for (size_t i = 0; i < c->depth; i++)
        if (c->frames[i].is_unread)
            return true;
    return false;
}

static struct slice title_of(const struct cutter *c, const struct mark *mark)
{
    static const char *const names[] = {"label",   "title", "header", "heading",
                                        "summary", "name",  "date"};
    struct slice s = mark->attributes;
    if (mark->syntax == INDENTED) {
        size_t quote = slice_find(s, '"');
        return mark_argument(quote < s.len ? slice_from(s, quote) : SLICE(""));
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
    if (value.len || mark->syntax == JSX || mark->part == PART_BOX)
        return value;
    return mark_argument(s);
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

/* `content`: what stands on the same line. */
static void add_opening(struct cutter *c, const struct mark *mark, struct slice content)
{
    struct slice title = title_of(c, mark);
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
        buf_add_cstr(&c->out, title.len ? "**" : "");
        add_title(&c->out, title, title.len == 0 ? "" : content.len ? ":** " : "**");
        break;
    case PART_LINK: {
        struct slice url = mark_attribute(mark->attributes, "url");
        url = url.len ? url : mark_attribute(mark->attributes, "src");
        if (url.len)
            mark_add_link(&c->out, "[", SLICE(""), url);
        buf_add_cstr(&c->out, content.len ? " " : "");
        break;
    }
    case PART_CODE:
        buf_add_cstr(&c->out, "````");
        buf_add(&c->out, mark_word(mark_argument(mark->attributes)));
        break;
    default:
        break;
    }
    buf_add(&c->out, content);
}

/* ---- frames ------------------------------------------------------------------------ */

static void open_frame(struct cutter *c, const struct mark *mark, size_t column)
{
    if (c->depth == DEPTH_MAX)
        return;
    bool dedents = mark->syntax == JSX || mark->part == PART_TAB;
    c->frames[c->depth++] = (struct frame){
        .syntax = mark->syntax,
        .part = mark->part,
        .name = mark->name,
        .attributes = mark->attributes,
        .colons = mark->colons,
        .column = column,
        .strip = mark->syntax == INDENTED ? (size_t)MKDOCS_INDENT : 0,
        .strip_is_known = mark->syntax == INDENTED || !dedents || mark->part == PART_CODE,
        .is_unread = mark->syntax == INDENTED || dedents,
    };
    c->fence = '\0';
}

static void cut_frames(struct cutter *c, size_t depth)
{
    if (depth < c->depth)
        c->fence = '\0';
    c->depth = depth;
}

/* How many frames stay open behind an end; c->depth: it ends none of them. */
static size_t depth_behind(const struct cutter *c, const struct mark *mark)
{
    for (size_t i = c->depth; i-- > 0;) {
        const struct frame *frame = &c->frames[i];
        if (frame->syntax == mark->syntax &&
            (mark->syntax == COLONS ? frame->colons <= mark->colons
                                    : slice_eq_nocase(frame->name, mark->name)))
            return i;
    }
    return c->depth;
}

/* Takes away what the frames take from every line; ends those that the line is not in. */
static struct slice enter_frames(struct cutter *c, struct slice line)
{
    buf_reset(&c->prefix);
    for (size_t i = 0; i < c->depth; i++) {
        struct frame *frame = &c->frames[i];
        size_t indent = container_indent(line);
        if (frame->syntax == INDENTED && indent < frame->column + MKDOCS_INDENT) {
            cut_frames(c, i);
            break;
        }
        strip(&line, frame->column);
        if (!frame->strip_is_known) {
            frame->strip_is_known = true;
            frame->strip = container_indent(line);
        }
        strip(&line, frame->strip);
        add_frame_prefix(c, frame);
    }
    return line;
}

/* A tag that ends a frame is not its content, however far it is indented. */
static bool ends_frame(const struct cutter *c, struct slice line, struct mark *out)
{
    struct slice s = container_unindented(line);
    return container_mark_read(s, s, false, out) && out->is_end &&
           depth_behind(c, out) < c->depth;
}

/* ---- lines ------------------------------------------------------------------------- */

static void flush_blank(struct cutter *c)
{
    for (; c->blank; c->blank--) {
        if (!is_hidden(c))
            buf_add(&c->out, buf_slice(&c->prefix));
        buf_add_byte(&c->out, '\n');
    }
}

/* Whether it belongs to a frame is told by the next line; in code it does. */
static void take_blank(struct cutter *c, struct slice line, bool is_code)
{
    bool code = is_unread(c) ? c->fence != '\0' : is_code;
    if (c->depth && !code) {
        c->blank++;
        return;
    }
    if (c->depth)
        buf_add(&c->out, buf_slice(&c->prefix));
    else
        buf_add(&c->out, line);
    buf_add_byte(&c->out, '\n');
}

/* Fences in a frame whose code cmark could not see. */
static bool is_fenced(struct cutter *c, struct slice line)
{
    struct slice s = container_unindented(line);
    char mark = s.len ? s.ptr[0] : '\0';
    size_t len = 0;
    while (len < s.len && s.ptr[len] == mark && strchr("`~", mark))
        len++;
    bool was = c->fence != '\0';
    if (!was && len >= 3 && slice_find(slice_from(s, len), '`') == s.len - len) {
        c->fence = mark;
        c->fence_len = len;
        return true;
    }
    if (was && mark == c->fence && len >= c->fence_len && slice_trim(s).len == len)
        c->fence = '\0';
    return was;
}

/* The content before an end that stands behind it on its line, and that end. */
static struct slice before_end(const struct cutter *c, const struct mark *opened,
                               struct slice s, size_t *out_depth)
{
    for (;;) {
        size_t at = s.len;
        struct mark mark;
        while (at > 0 && s.len - at < TAG_BYTES && s.ptr[at - 1] != '<' &&
               !slice_starts(slice_from(s, at - 1), SLICE("{%")) &&
               !slice_starts(slice_from(s, at - 1), SLICE("{{")))
            at--;
        struct slice tail = at ? slice_trim(slice_from(s, at - 1)) : SLICE("");
        if (!container_mark_read(tail, tail, false, &mark) || !mark.is_end ||
            mark.len != tail.len)
            return s;
        size_t depth = depth_behind(c, &mark);
        bool own = opened && mark.syntax == opened->syntax &&
                   slice_eq_nocase(mark.name, opened->name);
        if (!own && depth >= *out_depth)
            return s;
        if (!own)
            *out_depth = depth;
        else
            opened = NULL;
        s = slice_first(s, at - 1);
        while (s.len && strchr(" \t", s.ptr[s.len - 1]))
            s.len--;
    }
}

static void add_line(struct cutter *c, struct slice s, bool is_code)
{
    buf_add(&c->out, buf_slice(&c->prefix));
    if (c->mdx && !is_code)
        mdx_add_line(c->parse, c->line, s, &c->out);
    else
        buf_add(&c->out, s);
}

static void take_opening(struct cutter *c, const struct mark *mark, struct slice s,
                         size_t column)
{
    struct slice rest = slice_trim(slice_from(s, mark->len));
    size_t depth = c->depth;
    struct slice content = before_end(c, mark, rest, &depth);
    bool on_line = content.len < rest.len && depth == c->depth;
    bool hidden = is_hidden(c) || mark->part == PART_HIDDEN;
    if (!hidden) {
        buf_add(&c->out, buf_slice(&c->prefix));
        add_spaces(&c->out, column);
        add_opening(c, mark, content);
    }
    cut_frames(c, depth);
    if (!on_line && will_end(c, mark, c->line + 1))
        open_frame(c, mark, column);
}

static void take_end(struct cutter *c, const struct mark *mark)
{
    size_t depth = depth_behind(c, mark);
    if (depth < c->depth && c->frames[depth].part == PART_CODE && !is_hidden(c)) {
        buf_add(&c->out, buf_slice(&c->prefix));
        buf_add_cstr(&c->out, "````");
    }
    cut_frames(c, depth);
}

/* What is indented below `s`, a line of `ahead` as it stands in the text. */
static bool has_content(struct slice s, struct slice ahead)
{
    struct slice line;
    size_t column = 0;
    for (size_t at = (size_t)(s.ptr - ahead.ptr); at > 0; at--)
        column += ahead.ptr[at - 1] == '\t' ? MKDOCS_INDENT : 1;
    slice_line(&ahead, &line);
    while (slice_line(&ahead, &line))
        if (slice_trim(line).len)
            return container_indent(line) >= column + MKDOCS_INDENT;
    return false;
}

/* false: it stays as it is. `ahead`: the text from the beginning of the line on. */
static bool take_mark(struct cutter *c, struct slice line, struct slice ahead)
{
    struct mark mark;
    struct slice s = container_unindented(line);
    size_t skipped = (size_t)(s.ptr - ahead.ptr);
    if (!container_mark_read(s, slice_from(ahead, skipped), c->mdx, &mark))
        return false;
    size_t column = container_indent(line);
    if (!mark.is_end) {
        if (mark.syntax == INDENTED && !has_content(s, ahead))
            return false;
        if (!will_end(c, &mark, c->line) && mark.part != PART_LINK &&
            !(mark.syntax == JSX && c->mdx))
            return false;
        for (size_t i = 0; i < mark.len && skipped + i < ahead.len; i++)
            c->skip += s.ptr[i] == '\n';
        if (c->skip)
            s = slice_of(s.ptr, mark.len);
        take_opening(c, &mark, s, column);
        return true;
    }
    if (depth_behind(c, &mark) == c->depth)
        return false;
    take_end(c, &mark);
    struct slice rest = slice_trim(slice_from(s, mark.len));
    if (rest.len && !take_mark(c, rest, rest))
        add_line(c, rest, false);
    return true;
}

static void next_line(struct cutter *c, struct slice line, struct slice ahead,
                      bool *is_code)
{
    struct mark mark;
    bool unread = is_unread(c);
    bool ends = !c->fence && (unread || !*is_code) && ends_frame(c, line, &mark);
    struct slice s = ends ? container_unindented(line) : enter_frames(c, line);
    flush_blank(c);
    bool code = is_unread(c) ? !ends && is_fenced(c, s) : *is_code;
    for (size_t i = 0; i < c->depth && !ends; i++)
        code |= c->frames[i].part == PART_CODE;
    *is_code = code && !ends;
    if (c->depth && c->frames[c->depth - 1].part == PART_CODE && !ends)
        code = true;
    if ((code || !take_mark(c, s, ahead)) && !is_hidden(c)) {
        size_t depth = c->depth;
        add_line(c, code || c->depth == 0 ? s : before_end(c, NULL, s, &depth), code);
        cut_frames(c, depth);
    }
    buf_add_byte(&c->out, '\n');
}

bool containers_are_likely(const struct parse *parse, struct slice text)
{
    static const char *const signs[] = {":::", "{{<", "{{%", "{% ", "{%-"};
    static const char *const starts[] = {"!!! ", "???", "===", "<"};
    struct slice line, rest = text;
    if (mdx_is(parse, text))
        return true;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (slice_find_slice(text, slice_cstr(signs[i])) < text.len)
            return true;
    while (slice_line(&rest, &line)) {
        struct slice s = container_unindented(line);
        struct mark mark;
        for (size_t i = 0; s.len && i < sizeof starts / sizeof *starts; i++)
            if (s.ptr[0] == starts[i][0] && slice_starts(s, slice_cstr(starts[i])) &&
                container_mark_read(s, s, false, &mark))
                return true;
    }
    return false;
}

struct slice containers_reduce(struct parse *parse, struct slice text, bool *is_code,
                               size_t line_count)
{
    struct cutter *c = ARENA_NEW(parse->arena, struct cutter);
    struct slice rest = text, line;
    *c = (struct cutter){.parse = parse, .mdx = mdx_is(parse, text)};
    for (c->line = 1; slice_line(&rest, &line); c->line++)
        note_ends(c, line);
    buf_init(&c->out, 0);
    buf_init(&c->prefix, 0);
    bool in_module = false;
    for (c->line = 1, rest = text; slice_line(&rest, &line) && c->line <= line_count;
         c->line++) {
        struct slice ahead = slice_of(line.ptr, (size_t)(text.ptr + text.len - line.ptr));
        bool blank = slice_trim(line).len == 0;
        in_module = c->mdx && !blank && c->depth == 0 && !is_code[c->line - 1] &&
                    (in_module || mdx_is_module(line));
        if (c->skip || in_module) {
            c->skip -= c->skip != 0;
            flush_blank(c);
            buf_add_byte(&c->out, '\n');
        } else if (blank) {
            take_blank(c, line, is_code[c->line - 1]);
        } else {
            next_line(c, line, ahead, &is_code[c->line - 1]);
        }
    }
    buf_reset(&c->prefix);
    flush_blank(c);
    struct slice made = arena_slice(parse->arena, buf_slice(&c->out));
    buf_release(&c->out);
    buf_release(&c->prefix);
    return made;
}
