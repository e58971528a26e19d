#include "actions/outside.h"
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum status list(void *owner, struct arena *arena, const char *dir,
                        struct list *out_paths)
{
    (void)owner;
    return files_below(arena, dir, out_paths);
}

static enum status read_here(void *owner, struct arena *arena, const char *path,
                             size_t ceiling, struct slice *out_bytes)
{
    (void)owner;
    return file_read(arena, path, ceiling, out_bytes);
}

/* The folder that holds the file, opened segment by segment, so that no symbolic link
 * leads out of the root. Closes `folder`. */
static int open_below(int folder, struct arena *arena, struct slice path)
{
    struct slice part, rest = path;
    int fd = folder;
    while (fd >= 0 && slice_split(&rest, '/', &part)) {
        const int flags =
            O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (rest.ptr ? O_DIRECTORY : 0);
        const char *name = arena_strndup(arena, part.ptr, part.len);
        int next = part.len && !slice_eq_cstr(part, "..") ? openat(fd, name, flags) : -1;
        int why = errno;
        close(fd);
        errno = why;
        fd = next;
    }
    return fd;
}

static enum status read_below(void *owner, struct arena *arena, const char *root,
                              struct slice path, size_t ceiling, struct slice *out_bytes)
{
    (void)owner;
    int folder = open(root, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    int fd = folder < 0 ? -1 : open_below(folder, arena, path);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? STATUS_NOT_FOUND : STATUS_FORBIDDEN;
    return file_read_fd(fd, arena, ceiling, out_bytes);
}

static enum status make_dir(void *owner, const char *path)
{
    (void)owner;
    return dir_make(path, 0777);
}

static enum status make_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash && slash > path ? strndup(path, (size_t)(slash - path)) : NULL;
    enum status status = folder ? dir_make(folder, 0777) : STATUS_OK;
    free(folder);
    return status;
}

static bool is_same(const char *path, struct slice bytes)
{
    struct arena arena;
    struct slice old;
    arena_init(&arena, 0);
    bool same =
        file_read(&arena, path, bytes.len, &old) == STATUS_OK && slice_eq(old, bytes);
    arena_release(&arena);
    return same;
}

static enum status put(void *owner, const char *path, struct slice bytes, bool *out_same)
{
    (void)owner;
    bool same = is_same(path, bytes);
    enum status status = same ? STATUS_OK : make_folder_of(path);
    if (status == STATUS_OK && !same)
        status = file_write_atomic(path, bytes);
    if (status == STATUS_OK)
        *out_same = same;
    return status;
}

static enum status remove_here(void *owner, const char *dir, struct slice path)
{
    (void)owner;
    struct arena arena;
    arena_init(&arena, 0);
    size_t below = strlen(dir) + 1;
    struct slice joined = arena_format(&arena, "%s/" SLICE_FMT, dir, SLICE_ARG(path));
    char *full = arena_strndup(&arena, joined.ptr, joined.len);
    enum status status = unlink(full) == 0 ? STATUS_OK : STATUS_IO;
    for (char *slash; status == STATUS_OK && (slash = strrchr(full + below, '/'));) {
        *slash = '\0';
        if (rmdir(full) != 0)
            break;
    }
    arena_release(&arena);
    return status;
}

const struct outside outside_here = {
    .list = list,
    .read = read_here,
    .read_below = read_below,
    .make_dir = make_dir,
    .put = put,
    .remove = remove_here,
};
