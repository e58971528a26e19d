/* Tables that staff keeps: synonyms and error codes. */
#ifndef VIEWS_TABLE_VIEW_H
#define VIEWS_TABLE_VIEW_H

#include "model/table_change.h"
#include "views/people_view.h"

/* What somebody did to a line; the words with dots between. */
struct table_change_view {
    int64_t id, at;
    struct slice who, why, before, after, undo_url; /* undo_url absent: by an import */
};
/* may_undo: with the addresses that turn them round. */
struct view_list table_changes_make(struct arena *arena, const struct site_info *site,
                                    const struct table_change *changes, size_t count,
                                    bool may_undo);
/* What somebody made of the line that a form was begun from. */
const struct table_change_view *table_other_make(struct arena *arena,
                                                 const struct table_change *other);

struct synonym_row_view {
    int64_t place; /* from 1 */
    struct slice words, url;
};

struct tried_hit_view {
    struct slice title, url;
};

/* GET /staff/synonyms: template "synonyms". */
struct synonyms_view {
    const struct page_frame *frame;
    struct slice synonyms_url, next_url;
    struct slice q, try_text;
    struct view_list lines; /* struct synonym_row_view */
    bool may_write, saved, tried;
    struct slice phrases, why, phrases_error, why_error; /* a new one */
    struct view_list also;                               /* struct tried_also_view */
    int64_t with_total, without_total;
    struct view_list with, without; /* struct tried_hit_view */
    struct view_list changes;
    const struct table_change_view *other;
    struct slice older_url;
    struct view_list errors;
};
struct tried_also_view {
    struct slice typed, others;
};

/* GET /staff/synonyms/{line}: template "synonym". */
struct synonym_view {
    const struct page_frame *frame;
    struct slice synonyms_url, save_url;
    struct slice before, phrases, why, phrases_error, why_error;
    bool may_write, conflict;
    const struct table_change_view *other;
    struct view_list errors;
};

struct code_row_view {
    struct slice code, family, symbol, meaning, hint, url;
};
struct family_choice_view {
    struct slice value; /* label is decoder.family.… */
    bool chosen;
};

/* GET /staff/codes: template "codes". */
struct codes_view {
    const struct page_frame *frame;
    struct slice codes_url, next_url, older_url;
    struct slice q;
    struct view_list codes; /* struct code_row_view */
    struct view_list asked; /* struct family_choice_view */
    bool may_write, saved;
    struct view_list families; /* of a new one */
    struct slice code, symbol, meaning, hint, why;
    struct slice family_error, code_error, symbol_error, meaning_error, hint_error,
        why_error;
    struct view_list changes;
    const struct table_change_view *other;
    struct view_list errors;
};

/* GET /staff/codes/{family}/{value}: template "code". */
struct kept_code_view {
    const struct page_frame *frame;
    struct slice codes_url, save_url, search_url;
    struct slice title, before;
    struct view_list families;
    struct slice code, symbol, meaning, hint, why;
    struct slice family_error, code_error, symbol_error, meaning_error, hint_error,
        why_error;
    bool may_write, conflict;
    const struct table_change_view *other;
    struct view_list errors;
};

extern const struct view_type synonyms_view_type, synonym_view_type, codes_view_type,
    kept_code_view_type;

#endif
