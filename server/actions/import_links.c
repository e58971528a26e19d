#include "import_links.h"

#include "actions/attaching.h"
#include "model/slug.h"
#include "places.h"
#include "store/attachments.h"
#include "store/registries.h"

#include <stdlib.h>

enum { ENDING_MAX = 16 }; /* bytes of what an author may leave out at the end of a path */

/* ---- the files of an import -------------------------------------------------------- */

struct path_slot {
    struct slice folded, path; /* path is empty: more than one could be meant */
};

struct path_index {
    struct path_slot *slots;   /* open hash */
    size_t size;               /* a power of two */
    struct path_slot *names;   /* open hash, as large: what wikis call a file */
    const struct slice *exact; /* all, sorted */
    size_t count;
};

static void fold_path(struct slice path, char *out)
{
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
}

static struct slice folded(struct arena *arena, struct slice path)
{
    char *out = arena_alloc(arena, path.len + 1);
    fold_path(path, out);
    return slice_of(out, path.len);
}

static struct path_slot *find_hashed(struct path_slot *slots, size_t size,
                                     struct slice folded, uint64_t hash)
{
    size_t at = (size_t)hash & (size - 1);
    while (slots[at].folded.ptr && !slice_eq(slots[at].folded, folded))
        at = (at + 1) & (size - 1);
    return &slots[at];
}

static struct path_slot *find_slot(struct path_slot *slots, size_t size,
                                   struct slice folded)
{
    return find_hashed(slots, size, folded, slice_hash(folded));
}

/* The file's name without its folders, in lower case, blanks as hyphens; that of a guide
 * without its ending. */
static struct slice wiki_name(struct arena *arena, struct slice path)
{
    struct slice rest = path, part, name = path;
    while (slice_split(&rest, '/', &part))
        name = part;
    if (article_path_is_guide(name))
        while (name.len && name.ptr[--name.len] != '.')
            ;
    struct slice key = folded(arena, name);
    char *out = arena_strndup(arena, key.ptr, key.len);
    for (size_t i = 0; i < key.len; i++)
        out[i] = strchr(" _", out[i]) ? '-' : out[i];
    return slice_of(out, key.len);
}

static void name_path(struct path_index *index, struct arena *arena, struct slice path)
{
    struct slice key = wiki_name(arena, path);
    struct path_slot *slot = find_slot(index->names, index->size, key);
    *slot = (struct path_slot){key, slot->folded.ptr ? SLICE("") : path};
}

struct slice path_index_named(const struct path_index *index, struct arena *arena,
                              struct slice name)
{
    return find_slot(index->names, index->size, wiki_name(arena, name))->path;
}

static int by_bytes(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

struct path_index *path_index_make(struct arena *arena, const struct list *paths)
{
    struct path_index *index = ARENA_NEW(arena, struct path_index);
    struct slice *exact = ARENA_ARRAY(arena, paths->count + 1, struct slice);
    index->size = 64;
    while (index->size < paths->count * 2)
        index->size *= 2;
    index->slots = ARENA_ARRAY(arena, index->size, struct path_slot);
    index->names = ARENA_ARRAY(arena, index->size, struct path_slot);
    index->exact = exact;
    index->count = paths->count;
    for (size_t i = 0; i < paths->count; i++) {
        exact[i] = ((const struct slice *)paths->items)[i];
        struct slice key = folded(arena, exact[i]);
        struct path_slot *slot = find_slot(index->slots, index->size, key);
        bool is_new = !slot->folded.ptr;
        *slot = (struct path_slot){key, is_new ? exact[i] : SLICE("")};
        name_path(index, arena, exact[i]);
    }
    qsort(exact, paths->count, sizeof *exact, by_bytes);
    return index;
}

/* `key`: the path, folded; `hash`: of the key. */
static struct slice find_spelling(const struct path_index *index, struct slice path,
                                  struct slice key, uint64_t hash, bool *out_exact)
{
    const struct path_slot *slot = find_hashed(index->slots, index->size, key, hash);
    *out_exact = false;
    if (!slot->folded.ptr)
        return SLICE("");
    const struct slice *same =
        bsearch(&path, index->exact, index->count, sizeof path, by_bytes);
    *out_exact = same != NULL;
    return same ? *same : slot->path;
}

struct slice path_index_find(const struct path_index *index, struct arena *arena,
                             struct slice path, bool *out_exact)
{
    static const char *const endings[] = {"",          ".md",        "/README.md",
                                          "/index.md", "/_index.md", ".markdown",
                                          ".mdx",      "/index.mdx"};
    char *tried = arena_alloc(arena, 2 * (path.len + ENDING_MAX)), *key;
    *out_exact = false;
    key = tried + path.len + ENDING_MAX;
    if (path.len)
        memcpy(tried, path.ptr, path.len);
    fold_path(path, key);
    const uint64_t begun = slice_hash(slice_of(key, path.len));
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct slice ending = slice_cstr(endings[i]);
        size_t from = path.len == 0 && i > 1, len = path.len + ending.len - from;
        memcpy(tried + path.len, ending.ptr, ending.len);
        fold_path(ending, key + path.len);
        uint64_t hash =
            slice_hash_more(begun, slice_of(key + path.len + from, ending.len - from));
        struct slice found = find_spelling(index, slice_of(tried + from, len),
                                           slice_of(key + from, len), hash, out_exact);
        if (found.len)
            return found;
    }
    return SLICE("");
}

/* ---- links ------------------------------------------------------------------------- */

/* Pages of the portal itself stay as they are, from the root; views put the public prefix
 * in front. */
static bool is_portal_link(struct slice href)
{
    static const char *const rooms[] = {
        "/articles/", "/q/",        "/files/", "/browse/",   "/tags/",
        "/guides/",   "/partners/", "/go/",    "/search?q=", "/feeds/"};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        if (slice_starts(href, slice_cstr(rooms[i])))
            return true;
    return false;
}

static struct link_target to_guide(struct import_links *links, struct arena *arena,
                                   struct slice path, struct slice tail, bool exact)
{
    struct slice slug;
    size_t fragment = slice_find(tail, '#');
    if (path.len == 0)
        return (struct link_target){.note = LINK_FINE};
    if (links->slug_of(links->owner, arena, path, &slug) != STATUS_OK) {
        links->lost += links->paths != NULL && !article_path_is_part(path) &&
                       article_path_is_guide(path);
        return (struct link_target){.note = LINK_FINE};
    }
    return (struct link_target){
        arena_format(arena, "/articles/" SLICE_FMT SLICE_FMT, SLICE_ARG(slug),
                     SLICE_ARG(slice_from(tail, fragment))),
        exact ? LINK_FINE : LINK_OTHER_CASE};
}

static struct link_target to_file(struct import_links *links, struct arena *arena,
                                  struct slice path, struct slice tail, bool exact)
{
    struct slice url;
    enum status status =
        path.len ? links->file_of(links->owner, arena, path, &url) : STATUS_NOT_FOUND;
    if (status != STATUS_OK)
        return (struct link_target){.note = status == STATUS_UNSUPPORTED ? LINK_NOT_TAKEN
                                                                         : LINK_FINE};
    return (struct link_target){
        arena_format(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(url),
                     SLICE_ARG(slice_from(tail, slice_find(tail, '#')))),
        exact ? LINK_FINE : LINK_OTHER_CASE};
}

/* Writers for Hugo and its like link pages, not files: "../other" stands in a page that is
 * served as a folder of its own. */
static struct slice page_path(const struct import_links *links, struct arena *arena,
                              struct slice from, struct slice href, bool *out_exact)
{
    struct slice tail;
    size_t dot = from.len;
    while (dot && from.ptr[dot - 1] != '.' && from.ptr[dot - 1] != '/')
        dot--;
    struct slice page = arena_format(arena, SLICE_FMT "/page",
                                     SLICE_ARG(slice_first(from, dot ? dot - 1 : 0)));
    struct slice path = article_path_join(arena, page, href, &tail);
    return path.len ? path_index_find(links->paths, arena, path, out_exact) : SLICE("");
}

/* What is meant from the root of a site may lie below any folder above the file: what was
 * imported is often a part of that site, or holds several. */
static struct slice rooted_path(const struct import_links *links, struct arena *arena,
                                struct slice from, struct slice path, bool *out_exact)
{
    for (size_t i = 0, tried = 0; i < from.len && tried < 16; i++) {
        if (from.ptr[i] != '/')
            continue;
        struct slice below =
            arena_format(arena, SLICE_FMT "/" SLICE_FMT, SLICE_ARG(slice_first(from, i)),
                         SLICE_ARG(path));
        struct slice found = path_index_find(links->paths, arena, below, out_exact);
        if (found.len)
            return found;
        tried++;
    }
    return SLICE("");
}

static bool is_rooted(struct slice href)
{
    return slice_starts(href, SLICE("/")) || slice_starts(href, SLICE("~/"));
}

static struct slice known_path(const struct import_links *links, struct arena *arena,
                               struct slice from, struct slice href, struct slice path,
                               bool *out_exact)
{
    *out_exact = true;
    if (!links->paths)
        return SLICE("");
    struct slice known = path_index_find(links->paths, arena, path, out_exact);
    if (known.len)
        return known;
    return is_rooted(href) ? rooted_path(links, arena, from, path, out_exact)
                           : page_path(links, arena, from, href, out_exact);
}

/* A file that this import does not know may still be one that an earlier import did. */
static struct link_target file_link(struct import_links *links, struct arena *arena,
                                    struct slice from, struct slice href)
{
    bool exact;
    struct slice tail, path = article_path_join(arena, from, href, &tail);
    if (!path.ptr)
        return (struct link_target){.note = LINK_FINE};
    struct slice known = known_path(links, arena, from, href, path, &exact);
    if (!article_path_is_guide(known.len ? known : path))
        return to_file(links, arena, known.len ? known : path, tail, !known.len || exact);
    if (known.len)
        return to_guide(links, arena, known, tail, exact);
    size_t lost = links->lost;
    struct link_target target = to_guide(links, arena, path, tail, true);
    links->lost = lost;
    return target;
}

/* Paths of a site name pages; a guide's file is meant where the ending says so. */
static bool names_guide(struct slice href)
{
    size_t query = slice_find(href, '?'), fragment = slice_find(href, '#');
    struct slice path = slice_first(href, query < fragment ? query : fragment);
    return slice_starts(href, SLICE("~/")) || article_path_is_guide(path);
}

/* An image from the root of a site, where its file lies among those of the import, or did
 * when it was imported. */
static struct link_target rooted_file(struct import_links *links, struct arena *arena,
                                      struct slice from, struct slice href)
{
    bool exact;
    struct slice tail, path = article_path_join(arena, from, href, &tail);
    if (!path.ptr)
        return (struct link_target){.note = LINK_FINE};
    struct slice known = known_path(links, arena, from, href, path, &exact);
    if (known.len ? article_path_is_guide(known) : links->paths != NULL)
        return (struct link_target){.note = LINK_FINE};
    return to_file(links, arena, known.len ? known : path, tail, !known.len || exact);
}

/* "/troubleshoot/y": a page of the site that the files were written for, or a guide's file
 * from the root of that site. */
static struct link_target site_link(struct import_links *links, struct arena *arena,
                                    struct slice from, struct slice href)
{
    bool names = names_guide(href);
    size_t lost = links->lost;
    struct link_target target = {.note = LINK_FINE};
    target = names ? file_link(links, arena, from, href)
                   : rooted_file(links, arena, from, href);
    if (target.note == LINK_NOT_TAKEN || target.url.len || links->lost > lost ||
        slice_starts(href, SLICE("~/")))
        return target;
    if (links->base.len == 0)
        return (struct link_target){.note = names ? LINK_FINE : LINK_NO_BASE};
    return (struct link_target){.url = arena_format(arena, SLICE_FMT SLICE_FMT,
                                                    SLICE_ARG(links->base),
                                                    SLICE_ARG(href))};
}

/* ---- "[[page]]" -------------------------------------------------------------------- */

/* The page, "#anchor" apart: wikis write blanks, files have hyphens. */
static struct slice with_hyphens(struct arena *arena, struct slice name)
{
    char *out = arena_strndup(arena, name.ptr, name.len);
    for (size_t i = 0; i < name.len; i++)
        out[i] = out[i] == ' ' ? '-' : out[i];
    return slice_of(out, name.len);
}

static struct slice wiki_tail(struct arena *arena, struct slice name)
{
    struct slice anchor = slice_from(name, slice_find(name, '#') + 1);
    while (slice_find(anchor, '#') < anchor.len)
        anchor = slice_from(anchor, slice_find(anchor, '#') + 1);
    if (anchor.len == 0 || anchor.ptr[0] == '^')
        return SLICE("");
    return arena_format(arena, "#" SLICE_FMT, SLICE_ARG(slug_make(arena, anchor)));
}

/* Beside the page, from the root, or the only file of that name anywhere. */
static struct slice wiki_path(const struct import_links *links, struct arena *arena,
                              struct slice from, struct slice name, bool *out_exact)
{
    struct slice tail, found = SLICE("");
    struct slice names[] = {name, with_hyphens(arena, name)};
    if (!links->paths)
        return SLICE("");
    for (size_t i = 0; i < 2 && found.len == 0; i++) {
        struct slice beside = article_path_join(arena, from, names[i], &tail);
        if (beside.len)
            found = path_index_find(links->paths, arena, beside, out_exact);
        if (found.len == 0)
            found = path_index_find(links->paths, arena, names[i], out_exact);
    }
    return found.len ? found : path_index_named(links->paths, arena, name);
}

/* Without a list of files: those of these names beside the page, in the store. */
static struct link_target wiki_in_store(struct import_links *links, struct arena *arena,
                                        struct slice from, struct slice name,
                                        struct slice tail)
{
    struct slice unused;
    struct slice names[] = {
        arena_format(arena, SLICE_FMT ".md", SLICE_ARG(name)),
        arena_format(arena, SLICE_FMT ".md", SLICE_ARG(with_hyphens(arena, name)))};
    struct link_target target = {.note = LINK_FINE};
    struct slice beside = article_path_join(arena, from, name, &unused);
    if (!article_path_is_guide(name) && beside.len)
        target = to_file(links, arena, beside, SLICE(""), true);
    for (size_t i = 0; i < 2 && target.url.len == 0; i++)
        target = to_guide(links, arena, article_path_join(arena, from, names[i], &unused),
                          tail, true);
    return target;
}

static struct link_target wiki_link(struct import_links *links, struct arena *arena,
                                    struct slice from, struct slice name)
{
    bool exact = true;
    struct slice tail = wiki_tail(arena, name);
    name = slice_trim(slice_first(name, slice_find(name, '#')));
    if (name.len == 0)
        return (struct link_target){.note = LINK_FINE};
    struct slice path = wiki_path(links, arena, from, name, &exact);
    if (path.len == 0 && links->paths)
        return (struct link_target){.note = LINK_FINE};
    if (path.len == 0)
        return wiki_in_store(links, arena, from, name, tail);
    return article_path_is_guide(path) ? to_guide(links, arena, path, tail, true)
                                       : to_file(links, arena, path, tail, true);
}

struct link_target import_link(void *owner, struct arena *arena, struct slice from,
                               struct slice href)
{
    if (is_portal_link(href))
        return (struct link_target){.url = href};
    if (slice_starts(href, SLICE("[[")) && slice_ends(href, SLICE("]]")))
        return wiki_link(owner, arena, from, slice_of(href.ptr + 2, href.len - 4));
    if (is_rooted(href))
        return site_link(owner, arena, from, href);
    return file_link(owner, arena, from, href);
}

enum status slug_in_store(void *owner, struct arena *arena, struct slice path,
                          struct slice *out_slug)
{
    struct article_heads heads = {0};
    int64_t id;
    enum status status = guide_at_place(owner, path, arena, &id);
    if (status == STATUS_OK)
        status = articles_heads_by_ids(owner, &viewer_system, &id, 1, arena, &heads);
    if (status != STATUS_OK || heads.count == 0)
        return status == STATUS_OK ? STATUS_NOT_FOUND : status;
    *out_slug = heads.items[0].slug;
    return STATUS_OK;
}

enum status file_in_store(void *owner, struct arena *arena, struct slice path,
                          struct slice *out_url)
{
    struct attachment attachment;
    enum status status = imported_files_get(owner, path, arena, &attachment);
    if (status == STATUS_OK)
        *out_url = attachment_path(arena, &attachment);
    return status;
}

/* ---- the base ---------------------------------------------------------------------- */

static struct slice without_slash(struct slice base)
{
    while (base.len && base.ptr[base.len - 1] == '/')
        base.len--;
    return base;
}

enum status link_base_settle(struct store *store, struct arena *arena,
                             const struct slice *given, struct slice *out_base)
{
    const struct slice name = SLICE("link-base");
    if (!given) {
        enum status status = values_get(store, name, arena, out_base);
        if (status == STATUS_NOT_FOUND)
            *out_base = SLICE("");
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    *out_base = arena_slice(arena, without_slash(*given));
    return values_put(store, name, *out_base);
}

/* ---- included texts ---------------------------------------------------------------- */

bool import_path_is_hidden(struct slice path)
{
    struct slice segment;
    while (slice_split(&path, '/', &segment))
        if (slice_starts(segment, SLICE(".")))
            return true;
    return false;
}

enum status import_include(void *owner, struct arena *arena, struct slice path,
                           struct slice *out_bytes)
{
    const struct import_links *links = owner;
    if (!links->root || import_path_is_hidden(path))
        return STATUS_NOT_FOUND;
    return links->outside->read_below(links->outside->owner, arena, links->root, path,
                                      ARTICLE_BYTES_MAX, out_bytes);
}
