/* Mustache text → nodes (https://github.com/mustache/spec, core modules). */
#ifndef RENDER_PARSE_H
#define RENDER_PARSE_H

#include "faults.h"
#include <stdint.h>

enum node_kind {
    NODE_TEXT,
    NODE_VARIABLE, /* {{name}} */
    NODE_RAW,      /* {{{name}}}, {{&name}} */
    NODE_SECTION,  /* {{#name}} */
    NODE_INVERTED, /* {{^name}} */
    NODE_PARTIAL   /* {{>name}} */
};

enum { NODE_DEPTH_MAX = 64 };

struct node {
    enum node_kind kind;
    size_t line;         /* 1-based, of the tag */
    struct slice text;   /* literal text or name; borrowed from the template's text */
    struct slice indent; /* of a partial that stands alone on its line */
    size_t end; /* of a section: its body is the nodes from its own + 1 up to here */
};

struct nodes {
    struct node *items;
    size_t count;
};

/* Nodes live in `arena`. With faults (each with its line) the result is not to be used.
 */
struct nodes parse_template(struct arena *arena, struct slice text,
                            struct faults *faults);
/* The text with `indent` before each line that is not empty; lives in the arena. */
struct slice indent_lines(struct arena *arena, struct slice text, struct slice indent);

#endif
