#include "url.h"
#include "base/utf8.h"

static const char *const schemes[] = {"http", "https", "mailto", "tel"};

/* White space, controls, and marks that show a reader another address than the real one.
 */
static const struct {
    uint32_t first, last;
} refused[] = {
    {0x00, 0x20},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x061C, 0x061C},
    {0x1680, 0x1680}, {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F},
    {0x205F, 0x206F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB},
};

static bool is_refused(uint32_t point)
{
    if (point > 0x20 && point < 0x7F)
        return false;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (point >= refused[i].first && point <= refused[i].last)
            return true;
    return false;
}

/* Whether the eight bytes are all from 0x21 to 0x7E: each step sets the high bit of a byte that is
 * not. */
static bool are_visible(const char *bytes)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return !(((word - 0x21 * ones) | (word + ones) | word) & 0x80 * ones);
}

/* Bytes from the start that are, eight at a time; the last eight may overlap those before. */
static size_t visible_length(struct slice url)
{
    size_t len = 0;
    while (len + 8 <= url.len && are_visible(url.ptr + len))
        len += 8;
    bool near_end = len + 8 > url.len && url.len >= 8;
    return near_end && are_visible(url.ptr + url.len - 8) ? url.len : len;
}

static bool has_refused(struct slice url)
{
    url = slice_from(url, visible_length(url));
    for (uint32_t point; url.len;) {
        size_t len = utf8_next(url, &point);
        if (len == 0 || is_refused(point))
            return true;
        url = slice_from(url, len);
    }
    return false;
}

/* Bytes before a ':' that no '/', '?' or '#' precedes; false when there is no such ':'.
 */
static bool take_scheme(struct slice url, struct slice *out_scheme)
{
    for (size_t i = 0; i < url.len; i++) {
        if (url.ptr[i] == '/' || url.ptr[i] == '?' || url.ptr[i] == '#')
            return false;
        if (url.ptr[i] == ':') {
            *out_scheme = slice_first(url, i);
            return true;
        }
    }
    return false;
}

bool url_is_safe(struct slice url)
{
    struct slice scheme;
    if (has_refused(url))
        return false;
    if (!take_scheme(url, &scheme))
        return true;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (slice_eq_nocase(scheme, slice_cstr(schemes[i])))
            return true;
    return false;
}
