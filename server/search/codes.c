/* Codes: one number, many notations. */
#include "tokens.h"

#include <stdio.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool all_hex(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (hex_digit(s.ptr[i]) < 0)
            return false;
    return s.len > 0;
}

static bool all_digits(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

static uint64_t hex_value(struct slice digits)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++)
        value = value << 4 | (unsigned)hex_digit(digits.ptr[i]);
    return value;
}

/* Without the endings of C ("ul") and of assemblers ("h"). */
static struct slice drop_suffix(struct slice s)
{
    while (s.len > 1 && (s.ptr[s.len - 1] == 'l' || s.ptr[s.len - 1] == 'u'))
        s.len--;
    if (s.len > 1 && s.ptr[s.len - 1] == 'h')
        s.len--;
    return s;
}

static size_t write_code(uint64_t value, char out[24])
{
    const uint64_t high = UINT64_C(0xFFFFFFFF00000000);
    if ((value & high) == high) /* a 32-bit value, its sign carried on */
        value &= UINT32_MAX;
    return (size_t)snprintf(out, 24, CODE_PREFIX "%llx", (unsigned long long)value);
}

static size_t canonical_decimal(struct slice word, bool negative, char out[24])
{
    int64_t value;
    if (word.len > 10 || !slice_int64(word, &value))
        return 0;
    if (negative && word.len >= 3 && word.ptr[0] != '0' && value <= (INT64_C(1) << 31))
        return write_code((uint32_t)-value, out);
    if (!negative && value >= (INT64_C(1) << 31) && value <= UINT32_MAX)
        return write_code((uint64_t)value, out);
    return 0;
}

size_t code_canonical(struct slice word, bool negative, char out[24])
{
    struct slice bare = drop_suffix(word);
    if (slice_starts(bare, SLICE("0x"))) {
        struct slice digits = slice_from(bare, 2);
        return digits.len <= 16 && all_hex(digits) ? write_code(hex_value(digits), out)
                                                   : 0;
    }
    if (all_digits(word) && (negative || word.len != 8))
        return canonical_decimal(word, negative, out);
    bool high = bare.len == 8 && (bare.ptr[0] == '8' || bare.ptr[0] == 'c');
    return high && all_hex(bare) ? write_code(hex_value(bare), out) : 0;
}

bool term_is_code(struct slice term)
{
    size_t digits = 0, letters = 0, signs = 0;
    for (size_t i = 0; i < term.len; i++) {
        char c = term.ptr[i];
        digits += c >= '0' && c <= '9';
        letters += c >= 'a' && c <= 'z';
        signs += c == '_' || c == '.';
    }
    bool year = slice_starts(term, SLICE("19")) || slice_starts(term, SLICE("20"));
    if (digits == term.len)
        return digits >= 4 && digits <= 10 && !(digits == 4 && year);
    return (digits >= 3 && letters) ||
           (signs && (digits >= 2 || slice_find(term, '_') < term.len));
}

/* ---- wholes whose parts mean nothing ----------------------------------------------- */

static bool is_guid(struct slice s)
{
    static const size_t hyphens[] = {8, 13, 18, 23};
    size_t next = 0;
    if (s.len != 36)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        bool hyphen = next < 4 && i == hyphens[next];
        if (hyphen ? s.ptr[i] != '-' : hex_digit(s.ptr[i]) < 0)
            return false;
        next += hyphen;
    }
    return true;
}

/* '9' stands for a digit; the pattern matches the beginning of s. Returns its length or
 * 0. */
static size_t match_shape(struct slice s, const char *shape)
{
    size_t i = 0;
    for (; shape[i]; i++) {
        if (i >= s.len)
            return 0;
        bool digit = s.ptr[i] >= '0' && s.ptr[i] <= '9';
        if (shape[i] == '9' ? !digit : s.ptr[i] != shape[i])
            return 0;
    }
    return i;
}

bool whole_is_opaque(struct slice whole)
{
    static const char *const shapes[] = {"9999-99-99t", "9999-99-99", "9999/99/99",
                                         "99/99/9999",  "9/99/9999",  "99/9/9999",
                                         "9/9/9999",    "99:99",      "9:99"};
    if (is_guid(whole))
        return true;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t len = match_shape(whole, shapes[i]);
        if (len == 0)
            continue;
        /* What is left may only be more of a time: digits, ':', '.', '+', '-', 'z'. */
        for (; len < whole.len; len++)
            if (!strchr("0123456789:.+-z", whole.ptr[len]))
                break;
        if (len == whole.len)
            return true;
    }
    return false;
}
