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

/* Eight bytes at a time, as one number: what all of them have to be is asked of each in its
 * own eight bits. */
static const uint64_t ONES = 0x0101010101010101, TOPS = 0x8080808080808080;

static uint64_t load_eight(const char *at)
{
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    return eight;
}

/* Letters and dashes alone, which most names are made of. Below 0x80 nothing is carried from
 * one byte into the next. */
static bool are_letters(uint64_t x)
{
    uint64_t low = x | ONES * 0x20;
    uint64_t from_a = low + ONES * (0x80 - 'a'), past_z = low + ONES * (0x7F - 'z');
    uint64_t other_than_dash = (x ^ ONES * '-') + ONES * 0x7F;
    return ((x | ~((from_a & ~past_z) | ~other_than_dash)) & TOPS) == 0;
}

static bool is_name(struct slice s)
{
    size_t i = 0;
    bool good = s.len > 0;
    while (s.len - i >= 8 && are_letters(load_eight(s.ptr + i)))
        i += 8;
    if (i && s.len - i < 8 && are_letters(load_eight(s.ptr + s.len - 8)))
        return true;
    for (; i < s.len; i++)
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
static bool are_plain(uint64_t x)
{
    uint64_t del = x ^ (ONES * 0x7F);
    return ((((x - ONES * 0x20) & ~x) | ((del - ONES) & ~del)) & TOPS) == 0;
}

/* Sixteen at a time; a tab says no here as well. */
typedef uint8_t sixteen __attribute__((vector_size(16)));

static size_t skip_plain(struct slice s)
{
    size_t i = 0;
    sixteen x, bad = {0};
    for (; s.len - i >= sizeof x; i += sizeof x) {
        memcpy(&x, s.ptr + i, sizeof x);
        bad |= (sixteen)(x < 0x20) | (sixteen)(x == 0x7F);
    }
    uint64_t halves[2];
    memcpy(halves, &bad, sizeof bad);
    return (halves[0] | halves[1]) ? 0 : i;
}

static bool is_value(struct slice s)
{
    size_t i = s.len >= 16 ? skip_plain(s) : 0;
    while (s.len - i >= 8 && are_plain(load_eight(s.ptr + i)))
        i += 8;
    if (i && s.len - i < 8 && are_plain(load_eight(s.ptr + s.len - 8)))
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

/* `wanted` is in small letters and as long as the name. The name is a token: a byte of it that
 * differs from a letter or a dash by this bit alone is the same letter. */
static inline bool is_named(struct slice name, const char *wanted)
{
    const uint64_t small = ONES * 0x20;
    size_t i = 0;
    for (; name.len - i >= 8; i += 8)
        if ((load_eight(name.ptr + i) | small) != load_eight(wanted + i))
            return false;
    if (i)
        return (load_eight(name.ptr + name.len - 8) | small) ==
               load_eight(wanted + name.len - 8);
    for (; i < name.len; i++)
        if ((name.ptr[i] | 0x20) != wanted[i])
            return false;
    return true;
}

/* Which header it is: the length first, since it tells nearly all of them apart. */
static bool add_known(struct head *head, struct slice name, struct slice value)
{
    switch (name.len) {
    case 4:
        return !is_named(name, "host") || add_once(head, &head->host, value);
    case 6:
        if (is_named(name, "expect"))
            head->expect = value;
        return !is_named(name, "cookie") || add_once(head, &head->cookie, value);
    case 10:
        if (is_named(name, "user-agent"))
            head->user_agent = value;
        return true;
    case 12:
        return !is_named(name, "content-type") ||
               add_once(head, &head->content_type, value);
    case 13:
        if (is_named(name, "if-none-match"))
            head->if_none_match = value;
        return true;
    case 14:
        return !is_named(name, "content-length") || add_length(head, value);
    case 15:
        if (is_named(name, "accept-encoding"))
            head->accept_encoding = value;
        return true;
    case 16:
        if (is_named(name, "content-encoding"))
            head->content_encoding = value;
        return true;
    case 17:
        if (is_named(name, "if-modified-since"))
            head->if_modified_since = value;
        return !is_named(name, "transfer-encoding") || add_coding(head, value);
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
