/* Article file ⇄ model: Markdown (GFM) with YAML front matter, as in the design's
 * section 4. */
#ifndef FORMAT_ARTICLE_FILE_H
#define FORMAT_ARTICLE_FILE_H

#include "base/problems.h"
#include "base/status.h"
#include "model/article.h"
#include <stdbool.h>

/* Version of the HTML this code makes; stored with each revision, raised when output
 * changes. */
enum { RENDERER_VERSION = 3 };

/* What is to be said about a link beside where it leads. */
enum link_note {
    LINK_FINE,
    LINK_OTHER_CASE, /* found, but the file's name is spelt otherwise */
    LINK_NO_BASE,    /* it stands from the root of a site that nobody named */
    LINK_NOT_TAKEN   /* there is a file, but not one that a guide may carry */
};

struct link_target {
    struct slice url; /* empty: it leads nowhere */
    enum link_note note;
};

/* Where a link leads that stands in the file `from` as "../x.md#a" or "/troubleshoot/y".
 * Absolute URLs, mailto: and fragments are not asked for, images are. Runs on the thread
 * that parses, without any lock. */
typedef struct link_target link_fn(void *owner, struct arena *arena, struct slice from,
                                   struct slice href);
/* The bytes of a file that another one includes. `path` is below the import root, its
 * segments are neither empty nor "." nor "..". STATUS_NOT_FOUND, or any other when the
 * file may not be read. Same thread, no lock. */
typedef enum status include_fn(void *owner, struct arena *arena, struct slice path,
                               struct slice *out_bytes);

struct article_options {
    struct slice path; /* as the user named it below the import root; for slug, category
                          and messages */
    link_fn *link;     /* NULL: relative links stay as they are */
    void *link_owner;
    include_fn *include; /* NULL: a link to the included file stands in its place */
    void *include_owner;
};

/* Files that one file may include, itself or through others, and how deep; together they
 * may be as large as an article. */
enum { INCLUDES_MAX = 256, INCLUDE_DEPTH_MAX = 8 };

/* true for the path of a text that others include and that is no guide of its own: below
 * a folder called includes, _includes, _partials or _snippets. */
bool article_path_is_part(struct slice path);
/* true for the path of Markdown: ".md", ".markdown" or ".mdx" in any case. */
bool article_path_is_guide(struct slice path);
/* true for a file that is shown beside every page and that is no guide: a wiki's _Sidebar.md
 * and its like, and SUMMARY.md when it is a book's table of contents, which is nothing but
 * headings and links. Never one with front matter, or below a folder called articles: an
 * export may have written it. */
bool article_is_beside(struct slice path, struct slice bytes);

/* `href` joined to the folder of `from`, decoded, without query and fragment; backslashes
 * are slashes. "/x" and "~/x" stand from the root, which itself is the empty path. Its ptr is NULL when
 * `href` climbs out of it or is no text. *out_tail gets the query and fragment. */
struct slice article_path_join(struct arena *arena, struct slice from, struct slice href,
                               struct slice *out_tail);

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
 * other id than slugs of headings and "x-…" for an author's own.
 *
 * Included texts ("[!INCLUDE [words](../includes/x.md)]") stand in their place, without
 * their front matter, their links relative to themselves; their headings count. Source
 * ranges and lines are those of the mark; a problem inside of one names its file and
 * line. What cannot be included is a warning ("include.…") and leaves its words. All that
 * a doc owes to other files is in out_doc->outside_hash.
 *
 * Parses and renders. STATUS_OK (perhaps with warnings); STATUS_MALFORMED for bytes that
 * are not UTF-8 or hold NUL; STATUS_INVALID for front matter or marks that break a rule;
 * STATUS_TOO_LARGE. Problems carry file, line and the front matter key as field.
 * Everything in *out_doc lives in the arena. Any number of threads may parse at once; a
 * process-wide lock is held while cmark reads, so never call it on the writer or READ
 * lane. */
enum status article_parse(struct arena *arena, const struct article_options *options,
                          struct slice bytes, struct problems *problems,
                          struct article_doc *out_doc);

#endif
