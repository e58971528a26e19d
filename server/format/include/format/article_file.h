/* Article file ⇄ model: Markdown (GFM) with YAML front matter, as in the design's
 * section 4. */
#ifndef FORMAT_ARTICLE_FILE_H
#define FORMAT_ARTICLE_FILE_H

#include "base/problems.h"
#include "base/status.h"
#include "model/article.h"

/* Version of the HTML this code makes; stored with each revision, raised when output
 * changes. */
enum { RENDERER_VERSION = 1 };

/* Gives the URL for a link as it stands in a file ("../x.md#a", "/troubleshoot/y"), or an
 * empty slice when it leads nowhere. Absolute URLs, mailto: and fragments are not asked
 * for. */
typedef struct slice link_fn(void *owner, struct arena *arena, struct slice from_path,
                             struct slice href);

struct article_options {
    struct slice path; /* as the user named it below the import root; for slug, category
                          and messages */
    link_fn *link;     /* NULL: relative links stay as they are */
    void *link_owner;
};

/* What becomes of a file, beyond model/article.h:
 *
 * Sections. H2s (or the highest level used below a leading H1) open sections; the byte
 * ranges touch and reach from the first section to the end of the file. SYMPTOMS, CAUSES,
 * COMMANDS and ESCALATION are taken once, a second one is OTHER; a second fix-like
 * section is a PHASE. Items exist only where a section is nothing but bullets and ###
 * groups. A fix section without ### whose main content is an ordered list has its list
 * items as steps. Anchors: the kind's name, "phase-1", "step-1", "command-1", else a slug
 * of the title; never one that begins with "page-".
 *
 * An H1 that differs from the title stands first in INTRO as <p class="alt-title">.
 *
 * HTML. The classes are callout, callout-KIND, callout-label, table-scroll, align-left,
 * -center, -right, code, task, task-box, image-alt and alt-title; no style, no script, no
 * other id than slugs of headings and "x-…" for an author's own. `link` is asked for
 * images, too, and is called under the cmark lock: it must not parse.
 *
 * Parses and renders. STATUS_OK (perhaps with warnings); STATUS_MALFORMED for bytes that
 * are not UTF-8 or hold NUL; STATUS_INVALID for front matter or marks that break a rule;
 * STATUS_TOO_LARGE. Problems carry file, line and the front matter key as field.
 * Everything in *out_doc lives in the arena. Takes the process-wide cmark lock: never
 * call it on the writer or READ lane. */
enum status article_parse(struct arena *arena, const struct article_options *options,
                          struct slice bytes, struct problems *problems,
                          struct article_doc *out_doc);

#endif
