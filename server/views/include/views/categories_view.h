/* The tree of categories for those who keep it. */
#ifndef VIEWS_CATEGORIES_VIEW_H
#define VIEWS_CATEGORIES_VIEW_H

#include "views/people_view.h"

struct category_row_view {
    struct slice path, title, owner, change_url;
    int64_t articles, level; /* level: 1 at the top */
};

/* GET /staff/categories, with ?path= also one category: template "categories". */
struct categories_view {
    const struct page_frame *frame;
    struct slice here_url, history_url, public_url, next_url;
    int64_t number; /* of the tree that the forms were made from */
    bool may_write, done, conflict;
    struct slice moved_to; /* of a conflict: where the category is by now */
    bool gone;             /* of a conflict: it is nowhere any more */
    struct slice changed_by;
    int64_t changed_at;    /* by whom and when the tree was changed last; or VIEW_NONE */
    bool one;              /* the forms are about one category; else about a new one */
    struct view_list rows; /* struct category_row_view */
    struct slice path, title, description, owner, to, why, asked;
    struct slice path_error, title_error, description_error, owner_error, to_error,
        why_error;
    struct view_list errors;
};
struct category_change_view {
    struct slice path, was, now; /* the words in a row; was, now: absent */
    bool is_new, is_gone;
};
struct category_past_view {
    int64_t number, at, more; /* more: changes that are not shown; VIEW_NONE: none */
    struct slice who;
    bool order, newest;
    struct view_list changes; /* struct category_change_view */
};
/* GET /staff/categories/history: template "category_history". */
struct category_history_view {
    const struct page_frame *frame;
    struct slice categories_url, here_url, older_url;
    int64_t tree_number; /* of the tree as it is */
    bool may_write, conflict;
    struct view_list past; /* struct category_past_view */
    struct view_list errors;
};
extern const struct view_type categories_view_type, category_history_view_type;

#endif
