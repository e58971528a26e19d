#include "model/text.h"
#include "base/utf8.h"
#include "word_table.h"

#include <utf8proc.h>

/* ---- classes ----------------------------------------------------------------------- */

bool point_is_word(uint32_t point)
{
    if (point < 0x80)
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ||
               (point >= '0' && point <= '9');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool point_is_digit(uint32_t point)
{
    if (point < 0x80)
        return point >= '0' && point <= '9';
    return utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_ND;
}

bool point_is_unspaced(uint32_t point)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0E01, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF},   {0x3005, 0x3007},
        {0x3041, 0x30FF}, {0x31F0, 0x31FF}, {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
        {0xF900, 0xFAFF}, {0xFF66, 0xFF9F}, {0x1B000, 0x1B16F}, {0x20000, 0x3FFFF},
    };
    if (point < ranges[0].first)
        return false;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    return false;
}

bool word_is_stop(struct slice word)
{
    /* Sorted bytewise. Words that carry sense in a message ("not", "no", "can't") are
     * absent. */
    static const char *const words[] = {
        "a",     "about",  "also",   "am",      "an",    "and",  "any",     "are",
        "as",    "at",     "be",     "because", "been",  "but",  "by",      "can",
        "could", "do",     "does",   "for",     "from",  "get",  "getting", "had",
        "has",   "have",   "having", "he",      "help",  "how",  "i",       "if",
        "in",    "into",   "is",     "it",      "its",   "keep", "keeps",   "like",
        "may",   "me",     "my",     "of",      "on",    "or",   "our",     "please",
        "she",   "should", "so",     "some",    "such",  "than", "that",    "the",
        "their", "them",   "then",   "there",   "these", "they", "this",    "those",
        "to",    "try",    "trying", "was",     "we",    "were", "what",    "when",
        "where", "which",  "while",  "who",     "why",   "will", "with",    "would",
        "you",   "your",
    };
    return word.len <= 8 && word_is_among(word, words, sizeof words / sizeof *words);
}

/* ---- folding ----------------------------------------------------------------------- */

enum { DROP = 0 };

struct mapping {
    uint32_t first, last;
    uint32_t to; /* DROP or a character */
};

/* Quotes, primes and dashes, sorted. What is here is mapped before and after NFKC, so
 * that a compatibility form (U+FE31) ends up where its plain form does. */
static const struct mapping mappings[] = {
    {0x60, 0x60, '\''},     {0xAB, 0xAB, '"'},      {0xAD, 0xAD, DROP},
    {0xB4, 0xB4, '\''},     {0xBB, 0xBB, '"'},      {0x58A, 0x58A, '-'},
    {0x2B9, 0x2B9, '\''},   {0x2BA, 0x2BA, '"'},    {0x2BB, 0x2BD, '\''},
    {0x2C8, 0x2C8, '\''},   {0x2CA, 0x2CB, '\''},   {0x1806, 0x1806, '-'},
    {0x2010, 0x2015, '-'},  {0x2018, 0x201B, '\''}, {0x201C, 0x201F, '"'},
    {0x2032, 0x2032, '\''}, {0x2033, 0x2034, '"'},  {0x2035, 0x2035, '\''},
    {0x2036, 0x2037, '"'},  {0x2039, 0x203A, '\''}, {0x2043, 0x2043, '-'},
    {0x2212, 0x2212, '-'},  {0x275B, 0x275C, '\''}, {0x275D, 0x275E, '"'},
    {0x2E3A, 0x2E3B, '-'},  {0x301D, 0x301F, '"'},  {0xFE31, 0xFE32, '-'},
    {0xFE58, 0xFE58, '-'},  {0xFE63, 0xFE63, '-'},  {0xFF02, 0xFF02, '"'},
    {0xFF07, 0xFF07, '\''}, {0xFF0D, 0xFF0D, '-'},  {0xFF40, 0xFF40, '\''},
};

static uint32_t map_class(uint32_t point)
{
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)point);
    switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return ' ';
    case UTF8PROC_CATEGORY_CF:
        return DROP;
    default:
        return property->ignorable ? DROP : point;
    }
}

static uint32_t map_point(uint32_t point)
{
    if (point < 0x80 && point != 0x60)
        return point < 0x20 || point == 0x7F ? ' ' : point;
    size_t low = 0, high = sizeof mappings / sizeof *mappings;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (mappings[middle].last < point)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < sizeof mappings / sizeof *mappings && mappings[low].first <= point)
        return mappings[low].to;
    return map_class(point);
}

/* Maps every character; bytes that are no UTF-8 become spaces. Never longer than the
 * text. */
static struct slice map_text(struct arena *arena, struct slice text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    while (text.len) {
        uint32_t point;
        size_t step = utf8_next(text, &point);
        point = step ? map_point(point) : ' ';
        if (point != DROP)
            len += utf8_put(point, out + len);
        text = slice_from(text, step ? step : 1);
    }
    return slice_of(out, len);
}

/* ASCII needs no tables. */
static bool fold_ascii(struct arena *arena, struct slice text, struct slice *out_folded)
{
    bool plain = true;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x80)
            return false;
        plain = plain && c >= 0x20 && c != 0x7F && c != '`' && !(c >= 'A' && c <= 'Z');
    }
    if (!plain) {
        char *out = arena_alloc(arena, text.len + 1);
        for (size_t i = 0; i < text.len; i++) {
            uint32_t point = map_point((unsigned char)text.ptr[i]);
            out[i] = (char)(point >= 'A' && point <= 'Z' ? point + 32 : point);
        }
        text.ptr = out;
    }
    *out_folded = text;
    return true;
}

/* "İ" folds to i and a dot above; the dot would keep it from matching "i". */
static size_t drop_dots(utf8proc_int32_t *points, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (points[i] != 0x307 || kept == 0 || points[kept - 1] != 'i')
            points[kept++] = points[i];
    return kept;
}

static struct slice fold_once(struct arena *arena, struct slice text)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE |
                                      UTF8PROC_DECOMPOSE;
    struct slice mapped = map_text(arena, text), folded;
    if (fold_ascii(arena, mapped, &folded)) /* curly quotes were all that was foreign */
        return folded;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)mapped.ptr;
    utf8proc_ssize_t len = (utf8proc_ssize_t)mapped.len;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, len, NULL, 0, options);
    if (count <= 0)
        return slice_of(mapped.ptr, 0);
    utf8proc_int32_t *points = ARENA_ARRAY(arena, (size_t)count + 1, utf8proc_int32_t);
    utf8proc_decompose(bytes, len, points, count, options);
    count = (utf8proc_ssize_t)drop_dots(points, (size_t)count);
    count = utf8proc_normalize_utf32(points, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    char *out = arena_alloc(arena, (size_t)count * 4 + 1);
    size_t out_len = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        uint32_t point = map_point((uint32_t)points[i]);
        if (point != DROP)
            out_len += utf8_put(point, out + out_len);
    }
    return slice_of(out, out_len);
}

struct slice text_fold(struct arena *arena, struct slice text)
{
    struct slice folded;
    if (fold_ascii(arena, text, &folded))
        return folded;
    /* A character that was mapped or dropped can bring two others together; a second pass
     * settles that, the rest are for the malicious. */
    for (int pass = 0; pass < 4; pass++) {
        folded = fold_once(arena, text);
        if (slice_eq(folded, text))
            break;
        text = folded;
    }
    return folded;
}
