/* Article file ⇄ model: Markdown (GFM) with YAML front matter, as in the design's section 4. */
#ifndef FORMAT_ARTICLE_FILE_H
#define FORMAT_ARTICLE_FILE_H

#include "base/problems.h"
#include "base/status.h"
#include "model/article.h"

/* Version of the HTML this code makes; stored with each revision, raised when output changes. */
enum { RENDERER_VERSION = 1 };

/* Gives the URL for a link as it stands in a file ("../x.md#a", "/troubleshoot/y"), or an empty
 * slice when it leads nowhere. Absolute URLs, mailto: and fragments are not asked for. */
typedef struct slice link_fn(void *owner, struct arena *arena, struct slice from_path,
                             struct slice href);

struct article_options {
    struct slice path;      /* as the user named it below the import root; for slug, category and
                               messages */
    link_fn *link;          /* NULL: relative links stay as they are */
    void *link_owner;
};

/* Parses and renders. STATUS_OK (perhaps with warnings); STATUS_MALFORMED for bytes that are not
 * UTF-8 or hold NUL; STATUS_INVALID for front matter or marks that break a rule; STATUS_TOO_LARGE.
 * Problems carry file, line and the front matter key as field. Everything in *out_doc lives in
 * the arena. Takes the process-wide cmark lock: never call it on the writer or READ lane. */
enum status article_parse(struct arena *arena, const struct article_options *options,
                          struct slice bytes, struct problems *problems,
                          struct article_doc *out_doc);

#endif
