/* What one call of article_parse shares among the files of this room. Nothing here
 * outlives the call except what was put into the arena. */
#ifndef FORMAT_PARSE_H
#define FORMAT_PARSE_H

#include "anchors.h"
#include "format/article_file.h"
#include "lines.h"

struct parse {
    struct arena *arena;
    const struct article_options *options;
    struct problems *problems;
    struct slice source; /* the file, byte for byte */
    struct lines lines;  /* of the source; the body has the same lines */
    struct slice body;   /* what cmark reads: LF line ends, front matter as empty lines */
    size_t body_start;   /* offset in the source behind BOM and front matter */
    int section_level;   /* heading level that opens a section; shown as h2 */
    struct anchors anchors;
    struct slice title; /* what the front matter says; may be empty */
    struct slice h1;    /* the heading above all others; may be empty */
    bool h1_is_second;  /* it differs from the title */
};

/* Adds a problem that stands on a line of the file. */
#define parse_error(parse, line_number, code, ...)                             \
    (problems_error((parse)->problems, (code), SLICE(""), __VA_ARGS__)->line = \
         (line_number))
#define parse_warning(parse, line_number, code, ...)                             \
    (problems_warning((parse)->problems, (code), SLICE(""), __VA_ARGS__)->line = \
         (line_number))

#endif
