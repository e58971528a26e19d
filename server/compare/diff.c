/* Lines by libgit2; inside a changed block words, fed to it as lines. */
#include "base/list.h"
#include "git.h"
#include "words.h"

#include <git2.h>

struct work {
    struct arena *arena;
    struct slice old_text, new_text;
    struct list hunks; /* struct diff_hunk */
    struct list lines; /* struct diff_line, of the open hunk */
    int64_t removed, added;
    enum status status;
};

static enum change change_of(char origin)
{
    return origin == GIT_DIFF_LINE_ADDITION   ? CHANGE_ADDED
           : origin == GIT_DIFF_LINE_DELETION ? CHANGE_REMOVED
                                              : CHANGE_NONE;
}

static struct slice without_end(struct slice line)
{
    if (line.len && line.ptr[line.len - 1] == '\n')
        line.len--;
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* libgit2's lines lie in the texts that it was given. */
static int take_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
                     const git_diff_line *from, void *payload)
{
    struct work *work = payload;
    (void)delta, (void)hunk;
    if (from->origin != GIT_DIFF_LINE_CONTEXT && from->origin != GIT_DIFF_LINE_ADDITION &&
        from->origin != GIT_DIFF_LINE_DELETION)
        return 0;
    struct diff_line *line = LIST_PUSH(&work->lines, struct diff_line);
    line->change = change_of(from->origin);
    line->old_number = from->old_lineno > 0 ? from->old_lineno : 0;
    line->new_number = from->new_lineno > 0 ? from->new_lineno : 0;
    line->text = without_end(slice_of(from->content, from->content_len));
    work->removed += line->change == CHANGE_REMOVED;
    work->added += line->change == CHANGE_ADDED;
    return 0;
}

static void close_hunk(struct work *work)
{
    if (work->lines.count == 0)
        return;
    struct diff_hunk *hunk = LIST_PUSH(&work->hunks, struct diff_hunk);
    hunk->lines = work->lines.items;
    hunk->line_count = work->lines.count;
    work->lines = LIST_OF(work->arena, struct diff_line);
}

static int take_hunk(const git_diff_delta *delta, const git_diff_hunk *hunk,
                     void *payload)
{
    (void)delta, (void)hunk;
    close_hunk(payload);
    return 0;
}

static enum status run(struct work *work, size_t context)
{
    git_diff_options options;
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
    options.context_lines = context > UINT32_MAX / 4 ? UINT32_MAX / 4 : (uint32_t)context;
    int code = git_diff_buffers(work->old_text.ptr, work->old_text.len, "text",
                                work->new_text.ptr, work->new_text.len, "text", &options,
                                NULL, NULL, take_hunk, take_line, work);
    close_hunk(work);
    return code == 0 ? STATUS_OK : STATUS_IO;
}

/* ---- words ------------------------------------------------------------------------- */

static void whole_line(struct arena *arena, struct diff_line *line)
{
    if (line->text.len == 0)
        return;
    line->spans = ARENA_NEW(arena, struct diff_span);
    *line->spans = (struct diff_span){line->change, line->text};
    line->span_count = 1;
}

/* A block: the removed lines that stand before the added ones. */
static enum status mark_block(struct arena *arena, struct diff_line *removed,
                              size_t removed_count, size_t added_count)
{
    enum status status = STATUS_OK;
    if (removed_count && added_count)
        status = words_mark(arena, removed, removed_count, removed + removed_count,
                            added_count);
    for (size_t i = 0; i < removed_count + added_count; i++)
        if (!removed[i].spans)
            whole_line(arena, &removed[i]);
    return status;
}

static size_t count_run(const struct diff_hunk *hunk, size_t from, enum change change)
{
    size_t i = from;
    while (i < hunk->line_count && hunk->lines[i].change == change)
        i++;
    return i - from;
}

static enum status mark_hunk(struct arena *arena, const struct diff_hunk *hunk)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < hunk->line_count;) {
        size_t removed = count_run(hunk, i, CHANGE_REMOVED);
        size_t added = count_run(hunk, i + removed, CHANGE_ADDED);
        if (removed + added == 0) {
            whole_line(arena, &hunk->lines[i++]);
            continue;
        }
        status = mark_block(arena, &hunk->lines[i], removed, added);
        i += removed + added;
    }
    return status;
}

static enum status can_take(struct slice text)
{
    size_t lines = 0;
    for (size_t at = 0; at < text.len && lines <= COMPARE_LINES_MAX; lines++)
        at += slice_find(slice_from(text, at), '\n') + 1;
    return lines > COMPARE_LINES_MAX ? STATUS_TOO_LARGE : git_can_take(text);
}

enum status compare_texts(struct arena *arena, struct slice old_text,
                          struct slice new_text, size_t context, struct diff *out_diff)
{
    struct work work = {.arena = arena,
                        .old_text = old_text,
                        .new_text = new_text,
                        .hunks = LIST_OF(arena, struct diff_hunk),
                        .lines = LIST_OF(arena, struct diff_line)};
    enum status status = git_start();
    if (status == STATUS_OK)
        status = can_take(old_text);
    if (status == STATUS_OK)
        status = can_take(new_text);
    if (status == STATUS_OK)
        status = run(&work, context);
    struct diff_hunk *hunks = work.hunks.items;
    for (size_t i = 0; status == STATUS_OK && i < work.hunks.count; i++)
        status = mark_hunk(arena, &hunks[i]);
    if (status == STATUS_OK)
        *out_diff = (struct diff){hunks, work.hunks.count, work.removed, work.added};
    return status;
}
