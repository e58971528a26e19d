#include "base/buf.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

void buf_init(struct buf *buf, size_t ceiling)
{
    *buf = (struct buf){.ceiling = ceiling ? ceiling : (size_t)64 << 20};
}

void buf_reset(struct buf *buf)
{
    buf->len = 0;
    buf->overflow = false;
    if (buf->ptr)
        buf->ptr[0] = '\0';
}

void buf_release(struct buf *buf)
{
    if (!buf)
        return;
    free(buf->ptr);
    buf->ptr = NULL;
    buf->len = buf->cap = 0;
}

/* Never more than the ceiling asks for: what fits in the memory is below it. */
static void grow(struct buf *buf, size_t need)
{
    size_t cap = buf->cap ? buf->cap : 256;
    while (cap < need)
        cap *= 2;
    if (cap > buf->ceiling)
        cap = buf->ceiling + 1;
    buf->ptr = realloc(buf->ptr, cap);
    if (!buf->ptr)
        abort();
    buf->cap = cap;
}

static bool make_room_slowly(struct buf *buf, size_t more)
{
    if (buf->overflow || more > buf->ceiling - buf->len) {
        buf->overflow = true;
        return false;
    }
    grow(buf, buf->len + more + 1);
    return true;
}

static inline bool make_room(struct buf *buf, size_t more)
{
    return (more < buf->cap - buf->len && !buf->overflow) || make_room_slowly(buf, more);
}

void buf_reserve(struct buf *buf, size_t len)
{
    if (len <= buf->ceiling && len >= buf->cap)
        grow(buf, len + 1);
}

static inline void add(struct buf *buf, const char *ptr, size_t len)
{
    if (len == 0 || !make_room(buf, len))
        return;
    memcpy(buf->ptr + buf->len, ptr, len);
    buf->len += len;
    buf->ptr[buf->len] = '\0';
}

void buf_add(struct buf *buf, struct slice s)
{
    add(buf, s.ptr, s.len);
}

void buf_add_cstr(struct buf *buf, const char *text)
{
    buf_add(buf, slice_cstr(text));
}

void buf_add_byte(struct buf *buf, char byte)
{
    if (!make_room(buf, 1))
        return;
    buf->ptr[buf->len++] = byte;
    buf->ptr[buf->len] = '\0';
}

void buf_add_format(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t room = buf->overflow ? 0 : buf->cap - buf->len;
    int len = vsnprintf(room ? buf->ptr + buf->len : NULL, room, format, args);
    bool made = len > 0 && (size_t)len < room && (size_t)len <= buf->ceiling - buf->len;
    if (room && !made)
        buf->ptr[buf->len] = '\0';
    if (!made && len > 0 && make_room(buf, (size_t)len)) {
        vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
        made = true;
    }
    if (made)
        buf->len += (size_t)len;
    va_end(again);
    va_end(args);
}

void buf_truncate(struct buf *buf, size_t len)
{
    if (len < buf->len) {
        buf->len = len;
        buf->ptr[len] = '\0';
    }
}

/* ---- runs that need no escape -------------------------------------------------------- */

/* Sixteen bytes side by side (one instruction each on what has SSE2 or NEON). */
typedef unsigned char bytes16 __attribute__((vector_size(16)));
typedef signed char marks16 __attribute__((vector_size(16)));

static inline bytes16 bytes_at(const char *at)
{
    bytes16 bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static inline bool any_marked(marks16 marks)
{
    uint64_t halves[2];
    memcpy(halves, &marks, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

/* & ' " < > and what XML has no way to write; two of them differ from another in one bit. */
static inline marks16 markup_marks(bytes16 b)
{
    return ((b | 1) == '\'') | ((b | 2) == '>') | (b == '"') | (b < 0x20);
}

static inline marks16 json_marks(bytes16 b)
{
    return (b == '"') | (b == '\\') | ((b | 2) == '>') | (b == '&') | (b < 0x20) |
           (b >= 0x80);
}

/* What RFC 3986 does not call unreserved, but for `keep`. */
static inline marks16 url_marks(bytes16 b, char keep)
{
    marks16 stays = (((b | 0x20) - 'a') < 26) | ((b - '0') < 10) | (b == '-') |
                    (b == '.') | (b == '_') | (b == '~') | (b == (unsigned char)keep);
    return ~stays;
}

/* The last sixteen bytes, or of 4 to 15 bytes both ends, which meet or overlap. */
static inline bytes16 bytes_at_end(struct slice s)
{
    uint64_t ends[2];
    bytes16 bytes;
    if (s.len >= 16)
        return bytes_at(s.ptr + s.len - 16);
    if (s.len >= 8) {
        memcpy(&ends[0], s.ptr, 8);
        memcpy(&ends[1], s.ptr + s.len - 8, 8);
    } else {
        uint32_t first, last;
        memcpy(&first, s.ptr, 4);
        memcpy(&last, s.ptr + s.len - 4, 4);
        ends[0] = ends[1] = first | (uint64_t)last << 32;
    }
    memcpy(&bytes, ends, sizeof bytes);
    return bytes;
}

/* From there on, sixteen bytes at a time, to a run of sixteen that has a mark, or to the
 * end. */
static size_t skip_markup(struct slice s, size_t from)
{
    while (from + 16 <= s.len && !any_marked(markup_marks(bytes_at(s.ptr + from))))
        from += 16;
    bool near_end = from + 16 > s.len && s.len >= 4;
    return near_end && !any_marked(markup_marks(bytes_at_end(s))) ? s.len : from;
}

static size_t skip_json(struct slice s)
{
    size_t from = 0;
    while (from + 16 <= s.len && !any_marked(json_marks(bytes_at(s.ptr + from))))
        from += 16;
    bool near_end = from + 16 > s.len && s.len >= 4;
    return near_end && !any_marked(json_marks(bytes_at_end(s))) ? s.len : from;
}

/* Copies s, with every byte for which the table has an answer replaced by it. */
static void add_replaced(struct buf *buf, struct slice s, const char *const instead[256])
{
    size_t plain = 0, i = 0;
    /* Most texts are short and have nothing to replace. */
    if (s.len >= 4 && s.len <= 16 && !any_marked(markup_marks(bytes_at_end(s)))) {
        add(buf, s.ptr, s.len);
        return;
    }
    while ((i = skip_markup(s, i)) < s.len) {
        size_t end = i + 16 < s.len ? i + 16 : s.len;
        for (; i < end; i++) {
            const char *other = instead[(unsigned char)s.ptr[i]];
            if (!other)
                continue;
            add(buf, s.ptr + plain, i - plain);
            buf_add_cstr(buf, other);
            plain = i + 1;
        }
    }
    if (s.len > plain)
        add(buf, s.ptr + plain, s.len - plain);
}

#define TEXT_ESCAPES ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;"
#define ATTR_ESCAPES TEXT_ESCAPES, ['"'] = "&quot;", ['\''] = "&#39;"
static const char *const text_escapes[256] = {TEXT_ESCAPES};
static const char *const attr_escapes[256] = {ATTR_ESCAPES};
/* Control characters that XML 1.0 has no way to write are left out. */
static const char *const xml_escapes[256] = {
    ATTR_ESCAPES, [0x00] = "", [0x01] = "", [0x02] = "", [0x03] = "", [0x04] = "",
    [0x05] = "",  [0x06] = "", [0x07] = "", [0x08] = "", [0x0b] = "", [0x0c] = "",
    [0x0e] = "",  [0x0f] = "", [0x10] = "", [0x11] = "", [0x12] = "", [0x13] = "",
    [0x14] = "",  [0x15] = "", [0x16] = "", [0x17] = "", [0x18] = "", [0x19] = "",
    [0x1a] = "",  [0x1b] = "", [0x1c] = "", [0x1d] = "", [0x1e] = "", [0x1f] = ""};

void buf_add_html_text(struct buf *buf, struct slice s)
{
    add_replaced(buf, s, text_escapes);
}

void buf_add_html_attr(struct buf *buf, struct slice s)
{
    add_replaced(buf, s, attr_escapes);
}

void buf_add_xml(struct buf *buf, struct slice s)
{
    add_replaced(buf, s, xml_escapes);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

static size_t plain_url(struct slice s, char keep)
{
    size_t len = 0;
    while (len < s.len && (is_unreserved(s.ptr[len]) || s.ptr[len] == keep))
        len++;
    return len;
}

static void add_percent(struct buf *buf, struct slice s, char keep)
{
    static const char digits[] = "0123456789ABCDEF";
    while (s.len) {
        size_t plain = plain_url(s, keep);
        add(buf, s.ptr, plain);
        s = slice_from(s, plain);
        if (s.len == 0)
            break;
        unsigned char byte = (unsigned char)s.ptr[0];
        add(buf, (char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
        s = slice_from(s, 1);
    }
}

bool url_stays(struct slice s, bool deep)
{
    const char keep = deep ? '/' : 'a';
    if (s.len < 4)
        return plain_url(s, keep) == s.len;
    for (size_t i = 0; i + 16 <= s.len; i += 16)
        if (any_marked(url_marks(bytes_at(s.ptr + i), keep)))
            return false;
    return !any_marked(url_marks(bytes_at_end(s), keep));
}

void buf_add_url_component(struct buf *buf, struct slice s)
{
    add_percent(buf, s, 'a');
}

void buf_add_url_path(struct buf *buf, struct slice s)
{
    add_percent(buf, s, '/');
}

static void add_json_point(struct buf *buf, struct slice bytes, uint32_t point)
{
    static const char digits[] = "0123456789abcdef";
    static const char *const short_form[0x20] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
    if (point < 0x20 && short_form[point])
        buf_add_cstr(buf, short_form[point]);
    else if (point == '"' || point == '\\')
        add(buf, (char[]){'\\', (char)point}, 2);
    else if (point < 0x20 || point == '<' || point == '>' || point == '&' ||
             point == 0x2028 || point == 0x2029)
        add(buf,
            (char[]){'\\', 'u', digits[point >> 12], digits[point >> 8 & 15],
                     digits[point >> 4 & 15], digits[point & 15]},
            6);
    else
        buf_add(buf, bytes);
}

/* Bytes from the start that stand in a JSON string as they are, whatever follows them. */
static size_t plain_json(struct slice s)
{
    size_t len = skip_json(s);
    while (len < s.len) {
        unsigned char c = (unsigned char)s.ptr[len];
        if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\' || c == '<' || c == '>' ||
            c == '&')
            break;
        len++;
    }
    return len;
}

void buf_add_json_string(struct buf *buf, struct slice s)
{
    if (plain_json(s) == s.len && make_room(buf, s.len + 2)) {
        char *at = buf->ptr + buf->len;
        *at++ = '"';
        if (s.len)
            memcpy(at, s.ptr, s.len);
        at[s.len] = '"';
        at[s.len + 1] = '\0';
        buf->len += s.len + 2;
        return;
    }
    buf_add_byte(buf, '"');
    while (s.len) {
        uint32_t point;
        size_t plain = plain_json(s);
        buf_add(buf, slice_first(s, plain));
        s = slice_from(s, plain);
        if (!s.len)
            break;
        size_t len = utf8_next(s, &point);
        if (len == 0) {
            buf_add_cstr(buf, "\xEF\xBF\xBD");
            len = 1;
        } else {
            add_json_point(buf, slice_first(s, len), point);
        }
        s = slice_from(s, len);
    }
    buf_add_byte(buf, '"');
}

/* C0 but the tab, DEL and C1, and the marks and isolates of Unicode's bidirectional algorithm. */
static bool is_unseen(uint32_t point)
{
    return (point < 0x20 && point != 0x09) || (point >= 0x7f && point < 0xa0) ||
           point == 0x061c || point == 0x200e || point == 0x200f || point == 0x2028 ||
           point == 0x2029 || (point >= 0x202a && point <= 0x202e) ||
           (point >= 0x2066 && point <= 0x2069);
}

static size_t seen_ascii_length(struct slice s)
{
    size_t len = 0;
    while (len < s.len && s.ptr[len] >= 0x20 && s.ptr[len] < 0x7f)
        len++;
    return len;
}

void buf_add_terminal(struct buf *buf, struct slice s)
{
    while (s.len) {
        uint32_t point = 0;
        size_t plain = seen_ascii_length(s);
        buf_add(buf, slice_first(s, plain));
        s = slice_from(s, plain);
        if (s.len == 0)
            break;
        size_t len = utf8_next(s, &point);
        if (len == 0 || (len == 1 && is_unseen(point)))
            buf_add_format(buf, "\\x%02x", (unsigned)(unsigned char)s.ptr[0]);
        else if (is_unseen(point))
            buf_add_format(buf, "\\u{%04x}", (unsigned)point);
        else
            buf_add(buf, slice_first(s, len));
        s = slice_from(s, len ? len : 1);
    }
}
