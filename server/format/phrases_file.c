#include "format/phrases_file.h"
#include "base/list.h"
#include "base/utf8.h"
#include "model/slug.h"

static const char *fault_of(struct arena *arena, struct slice line, size_t count,
                            struct merged_phrase *phrase)
{
    struct slice rest = line, more;
    if (utf8_invalid_at(line) != line.len)
        return "This line is not UTF-8";
    if (count == MERGED_PHRASES_MAX)
        return "There are more than 20000 lines";
    if (!slice_split(&rest, '\t', &phrase->text) ||
        !slice_split(&rest, '\t', &phrase->into) || slice_split(&rest, '\t', &more))
        return "A line has a phrase and the one that leads instead, with one tab between";
    phrase->text = slice_trim(phrase->text);
    phrase->into = slice_trim(phrase->into);
    struct slice text = phrase_normalize(arena, phrase->text);
    struct slice into = phrase_normalize(arena, phrase->into);
    if (phrase->text.len > PHRASE_BYTES_MAX || phrase->into.len > PHRASE_BYTES_MAX)
        return "A phrase has at most 2000 bytes";
    if (!text.len || !into.len)
        return "A phrase is missing";
    return slice_eq(text, into) ? "A phrase cannot lead instead of itself" : NULL;
}

enum status phrases_parse(struct arena *arena, struct slice bytes,
                          struct problems *problems, struct merged_phrase **out_phrases,
                          size_t *out_count)
{
    struct list phrases = LIST_OF(arena, struct merged_phrase);
    struct slice rest = bytes, line;
    size_t errors = problems->errors;
    if (slice_starts(bytes, SLICE("\xEF\xBB\xBF")))
        rest = slice_from(bytes, 3);
    for (size_t number = 1; rest.ptr && slice_line(&rest, &line); number++) {
        struct merged_phrase phrase = {.text = SLICE("")};
        if (slice_trim(line).len == 0 || slice_starts(line, SLICE("# ")))
            continue;
        const char *fault = fault_of(arena, line, phrases.count, &phrase);
        if (!fault)
            *LIST_PUSH(&phrases, struct merged_phrase) = phrase;
        else
            problems_error(problems, "phrases.line", SLICE(""), "%s", fault)->line =
                number;
        if (phrases.count == MERGED_PHRASES_MAX && fault)
            break;
    }
    if (problems->errors > errors)
        return STATUS_INVALID;
    *out_phrases = phrases.items;
    *out_count = phrases.count;
    return STATUS_OK;
}
