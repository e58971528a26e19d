/* static/… of the assets under /static/{hash}/path. Immutable after the start: any
 * thread.
 *
 * The hash names all assets together, so that relative imports between them hold. A file
 * asked for under another hash (a page that was open during an upgrade) is served too,
 * but to be asked for again: no-cache. */
#ifndef HTTP_STATIC_FILES_H
#define HTTP_STATIC_FILES_H

#include "page.h"

struct assets;
struct static_files;

/* `before`: the files that it follows, or NULL; freed with it. */
struct static_files *static_files_new(const struct assets *assets,
                                      const struct security *security,
                                      struct static_files *before);
void static_files_free(struct static_files *statics);
/* The page of a file, kept for the caller, or NULL. */
struct page *static_files_find(struct static_files *statics, struct slice hash,
                               struct slice path);

/* The rows that serve them: "/static/{hash}/{path...}" and "/favicon.ico". The server
 * adds them to the site's, unless the site has a row of that pattern. */
extern const struct route static_rows[];

#endif
