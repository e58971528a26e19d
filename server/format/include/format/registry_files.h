/* JSON files of the registries ⇄ model. Problems carry a JSON pointer as field and, for
 * text that is not JSON, line and column. Unknown keys are a warning; wrong types,
 * missing keys and broken rules are errors (STATUS_INVALID). All results live in the
 * arena. */
#ifndef FORMAT_REGISTRY_FILES_H
#define FORMAT_REGISTRY_FILES_H

#include "base/problems.h"
#include "base/status.h"
#include "model/priority.h"
#include "model/site.h"

/* Parses and proves (tree_validate). STATUS_INVALID: *out_tree is what could be read, to be
 * drawn; its start and targets may be -1. */
enum status tree_parse(struct arena *arena, struct slice json, struct problems *problems,
                       struct tree *out_tree);
/* As tree_parse, for a text that was proven when it was saved: what this process parsed last
 * is shared instead (32 trees, 8 MiB). Any thread. The tree lives as long as the arena. */
enum status tree_recall(struct arena *arena, struct slice json,
                        const struct tree **out_tree);
enum status partner_parse(struct arena *arena, struct slice json,
                          struct problems *problems, struct partner *out_partner);
/* As its file is written: two spaces, a plan a line; partner_parse reads it again. */
struct slice partner_write(struct arena *arena, const struct partner *partner);
enum status person_parse(struct arena *arena, struct slice json,
                         struct problems *problems, struct person *out_person);
/* The file of these, in their order: an entry a line. */
struct slice categories_write(struct arena *arena, const struct category *categories,
                              size_t count);
enum status categories_parse(struct arena *arena, struct slice json,
                             struct problems *problems, struct category **out_categories,
                             size_t *out_count);
enum status priority_parse(struct arena *arena, struct slice json,
                           struct problems *problems, struct priority_matrix *out_matrix);
/* The same of the priorities; one text is kept. */
enum status priority_recall(struct arena *arena, struct slice json,
                            struct priority_matrix *out_matrix);

#endif
