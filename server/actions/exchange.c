#include "actions/exchange.h"
#include "base/files.h"
#include "base/utf8.h"
#include "format/article_file.h"
#include "format/codes_file.h"
#include "format/registry_files.h"
#include "format/synonyms_file.h"
#include "format/tree_layout.h"
#include "import_links.h"
#include "search/search.h"
#include "store/codes.h"
#include "store/registries.h"
#include "store/synonyms.h"

#include <stdlib.h>

/* One import under way. The arena is emptied after each file. */
struct import {
    const struct import_options *options;
    struct store *store;
    struct arena *arena;
    struct problems problems;  /* of the file in hand */
    struct slice root;         /* folder, ended by NUL */
    struct list *postponed;    /* struct postponed */
    struct arena *batch;       /* emptied after each batch: what it has to index */
    struct list documents;     /* const struct search_document *, in `batch` */
    struct import_links links; /* of the file in hand */
    bool last_pass;            /* what is lost now is dead */
};

/* A guide that links to files which the first pass had not met yet. It is taken again
 * when all others are in. */
struct postponed {
    struct slice path;
    enum file_outcome outcome; /* of the first pass, when it was saved there */
    bool saved;
};

typedef enum status take_fn(struct import *in, struct slice path, struct slice bytes,
                            enum save_outcome *out_outcome);

/* ---- articles ---------------------------------------------------------------------- */

/* Notes a saved guide for the index, which is written once a batch. */
static enum status note_for_index(struct import *in, int64_t id)
{
    struct article *article = NULL;
    enum status status =
        articles_by_id(in->store, &viewer_system, id, in->batch, &article);
    if (status == STATUS_GONE)
        return STATUS_OK; /* retired guides are not found */
    if (status == STATUS_OK)
        *LIST_PUSH(&in->documents, const struct search_document *) =
            search_document_make(in->batch, article);
    return status;
}

static enum status write_index(struct import *in)
{
    enum status status = in->documents.count ? store_item_begin(in->store) : STATUS_OK;
    if (status != STATUS_OK || in->documents.count == 0)
        return status;
    status = search_write(in->store, in->documents.items, in->documents.count);
    enum status ended = store_item_end(in->store, status == STATUS_OK);
    arena_reset(in->batch);
    in->documents = LIST_OF(in->batch, const struct search_document *);
    return status == STATUS_OK ? ended : status;
}

/* Renderer version of a guide whose links are not final: never that of any renderer. */
enum { HTML_PROVISIONAL = 0 };

/* A guide that was pruned, and whose file is here again. */
static enum status bring_back(struct import *in, int64_t id,
                              enum save_outcome *out_outcome)
{
    bool restored = false;
    enum status status = articles_restore(in->store, id, in->options->at, &restored);
    if (status == STATUS_OK && restored)
        *out_outcome = SAVE_CHANGED;
    return status;
}

static enum status take_article(struct import *in, struct slice path, struct slice bytes,
                                enum save_outcome *out_outcome)
{
    struct article_doc doc;
    struct article_options options = {path, import_link, &in->links, import_include,
                                      &in->links};
    int64_t id = 0;
    in->links.lost = 0;
    enum status status = article_parse(in->arena, &options, bytes, &in->problems, &doc);
    if (status != STATUS_OK)
        return status;
    bool provisional = in->links.lost && !in->last_pass;
    if (provisional && articles_id_by_source_path(in->store, path, &id) == STATUS_OK)
        return STATUS_OK;
    struct article_save save = {
        .doc = &doc,
        .source = bytes,
        .source_path = path,
        .html_version = provisional ? HTML_PROVISIONAL : RENDERER_VERSION,
        .at = in->options->at,
        .who = in->options->who,
        .why = SLICE("import"),
    };
    status = articles_save(in->store, &save, &in->problems, &id, out_outcome);
    if (status == STATUS_OK)
        status = bring_back(in, id, out_outcome);
    if (status == STATUS_OK && *out_outcome != SAVE_UNCHANGED && !provisional)
        status = note_for_index(in, id);
    return status;
}

/* ---- registries -------------------------------------------------------------------- */

static enum status take_tree(struct import *in, struct slice path, struct slice bytes,
                             enum save_outcome *out_outcome)
{
    struct tree tree;
    struct tree_layout layout;
    (void)path;
    enum status status = tree_parse(in->arena, bytes, &in->problems, &tree);
    if (status == STATUS_OK)
        status = tree_layout_make(in->arena, &tree, &layout);
    if (status != STATUS_OK)
        return status;
    struct tree_save save = {
        .slug = tree.slug,
        .title = tree.title,
        .description = tree.description,
        .source = bytes,
        .layout = tree_layout_write(in->arena, &layout),
        .at = in->options->at,
        .who = in->options->who,
    };
    return trees_save(in->store, &save, out_outcome);
}

static enum status take_partner(struct import *in, struct slice path, struct slice bytes,
                                enum save_outcome *out_outcome)
{
    struct partner partner;
    (void)path;
    enum status status = partner_parse(in->arena, bytes, &in->problems, &partner);
    return status == STATUS_OK
               ? partners_save(in->store, &partner, bytes, in->options->at, out_outcome)
               : status;
}

static enum status take_person(struct import *in, struct slice path, struct slice bytes,
                               enum save_outcome *out_outcome)
{
    struct person person;
    (void)path;
    enum status status = person_parse(in->arena, bytes, &in->problems, &person);
    return status == STATUS_OK ? people_save(in->store, &person, bytes, out_outcome)
                               : status;
}

/* Keeps the file's own bytes under its name; tells whether they are new. */
static enum status keep_value(struct import *in, struct slice name, struct slice bytes,
                              enum save_outcome *out_outcome)
{
    struct slice old;
    enum status status = values_get(in->store, name, in->arena, &old);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    *out_outcome = status == STATUS_NOT_FOUND ? SAVE_CREATED
                   : slice_eq(old, bytes)     ? SAVE_UNCHANGED
                                              : SAVE_CHANGED;
    return *out_outcome == SAVE_UNCHANGED ? STATUS_OK
                                          : values_put(in->store, name, bytes);
}

static enum status take_categories(struct import *in, struct slice path,
                                   struct slice bytes, enum save_outcome *out_outcome)
{
    struct category *categories = NULL;
    size_t count = 0;
    (void)path;
    enum status status =
        categories_parse(in->arena, bytes, &in->problems, &categories, &count);
    if (status == STATUS_OK)
        status = keep_value(in, SLICE("categories"), bytes, out_outcome);
    if (status == STATUS_OK && *out_outcome != SAVE_UNCHANGED)
        status = categories_save(in->store, categories, count);
    return status;
}

static enum status take_priority(struct import *in, struct slice path, struct slice bytes,
                                 enum save_outcome *out_outcome)
{
    struct priority_matrix matrix;
    (void)path;
    enum status status = priority_parse(in->arena, bytes, &in->problems, &matrix);
    return status == STATUS_OK ? keep_value(in, SLICE("priority"), bytes, out_outcome)
                               : status;
}

static enum status take_codes(struct import *in, struct slice path, struct slice bytes,
                              enum save_outcome *out_outcome)
{
    struct code_entry *entries = NULL;
    size_t count = 0;
    (void)path;
    enum status status = codes_parse(in->arena, bytes, &in->problems, &entries, &count);
    if (status == STATUS_OK)
        status = keep_value(in, SLICE("codes"), bytes, out_outcome);
    if (status == STATUS_OK && *out_outcome != SAVE_UNCHANGED)
        status = codes_save(in->store, entries, count);
    return status;
}

/* A text that guides include. They read it from the folder themselves; it is kept for
 * export. */
static enum status take_part(struct import *in, struct slice path, struct slice bytes,
                             enum save_outcome *out_outcome)
{
    size_t bad = utf8_invalid_at(bytes);
    if (bad == bytes.len)
        return keep_value(
            in, arena_format(in->arena, INCLUDE_VALUE SLICE_FMT, SLICE_ARG(path)), bytes,
            out_outcome);
    problems_error(&in->problems, "article.encoding", SLICE(""),
                   "The text is not UTF-8 at byte %zu", bad);
    return STATUS_MALFORMED;
}

static enum status take_synonyms(struct import *in, struct slice path, struct slice bytes,
                                 enum save_outcome *out_outcome)
{
    struct synonym_line *lines = NULL;
    size_t count = 0;
    (void)path;
    enum status status = synonyms_parse(in->arena, bytes, &in->problems, &lines, &count);
    if (status == STATUS_OK)
        status = keep_value(in, SLICE("synonyms"), bytes, out_outcome);
    if (status == STATUS_OK && *out_outcome != SAVE_UNCHANGED)
        status = synonyms_save(in->store, lines, count);
    return status;
}

/* ---- the walk ---------------------------------------------------------------------- */

/* What kinds of file there are, in the order in which they are imported. */
static const struct file_kind {
    const char *folder; /* first part of the path; NULL: any */
    const char *name;   /* whole path below the root; NULL: by ending */
    const char *ending;
    take_fn *take;
} file_kinds[] = {
    {NULL, "categories.json", NULL, take_categories},
    {NULL, "priority.json", NULL, take_priority},
    {NULL, "codes.tsv", NULL, take_codes},
    {NULL, "synonyms.tsv", NULL, take_synonyms},
    {"people/", NULL, ".json", take_person},
    {"partners/", NULL, ".json", take_partner},
    {"trees/", NULL, ".json", take_tree},
    {NULL, NULL, ".md", take_part},
    {NULL, NULL, ".markdown", take_part},
    {NULL, NULL, ".md", take_article},
    {NULL, NULL, ".markdown", take_article},
};

enum { KIND_COUNT = sizeof file_kinds / sizeof *file_kinds };

static bool is_kind(const struct file_kind *kind, struct slice path)
{
    if (kind->name)
        return slice_eq_cstr(path, kind->name);
    if (kind->take == take_part && !article_path_is_part(path))
        return false;
    return (!kind->folder || slice_starts(path, slice_cstr(kind->folder))) &&
           slice_ends(path, slice_cstr(kind->ending));
}

static int kind_of(struct slice path)
{
    for (int i = 0; i < KIND_COUNT; i++)
        if (is_kind(&file_kinds[i], path))
            return i;
    return -1;
}

static enum status read_and_take(struct import *in, struct slice path, int kind,
                                 enum save_outcome *out_outcome)
{
    struct slice bytes;
    struct slice full = arena_format(in->arena, SLICE_FMT "/" SLICE_FMT,
                                     SLICE_ARG(in->root), SLICE_ARG(path));
    enum status status = file_read(in->arena, full.ptr, ARTICLE_BYTES_MAX, &bytes);
    if (status == STATUS_OK)
        return file_kinds[kind].take(in, path, bytes, out_outcome);
    problems_error(&in->problems, "file.read", SLICE(""),
                   status == STATUS_TOO_LARGE
                       ? "This file is larger than %d bytes"
                       : "This file cannot be read (ceiling %d bytes)",
                   ARTICLE_BYTES_MAX);
    return STATUS_INVALID;
}

static enum file_outcome outcome_of(enum status status, enum save_outcome saved)
{
    static const enum file_outcome of_save[] = {[SAVE_UNCHANGED] = FILE_UNCHANGED,
                                                [SAVE_CREATED] = FILE_CREATED,
                                                [SAVE_CHANGED] = FILE_CHANGED};
    return status == STATUS_OK ? of_save[saved] : FILE_REFUSED;
}

/* A status that says the store itself failed, not the file. */
static bool is_fatal(enum status status)
{
    return status == STATUS_IO || status == STATUS_BUSY || status == STATUS_TIMEOUT;
}

static void tell(struct import *in, struct slice path, enum file_outcome outcome,
                 const struct problems *problems, struct import_report *report)
{
    report->outcomes[outcome]++;
    report->errors += problems->errors;
    report->warnings += problems->warnings;
    if (in->options->report)
        in->options->report(in->options->report_owner, path, outcome, problems, report);
}

static void postpone(struct import *in, struct slice path, enum file_outcome outcome)
{
    struct postponed *later = LIST_PUSH(in->postponed, struct postponed);
    *later = (struct postponed){path, outcome, outcome != FILE_UNCHANGED};
}

/* `earlier` is what the first pass saved of this file, or NULL. */
static enum status take_file(struct import *in, struct slice path, int kind,
                             const struct postponed *earlier,
                             struct import_report *report)
{
    enum save_outcome saved = SAVE_UNCHANGED;
    problems_init(&in->problems, in->arena);
    in->problems.file = path;
    in->links.lost = 0;
    enum status status = store_item_begin(in->store);
    if (status != STATUS_OK)
        return status;
    status = read_and_take(in, path, kind, &saved);
    enum status ended = store_item_end(in->store, status == STATUS_OK);
    if (ended != STATUS_OK || is_fatal(status))
        return ended != STATUS_OK ? ended : status;
    if (status != STATUS_OK && in->problems.errors == 0)
        problems_error(&in->problems, "file.refused", SLICE(""),
                       "This file was refused: %s", status_name(status));
    enum file_outcome outcome = outcome_of(status, saved);
    if (status == STATUS_OK && in->links.lost && !in->last_pass)
        postpone(in, path, outcome);
    else
        tell(in, path, earlier ? earlier->outcome : outcome, &in->problems, report);
    return STATUS_OK;
}

static enum status end_batch(struct import *in, bool keep)
{
    enum status status = keep ? write_index(in) : STATUS_OK;
    if (keep && status == STATUS_OK && !in->options->dry_run)
        return store_batch_commit(in->store);
    store_batch_rollback(in->store);
    return status;
}

/* Commits what has gathered, now and then. A dry run is one batch, so that later files
 * find earlier ones. */
static enum status breathe(struct import *in, size_t *batched)
{
    if (++*batched % IMPORT_BATCH != 0 || in->options->dry_run)
        return STATUS_OK;
    enum status status = end_batch(in, true);
    return status == STATUS_OK ? store_batch_begin(in->store) : status;
}

static enum status take_kind(struct import *in, const struct list *paths, int kind,
                             size_t *batched, struct import_report *report)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < paths->count; i++) {
        struct slice path = ((const struct slice *)paths->items)[i];
        if (kind_of(path) != kind)
            continue;
        arena_reset(in->arena);
        status = take_file(in, path, kind, NULL, report);
        if (status == STATUS_OK)
            status = breathe(in, batched);
    }
    return status;
}

static enum status take_postponed(struct import *in, size_t *batched,
                                  struct import_report *report)
{
    enum status status = STATUS_OK;
    in->last_pass = true;
    for (size_t i = 0; status == STATUS_OK && i < in->postponed->count; i++) {
        const struct postponed *later = (struct postponed *)in->postponed->items + i;
        arena_reset(in->arena);
        status = take_file(in, later->path, kind_of(later->path),
                           later->saved ? later : NULL, report);
        if (status == STATUS_OK)
            status = breathe(in, batched);
    }
    return status;
}

/* ---- the whole --------------------------------------------------------------------- */

/* How much of a file's path is its import root, with the slash: what stands above the last folder
 * that content is known by, so that content/articles/a/x.md is the guide that an import of
 * content/ made; else all but the file's name. */
static size_t root_length(struct slice path)
{
    static const char *const guides[] = {"articles", NULL};
    static const char *const registries[] = {"trees", "partners", "people", NULL};
    const char *const *known = slice_ends(path, SLICE(".json")) ? registries : guides;
    size_t root = SIZE_MAX, start = 0;
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] != '/')
            continue;
        for (size_t k = 0; known[k]; k++)
            if (slice_eq_cstr(slice_of(path.ptr + start, i - start), known[k]))
                root = start;
        start = i + 1;
    }
    return root == SIZE_MAX ? start : root;
}

/* The files to import, and the folder they lie in. */
static enum status find_files(const char *path, struct arena *arena,
                              struct slice *out_root, struct list *out_paths)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    *out_root = arena_slice(arena, slice_of(path, len));
    enum status status = files_below(arena, out_root->ptr, out_paths);
    if (status == STATUS_OK)
        return STATUS_OK;
    struct slice ignored;
    status = file_read(arena, path, 0, &ignored);
    if (status != STATUS_OK && status != STATUS_TOO_LARGE)
        return STATUS_NOT_FOUND;
    size_t below = root_length(slice_cstr(path));
    struct slice name = arena_slice(arena, slice_from(slice_cstr(path), below));
    *out_root = below > 1 ? arena_slice(arena, slice_of(path, below - 1))
                          : arena_slice(arena, below ? SLICE("/") : SLICE("."));
    *LIST_PUSH(out_paths, struct slice) = name;
    return kind_of(name) < 0 ? STATUS_UNSUPPORTED : STATUS_OK;
}

/* What stands before "/…" of the site that the files were written for. */
static enum status settle_base(struct import *in)
{
    enum status status = store_item_begin(in->store);
    if (status != STATUS_OK)
        return status;
    status = link_base_settle(in->store, in->postponed->arena, in->options->link_base,
                              &in->links.base);
    enum status ended = store_item_end(in->store, status == STATUS_OK);
    return status == STATUS_OK ? ended : status;
}

static enum status take_all(struct import *in, const struct list *paths,
                            struct import_report *report)
{
    size_t batched = 0;
    enum status status = store_batch_begin(in->store);
    if (status == STATUS_OK)
        status = settle_base(in);
    for (int kind = 0; status == STATUS_OK && kind < KIND_COUNT; kind++)
        status = take_kind(in, paths, kind, &batched, report);
    if (status == STATUS_OK)
        status = take_postponed(in, &batched, report);
    enum status ended = end_batch(in, status == STATUS_OK);
    return status == STATUS_OK ? ended : status;
}

static void note_files(const struct import *in, const struct list *paths,
                       struct import_report *report)
{
    for (size_t i = 0; i < paths->count; i++) {
        struct slice path = ((struct slice *)paths->items)[i];
        int kind = kind_of(path);
        report->passed_over += kind < 0;
        report->files += kind >= 0;
        if (in->options->guides && kind >= 0 &&
            (file_kinds[kind].take == take_article || file_kinds[kind].take == take_part))
            *LIST_PUSH(in->options->guides, struct slice) =
                arena_slice(in->options->guides->arena, path);
    }
}

enum status exchange_import(struct store *store, const struct import_options *options,
                            struct import_report *out_report)
{
    struct arena names, scratch, batch;
    struct import_report report = {0};
    arena_init(&names, 0);
    arena_init(&scratch, 1 << 16);
    arena_init(&batch, 1 << 16);
    struct import in = {.options = options, .store = store, .arena = &scratch};
    struct list paths = LIST_OF(&names, struct slice);
    struct list postponed = LIST_OF(&names, struct postponed);
    in.postponed = &postponed;
    in.batch = &batch;
    in.documents = LIST_OF(&batch, const struct search_document *);
    enum status status = find_files(options->path, &names, &in.root, &paths);
    note_files(&in, &paths, &report);
    in.links = (struct import_links){.slug_of = slug_in_store,
                                     .slug_owner = store,
                                     .paths = path_index_make(&names, &paths),
                                     .root = in.root.ptr};
    if (status == STATUS_OK)
        status = take_all(&in, &paths, &report);
    arena_release(&batch);
    arena_release(&scratch);
    arena_release(&names);
    *out_report = report;
    return status;
}

const char *file_outcome_name(enum file_outcome outcome)
{
    static const char *const names[FILE_OUTCOMES] = {
        [FILE_CREATED] = "created",     [FILE_CHANGED] = "changed",
        [FILE_UNCHANGED] = "unchanged", [FILE_REFUSED] = "refused",
        [FILE_RETIRED] = "retired",
    };
    return outcome < FILE_OUTCOMES ? names[outcome] : "unknown";
}
