/* Where the links of a guide lead, and what its included texts say, as far as its file
 * tells. Nothing here is kept between guides; what is shared (struct path_index) is only
 * read, so that several threads may parse at once, each with an import_links of its
 * own. */
#ifndef ACTIONS_IMPORT_LINKS_H
#define ACTIONS_IMPORT_LINKS_H

#include "actions/outside.h"
#include "format/article_file.h"
#include "store/store.h"
#include <stdbool.h>

/* The files that one import knows, found by name without case. */
struct path_index;

/* `paths`: struct slice, below the import root. Paths are borrowed, the rest lives in the
 * arena. */
struct path_index *path_index_make(struct arena *arena, const struct list *paths);
/* The file that `path` means, as it is spelt on disk: the file itself, else one that
 * differs in case only, else that with ".md", else README.md or index.md in a folder of
 * that name. Empty when there is none, or more than one could be meant. *out_exact: it was
 * spelt so. */
struct slice path_index_find(const struct path_index *index, struct arena *arena,
                             struct slice path, bool *out_exact);

/* The only file that a wiki would call `name` ("Clear the Queue": any/folder/clear-the-queue.md);
 * empty when there is none or more than one. */
struct slice path_index_named(const struct path_index *index, struct arena *arena,
                              struct slice name);

/* The slug of the guide that a file became. STATUS_NOT_FOUND: it became none, or none
 * yet. */
typedef enum status slug_of_path_fn(void *owner, struct arena *arena, struct slice path,
                                    struct slice *out_slug);

/* The address of an image or file that guides carry ("/files/…"). STATUS_NOT_FOUND: there is
 * none, or it is still to come; STATUS_UNSUPPORTED: it is none that is taken. */
typedef enum status file_of_path_fn(void *owner, struct arena *arena, struct slice path,
                                    struct slice *out_url);

struct import_links {
    slug_of_path_fn *slug_of;
    file_of_path_fn *file_of;
    void *owner;                    /* of both */
    const struct path_index *paths; /* NULL: only exact names are found */
    const struct outside *outside;
    const char
        *root; /* folder there that included texts are read from; NULL: nothing is */
    struct slice base; /* what stands before "/…" of another site; empty: not known */
    size_t lost; /* links to guides' files that are in `paths` and have no slug yet, and
                    what file_of adds; the caller sets it to 0 */
};

/* A link_fn of format; `owner` is a struct import_links. A relative link to a guide's file
 * becomes the link to that guide, one to a file that guides carry the address of that file, a
 * link to a page of the portal stays; all from the root and without prefix. */
struct link_target import_link(void *owner, struct arena *arena, struct slice from,
                               struct slice href);
/* An include_fn of format; `owner` is a struct import_links. Reads below links->root. */
enum status import_include(void *owner, struct arena *arena, struct slice path,
                           struct slice *out_bytes);

/* Hidden folders and files are no part of an import: what programs keep beside the guides
 * (.git, .env) may hold secrets. */
bool import_path_is_hidden(struct slice path);

/* These ask the store; `owner` is a struct store. */
enum status slug_in_store(void *owner, struct arena *arena, struct slice path,
                          struct slice *out_slug);
enum status file_in_store(void *owner, struct arena *arena, struct slice path,
                          struct slice *out_url);

/* The link base that the store remembers; with `given` not NULL that one is remembered
 * instead (empty: none). In a batch item. */
enum status link_base_settle(struct store *store, struct arena *arena,
                             const struct slice *given, struct slice *out_base);

#endif
