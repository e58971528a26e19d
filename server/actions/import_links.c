#include "import_links.h"
#include "store/articles.h"

/* Page links of the portal itself stay as they are, from the root; views put the public prefix in
 * front. */
static struct slice portal_link(struct slice href)
{
    static const char *const rooms[] = {"/articles/", "/q/",      "/browse/",
                                        "/tags/",     "/guides/", "/partners/"};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        if (slice_starts(href, slice_cstr(rooms[i])))
            return href;
    return SLICE("");
}

/* Joins a relative path to the folder of `from`; empty when it climbs out of the root. */
static struct slice join_path(struct arena *arena, struct slice from, struct slice href)
{
    struct slice parts[64], part, rest = from;
    size_t count = 0;
    while (slice_split(&rest, '/', &part) && count < 64)
        parts[count++] = part;
    if (count)
        count--;
    rest = href;
    while (slice_split(&rest, '/', &part)) {
        if (slice_eq_cstr(part, "..")) {
            if (count-- == 0)
                return SLICE("");
        } else if (part.len && !slice_eq_cstr(part, ".") && count < 64) {
            parts[count++] = part;
        }
    }
    struct slice joined = SLICE("");
    for (size_t i = 0; i < count; i++)
        joined = arena_format(arena, SLICE_FMT "%s" SLICE_FMT, SLICE_ARG(joined),
                              i ? "/" : "", SLICE_ARG(parts[i]));
    return joined;
}

/* A relative link to another article's file, as the portal's link to that article. */
static struct slice file_link(struct import_links *links, struct arena *arena,
                              struct slice from, struct slice href)
{
    size_t hash = slice_find(href, '#');
    struct slice path = join_path(arena, from, slice_first(href, hash));
    struct article_heads heads;
    int64_t id;
    if (path.len == 0 ||
        articles_id_by_source_path(links->store, path, &id) != STATUS_OK ||
        articles_heads_by_ids(links->store, &viewer_system, &id, 1, arena, &heads) !=
            STATUS_OK ||
        heads.count == 0) {
        links->lost++;
        return SLICE("");
    }
    return arena_format(arena, "/articles/" SLICE_FMT SLICE_FMT,
                        SLICE_ARG(heads.items[0].slug),
                        SLICE_ARG(slice_from(href, hash)));
}

struct slice import_link(void *owner, struct arena *arena, struct slice from,
                         struct slice href)
{
    if (slice_starts(href, SLICE("/")))
        return portal_link(href);
    return file_link(owner, arena, from, href);
}
