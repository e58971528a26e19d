#include "paste.h"

enum {
    SHORT_BYTES = 60, /* somebody types that much himself */
    TAG_BYTES = 300,
    FRAME_BYTES = 400
};

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_of(struct slice s)
{
    size_t len = 0;
    while (len < s.len && is_digit(s.ptr[len]))
        len++;
    return len;
}

/* Each tells how much of what it knows stands at the beginning of `s`, 0 when there is
 * none. */
typedef size_t length_fn(struct slice s);

/* "<Name …>", "</Name>", "<?xml …?>" */
static size_t tag_length(struct slice s)
{
    size_t name = s.len > 1 && strchr("/?!", s.ptr[1]) ? 2 : 1;
    if (s.len <= name || !is_alpha(s.ptr[name]))
        return 0;
    size_t end = slice_find(slice_first(s, TAG_BYTES), '>');
    return end < slice_first(s, TAG_BYTES).len ? end + 1 : 0;
}

/* " in C:\x.cs:line 88" */
static size_t place_length(struct slice s)
{
    struct slice near = slice_first(s, FRAME_BYTES);
    size_t at = slice_find_slice(near, SLICE(":line "));
    if (!slice_starts(s, SLICE(" in ")) || at == near.len ||
        slice_find(slice_first(near, at), '\n') < at)
        return 0;
    return at + 6 + digits_of(slice_from(near, at + 6));
}

/* "at com.acme.Sync.run(Sync.java:112)", "at Acme.Sync.Run(String name) in x.cs:line 8" */
static size_t frame_length(struct slice s)
{
    struct slice near = slice_first(s, FRAME_BYTES);
    size_t at = 3, dots = 0;
    if (!slice_starts(near, SLICE("at ")))
        return 0;
    for (; at < near.len && (is_alpha(near.ptr[at]) || is_digit(near.ptr[at]) ||
                             strchr("._$<>`/@[],", near.ptr[at]));
         at++)
        dots += near.ptr[at] == '.';
    if (dots == 0 || at == near.len || near.ptr[at] != '(')
        return 0;
    size_t end = slice_find(slice_from(near, at), ')');
    if (at + end >= near.len)
        return 0;
    return at + end + 1 + place_length(slice_from(s, at + end + 1));
}

/* "File "/opt/x.py", line 12, in run" */
static size_t python_length(struct slice s)
{
    struct slice near = slice_first(s, FRAME_BYTES);
    size_t at = slice_find_slice(near, SLICE("\", line "));
    if (!slice_starts(near, SLICE("File \"")) || at == near.len)
        return 0;
    at += 8 + digits_of(slice_from(near, at + 8));
    if (!slice_starts(slice_from(near, at), SLICE(", in ")))
        return at;
    at += 5;
    while (at < near.len && near.ptr[at] > ' ')
        at++;
    return at;
}

/* "--- End of inner exception stack trace ---" */
static size_t trace_end_length(struct slice s)
{
    struct slice near = slice_first(s, FRAME_BYTES);
    if (!slice_starts(near, SLICE("--- End of ")))
        return 0;
    size_t end = slice_find_slice(slice_from(near, 4), SLICE("---"));
    return end + 4 < near.len ? end + 7 : 0;
}

/* "At C:\x.ps1:14 char:5 + Some-Command … + ~~~~~" */
static size_t powershell_length(struct slice s)
{
    struct slice near = slice_first(s, FRAME_BYTES);
    size_t at = slice_find_slice(near, SLICE(" char:"));
    if (!slice_starts(near, SLICE("At ")) || at == near.len)
        return 0;
    at += 6 + digits_of(slice_from(near, at + 6));
    size_t marks = slice_find_slice(slice_from(near, at), SLICE("~~"));
    if (at + marks < near.len)
        for (at += marks; at < near.len && near.ptr[at] == '~';)
            at++;
    return at;
}

/* "CategoryInfo : NotSpecified: (:) [Some-Command], RemoteException" */
static size_t category_length(struct slice s)
{
    struct slice near = slice_first(s, FRAME_BYTES);
    size_t at = slice_find_slice(near, SLICE("], "));
    if (!slice_starts(near, SLICE("CategoryInfo ")) || at == near.len)
        return 0;
    for (at += 3; at < near.len && near.ptr[at] > ' ';)
        at++;
    return at;
}

static const struct {
    char first;
    bool starts_word;
    length_fn *length;
} kinds[] = {
    {'<', false, tag_length},       {'a', true, frame_length},
    {'A', true, powershell_length}, {'C', true, category_length},
    {'F', true, python_length},     {'-', true, trace_end_length},
};

/* One "<name>" is what an author writes for a name; what is closed again is a tag. */
static bool has_tags(struct slice text)
{
    size_t first = slice_find_slice(text, SLICE("</"));
    return first < text.len;
}

struct list paste_spans(struct arena *arena, struct slice text)
{
    struct list spans = LIST_OF(arena, struct paste_span);
    bool tags = has_tags(text);
    if (text.len < SHORT_BYTES)
        return spans;
    for (size_t at = 0; at < text.len;) {
        size_t len = 0;
        bool starts = at == 0 || (unsigned char)text.ptr[at - 1] <= ' ';
        for (size_t i = 0; len == 0 && i < sizeof kinds / sizeof *kinds; i++)
            if (text.ptr[at] == kinds[i].first && (starts || !kinds[i].starts_word) &&
                (tags || kinds[i].first != '<'))
                len = kinds[i].length(slice_from(text, at));
        if (len)
            *LIST_PUSH(&spans, struct paste_span) =
                (struct paste_span){at, at + len, text.ptr[at] == '<'};
        at += len ? len : 1;
    }
    return spans;
}
