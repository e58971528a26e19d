#include "base/files.h"
#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status read_all(int fd, char *bytes, size_t size)
{
    for (size_t got = 0; got < size;) {
        ssize_t n = read(fd, bytes + got, size - got);
        if (n == 0)
            errno = EIO;
        if (n <= 0 && !(n < 0 && errno == EINTR))
            return STATUS_IO;
        got += n > 0 ? (size_t)n : 0;
    }
    return STATUS_OK;
}

enum status file_read_fd(int fd, struct arena *arena, size_t ceiling,
                         struct slice *out_bytes)
{
    struct stat info;
    enum status status = STATUS_IO;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
        size_t size = (size_t)info.st_size;
        if (size > ceiling) {
            status = STATUS_TOO_LARGE;
        } else {
            char *bytes = arena_alloc(arena, size + 1);
            bytes[size] = '\0';
            status = read_all(fd, bytes, size);
            if (status == STATUS_OK)
                *out_bytes = slice_of(bytes, size);
        }
    }
    close(fd);
    return status;
}

enum status file_read(struct arena *arena, const char *path, size_t ceiling,
                      struct slice *out_bytes)
{
    /* A pipe that nobody writes to must not hold us: it is refused below. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? STATUS_NOT_FOUND : STATUS_IO;
    return file_read_fd(fd, arena, ceiling, out_bytes);
}

static bool write_all(int fd, struct slice bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = slice_from(bytes, (size_t)n);
    }
    return fsync(fd) == 0;
}

static void sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *dir = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    int fd = dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(dir);
}

/* What lies in the way of the part is not ours to write into: it may be a link. */
enum status file_write_at(int folder, const char *name, struct slice bytes)
{
    struct buf part;
    buf_init(&part, 8192);
    buf_add_format(&part, "%s.part-%ld", name, (long)getpid());
    if (!part.overflow)
        unlinkat(folder, part.ptr, 0);
    int fd = part.overflow ? -1
                           : openat(folder, part.ptr,
                                    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool good = fd >= 0 && write_all(fd, bytes);
    if (fd >= 0)
        good = close(fd) == 0 && good;
    good = good && renameat(folder, part.ptr, folder, name) == 0;
    int why = errno;
    if (good && folder != AT_FDCWD)
        fsync(folder);
    else if (good)
        sync_folder_of(name);
    else if (fd >= 0)
        unlinkat(folder, part.ptr, 0);
    buf_release(&part);
    errno = why;
    return good ? STATUS_OK : STATUS_IO;
}

enum status file_write_atomic(const char *path, struct slice bytes)
{
    return file_write_at(AT_FDCWD, path, bytes);
}

static enum status walk(struct arena *arena, struct slice root, struct slice below,
                        struct list *out_paths)
{
    struct slice full = below.len ? arena_format(arena, SLICE_FMT "/" SLICE_FMT,
                                                 SLICE_ARG(root), SLICE_ARG(below))
                                  : root;
    DIR *dir = opendir(full.ptr);
    if (!dir)
        return STATUS_IO;
    enum status status = STATUS_OK;
    for (struct dirent *e; status == STATUS_OK && (e = readdir(dir));) {
        struct stat info;
        if (e->d_name[0] == '.' ||
            fstatat(dirfd(dir), e->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        struct slice path =
            below.len ? arena_format(arena, SLICE_FMT "/%s", SLICE_ARG(below), e->d_name)
                      : arena_format(arena, "%s", e->d_name);
        if (S_ISDIR(info.st_mode))
            status = walk(arena, root, path, out_paths);
        else if (S_ISREG(info.st_mode))
            *LIST_PUSH(out_paths, struct slice) = path;
    }
    closedir(dir);
    return status;
}

static int by_bytes(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

enum status files_below(struct arena *arena, const char *dir, struct list *out_paths)
{
    enum status status =
        walk(arena, arena_slice(arena, slice_cstr(dir)), SLICE(""), out_paths);
    if (status == STATUS_OK && out_paths->count)
        qsort(out_paths->items, out_paths->count, sizeof(struct slice), by_bytes);
    return status;
}

enum status dir_make(const char *path, unsigned mode)
{
    struct stat info;
    char *copy = strdup(path);
    if (!copy)
        abort();
    for (char *p = copy + 1; *p; p++)
        if (*p == '/') {
            *p = '\0';
            mkdir(copy, mode);
            *p = '/';
        }
    int made = mkdir(copy, mode);
    int why = errno;
    free(copy);
    if (made == 0)
        return STATUS_OK;
    errno = why;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode) ? STATUS_OK : STATUS_IO;
}
