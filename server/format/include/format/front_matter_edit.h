/* Front matter as form fields: reads its keys, and changes one without touching a byte of
 * the others. */
#ifndef FORMAT_FRONT_MATTER_EDIT_H
#define FORMAT_FRONT_MATTER_EDIT_H

#include "base/problems.h"
#include "base/status.h"
#include "model/article.h"

enum front_kind {
    FRONT_NONE, /* absent, or null */
    FRONT_TEXT,
    FRONT_LIST,
    FRONT_OTHER /* a mapping, a list of lists, …: not for a form */
};

struct front_value {
    struct slice key;
    enum front_kind kind;
    struct slice text;   /* of TEXT; white space collapsed */
    struct slices texts; /* of LIST */
};

struct front_matter {
    struct front_value *values; /* in the order of the file */
    size_t count;
    bool is_flow;      /* "{a: 1}": cannot be changed by key */
    struct slice body; /* behind the front matter */
};

/* STATUS_INVALID (problems with the line) when the YAML cannot be read. Results live in the
 * arena or borrow `source`. */
enum status front_matter_values(struct arena *arena, struct slice source,
                                struct problems *problems,
                                struct front_matter *out_front);
/* NULL: the front matter does not name it. */
const struct front_value *front_value_find(const struct front_matter *front,
                                           struct slice key);

/* The source with these values. A key whose value is the same keeps its bytes; another
 * gets new lines where it stood, or before the end of the block; FRONT_NONE takes the key
 * away. Comments, other keys, BOM and line ends stay. A source without front matter gets
 * one. STATUS_INVALID: the YAML cannot be read; STATUS_UNSUPPORTED: it is in flow style. */
enum status front_matter_set(struct arena *arena, struct slice source,
                             const struct front_value *values, size_t count,
                             struct problems *problems, struct slice *out_source);

#endif
