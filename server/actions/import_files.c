/* Images and files that guides carry: which an import takes, and how. A guide that links to
 * one is parsed again when the file is in; so what comes of it does not depend on who was
 * faster. */
#include "attaching_row.h"
#include "import.h"

#include <pthread.h>
#include <stdlib.h>

enum { BUCKETS = 1 << 12 };

enum file_state {
    WANTED,    /* a guide links to it */
    EXPECTED,  /* on its way before the guides */
    TAKEN,     /* has a URL */
    NOT_TAKEN, /* is none that is taken */
    ABSENT
};

struct wanted_file {
    struct wanted_file *next;
    struct slice path, url;
    enum file_state state;
    bool linked; /* from a guide of this import */
};

struct import_files {
    pthread_mutex_t lock; /* all below but paths */
    struct arena arena;
    struct wanted_file *buckets[BUCKETS];
    const struct path_index *paths;
};

/* ---- what is known ----------------------------------------------------------------- */

struct import_files *import_files_new(const struct path_index *paths)
{
    struct import_files *files = calloc(1, sizeof *files);
    if (!files)
        abort();
    pthread_mutex_init(&files->lock, NULL);
    arena_init(&files->arena, 0);
    files->paths = paths;
    return files;
}

void import_files_free(struct import_files *files)
{
    if (!files)
        return;
    pthread_mutex_destroy(&files->lock);
    arena_release(&files->arena);
    free(files);
}

static struct wanted_file **bucket_of(struct import_files *files, struct slice path)
{
    return &files->buckets[slice_hash(path) % BUCKETS];
}

static struct wanted_file *find(struct import_files *files, struct slice path)
{
    struct wanted_file *file = *bucket_of(files, path);
    while (file && !slice_eq(file->path, path))
        file = file->next;
    return file;
}

/* The file, made in `state` when it is not known; under the lock. */
static struct wanted_file *know(struct import_files *files, struct slice path,
                                enum file_state state)
{
    struct wanted_file *file = find(files, path);
    struct wanted_file **bucket = bucket_of(files, path);
    if (file)
        return file;
    file = ARENA_NEW(&files->arena, struct wanted_file);
    *file = (struct wanted_file){
        .next = *bucket, .path = arena_slice(&files->arena, path), .state = state};
    *bucket = file;
    return file;
}

void import_files_expect(struct import_files *files, struct slice path)
{
    pthread_mutex_lock(&files->lock);
    know(files, path, EXPECTED);
    pthread_mutex_unlock(&files->lock);
}

/* Copies what a link to the file finds, and notes that there is one. */
static struct wanted_file link_to(struct import_files *files, struct arena *arena,
                                  struct slice path)
{
    pthread_mutex_lock(&files->lock);
    struct wanted_file *file = know(files, path, WANTED);
    file->linked = true;
    struct wanted_file found = *file;
    found.url = arena_slice(arena, file->url);
    pthread_mutex_unlock(&files->lock);
    return found;
}

static int by_bytes(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

typedef bool is_meant_fn(const struct wanted_file *file);

static void gather(struct import_files *files, is_meant_fn *is_meant,
                   struct list *out_paths)
{
    pthread_mutex_lock(&files->lock);
    for (size_t i = 0; i < BUCKETS; i++)
        for (const struct wanted_file *f = files->buckets[i]; f; f = f->next)
            if (is_meant(f))
                *LIST_PUSH(out_paths, struct slice) =
                    arena_slice(out_paths->arena, f->path);
    pthread_mutex_unlock(&files->lock);
}

static bool is_wanted(const struct wanted_file *file)
{
    return file->state == WANTED;
}

struct slices import_files_wanted(struct import_files *files, struct arena *arena)
{
    struct list paths = LIST_OF(arena, struct slice);
    gather(files, is_wanted, &paths);
    if (paths.count)
        qsort(paths.items, paths.count, sizeof(struct slice), by_bytes);
    return (struct slices){paths.items, paths.count};
}

static bool is_kept(const struct wanted_file *file)
{
    return file->state == TAKEN && (file->linked || import_file_has_token(file->path));
}

void import_files_kept(struct import_files *files, struct list *out_paths)
{
    gather(files, is_kept, out_paths);
}

void import_files_settle(struct import_files *files, const struct import_item *item)
{
    pthread_mutex_lock(&files->lock);
    struct wanted_file *file = know(files, item->path, WANTED);
    file->state = item->status == STATUS_OK          ? TAKEN
                  : item->status == STATUS_NOT_FOUND ? ABSENT
                                                     : NOT_TAKEN;
    file->url = arena_slice(&files->arena, item->url);
    pthread_mutex_unlock(&files->lock);
}

/* ---- links to them ----------------------------------------------------------------- */

static bool is_there(const struct import_files *files, struct arena *arena,
                     struct slice path)
{
    bool exact;
    if (!files->paths)
        return !import_path_is_hidden(path);
    return slice_eq(path_index_find(files->paths, arena, path, &exact), path);
}

/* Where there is one file only, an earlier import may have brought what lies nowhere
 * now. */
static enum status find_earlier(struct import_parser *parser, struct arena *arena,
                                struct slice path, struct slice *out_url)
{
    struct store *store = parser->files->paths ? NULL : import_parser_store(parser);
    enum status status =
        store ? file_in_store(store, arena, path, out_url) : STATUS_NOT_FOUND;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        parser->fault = status;
    return status;
}

enum status import_find_file(void *owner, struct arena *arena, struct slice path,
                             struct slice *out_url)
{
    struct import_parser *parser = owner;
    if (import_kind_of(path) || !is_there(parser->files, arena, path))
        return STATUS_NOT_FOUND;
    struct wanted_file file = link_to(parser->files, arena, path);
    switch (file.state) {
    case TAKEN:
        *out_url = file.url;
        return STATUS_OK;
    case NOT_TAKEN:
        return STATUS_UNSUPPORTED;
    case ABSENT:
        return find_earlier(parser, arena, path, out_url);
    default:
        parser->links.lost++;
        return STATUS_NOT_FOUND;
    }
}

/* ---- one of them ------------------------------------------------------------------- */

bool import_file_has_token(struct slice path)
{
    struct slice rest = path, folder = SLICE(""), token = SLICE("");
    if (!slice_split(&rest, '/', &folder) || !slice_split(&rest, '/', &token) ||
        !slice_eq_cstr(folder, "files") || token.len != ATTACHMENT_TOKEN ||
        rest.len == 0 || slice_find(rest, '/') < rest.len)
        return false;
    for (size_t i = 0; i < token.len; i++)
        if (!(token.ptr[i] >= '0' && token.ptr[i] <= '9') &&
            !(token.ptr[i] >= 'a' && token.ptr[i] <= 'f'))
            return false;
    return true;
}

/* An absent one is no remark of its own: the guide has one. */
enum status import_file_read(const struct outside *outside, const char *root,
                             struct import_item *item)
{
    enum status status =
        outside->read_below(outside->owner, &item->arena, root, item->path,
                            ATTACHMENT_BYTES_MAX, &item->bytes);
    if (status == STATUS_OK || status == STATUS_GONE || status == STATUS_NOT_FOUND)
        return status;
    problems_warning(&item->problems, "file.read", SLICE(""),
                     status == STATUS_TOO_LARGE
                         ? "This file is larger than %d MB"
                         : "This file cannot be read (ceiling %d MB)",
                     ATTACHMENT_BYTES_MAX >> 20);
    return STATUS_UNSUPPORTED;
}

static enum status check_token(const struct attachment_ready *ready,
                               struct import_item *item)
{
    struct slice token =
        slice_first(slice_from(item->path, sizeof "files"), ATTACHMENT_TOKEN);
    if (!import_file_has_token(item->path) || slice_eq(token, ready->token))
        return STATUS_OK;
    problems_error(
        &item->problems, "file.token", SLICE(""),
        "These bytes are not those that the folder's name stands for; a changed "
        "file belongs beside the guide that links to it");
    return STATUS_INVALID;
}

static enum status parse_file(struct import_parser *parser, struct import_item *item)
{
    (void)parser;
    struct problems why;
    struct attachment_ready *ready = ARENA_NEW(&item->arena, struct attachment_ready);
    const struct attachment_file file = {.file_name = item->path, .bytes = item->bytes};
    problems_init(&why, &item->arena);
    item->parsed = ready;
    if (attaching_prepare(&item->arena, &file, &why, ready) == STATUS_OK)
        return check_token(ready, item);
    problems_warning(&item->problems, "file.kind", SLICE(""), SLICE_FMT,
                     SLICE_ARG(problems_at(&why, 0)->message));
    return STATUS_UNSUPPORTED;
}

static enum status save_file(struct store *store, const struct import_options *options,
                             struct import_item *item)
{
    const struct attachment_add add = attaching_row(item->parsed, options->at);
    struct attachment attachment;
    bool added = false;
    enum status status = attachments_add(store, &add, &item->arena, &attachment, &added);
    if (status == STATUS_OK)
        status = imported_files_put(store, item->path, attachment.id, &item->saved);
    if (status == STATUS_OK)
        item->url = attachment_path(&item->arena, &attachment);
    return status;
}

const struct import_kind import_file_kind = {.parse = parse_file, .save = save_file};
