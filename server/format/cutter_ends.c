#include "cutter.h"

enum {
    INNER_MAX = 8,   /* pairs of marks in each other on one line */
    TAG_BYTES = 600, /* of a mark within a line */
    FAILS_MAX = 64   /* behind so many that are none it is looked for less far */
};

/* ---- what ends where --------------------------------------------------------------- */

/* "</", "{% end", "{{< /" */
static bool may_end(struct slice s)
{
    size_t at = 2;
    if (s.ptr[0] != '{' || s.len < 3)
        return s.ptr[0] == '<' && s.len > 1 && s.ptr[1] == '/';
    while (at < s.len &&
           (s.ptr[at] == ' ' || s.ptr[at] == '-' || s.ptr[at] == '<' || s.ptr[at] == '%'))
        at++;
    return slice_starts(slice_from(s, at), SLICE("end")) ||
           slice_starts(slice_from(s, at), SLICE("/"));
}

void cutter_note_ends(struct cutter *c, struct slice line)
{
    struct mark mark;
    struct slice trimmed = slice_trim(line);
    if (slice_starts(trimmed, SLICE(":::")) &&
        container_mark_read(trimmed, trimmed, false, &mark) && mark.is_end)
        for (size_t i = 0; i < CONTAINER_KINDS; i++)
            c->last_end[COLONS][i] = c->line;
    for (size_t at = 0; at < line.len; at++) {
        struct slice s = slice_first(slice_from(line, at), CUTTER_END_BYTES);
        size_t kind;
        if (may_end(s) && container_mark_read(s, s, false, &mark) && mark.is_end &&
            (kind = container_kind(mark.name)) < CONTAINER_KINDS)
            c->last_end[mark.syntax][kind] = c->line;
    }
}

bool cutter_will_end(const struct cutter *c, const struct mark *mark, size_t line)
{
    if (mark->syntax == INDENTED)
        return true;
    size_t kind = container_kind(mark->name);
    return !mark->is_alone && kind < CONTAINER_KINDS &&
           c->last_end[mark->syntax][kind] >= line;
}

size_t cutter_depth_behind(const struct cutter *c, const struct mark *mark)
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

/* ---- ends within a line ------------------------------------------------------------ */

struct inner {
    struct slice names[INNER_MAX];
    size_t count;
};

static bool is_same(const struct mark *opened, const struct mark *end)
{
    return opened && opened->syntax == end->syntax &&
           slice_eq_nocase(opened->name, end->name);
}

/* A pair of marks within the line ends nothing else. */
static bool ends_inner(struct inner *inner, const struct mark *mark)
{
    for (size_t i = inner->count; i-- > 0;)
        if (slice_eq_nocase(inner->names[i], mark->name)) {
            inner->count = i;
            return true;
        }
    return false;
}

static bool takes_end(const struct cutter *c, const struct mark *opened,
                      const struct mark *mark, size_t at, struct ends *ends)
{
    size_t depth = cutter_depth_behind(c, mark);
    if (is_same(opened, mark) && !ends->own) {
        ends->own = true;
        ends->behind = at;
        return true;
    }
    bool ended = depth < ends->depth;
    ends->depth = ended ? depth : ends->depth;
    return ended;
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || mark_is_word_char(c);
}

/* Copies the line but for those marks; false: there is none. */
static bool copy_without_ends(struct cutter *c, const struct mark *opened, struct slice s,
                              struct buf *left, struct ends *ends)
{
    struct inner inner = {.count = 0};
    bool any = false;
    for (size_t at = 0, fails = 0; at < s.len;) {
        size_t far = fails < FAILS_MAX ? TAG_BYTES : CUTTER_END_BYTES;
        struct slice rest = slice_first(slice_from(s, at), far);
        bool hidden = opened && opened->part == PART_HIDDEN && !ends->own;
        bool ended = false;
        size_t len = 1;
        if (rest.ptr[0] == '`' && !hidden) {
            len = mark_code_span(rest);
        } else if (rest.ptr[0] == '<' || rest.ptr[0] == '{') {
            struct mark mark = {.len = 1};
            bool read = container_mark_read(rest, rest, false, &mark);
            len = read ? mark.len : 1;
            fails += !read;
            if (read && mark.is_end)
                ended = (hidden || !ends_inner(&inner, &mark)) &&
                        takes_end(c, opened, &mark, left->len, ends);
            else if (read && !mark.is_alone && !hidden && inner.count < INNER_MAX)
                inner.names[inner.count++] = mark.name;
        }
        if (!ended)
            buf_add(left, slice_first(rest, len));
        at += len;
        any |= ended;
        if (ended && left->len && at < s.len && is_alnum(s.ptr[at]) &&
            is_alnum(left->ptr[left->len - 1]))
            buf_add_byte(left, ' ');
    }
    return any;
}

struct ends cutter_without_ends(struct cutter *c, const struct mark *opened,
                                struct slice s)
{
    struct ends ends = {.content = s, .depth = c->depth};
    struct buf left;
    if (!opened && c->depth == 0)
        return ends;
    buf_init(&left, 0);
    if (copy_without_ends(c, opened, s, &left, &ends)) {
        while (left.len && strchr(" \t", left.ptr[left.len - 1]))
            buf_truncate(&left, left.len - 1);
        ends.content = arena_slice(c->parse->arena, buf_slice(&left));
    }
    buf_release(&left);
    return ends;
}
