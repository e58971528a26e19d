/* Import as a whole: which files there are, two passes over the guides, what is told. */
#include "actions/exchange.h"
#include "base/files.h"
#include "base/utf8.h"
#include "import.h"
#include "model/article.h"
#include "store/accounts.h"

#include <stdlib.h>

enum { SLUG_BUCKETS = 1 << 12 };

/* An entry that this import brought already. */
struct brought {
    struct brought *next;
    const struct import_kind *kind;
    struct slice slug, path;
};

/* A guide that links to files which the first pass had not met yet. It is taken again
 * when all others are in. */
struct postponed {
    struct slice path;
    enum file_outcome outcome; /* of the first pass, when it was saved there */
    bool saved;
};

/* One import under way. */
struct import {
    const struct import_options *options;
    const struct outside *outside;
    struct slice root; /* folder, ended by NUL; empty: there is one file, */
    struct slice only; /* which lies here */
    struct list paths; /* struct slice */
    const struct import_kind **kinds; /* one a path; NULL: it is none */
    struct arena names;               /* of the whole import */
    struct import_links links;
    struct import_files *files;
    struct import_pipe *pipe;
    /* below: on the pipe's writing thread while files are on their way */
    struct list postponed; /* struct postponed */
    struct brought *brought[SLUG_BUCKETS];
    struct import_report report;
};

/* ---- what becomes of a file -------------------------------------------------------- */

static enum file_outcome outcome_of(const struct import_item *item)
{
    static const enum file_outcome of_save[] = {[SAVE_UNCHANGED] = FILE_UNCHANGED,
                                                [SAVE_CREATED] = FILE_CREATED,
                                                [SAVE_CHANGED] = FILE_CHANGED};
    if (item->passed_over ||
        (item->kind == &import_file_kind && item->status == STATUS_UNSUPPORTED))
        return FILE_OMITTED;
    return item->status == STATUS_OK ? of_save[item->saved] : FILE_REFUSED;
}

static void tell(struct import *in, const struct import_item *item,
                 enum file_outcome outcome)
{
    in->report.outcomes[outcome]++;
    in->report.errors += item->problems.errors;
    in->report.warnings += item->problems.warnings;
    if (in->options->report)
        in->options->report(in->options->report_owner, item->path, outcome,
                            &item->problems, &in->report);
}

static void finish_item(void *owner, struct import_item *item)
{
    struct import *in = owner;
    enum file_outcome outcome = outcome_of(item);
    if (item->kind == &import_file_kind)
        import_files_settle(in->files, item);
    if (item->kind == &import_file_kind && item->status == STATUS_NOT_FOUND)
        return;
    if (outcome == FILE_REFUSED && item->problems.errors == 0)
        problems_error(&item->problems, "file.refused", SLICE(""),
                       "This file was refused: %s", status_name(item->status));
    if (item->status == STATUS_OK && item->unsettled && !item->last_pass)
        *LIST_PUSH(&in->postponed, struct postponed) = (struct postponed){
            arena_slice(&in->names, item->path), outcome, outcome != FILE_UNCHANGED};
    else
        tell(
            in, item,
            item->saved_first && outcome != FILE_REFUSED ? item->first_outcome : outcome);
}

/* Trees, partners and people are known by their slug: a second file with the same one
 * would silently take the place of the first. */
static void refuse_second(void *owner, struct import_item *item)
{
    struct import *in = owner;
    if (item->status != STATUS_OK || item->slug.len == 0)
        return;
    struct brought **bucket = &in->brought[slice_hash(item->slug) % SLUG_BUCKETS];
    for (const struct brought *b = *bucket; b; b = b->next)
        if (b->kind == item->kind && slice_eq(b->slug, item->slug)) {
            problems_error(&item->problems, "slug.twice", SLICE("slug"),
                           "\"" SLICE_FMT "\" is the slug of " SLICE_FMT
                           ", which this import has already taken",
                           SLICE_ARG(item->slug), SLICE_ARG(b->path));
            item->status = STATUS_CONFLICT;
            return;
        }
    struct brought *b = ARENA_NEW(&in->names, struct brought);
    *b = (struct brought){*bucket, item->kind, arena_slice(&in->names, item->slug),
                          arena_slice(&in->names, item->path)};
    *bucket = b;
}

/* ---- reading ----------------------------------------------------------------------- */

static enum status read_file(struct import *in, struct import_item *item)
{
    if (item->kind == &import_file_kind)
        return import_file_read(in->outside, in->root.ptr, item);
    struct slice full = in->only.len
                            ? in->only
                            : arena_format(&item->arena, SLICE_FMT "/" SLICE_FMT,
                                           SLICE_ARG(in->root), SLICE_ARG(item->path));
    enum status status = in->outside->read(in->outside->owner, &item->arena, full.ptr,
                                           ARTICLE_BYTES_MAX, &item->bytes);
    if (status == STATUS_OK || status == STATUS_GONE)
        return status;
    problems_error(&item->problems, "file.read", SLICE(""),
                   status == STATUS_TOO_LARGE
                       ? "This file is larger than %d bytes"
                       : "This file cannot be read (ceiling %d bytes)",
                   ARTICLE_BYTES_MAX);
    return STATUS_INVALID;
}

static enum status check_name(struct import_item *item)
{
    if (utf8_invalid_at(item->path) == item->path.len)
        return STATUS_OK;
    problems_error(&item->problems, "file.name", SLICE(""),
                   "The name of this file is not UTF-8");
    return STATUS_MALFORMED;
}

/* `earlier` is what the first pass made of the file, or NULL. */
static enum status send_file(struct import *in, struct slice path,
                             const struct import_kind *kind,
                             const struct postponed *earlier)
{
    struct import_item *item = import_pipe_place(in->pipe);
    if (!item)
        return STATUS_IO; /* the pipe knows better: see drain */
    item->kind = kind;
    item->path = path;
    item->last_pass = earlier != NULL;
    item->saved_first = earlier && earlier->saved;
    item->first_outcome = earlier ? earlier->outcome : FILE_UNCHANGED;
    problems_init(&item->problems, &item->arena);
    item->problems.file = path;
    item->status = check_name(item);
    if (item->status == STATUS_OK)
        item->status = read_file(in, item);
    if (item->status == STATUS_GONE)
        return STATUS_GONE;
    import_pipe_send(in->pipe);
    return STATUS_OK;
}

static enum status send_kind(struct import *in, const struct import_kind *kind)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < in->paths.count; i++) {
        struct slice path = ((const struct slice *)in->paths.items)[i];
        if (in->kinds[i] == kind)
            status = send_file(in, path, kind, NULL);
    }
    return status;
}

/* They were passed over when files were counted; one that is not in a list was not counted
 * at all. */
static enum status send_files(struct import *in, struct slices paths)
{
    enum status status = STATUS_OK;
    in->report.files += paths.count;
    in->report.passed_over -= in->only.len ? 0 : paths.count;
    for (size_t i = 0; status == STATUS_OK && i < paths.count; i++)
        status = send_file(in, paths.items[i], &import_file_kind, NULL);
    return status;
}

/* ---- the passes -------------------------------------------------------------------- */

/* Waits for what is on its way; a status of the sender ends it at once. */
static enum status drain(struct import *in, enum status status)
{
    if (status != STATUS_OK)
        import_pipe_fail(in->pipe, status);
    return import_pipe_drain(in->pipe);
}

/* Files that are known come before the guides, those that guides turn out to link to
 * behind them, and then those guides again. */
static enum status run_passes(struct import *in, struct slices known)
{
    enum status status = drain(in, send_files(in, known));
    for (const struct import_kind *kind = import_kinds;
         status == STATUS_OK && kind->parse; kind++)
        status = send_kind(in, kind);
    status = drain(in, status);
    if (status == STATUS_OK)
        status = drain(in, send_files(in, import_files_wanted(in->files, &in->names)));
    const struct postponed *later = in->postponed.items;
    size_t count = in->postponed.count;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = send_file(in, later[i].path, import_kind_of(later[i].path), &later[i]);
    return drain(in, status);
}

/* What stands before "/…" of the site that the files were written for. */
static enum status settle_base(struct store *store, void *argument)
{
    struct import *in = argument;
    enum status status =
        link_base_settle(store, &in->names, in->options->link_base, &in->links.base);
    return status == STATUS_OK && in->options->dry_run ? STATUS_CONFLICT : status;
}

/* Files that the store knows by their path, or that their own path names. */
static enum status find_known_files(struct import *in, struct store *store,
                                    struct list *known)
{
    enum status status = STATUS_OK;
    struct arena arena;
    arena_init(&arena, 0);
    for (size_t i = 0; status == STATUS_OK && i < in->paths.count; i++) {
        struct slice url, path = ((const struct slice *)in->paths.items)[i];
        if (in->kinds[i])
            continue;
        arena_reset(&arena);
        status = import_file_has_token(path) ? STATUS_OK
                                             : file_in_store(store, &arena, path, &url);
        if (status == STATUS_OK)
            import_files_expect(in->files, *LIST_PUSH(known, struct slice) = path);
        else if (status == STATUS_NOT_FOUND)
            status = STATUS_OK;
    }
    arena_release(&arena);
    return status;
}

/* What there was before. */
static enum status look_up(struct import *in, const struct store_access *access,
                           struct import_names *names, struct list *known)
{
    struct store *store = NULL;
    enum status status = access->read_open(access->owner, &store);
    if (status == STATUS_OK)
        status = import_names_look_up(names, store);
    if (status == STATUS_OK)
        status = find_known_files(in, store, known);
    if (status == STATUS_OK)
        status = in->options->link_base ? access->write(access->owner, settle_base, in)
                                        : settle_base(store, in);
    store_close(store);
    return status == STATUS_CONFLICT && in->options->dry_run ? STATUS_OK : status;
}

/* The guides among the paths, which are sorted already. */
static struct import_names guides_of(struct import *in)
{
    struct list guides = LIST_OF(&in->names, struct slice);
    for (size_t i = 0; i < in->paths.count; i++) {
        struct slice path = ((struct slice *)in->paths.items)[i];
        const struct import_kind *kind = in->kinds[i];
        if (kind && kind->is_guide)
            *LIST_PUSH(&guides, struct slice) = path;
    }
    return (struct import_names){guides.items, guides.count,
                                 ARENA_ARRAY(&in->names, guides.count + 1, bool)};
}

/* One entry for the whole command: each revision says itself that an import made it. */
static enum status add_record(struct store *store, void *argument)
{
    return audit_add(store, argument);
}

enum status exchange_record(const struct store_access *access,
                            const struct import_options *options, const char *action,
                            struct slice object, struct slice detail)
{
    struct audit_add add = {.at = options->at,
                            .action = slice_cstr(action),
                            .kind = SLICE("content"),
                            .object = object,
                            .detail = detail};
    return options->dry_run ? STATUS_OK : access->write(access->owner, add_record, &add);
}

static enum status record_import(struct import *in, const struct store_access *access)
{
    const size_t *outcomes = in->report.outcomes;
    if (!outcomes[FILE_CREATED] && !outcomes[FILE_CHANGED])
        return STATUS_OK;
    return exchange_record(
        access, in->options, "content.import", slice_cstr(in->options->path),
        arena_format(&in->names, "%zu created, %zu changed, %zu refused",
                     outcomes[FILE_CREATED], outcomes[FILE_CHANGED],
                     outcomes[FILE_REFUSED]));
}

static enum status take_all(struct import *in, const struct store_access *access)
{
    struct import_names names = guides_of(in);
    struct list known = LIST_OF(&in->names, struct slice);
    enum status status = look_up(in, access, &names, &known);
    if (status != STATUS_OK)
        return status;
    const struct import_pipe_config config = {
        .options = in->options,
        .access = access,
        .names = &names,
        .files = in->files,
        .links = &in->links,
        .admit = refuse_second,
        .done = finish_item,
        .owner = in,
    };
    in->pipe = import_pipe_new(&config);
    status = run_passes(in, (struct slices){known.items, known.count});
    import_pipe_free(in->pipe);
    return status == STATUS_OK ? record_import(in, access) : status;
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

struct slice exchange_root_of_file(struct arena *arena, struct slice path)
{
    size_t below = root_length(path);
    return arena_slice(arena, below > 1 ? slice_first(path, below - 1)
                              : below   ? SLICE("/")
                                        : SLICE("."));
}

static enum status find_one_file(struct import *in, struct slice path)
{
    struct slice ignored;
    enum status status =
        in->outside->read(in->outside->owner, &in->names, path.ptr, 0, &ignored);
    if (status == STATUS_GONE)
        return status;
    if (status != STATUS_OK && status != STATUS_TOO_LARGE)
        return STATUS_NOT_FOUND;
    struct slice name = arena_slice(&in->names, slice_from(path, root_length(path)));
    in->only = path;
    in->root = exchange_root_of_file(&in->names, path);
    *LIST_PUSH(&in->paths, struct slice) = name;
    return import_kind_of(name) ? STATUS_OK : STATUS_UNSUPPORTED;
}

/* The files to import, and the folder they lie in. */
static enum status find_files(struct import *in)
{
    struct slice path = slice_cstr(in->options->path);
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    in->root = arena_slice(&in->names, path);
    enum status status =
        in->outside->list(in->outside->owner, &in->names, in->root.ptr, &in->paths);
    if (status == STATUS_OK && in->paths.count > IMPORT_FILES_MAX)
        status = STATUS_TOO_LARGE;
    return status == STATUS_OK || status == STATUS_GONE || status == STATUS_TOO_LARGE
               ? status
               : find_one_file(in, slice_cstr(in->options->path));
}

static void note_files(struct import *in)
{
    in->kinds = ARENA_ARRAY(&in->names, in->paths.count + 1, const struct import_kind *);
    for (size_t i = 0; i < in->paths.count; i++) {
        struct slice path = ((struct slice *)in->paths.items)[i];
        const struct import_kind *kind = in->kinds[i] = import_kind_of(path);
        in->report.passed_over += !kind;
        in->report.files += kind != NULL;
        if (in->options->guides && kind && (kind->is_guide || kind->is_part))
            *LIST_PUSH(in->options->guides, struct slice) =
                arena_slice(in->options->guides->arena, path);
    }
}

enum status exchange_import(const struct store_access *access,
                            const struct import_options *options,
                            struct import_report *out_report)
{
    struct import *in = calloc(1, sizeof *in);
    if (!in)
        abort();
    in->options = options;
    in->outside = options->outside ? options->outside : &outside_here;
    arena_init(&in->names, 0);
    in->paths = LIST_OF(&in->names, struct slice);
    in->postponed = LIST_OF(&in->names, struct postponed);
    enum status status = find_files(in);
    note_files(in);
    in->links = (struct import_links){.outside = in->outside,
                                      .paths = path_index_make(&in->names, &in->paths),
                                      .root = in->root.ptr};
    in->files = import_files_new(in->only.len ? NULL : in->links.paths);
    if (status == STATUS_OK)
        status = take_all(in, access);
    if (in->options->files)
        import_files_kept(in->files, in->options->files);
    import_files_free(in->files);
    *out_report = in->report;
    arena_release(&in->names);
    free(in);
    return status;
}

const char *file_outcome_name(enum file_outcome outcome)
{
    static const char *const names[FILE_OUTCOMES] = {
        [FILE_CREATED] = "created",     [FILE_CHANGED] = "changed",
        [FILE_UNCHANGED] = "unchanged", [FILE_REFUSED] = "refused",
        [FILE_OMITTED] = "omitted",     [FILE_RETIRED] = "retired",
    };
    return outcome < FILE_OUTCOMES ? names[outcome] : "unknown";
}
