#include "tokens.h"
#include "base/utf8.h"
#include "model/text.h"

/* A run is words and what joins them ("outlook.office365.com", "C:\Users\me", "can't").
 */
enum { JOIN_MAX = 3, SEGMENTS_MAX = 6 };

struct scan {
    struct arena *scratch;
    struct slice text;
    token_fn *fn;
    void *owner;
    size_t words;
};

/* ---- characters -------------------------------------------------------------------- */

/* Length of the character at `at`; *out_point 0 when it is not UTF-8. */
static inline size_t point_at(struct slice text, size_t at, uint32_t *out_point)
{
    unsigned char c = (unsigned char)text.ptr[at];
    if (c < 0x80) {
        *out_point = c;
        return 1;
    }
    size_t len = utf8_next(slice_from(text, at), out_point);
    if (len == 0)
        *out_point = 0;
    return len ? len : 1;
}

static inline bool is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019 || point == 0x2BC;
}

/* Zero-width characters inside a word are no part of it and do not end it. */
static bool is_invisible(uint32_t point)
{
    return point == 0xAD || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x2069) ||
           point == 0xFEFF;
}

static inline bool is_join(uint32_t point)
{
    switch (point) {
    case '.':
    case '-':
    case '_':
    case '/':
    case '\\':
    case ':':
    case '@':
    case '&':
    case '+':
    case 0x2010:
    case 0x2011:
        return true;
    default:
        return is_apostrophe(point);
    }
}

/* ASCII, which most text is, needs no tables. */
static inline bool is_wordish(uint32_t point)
{
    return point < 0x80 ? (point | 32) - 'a' < 26 || point - '0' < 10
                        : point_is_word(point) || is_invisible(point);
}

/* ---- giving tokens ----------------------------------------------------------------- */

static void give(struct scan *s, enum token_kind kind, struct slice term, size_t word,
                 size_t start, size_t len)
{
    size_t ceiling = kind == TOKEN_WHOLE ? WHOLE_BYTES_MAX : TERM_BYTES_MAX - 1;
    if (term.len == 0 || term.len > ceiling)
        return;
    struct token token = {kind, term, word, start, len};
    s->fn(s->owner, &token);
}

/* Folds s; ASCII into `out`, the rest through the tables. */
static struct slice fold(struct scan *s, struct slice text, char out[WHOLE_BYTES_MAX + 1])
{
    if (text.len > WHOLE_BYTES_MAX)
        return slice_of("", 0);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x80)
            return text_fold(s->scratch, text);
        out[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return slice_of(out, text.len);
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Does a new segment begin at i? Between letters and digits, and where capitals say so.
 */
static bool segment_begins(struct slice raw, size_t i)
{
    char before = raw.ptr[i - 1], c = raw.ptr[i];
    if (is_digit(before) != is_digit(c))
        return true;
    if (!is_upper(c))
        return false;
    return is_lower(before) ||
           (is_upper(before) && i + 1 < raw.len && is_lower(raw.ptr[i + 1]));
}

/* "office365" as "office" and "365", "EventID" as "event" and "id". */
static void give_segments(struct scan *s, struct slice raw, struct slice term,
                          size_t word, size_t start)
{
    size_t begins[SEGMENTS_MAX + 1] = {0}, count = 1;
    if (slice_starts(term, SLICE("0x")) || term.len != raw.len)
        return;
    for (size_t i = 1; i < raw.len; i++)
        if (segment_begins(raw, i)) {
            if (count == SEGMENTS_MAX)
                return;
            begins[count++] = i;
        }
    begins[count] = raw.len;
    for (size_t i = 0; count > 1 && i < count; i++)
        if (begins[i + 1] - begins[i] >= 2)
            give(s, TOKEN_PART, slice_of(term.ptr + begins[i], begins[i + 1] - begins[i]),
                 word, start, raw.len);
}

static void give_word(struct scan *s, struct slice raw, size_t start, bool negative)
{
    char folded[WHOLE_BYTES_MAX + 1], code[24];
    struct slice term = fold(s, raw, folded);
    size_t word = s->words++;
    give(s, TOKEN_WORD, term, word, start, raw.len);
    size_t code_len = code_canonical(term, negative, code);
    if (code_len)
        give(s, TOKEN_CODE, slice_of(code, code_len), word, start, raw.len);
    else
        give_segments(s, raw, term, word, start);
}

/* Two neighbours each; a character that stands alone is its own term. */
static void give_pairs(struct scan *s, struct slice raw, size_t start)
{
    char folded[WHOLE_BYTES_MAX + 1];
    size_t before = 0, at = 0, count = 0;
    while (at < raw.len) {
        uint32_t point;
        size_t step = point_at(raw, at, &point);
        if (count) {
            struct slice pair = slice_of(raw.ptr + before, at + step - before);
            give(s, TOKEN_WORD, fold(s, pair, folded), s->words++, start + before,
                 pair.len);
        }
        before = at;
        at += step;
        count++;
    }
    if (count == 1)
        give(s, TOKEN_WORD, fold(s, raw, folded), s->words++, start, raw.len);
}

/* One part of a run: cut where the script changes between spaced and unspaced. */
static void give_part(struct scan *s, size_t start, size_t end, bool negative)
{
    while (start < end) {
        uint32_t point;
        size_t at = start + point_at(s->text, start, &point);
        bool unspaced = point_is_unspaced(point);
        while (at < end) {
            size_t step = point_at(s->text, at, &point);
            if (point_is_unspaced(point) != unspaced)
                break;
            at += step;
        }
        struct slice raw = slice_of(s->text.ptr + start, at - start);
        if (unspaced)
            give_pairs(s, raw, start);
        else
            give_word(s, raw, start, negative);
        start = at;
    }
}

/* ---- runs -------------------------------------------------------------------------- */

struct run {
    size_t start, end;
    size_t parts;      /* joined by something else than an apostrophe */
    bool only_hyphens; /* every join is one hyphen */
    bool apostrophes;
};

/* End of the word that begins at `at`. */
static size_t word_end(struct slice text, size_t at)
{
    while (at < text.len) {
        uint32_t point;
        size_t step = point_at(text, at, &point);
        if (!is_wordish(point))
            break;
        at += step;
    }
    return at;
}

/* Where the next word of a run begins behind at most JOIN_MAX joining characters, or 0.
 */
static size_t next_part(struct slice text, size_t at, bool *out_apostrophe,
                        bool *out_hyphen)
{
    for (size_t joins = 0; at < text.len && joins <= JOIN_MAX; joins++) {
        uint32_t point;
        size_t step = point_at(text, at, &point);
        if (joins && is_wordish(point))
            return at;
        if (!is_join(point))
            return 0;
        *out_apostrophe = joins == 0 && is_apostrophe(point);
        *out_hyphen = joins == 0 && (point == '-' || point == 0x2010 || point == 0x2011);
        at += step;
    }
    return 0;
}

static struct run find_run(struct slice text, size_t start)
{
    struct run run = {.start = start, .parts = 1, .only_hyphens = true};
    run.end = word_end(text, start);
    for (;;) {
        bool apostrophe = false, hyphen = false;
        size_t next = next_part(text, run.end, &apostrophe, &hyphen);
        if (next == 0)
            return run;
        run.parts += !apostrophe;
        run.apostrophes = run.apostrophes || apostrophe;
        run.only_hyphens = run.only_hyphens && hyphen;
        run.end = word_end(text, next);
    }
}

/* "Can't" is the word "cant", and loosely "can"; "user's" is "user". */
static void give_contraction(struct scan *s, size_t start, size_t end)
{
    char folded[WHOLE_BYTES_MAX + 1], joined[WHOLE_BYTES_MAX + 1];
    size_t len = end - start, out = 0, cut = 0;
    struct slice term = fold(s, slice_of(s->text.ptr + start, len), folded);
    if (term.len > WHOLE_BYTES_MAX)
        return;
    for (size_t i = 0; i < term.len; i++)
        if (term.ptr[i] != '\'')
            joined[out++] = term.ptr[i];
        else if (cut == 0)
            cut = out;
    bool owns = out == cut + 1 && joined[cut] == 's';
    size_t word = s->words++;
    give(s, TOKEN_WORD, slice_of(joined, owns ? cut : out), word, start, len);
    if (!owns && cut >= 2)
        give(s, TOKEN_PART, slice_of(joined, cut), word, start, len);
}

/* From the part that begins at `start` to where the next one begins. */
static size_t give_run_part(struct scan *s, const struct run *run, size_t start)
{
    size_t end = word_end(s->text, start), next;
    bool apostrophe = false, hyphen = false, contracted = false;
    while ((next = next_part(s->text, end, &apostrophe, &hyphen)) != 0 && apostrophe) {
        contracted = true;
        end = word_end(s->text, next);
    }
    bool negative = start == run->start && start > 0 && s->text.ptr[start - 1] == '-';
    if (negative && start > 1) {
        unsigned char before = (unsigned char)s->text.ptr[start - 2];
        negative = !point_is_word(before) && before < 0x80;
    }
    if (contracted)
        give_contraction(s, start, end);
    else
        give_part(s, start, end, negative);
    return next ? next : run->end;
}

/* "wi-fi" as "wifi". */
static void give_joined(struct scan *s, const struct run *run, struct slice whole,
                        size_t word)
{
    char joined[WHOLE_BYTES_MAX + 1];
    size_t len = 0;
    if (!run->only_hyphens || run->parts > 3)
        return;
    for (size_t i = 0; i < whole.len; i++)
        if (whole.ptr[i] != '-')
            joined[len++] = whole.ptr[i];
    give(s, TOKEN_PART, slice_of(joined, len), word, run->start, run->end - run->start);
}

/* "C#", "C++": the sign belongs to the name. Returns where the scan goes on. */
static size_t give_signed_name(struct scan *s, const struct run *run, size_t word)
{
    char folded[WHOLE_BYTES_MAX + 1];
    struct slice rest = slice_from(s->text, run->end);
    size_t len = slice_starts(rest, SLICE("++"))  ? 2
                 : slice_starts(rest, SLICE("#")) ? 1
                                                  : 0;
    uint32_t point = 0;
    if (len && run->end + len < s->text.len)
        point_at(s->text, run->end + len, &point);
    if (len == 0 || is_wordish(point) || run->end - run->start > 8)
        return run->end;
    struct slice name = slice_of(s->text.ptr + run->start, run->end + len - run->start);
    give(s, TOKEN_WHOLE, fold(s, name, folded), word, run->start, name.len);
    return run->end + len;
}

static size_t give_run(struct scan *s, size_t start)
{
    char folded[WHOLE_BYTES_MAX + 1];
    struct run run = find_run(s->text, start);
    size_t len = run.end - run.start, first_word = s->words;
    struct slice whole = {0};
    if (run.parts > 1)
        whole = fold(s, slice_of(s->text.ptr + run.start, len), folded);
    if (whole.len && whole_is_opaque(whole)) {
        give(s, TOKEN_WHOLE, whole, s->words++, run.start, len);
        return run.end;
    }
    for (size_t at = run.start; at < run.end;)
        at = give_run_part(s, &run, at);
    if (whole.len) {
        give(s, TOKEN_WHOLE, whole, first_word, run.start, len);
        give_joined(s, &run, whole, first_word);
    }
    return give_signed_name(s, &run, first_word);
}

size_t tokens_each(struct arena *scratch, struct slice text, token_fn *fn, void *owner)
{
    struct scan s = {.scratch = scratch, .text = text, .fn = fn, .owner = owner};
    for (size_t at = 0; at < text.len;) {
        uint32_t point;
        size_t step = point_at(text, at, &point);
        at = is_wordish(point) && !is_invisible(point) ? give_run(&s, at) : at + step;
    }
    return s.words;
}
