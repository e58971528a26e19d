/* What a site, a book or a wiki shows beside every page. */
#include "format/article_file.h"

/* "[words](file.md)" and nothing behind it. */
static bool is_link(struct slice text)
{
    size_t at = slice_find_slice(text, SLICE("]("));
    int depth = 1;
    if (!slice_starts(text, SLICE("[")) || at == text.len)
        return false;
    for (at += 2; at < text.len && depth; at++)
        depth += (text.ptr[at] == '(') - (text.ptr[at] == ')');
    return depth == 0 && at == text.len;
}

/* Without "* ", "1. " and the like. */
static struct slice without_mark(struct slice line)
{
    size_t at = 0;
    while (at < line.len && line.ptr[at] >= '0' && line.ptr[at] <= '9')
        at++;
    struct slice marks = at ? SLICE(".)") : SLICE("*-+");
    bool marked = at + 1 < line.len && slice_find(marks, line.ptr[at]) < marks.len &&
                  (line.ptr[at + 1] == ' ' || line.ptr[at + 1] == '\t');
    return marked ? slice_trim(slice_from(line, at + 1)) : line;
}

static bool is_heading(struct slice line)
{
    size_t level = 0;
    while (level < line.len && line.ptr[level] == '#')
        level++;
    return level > 0 && level <= 6 &&
           (level == line.len || line.ptr[level] == ' ' || line.ptr[level] == '\t');
}

/* "---", "* * *" */
static bool is_rule(struct slice line)
{
    size_t marks = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] != line.ptr[0] && line.ptr[i] != ' ')
            return false;
        marks += line.ptr[i] == line.ptr[0];
    }
    return marks >= 3 && slice_find(SLICE("-*_"), line.ptr[0]) < 3;
}

/* Headings and links, and nothing that anybody would miss. */
static bool is_contents(struct slice text)
{
    struct slice line;
    size_t links = 0;
    while (slice_line(&text, &line)) {
        line = slice_trim(line);
        bool link = is_link(without_mark(line));
        if (line.len && !link && !is_heading(line) && !is_rule(line))
            return false;
        links += link;
    }
    return links > 0;
}

static bool has_front_matter(struct slice text)
{
    struct slice line;
    if (!slice_line(&text, &line))
        return false;
    line = slice_trim(line);
    return slice_eq_cstr(line, "---") || slice_eq_cstr(line, "+++");
}

bool article_is_beside(struct slice path, struct slice bytes)
{
    static const char *const names[] = {"_sidebar.md", "_footer.md", "_header.md",
                                        "_navbar.md", "_coverpage.md"};
    struct slice part, name = path;
    struct slice text = slice_from(bytes, slice_starts(bytes, SLICE("\xEF\xBB\xBF")) * 3);
    while (slice_split(&path, '/', &part)) {
        if (path.ptr && slice_eq_cstr(part, "articles"))
            return false;
        name = part;
    }
    if (has_front_matter(text))
        return false;
    if (slice_eq_nocase(name, SLICE("summary.md")))
        return is_contents(text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_eq_nocase(name, slice_cstr(names[i])))
            return true;
    return false;
}
