/* Codes in a text: a number, and the words around it that say of which family it is. */
#include "code_parts.h"

/* ---- words around a number --------------------------------------------------------- */

struct word {
    struct slice text;
    size_t start; /* in the text */
};

enum { WORDS_MAX = CODE_TEXT_MAX / 2 + 1, DECIMAL_DIGITS_MAX = 7 };

struct scan {
    struct slice text;
    const struct word *words;
    size_t count;
    struct error_code *found;
    size_t found_count;
};

static bool is_wordish(char c)
{
    char low = (char)(c | 32);
    return code_is_digit(c) || (low >= 'a' && low <= 'z') || c == '_';
}

static size_t split(struct slice text, struct word *words)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len && count < WORDS_MAX;) {
        size_t start = at;
        while (at < text.len && is_wordish(text.ptr[at]))
            at++;
        if (at > start)
            words[count++] = (struct word){slice_of(text.ptr + start, at - start), start};
        else
            at++;
    }
    return count;
}

static bool among(struct slice word, const char *const *words)
{
    for (; *words; words++)
        if (slice_eq_nocase(word, slice_cstr(*words)))
            return true;
    return false;
}

static const struct word *word_at(const struct scan *s, size_t i)
{
    return i < s->count ? &s->words[i] : NULL;
}

/* Is one of `heads` among the words before the i-th, with nothing but at most `reach`
 * `links` between? */
static bool led_by(const struct scan *s, size_t i, const char *const *heads,
                   const char *const *links, size_t reach)
{
    for (size_t back = 1; back <= reach + 1 && back <= i; back++) {
        struct slice before = s->words[i - back].text;
        if (among(before, heads))
            return true;
        if (!among(before, links))
            return false;
    }
    return false;
}

static char byte_before(const struct scan *s, const struct word *word)
{
    return word->start ? s->text.ptr[word->start - 1] : ' ';
}

static char byte_behind(const struct scan *s, const struct word *word, size_t skip)
{
    size_t at = word->start + word->text.len + skip;
    return at < s->text.len ? s->text.ptr[at] : ' ';
}

/* A whole decimal number that no sign, dot, comma or hyphen joins to another. */
static bool plain_number(const struct scan *s, const struct word *word,
                         int64_t *out_value)
{
    char before = byte_before(s, word), behind = byte_behind(s, word, 0);
    return word->text.len <= DECIMAL_DIGITS_MAX && code_all_digits(word->text) &&
           slice_int64(word->text, out_value) && !strchr(".-/\\", before) &&
           !(strchr(".,-/", behind) && code_is_digit(byte_behind(s, word, 1)));
}

/* ---- one family each ----------------------------------------------------------------- */

typedef bool take_fn(const struct scan *s, size_t i, struct error_code *out_code);

/* "AADSTS50076", "kb 5034441": letters and digits, together or apart. */
static bool lettered(const struct scan *s, size_t i, struct slice letters, size_t least,
                     size_t most, uint32_t *out_value)
{
    int64_t value;
    struct slice digits = slice_from(s->words[i].text, letters.len);
    if (!slice_starts_nocase(s->words[i].text, letters))
        return false;
    if (digits.len == 0 && word_at(s, i + 1))
        digits = s->words[i + 1].text;
    if (digits.len < least || digits.len > most || !code_all_digits(digits) ||
        !slice_int64(digits, &value))
        return false;
    *out_value = (uint32_t)value;
    return true;
}

static bool take_aadsts(const struct scan *s, size_t i, struct error_code *out_code)
{
    out_code->family = CODE_AADSTS;
    return lettered(s, i, SLICE("aadsts"), 4, 7, &out_code->value);
}

static bool take_kb(const struct scan *s, size_t i, struct error_code *out_code)
{
    out_code->family = CODE_KB;
    return lettered(s, i, SLICE("kb"), 6, 7, &out_code->value);
}

static bool take_okta(const struct scan *s, size_t i, struct error_code *out_code)
{
    out_code->family = CODE_OKTA;
    return s->words[i].text.len == 8 &&
           lettered(s, i, SLICE("e0"), 6, 6, &out_code->value);
}

static bool take_stop(const struct scan *s, size_t i, struct error_code *out_code)
{
    static const char *const heads[] = {"stop",       "bugcheck", "stopcode", "bccode",
                                        "bluescreen", "bsod",     NULL};
    static const char *const links[] = {"code", "error", "was", "is", "string", NULL};
    uint64_t value;
    struct slice word = s->words[i].text;
    if (!slice_starts_nocase(word, SLICE("0x")) ||
        !code_word_value(word, false, &value) || value > UINT32_MAX ||
        !led_by(s, i, heads, links, 2))
        return false;
    *out_code = (struct error_code){CODE_STOP, (uint32_t)value};
    return true;
}

static bool take_bits(const struct scan *s, size_t i, struct error_code *out_code)
{
    const struct word *word = &s->words[i];
    uint64_t value;
    bool negative = byte_before(s, word) == '-' &&
                    (word->start == 1 || !is_wordish(s->text.ptr[word->start - 2]));
    if (!code_word_value(word->text, negative, &value) || value > UINT32_MAX)
        return false;
    /* Small negative numbers are codes of other systems, and amounts. */
    if (negative && value >= 0xE0000000)
        return false;
    *out_code = code_classify((uint32_t)value);
    return true;
}

static bool is_reply_code(struct slice word)
{
    return word.len == 3 && code_all_digits(word) && strchr("245", word.ptr[0]);
}

/* RFC 3463: class "." subject "." detail. Three numbers with dots are also versions: so
 * a reply code before, a word of mail before, or nothing else in the text. */
static bool take_smtp(const struct scan *s, size_t i, struct error_code *out_code)
{
    static const char *const heads[] = {
        "ndr",    "smtp",  "dsn",  "status",      "bounce",   "bounced",    "remote",
        "server", "error", "code", "nondelivery", "delivery", "diagnostic", NULL};
    static const char *const links[] = {"code", "error",    "status",   "report",   "is",
                                        "was",  "returned", "enhanced", "response", NULL};
    if (i + 2 >= s->count)
        return false;
    const struct word *parts = &s->words[i];
    int64_t class, subject, detail;
    bool joined = byte_behind(s, &parts[0], 0) == '.' &&
                  byte_behind(s, &parts[1], 0) == '.' &&
                  parts[1].start == parts[0].start + 2 &&
                  parts[2].start == parts[1].start + parts[1].text.len + 1;
    if (!joined || parts[0].text.len != 1 || !strchr("245", parts[0].text.ptr[0]) ||
        byte_before(s, &parts[0]) == '.' || byte_behind(s, &parts[2], 0) == '-' ||
        (byte_behind(s, &parts[2], 0) == '.' &&
         code_is_digit(byte_behind(s, &parts[2], 1))))
        return false;
    if (parts[1].text.len != 1 || parts[2].text.len > 3 ||
        !slice_int64(parts[0].text, &class) || !slice_int64(parts[1].text, &subject) ||
        !slice_int64(parts[2].text, &detail) || subject > 7)
        return false;
    if (!(i == 0 && s->count == 3) && !(i > 0 && is_reply_code(s->words[i - 1].text)) &&
        !led_by(s, i, heads, links, 3))
        return false;
    *out_code = (struct error_code){
        CODE_SMTP, (uint32_t)(class * 1000000 + subject * 1000 + detail)};
    return true;
}

static bool take_event(const struct scan *s, size_t i, struct error_code *out_code)
{
    /* "nement": words end at letters beyond ASCII. */
    static const char *const heads[] = {"event",    "eventid",    "evt",
                                        "ereignis", "ereignisid", "ereigniskennung",
                                        "nement",   "evento",     NULL};
    static const char *const links[] = {"id",      "ids",        "code", "number",
                                        "kennung", "qualifiers", "0",    "16384",
                                        "32768",   "49152",      NULL};
    int64_t value;
    if (!plain_number(s, &s->words[i], &value) || value < 1 || value > UINT16_MAX ||
        !led_by(s, i, heads, links, 2) ||
        (i && slice_eq_cstr_nocase(s->words[i - 1].text, "qualifiers")))
        return false;
    *out_code = (struct error_code){CODE_EVENT, (uint32_t)value};
    return true;
}

static bool take_http(const struct scan *s, size_t i, struct error_code *out_code)
{
    static const char *const heads[] = {"http", "https", "httpstatus", NULL};
    static const char *const links[] = {"error", "status", "code", "response", "1",
                                        "2",     "3",      "0",    "fehler",   "erreur",
                                        "is",    "was",    NULL};
    static const char *const errors[] = {"error", "status", NULL};
    static const char *const code[] = {"code", "is", NULL};
    static const char *const system[] = {"system", "win32", "windows", NULL};
    int64_t value;
    bool follows;
    if (s->words[i].text.len != 3 || !plain_number(s, &s->words[i], &value) ||
        value < 100 || value > 599)
        return false;
    const struct word *next = word_at(s, i + 1);
    bool known = code_http_reason(value, next ? next->text : SLICE(""), &follows);
    bool led = led_by(s, i, heads, links, 4);
    bool error = known && led_by(s, i, errors, code, 1) &&
                 !(i >= 2 && among(s->words[i - 2].text, system));
    *out_code = (struct error_code){CODE_HTTP, (uint32_t)value};
    return led || follows || error;
}

static bool take_win32(const struct scan *s, size_t i, struct error_code *out_code)
{
    static const char *const heads[] = {
        "error", "code",      "win32",  "exit",       "exitcode", "errorcode", "returned",
        "rc",    "lasterror", "fehler", "fehlercode", "erreur",   "errore",    NULL};
    static const char *const links[] = {"code", "number", "is", "was",    "value",
                                        "with", "status", "no", "nummer", NULL};
    struct error_code mail;
    int64_t value;
    if (!plain_number(s, &s->words[i], &value) || value > UINT16_MAX ||
        !led_by(s, i, heads, links, 2) ||
        (is_reply_code(s->words[i].text) && take_smtp(s, i + 1, &mail)))
        return false;
    *out_code = (struct error_code){CODE_WIN32, (uint32_t)value};
    return true;
}

/* The first that knows the word names it. */
static take_fn *const takers[] = {take_aadsts, take_kb,   take_okta,
                                  take_stop,   take_bits, take_smtp,
                                  take_event,  take_http, take_win32};

static void note(struct scan *s, struct error_code code)
{
    for (size_t i = 0; i < s->found_count; i++)
        if (s->found[i].family == code.family && s->found[i].value == code.value)
            return;
    s->found[s->found_count++] = code;
}

size_t codes_find(struct slice text, struct error_code out_codes[CODES_FOUND_MAX])
{
    struct word words[WORDS_MAX];
    struct scan s = {.text = slice_first(text, CODE_TEXT_MAX), .found = out_codes};
    s.words = words;
    s.count = split(s.text, words);
    for (size_t i = 0; i < s.count && s.found_count < CODES_FOUND_MAX; i++)
        for (size_t t = 0; t < sizeof takers / sizeof *takers; t++) {
            struct error_code code = {0};
            if (!takers[t](&s, i, &code))
                continue;
            note(&s, code);
            break;
        }
    return s.found_count;
}
