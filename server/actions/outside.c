#include "actions/outside.h"
#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
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

/* ---- writing below a folder --------------------------------------------------------- */

/* The folder below `dir` that the last name of the path stands in: opened segment by
 * segment, and made where it is missing, so that no symbolic link that lies there leads out
 * of `dir`. -1: errno. */
static int open_folder_of(struct arena *arena, const char *dir, struct slice path,
                          bool make, const char **out_name)
{
    struct slice part, rest = path;
    int folder = open(dir, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    while (folder >= 0 && slice_split(&rest, '/', &part)) {
        const char *name = arena_strndup(arena, part.ptr, part.len);
        bool good = part.len && !slice_eq_cstr(part, ".") && !slice_eq_cstr(part, "..");
        *out_name = name;
        if (good && !rest.ptr)
            return folder;
        if (good && make)
            mkdirat(folder, name, 0777);
        errno = EACCES;
        int next =
            good ? openat(folder, name, O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)
                 : -1;
        int why = errno;
        close(folder);
        errno = why;
        folder = next;
    }
    return folder;
}

static bool is_same(int folder, const char *name, struct slice bytes)
{
    struct arena arena;
    struct slice old;
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    arena_init(&arena, 0);
    bool same =
        file_read_fd(fd, &arena, bytes.len, &old) == STATUS_OK && slice_eq(old, bytes);
    arena_release(&arena);
    return same;
}

static enum status put(void *owner, const char *dir, struct slice path,
                       struct slice bytes, bool *out_same)
{
    (void)owner;
    struct arena arena;
    const char *name;
    arena_init(&arena, 0);
    int folder = open_folder_of(&arena, dir, path, true, &name);
    bool same = folder >= 0 && is_same(folder, name, bytes);
    enum status status = folder < 0 ? STATUS_IO
                         : same     ? STATUS_OK
                                    : file_write_at(folder, name, bytes);
    int why = errno;
    if (folder >= 0)
        close(folder);
    arena_release(&arena);
    if (status == STATUS_OK)
        *out_same = same;
    errno = why;
    return status;
}

/* The folders on the way, from the innermost out, as long as they are empty. */
static void remove_empty(struct arena *arena, const char *dir, struct slice path)
{
    const char *name = "";
    size_t end = path.len;
    bool gone = true;
    while (gone) {
        while (end && path.ptr[end - 1] != '/')
            end--;
        if (end == 0)
            return;
        int folder = open_folder_of(arena, dir, slice_first(path, --end), false, &name);
        gone = folder >= 0 && unlinkat(folder, name, AT_REMOVEDIR) == 0;
        if (folder >= 0)
            close(folder);
    }
}

static enum status remove_here(void *owner, const char *dir, struct slice path)
{
    (void)owner;
    struct arena arena;
    const char *name = "";
    arena_init(&arena, 0);
    int folder = open_folder_of(&arena, dir, path, false, &name);
    enum status status =
        folder >= 0 && unlinkat(folder, name, 0) == 0 ? STATUS_OK : STATUS_IO;
    int why = errno;
    if (folder >= 0)
        close(folder);
    if (status == STATUS_OK)
        remove_empty(&arena, dir, path);
    arena_release(&arena);
    errno = why;
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
