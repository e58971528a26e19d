#include "container_marks.h"

enum { TAG_BYTES = 2000 /* a longer tag is text */ };

/* Names that are callouts (mark_callout) are boxes as well. */
static const struct kind {
    const char *name;
    enum part part;
} kinds[] = {
    {"accordion", PART_NAMED},  {"accordiongroup", PART_PLAIN},
    {"admonition", PART_BOX},   {"callout", PART_BOX},
    {"capture", PART_PLAIN},    {"card", PART_TAB},
    {"cardgroup", PART_PLAIN},  {"code", PART_NAMED},
    {"code-group", PART_PLAIN}, {"codegroup", PART_PLAIN},
    {"column", PART_PLAIN},     {"columns", PART_PLAIN},
    {"comment", PART_HIDDEN},   {"content-ref", PART_PLAIN},
    {"details", PART_NAMED},    {"embed", PART_LINK},
    {"expand", PART_NAMED},     {"expandable", PART_NAMED},
    {"file", PART_LINK},        {"frame", PART_PLAIN},
    {"highlight", PART_CODE},   {"hint", PART_BOX},
    {"alert", PART_BOX},        {"notice", PART_BOX},
    {"openapi", PART_PLAIN},    {"raw", PART_PLAIN},
    {"step", PART_TAB},         {"stepper", PART_PLAIN},
    {"steps", PART_PLAIN},      {"swagger", PART_PLAIN},
    {"tab", PART_TAB},          {"tabitem", PART_TAB},
    {"tabpane", PART_PLAIN},    {"tabs", PART_PLAIN},
    {"update", PART_TAB},       {"updates", PART_PLAIN},
};

enum { KINDS = sizeof kinds / sizeof *kinds, CALLOUT_KIND = KINDS, KIND_COUNT };

_Static_assert((int)KIND_COUNT == (int)CONTAINER_KINDS, "the header knows their number");

/* ---- kinds ------------------------------------------------------------------------- */

size_t container_kind(struct slice name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (slice_eq_nocase(name, slice_cstr(kinds[i].name)))
            return i;
    return mark_callout(name) ? (size_t)CALLOUT_KIND : (size_t)KIND_COUNT;
}

static enum part part_of(size_t kind)
{
    return kind < KINDS ? kinds[kind].part : PART_BOX;
}

/* ---- indentation ------------------------------------------------------------------- */

/* Columns of white space at the beginning; a tab is as wide as MkDocs takes it. */
size_t container_indent(struct slice s)
{
    size_t columns = 0;
    for (size_t i = 0; i < s.len && strchr(" \t", s.ptr[i]); i++)
        columns += s.ptr[i] == '\t' ? MKDOCS_INDENT : 1;
    return columns;
}

struct slice container_unindented(struct slice s)
{
    while (s.len && strchr(" \t", s.ptr[0]))
        s = slice_from(s, 1);
    return s;
}

/* ---- reading marks ----------------------------------------------------------------- */

/* Words of its style and a quoted title, as in: inline end "Title". */
static bool is_mkdocs_title(struct slice s)
{
    size_t at = 0;
    while (at < s.len &&
           ((s.ptr[at] >= 'a' && s.ptr[at] <= 'z') || strchr(" -", s.ptr[at])))
        at++;
    return at == s.len || (strchr("\"'", s.ptr[at]) && s.ptr[s.len - 1] == s.ptr[at]);
}

static bool read_indented(struct slice s, struct mark *out)
{
    size_t at = 3;
    bool tab = slice_starts(s, SLICE("==="));
    if (!tab && !slice_starts(s, SLICE("!!!")) && !slice_starts(s, SLICE("???")))
        return false;
    while (at < s.len && strchr("+!", s.ptr[at]))
        at++;
    struct slice rest = container_unindented(slice_from(s, at));
    struct slice name = mark_word(rest);
    bool quoted = rest.len > 1 && strchr("\"'", rest.ptr[0]) &&
                  slice_find(slice_from(rest, 1), rest.ptr[0]) < rest.len - 1;
    if (at == s.len || s.ptr[at] != ' ' || (tab ? !quoted : name.len == 0) ||
        (!tab && !is_mkdocs_title(slice_trim(slice_from(rest, name.len)))))
        return false;
    *out =
        (struct mark){.syntax = INDENTED,
                      .part = tab ? PART_TAB : PART_BOX,
                      .name = tab ? SLICE("tab") : name,
                      .attributes = slice_trim(tab ? rest : slice_from(rest, name.len)),
                      .len = s.len};
    return true;
}

/* Not "::: name … :::", which is DocFX's and stands for itself. */
static bool read_colons(struct slice s, struct mark *out)
{
    size_t colons = 0;
    while (colons < s.len && s.ptr[colons] == ':')
        colons++;
    struct slice rest = slice_trim(slice_from(s, colons));
    struct slice name = mark_word(rest);
    if (colons < 3 || (rest.len && container_kind(name) == KIND_COUNT) ||
        slice_find_slice(rest, SLICE(":::")) < rest.len)
        return false;
    size_t kind = container_kind(name);
    *out = (struct mark){.syntax = COLONS,
                         .part = rest.len ? part_of(kind) : PART_PLAIN,
                         .name = name,
                         .attributes = slice_trim(slice_from(rest, name.len)),
                         .len = s.len,
                         .colons = colons,
                         .is_end = rest.len == 0};
    if (slice_eq_nocase(name, SLICE("details")))
        out->part = PART_BOX;
    return true;
}

static bool name_mark(struct slice name, struct mark *mark)
{
    size_t kind = container_kind(name);
    mark->name = name;
    mark->part = part_of(kind);
    return kind < KIND_COUNT;
}

/* "{% name … %}", "{%- endname -%}" */
static bool read_liquid(struct slice s, struct mark *out)
{
    size_t end = slice_find_slice(s, SLICE("%}"));
    if (!slice_starts(s, SLICE("{%")) || end == s.len || end < 2)
        return false;
    struct slice inside = slice_of(s.ptr + 2, end - 2);
    if (inside.len && inside.ptr[0] == '-')
        inside = slice_from(inside, 1);
    if (inside.len && inside.ptr[inside.len - 1] == '-')
        inside.len--;
    inside = slice_trim(inside);
    struct slice name = mark_word(inside);
    *out = (struct mark){.syntax = LIQUID,
                         .attributes = slice_trim(slice_from(inside, name.len)),
                         .len = end + 2,
                         .is_end = slice_starts(name, SLICE("end"))};
    return name_mark(slice_from(name, out->is_end ? 3 : 0), out);
}

/* "{{< name … >}}", "{{% /name %}}", "{{< name … />}}" */
static bool read_hugo(struct slice s, struct mark *out)
{
    bool angle = slice_starts(s, SLICE("{{<"));
    size_t end = slice_find_slice(s, angle ? SLICE(">}}") : SLICE("%}}"));
    if ((!angle && !slice_starts(s, SLICE("{{%"))) || end == s.len || end < 3)
        return false;
    struct slice inside = slice_trim(slice_of(s.ptr + 3, end - 3));
    bool is_end = inside.len && inside.ptr[0] == '/';
    inside = slice_trim(slice_from(inside, is_end));
    struct slice name = mark_word(inside);
    *out = (struct mark){.syntax = HUGO,
                         .attributes = slice_trim(slice_from(inside, name.len)),
                         .len = end + 3,
                         .is_end = is_end,
                         .is_alone = slice_ends(inside, SLICE("/"))};
    return name_mark(name, out);
}

/* "<Name …>", "</Name>", "<Name … />", over several lines if need be. */
static bool read_jsx(struct slice s, bool mdx, struct mark *out)
{
    struct slice inside;
    size_t len = mdx_tag(slice_first(s, TAG_BYTES), &inside);
    if (len == 0)
        return false;
    bool is_end = inside.ptr[0] == '/';
    struct slice name = mark_word(slice_from(inside, is_end));
    *out = (struct mark){.syntax = JSX,
                         .attributes = slice_from(inside, (size_t)is_end + name.len),
                         .len = len,
                         .is_end = is_end,
                         .is_alone = slice_ends(inside, SLICE("/"))};
    bool known = name_mark(name, out);
    if (!known && mdx && slice_find(slice_first(s, len), '\n') < len) {
        out->part = PART_PLAIN;
        return out->is_alone = true;
    }
    return known;
}

bool container_mark_read(struct slice s, struct slice ahead, bool mdx, struct mark *out)
{
    if (s.len < 2)
        return false;
    switch (s.ptr[0]) {
    case '!':
    case '?':
    case '=':
        return read_indented(s, out);
    case ':':
        return read_colons(s, out);
    case '{':
        return s.ptr[1] == '%' ? read_liquid(s, out) : read_hugo(s, out);
    case '<':
        return read_jsx(ahead, mdx, out);
    default:
        return false;
    }
}
