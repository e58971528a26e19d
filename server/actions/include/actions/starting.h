/* Starting: the templates that a new guide can begin with. */
#ifndef ACTIONS_STARTING_H
#define ACTIONS_STARTING_H

#include "actions/editing.h"

/* Files guide-templates/NAME.md of the content: a guide's text whose front matter also says
 * `template` (what it is called) and `use_when` (what it is for). */
struct guide_template {
    struct slice key; /* NAME */
    struct slice name, use_when;
};
enum { GUIDE_TEMPLATE_BYTES_MAX = 64 << 10 };

/* In the order of their files' names; those without a name are left out. */
enum status starting_list(const struct editor *editor,
                          struct guide_template **out_templates, size_t *out_count);
/* The text that the template gives a guide of this title; STATUS_NOT_FOUND. */
enum status starting_text(const struct editor *editor, struct slice key,
                          struct slice title, struct slice *out_source);
/* Whether a file can be such a template; else a problem. */
enum status starting_check(struct arena *arena, struct slice source,
                           struct problems *problems);

#endif
