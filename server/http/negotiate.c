#include "negotiate.h"

static const char *const names[CODING_COUNT] = {"", "br", "gzip"};

const char *coding_name(enum coding coding)
{
    return names[coding];
}

/* Weight in thousandths of ";q=0.5" among parameters; 1000 without one, 0 when broken. */
static int weight_of(struct slice parameters)
{
    struct slice part;
    while (slice_split(&parameters, ';', &part)) {
        part = slice_trim(part);
        if (!slice_starts_nocase(part, SLICE("q=")))
            continue;
        struct slice digits = slice_from(part, 2);
        if (digits.len == 0 || digits.len > 5 || (digits.len > 1 && digits.ptr[1] != '.'))
            return 0;
        int weight = 0, scale = 1000;
        for (size_t i = 0; i < digits.len; i += i == 0 ? 2 : 1, scale /= 10) {
            if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
                return 0;
            weight += (digits.ptr[i] - '0') * scale;
        }
        return weight > 1000 ? 0 : weight;
    }
    return 1000;
}

static bool names_coding(struct slice name, enum coding coding)
{
    return slice_eq_nocase(name, slice_cstr(names[coding])) ||
           (coding == CODING_GZIP && slice_eq_nocase(name, SLICE("x-gzip")));
}

enum coding negotiate_coding(struct slice accept_encoding)
{
    int weights[CODING_COUNT] = {0, -1, -1}, others = 0;
    struct slice part;
    while (slice_split(&accept_encoding, ',', &part)) {
        size_t end = slice_find(part, ';');
        struct slice name = slice_trim(slice_first(part, end));
        int weight = end == part.len ? 1000 : weight_of(slice_from(part, end + 1));
        if (slice_eq_cstr(name, "*"))
            others = weight;
        for (int c = CODING_BROTLI; c < CODING_COUNT; c++)
            if (names_coding(name, (enum coding)c))
                weights[c] = weight;
    }
    int best = CODING_NONE;
    for (int c = CODING_BROTLI; c < CODING_COUNT; c++) {
        if (weights[c] < 0)
            weights[c] = others;
        if (weights[c] > weights[best])
            best = c;
    }
    return (enum coding)best;
}

bool etag_matches(struct slice if_none_match, struct slice etag)
{
    struct slice rest = slice_trim(if_none_match);
    if (slice_eq_cstr(rest, "*"))
        return true;
    while (rest.len) {
        if (slice_starts(rest, SLICE("W/")))
            rest = slice_from(rest, 2);
        if (rest.len < 2 || rest.ptr[0] != '"')
            return false;
        size_t len = slice_find(slice_from(rest, 1), '"') + 2;
        if (len > rest.len)
            return false;
        if (slice_eq(slice_first(rest, len), etag))
            return true;
        rest = slice_trim(slice_from(rest, len));
        if (rest.len && rest.ptr[0] != ',')
            return false;
        while (rest.len &&
               (rest.ptr[0] == ',' || rest.ptr[0] == ' ' || rest.ptr[0] == '\t'))
            rest = slice_from(rest, 1);
    }
    return false;
}
