/* What containers.h takes away around lines, as far as its files share it: the containers
 * that are open at a line, where the next ones end, and what is written for an opening. */
#ifndef FORMAT_CUTTER_H
#define FORMAT_CUTTER_H

#include "container_marks.h"

enum {
    CUTTER_DEPTH = 12,
    CUTTER_END_BYTES = 80 /* of the mark that ends something */
};

struct frame {
    enum syntax syntax;
    enum part part;
    struct slice name, attributes;
    size_t colons;
    size_t column; /* where it opened, behind what the frames around it take away */
    size_t strip;  /* columns that its content is indented by */
    bool strip_is_known;
    bool is_unread; /* what cmark took for code may be none: fences are counted here */
};

struct cutter {
    struct parse *parse;
    struct buf out, prefix;
    struct frame frames[CUTTER_DEPTH];
    size_t depth, line, blank;
    size_t skip; /* lines of a tag or a module that began further up */
    size_t last_end[SYNTAXES][CONTAINER_KINDS];
    char fence; /* '`' or '~' while one is open in an unread frame */
    size_t fence_len;
    bool mdx;
    bool has_modules; /* they may still follow */
    size_t fails;     /* tags that ended nowhere */
};

struct ends {
    struct slice content; /* the line without them */
    size_t behind;        /* offset in it of what stands behind the own end */
    size_t depth;         /* of the frames that stay open */
    bool own;             /* what opened on this line ends on it */
};

/* Called for every line before the first is written: what ends there. */
void cutter_note_ends(struct cutter *c, struct slice line);
/* Whether something ends the mark on that line or behind it. */
bool cutter_will_end(const struct cutter *c, const struct mark *mark, size_t line);
/* How many frames stay open behind an end; c->depth: it ends none of them. */
size_t cutter_depth_behind(const struct cutter *c, const struct mark *mark);
/* A line without the marks that end `opened` (NULL: nothing opened on it) or a frame. */
struct ends cutter_without_ends(struct cutter *c, const struct mark *opened,
                                struct slice s);

void cutter_add_content(struct cutter *c, struct slice s);
/* What stands for an opening, and for what follows it on its line. */
void cutter_add_opening(struct cutter *c, const struct mark *mark,
                        const struct ends *ends);

#endif
