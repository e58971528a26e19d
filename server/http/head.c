#include "head.h"

#include <stdint.h>

/* RFC 9110, 5.6.2: tchar. */
static const bool is_token[256] = {
    ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1, ['&'] = 1, ['\''] = 1, ['*'] = 1,
    ['+'] = 1, ['-'] = 1, ['.'] = 1, ['^'] = 1, ['_'] = 1, ['`'] = 1,  ['|'] = 1,
    ['~'] = 1, ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1,  ['5'] = 1,
    ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1, ['A'] = 1, ['B'] = 1,  ['C'] = 1,
    ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 1,  ['J'] = 1,
    ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1,  ['Q'] = 1,
    ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1,  ['X'] = 1,
    ['Y'] = 1, ['Z'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1,  ['e'] = 1,
    ['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1,  ['l'] = 1,
    ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1,  ['s'] = 1,
    ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1,  ['z'] = 1,
};

static bool is_name(struct slice s)
{
    bool good = s.len > 0;
    for (size_t i = 0; i < s.len; i++)
        good &= is_token[(unsigned char)s.ptr[i]];
    return good;
}

static bool is_plain(char c)
{
    unsigned char byte = (unsigned char)c;
    return (byte >= 0x20 && byte != 0x7F) || byte == '\t';
}

/* No byte of eight below 0x20 and none that is 0x7F; a tab says no, too. The usual trick:
 * a byte that borrows from its top bit was smaller than what was taken from it. */
static bool are_plain(const char *eight)
{
    const uint64_t ones = 0x0101010101010101, tops = ones << 7;
    uint64_t x, del;
    memcpy(&x, eight, sizeof x);
    del = x ^ (ones * 0x7F);
    return ((((x - ones * 0x20) & ~x) | ((del - ones) & ~del)) & tops) == 0;
}

static bool is_value(struct slice s)
{
    size_t i = 0;
    while (s.len - i >= 8 && are_plain(s.ptr + i))
        i += 8;
    if (i < s.len && s.len >= 8 && are_plain(s.ptr + s.len - 8) && s.len - i < 8)
        return true;
    while (i < s.len && is_plain(s.ptr[i]))
        i++;
    return i == s.len;
}

static bool fault(struct head *head, unsigned code)
{
    head->fault = code;
    return false;
}

void head_begin(struct head *head, const char *method, const char *url,
                struct slice target, const char *version)
{
    *head = (struct head){.begin = method, .end = version + strlen(version)};
    head->is_http11 = strcmp(version, "HTTP/1.1") == 0;
    if (!head->is_http11 && strcmp(version, "HTTP/1.0") != 0)
        fault(head, 505);
    if (url != method + strlen(method) + 1 || version != url + target.len + 1 ||
        slice_find(target, ' ') != target.len)
        fault(head, 400); /* a NUL, or not one space between each */
}

/* The name ends where the colon was; the value follows after blanks; before the name
 * stands the CR LF of the line above. */
static bool stands_in_place(const struct head *head, struct slice name,
                            struct slice value)
{
    const char *at = name.ptr + name.len;
    if (name.ptr != head->end + 2 || value.ptr <= at)
        return false;
    for (at++; at < value.ptr; at++)
        if (*at != ' ' && *at != '\t')
            return false;
    return true;
}

static bool add_once(struct head *head, struct slice *field, struct slice value)
{
    if (field->ptr)
        return fault(head, 400);
    *field = value;
    return true;
}

static bool add_length(struct head *head, struct slice value)
{
    int64_t length;
    value = slice_trim(value);
    if (head->has_length || value.len == 0 || value.ptr[0] == '-' ||
        !slice_int64(value, &length))
        return fault(head, 400);
    head->has_length = true;
    head->content_length = (uint64_t)length;
    return true;
}

static bool add_coding(struct head *head, struct slice value)
{
    if (head->chunked || !slice_eq_nocase(slice_trim(value), SLICE("chunked")))
        return fault(head, 400);
    head->chunked = true;
    return true;
}

static bool is_named(struct slice name, struct slice wanted)
{
    return slice_starts_nocase(name, wanted);
}

/* Which header it is: the length first, since it tells nearly all of them apart. */
static bool add_known(struct head *head, struct slice name, struct slice value)
{
    switch (name.len) {
    case 4:
        return !is_named(name, SLICE("Host")) || add_once(head, &head->host, value);
    case 6:
        if (is_named(name, SLICE("Expect")))
            head->expect = value;
        return !is_named(name, SLICE("Cookie")) || add_once(head, &head->cookie, value);
    case 10:
        if (is_named(name, SLICE("User-Agent")))
            head->user_agent = value;
        return true;
    case 12:
        return !is_named(name, SLICE("Content-Type")) ||
               add_once(head, &head->content_type, value);
    case 13:
        if (is_named(name, SLICE("If-None-Match")))
            head->if_none_match = value;
        return true;
    case 14:
        return !is_named(name, SLICE("Content-Length")) || add_length(head, value);
    case 15:
        if (is_named(name, SLICE("Accept-Encoding")))
            head->accept_encoding = value;
        return true;
    case 16:
        if (is_named(name, SLICE("Content-Encoding")))
            head->content_encoding = value;
        return true;
    case 17:
        if (is_named(name, SLICE("If-Modified-Since")))
            head->if_modified_since = value;
        return !is_named(name, SLICE("Transfer-Encoding")) || add_coding(head, value);
    default:
        return true;
    }
}

bool head_add(struct head *head, struct slice name, struct slice value)
{
    if (head->fault)
        return false;
    if (!value.ptr || !stands_in_place(head, name, value) || !is_name(name) ||
        !is_value(value))
        return fault(head, 400);
    head->end = value.ptr + value.len;
    if (head->end - head->begin > HEAD_MAX)
        return fault(head, 431);
    return add_known(head, name, value);
}

void head_finish(struct head *head)
{
    if (head->fault)
        return;
    /* MHD made the last CR LF and the CR of the empty line into NULs: anything else is a
     * NUL in the value or a folded line that was empty. */
    bool clean = head->end[0] == '\0' && head->end[1] == '\0' && head->end[2] == '\0';
    bool host_missing = head->is_http11 && !head->host.ptr;
    bool two_lengths = head->chunked && (head->has_length || !head->is_http11);
    if (!clean || host_missing || two_lengths)
        fault(head, 400);
}

bool head_is_browser(const struct head *head)
{
    struct slice agent = head->user_agent;
    return slice_starts(agent, SLICE("Mozilla/5.0 (")) &&
           slice_find(agent, '+') == agent.len;
}
