#include "places.h"

#include <stdio.h>

enum { DISTINCT = 7 }; /* "-" and six hex digits */

enum status place_of_guide(struct store *store, const struct article_file *file,
                           struct arena *arena, struct slice *out_path)
{
    int64_t id;
    char distinct[DISTINCT + 1] = "";
    struct slice path = file->source_path;
    enum status status = path.len ? STATUS_NOT_FOUND : STATUS_OK;
    for (int tries = 0; status == STATUS_OK && tries < 3; tries++) {
        path = arena_format(arena, "articles/" SLICE_FMT "%s" SLICE_FMT "%s.md",
                            SLICE_ARG(file->category), file->category.len ? "/" : "",
                            SLICE_ARG(file->slug), distinct);
        status = articles_id_by_source_path(store, path, &id);
        snprintf(distinct, sizeof distinct, "-%06x",
                 (unsigned)(slice_hash(path) & 0xffffff));
    }
    if (status == STATUS_NOT_FOUND)
        *out_path = path;
    return status == STATUS_NOT_FOUND ? STATUS_OK
           : status == STATUS_OK      ? STATUS_CONFLICT
                                      : status;
}

/* The name of the file without its ending; empty when it is none of ours. */
static struct slice stem_of(struct slice path)
{
    size_t start = path.len;
    if (!slice_starts(path, SLICE("articles/")) || !slice_ends(path, SLICE(".md")))
        return SLICE("");
    while (start > 0 && path.ptr[start - 1] != '/')
        start--;
    return slice_of(path.ptr + start, path.len - start - sizeof "md");
}

static enum status is_place_of(struct store *store, struct slice slug, struct slice path,
                               struct arena *arena, int64_t *out_id)
{
    int64_t id = 0;
    struct article_file file;
    struct slice place;
    enum status status = articles_id_written_here(store, slug, &id);
    if (status == STATUS_OK)
        status = articles_file(store, id, arena, &file);
    if (status == STATUS_OK)
        status = place_of_guide(store, &file, arena, &place);
    if (status == STATUS_OK && !slice_eq(place, path))
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        *out_id = id;
    return status;
}

enum status guide_at_place(struct store *store, struct slice path, struct arena *arena,
                           int64_t *out_id)
{
    enum status status = articles_id_by_source_path(store, path, out_id);
    struct slice stem = stem_of(path);
    if (status != STATUS_NOT_FOUND || stem.len == 0)
        return status;
    status = is_place_of(store, stem, path, arena, out_id);
    if (status == STATUS_NOT_FOUND && stem.len > DISTINCT)
        status = is_place_of(store, slice_first(stem, stem.len - DISTINCT), path, arena,
                             out_id);
    return status;
}
