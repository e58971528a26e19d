#include "containers.h"

#include "cutter.h"

enum { FAILS_MAX = 1000 /* tags that end nowhere: behind them, one ends on its line */ };

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

static void make_prefix(struct cutter *c)
{
    buf_reset(&c->prefix);
    for (size_t i = 0; i < c->depth; i++)
        add_frame_prefix(c, &c->frames[i]);
}

/* Nothing is read in a hidden frame, so that it is the innermost. */
static bool is_hidden(const struct cutter *c)
{
    return c->depth && c->frames[c->depth - 1].part == PART_HIDDEN;
}

static bool is_unread(const struct cutter *c)
{
    for (size_t i = 0; i < c->depth; i++)
        if (c->frames[i].is_unread)
            return true;
    return false;
}

/* ---- frames ------------------------------------------------------------------------ */

static void open_frame(struct cutter *c, const struct mark *mark, size_t column)
{
    if (c->depth == CUTTER_DEPTH)
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

/* `text`: from the beginning of `s` to the end of the text, which a tag may go on in. */
static bool read_mark(struct slice s, struct slice text, bool mdx, size_t *fails,
                      struct mark *out)
{
    bool is_name = s.len > 1 && s.ptr[0] == '<' && s.ptr[1] >= 'A' && s.ptr[1] <= 'Z';
    if (container_mark_read(s, *fails < FAILS_MAX ? text : s, mdx, out))
        return true;
    *fails += is_name;
    return false;
}

/* A tag that ends a frame is not its content, however far it is indented. */
static bool ends_frame(const struct cutter *c, struct slice line, struct mark *out)
{
    struct slice s = container_unindented(line);
    return container_mark_read(s, s, false, out) && out->is_end &&
           cutter_depth_behind(c, out) < c->depth;
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

static void add_line(struct cutter *c, struct slice s, bool is_code)
{
    buf_add(&c->out, buf_slice(&c->prefix));
    if (is_code)
        buf_add(&c->out, s);
    else
        cutter_add_content(c, s);
}

/* ---- marks at the beginning of a line ---------------------------------------------- */

/* A component that nobody knows, over several lines. */
static void warn_unknown(struct cutter *c, const struct mark *mark, struct slice s)
{
    if (mark->syntax == JSX && container_kind(mark->name) == CONTAINER_KINDS)
        mark_warn(c->parse, c->line, "mdx.component",
                  slice_first(s, slice_find(s, '\n')));
}

/* false: what it would hide or take for code is not all of it such. */
static bool take_opening(struct cutter *c, const struct mark *mark, struct slice s,
                         size_t column)
{
    struct slice rest = slice_trim(slice_from(s, mark->len));
    struct ends ends = cutter_without_ends(c, mark, rest);
    bool opens = !ends.own && cutter_will_end(c, mark, c->line + c->skip + 1);
    if ((mark->part == PART_HIDDEN && !ends.own && !opens) ||
        (mark->part == PART_CODE && !ends.own && (!opens || rest.len)))
        return false;
    warn_unknown(c, mark, s);
    buf_add(&c->out, buf_slice(&c->prefix));
    add_spaces(&c->out, column);
    cutter_add_opening(c, mark, &ends);
    cut_frames(c, ends.depth);
    if (opens)
        open_frame(c, mark, column);
    return true;
}

static void take_end(struct cutter *c, const struct mark *mark)
{
    size_t depth = cutter_depth_behind(c, mark);
    if (depth < c->depth && c->frames[depth].part == PART_CODE) {
        buf_add(&c->out, buf_slice(&c->prefix));
        buf_add_cstr(&c->out, "````");
    }
    cut_frames(c, depth);
    make_prefix(c);
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

static bool may_open(const struct cutter *c, struct mark *mark, struct slice s,
                     struct slice ahead)
{
    if (mark->part == PART_HIDDEN && mark->syntax != LIQUID && mark->syntax != HUGO)
        mark->part = PART_PLAIN;
    if (mark->syntax == INDENTED && !has_content(s, ahead))
        return false;
    return cutter_will_end(c, mark, c->line) || mark->part == PART_LINK ||
           (mark->syntax == JSX && c->mdx);
}

static bool take_mark(struct cutter *c, struct slice line, struct slice ahead);

/* What stands behind an end on its line. */
static void take_rest(struct cutter *c, struct slice rest, struct slice ahead)
{
    rest = slice_trim(rest);
    if (rest.len == 0 || take_mark(c, rest, ahead))
        return;
    struct ends ends = cutter_without_ends(c, NULL, rest);
    add_line(c, ends.content, false);
    cut_frames(c, ends.depth);
}

/* false: it stays as it is. `ahead`: the text from the beginning of the line on. */
static bool take_mark(struct cutter *c, struct slice line, struct slice ahead)
{
    struct mark mark;
    struct slice s = container_unindented(line);
    struct slice text = slice_from(ahead, (size_t)(s.ptr - ahead.ptr));
    if (!read_mark(s, text, c->mdx, &c->fails, &mark) ||
        (mark.is_end ? cutter_depth_behind(c, &mark) == c->depth
                     : !may_open(c, &mark, s, ahead)))
        return false;
    size_t skip = c->skip;
    for (size_t i = 0; i < mark.len && i < text.len; i++)
        c->skip += s.ptr[i] == '\n';
    if (mark.len > s.len)
        s = slice_first(text, mark.len + slice_find(slice_from(text, mark.len), '\n'));
    if (mark.is_end) {
        take_end(c, &mark);
        take_rest(c, slice_from(s, mark.len), ahead);
        return true;
    }
    bool taken = take_opening(c, &mark, s, container_indent(line));
    if (!taken)
        c->skip = skip;
    return taken;
}

/* A hidden frame ends wherever its end stands, in what looks like code as well. */
static void next_hidden(struct cutter *c, struct slice line, struct slice ahead)
{
    const struct frame *frame = &c->frames[c->depth - 1];
    struct mark mark;
    for (size_t at = 0; at < line.len; at++) {
        struct slice s = slice_first(slice_from(line, at), CUTTER_END_BYTES);
        if (s.ptr[0] == '{' && container_mark_read(s, s, false, &mark) && mark.is_end &&
            mark.syntax == frame->syntax && slice_eq_nocase(mark.name, frame->name)) {
            flush_blank(c);
            cut_frames(c, c->depth - 1);
            make_prefix(c);
            take_rest(c, slice_from(line, at + mark.len), ahead);
            break;
        }
    }
    buf_add_byte(&c->out, '\n');
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
    if (code || !take_mark(c, s, ahead)) {
        struct ends within = {.content = s, .depth = c->depth};
        if (!code)
            within = cutter_without_ends(c, NULL, s);
        add_line(c, within.content, code);
        cut_frames(c, within.depth);
    }
    buf_add_byte(&c->out, '\n');
}

/* How many lines a module has here: imports say nothing to a reader, exports may. */
static size_t module_lines(struct cutter *c, struct slice line, struct slice ahead,
                           bool is_code)
{
    bool exports = false, outside = c->depth == 0 && !is_code;
    if (!c->has_modules || slice_trim(line).len == 0)
        return 0;
    size_t lines = outside ? mdx_module(ahead, &exports) : 0;
    if (lines && exports)
        mark_warn(c->parse, c->line, "mdx.module", line);
    if (lines == 0 && !mdx_is_named(c->parse))
        c->has_modules = outside && !mdx_is_prose(line);
    return lines;
}

bool containers_are_likely(const struct parse *parse, struct slice text)
{
    static const char *const signs[] = {":::", "{{<", "{{%", "{% ", "{%-"};
    static const char *const starts[] = {"!!! ", "???", "===", "<"};
    struct slice line, rest = text;
    size_t fails = 0;
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
                read_mark(s, slice_from(text, (size_t)(s.ptr - text.ptr)), false, &fails,
                          &mark))
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
    c->has_modules = c->mdx;
    for (c->line = 1; slice_line(&rest, &line); c->line++)
        cutter_note_ends(c, line);
    buf_init(&c->out, 0);
    buf_init(&c->prefix, 0);
    for (c->line = 1, rest = text; slice_line(&rest, &line) && c->line <= line_count;
         c->line++) {
        struct slice ahead = slice_of(line.ptr, (size_t)(text.ptr + text.len - line.ptr));
        bool *code = &is_code[c->line - 1];
        if (!c->skip)
            c->skip = module_lines(c, line, ahead, *code);
        if (c->skip) {
            c->skip--;
            c->blank++;
        } else if (is_hidden(c)) {
            next_hidden(c, line, ahead);
        } else if (slice_trim(line).len == 0) {
            take_blank(c, line, *code);
        } else {
            next_line(c, line, ahead, code);
        }
    }
    buf_reset(&c->prefix);
    flush_blank(c);
    struct slice made = arena_slice(parse->arena, buf_slice(&c->out));
    buf_release(&c->out);
    buf_release(&c->prefix);
    return made;
}
