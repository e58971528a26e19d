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

/* Which of ours is it? CODING_NONE: none of them. */
static enum coding coding_of(struct slice name)
{
    switch (name.len) {
    case 2:
        return slice_starts_nocase(name, SLICE("br")) ? CODING_BROTLI : CODING_NONE;
    case 4:
        return slice_starts_nocase(name, SLICE("gzip")) ? CODING_GZIP : CODING_NONE;
    case 6:
        return slice_starts_nocase(name, SLICE("x-gzip")) ? CODING_GZIP : CODING_NONE;
    default:
        return CODING_NONE;
    }
}

/* Takes "name ;parameters" and the comma behind it off *rest: name and weight. */
static struct slice take_coding(struct slice *rest, int *out_weight)
{
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != ',' && rest->ptr[end] != ';')
        end++;
    struct slice name = slice_trim(slice_first(*rest, end)), parameters;
    *out_weight = 1000;
    *rest = slice_from(*rest, end);
    if (rest->len && rest->ptr[0] == ';') {
        *rest = slice_from(*rest, 1);
        slice_split(rest, ',', &parameters);
        *out_weight = weight_of(parameters);
    } else {
        *rest = slice_from(*rest, 1);
    }
    return name;
}

enum coding negotiate_coding(struct slice accept_encoding)
{
    int weights[CODING_COUNT] = {0, -1, -1}, others = 0, weight;
    while (accept_encoding.len) {
        struct slice name = take_coding(&accept_encoding, &weight);
        enum coding coding = coding_of(name);
        if (coding != CODING_NONE)
            weights[coding] = weight;
        else if (slice_eq(name, SLICE("*")))
            others = weight;
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
