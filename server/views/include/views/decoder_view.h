/* The error codes of a query and what they mean: a panel above what was found. */
#ifndef VIEWS_DECODER_VIEW_H
#define VIEWS_DECODER_VIEW_H

#include "model/code.h"
#include "views/site.h"

/* A code of the query, in plain structs of ours. */
struct code_shown {
    const struct code_entry *entry;
    struct slice text;              /* canonical */
    const struct code_entry *inner; /* NULL: it carries no other code */
    struct slice inner_text;
    const struct code_form *forms;
    size_t form_count;
};

struct code_form_view {
    struct slice notation, text, url;
};
/* Partial "decoder"; `codes` of GET /api/v1/search. */
struct code_view {
    struct slice family, canonical;
    struct slice symbol, meaning; /* null when nobody knows; of the inner code else */
    struct slice hint;
    struct slice facility;  /* "FACILITY_WIN32" */
    struct slice inner;     /* canonical text of the code that this one carries */
    struct view_list forms; /* struct code_form_view */
};
extern const struct view_type code_view_type;
/* struct code_view each. */
struct view_list code_views_make(struct arena *arena, const struct site_info *site,
                                 const struct code_shown *codes, size_t count);

#endif
