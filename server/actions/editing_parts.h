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
/* editing_read for a text of that guide (id 0: of a new one). */
enum status editing_read_as(const struct editor *editor, const struct guide *guide,
                            struct slice source, struct problems *problems,
                            struct draft_text *out_text);
/* Write. A new live text of a guide without a draft: STAGE_FILE or STAGE_REPLACE.
 * STATUS_CONFLICT: the live text is not of that revision any more, or a draft is open. */
struct revising {
    int64_t article_id, revision;
    enum stage_action action;
    struct slice why;
};
enum status editing_revise(const struct editor *editor, const struct revising *revising,
                           const struct draft_text *text, struct problems *problems,
                           int64_t *out_revision);
/* A note within its ceiling, and there where it must be (problem at `field`). */
enum status note_check(struct slice note, const char *field, bool must,
                       struct problems *problems);
/* What the record calls it: the slug of its guide, or "draft 7" while there is none. */
struct slice draft_object(struct arena *arena, const struct draft *draft);
/* Writes to the record who did what to the guide or draft. */
enum status editing_record(const struct editor *editor, const char *action,
                           struct slice object, struct slice detail);
/* The same for a draft of whatever kind, and what it became. */
enum status draft_record(const struct editor *editor, enum draft_kind kind,
                         const char *action, struct slice object, struct slice detail);

/* Not too long, UTF-8, no NUL. */
enum status source_check(struct slice source, size_t max, struct problems *problems);

/* ---- trees (tree_drafting.c) ------------------------------------------------------- */

/* editing_read for a draft of a tree. */
enum status tree_text_read(const struct editor *editor, const struct draft *draft,
                           struct slice source, struct problems *problems,
                           struct draft_text *out_text);
/* A tree takes no slug that is or was another's. STATUS_INVALID with a problem at /slug. */
enum status tree_slug_check(const struct editor *editor, const struct draft *draft,
                            struct slice slug, struct problems *problems);
/* editing_live_race for one. */
enum status tree_live_race(const struct editor *editor, const struct draft *draft,
                           struct race *race);
/* Texts that differ in their layout alone would clash at every line: all three are written
 * in one manner, as far as they can be read. */
void tree_race_align(struct arena *arena, struct race *race);
/* The version becomes the live revision. */
enum status tree_go_live(const struct editor *editor, const struct draft *draft,
                         const struct draft_text *text, struct slice why,
                         struct problems *problems, int64_t *out_tree);

#endif
