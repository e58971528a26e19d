/* Reading a text into tokens: line after line, at each place the first taker of a table
 * that knows what stands there. */
#include "base/list.h"
#include "base/utf8.h"
#include "message_words.h"
#include "model/code.h"
#include "model/message.h"
#include "model/text.h"

#include <string.h>

enum {
    TEXT_MAX = 4000,  /* bytes that are looked at */
    HOLDER_MAX = 60,  /* bytes of a place holder or a name in quotes */
    HOLDER_WORDS = 4, /* words of one */
    OPAQUE_MIN = 20   /* bytes of a key, hash or token that nobody types */
};

struct scan {
    struct arena *arena;
    struct list tokens;
    struct slice line; /* folded */
    size_t at;
    size_t soft_until; /* inside of quotes: names */
    struct {
        size_t from, until, end; /* places in the line; `end` without what only closes */
    } chunk;                     /* the last one that was measured */
    uint32_t number;             /* of the line */
};

static struct slice rest_of(const struct scan *s)
{
    return slice_from(s->line, s->at);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

static bool is_alpha(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Length of the word character at the beginning, or 0. */
static size_t word_step(struct slice rest)
{
    uint32_t point = 0;
    size_t step = utf8_next(rest, &point);
    return step && (point == '_' || point_is_word(point)) ? step : 0;
}

static size_t span_of(struct slice s, bool (*is)(char))
{
    size_t len = 0;
    while (len < s.len && is(s.ptr[len]))
        len++;
    return len;
}

/* Up to white space, a quote or a bracket of angles. All places of one chunk end
 * together, so that it is looked through once. */
static size_t chunk_len(struct scan *s, struct slice rest)
{
    size_t at = (size_t)(rest.ptr - s->line.ptr), until = at;
    if (at < s->chunk.from || at >= s->chunk.until) {
        while (until < s->line.len && !strchr(" \"'<>|", s->line.ptr[until]))
            until++;
        s->chunk.from = at;
        s->chunk.until = s->chunk.end = until;
        while (s->chunk.end > at && strchr(".,;:!?)]}", s->line.ptr[s->chunk.end - 1]))
            s->chunk.end--;
    }
    return s->chunk.end > at ? s->chunk.end - at : 0;
}

static struct message_token *last_token(const struct scan *s)
{
    struct message_token *tokens = s->tokens.items;
    return s->tokens.count ? &tokens[s->tokens.count - 1] : NULL;
}

static struct message_token *add(struct scan *s, struct slice text,
                                 enum message_token_kind kind)
{
    struct message_token *token = LIST_PUSH(&s->tokens, struct message_token);
    *token = (struct message_token){.text = text, .kind = kind, .line = s->number};
    return token;
}

/* ---- place holders ------------------------------------------------------------------- */

/* A few words and nothing else: "server name". */
static bool is_name(struct slice inner)
{
    size_t words = 0;
    bool in_word = false, letters = false;
    if (inner.len == 0 || inner.len > HOLDER_MAX)
        return false;
    for (size_t i = 0; i < inner.len;) {
        size_t step = word_step(slice_from(inner, i));
        if (step == 0 && !strchr(" .#/:-'", inner.ptr[i]))
            return false;
        words += step && !in_word;
        in_word = step != 0;
        letters = letters || (step && !is_digit(inner.ptr[i]));
        i += step ? step : 1;
    }
    return letters && words <= HOLDER_WORDS;
}

/* What stands between the bracket at the beginning and its end; empty when it is far. */
static struct slice inside(struct slice rest, char end)
{
    struct slice inner = slice_from(slice_first(rest, HOLDER_MAX), 1);
    size_t len = slice_find(inner, end);
    return len < inner.len ? slice_first(inner, len) : SLICE("");
}

static struct slice markup_name(struct slice inner)
{
    inner = inner.len && inner.ptr[0] == '/' ? slice_from(inner, 1) : inner;
    size_t len = 0;
    while (len < inner.len && (is_alpha(inner.ptr[len]) || is_digit(inner.ptr[len])))
        len++;
    return slice_first(inner, len);
}

/* Length of what hangs on a place holder: "<path>.olm", "<server>\\share". */
static size_t attached_len(struct scan *s, struct slice behind)
{
    bool hangs = behind.len > 1 && strchr(".\\/@_-", behind.ptr[0]) &&
                 word_step(slice_from(behind, 1));
    return hangs ? chunk_len(s, behind) : 0;
}

/* "<server name>" differs; "<b>" and "</p>" are nothing. */
static size_t take_angle(struct scan *s, struct slice rest)
{
    struct slice inner = inside(rest, '>');
    if (rest.ptr[0] != '<' || inner.len == 0 || inner.ptr[0] == ' ' ||
        slice_find(inner, '<') < inner.len)
        return 0;
    struct slice name = markup_name(inner);
    if (name.len == 0 && !word_step(inner))
        return 0;
    size_t len = inner.len + 2;
    if (!message_word_is_markup(name)) {
        len += attached_len(s, slice_from(rest, len));
        add(s, slice_first(rest, len), MESSAGE_ANY);
    }
    return len;
}

/* "{0}", "[server name]", "${home}". A bracket with a digit inside may hold a code. */
static size_t take_bracket(struct scan *s, struct slice rest)
{
    size_t sign = rest.ptr[0] == '$' && rest.len > 1;
    struct slice open = slice_from(rest, sign);
    char first = open.ptr[0];
    if (first != '{' && first != '[')
        return 0;
    struct slice inner = inside(open, first == '{' ? '}' : ']');
    bool numbered = first == '{' && inner.len && span_of(inner, is_digit) == inner.len;
    bool plain = is_name(inner);
    for (size_t i = 0; i < inner.len && first == '['; i++)
        plain = plain && !is_digit(inner.ptr[i]);
    if (!numbered && !plain)
        return 0;
    add(s, slice_first(rest, sign + inner.len + 2), MESSAGE_ANY);
    return sign + inner.len + 2;
}

/* "%s", "%1", "%%3228369022", "%windir%". */
static size_t take_percent(struct scan *s, struct slice rest)
{
    size_t len = 1;
    if (rest.ptr[0] != '%')
        return 0;
    len += rest.len > 1 && rest.ptr[1] == '%';
    size_t digits = span_of(slice_from(rest, len), is_digit);
    size_t letters = span_of(slice_from(rest, len), is_alpha);
    if (digits)
        len += digits;
    else if (letters && len + letters < rest.len && rest.ptr[len + letters] == '%')
        len += letters + 1;
    else if (letters && letters <= 3)
        len += letters;
    else
        return 0;
    add(s, slice_first(rest, len), MESSAGE_ANY);
    return len;
}

/* ---- addresses ----------------------------------------------------------------------- */

static size_t take_url(struct scan *s, struct slice rest)
{
    size_t scheme = span_of(slice_first(rest, 12), is_alpha);
    if (scheme < 2 || !slice_starts(slice_from(rest, scheme), SLICE("://")))
        return 0;
    size_t len = chunk_len(s, rest);
    if (len < scheme + 3)
        len = scheme + 3;
    add(s, slice_first(rest, len), MESSAGE_ANY);
    return len;
}

static size_t take_mail(struct scan *s, struct slice rest)
{
    size_t len = chunk_len(s, rest);
    struct slice chunk = slice_first(rest, len);
    size_t at = slice_find(chunk, '@');
    if (at == 0 || at + 1 >= len || !word_step(rest) ||
        !word_step(slice_from(chunk, at + 1)))
        return 0;
    for (size_t i = 0; i < at; i++)
        if (strchr("()[]{}=,;:", chunk.ptr[i]))
            return 0;
    add(s, chunk, MESSAGE_ANY);
    return len;
}

/* C:\x, \\server\share, /var/log/x. */
static size_t take_path(struct scan *s, struct slice rest)
{
    const char *p = rest.ptr;
    bool drive = rest.len > 2 && is_alpha(p[0]) && p[1] == ':' && strchr("\\/>", p[2]);
    bool share = rest.len > 2 && p[0] == '\\' && p[1] == '\\';
    bool rooted = rest.len > 3 && p[0] == '/' && word_step(slice_from(rest, 1));
    size_t len = chunk_len(s, rest);
    if (rooted) {
        struct slice below = slice_from(slice_first(rest, len), 1);
        rooted = slice_find(below, '/') < below.len;
    }
    if (!drive && !share && !rooted)
        return 0;
    if (s->at < s->soft_until) /* a path in quotes may have spaces */
        len = s->soft_until - s->at;
    len = len < 2 ? 2 : len;
    add(s, slice_first(rest, len), MESSAGE_ANY);
    return len;
}

/* DOMAIN\user, HKLM\Software\x. */
static size_t take_backslashed(struct scan *s, struct slice rest)
{
    size_t len = chunk_len(s, rest);
    struct slice chunk = slice_first(rest, len);
    size_t slash = slice_find(chunk, '\\');
    if (slash == len || slash == 0 || slash + 1 >= len || !word_step(rest))
        return 0;
    for (size_t i = 0; i < slash; i++)
        if (!word_step(slice_from(rest, i)) && !strchr(".-$", rest.ptr[i]) &&
            (rest.ptr[i] & 0x80) == 0)
            return 0;
    add(s, chunk, MESSAGE_SOFT);
    return len;
}

/* ---- numbers ------------------------------------------------------------------------- */

/* 8-4-4-4-12, of hexadecimal digits or of x. */
static size_t take_guid(struct scan *s, struct slice rest)
{
    static const size_t hyphens[] = {8, 13, 18, 23};
    enum { LEN = 36 };
    size_t at = 0;
    if (rest.len < LEN)
        return 0;
    for (size_t i = 0; i < LEN; i++) {
        bool hyphen = at < 4 && i == hyphens[at];
        at += hyphen;
        if (hyphen ? rest.ptr[i] != '-' : !is_hex(rest.ptr[i]) && rest.ptr[i] != 'x')
            return 0;
    }
    add(s, slice_first(rest, LEN), MESSAGE_ANY);
    return LEN;
}

/* A number that stands behind such a word is a code. */
static bool is_named_code(const struct scan *s)
{
    const struct message_token *before = last_token(s);
    return before && before->line == s->number && before->kind == MESSAGE_WORD &&
           message_word_names_code(before->text);
}

static bool is_behind(const struct scan *s, const char *word)
{
    const struct message_token *before = last_token(s);
    return before && slice_eq_cstr(before->text, word);
}

/* "5.7.1" */
static bool is_mail_status(struct slice number)
{
    struct slice part;
    size_t parts = 0;
    if (!strchr("245", number.ptr[0]) || number.len < 5 || number.ptr[1] != '.')
        return false;
    while (slice_split(&number, '.', &part))
        if (++parts > 3 || part.len == 0 || part.len > 3 ||
            span_of(part, is_digit) != part.len)
            return false;
    return parts == 3;
}

/* Digits with what holds them together: 10:30:07, 2026-03-11T18:14:05,482Z, 10.1.1.100,
 * 5,000. */
static size_t number_len(struct slice rest)
{
    size_t len = 0;
    for (size_t i = 0; i < rest.len; i++) {
        bool more = i + 1 < rest.len && is_digit(rest.ptr[i + 1]);
        if (is_digit(rest.ptr[i]))
            len = i + 1;
        else if (!more || i == 0 || !strchr(".,:/-+t", rest.ptr[i]))
            break;
    }
    if (len < rest.len && rest.ptr[len] == 'z' && !word_step(slice_from(rest, len + 1)))
        len++;
    return len;
}

static struct message_token *add_code(struct scan *s, struct slice text, bool strong)
{
    struct message_token *token = add(s, text, MESSAGE_WORD);
    token->code = strong;
    token->meaning = true;
    return token;
}

/* A 32-bit code in any notation becomes "0x…", so that all notations are one word. */
static size_t take_code(struct scan *s, struct slice rest)
{
    size_t len = 0;
    uint64_t value = 0;
    while (len < rest.len && (is_alpha(rest.ptr[len]) || is_digit(rest.ptr[len])))
        len++;
    if (len < 3 || len > 12 || word_step(slice_from(rest, len)) ||
        !(is_digit(rest.ptr[0]) || is_hex(rest.ptr[0])))
        return 0;
    bool minus = s->at > 0 && s->line.ptr[s->at - 1] == '-';
    if (!code_word_value(slice_first(rest, len), minus, &value))
        return 0;
    if (is_behind(s, "address") || is_behind(s, "location") || is_behind(s, "at"))
        add(s, slice_first(rest, len), MESSAGE_ANY);
    else
        add_code(s, arena_format(s->arena, "0x%llx", (unsigned long long)value), true);
    return len;
}

static size_t take_number(struct scan *s, struct slice rest)
{
    if (!is_digit(rest.ptr[0]))
        return 0;
    size_t len = number_len(rest), tail = 0, step;
    while ((step = word_step(slice_from(rest, len + tail))) > 0 && len + tail < rest.len)
        tail += step;
    struct slice number = slice_first(rest, len);
    if (tail && !message_word_is_unit(slice_of(rest.ptr + len, tail)))
        return 0;
    if (tail == 0 && is_mail_status(number))
        add_code(s, number, true);
    else if (tail == 0 && is_named_code(s))
        add_code(s, number, false);
    else
        add(s, slice_first(rest, len + tail), MESSAGE_ANY);
    return len + tail;
}

/* ---- words --------------------------------------------------------------------------- */

/* Word characters, and what holds them together when more of them follow. */
static size_t word_len(struct slice rest)
{
    size_t len = 0, step;
    while (len < rest.len) {
        if ((step = word_step(slice_from(rest, len))) > 0)
            len += step;
        else if (len && strchr("'.-", rest.ptr[len]) &&
                 word_step(slice_from(rest, len + 1)))
            len++;
        else
            break;
    }
    return len;
}

/* aadsts50076, cs0029, ora-00600: letters, then three digits or more. */
static bool is_lettered_code(struct slice word)
{
    size_t letters = span_of(word, is_alpha);
    size_t digits_at = letters + (letters < word.len && word.ptr[letters] == '-');
    size_t digits = span_of(slice_from(word, digits_at), is_digit);
    return letters >= 1 && letters <= 6 && digits >= 3 &&
           digits_at + digits == word.len && !slice_starts(word, SLICE("office"));
}

/* "I0311 18:14:05": the head of a log line, the level and the day in one. */
static bool is_log_head(const struct scan *s, struct slice word)
{
    struct slice behind = slice_from(s->line, s->at + word.len);
    return s->at == 0 && word.len == 5 && is_alpha(word.ptr[0]) &&
           span_of(slice_from(word, 1), is_digit) == 4 && behind.len > 2 &&
           behind.ptr[0] == ' ' && is_digit(behind.ptr[1]);
}

static bool has_digit(struct slice word)
{
    for (size_t i = 0; i < word.len; i++)
        if (is_digit(word.ptr[i]))
            return true;
    return false;
}

static bool is_opaque(struct slice word)
{
    return (word.len >= OPAQUE_MIN && has_digit(word) &&
            slice_find(word, '.') == word.len && slice_find(word, '_') == word.len) ||
           (word.len >= 12 && span_of(word, is_hex) == word.len && has_digit(word));
}

/* "xxxx", "xxx.xxx". */
static bool is_blank(struct slice word)
{
    size_t count = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] != 'x' && word.ptr[i] != '.' && word.ptr[i] != '-')
            return false;
        count += word.ptr[i] == 'x';
    }
    return count >= 2;
}

/* A file, a host, a machine, a variable: next time it is another. */
static bool is_name_of_something(struct slice word)
{
    struct slice rest = word, part, last = word;
    size_t parts = 0, underscores = 0;
    while (slice_split(&rest, '.', &part)) {
        last = part;
        parts++;
    }
    for (size_t i = 0; i < word.len; i++)
        underscores += word.ptr[i] == '_';
    if (parts > 1 && message_word_is_file_ending(last))
        return true;
    if (parts > 1 && message_word_is_domain_ending(last))
        return parts > 2 || !slice_eq_cstr(last, "net");
    return underscores == 1 || (has_digit(word) && slice_find(word, '-') < word.len) ||
           is_digit(word.ptr[0]);
}

static enum message_token_kind kind_of(struct slice word)
{
    if (is_opaque(word) || is_blank(word))
        return MESSAGE_ANY;
    return is_name_of_something(word) ? MESSAGE_SOFT : MESSAGE_WORD;
}

/* Length of "[2211]" behind a program's name. */
static size_t process_number(struct slice rest)
{
    size_t digits =
        rest.len && rest.ptr[0] == '[' ? span_of(slice_from(rest, 1), is_digit) : 0;
    return digits && digits + 1 < rest.len && rest.ptr[digits + 1] == ']' ? digits + 2
                                                                          : 0;
}

static size_t take_word(struct scan *s, struct slice rest)
{
    uint32_t point = 0;
    size_t len = word_step(rest);
    if (len == 0)
        return 0;
    utf8_next(rest, &point);
    if (point_is_unspaced(point)) { /* no spaces between words: each sign is one */
        add(s, slice_first(rest, len), MESSAGE_WORD)->meaning = true;
        return len;
    }
    len = word_len(rest);
    struct slice word = slice_first(rest, len);
    size_t process = process_number(slice_from(rest, len));
    if (process || is_log_head(s, word))
        add(s, word, MESSAGE_ANY);
    else if (is_lettered_code(word))
        add_code(s, word, true);
    else
        add(s, word, kind_of(word));
    return len + process;
}

/* ---- lines --------------------------------------------------------------------------- */

typedef size_t take_fn(struct scan *s, struct slice rest);

static take_fn *const takers[] = {
    take_angle, take_bracket,     take_percent, take_url,    take_mail, take_path,
    take_guid,  take_backslashed, take_code,    take_number, take_word,
};

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* Where a name in quotes ends that begins here; 0 when none does. */
static size_t quoted_len(const struct scan *s)
{
    struct slice rest = slice_first(rest_of(s), HOLDER_MAX + 2);
    size_t spaces = 0;
    if (rest.len < 3 || !is_quote(rest.ptr[0]) || strchr(" .,;:", rest.ptr[1]) ||
        (s->at && word_step(slice_from(s->line, s->at - 1))))
        return 0;
    for (size_t i = 1; i < rest.len; i++) {
        bool ends = rest.ptr[i] == rest.ptr[0] &&
                    (i + 1 >= rest.len || !word_step(slice_from(rest, i + 1)));
        if (ends)
            return i > 1 ? i : 0;
        spaces += rest.ptr[i] == ' ';
        if (spaces >= HOLDER_WORDS)
            return 0;
    }
    return 0;
}

/* What is inside of quotes is a name, if it is not the whole. */
static void soften(struct scan *s, size_t from)
{
    struct message_token *tokens = s->tokens.items;
    for (size_t i = from; i < s->tokens.count; i++)
        if (s->at < s->soft_until && tokens[i].kind == MESSAGE_WORD && !tokens[i].code)
            tokens[i].kind = MESSAGE_SOFT;
}

static void step_on(struct scan *s)
{
    uint32_t point;
    size_t quoted = s->at >= s->soft_until ? quoted_len(s) : 0;
    if (quoted && !(s->at == 0 && s->at + quoted + 1 >= s->line.len))
        s->soft_until = s->at + quoted;
    size_t step = utf8_next(rest_of(s), &point);
    s->at += step ? step : 1;
}

static void read_line(struct scan *s)
{
    s->at = s->soft_until = 0;
    while (s->at < s->line.len && s->tokens.count < MESSAGE_TOKENS_MAX) {
        struct slice rest = rest_of(s);
        size_t taken = 0, from = s->tokens.count;
        for (size_t i = 0; taken == 0 && i < sizeof takers / sizeof *takers; i++)
            taken = takers[i](s, rest);
        soften(s, from);
        if (taken)
            s->at += taken;
        else
            step_on(s);
    }
}

/* ---- afterwards ---------------------------------------------------------------------- */

/* "Oct 14", "10:00 PM", "Mon": part of the time beside it. */
static void settle_calendar(struct message_token *tokens, size_t count)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            bool beside = (i > 0 && tokens[i - 1].kind == MESSAGE_ANY) ||
                          (i + 1 < count && tokens[i + 1].kind == MESSAGE_ANY);
            if (beside && tokens[i].kind == MESSAGE_WORD &&
                message_word_is_calendar(tokens[i].text))
                tokens[i].kind = MESSAGE_ANY;
        }
}

static void settle_sense(struct message_token *token)
{
    if (token->kind != MESSAGE_WORD)
        return;
    token->noise = message_word_is_noise(token->text);
    if (token->code || token->meaning)
        token->noise = false;
    else
        token->meaning = !token->noise && token->text.len >= 3 &&
                         !word_is_stop(token->text) &&
                         !message_word_is_common(token->text);
}

static bool ends_open(struct slice text)
{
    struct slice end = slice_trim(text);
    return slice_ends(end, SLICE("...")) || slice_ends(end, SLICE("\xE2\x80\xA6"));
}

void message_read(struct arena *arena, struct slice text, struct message *out_message)
{
    struct scan s = {.arena = arena, .tokens = LIST_OF(arena, struct message_token)};
    struct slice rest = utf8_first(text, TEXT_MAX), line;
    while (slice_line(&rest, &line) && s.tokens.count < MESSAGE_TOKENS_MAX) {
        s.line = text_fold(arena, line);
        s.chunk.until = 0;
        read_line(&s);
        s.number++;
    }
    struct message_token *tokens = s.tokens.items;
    settle_calendar(tokens, s.tokens.count);
    for (size_t i = 0; i < s.tokens.count; i++)
        settle_sense(&tokens[i]);
    *out_message = (struct message){tokens, s.tokens.count, ends_open(text)};
}
