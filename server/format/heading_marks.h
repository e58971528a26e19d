/* "{kind=warning admin minutes=10}" at the end of a heading. */
#ifndef FORMAT_HEADING_MARKS_H
#define FORMAT_HEADING_MARKS_H

#include "parse.h"

struct heading_marks {
    bool has_kind;
    enum step_kind kind;
    bool admin, escalation, phase;
    int64_t minutes; /* or NONE_INT */
    struct slice
        id; /* of "{#id}", as other systems write it; only a name for fragments */
};

/* Reads the marks at the end of `text` (which stands on `line`) and returns the text
 * before them. Braces that hold none of our marks ("GET /users/{id}", "{0}") are part of
 * the text. A bad value is an error, an unknown name beside known ones a warning. */
struct slice heading_marks_take(struct parse *parse, struct slice text, size_t line,
                                struct heading_marks *out_marks);

#endif
