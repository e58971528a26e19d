/* What editing, reviewing and publishing share. */
#ifndef ACTIONS_EDITING_PARTS_H
#define ACTIONS_EDITING_PARTS_H

#include "actions/editing.h"

/* May this account do that with the draft at its stage? STATUS_CONFLICT: nobody can at
 * that stage. */
enum status draft_allowed(const struct editor *editor, const struct draft *draft,
                          enum stage_action action, const struct transition **out_row);
/* The same for a guide's live text. */
enum status guide_allowed(const struct editor *editor, const struct guide *guide,
                          enum stage_action action);
/* A note within its ceiling, and there where it must be (problem at `field`). */
enum status note_check(struct slice note, const char *field, bool must,
                       struct problems *problems);
/* What the record calls it: the slug of its guide, or "draft 7" while there is none. */
struct slice draft_object(struct arena *arena, const struct draft *draft);
/* Writes to the record who did what to the guide or draft. */
enum status editing_record(const struct editor *editor, const char *action,
                           struct slice object, struct slice detail);

#endif
