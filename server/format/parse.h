/* What one call of article_parse shares among the files of this room. Nothing here
 * outlives the call except what was put into the arena. There is one struct parse for the
 * article, and one for each text that it includes. */
#ifndef FORMAT_PARSE_H
#define FORMAT_PARSE_H

#include "anchors.h"
#include "format/article_file.h"
#include "lines.h"

/* An "[!INCLUDE …]" that docfx_reduce found: a link to the include scheme and its index. */
struct include_mark {
    struct slice href;
    size_t line;
};

/* Of an article and all that it includes. */
struct whole {
    struct anchors anchors;
    struct arena scratch; /* of whoever resets it; nothing in it outlives one call */
    uint64_t outside_hash;
    size_t include_count, include_bytes;
};

struct parse {
    struct arena *arena;
    const struct article_options *options;
    struct problems *problems;
    struct slice source; /* the file, byte for byte */
    struct lines lines;  /* of the source; the body has the same lines */
    struct slice body;   /* what cmark reads: LF line ends, front matter as empty lines */
    size_t body_start;   /* offset in the source behind BOM and front matter */
    int section_level;   /* heading level that opens a section; shown as h2 */
    struct whole *whole;
    const struct parse *includer; /* NULL: the article itself */
    struct slice include_scheme; /* occurs nowhere in the body; see struct include_mark */
    struct list includes;        /* struct include_mark */
    struct slice title;          /* what the front matter says; may be empty */
    struct slice h1;             /* the heading above all others; may be empty */
    bool h1_is_second;           /* it differs from the title */
};

/* Sets parse->body from the source: the front matter gives way to as many empty lines. */
void parse_take_body(struct parse *parse);

/* Adds a problem that stands on a line of the file. */
#define parse_error(parse, line_number, code, ...)                             \
    (problems_error((parse)->problems, (code), SLICE(""), __VA_ARGS__)->line = \
         (line_number))
#define parse_warning(parse, line_number, code, ...)                             \
    (problems_warning((parse)->problems, (code), SLICE(""), __VA_ARGS__)->line = \
         (line_number))

#endif
