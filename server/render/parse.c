#include "parse.h"
#include "base/buf.h"

struct parser {
    struct slice text;
    size_t at;         /* all before it is parsed */
    size_t counted_at; /* where `line` was counted */
    size_t line;
    struct slice open, close; /* delimiters in force */
    struct list nodes;        /* struct node */
    size_t sections[NODE_DEPTH_MAX];
    size_t depth;
    struct faults *faults;
};

struct tag {
    char type; /* one of "#^/!>&{=" or 0 for a variable */
    struct slice name;
    size_t begin, end;
    size_t line;
};

static size_t line_of(struct parser *p, size_t at)
{
    for (; p->counted_at < at; p->counted_at++)
        p->line += p->text.ptr[p->counted_at] == '\n';
    return p->line;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct node *push_node(struct parser *p, enum node_kind kind, struct slice text,
                              size_t line)
{
    struct node *node = LIST_PUSH(&p->nodes, struct node);
    *node = (struct node){.kind = kind, .text = text, .line = line};
    return node;
}

static void push_text(struct parser *p, size_t from, size_t to)
{
    if (to > from)
        push_node(p, NODE_TEXT, slice_of(p->text.ptr + from, to - from), p->line);
}

/* Offset of CLOSE or, for {{{ and {{=, of "}CLOSE" and "=CLOSE"; text.len: none. */
static size_t find_end(const struct parser *p, size_t from, char before)
{
    if (!before)
        return from + slice_find_slice(slice_from(p->text, from), p->close);
    for (size_t at = from; at < p->text.len; at++)
        if (p->text.ptr[at] == before &&
            slice_starts(slice_from(p->text, at + 1), p->close))
            return at;
    return p->text.len;
}

/* Reads the tag whose opening delimiter is at tag->begin. */
static bool read_tag(struct parser *p, struct tag *tag)
{
    static const char types[] = "#^/!>&{=$<";
    size_t from = tag->begin + p->open.len;
    char c = from < p->text.len ? p->text.ptr[from] : '\0';
    tag->line = line_of(p, tag->begin);
    tag->type = c && strchr(types, c) ? c : '\0';
    from += tag->type != '\0';
    char before = tag->type == '{' ? '}' : tag->type == '=' ? '=' : '\0';
    size_t end = find_end(p, from, before);
    if (end >= p->text.len) {
        faults_add(p->faults, tag->line, "this tag has no end");
        return false;
    }
    tag->name = slice_trim(slice_of(p->text.ptr + from, end - from));
    tag->end = end + (before != '\0') + p->close.len;
    return true;
}

/* true when nothing else is on the lines of the tag: *out_begin is where its first line
 * begins, *out_end where the next one does. */
static bool stands_alone(const struct parser *p, const struct tag *tag, size_t *out_begin,
                         size_t *out_end)
{
    const char *text = p->text.ptr;
    size_t begin = tag->begin, end = tag->end;
    if (!tag->type || strchr("{&", tag->type))
        return false;
    while (begin > p->at && is_blank(text[begin - 1]))
        begin--;
    if (begin > 0 && text[begin - 1] != '\n')
        return false;
    while (end < p->text.len && is_blank(text[end]))
        end++;
    if (end < p->text.len && text[end] == '\r')
        end++;
    if (end < p->text.len && text[end] != '\n')
        return false;
    *out_begin = begin;
    *out_end = end < p->text.len ? end + 1 : end;
    return true;
}

static bool set_delimiters(struct parser *p, const struct tag *tag)
{
    struct slice name = tag->name;
    size_t open_len = 0, close_at = name.len;
    while (open_len < name.len && !strchr(" \t\r\n=", name.ptr[open_len]))
        open_len++;
    while (close_at > 0 && !strchr(" \t\r\n=", name.ptr[close_at - 1]))
        close_at--;
    bool two = open_len > 0 && close_at > open_len && close_at < name.len &&
               slice_trim(slice_of(name.ptr + open_len, close_at - open_len)).len == 0;
    if (!two) {
        faults_add(p->faults, tag->line, "new delimiters are written {{=<%% %%>=}}");
        return false;
    }
    p->open = slice_first(name, open_len);
    p->close = slice_from(name, close_at);
    return true;
}

static bool open_section(struct parser *p, const struct tag *tag)
{
    if (p->depth == NODE_DEPTH_MAX) {
        faults_add(p->faults, tag->line, "sections nest deeper than %d", NODE_DEPTH_MAX);
        return false;
    }
    p->sections[p->depth++] = p->nodes.count;
    push_node(p, tag->type == '#' ? NODE_SECTION : NODE_INVERTED, tag->name, tag->line);
    return true;
}

static bool close_section(struct parser *p, const struct tag *tag)
{
    struct node *nodes = p->nodes.items;
    struct node *section = p->depth ? &nodes[p->sections[p->depth - 1]] : NULL;
    if (!section)
        faults_add(p->faults, tag->line,
                   "{{/" SLICE_FMT "}} closes a section that is not open",
                   SLICE_ARG(tag->name));
    else if (!slice_eq(section->text, tag->name))
        faults_add(p->faults, tag->line,
                   "{{/" SLICE_FMT "}} where {{/" SLICE_FMT
                   "}} is due (opened in line %zu)",
                   SLICE_ARG(tag->name), SLICE_ARG(section->text), section->line);
    else {
        section->end = p->nodes.count;
        p->depth--;
        return true;
    }
    return false;
}

static bool refuse(struct parser *p, const struct tag *tag, const char *why)
{
    faults_add(p->faults, tag->line, "%s", why);
    return false;
}

static bool apply_tag(struct parser *p, const struct tag *tag, struct slice indent)
{
    if (tag->name.len == 0 && tag->type != '!')
        return refuse(p, tag, "this tag has no name");
    switch (tag->type) {
    case '!':
        return true;
    case '=':
        return set_delimiters(p, tag);
    case '#':
    case '^':
        return open_section(p, tag);
    case '/':
        return close_section(p, tag);
    case '>':
        if (tag->name.ptr[0] == '*')
            return refuse(p, tag, "dynamic names ({{>*name}}) are not supported");
        push_node(p, NODE_PARTIAL, tag->name, tag->line)->indent = indent;
        return true;
    case '$':
    case '<':
        return refuse(p, tag, "inheritance ({{<name}}, {{$name}}) is not supported");
    default:
        push_node(p, tag->type ? NODE_RAW : NODE_VARIABLE, tag->name, tag->line);
        return true;
    }
}

static bool parse_tag(struct parser *p, size_t tag_at)
{
    struct tag tag = {.begin = tag_at};
    struct slice indent = {0};
    if (!read_tag(p, &tag))
        return false;
    size_t text_end = tag.begin, next = tag.end;
    if (stands_alone(p, &tag, &text_end, &next))
        indent = slice_of(p->text.ptr + text_end, tag.begin - text_end);
    push_text(p, p->at, text_end);
    p->at = next;
    return apply_tag(p, &tag, indent);
}

struct nodes parse_template(struct arena *arena, struct slice text, struct faults *faults)
{
    struct parser p = {.text = text,
                       .line = 1,
                       .open = SLICE("{{"),
                       .close = SLICE("}}"),
                       .nodes = LIST_OF(arena, struct node),
                       .faults = faults};
    bool good = true;
    while (good && p.at < text.len) {
        size_t tag_at = p.at + slice_find_slice(slice_from(text, p.at), p.open);
        if (tag_at >= text.len) {
            push_text(&p, p.at, text.len);
            break;
        }
        good = parse_tag(&p, tag_at);
    }
    if (good && p.depth) {
        struct node *section = (struct node *)p.nodes.items + p.sections[p.depth - 1];
        faults_add(faults, section->line, "section " SLICE_FMT " is never closed",
                   SLICE_ARG(section->text));
    }
    return (struct nodes){p.nodes.items, p.nodes.count};
}

struct slice indent_lines(struct arena *arena, struct slice text, struct slice indent)
{
    if (indent.len == 0)
        return text;
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    while (text.len) {
        size_t end = slice_find(text, '\n');
        struct slice line = slice_first(text, end + 1);
        if (line.ptr[0] != '\n' && line.ptr[0] != '\r')
            buf_add(&out, indent);
        buf_add(&out, line);
        text = slice_from(text, line.len);
    }
    struct slice result = arena_slice(arena, buf_slice(&out));
    buf_release(&out);
    return result;
}
