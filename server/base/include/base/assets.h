/* Files that belong to the program: templates, catalogues, static files, migrations. They
 * are embedded in the binary; `--assets DIR` reads them from disk instead. */
#ifndef BASE_ASSETS_H
#define BASE_ASSETS_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

/* The embedded table, made by cmake/embed.sh; sorted by path, ended by a NULL path.
 * Defined in the binary only: rooms receive a struct assets. */
struct embedded_asset {
    const char *path; /* "templates/article.mustache" */
    const char *begin, *end;
};
extern const struct embedded_asset embedded_assets[];
extern const unsigned long embedded_assets_count;

struct asset {
    struct slice path; /* "templates/article.mustache" */
    struct slice bytes;
};

/* A read-only set of files, sorted by path. Immutable after loading: any thread may read.
 */
struct assets {
    struct arena arena;
    struct asset *items;
    size_t count;
    char hash[17]; /* of all paths and bytes, hexadecimal */
};

void assets_load_embedded(const struct embedded_asset *table, struct assets *out_assets);
/* Reads DIR/{templates,static,locales,migrations}. What comes from packages of the system
 * (static/codemirror/) is taken from `built_in` (NULL: left out), the embedded set or one
 * made with it; its bytes live as long as the program. STATUS_IO names nothing: errno is
 * set. */
enum status assets_load_dir(const char *dir, const struct assets *built_in,
                            struct assets *out_assets);
/* A number that changes with the names, sizes and times of the files that assets_load_dir
 * would read. STATUS_IO as there. */
enum status assets_stamp(const char *dir, uint64_t *out_stamp);
void assets_release(struct assets *assets);
/* NULL when there is no such file. */
const struct asset *assets_find(const struct assets *assets, struct slice path);

#endif
