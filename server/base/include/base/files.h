/* Whole files and folders. */
#ifndef BASE_FILES_H
#define BASE_FILES_H

#include "base/arena.h"
#include "base/list.h"
#include "base/slice.h"
#include "base/status.h"

/* Reads a whole regular file into the arena. STATUS_TOO_LARGE over `ceiling` bytes,
 * STATUS_NOT_FOUND, or STATUS_IO with errno set. */
enum status file_read(struct arena *arena, const char *path, size_t ceiling,
                      struct slice *out_bytes);
/* As above from an open file, which it closes. */
enum status file_read_fd(int fd, struct arena *arena, size_t ceiling,
                         struct slice *out_bytes);
/* Writes beside the target, syncs, renames over it and syncs the folder. STATUS_IO:
 * errno. */
enum status file_write_atomic(const char *path, struct slice bytes);
/* The same of a name in an open folder. */
enum status file_write_at(int folder, const char *name, struct slice bytes);
/* Adds every regular file below `dir` (struct slice paths, relative to `dir`, ended by
 * NUL), sorted bytewise; hidden names and symbolic links are passed over. */
enum status files_below(struct arena *arena, const char *dir, struct list *out_paths);
/* mkdir -p with `mode` for those it makes. */
enum status dir_make(const char *path, unsigned mode);

#endif
