#include "base/utf8.h"

size_t utf8_next(struct slice s, uint32_t *out_point)
{
    if (s.len == 0)
        return 0;
    const unsigned char *p = (const unsigned char *)s.ptr;
    if (p[0] < 0x80) {
        *out_point = p[0];
        return 1;
    }
    size_t len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || s.len < len)
        return 0;
    uint32_t point = p[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        point = point << 6 | (p[i] & 0x3Fu);
    }
    bool overlong = (len == 3 && point < 0x800) || (len == 4 && point < 0x10000);
    if (overlong || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        return 0;
    *out_point = point;
    return len;
}

/* Where the ASCII that begins at `at` ends, or up to seven bytes before. */
static size_t behind_ascii(struct slice s, size_t at)
{
    uint64_t bytes;
    for (; at + sizeof bytes <= s.len; at += sizeof bytes) {
        memcpy(&bytes, s.ptr + at, sizeof bytes);
        if (bytes & 0x8080808080808080u)
            break;
    }
    return at;
}

size_t utf8_invalid_at(struct slice s)
{
    size_t at = 0;
    while ((at = behind_ascii(s, at)) < s.len) {
        uint32_t point;
        size_t len = utf8_next(slice_from(s, at), &point);
        if (len == 0)
            return at;
        at += len;
    }
    return at;
}

struct slice utf8_first(struct slice s, size_t max)
{
    if (s.len <= max)
        return s;
    while (max && ((unsigned char)s.ptr[max] & 0xC0) == 0x80)
        max--;
    return slice_first(s, max);
}

size_t utf8_put(uint32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t len = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, point >>= 6)
        out[i] = (char)(0x80 | (point & 0x3F));
    out[0] = (char)((0xF00u >> len & 0xF0u) | point);
    return len;
}

size_t utf8_length(struct slice s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}
