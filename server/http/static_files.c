#include "static_files.h"
#include "base/assets.h"
#include "call.h"

#include <stdlib.h>

struct file {
    struct slice path; /* below static/ */
    struct page *immutable, *current;
};

struct static_files {
    struct static_files *before; /* still asked by requests that began with it */
    const struct assets *assets;
    struct file *files; /* sorted, as the assets are */
    size_t count;
};

static struct slice media_type(struct slice path)
{
    static const struct {
        const char *suffix, *type;
    } table[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/vnd.microsoft.icon"},
        {".woff2", "font/woff2"},
        {".html", "text/html; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (slice_ends(path, slice_cstr(table[i].suffix)))
            return slice_cstr(table[i].type);
    return SLICE("application/octet-stream");
}

static struct page *make_page(const struct asset *asset, const struct security *security,
                              const char *cache_control)
{
    return page_new(&(struct page_spec){.security = security,
                                        .code = 200,
                                        .content_type = media_type(asset->path),
                                        .cache_control = cache_control,
                                        .body = asset->bytes});
}

struct static_files *static_files_new(const struct assets *assets,
                                      const struct security *security,
                                      struct static_files *before)
{
    struct static_files *statics = calloc(1, sizeof *statics);
    size_t room = assets ? assets->count : 0;
    struct file *files = calloc(room + 1, sizeof *files);
    if (!statics || !files)
        abort();
    *statics = (struct static_files){before, assets, files, 0};
    for (size_t i = 0; i < room; i++) {
        const struct asset *asset = &assets->items[i];
        if (!slice_starts(asset->path, SLICE("static/")))
            continue;
        files[statics->count++] =
            (struct file){.path = slice_from(asset->path, 7),
                          .immutable = make_page(asset, security,
                                                 "public, max-age=31536000, immutable"),
                          .current = make_page(asset, security, "no-cache")};
    }
    return statics;
}

void static_files_free(struct static_files *statics)
{
    if (!statics)
        return;
    static_files_free(statics->before);
    for (size_t i = 0; i < statics->count; i++) {
        page_drop(statics->files[i].immutable);
        page_drop(statics->files[i].current);
    }
    free(statics->files);
    free(statics);
}

static int by_path(const void *a, const void *b)
{
    return slice_cmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

struct page *static_files_find(struct static_files *statics, struct slice hash,
                               struct slice path)
{
    struct file key = {.path = path};
    const struct file *file =
        bsearch(&key, statics->files, statics->count, sizeof key, by_path);
    if (!file)
        return NULL;
    return page_keep(slice_eq_cstr(hash, statics->assets->hash) ? file->immutable
                                                                : file->current);
}

static enum status serve_file(struct exchange *x)
{
    struct static_files *statics = atomic_load(&exchange_server(x)->statics);
    kit_of(x)->page =
        static_files_find(statics, x->request->params[0], x->request->params[1]);
    return kit_of(x)->page ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status serve_favicon(struct exchange *x)
{
    struct static_files *statics = atomic_load(&exchange_server(x)->statics);
    struct page *page = static_files_find(statics, SLICE(""), SLICE("icons/favicon.svg"));
    if (!page)
        page = static_files_find(statics, SLICE(""), SLICE("icons/favicon.ico"));
    kit_of(x)->page = page;
    return page ? STATUS_OK : STATUS_NOT_FOUND;
}

const struct route static_rows[] = {
    {.name = "static",
     .methods = METHOD_GET,
     .pattern = "/static/{hash}/{path...}",
     .lane = LANE_NONE,
     .cache = CACHE_STATIC,
     .handle = serve_file},
    {.name = "favicon",
     .methods = METHOD_GET,
     .pattern = "/favicon.ico",
     .lane = LANE_NONE,
     .cache = CACHE_STATIC,
     .handle = serve_favicon},
    {.pattern = NULL},
};
