#include "base/slice.h"

static unsigned char lower(char c)
{
    unsigned char u = (unsigned char)c;
    return u >= 'A' && u <= 'Z' ? (unsigned char)(u + 32) : u;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool slice_eq(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool slice_eq_cstr(struct slice a, const char *b)
{
    return slice_eq(a, slice_cstr(b));
}

bool slice_eq_nocase(struct slice a, struct slice b)
{
    return a.len == b.len && slice_starts_nocase(a, b);
}

bool slice_eq_cstr_nocase(struct slice a, const char *b)
{
    size_t i = 0;
    while (i < a.len && b[i] && lower(a.ptr[i]) == lower(b[i]))
        i++;
    return i == a.len && !b[i];
}

bool slice_starts(struct slice s, struct slice prefix)
{
    if (s.len < prefix.len || (prefix.len && s.ptr[0] != prefix.ptr[0]))
        return false;
    return slice_eq(slice_first(s, prefix.len), prefix);
}

bool slice_starts_nocase(struct slice s, struct slice prefix)
{
    if (s.len < prefix.len)
        return false;
    for (size_t i = 0; i < prefix.len; i++)
        if (lower(s.ptr[i]) != lower(prefix.ptr[i]))
            return false;
    return true;
}

bool slice_ends(struct slice s, struct slice suffix)
{
    return s.len >= suffix.len && slice_eq(slice_from(s, s.len - suffix.len), suffix);
}

int slice_cmp(struct slice a, struct slice b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.ptr, b.ptr, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

size_t slice_find(struct slice s, char byte)
{
    const char *hit = s.len ? memchr(s.ptr, byte, s.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : s.len;
}

size_t slice_find_slice(struct slice s, struct slice needle)
{
    if (needle.len == 0)
        return 0;
    for (size_t at = 0; at + needle.len <= s.len; at++) {
        size_t skip = slice_find(slice_from(s, at), needle.ptr[0]);
        at += skip;
        if (at + needle.len <= s.len && memcmp(s.ptr + at, needle.ptr, needle.len) == 0)
            return at;
    }
    return s.len;
}

struct slice slice_trim(struct slice s)
{
    while (s.len && is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool slice_split(struct slice *rest, char sep, struct slice *out_part)
{
    if (!rest->ptr)
        return false;
    size_t end = slice_find(*rest, sep);
    *out_part = slice_first(*rest, end);
    *rest = end == rest->len ? (struct slice){NULL, 0} : slice_from(*rest, end + 1);
    return true;
}

bool slice_line(struct slice *rest, struct slice *out_line)
{
    if (rest->len == 0)
        return false;
    size_t end = slice_find(*rest, '\n');
    *out_line = slice_first(*rest, end);
    *rest = slice_from(*rest, end + 1);
    if (out_line->len && out_line->ptr[out_line->len - 1] == '\r')
        out_line->len--;
    return true;
}

bool slice_int64(struct slice s, int64_t *out_value)
{
    bool negative = s.len && s.ptr[0] == '-';
    if (negative)
        s = slice_from(s, 1);
    if (s.len == 0)
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, s.ptr[i] - '0', &value))
            return false;
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, value, &value))
        return false;
    *out_value = value;
    return true;
}

uint64_t slice_hash(struct slice s)
{
    return slice_hash_more(14695981039346656037u, s);
}

uint64_t slice_hash_more(uint64_t hash, struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 1099511628211u;
    return hash;
}
