/* What the readers of other publishing systems' marks share: the words and attributes in a
 * mark, the callouts that it may name, and the Markdown that stands for it. */
#ifndef FORMAT_MARKS_H
#define FORMAT_MARKS_H

#include "base/buf.h"
#include "parse.h"

/* What a search for the end of a mark found, for the next one: text that has many beginnings
 * and no end is read once. */
struct closer {
    const char *from, *at; /* none begins between them; `at`: as far as is known */
};

enum closing { CLOSE_TAG, CLOSE_VALUE, CLOSE_ANGLE, CLOSE_PERCENT, CLOSINGS };

struct reducer {
    struct parse *parse;
    struct buf out;
    struct list footnotes; /* struct slice: names of those that the text explains */
    struct closer closers[CLOSINGS];
    size_t line;
};

/* Each reads a mark at the beginning of `s` and returns its length, 0 when it is none.
 * `before` is what stands left of it on the line. */
typedef size_t reduce_fn(struct reducer *r, struct slice before, struct slice s);

enum {
    MARK_BYTES =
        4000 /* a longer mark is text: no search runs to the end of a long line */
};

/* NULL, or what the renderer knows a callout of that name by ("WARNING"). */
const char *mark_callout(struct slice word);
/* One of GitHub's five, which the renderer knows as they are. */
bool mark_is_own_callout(struct slice word);

bool mark_is_word_char(char c);
/* Letters, "-" and "_" at the beginning. */
struct slice mark_word(struct slice s);
/* name="value", name='value', name={"value"} or name=value anywhere in `s`; empty when it is
 * missing. */
struct slice mark_attribute(struct slice s, const char *name);
/* The first word or quoted text of `s`, without its quotes; empty when it is an attribute. */
struct slice mark_argument(struct slice s);
/* Offset of the "]" that closes the "[" at the beginning, or s.len. */
size_t mark_bracket_end(struct slice s);
/* Length of a code span at the beginning of `s`, or of its backticks when it does not end
 * here. */
size_t mark_code_span(struct slice s);

/* Escaped, so that they are words and nothing else. */
void mark_add_words(struct buf *out, struct slice words);
/* "(<url>)" */
void mark_add_address(struct buf *out, struct slice url);
/* `start` is "[" or "![". A link without words shows its address, an image without words the
 * name of its file. */
void mark_add_link(struct buf *out, const char *start, struct slice words,
                   struct slice url);
/* Offset of the next "%}", "}}", ">}}" or "%}}" in `s`, a part of the line, or s.len. */
size_t mark_find_closing(struct reducer *r, enum closing closing, struct slice s);
void mark_warn(struct parse *parse, size_t line, const char *code, struct slice mark);

#endif
