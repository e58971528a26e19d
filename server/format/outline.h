/* The headings of an article and what each of them is for. */
#ifndef FORMAT_OUTLINE_H
#define FORMAT_OUTLINE_H

#include "heading_marks.h"
#include "markdown.h"

enum heading_role {
    HEADING_TITLE, /* the first heading, if it is an H1 */
    HEADING_SECTION,
    HEADING_STEP, /* one level below, in "How to fix" and its phases */
    HEADING_INNER /* printed where it stands */
};

struct heading {
    cmark_node *node;
    int level;
    size_t line;
    struct slice title; /* plain text without marks */
    struct heading_marks marks;
    enum heading_role role;
    enum section_kind kind; /* of SECTION */
    struct slice anchor;    /* of SECTION and STEP */
};

struct outline {
    struct heading *items;
    size_t count;
};

/* Reads the headings at the top of the tree, removes their marks from it, settles
 * parse->section_level, every kind and every anchor. */
void outline_read(struct parse *parse, cmark_node *root, struct outline *out_outline);
/* The section kind that a title means in the knowledge bases we know; SECTION_OTHER. */
enum section_kind section_kind_of(struct slice title);

#endif
