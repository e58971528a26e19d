#include "target.h"
#include "base/list.h"
#include "base/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that the escape at s[at] stands for, or -1. */
static int escape_at(struct slice s, size_t at)
{
    if (s.ptr[at] != '%' || s.len - at < 3)
        return -1;
    int high = hex_digit(s.ptr[at + 1]), low = hex_digit(s.ptr[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* "http://host/path?x" → "/path?x"; others unchanged. */
static struct slice without_authority(struct slice raw)
{
    size_t scheme = slice_starts_nocase(raw, SLICE("http://"))    ? 7
                    : slice_starts_nocase(raw, SLICE("https://")) ? 8
                                                                  : 0;
    if (scheme == 0)
        return raw;
    struct slice rest = slice_from(raw, scheme);
    size_t slash = slice_find(rest, '/'), question = slice_find(rest, '?');
    if (slash == rest.len && question == rest.len)
        return SLICE("/");
    return slash < question ? slice_from(rest, slash) : slice_from(rest, question);
}

enum status target_split(struct slice raw, struct slice *out_path,
                         struct slice *out_query)
{
    if (raw.len > TARGET_MAX)
        return STATUS_TOO_LARGE;
    for (size_t i = 0; i < raw.len; i++)
        if ((unsigned char)raw.ptr[i] <= 0x20 || raw.ptr[i] == 0x7F || raw.ptr[i] == '#')
            return STATUS_MALFORMED;
    struct slice target = without_authority(raw);
    size_t question = slice_find(target, '?');
    struct slice path = slice_first(target, question);
    if (path.len == 0 && question < target.len && raw.ptr != target.ptr)
        path = SLICE("/"); /* http://host?query */
    if (!slice_eq_cstr(path, "*") && (path.len == 0 || path.ptr[0] != '/'))
        return STATUS_MALFORMED;
    *out_path = path;
    *out_query = question < target.len ? slice_from(target, question + 1)
                                       : (struct slice){NULL, 0};
    return STATUS_OK;
}

static bool has_dot_segment(struct slice path)
{
    struct slice segment;
    while (slice_split(&path, '/', &segment))
        if (slice_eq_cstr(segment, ".") || slice_eq_cstr(segment, ".."))
            return true;
    return false;
}

enum status path_decode(struct arena *arena, struct slice raw, struct slice *out_path)
{
    char *out = arena_alloc(arena, raw.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        int byte = (unsigned char)raw.ptr[i];
        if (byte == '%') {
            byte = escape_at(raw, i);
            i += 2;
        }
        if (byte < 0x20 || byte == 0x7F)
            return STATUS_MALFORMED;
        bool escaped_slash = byte == '/' && raw.ptr[i] != '/';
        out[len++] = escaped_slash ? SEGMENT_SLASH : (char)byte;
    }
    out[len] = '\0';
    struct slice path = slice_of(out, len);
    if (utf8_invalid_at(path) != len || has_dot_segment(path))
        return STATUS_MALFORMED;
    *out_path = path;
    return STATUS_OK;
}

struct slice path_without_prefix(struct slice path, struct slice prefix)
{
    if (prefix.len == 0 || !slice_starts(path, prefix))
        return path;
    struct slice rest = slice_from(path, prefix.len);
    if (rest.len == 0)
        return SLICE("/");
    return rest.ptr[0] == '/' ? rest : path;
}

void path_restore_slashes(struct slice path)
{
    /* The bytes are path_decode's own, in the arena of the request. */
    char *bytes = (char *)(uintptr_t)path.ptr;
    for (size_t i = 0; i < path.len; i++)
        if (bytes[i] == SEGMENT_SLASH)
            bytes[i] = '/';
}

static struct slice decode_field(struct arena *arena, struct slice raw)
{
    char *out = arena_alloc(arena, raw.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        int byte = escape_at(raw, i);
        if (byte >= 0)
            i += 2;
        else
            byte = raw.ptr[i] == '+' ? ' ' : raw.ptr[i];
        out[len++] = (char)byte;
    }
    out[len] = '\0';
    return slice_of(out, len);
}

static bool is_clean(struct slice s)
{
    return slice_find(s, '\0') == s.len && utf8_invalid_at(s) == s.len;
}

static enum status parse_pair(struct arena *arena, struct slice part,
                              struct problems *problems, struct pair *out)
{
    size_t equals = slice_find(part, '=');
    out->name = decode_field(arena, slice_first(part, equals));
    out->value = decode_field(arena, slice_from(part, equals + 1));
    bool name_ok = is_clean(out->name);
    if (name_ok && is_clean(out->value))
        return STATUS_OK;
    problems_error(problems, "request.bad-text", name_ok ? out->name : SLICE(""),
                   "The text is not valid UTF-8 or holds a NUL character");
    return STATUS_MALFORMED;
}

enum status pairs_parse(struct arena *arena, struct slice text, struct problems *problems,
                        struct pairs *out_pairs)
{
    struct list list = LIST_OF(arena, struct pair);
    struct slice part;
    while (slice_split(&text, '&', &part)) {
        if (part.len == 0)
            continue;
        if (list.count == FIELDS_MAX) {
            problems_error(problems, "request.too-many-fields", SLICE(""),
                           "There are more than %d fields", FIELDS_MAX);
            return STATUS_MALFORMED;
        }
        enum status status =
            parse_pair(arena, part, problems, LIST_PUSH(&list, struct pair));
        if (status != STATUS_OK)
            return status;
    }
    *out_pairs = (struct pairs){list.items, list.count};
    return STATUS_OK;
}

struct slice media_type_of(struct arena *arena, struct slice content_type)
{
    struct slice type =
        slice_trim(slice_first(content_type, slice_find(content_type, ';')));
    char *out = arena_strndup(arena, type.ptr, type.len);
    for (size_t i = 0; i < type.len; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] + 32);
    return slice_of(out, type.len);
}
