/* The folders and files that exchange reads and writes: this process's own, or those of
 * whoever sits at the other end of the control socket. Paths are as that side names them.
 *
 * Every function: STATUS_IO with errno set when the file system said no; STATUS_GONE: the
 * other end is not there any more, and nothing that is asked later will succeed. Any
 * thread. */
#ifndef ACTIONS_OUTSIDE_H
#define ACTIONS_OUTSIDE_H

#include "base/arena.h"
#include "base/list.h"
#include "base/status.h"
#include <stdbool.h>

struct outside {
    void *owner;
    /* As files_below, file_read and dir_make (with mode 0777) of base/files.h. */
    enum status (*list)(void *owner, struct arena *arena, const char *dir,
                        struct list *out_paths);
    enum status (*read)(void *owner, struct arena *arena, const char *path,
                        size_t ceiling, struct slice *out_bytes);
    /* The same, of a path below `root`, through no symbolic link; its segments are neither
     * empty nor "." nor "..". STATUS_FORBIDDEN: it leads elsewhere. */
    enum status (*read_below)(void *owner, struct arena *arena, const char *root,
                              struct slice path, size_t ceiling, struct slice *out_bytes);
    enum status (*make_dir)(void *owner, const char *path);
    /* Makes the folders on the way and writes the file below `dir` whole, or leaves one
     * alone that holds these bytes already. Through no symbolic link. */
    enum status (*put)(void *owner, const char *dir, struct slice path,
                       struct slice bytes, bool *out_same);
    /* Removes the file below dir, and the folders below dir that it leaves empty. Through
     * no symbolic link. */
    enum status (*remove)(void *owner, const char *dir, struct slice path);
    /* Writes a file of ours to `path` there; NULL when there is here. */
    enum status (*receive)(void *owner, const char *ours, const char *path);
};

/* This process's own files. */
extern const struct outside outside_here;

#endif
