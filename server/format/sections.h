/* The tree that cmark made, cut into sections, items, steps and commands. */
#ifndef FORMAT_SECTIONS_H
#define FORMAT_SECTIONS_H

#include "markdown.h"
#include "outline.h"

/* What the files that cut the tree share. The html fields hold what cmark printed: not
 * safe yet, and without text. */
struct cutting {
    struct parse *parse;
    struct list sections, items, steps, commands;
};

/* Fills *out_doc (all but meta). STATUS_TOO_LARGE when a ceiling of model/article.h is
 * passed. The caller holds the lock of markdown.h. */
enum status sections_cut(struct parse *parse, cmark_node *root,
                         struct article_doc *out_doc);

/* The blocks from `first` up to `end` (not included; NULL: all that follow) as HTML. */
struct slice blocks_html(struct arena *arena, cmark_node *first, cmark_node *end);

/* A new step of the section added last, numbered and with its anchor. */
struct step *step_add(struct cutting *cutting, struct slice title);
/* Turns the ordered list that is a fix section's main content into steps. Returns the
 * list, before which the section's own HTML ends, or `end` when there is none. */
cmark_node *list_steps_add(struct cutting *cutting, cmark_node *first, cmark_node *end);

/* Takes the fenced blocks of the Commands section; *out_html is what stands beside them.
 */
void commands_add(struct cutting *cutting, cmark_node *first, cmark_node *end,
                  struct slice *out_html);

#endif
