#include "multipart.h"

#include "base/list.h"
#include "base/utf8.h"

/* ---- the boundary ------------------------------------------------------------------ */

static bool is_boundary(struct slice text)
{
    static const char marks[] = "'()+_,-./:=? ";
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c && strchr(marks, c)))
            return false;
    }
    return text.len >= 1 && text.len <= 70 && text.ptr[text.len - 1] != ' ';
}

/* A parameter's value: a token up to ";", or a quoted string with backslash escapes. Takes
 * it off *rest. */
static struct slice take_value(struct arena *arena, struct slice *rest)
{
    if (!rest->len || rest->ptr[0] != '"') {
        size_t end = slice_find(*rest, ';');
        struct slice value = slice_trim(slice_first(*rest, end));
        *rest = slice_from(*rest, end);
        return value;
    }
    char *out = arena_alloc(arena, rest->len);
    size_t len = 0, i = 1;
    for (; i < rest->len && rest->ptr[i] != '"'; i++) {
        bool escapes =
            rest->ptr[i] == '\\' && i + 1 < rest->len && strchr("\"\\", rest->ptr[i + 1]);
        i += escapes;
        out[len++] = rest->ptr[i];
    }
    *rest = slice_from(*rest, i + 1);
    return slice_of(out, len);
}

/* The parameter of a header value such as form-data; name="x"; filename="y". */
static bool find_parameter(struct arena *arena, struct slice header, const char *name,
                           struct slice *out_value)
{
    struct slice rest = slice_from(header, slice_find(header, ';'));
    while (rest.len) {
        rest = slice_trim(slice_from(rest, 1));
        size_t equals = slice_find(rest, '=');
        struct slice key = slice_trim(slice_first(rest, equals));
        rest = slice_from(rest, equals + 1);
        struct slice value = take_value(arena, &rest);
        if (slice_eq_nocase(key, slice_cstr(name))) {
            *out_value = value;
            return true;
        }
        rest = slice_from(rest, slice_find(rest, ';'));
    }
    return false;
}

struct slice multipart_boundary(struct arena *arena, struct slice content_type)
{
    struct slice boundary = SLICE("");
    bool found = find_parameter(arena, content_type, "boundary", &boundary);
    return found && is_boundary(boundary) ? boundary : SLICE("");
}

/* ---- parts ------------------------------------------------------------------------- */

struct part {
    struct slice name, file_name, media_type, bytes;
    bool is_file;
};

static enum status complain(struct problems *problems, const char *code,
                            const char *message)
{
    problems_error(problems, code, SLICE(""), "%s", message);
    return STATUS_MALFORMED;
}

/* "%22", "%0D" and "%0A" are how browsers write what a quoted string cannot hold (HTML,
 * 4.10.21.8). */
static struct slice unescape(struct arena *arena, struct slice text)
{
    static const struct {
        struct slice code;
        char byte;
    } escapes[] = {{{"%22", 3}, '"'}, {{"%0D", 3}, '\r'}, {{"%0A", 3}, '\n'}};
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    while (text.len) {
        size_t step = 1;
        char byte = text.ptr[0];
        for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
            if (slice_starts_nocase(text, escapes[i].code)) {
                step = escapes[i].code.len;
                byte = escapes[i].byte;
            }
        out[len++] = byte;
        text = slice_from(text, step);
    }
    return slice_of(out, len);
}

static bool is_sound_name(struct slice name)
{
    return name.len <= MULTIPART_NAME_MAX && utf8_invalid_at(name) == name.len &&
           !(name.len && memchr(name.ptr, '\0', name.len));
}

static enum status read_disposition(struct arena *arena, struct slice value,
                                    struct part *part, struct problems *problems)
{
    struct slice name = SLICE(""), file = SLICE("");
    bool named = slice_starts_nocase(value, SLICE("form-data")) &&
                 find_parameter(arena, value, "name", &name);
    part->is_file = find_parameter(arena, value, "filename", &file);
    part->name = unescape(arena, name);
    part->file_name = unescape(arena, file);
    if (!named || !name.len)
        return complain(problems, "multipart.name", "A part of this form has no name");
    if (!is_sound_name(part->name) || !is_sound_name(part->file_name))
        return complain(problems, "multipart.long-name",
                        "A field or file of this form has a name that cannot be read");
    return STATUS_OK;
}

static enum status read_headers(struct arena *arena, struct slice head, struct part *part,
                                struct problems *problems)
{
    struct slice line, disposition = SLICE("");
    while (slice_line(&head, &line)) {
        size_t colon = slice_find(line, ':');
        struct slice name = slice_first(line, colon);
        struct slice value = slice_trim(slice_from(line, colon + 1));
        if (slice_eq_nocase(name, SLICE("Content-Disposition")))
            disposition = value;
        else if (slice_eq_nocase(name, SLICE("Content-Type")))
            part->media_type = value;
        else if (slice_eq_nocase(name, SLICE("Content-Transfer-Encoding")) &&
                 !slice_eq_nocase(value, SLICE("binary")) &&
                 !slice_eq_nocase(value, SLICE("8bit")) &&
                 !slice_eq_nocase(value, SLICE("7bit")))
            return complain(problems, "multipart.encoding",
                            "A part of this form is encoded, which forms are not");
    }
    return read_disposition(arena, disposition, part, problems);
}

/* *rest begins behind the boundary's line; takes the part and the next boundary off. */
static enum status take_part(struct arena *arena, struct slice delimiter,
                             struct slice *rest, struct part *part,
                             struct problems *problems)
{
    size_t head = slice_find_slice(*rest, SLICE("\r\n\r\n"));
    if (head == rest->len || head > MULTIPART_HEAD_MAX)
        return complain(problems, "multipart.head",
                        "The headers of a part of this form never end");
    enum status status =
        read_headers(arena, slice_first(*rest, head + 2), part, problems);
    if (status != STATUS_OK)
        return status;
    /* The line end before a boundary belongs to the boundary. An empty part has its
     * boundary right behind the headers' last line end. */
    struct slice body = slice_from(*rest, head + 2);
    size_t end = slice_find_slice(body, delimiter);
    if (end == body.len)
        return complain(problems, "multipart.end",
                        "This form was cut off before its end");
    part->bytes = end >= 2 ? slice_of(body.ptr + 2, end - 2) : SLICE("");
    *rest = slice_from(body, end + delimiter.len);
    return STATUS_OK;
}

static enum status keep_part(struct arena *arena, const struct part *part,
                             struct list *fields, struct list *files,
                             struct problems *problems)
{
    (void)arena;
    if (part->is_file) {
        struct upload *upload = LIST_PUSH(files, struct upload);
        *upload =
            (struct upload){part->name, part->file_name, part->media_type, part->bytes};
        return STATUS_OK;
    }
    bool sound = utf8_invalid_at(part->bytes) == part->bytes.len &&
                 slice_find(part->bytes, '\0') == part->bytes.len;
    if (!sound)
        return complain(problems, "multipart.text",
                        "A field of this form is not valid UTF-8");
    struct pair *pair = LIST_PUSH(fields, struct pair);
    *pair = (struct pair){part->name, part->bytes};
    return STATUS_OK;
}

/* Behind a boundary: "--" ends the form, white space and a line end lead to a part. */
static bool skip_line(struct slice *rest)
{
    while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t'))
        *rest = slice_from(*rest, 1);
    bool ended = slice_starts(*rest, SLICE("\r\n"));
    if (ended)
        *rest = slice_from(*rest, 2);
    return ended;
}

enum status multipart_parse(struct arena *arena, struct slice boundary, struct slice body,
                            struct problems *problems, struct pairs *out_fields,
                            struct uploads *out_files)
{
    if (!boundary.len)
        return complain(problems, "multipart.boundary", "This form names no boundary");
    struct list fields = LIST_OF(arena, struct pair),
                files = LIST_OF(arena, struct upload);
    struct slice delimiter = arena_format(arena, "\r\n--" SLICE_FMT, SLICE_ARG(boundary));
    struct slice first = slice_from(delimiter, 2);
    size_t start = slice_starts(body, first) ? 0 : slice_find_slice(body, delimiter);
    struct slice rest = slice_from(body, start + (start ? delimiter.len : first.len));
    if (start == body.len)
        return complain(problems, "multipart.start", "This form has no beginning");
    size_t count = 0;
    while (!slice_starts(rest, SLICE("--"))) {
        struct part part = {.name = SLICE("")};
        if (++count > MULTIPART_PARTS_MAX || !skip_line(&rest))
            return complain(problems, "multipart.parts",
                            "This form cannot be read, or has too many fields");
        enum status status = take_part(arena, delimiter, &rest, &part, problems);
        if (status == STATUS_OK)
            status = keep_part(arena, &part, &fields, &files, problems);
        if (status != STATUS_OK)
            return status;
    }
    *out_fields = (struct pairs){fields.items, fields.count};
    *out_files = (struct uploads){files.items, files.count};
    return STATUS_OK;
}
