#include "url.h"

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_scheme_char(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

struct slice url_clean(struct arena *arena, struct slice url)
{
    char *out = arena_alloc(arena, url.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        bool control = c < 0x20 || c == 0x7F;
        if (!control && !(c == ' ' && len == 0))
            out[len++] = url.ptr[i];
    }
    while (len && out[len - 1] == ' ')
        len--;
    out[len] = '\0';
    return slice_of(out, len);
}

/* Puts the first `size` characters that a browser looks at into `out`. */
static struct slice visible_start(struct slice url, char *out, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < url.len && len < size; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (c < 0x20 || c == 0x7F || (c == ' ' && len == 0))
            continue;
        out[len++] = c == '\\' ? '/' : url.ptr[i];
    }
    return slice_of(out, len);
}

static size_t scheme_length(struct slice url)
{
    if (url.len == 0 || !is_alpha(url.ptr[0]))
        return 0;
    size_t len = 1;
    while (len < url.len && is_scheme_char(url.ptr[len]))
        len++;
    return len < url.len && url.ptr[len] == ':' ? len : 0;
}

enum url_kind url_kind_of(struct slice url)
{
    static const struct {
        struct slice scheme;
        enum url_kind kind;
    } schemes[] = {
        {{"http", 4}, URL_OUTSIDE},
        {{"https", 5}, URL_OUTSIDE},
        {{"mailto", 6}, URL_CONTACT},
        {{"tel", 3}, URL_CONTACT},
    };
    char start[128];
    struct slice seen = visible_start(url, start, sizeof start);
    if (seen.len == 0)
        return URL_EMPTY;
    if (seen.ptr[0] == '#')
        return URL_FRAGMENT;
    if (slice_starts(seen, SLICE("//")))
        return URL_OUTSIDE;
    size_t len = scheme_length(seen);
    if (len == 0)
        return slice_find(seen, ':') < slice_find(seen, '/') &&
                       slice_find(seen, ':') < slice_find(seen, '?') &&
                       slice_find(seen, ':') < slice_find(seen, '#')
                   ? URL_REFUSED
                   : URL_RELATIVE;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (slice_eq_nocase(slice_first(seen, len), schemes[i].scheme))
            return schemes[i].kind;
    return URL_REFUSED;
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

struct slice url_decode(struct arena *arena, struct slice url)
{
    char *out = arena_alloc(arena, url.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < url.len; i++) {
        int high = url.ptr[i] == '%' && i + 2 < url.len ? hex_value(url.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_value(url.ptr[i + 2]) : -1;
        if (low >= 0)
            i += 2;
        out[len++] = low >= 0 ? (char)(unsigned char)(high * 16 + low) : url.ptr[i];
    }
    out[len] = '\0';
    return slice_of(out, len);
}
