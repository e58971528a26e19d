#include "format/synonyms_file.h"
#include "base/list.h"
#include "base/utf8.h"
#include "model/text.h"

struct reading {
    struct arena *arena;
    struct problems *problems;
    size_t line;
};

__attribute__((format(printf, 3, 4))) static bool fail(const struct reading *r,
                                                       const char *code,
                                                       const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct slice message = arena_vformat(r->arena, format, args);
    va_end(args);
    problems_error(r->problems, code, SLICE(""), SLICE_FMT, SLICE_ARG(message))->line =
        r->line;
    return false;
}

/* The phrase as the search compares it: folded, one blank between words. */
static bool read_phrase(const struct reading *r, struct slice text,
                        struct slice *out_phrase)
{
    struct slice rest = text_fold(r->arena, text), word;
    struct slice shown = utf8_first(slice_trim(text), 40);
    char *joined = arena_alloc(r->arena, rest.len + 1);
    size_t len = 0, words = 0;
    while (slice_split(&rest, ' ', &word)) {
        if (word.len == 0)
            continue;
        if (words++)
            joined[len++] = ' ';
        memcpy(joined + len, word.ptr, word.len);
        len += word.len;
    }
    if (words == 0)
        return fail(r, "synonyms.empty", "Nothing stands between two tabs");
    if (words > SYNONYM_WORDS_MAX)
        return fail(r, "synonyms.words", "'" SLICE_FMT "' has more than %d words",
                    SLICE_ARG(shown), SYNONYM_WORDS_MAX);
    if (len > SYNONYM_BYTES_MAX)
        return fail(r, "synonyms.long", "'" SLICE_FMT "…' is longer than %d bytes",
                    SLICE_ARG(shown), SYNONYM_BYTES_MAX);
    *out_phrase = slice_of(joined, len);
    return true;
}

static bool is_among(const struct synonym_line *line, struct slice phrase)
{
    for (size_t i = 0; i < line->count; i++)
        if (slice_eq(line->phrases[i], phrase))
            return true;
    return false;
}

static bool read_line(const struct reading *r, struct slice text,
                      struct synonym_line *line)
{
    struct slice rest = text, column;
    line->phrases = ARENA_ARRAY(r->arena, SYNONYM_PHRASES_MAX, struct slice);
    line->count = 0;
    while (slice_split(&rest, '\t', &column)) {
        struct slice phrase = SLICE("");
        if (!read_phrase(r, column, &phrase))
            return false;
        if (is_among(line, phrase))
            return fail(r, "synonyms.twice", "'" SLICE_FMT "' stands twice in this line",
                        SLICE_ARG(phrase));
        if (line->count == SYNONYM_PHRASES_MAX)
            return fail(r, "synonyms.many", "A line has at most %d phrases",
                        SYNONYM_PHRASES_MAX);
        line->phrases[line->count++] = phrase;
    }
    return line->count > 1 ||
           fail(r, "synonyms.alone",
                "A line has two phrases or more, with one tab between: '" SLICE_FMT "'",
                SLICE_ARG(utf8_first(text, 40)));
}

enum status synonyms_parse(struct arena *arena, struct slice bytes,
                           struct problems *problems, struct synonym_line **out_lines,
                           size_t *out_count)
{
    struct reading r = {arena, problems, 0};
    struct list lines = LIST_OF(arena, struct synonym_line);
    struct slice line, rest = bytes;
    size_t errors = problems->errors;
    if (slice_starts(bytes, SLICE("\xEF\xBB\xBF")))
        rest = slice_from(bytes, 3);
    for (r.line = 1; rest.ptr && slice_line(&rest, &line); r.line++) {
        struct synonym_line read = {0};
        if (slice_trim(line).len == 0 || slice_starts(line, SLICE("# ")))
            continue;
        if (utf8_invalid_at(line) != line.len)
            fail(&r, "synonyms.utf8", "This line is not UTF-8");
        else if (lines.count == SYNONYM_LINES_MAX) {
            fail(&r, "synonyms.lines", "There are more than %d lines", SYNONYM_LINES_MAX);
            break;
        } else if (read_line(&r, line, &read)) {
            *LIST_PUSH(&lines, struct synonym_line) = read;
        }
    }
    if (problems->errors > errors)
        return STATUS_INVALID;
    *out_lines = lines.items;
    *out_count = lines.count;
    return STATUS_OK;
}
