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

static bool has_refused(struct slice url)
{
    size_t plain = 0;
    while (plain < url.len && url.ptr[plain] > 0x20 && url.ptr[plain] < 0x7F)
        plain++;
    url = slice_from(url, plain);
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
