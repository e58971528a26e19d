/* Keeping exact phrases: who owns which. A phrase stands in the front matter of the guide that
 * owns it, so giving or taking one is a revision of each guide that it concerns, made of the
 * text that is live and never over an open draft. What a phrase was merged into is the
 * registry's own, and goes out with an export (phrases.tsv). */
#ifndef ACTIONS_PHRASING_H
#define ACTIONS_PHRASING_H

#include "actions/editing.h"
#include "model/phrase_list.h"

enum { PHRASE_HIT_DAYS = 90, PHRASE_PAGE = 50, PHRASE_ALIKE = 20 };

/* ---- looking ------------------------------------------------------------------------ */

struct phrases_asked {
    enum phrase_list list;
    struct slice text, after;
};
struct phrasing_list {
    struct phrase_rows rows;
    struct unanswered *searches; /* of UNANSWERED, instead of rows */
    size_t search_count;
    struct slice next;
};
/* STATUS_INVALID: not our cursor. */
enum status phrasing_list(const struct reader *reader, const struct phrases_asked *asked,
                          struct phrasing_list *out_list);
struct phrasing {
    struct phrase_row row;
    struct phrase_rows alike;
};
enum status phrasing_get(const struct reader *reader, int64_t id,
                         struct phrasing *out_phrasing);

/* What became of a phrase, or (no text) of all, newest first, at most PHRASE_PAGE of ids below
 * `before`. */
enum status phrasing_moves(const struct reader *reader, struct slice text, int64_t before,
                           struct phrase_moves *out_moves);

/* ---- changing ----------------------------------------------------------------------- */

enum phrase_do { PHRASE_GIVE, PHRASE_REMOVE, PHRASE_MERGE, PHRASE_PART };

struct phrase_edit {
    enum phrase_do action;
    int64_t id; /* 0: one that may be new, by its text */
    struct slice text;
    struct slice guide; /* of GIVE: address, path or title */
    struct slice into;  /* of MERGE: the text of another phrase */
    struct slice owner; /* the guide's address that the form showed; empty: none */
    int64_t
        seen;   /* the newest of its moves that the form showed; 0: none, < 0: not said */
    bool asked; /* it comes from the search log */
    struct slice why;
};

/* What it comes to: read off the writer, carried out on it. */
struct phrase_change {
    struct phrase_edit edit;
    bool known;
    struct phrase_row row;
    struct phrase_row into; /* of MERGE */
    struct guide from, to;  /* id 0: none */
    struct draft_text from_text, to_text;
    bool has_it; /* `to` names it already */
};
/* Slow. STATUS_INVALID (problems "phrase", "guide", "into", "why"), STATUS_CONFLICT: it is
 * another guide's by now, or something became of it since `seen`; STATUS_NOT_FOUND: no such phrase. */
enum status phrasing_read(const struct editor *editor, const struct phrase_edit *edit,
                          struct problems *problems, struct phrase_change *out_change);
/* On the writer, before anything is written: STATUS_CONFLICT when a guide or the phrase
 * changed since it was read. */
enum status phrasing_check(const struct editor *editor,
                           const struct phrase_change *change);
/* Write. *out_id: the phrase; 0 when it is gone. */
enum status phrasing_done(const struct editor *editor, const struct phrase_change *change,
                          struct problems *problems, int64_t *out_id);

#endif
