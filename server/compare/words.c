#include "words.h"

#include "base/buf.h"
#include "base/list.h"

#include <ctype.h>
#include <git2.h>

/* A word, a run of blanks, one other character, or (empty) the end of a line. */
struct token {
    struct slice text;
    size_t line; /* index */
    enum change change;
};

struct side {
    struct list tokens; /* struct token */
    struct buf as_lines;
    size_t at; /* of the walk */
};

struct walk {
    struct side old_side, new_side;
    size_t same_bytes;
};

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t token_length(struct slice rest)
{
    bool (*kind)(char) = is_word(rest.ptr[0])    ? is_word
                         : is_blank(rest.ptr[0]) ? is_blank
                                                 : NULL;
    size_t len = 1;
    while (kind && len < rest.len && kind(rest.ptr[len]))
        len++;
    return len;
}

static void add_token(struct side *side, struct slice text, size_t line)
{
    *LIST_PUSH(&side->tokens, struct token) = (struct token){text, line, CHANGE_NONE};
    buf_add(&side->as_lines, text);
    buf_add_byte(&side->as_lines, '\n');
}

static void split_lines(struct side *side, const struct diff_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct slice rest = lines[i].text;
        while (rest.len) {
            size_t len = token_length(rest);
            add_token(side, slice_first(rest, len), i);
            rest = slice_from(rest, len);
        }
        add_token(side, SLICE(""), i);
    }
}

static void side_init(struct side *side, struct arena *arena,
                      const struct diff_line *lines, size_t count)
{
    side->tokens = LIST_OF(arena, struct token);
    buf_init(&side->as_lines, 0);
    side->at = 0;
    split_lines(side, lines, count);
}

static struct token *next_token(struct side *side)
{
    return (struct token *)side->tokens.items + side->at++;
}

static int take(const git_diff_delta *delta, const git_diff_hunk *hunk,
                const git_diff_line *from, void *payload)
{
    struct walk *walk = payload;
    (void)delta, (void)hunk;
    if (from->origin == GIT_DIFF_LINE_ADDITION) {
        next_token(&walk->new_side)->change = CHANGE_ADDED;
    } else if (from->origin == GIT_DIFF_LINE_DELETION) {
        next_token(&walk->old_side)->change = CHANGE_REMOVED;
    } else if (from->origin == GIT_DIFF_LINE_CONTEXT) {
        const struct token *token = next_token(&walk->old_side);
        next_token(&walk->new_side);
        walk->same_bytes +=
            token->text.len && !is_blank(token->text.ptr[0]) ? token->text.len : 0;
    }
    return 0;
}

/* Neighbours of the same kind are one span. */
static void add_span(struct arena *arena, struct diff_line *line, struct list *spans,
                     const struct token *token)
{
    struct diff_span *last =
        spans->count ? (struct diff_span *)spans->items + spans->count - 1 : NULL;
    if (last && last->change == token->change)
        last->text.len += token->text.len;
    else
        *LIST_PUSH(spans, struct diff_span) =
            (struct diff_span){token->change, token->text};
    line->spans = spans->items;
    line->span_count = spans->count;
    (void)arena;
}

static void write_spans(struct arena *arena, const struct side *side,
                        struct diff_line *lines)
{
    const struct token *tokens = side->tokens.items;
    struct list spans = LIST_OF(arena, struct diff_span);
    for (size_t i = 0; i < side->tokens.count; i++) {
        const struct token *token = &tokens[i];
        if (token->text.len)
            add_span(arena, &lines[token->line], &spans, token);
        else
            spans = LIST_OF(arena, struct diff_span);
    }
}

static size_t bytes_of(const struct diff_line *lines, size_t count)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += lines[i].text.len;
    return sum;
}

static void mark_other_ends(struct diff_line *removed, size_t removed_count,
                            struct diff_line *added, size_t added_count)
{
    for (size_t i = 0; i < removed_count && i < added_count; i++)
        if (slice_eq(removed[i].text, added[i].text))
            removed[i].other_end = added[i].other_end = true;
}

static enum status walk_words(struct walk *walk)
{
    git_diff_options options;
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_FORCE_TEXT;
    options.context_lines = UINT32_MAX / 4;
    struct slice a = buf_slice(&walk->old_side.as_lines),
                 b = buf_slice(&walk->new_side.as_lines);
    int code = git_diff_buffers(a.ptr, a.len, "words", b.ptr, b.len, "words", &options,
                                NULL, NULL, NULL, take, walk);
    return code == 0 ? STATUS_OK : STATUS_IO;
}

enum status words_mark(struct arena *arena, struct diff_line *removed,
                       size_t removed_count, struct diff_line *added, size_t added_count)
{
    struct walk walk = {.same_bytes = 0};
    enum status status = STATUS_OK;
    side_init(&walk.old_side, arena, removed, removed_count);
    side_init(&walk.new_side, arena, added, added_count);
    size_t old_count = walk.old_side.tokens.count, new_count = walk.new_side.tokens.count;
    mark_other_ends(removed, removed_count, added, added_count);
    bool fits = old_count <= COMPARE_WORDS_MAX && new_count <= COMPARE_WORDS_MAX;
    if (fits)
        status = walk_words(&walk);
    /* Where less than a fifth is the same, marks inside the lines are noise. Equal sides
     * give no hunk at all, and so no walk: only their line ends differ. */
    size_t smaller = bytes_of(removed, removed_count),
           other = bytes_of(added, added_count);
    smaller = other < smaller ? other : smaller;
    bool walked = walk.old_side.at == old_count && walk.new_side.at == new_count;
    if (status == STATUS_OK && fits && walked && walk.same_bytes * 5 >= smaller) {
        write_spans(arena, &walk.old_side, removed);
        write_spans(arena, &walk.new_side, added);
    }
    buf_release(&walk.old_side.as_lines);
    buf_release(&walk.new_side.as_lines);
    return status;
}
