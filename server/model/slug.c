#include "model/slug.h"
#include "base/utf8.h"
#include "model/article.h"
#include "model/text.h"

#include <stdio.h>
#include <utf8proc.h>

/* ---- slugs ------------------------------------------------------------------------- */

/* Every byte that is not part of valid UTF-8 as a space. */
static struct slice mend(struct arena *arena, struct slice text)
{
    if (utf8_invalid_at(text) == text.len)
        return text;
    char *copy = arena_strndup(arena, text.ptr, text.len);
    struct slice rest = slice_of(copy, text.len);
    while (rest.len) {
        uint32_t point;
        size_t step = utf8_next(rest, &point);
        if (step == 0)
            copy[rest.ptr - copy] = ' ';
        rest = slice_from(rest, step ? step : 1);
    }
    return slice_of(copy, text.len);
}

/* ASCII is its own NFKC form; NULL when there is more in the text. */
static utf8proc_int32_t *lower_ascii(struct arena *arena, struct slice text)
{
    utf8proc_int32_t *points = arena_alloc(arena, (text.len + 1) * sizeof *points);
    for (size_t i = 0; text.ptr && i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x80)
            return NULL;
        points[i] = c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    return points;
}

/* NFKC in lower case: unlike folding it keeps "ß" and "ς" as they are written. */
static utf8proc_int32_t *lower_points(struct arena *arena, struct slice text,
                                      size_t *out_count)
{
    const utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_IGNORE;
    utf8proc_int32_t *plain = lower_ascii(arena, text);
    *out_count = text.len;
    if (plain)
        return plain;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.ptr;
    utf8proc_ssize_t len = (utf8proc_ssize_t)text.len;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, len, NULL, 0, options);
    utf8proc_int32_t *points =
        ARENA_ARRAY(arena, (count > 0 ? (size_t)count : 0) + 1, utf8proc_int32_t);
    if (count > 0) {
        utf8proc_decompose(bytes, len, points, count, options);
        count =
            utf8proc_normalize_utf32(points, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    }
    for (utf8proc_ssize_t i = 0; i < count; i++)
        points[i] = utf8proc_tolower(points[i]);
    if (count > 0) /* "i" takes accents that "İ" does not */
        count =
            utf8proc_normalize_utf32(points, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    *out_count = count > 0 ? (size_t)count : 0;
    return points;
}

static bool is_mark(utf8proc_int32_t point)
{
    utf8proc_category_t category = utf8proc_category(point);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

static bool is_letter(utf8proc_int32_t point)
{
    utf8proc_category_t category = utf8proc_category(point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

/* "#" and "++" that end a name such as "C#": the word that stands for them, or NULL. */
static const char *spell_sign(const utf8proc_int32_t *points, size_t count, size_t at,
                              size_t *out_len)
{
    if (at == 0 || !is_letter(points[at - 1]))
        return NULL;
    size_t len = points[at] == '#'                                              ? 1
                 : at + 1 < count && points[at] == '+' && points[at + 1] == '+' ? 2
                                                                                : 0;
    if (len == 0 || (at + len < count && point_is_word((uint32_t)points[at + len])))
        return NULL;
    *out_len = len;
    return len == 1 ? "sharp" : "pp";
}

struct slug_builder {
    char *out;
    size_t len;
    bool gap; /* a separator waits for the next letter */
};

/* false when the ceiling is reached. */
static bool add_char(struct slug_builder *b, const char *bytes, size_t len)
{
    size_t hyphen = b->gap && b->len;
    if (b->len + hyphen + len > SLUG_BYTES_MAX)
        return false;
    if (hyphen)
        b->out[b->len++] = '-';
    memcpy(b->out + b->len, bytes, len);
    b->len += len;
    b->gap = false;
    return true;
}

struct slice slug_make(struct arena *arena, struct slice text)
{
    size_t count;
    utf8proc_int32_t *points = lower_points(arena, mend(arena, text), &count);
    struct slug_builder b = {.out = arena_alloc(arena, SLUG_BYTES_MAX + 1)};
    bool room = true;
    for (size_t i = 0; room && i < count; i++) {
        char bytes[4];
        size_t sign_len;
        const char *sign = spell_sign(points, count, i, &sign_len);
        bool loose_mark = is_mark(points[i]) && (b.len == 0 || b.gap);
        if (sign) {
            room = add_char(&b, sign, strlen(sign));
            i += sign_len - 1;
        } else if (point_is_word((uint32_t)points[i]) && !loose_mark) {
            room = add_char(&b, bytes, utf8_put((uint32_t)points[i], bytes));
        } else {
            b.gap = true;
        }
    }
    b.out[b.len] = '\0';
    return slice_of(b.out, b.len);
}

struct slice slug_distinct(struct arena *arena, struct slice slug, struct slice distinct)
{
    char hex[24];
    snprintf(hex, sizeof hex, "%016llx", (unsigned long long)slice_hash(distinct));
    struct slice stem = utf8_first(slug, SLUG_BYTES_MAX - 7);
    while (stem.len && stem.ptr[stem.len - 1] == '-')
        stem.len--;
    return arena_format(arena, SLICE_FMT "%s%.6s", SLICE_ARG(stem), stem.len ? "-" : "",
                        hex);
}

bool slug_is_valid(struct slice slug)
{
    if (slug.len == 0 || slug.len > SLUG_BYTES_MAX)
        return false;
    struct arena scratch;
    arena_init(&scratch, 4096);
    bool same = slice_eq(slug_make(&scratch, slug), slug);
    arena_release(&scratch);
    return same;
}

bool category_is_valid(struct slice path)
{
    struct slice part;
    size_t depth = 0;
    if (path.len == 0)
        return false;
    while (slice_split(&path, '/', &part))
        if (++depth > 4 || !slug_is_valid(part))
            return false;
    return true;
}

/* ---- phrases ----------------------------------------------------------------------- */

/* Runs of spaces as one, none at the ends. Writes into `out`, which has room for
 * text.len. */
static struct slice collapse(char *out, struct slice text)
{
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ' || (len && out[len - 1] != ' '))
            out[len++] = text.ptr[i];
    while (len && out[len - 1] == ' ')
        len--;
    return slice_of(out, len);
}

/* Without one space or mark of punctuation at the end. */
static struct slice drop_end(struct slice s)
{
    static const char *const ends[] = {" ",  ".",  ",", ";", ":", "!", "?",
                                       "。", "、", "।", "؟", "،", "؛"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends(s, slice_cstr(ends[i])))
            return slice_first(s, s.len - strlen(ends[i]));
    return s;
}

/* Without one pair of quotes around the whole. */
static struct slice drop_quotes(struct slice s)
{
    bool quoted = s.len >= 2 && (s.ptr[0] == '"' || s.ptr[0] == '\'') &&
                  s.ptr[s.len - 1] == s.ptr[0];
    if (!quoted)
        return s;
    struct slice inner = slice_of(s.ptr + 1, s.len - 2);
    return slice_find(inner, s.ptr[0]) == inner.len ? inner : s;
}

static struct slice trim_phrase(struct slice s)
{
    for (size_t before = s.len + 1; s.len < before;) {
        before = s.len;
        s = drop_quotes(drop_end(s));
        while (s.len && s.ptr[0] == ' ')
            s = slice_from(s, 1);
    }
    return s;
}

struct slice phrase_normalize(struct arena *arena, struct slice text)
{
    struct slice folded = text_fold(arena, utf8_first(text, PHRASE_BYTES_MAX));
    struct slice flat = collapse(arena_alloc(arena, folded.len + 1), folded);
    return trim_phrase(utf8_first(flat, PHRASE_BYTES_MAX));
}

struct slice phrase_slug(struct arena *arena, struct slice normal)
{
    struct slice slug = slug_make(arena, normal);
    return slug.len || normal.len == 0 ? slug
                                       : slug_distinct(arena, SLICE("phrase"), normal);
}

/* ---- shared terms ------------------------------------------------------------------ */

/* Takes the next term off *rest: a word, or two neighbouring characters of a script
 * without spaces. Folded text in. false at the end. */
static bool next_term(struct slice *rest, struct slice *out_term)
{
    uint32_t point = 0;
    while (rest->len) {
        size_t step = utf8_next(*rest, &point);
        if (step && point_is_word(point))
            break;
        *rest = slice_from(*rest, step ? step : 1);
    }
    size_t len = 0, first = 0, count = 0;
    bool unspaced = rest->len && point_is_unspaced(point);
    for (;;) {
        size_t step = utf8_next(slice_from(*rest, len), &point);
        if (!step || !point_is_word(point) || point_is_unspaced(point) != unspaced ||
            (unspaced && count == 2))
            break;
        first = first ? first : step;
        len += step;
        count++;
    }
    *out_term = slice_first(*rest, len);
    *rest = slice_from(*rest, unspaced && count == 2 ? first : len);
    return len > 0;
}

static bool is_meaningful(struct slice term)
{
    uint32_t point = 0;
    utf8_next(term, &point);
    return point_is_unspaced(point) ? utf8_length(term) == 2
                                    : utf8_length(term) >= 3 && !word_is_stop(term);
}

bool phrase_shares_term(struct arena *arena, struct slice phrase, struct slice text)
{
    struct slice wanted[256], term;
    size_t count = 0;
    struct slice rest = phrase_normalize(arena, phrase);
    while (count < sizeof wanted / sizeof *wanted && next_term(&rest, &term))
        if (is_meaningful(term))
            wanted[count++] = term;
    rest = text_fold(arena, text);
    while (next_term(&rest, &term))
        for (size_t i = 0; i < count; i++)
            if (slice_eq(wanted[i], term))
                return true;
    return false;
}

static bool is_among(const struct slice *terms, size_t count, struct slice term)
{
    for (size_t i = 0; i < count; i++)
        if (slice_eq(terms[i], term))
            return true;
    return false;
}

size_t phrase_terms(struct arena *arena, struct slice text, struct slice *out_terms,
                    size_t max)
{
    struct slice rest = phrase_normalize(arena, text), term;
    size_t count = 0;
    while (count < max && next_term(&rest, &term))
        if (is_meaningful(term) && !is_among(out_terms, count, term))
            out_terms[count++] = term;
    return count;
}
