/* Lines with which other publishing systems begin and end a box, a tab, a step or a listing.
 * containers.h tells which systems. */
#ifndef FORMAT_CONTAINER_MARKS_H
#define FORMAT_CONTAINER_MARKS_H

#include "mdx.h"

enum { MKDOCS_INDENT = 4, CONTAINER_KINDS = 37 /* and what is none */ };

enum syntax { INDENTED, COLONS, LIQUID, HUGO, JSX, SYNTAXES };

enum part {
    PART_PLAIN,
    PART_BOX,
    PART_TAB,
    PART_NAMED,
    PART_LINK,
    PART_CODE,
    PART_HIDDEN
};

/* A mark at the beginning of a line that opens a container, or ends one. */
struct mark {
    enum syntax syntax;
    enum part part;
    struct slice name, attributes;
    size_t len, colons;
    bool is_end, is_alone; /* is_alone: nothing will end it */
};

/* A number below CONTAINER_KINDS; that itself: no container is called so. Names are told
 * apart without case. */
size_t container_kind(struct slice name);
/* Columns of white space at the beginning; a tab is as wide as MkDocs takes it. */
size_t container_indent(struct slice s);
struct slice container_unindented(struct slice s);
/* `s` begins behind the white space of its line, `ahead` there too, but goes on behind the
 * line: a tag may. */
bool container_mark_read(struct slice s, struct slice ahead, bool mdx, struct mark *out);

#endif
