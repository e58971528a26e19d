/* Categorizing: the tree of categories as those who keep it change it. The tree is one file
 * (categories.json), each change of it a revision. Guides say their category themselves, so a
 * move of a category that has guides is a plan of many guides (actions/sweeping.h); the tree
 * and the addresses follow when it starts. */
#ifndef ACTIONS_CATEGORIZING_H
#define ACTIONS_CATEGORIZING_H

#include "actions/editing.h"
#include "model/site.h"

struct category_tree {
    struct category
        *items; /* parents before children, siblings in their order; those that
                               only guides name come too; articles: with those below */
    size_t count;
    int64_t number; /* of the revision; 0: none */
    int64_t at;     /* when it was made, and by whom */
    struct slice by;
};
enum status categorizing_tree(const struct reader *reader,
                              struct category_tree *out_tree);
/* Where an old address leads, through all moves: a category that the viewer sees.
 * STATUS_NOT_FOUND. */
enum status categorizing_target(const struct reader *reader, struct slice path,
                                struct slice *out_target);
/* Where in the tree a category is that was moved away from `path`. STATUS_NOT_FOUND. */
enum status categorizing_now(const struct reader *reader,
                             const struct category_tree *tree, struct slice path,
                             struct slice *out_now);

enum { CATEGORY_PAST_PAGE = 20, CATEGORY_CHANGES_SHOWN = 20 };

struct category_change {
    struct category was, now;
    bool is_new, is_gone; /* else its words changed */
};
/* A revision of the tree, and what it changed. */
struct category_past {
    int64_t number, at;
    struct slice who;
    struct category_change *changes; /* by path, at most CATEGORY_CHANGES_SHOWN */
    size_t change_count, changed;    /* changed: all of them */
    bool order;                      /* nothing but the order changed */
};
/* Newest first, below number `before`, at most CATEGORY_PAST_PAGE. */
enum status categorizing_past(const struct reader *reader, int64_t before,
                              struct category_past **out_past, size_t *out_count,
                              bool *out_more);

/* Writes. `number` is the revision that the form was made from: STATUS_CONFLICT when there
 * is a newer one. STATUS_INVALID: problems name the fields. */
struct category_note {
    int64_t number;
    struct slice why;
};
/* A new one (STATUS_INVALID when there is one of this path), or new words of an old one. */
enum status categorizing_save(const struct editor *editor, const struct category *typed,
                              bool is_new, const struct category_note *note,
                              struct problems *problems);
/* One place up among its siblings, or down. */
enum status categorizing_shift(const struct editor *editor, struct slice path, bool up,
                               const struct category_note *note,
                               struct problems *problems);
/* With those below it. Refused while guides are in it. */
enum status categorizing_remove(const struct editor *editor, struct slice path,
                                const struct category_note *note,
                                struct problems *problems);
/* With all below it, to another path; into another category when there is one of that path.
 * *out_sweep: the plan; 0 when there was no guide to plan for, and it is done. */
enum status categorizing_move(const struct editor *editor, struct slice path,
                              struct slice target, const struct category_note *note,
                              struct problems *problems, int64_t *out_sweep);
/* The tree as that revision had it, as a new one: words, owners, order and what is listed.
 * Guides stay where they are. STATUS_NOT_FOUND: there is no such revision. */
enum status categorizing_restore(const struct editor *editor, int64_t number,
                                 const struct category_note *note,
                                 struct problems *problems);
/* Could a plan of that time move it there by now? STATUS_INVALID (field "to") when it cannot
 * lie there, or when somebody moved it since. */
enum status categorizing_check(const struct editor *editor, struct slice path,
                               struct slice target, int64_t planned_at,
                               struct problems *problems);
/* What a plan's start does with the tree, after the same check; nothing is written before. */
enum status categorizing_moved(const struct editor *editor, struct slice path,
                               struct slice target, int64_t planned_at,
                               struct problems *problems);

#endif
