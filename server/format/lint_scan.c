#include "lint_scan.h"

/* More fences or links than this are looked at by nobody, and the rest is not remarked on. */
enum { MARKS_MAX = 5000 };

struct scanner {
    struct lint_scan *scan;
    struct slice source;
    size_t line;
    bool front_matter, comment;
    char fence; /* '`' or '~' while one is open */
    size_t fence_len;
};

static size_t run_of(struct slice s, char c)
{
    size_t len = 0;
    while (len < s.len && s.ptr[len] == c)
        len++;
    return len;
}

static struct slice unquoted(struct slice line)
{
    size_t spaces = run_of(line, ' ');
    return slice_from(line, spaces);
}

static void add_key(struct scanner *s, struct slice line)
{
    size_t colon = slice_find(line, ':');
    if (colon == line.len || colon == 0 || line.ptr[0] == ' ' || line.ptr[0] == '#')
        return;
    *LIST_PUSH(&s->scan->keys, struct lint_key) =
        (struct lint_key){slice_trim(slice_first(line, colon)), s->line};
}

static bool take_front_matter(struct scanner *s, struct slice line)
{
    struct slice text = slice_trim(line);
    if (s->line == 1 && slice_eq_cstr(text, "---"))
        return s->front_matter = true;
    if (!s->front_matter)
        return false;
    if (slice_eq_cstr(text, "---") || slice_eq_cstr(text, "..."))
        s->front_matter = false;
    else
        add_key(s, line);
    return true;
}

static bool open_fence(struct scanner *s, struct slice line, size_t next)
{
    struct slice text = unquoted(line);
    char c = text.ptr && text.len ? text.ptr[0] : '\0';
    size_t len = c == '`' || c == '~' ? run_of(text, c) : 0;
    struct slice info = slice_trim(slice_from(text, len));
    if (len < 3 || (c == '`' && slice_find(info, '`') < info.len))
        return false;
    size_t word = 0;
    while (word < info.len && !strchr(" \t,{;=", info.ptr[word]))
        word++;
    if (s->scan->fences.count < MARKS_MAX)
        *LIST_PUSH(&s->scan->fences, struct lint_fence) =
            (struct lint_fence){s->line, slice_first(info, word), info, next, next};
    s->fence = c;
    s->fence_len = len;
    return true;
}

static bool take_fence(struct scanner *s, struct slice line, size_t next)
{
    struct slice text = unquoted(line);
    if (!s->fence)
        return open_fence(s, line, next);
    struct lint_fence *open =
        (struct lint_fence *)s->scan->fences.items + s->scan->fences.count - 1;
    bool kept = s->scan->fences.count < MARKS_MAX;
    size_t len = run_of(text, s->fence);
    if (len >= s->fence_len && slice_trim(slice_from(text, len)).len == 0)
        s->fence = '\0';
    else if (kept)
        open->end = next;
    return true;
}

/* "<!-- lint-allow CODE: reason -->"; a reason there must be. */
static void take_allowance(struct scanner *s, struct slice line)
{
    const struct slice mark = SLICE("<!-- lint-allow ");
    size_t at = slice_find_slice(line, mark);
    if (at == line.len)
        return;
    struct slice rest = slice_from(line, at + mark.len);
    size_t colon = slice_find(rest, ':');
    if (slice_trim(slice_from(rest, colon + 1)).len > 3)
        *LIST_PUSH(&s->scan->allowed, struct slice) =
            slice_trim(slice_first(rest, colon));
}

static bool take_comment(struct scanner *s, struct slice line)
{
    size_t open = slice_find_slice(line, SLICE("<!--"));
    take_allowance(s, line);
    if (!s->comment && open == line.len)
        return false;
    struct slice rest = s->comment ? line : slice_from(line, open + 4);
    s->comment = slice_find_slice(rest, SLICE("-->")) == rest.len;
    return true;
}

static void take_heading(struct scanner *s, struct slice line)
{
    struct slice text = unquoted(line);
    size_t level = run_of(text, '#');
    if (!text.ptr || level == 0 || level > 6 || line.len - text.len > 3 ||
        (level < text.len && !strchr(" \t", text.ptr[level])))
        return;
    *LIST_PUSH(&s->scan->headings, struct lint_heading) =
        (struct lint_heading){s->line, (int)level, slice_trim(slice_from(text, level))};
}

/* [words](target), ![words](target) of one line. */
static void take_links(struct scanner *s, struct slice line)
{
    enum { WORDS_MAX = 1000 };
    for (size_t at = slice_find_slice(line, SLICE("](")); at < line.len;) {
        size_t open = at, depth = 1;
        while (open > 0 && at - open < WORDS_MAX && depth) {
            open--;
            depth += line.ptr[open] == ']' ? 1 : line.ptr[open] == '[' ? (size_t)-1 : 0;
        }
        struct slice rest = slice_from(line, at + 2);
        size_t len = 0;
        while (len < rest.len && !strchr(") \t", rest.ptr[len]))
            len++;
        if (!depth && len < rest.len && s->scan->links.count < MARKS_MAX)
            *LIST_PUSH(&s->scan->links, struct lint_link) = (struct lint_link){
                s->line, open > 0 && line.ptr[open - 1] == '!',
                slice_trim(slice_of(line.ptr + open + 1, at - open - 1)),
                slice_first(rest, len)};
        at += 2 + len;
        at += slice_find_slice(slice_from(line, at), SLICE("]("));
    }
}

struct lint_scan lint_scan_make(struct arena *arena, struct slice source)
{
    struct lint_scan scan = {
        LIST_OF(arena, struct lint_heading), LIST_OF(arena, struct lint_fence),
        LIST_OF(arena, struct lint_link), LIST_OF(arena, struct lint_key),
        LIST_OF(arena, struct slice)};
    struct scanner s = {.scan = &scan, .source = source};
    struct slice rest = source, line;
    if (slice_starts(rest, SLICE("\xEF\xBB\xBF")))
        rest = slice_from(rest, 3);
    while (slice_line(&rest, &line)) {
        s.line++;
        size_t next = rest.ptr ? (size_t)(rest.ptr - source.ptr) : source.len;
        if (take_front_matter(&s, line) || (!s.comment && take_fence(&s, line, next)) ||
            take_comment(&s, line))
            continue;
        take_heading(&s, line);
        take_links(&s, line);
    }
    return scan;
}

size_t lint_scan_key(const struct lint_scan *scan, const char *name)
{
    const struct lint_key *keys = scan->keys.items;
    for (size_t i = 0; i < scan->keys.count; i++)
        if (slice_eq_cstr(keys[i].name, name))
            return keys[i].line;
    return 0;
}
