/* Marks within a line that wikis, Obsidian, MkDocs, Jekyll and GitBook know and plain
 * Markdown does not: [[links]], footnotes, {: attributes}, :icons:, ++keys++, {% tags %}. As
 * in docfx.h, which calls this. */
#ifndef FORMAT_INLINE_MARKS_H
#define FORMAT_INLINE_MARKS_H

#include "marks.h"

/* A byte that one of them may begin with. */
static inline bool inline_mark_begins(char c)
{
    return c == '[' || c == '{' || c == ':' || c == ']' || c == '+' || c == '=';
}
/* false when none stands at the beginning of `s`, which is a part of a text. */
bool inline_mark_is_likely(struct slice s, bool starts_line);
/* The footnotes that the text explains: "[^name]: …". */
void inline_marks_note(struct reducer *r, struct slice text);
/* Reads the mark at the beginning of `s` and returns its length, 0 when it is none. `before`
 * is what stands left of it on the line. */
size_t inline_mark_reduce(struct reducer *r, struct slice before, struct slice s);
/* true: the line is a mark as a whole, a table of contents for one. Else *line is what is left
 * to be read of it. */
bool inline_mark_reduce_line(struct reducer *r, struct slice *line);

#endif
