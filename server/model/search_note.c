#include "model/search_note.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "model/code.h"
#include "model/slug.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c & 0x80);
}

static size_t count_of(struct slice word, bool (*is)(char))
{
    size_t count = 0;
    for (size_t i = 0; i < word.len; i++)
        count += is(word.ptr[i]);
    return count;
}

/* ---- what a word is ------------------------------------------------------------------ */

static bool is_mail(struct slice word)
{
    size_t at = slice_find(word, '@');
    return at > 0 && at + 1 < word.len;
}

/* 32 hexadecimal digits with hyphens or braces around. */
static bool is_guid(struct slice word)
{
    size_t hex = count_of(word, is_hex), hyphens = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (!is_hex(word.ptr[i]) && !strchr("-{}()[].,;", word.ptr[i]))
            return false;
        hyphens += word.ptr[i] == '-';
    }
    return hex == 32 && (hyphens == 4 || hyphens == 0);
}

/* Four numbers with dots, or hexadecimal groups with two colons or more. */
static bool is_address(struct slice word)
{
    size_t dots = 0, colons = 0, digits = count_of(word, is_digit), odd = 0;
    for (size_t i = 0; i < word.len; i++) {
        dots += word.ptr[i] == '.';
        colons += word.ptr[i] == ':';
        odd += !is_hex(word.ptr[i]) && !strchr(".:[]%/,", word.ptr[i]);
    }
    if (odd)
        return false;
    bool ip4 = dots >= 3 && digits + dots + colons >= word.len - 3 && digits >= 4;
    return ip4 || (colons >= 3 && digits && dots == 0);
}

static bool has_code(struct slice word)
{
    struct error_code codes[CODES_FOUND_MAX];
    return codes_find(word, codes) > 0;
}

/* HRESULT and NTSTATUS values of error as signed or unsigned decimals. */
static bool is_decimal_error(uint64_t value)
{
    return (value >= 0x80000000u && value <= 0x80FFFFFFu) ||
           (value >= 0xC0000000u && value <= 0xC0FFFFFFu);
}

/* Six digits or more in a row that no code accounts for. */
static bool is_number(struct slice word)
{
    size_t run = 0, longest = 0;
    uint64_t value = 0;
    for (size_t i = 0; i < word.len; i++) {
        run = is_digit(word.ptr[i]) ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    bool negative = word.ptr[0] == '-';
    struct slice digits = slice_from(word, negative);
    if (longest < 6)
        return false;
    if (longest < digits.len)
        return !has_code(word);
    return !(code_word_value(digits, negative, &value) && is_decimal_error(value));
}

/* Letters and digits mixed, long, without what makes a path or a name: a key, a token. */
static bool is_token(struct slice word)
{
    size_t digits = count_of(word, is_digit), letters = count_of(word, is_letter);
    size_t changes = 0;
    for (size_t i = 1; i < word.len; i++)
        changes += is_digit(word.ptr[i]) != is_digit(word.ptr[i - 1]);
    return word.len >= 20 && digits >= 3 && letters >= 3 && changes >= 5 &&
           !has_code(word) && slice_find(word, '\\') == word.len;
}

static bool tells_secret(struct slice word)
{
    static const char *const words[] = {"password", "passwd", "pwd",    "passwort",
                                        "secret",   "token",  "apikey", "api_key",
                                        "passcode", "pin"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_eq_cstr(word, words[i]))
            return true;
    return false;
}

/* "password:hunter2", "pwd=…": how much of the word names the secret; 0 when it does not. */
static size_t secret_begins(struct slice word)
{
    for (size_t i = 1; i + 1 < word.len; i++)
        if ((word.ptr[i] == ':' || word.ptr[i] == '=') &&
            tells_secret(slice_first(word, i)))
            return i + 1;
    return 0;
}

/* ---- names in paths ------------------------------------------------------------------ */

static size_t find_end(struct slice word, size_t from, const char *ends)
{
    while (from < word.len && !strchr(ends, word.ptr[from]))
        from++;
    return from;
}

/* Where a person's name stands in a path, or in domain\name. */
static bool find_name(struct slice word, size_t *out_from, size_t *out_to)
{
    static const char *const folders[] = {"\\users\\", "/users/", "/home/",
                                          "\\documents and settings\\"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        struct slice folder = slice_cstr(folders[i]);
        size_t at = slice_find_slice(word, folder);
        if (at == word.len)
            continue;
        *out_from = at + folder.len;
        *out_to = find_end(word, *out_from, "\\/\"'");
        return *out_to > *out_from;
    }
    size_t slash = slice_find(word, '\\');
    bool domain = slash > 0 && slash + 1 < word.len &&
                  slice_find(slice_from(word, slash + 1), '\\') == word.len - slash - 1 &&
                  slice_find(word, ':') == word.len && word.ptr[0] != '%' &&
                  !slice_starts(word, SLICE("hk"));
    *out_from = slash + 1;
    *out_to = find_end(word, *out_from, "\"'");
    return domain;
}

/* ---- the whole ----------------------------------------------------------------------- */

static const struct {
    bool (*is)(struct slice word);
    const char *instead;
} kinds[] = {{is_mail, "[email]"},
             {is_guid, "[guid]"},
             {is_address, "[ip]"},
             {is_number, "[number]"},
             {is_token, "[token]"}};

static void add_word(struct buf *out, struct slice word)
{
    size_t from = 0, to = 0, secret = secret_begins(word);
    if (secret) {
        buf_add(out, slice_first(word, secret));
        buf_add_cstr(out, "[secret]");
        return;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].is(word)) {
            buf_add_cstr(out, kinds[i].instead);
            return;
        }
    if (find_name(word, &from, &to)) {
        buf_add(out, slice_first(word, from));
        buf_add_cstr(out, "[name]");
        word = slice_from(word, to);
    }
    buf_add(out, word);
}

static bool ends_with_sign(struct slice word)
{
    return word.len && (word.ptr[word.len - 1] == ':' || word.ptr[word.len - 1] == '=');
}

struct slice search_note_text(struct arena *arena, struct slice query)
{
    enum { READ_BYTES = 2000 };
    struct slice rest = phrase_normalize(arena, utf8_first(query, READ_BYTES)), word;
    struct buf out;
    bool secret = false;
    buf_init(&out, 0);
    while (slice_split(&rest, ' ', &word) && out.len <= SEARCH_NOTE_BYTES) {
        if (word.len == 0)
            continue;
        if (out.len)
            buf_add_byte(&out, ' ');
        bool sign = slice_eq_cstr(word, ":") || slice_eq_cstr(word, "=") ||
                    slice_eq_cstr(word, "is");
        if (secret && !sign)
            buf_add_cstr(&out, "[secret]");
        else
            add_word(&out, word);
        secret =
            (secret && sign) ||
            (ends_with_sign(word) && tells_secret(slice_first(word, word.len - 1))) ||
            (tells_secret(word) &&
             (slice_starts(rest, SLICE(": ")) || slice_starts(rest, SLICE("= ")) ||
              slice_starts(rest, SLICE("is "))));
    }
    struct slice note =
        arena_slice(arena, slice_trim(utf8_first(buf_slice(&out), SEARCH_NOTE_BYTES)));
    buf_release(&out);
    return note;
}

int64_t search_note_key(struct slice note)
{
    int64_t key = (int64_t)(slice_hash(note) & INT64_MAX);
    return key ? key : 1;
}
