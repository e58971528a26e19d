#include "base/list.h"
#include "git.h"

#include <git2.h>
#include <stdlib.h>
#include <string.h>

enum { MARK_MIN = 7, MARK_MAX = 60000 };

/* The longest run of a mark character at the start of a line. */
static size_t longest_run(struct slice text)
{
    size_t longest = 0;
    struct slice line;
    while (slice_split(&text, '\n', &line)) {
        size_t run = 0;
        while (run < line.len && strchr("<=>|", line.ptr[run]) &&
               line.ptr[run] == line.ptr[0])
            run++;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static size_t mark_size(const struct slice *texts, size_t count)
{
    size_t size = MARK_MIN;
    for (size_t i = 0; i < count; i++) {
        size_t run = longest_run(texts[i]);
        size = run >= size ? run + 1 : size;
    }
    return size;
}

/* A line that is a mark: `c` repeated, then a blank and a label or the end. */
static bool is_mark(struct slice line, char c, size_t size)
{
    if (line.len < size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (line.ptr[i] != c)
            return false;
    return line.len == size || strchr(" \r\n", line.ptr[size]) != NULL;
}

static size_t line_length(struct slice text)
{
    size_t end = slice_find(text, '\n');
    return end < text.len ? end + 1 : end;
}

/* Takes lines up to the mark `c`, and the mark; gives what stood before it. */
static struct slice take_until(struct slice *rest, char c, size_t size)
{
    struct slice taken = {rest->ptr, 0};
    while (rest->len) {
        size_t len = line_length(*rest);
        struct slice line = slice_first(*rest, len);
        *rest = slice_from(*rest, len);
        if (is_mark(line, c, size))
            break;
        taken.len += len;
    }
    return taken;
}

static void add_text(struct list *parts, struct slice text)
{
    if (text.len)
        LIST_PUSH(parts, struct merge_part)->text = text;
}

static void split_parts(struct slice text, size_t size, struct list *parts,
                        size_t *conflicts)
{
    struct slice plain = {text.ptr, 0};
    while (text.len) {
        size_t len = line_length(text);
        if (!is_mark(slice_first(text, len), '<', size)) {
            plain.len += len;
            text = slice_from(text, len);
            continue;
        }
        add_text(parts, plain);
        text = slice_from(text, len);
        struct merge_part *part = LIST_PUSH(parts, struct merge_part);
        part->conflict = true;
        part->ours = take_until(&text, '|', size);
        part->base = take_until(&text, '=', size);
        part->theirs = take_until(&text, '>', size);
        plain = (struct slice){text.ptr, 0};
        ++*conflicts;
    }
    add_text(parts, plain);
}

static git_merge_file_input input_of(struct slice text)
{
    git_merge_file_input input;
    git_merge_file_input_init(&input, GIT_MERGE_FILE_INPUT_VERSION);
    input.ptr = text.len ? text.ptr : "";
    input.size = text.len;
    return input;
}

static enum status run(struct arena *arena, const struct slice *texts, size_t size,
                       struct slice *out_text)
{
    git_merge_file_input base = input_of(texts[0]), ours = input_of(texts[1]),
                         theirs = input_of(texts[2]);
    git_merge_file_options options;
    git_merge_file_result result = {0};
    git_merge_file_options_init(&options, GIT_MERGE_FILE_OPTIONS_VERSION);
    options.flags = GIT_MERGE_FILE_STYLE_DIFF3;
    options.marker_size = (unsigned short)size;
    options.our_label = "ours";
    options.their_label = "theirs";
    options.ancestor_label = "base";
    if (git_merge_file(&result, &base, &ours, &theirs, &options) != 0)
        return STATUS_IO;
    *out_text = arena_slice(arena, slice_of(result.ptr, result.len));
    git_merge_file_result_free(&result);
    return STATUS_OK;
}

enum status compare_merge(struct arena *arena, struct slice base, struct slice ours,
                          struct slice theirs, struct merge *out_merge)
{
    const struct slice texts[] = {base, ours, theirs};
    struct merge merge = {.mark_size = mark_size(texts, 3)};
    struct list parts = LIST_OF(arena, struct merge_part);
    enum status status = git_start();
    for (size_t i = 0; status == STATUS_OK && i < 3; i++)
        status = git_can_take(texts[i]);
    if (status == STATUS_OK && merge.mark_size > MARK_MAX)
        status = STATUS_TOO_LARGE;
    if (status == STATUS_OK)
        status = run(arena, texts, merge.mark_size, &merge.text);
    if (status != STATUS_OK)
        return status;
    split_parts(merge.text, merge.mark_size, &parts, &merge.conflicts);
    merge.parts = parts.items;
    merge.part_count = parts.count;
    *out_merge = merge;
    return STATUS_OK;
}
