/* Codes as terms. What a code is and how it is written is settled in model/code. */
#include "model/code.h"
#include "tokens.h"

#include <stdio.h>

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

size_t code_canonical(struct slice word, bool negative, char out[24])
{
    uint64_t value;
    if (!code_word_value(word, negative, &value))
        return 0;
    return (size_t)snprintf(out, 24, CODE_PREFIX "%llx", (unsigned long long)value);
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
        if (hyphen ? s.ptr[i] != '-' : !is_hex(s.ptr[i]))
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
