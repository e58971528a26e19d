/* compare: what differs between texts, and how three of them become one. Over libgit2, in
 * memory; knows no guides. Any thread may enter; long texts take long, so never on the
 * READ lane or the writer.
 *
 * Texts are bytes without NUL of at most COMPARE_BYTES_MAX and COMPARE_LINES_MAX (STATUS_TOO_LARGE,
 * STATUS_MALFORMED). Line ends are part of a line: a change of LF to CRLF is a change.
 * Results live in the arena and borrow the texts. */
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include "base/arena.h"
#include "base/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    COMPARE_BYTES_MAX = 4 << 20,
    COMPARE_LINES_MAX = 1000000, /* of a comparison; a merge takes any number */
    COMPARE_WORDS_MAX = 20000    /* of one changed block; longer ones are told by line */
};

enum change { CHANGE_NONE, CHANGE_REMOVED, CHANGE_ADDED };

/* A run of bytes of one line; without its line end. */
struct diff_span {
    enum change change; /* NONE: it stands in the other text, too */
    struct slice text;
};

struct diff_line {
    enum change change;
    int64_t old_number, new_number; /* 1…; 0: not in that text */
    struct slice text;              /* without its line end */
    bool other_end;                 /* words are the same, the line end is not */
    struct diff_span *spans; /* the line in order; at least one unless it is empty */
    size_t span_count;
};

/* Lines that changed and those around them. */
struct diff_hunk {
    struct diff_line *lines;
    size_t line_count;
};

struct diff {
    struct diff_hunk *hunks;
    size_t hunk_count;
    int64_t removed, added; /* lines */
};

/* `context` lines around a change are shown; SIZE_MAX: all of the text. */
enum status compare_texts(struct arena *arena, struct slice old_text,
                          struct slice new_text, size_t context, struct diff *out_diff);

/* A stretch of a merge: text that both agree on (or one changed), or a conflict. */
struct merge_part {
    bool conflict;
    struct slice text;               /* when there is none */
    struct slice ours, base, theirs; /* of a conflict; whole lines */
};

struct merge {
    struct merge_part *parts;
    size_t part_count;
    size_t conflicts;
    struct slice text; /* whole; conflicts stand between marks (diff3) */
    size_t mark_size;  /* of those marks: longer than any such run in the texts */
};

/* Three-way merge of two descendants of `base`. No byte of ours or theirs is lost: it
 * stands in the text or in a conflict. */
enum status compare_merge(struct arena *arena, struct slice base, struct slice ours,
                          struct slice theirs, struct merge *out_merge);

#endif
