/* Exchange: folders of files into the store, and out of it again. One broken file never
 * stops the others. */
#ifndef ACTIONS_EXCHANGE_H
#define ACTIONS_EXCHANGE_H

#include "actions/access.h"
#include "actions/outside.h"
#include "base/problems.h"

enum file_outcome {
    FILE_CREATED,
    FILE_CHANGED,
    FILE_UNCHANGED,
    FILE_REFUSED,
    FILE_OMITTED, /* a guide links to it, but it is none that guides may carry; or it stands
                     beside guides and is none */
    FILE_RETIRED, /* the file is gone, and its guide retired */
    FILE_OUTCOMES
};

struct import_report {
    size_t files;                   /* to import, of all kinds that are known */
    size_t outcomes[FILE_OUTCOMES]; /* files */
    size_t passed_over;             /* files of no kind that is known */
    size_t errors, warnings;
};

/* Called once for every file, in order, after its batch is durable; `problems` holds its
 * errors and warnings, `so_far` counts this file too. Perhaps on a thread of the import, but
 * never twice at once. */
typedef void file_report_fn(void *owner, struct slice path, enum file_outcome outcome,
                            const struct problems *problems,
                            const struct import_report *so_far);

struct import_options {
    const char *path; /* folder or file; a file's identity is its path below it */
    int64_t at;
    struct slice who;
    bool dry_run;                  /* do all the work, and undo each batch of it */
    const struct outside *outside; /* where `path` is; NULL: here */
    file_report_fn *report;
    void *report_owner;
    struct list *guides; /* struct slice: gets the path of every guide's file that there
                            is, refused or not, and of every text that guides include;
                            NULL: not wanted */
    struct list *files;  /* the same for the images and files that guides carry */
    const struct slice *link_base; /* "https://host": what "/…" in a guide stands below;
                                      the store remembers it. Empty: nothing; NULL: what
                                      the store remembers */
};

/* Imports
 *   articles: any NAME.md or NAME.markdown, but in a folder called includes, _includes,
 *   _partials or _snippets: those are texts that articles include, kept for export; what
 *   article_is_beside names is omitted, unless the store has a guide from that path
 *   images and files (model/media.h) that guides link to by a path below the root, and
 *   files/TOKEN/NAME, which an export writes; no others, no hidden ones, nothing through a
 *   symbolic link
 *   guide-templates/NAME.md: what new guides begin with (actions/starting.h)
 *   trees/NAME.json, partners/NAME.json, people/NAME.json, categories.json, priority.json
 * in an order in which later ones find earlier ones. Files are parsed on threads of the
 * import and written many at a time; memory is bounded by what is on its way, but for the
 * list of paths. A second file with the slug of a tree, partner or person that this import
 * has taken is refused.
 *
 * STATUS_OK even when files were refused: see out_report; STATUS_NOT_FOUND: there is no such
 * path; STATUS_UNSUPPORTED: it is a single file of no kind that its name alone tells;
 * STATUS_TOO_LARGE: more than IMPORT_FILES_MAX files lie there;
 * STATUS_GONE: whoever has the files is gone; STATUS_BUSY: the process is being stopped;
 * STATUS_IO: the store failed. What was committed before stays in any case. */
enum { IMPORT_FILES_MAX = 1000000 };
enum status exchange_import(const struct store_access *access,
                            const struct import_options *options,
                            struct import_report *out_report);

/* The import root of a single file: the folder above the last one that content is known by
 * (articles/, trees/, …), else its own. Ended by NUL. */
struct slice exchange_root_of_file(struct arena *arena, struct slice path);

/* The first filling of a store is noted when it begins and when it is done, so that one that
 * was killed halfway is taken up again (an import of what is there already changes nothing).
 * *out_needed: the store is empty, or its filling never ended. */
enum status exchange_fill_begin(struct store *store, bool *out_needed);
enum status exchange_fill_end(struct store *store);

/* Retires every published guide that was imported under a path which is not in `guides`
 * (as imports noted them; gets sorted), and forgets included texts that are not in it, and
 * images and files that are not in `files` (NULL: all are kept). A guide that is pruned is
 * published again when an import meets its file again. With dry_run only tells. Adds to
 * *report. STATUS_NOT_FOUND:
 * no guide at all, which is rather a wrong folder than an empty knowledge base. */
enum status exchange_prune(const struct store_access *access,
                           const struct import_options *options, struct list *guides,
                           struct list *files, struct import_report *report);

/* ---- export ------------------------------------------------------------------------ */

/* The list of what an export wrote, in its folder: paths, each ended by NUL. */
#define EXPORT_LIST ".runbookd-export"

struct export_report {
    size_t written, unchanged; /* files */
    size_t removed;            /* of an earlier export, gone from the store since */
};

/* Writes the store's content as files that import takes back byte for byte: published
 * guides at the path that they were imported from, those written here at
 * articles/CATEGORY/SLUG.md; the texts that guides include; images and files where they were
 * imported from, else as files/TOKEN/NAME, which import takes for that token; trees/, partners/, people/,
 * categories.json, priority.json.
 * Each file appears whole or not at all, one that is the same already is left alone.
 *
 * `dir` is made when it is absent. STATUS_CONFLICT: it holds files (hidden ones apart)
 * and no earlier export. An earlier export is brought up to date: files of its list that
 * the store no longer has are removed, files that it does not name are left alone.
 *
 * `store` is a READ store; all is of one snapshot. STATUS_OK even when single files were
 * not written: `problems` names them. STATUS_IO: folder or store failed; STATUS_GONE:
 * whoever has the folder is gone. */
enum status exchange_export(struct store *store, const struct outside *outside,
                            const char *dir, struct problems *problems,
                            struct export_report *out_report);

/* "created", "changed", "unchanged", "refused", "omitted", "retired". */
const char *file_outcome_name(enum file_outcome outcome);

#endif
