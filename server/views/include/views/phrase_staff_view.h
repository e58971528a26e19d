/* Exact phrases for those who keep them. */
#ifndef VIEWS_PHRASE_STAFF_VIEW_H
#define VIEWS_PHRASE_STAFF_VIEW_H

#include "model/phrase_list.h"
#include "views/people_view.h"

struct phrase_tab_view {
    struct slice list, url; /* its label is phrases_staff.list.… */
    bool current;
};

struct phrase_row_view {
    struct slice text, url, public_url, source; /* label phrases_staff.source.… */
    struct slice guide_title, guide_url, merged_into;
    int64_t hits, votes, helpful, guides; /* votes VIEW_NONE: none; helpful in percent */
    bool mismatched, claimed, off;        /* off: its guide is not live */
};
void phrase_row_make(struct arena *arena, const struct site_info *site,
                     const struct phrase_row *row, struct phrase_row_view *out_view);

struct unanswered_view {
    int64_t number, asked;
    struct slice query;
};

/* One row of a history, and the form that undoes it. */
struct phrase_move_view {
    struct slice text, url; /* url: of the phrase, where there is one still */
    struct slice was_guide, was_url, was_into, now_guide, now_url, now_into;
    struct slice who, why;
    int64_t at, number;
    bool gone;
    struct slice undo_url; /* empty: there is nothing to undo, or more happened since */
    struct slice undo_do, undo_guide, undo_into, undo_phrase, owner;
};
void phrase_move_make(struct arena *arena, const struct site_info *site,
                      const struct phrase_move *move, struct phrase_move_view *out_view);

/* GET /staff/phrases/history: template "phrase_moves". */
struct phrase_moves_view {
    const struct page_frame *frame;
    struct slice phrases_url, here_url, older_url, phrase;
    bool may_write;
    struct view_list moves; /* struct phrase_move_view */
};

/* GET /staff/phrases: template "phrases_staff". */
struct phrases_staff_view {
    const struct page_frame *frame;
    struct slice phrases_url, moves_url, next_url, q, list;
    int64_t days;
    struct view_list tabs;     /* struct phrase_tab_view */
    struct view_list rows;     /* struct phrase_row_view */
    struct view_list searches; /* struct unanswered_view */
    bool unanswered, may_write, saved, removed, moved;
    struct slice phrase, guide, why, asked;
    struct slice phrase_error, guide_error, why_error;
    struct view_list errors;
};

/* GET /staff/phrases/{id}: template "phrase_staff". */
struct phrase_staff_view {
    const struct page_frame *frame;
    struct slice phrases_url, save_url, owner;
    const struct phrase_row_view *row;
    int64_t days;
    struct view_list alike; /* struct phrase_row_view */
    struct view_list moves; /* struct phrase_move_view */
    struct slice older_url;
    int64_t seen; /* the newest of moves; 0: none */
    bool may_write, saved, moved;
    struct slice guide, into, why, guide_error, into_error, why_error;
    struct view_list errors;
};

extern const struct view_type phrases_staff_view_type, phrase_staff_view_type,
    phrase_moves_view_type;

#endif
