#include "format/codes_file.h"
#include "base/utf8.h"

#include <stdlib.h>

struct reading {
    struct arena *arena;
    struct problems *problems;
    size_t line;
};

/* A code and the line that names it, to find it named twice. */
struct seen {
    struct error_code code;
    size_t line;
};

__attribute__((format(printf, 4, 5))) static bool fail(const struct reading *r,
                                                       const char *field,
                                                       const char *code,
                                                       const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct slice message = arena_vformat(r->arena, format, args);
    va_end(args);
    problems_error(r->problems, code, slice_cstr(field), SLICE_FMT, SLICE_ARG(message))
        ->line = r->line;
    return false;
}

/* The code whose canonical text this is, in the family that the line names. */
static bool read_code(const struct reading *r, struct slice family, struct slice text,
                      struct error_code *out_code)
{
    struct error_code codes[CODES_FOUND_MAX];
    enum code_family want;
    if (!code_family_of(family, &want))
        return fail(r, "family", "codes.family", "'" SLICE_FMT "' is no family of codes",
                    SLICE_ARG(family));
    if (codes_find(text, codes) != 1 || codes[0].family != want)
        return fail(r, "code", "codes.code", "'" SLICE_FMT "' is no code of this family",
                    SLICE_ARG(text));
    struct slice canonical = code_text(r->arena, codes[0]);
    if (!slice_eq(canonical, text))
        return fail(r, "code", "codes.canonical", "Write this code as '" SLICE_FMT "'",
                    SLICE_ARG(canonical));
    *out_code = codes[0];
    return true;
}

static bool check_words(const struct reading *r, const char *field, struct slice text)
{
    struct slice shown = utf8_first(text, 40);
    if (text.len > CODE_WORDS_MAX)
        return fail(r, field, "codes.long", "'" SLICE_FMT "…' is longer than 400 bytes",
                    SLICE_ARG(shown));
    return true;
}

static bool read_line(const struct reading *r, struct slice line,
                      struct code_entry *entry)
{
    struct slice columns[6] = {{0}}, rest = line, shown = utf8_first(line, 40);
    size_t count = 0;
    while (count < 6 && slice_split(&rest, '\t', &columns[count]))
        count++;
    if (count < 4 || count > 5)
        return fail(
            r, "", "codes.columns",
            "A line has family, code, symbol, meaning and at most a hint, with one "
            "tab between: '" SLICE_FMT "'",
            SLICE_ARG(shown));
    entry->symbol = slice_trim(columns[2]);
    entry->meaning = slice_trim(columns[3]);
    entry->hint = slice_trim(columns[4]);
    if (!read_code(r, columns[0], columns[1], &entry->code))
        return false;
    if (entry->meaning.len == 0)
        return fail(r, "meaning", "codes.meaning", "Say what '" SLICE_FMT "' means",
                    SLICE_ARG(columns[1]));
    return check_words(r, "symbol", entry->symbol) &&
           check_words(r, "meaning", entry->meaning) &&
           check_words(r, "hint", entry->hint);
}

static int by_code(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;
    if (x->code.family != y->code.family)
        return x->code.family < y->code.family ? -1 : 1;
    if (x->code.value != y->code.value)
        return x->code.value < y->code.value ? -1 : 1;
    return x->line < y->line ? -1 : 1;
}

static void find_twice(struct reading *r, struct list *seen)
{
    struct seen *items = seen->items;
    if (seen->count)
        qsort(items, seen->count, sizeof *items, by_code);
    for (size_t i = 1; i < seen->count; i++) {
        if (items[i].code.family != items[i - 1].code.family ||
            items[i].code.value != items[i - 1].code.value)
            continue;
        r->line = items[i].line;
        struct slice text = code_text(r->arena, items[i].code);
        fail(r, "code", "codes.twice", "'" SLICE_FMT "' stands here for the second time",
             SLICE_ARG(text));
    }
}

enum status codes_parse(struct arena *arena, struct slice bytes,
                        struct problems *problems, struct code_entry **out_entries,
                        size_t *out_count)
{
    struct reading r = {arena, problems, 0};
    struct list entries = LIST_OF(arena, struct code_entry),
                seen = LIST_OF(arena, struct seen);
    struct slice rest = slice_starts(bytes, SLICE("\xEF\xBB\xBF")) ? slice_from(bytes, 3)
                                                                   : bytes,
                 line;
    size_t errors = problems->errors;
    for (r.line = 1; rest.ptr && slice_line(&rest, &line); r.line++) {
        struct code_entry entry = {0};
        if (slice_trim(line).len == 0 || slice_starts(line, SLICE("# ")))
            continue;
        if (utf8_invalid_at(line) != line.len)
            fail(&r, "", "codes.utf8", "This line is not UTF-8");
        else if (entries.count == CODE_ENTRIES_MAX) {
            fail(&r, "", "codes.many", "There are more than %d codes", CODE_ENTRIES_MAX);
            break;
        } else if (read_line(&r, line, &entry)) {
            *LIST_PUSH(&seen, struct seen) = (struct seen){entry.code, r.line};
            *LIST_PUSH(&entries, struct code_entry) = entry;
        }
    }
    find_twice(&r, &seen);
    if (problems->errors > errors)
        return STATUS_INVALID;
    *out_entries = entries.items;
    *out_count = entries.count;
    return STATUS_OK;
}
