/* What the editor's script shows beside the text: POST /staff/drafts/{id}/preview. */
#ifndef VIEWS_PREVIEW_VIEW_H
#define VIEWS_PREVIEW_VIEW_H

#include "base/problems.h"
#include "model/article.h"
#include "views/site.h"

struct outline_view {
    int64_t level; /* 2: section; 3: step or command */
    struct slice title, anchor;
    int64_t line; /* of the text box, 1… */
};

struct remark_view {
    struct slice severity; /* "error", "warning" */
    struct slice code;
    int64_t line;       /* of the text box; VIEW_NONE: of no line there */
    struct slice field; /* front matter key, or anchor; may be absent */
    struct slice message;
};

struct preview_view {
    struct slice html;         /* null: the text has faults, and no page */
    struct view_list outline;  /* struct outline_view, by line */
    struct view_list problems; /* struct remark_view */
};
extern const struct view_type preview_view_type;

struct preview_input {
    struct slice source;
    size_t hidden; /* bytes of front matter at its head that the text box does not show */
    struct slice html;
    const struct article_doc *doc; /* NULL: it has faults */
    const struct problems *problems;
};
void preview_view_make(struct arena *arena, const struct preview_input *input,
                       struct preview_view *out_view);

#endif
