#include "base/json.h"
#include "base/utf8.h"

struct scan {
    struct slice text;
    size_t at;
    size_t depth;
    const char *why;
    size_t nul_at; /* offset behind the first \u0000; 0: there is none */
};

static bool scan_value(struct scan *s);

static bool fail(struct scan *s, const char *why)
{
    if (!s->why)
        s->why = why;
    return false;
}

static char peek(const struct scan *s)
{
    return s->at < s->text.len ? s->text.ptr[s->at] : '\0';
}

static void skip_space(struct scan *s)
{
    while (s->at < s->text.len && strchr(" \t\n\r", s->text.ptr[s->at]) &&
           s->text.ptr[s->at])
        s->at++;
}

static bool scan_word(struct scan *s, struct slice word)
{
    if (!slice_starts(slice_from(s->text, s->at), word))
        return fail(s, "expected a value");
    s->at += word.len;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool scan_digits(struct scan *s)
{
    if (!is_digit(peek(s)))
        return fail(s, "expected a digit");
    while (is_digit(peek(s)))
        s->at++;
    return true;
}

static bool scan_number(struct scan *s)
{
    if (peek(s) == '-')
        s->at++;
    if (peek(s) == '0')
        s->at++;
    else if (!scan_digits(s))
        return false;
    if (peek(s) == '.') {
        s->at++;
        if (!scan_digits(s))
            return false;
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        if (peek(s) == '+' || peek(s) == '-')
            s->at++;
        if (!scan_digits(s))
            return false;
    }
    return true;
}

static int hex_value(char c)
{
    return is_digit(c)            ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool scan_hex4(struct scan *s, unsigned *out_unit)
{
    unsigned unit = 0;
    for (int i = 0; i < 4; i++, s->at++) {
        int digit = hex_value(peek(s));
        if (digit < 0)
            return fail(s, "expected four hexadecimal digits after \\u");
        unit = unit * 16 + (unsigned)digit;
    }
    *out_unit = unit;
    return true;
}

static bool scan_unicode_escape(struct scan *s)
{
    unsigned unit, low;
    if (!scan_hex4(s, &unit))
        return false;
    if (unit == 0 && !s->nul_at)
        s->nul_at = s->at;
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        return fail(s, "lone surrogate in a string");
    if (unit < 0xD800 || unit > 0xDBFF)
        return true;
    if (!slice_starts(slice_from(s->text, s->at), SLICE("\\u")))
        return fail(s, "lone surrogate in a string");
    s->at += 2;
    if (!scan_hex4(s, &low))
        return false;
    return (low >= 0xDC00 && low <= 0xDFFF) || fail(s, "lone surrogate in a string");
}

static bool scan_escape(struct scan *s)
{
    s->at++;
    char c = peek(s);
    if (c == 'u') {
        s->at++;
        return scan_unicode_escape(s);
    }
    if (!c || !strchr("\"\\/bfnrt", c))
        return fail(s, "unknown escape in a string");
    s->at++;
    return true;
}

static bool scan_string(struct scan *s)
{
    if (peek(s) != '"')
        return fail(s, "expected a string");
    s->at++;
    while (s->at < s->text.len) {
        char c = peek(s);
        uint32_t point;
        if (c == '"') {
            s->at++;
            return true;
        }
        if ((unsigned char)c < 0x20)
            return fail(s, "control character in a string");
        if (c == '\\') {
            if (!scan_escape(s))
                return false;
            continue;
        }
        size_t len = utf8_next(slice_from(s->text, s->at), &point);
        if (len == 0)
            return fail(s, "invalid UTF-8");
        s->at += len;
    }
    return fail(s, "string without an end");
}

static bool scan_member(struct scan *s)
{
    if (!scan_string(s))
        return false;
    skip_space(s);
    if (peek(s) != ':')
        return fail(s, "expected ':' after the name");
    s->at++;
    return scan_value(s);
}

/* Members or elements up to `close`, separated by commas. */
static bool scan_items(struct scan *s, char close, bool (*item)(struct scan *))
{
    s->at++;
    if (++s->depth > JSON_DEPTH_MAX)
        return fail(s, "nested too deeply");
    skip_space(s);
    if (peek(s) == close) {
        s->at++;
        s->depth--;
        return true;
    }
    for (;;) {
        skip_space(s);
        if (!item(s))
            return false;
        skip_space(s);
        char c = peek(s);
        if (c != ',' && c != close)
            return fail(s, "expected ',' or the end of the list or object");
        s->at++;
        if (c == close) {
            s->depth--;
            return true;
        }
    }
}

static bool scan_value(struct scan *s)
{
    skip_space(s);
    switch (peek(s)) {
    case '{':
        return scan_items(s, '}', scan_member);
    case '[':
        return scan_items(s, ']', scan_value);
    case '"':
        return scan_string(s);
    case 't':
        return scan_word(s, SLICE("true"));
    case 'f':
        return scan_word(s, SLICE("false"));
    case 'n':
        return scan_word(s, SLICE("null"));
    default:
        if (peek(s) == '-' || is_digit(peek(s)))
            return scan_number(s);
        return fail(s, "expected a value");
    }
}

static bool scan_text(struct scan *s)
{
    if (!scan_value(s))
        return false;
    skip_space(s);
    return s->at == s->text.len || fail(s, "unexpected text after the value");
}

enum status json_scan(struct slice text, size_t *out_at, const char **out_why)
{
    struct scan s = {.text = text};
    if (scan_text(&s))
        return STATUS_OK;
    *out_at = s.at;
    *out_why = s.why;
    return STATUS_MALFORMED;
}

void text_position(struct slice text, size_t at, size_t *out_line, size_t *out_column)
{
    size_t line = 1, start = 0;
    if (at > text.len)
        at = text.len;
    for (size_t i = 0; i < at; i++)
        if (text.ptr[i] == '\n') {
            line++;
            start = i + 1;
        }
    *out_line = line;
    *out_column = utf8_length(slice_of(text.ptr + start, at - start)) + 1;
}

static enum status refuse(struct problems *problems, struct slice text, size_t at,
                          enum status status, const char *code, const char *why)
{
    if (problems) {
        struct problem *p = problems_error(
            problems, code, SLICE(""), "%s%s",
            status == STATUS_MALFORMED ? "This is not valid JSON: " : "", why);
        text_position(text, at, &p->line, &p->column);
    }
    return status;
}

enum status json_parse(struct slice text, struct problems *problems, cJSON **out_json)
{
    struct scan s = {.text = text};
    if (!scan_text(&s))
        return refuse(problems, text, s.at, STATUS_MALFORMED, "json.malformed", s.why);
    if (s.nul_at)
        return refuse(problems, text, s.nul_at, STATUS_INVALID, "json.nul",
                      "The character U+0000 is not accepted");
    cJSON *json = cJSON_ParseWithLength(text.ptr, text.len);
    if (!json)
        return refuse(problems, text, 0, STATUS_MALFORMED, "json.malformed",
                      "not readable");
    *out_json = json;
    return STATUS_OK;
}
