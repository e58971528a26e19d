#include "actions/attaching.h"
#include "actions/exchange.h"
#include "base/buf.h"
#include "places.h"
#include "store/attachments.h"
#include "store/phrase_list.h"
#include "store/records.h"
#include "store/registries.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { EXPORT_PAGE = 200, LIST_BYTES_MAX = 64 << 20 };

/* One export under way. The arena is emptied after each file. */
struct export
{
    struct store *store;
    struct arena *arena;
    struct problems *problems;
    const struct outside *outside;
    const char *dir;
    struct list *paths; /* struct slice: what was written, in an arena of its own */
    struct export_report report;
};

/* ---- one file ---------------------------------------------------------------------- */

/* A path that stays below the folder: no empty segment, "." or "..", nothing absolute; and
 * below no hidden folder, which is some other program's (.git). */
static bool is_below(struct slice path)
{
    struct slice segment, rest = path;
    if (path.len == 0 || memchr(path.ptr, '\0', path.len))
        return false;
    while (slice_split(&rest, '/', &segment))
        if (segment.len == 0 || slice_eq_cstr(segment, ".") ||
            slice_eq_cstr(segment, "..") || (rest.ptr && segment.ptr[0] == '.'))
            return false;
    return !slice_eq_cstr(path, EXPORT_LIST);
}

/* Writes one file, or says why not. STATUS_GONE: there is nobody to write for. */
static enum status put(struct export *ex, struct slice path, struct slice bytes)
{
    bool same = false;
    ex->problems->file = arena_slice(ex->problems->arena, path);
    if (!is_below(path)) {
        problems_error(ex->problems, "export.path", SLICE(""),
                       "This path does not stay below the folder");
        return STATUS_OK;
    }
    enum status status =
        ex->outside->put(ex->outside->owner, ex->dir, path, bytes, &same);
    if (status == STATUS_GONE)
        return status;
    if (status != STATUS_OK) {
        problems_error(ex->problems, "export.write", SLICE(""),
                       "This file cannot be written: %s", strerror(errno));
        return STATUS_OK;
    }
    *LIST_PUSH(ex->paths, struct slice) = arena_slice(ex->paths->arena, path);
    ex->report.unchanged += same;
    ex->report.written += !same;
    return STATUS_OK;
}

/* ---- what there is to write -------------------------------------------------------- */

static enum status export_article(struct export *ex, int64_t id)
{
    struct article_file file;
    struct slice path;
    enum status status = articles_file(ex->store, id, ex->arena, &file);
    if (status == STATUS_OK)
        status = place_of_guide(ex->store, &file, ex->arena, &path);
    return status == STATUS_OK ? put(ex, path, file.source) : status;
}

static enum status export_articles(struct export *ex)
{
    int64_t after = 0;
    size_t count = EXPORT_PAGE;
    enum status status = STATUS_OK;
    struct arena pages;
    arena_init(&pages, 0);
    while (status == STATUS_OK && count == EXPORT_PAGE) {
        int64_t *ids = NULL;
        arena_reset(&pages);
        status = articles_kept(ex->store, after, EXPORT_PAGE, &pages, &ids, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            arena_reset(ex->arena);
            status = export_article(ex, ids[i]);
            after = ids[i];
        }
    }
    arena_release(&pages);
    return status;
}

static struct slice entry_path(struct export *ex, const char *folder, struct slice slug)
{
    return arena_format(ex->arena, "%s/" SLICE_FMT ".json", folder, SLICE_ARG(slug));
}

/* An entry from before the store kept files has none to give. */
static enum status put_entry(struct export *ex, struct slice path, struct slice bytes)
{
    if (bytes.len)
        return put(ex, path, bytes);
    ex->problems->file = arena_slice(ex->problems->arena, path);
    problems_error(ex->problems, "export.no-source", SLICE(""),
                   "This was imported before its file was kept; import it again");
    return STATUS_OK;
}

static enum status export_trees(struct export *ex)
{
    struct stored_tree *trees = NULL;
    size_t count = 0;
    enum status status = trees_list(ex->store, &viewer_system, ex->arena, &trees, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct stored_tree tree;
        status =
            trees_by_slug(ex->store, &viewer_system, trees[i].slug, ex->arena, &tree);
        if (status == STATUS_OK)
            status = put(ex, entry_path(ex, "trees", tree.slug), tree.source);
    }
    return status;
}

static enum status export_partners(struct export *ex)
{
    struct partner *partners = NULL;
    size_t count = 0;
    enum status status = partners_list(ex->store, ex->arena, &partners, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct slice source;
        status = partners_source(ex->store, partners[i].slug, ex->arena, &source);
        if (status == STATUS_OK)
            status = put_entry(ex, entry_path(ex, "partners", partners[i].slug), source);
    }
    return status;
}

static enum status export_people(struct export *ex)
{
    struct person *people = NULL;
    size_t count = 0;
    enum status status = people_list(ex->store, ex->arena, &people, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct slice source;
        status = people_source(ex->store, people[i].slug, ex->arena, &source);
        if (status == STATUS_OK)
            status = put_entry(ex, entry_path(ex, "people", people[i].slug), source);
    }
    return status;
}

/* Small values that were files. */
static enum status export_values(struct export *ex)
{
    static const struct {
        const char *name, *path;
    } values[] = {{"categories", "categories.json"},
                  {"priority", "priority.json"},
                  {"codes", "codes.tsv"},
                  {"synonyms", "synonyms.tsv"}};
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof values / sizeof *values; i++) {
        struct slice bytes;
        status = values_get(ex->store, slice_cstr(values[i].name), ex->arena, &bytes);
        if (status == STATUS_OK)
            status = put(ex, slice_cstr(values[i].path), bytes);
        else if (status == STATUS_NOT_FOUND)
            status = STATUS_OK;
    }
    return status;
}

/* The service desk's card, once it is more than settings. */
static enum status export_desk(struct export *ex)
{
    struct record_revision newest;
    enum status status =
        records_revision(ex->store, RECORD_DESK, SLICE(""), 0, ex->arena, &newest);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    return status == STATUS_OK ? put(ex, SLICE("service-desk.json"), newest.source)
                               : status;
}

/* A phrase on one line, between tabs. */
static void add_flat(struct buf *file, struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        buf_add_byte(file, (unsigned char)text.ptr[i] < ' ' ? ' ' : text.ptr[i]);
}

/* phrases.tsv: what was merged in the browser or came with such a file. */
static enum status export_phrases(struct export *ex)
{
    struct phrases_wanted wanted = {.list = PHRASES_MERGED,
                                    .text = SLICE(""),
                                    .after = SLICE(""),
                                    .limit = EXPORT_PAGE};
    struct phrase_rows rows = {0};
    struct arena pages[2];
    struct buf file;
    int turn = 0;
    enum status status = STATUS_OK;
    buf_init(&file, 0);
    arena_init(&pages[0], 0);
    arena_init(&pages[1], 0);
    do { /* the cursor lives in the arena of the page before */
        arena_reset(&pages[turn]);
        status = phrases_rows(ex->store, &wanted, &pages[turn], &rows, &wanted.after);
        for (size_t i = 0; status == STATUS_OK && i < rows.count; i++) {
            add_flat(&file, rows.items[i].text);
            buf_add_byte(&file, '\t');
            add_flat(&file, rows.items[i].merged_into);
            buf_add_byte(&file, '\n');
        }
        turn = !turn;
    } while (status == STATUS_OK && wanted.after.len);
    if (status == STATUS_OK && file.len)
        status = put(ex, SLICE("phrases.tsv"), buf_slice(&file));
    buf_release(&file);
    arena_release(&pages[0]);
    arena_release(&pages[1]);
    return status;
}

/* All values whose name begins with `prefix`, below `folder`. */
static enum status export_named(struct export *ex, struct slice prefix,
                                const char *folder)
{
    struct slices names = {0};
    struct slice after = SLICE("");
    enum status status = STATUS_OK;
    struct arena pages;
    arena_init(&pages, 0);
    do {
        status = values_names(ex->store, prefix, after, EXPORT_PAGE, &pages, &names);
        for (size_t i = 0; status == STATUS_OK && i < names.count; i++) {
            struct slice bytes;
            arena_reset(ex->arena);
            after = names.items[i];
            status = values_get(ex->store, after, ex->arena, &bytes);
            if (status == STATUS_OK)
                status = put(ex,
                             arena_format(ex->arena, "%s" SLICE_FMT, folder,
                                          SLICE_ARG(slice_from(after, prefix.len))),
                             bytes);
        }
    } while (status == STATUS_OK && names.count == EXPORT_PAGE);
    arena_release(&pages);
    return status;
}

/* Images and files at the paths that they were imported from. */
static enum status export_imported_file(struct export *ex, struct slice path)
{
    struct attachment file;
    struct slice bytes;
    enum status status = imported_files_get(ex->store, path, ex->arena, &file);
    if (status == STATUS_OK)
        status = attachments_bytes(ex->store, file.id, ex->arena, &bytes);
    return status == STATUS_OK ? put(ex, path, bytes) : status;
}

static enum status export_imported_files(struct export *ex)
{
    struct slices paths = {0};
    struct slice after = SLICE("");
    enum status status = STATUS_OK;
    struct arena pages;
    arena_init(&pages, 0);
    do {
        status = imported_files_list(ex->store, after, EXPORT_PAGE, &pages, &paths);
        for (size_t i = 0; status == STATUS_OK && i < paths.count; i++) {
            arena_reset(ex->arena);
            after = paths.items[i];
            status = export_imported_file(ex, after);
        }
    } while (status == STATUS_OK && paths.count == EXPORT_PAGE);
    arena_release(&pages);
    return status;
}

/* Those that guides name by their token: the path tells it to the next import. */
static enum status export_uploaded_file(struct export *ex, const struct attachment *file)
{
    struct slice bytes, path = slice_from(attachment_path(ex->arena, file), 1);
    enum status status = attachments_bytes(ex->store, file->id, ex->arena, &bytes);
    return status == STATUS_OK ? put(ex, path, bytes) : status;
}

static enum status export_uploaded_files(struct export *ex)
{
    struct attachment *files = NULL;
    int64_t after = 0;
    size_t count = EXPORT_PAGE;
    enum status status = STATUS_OK;
    struct arena pages;
    arena_init(&pages, 0);
    while (status == STATUS_OK && count == EXPORT_PAGE) {
        arena_reset(&pages);
        status =
            attachments_by_token(ex->store, after, EXPORT_PAGE, &pages, &files, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            arena_reset(ex->arena);
            after = files[i].id;
            status = export_uploaded_file(ex, &files[i]);
        }
    }
    arena_release(&pages);
    return status;
}

/* The texts that guides include. */
static enum status export_parts(struct export *ex)
{
    return export_named(ex, SLICE(INCLUDE_VALUE), "");
}

static enum status export_templates(struct export *ex)
{
    return export_named(ex, SLICE(TEMPLATE_VALUE), "guide-templates/");
}

static enum status export_all(struct export *ex)
{
    static enum status (*const kinds[])(struct export *) = {
        export_values,         export_phrases,        export_people, export_partners,
        export_trees,          export_articles,       export_parts,  export_templates,
        export_imported_files, export_uploaded_files, export_desk,
    };
    enum status status = store_read_begin(ex->store, 0);
    for (size_t i = 0; status == STATUS_OK && i < sizeof kinds / sizeof *kinds; i++) {
        arena_reset(ex->arena);
        status = kinds[i](ex);
    }
    store_read_end(ex->store);
    ex->problems->file = SLICE("");
    return status;
}

/* ---- the folder -------------------------------------------------------------------- */

/* The list of the earlier export; empty when the folder is fresh. */
static enum status open_folder(struct export *ex, struct arena *arena,
                               struct slice *out_list)
{
    struct list files = LIST_OF(arena, struct slice);
    struct slice list = arena_format(arena, "%s/" EXPORT_LIST, ex->dir);
    const struct outside *outside = ex->outside;
    bool same;
    enum status status = outside->make_dir(outside->owner, ex->dir);
    if (status != STATUS_OK)
        return status;
    status = outside->read(outside->owner, arena, list.ptr, LIST_BYTES_MAX, out_list);
    if (status != STATUS_NOT_FOUND)
        return status;
    *out_list = SLICE("");
    status = outside->list(outside->owner, arena, ex->dir, &files);
    if (status == STATUS_OK && files.count)
        return STATUS_CONFLICT;
    /* An export that is cut short can be taken up again. */
    return status == STATUS_OK ? outside->put(outside->owner, ex->dir, SLICE(EXPORT_LIST),
                                              SLICE(""), &same)
                               : status;
}

static int by_bytes(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static bool is_written(const struct export *ex, struct slice path)
{
    return ex->paths->count && bsearch(&path, ex->paths->items, ex->paths->count,
                                       sizeof(struct slice), by_bytes);
}

static enum status remove_old(struct export *ex, struct slice list)
{
    struct slice path;
    enum status status = STATUS_OK;
    while (status != STATUS_GONE && list.len && slice_split(&list, '\0', &path)) {
        if (!is_below(path) || is_written(ex, path))
            continue;
        status = ex->outside->remove(ex->outside->owner, ex->dir, path);
        ex->report.removed += status == STATUS_OK;
    }
    return status == STATUS_GONE ? status : STATUS_OK;
}

static enum status write_list(struct export *ex)
{
    struct buf list;
    buf_init(&list, LIST_BYTES_MAX);
    for (size_t i = 0; i < ex->paths->count; i++) {
        buf_add(&list, ((struct slice *)ex->paths->items)[i]);
        buf_add_byte(&list, '\0');
    }
    arena_reset(ex->arena);
    bool same;
    enum status status =
        list.overflow ? STATUS_TOO_LARGE
                      : ex->outside->put(ex->outside->owner, ex->dir, SLICE(EXPORT_LIST),
                                         buf_slice(&list), &same);
    buf_release(&list);
    return status;
}

/* Files that could not be written this time stay as they were, and in the list. */
static void keep_old(struct export *ex, struct slice list)
{
    struct slice path;
    while (list.len && slice_split(&list, '\0', &path))
        if (path.len)
            *LIST_PUSH(ex->paths, struct slice) = path;
}

static enum status finish(struct export *ex, struct slice old_list)
{
    if (ex->paths->count)
        qsort(ex->paths->items, ex->paths->count, sizeof(struct slice), by_bytes);
    enum status status = STATUS_OK;
    if (ex->problems->errors == 0)
        status = remove_old(ex, old_list);
    else
        keep_old(ex, old_list);
    return status == STATUS_OK ? write_list(ex) : status;
}

enum status exchange_export(struct store *store, const struct outside *outside,
                            const char *dir, struct problems *problems,
                            struct export_report *out_report)
{
    struct arena names, scratch;
    struct slice old_list = SLICE("");
    arena_init(&names, 0);
    arena_init(&scratch, 1 << 16);
    struct list paths = LIST_OF(&names, struct slice);
    struct export ex = {.store = store,
                        .arena = &scratch,
                        .problems = problems,
                        .outside = outside,
                        .dir = dir,
                        .paths = &paths};
    enum status status = open_folder(&ex, &names, &old_list);
    if (status == STATUS_OK)
        status = export_all(&ex);
    if (status == STATUS_OK)
        status = finish(&ex, old_list);
    *out_report = ex.report;
    arena_release(&scratch);
    arena_release(&names);
    return status;
}
