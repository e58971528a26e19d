#include "scratch.h"

#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Is it gone? A file that is made meanwhile keeps it. */
static bool remove_folder(const char *dir)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct list paths = LIST_OF(&arena, struct slice);
    files_below(&arena, dir, &paths);
    for (size_t i = 0; i < paths.count; i++) {
        struct slice name = ((struct slice *)paths.items)[i];
        unlink(arena_format(&arena, "%s/" SLICE_FMT, dir, SLICE_ARG(name)).ptr);
    }
    bool gone = rmdir(dir) == 0 || errno == ENOENT;
    arena_release(&arena);
    return gone;
}

/* Beside a thread that still makes files in it; once it is gone no more can be made. */
static void remove_under_work(const char *dir)
{
    enum { TRIES = 10000 };
    for (int i = 0; i < TRIES && !remove_folder(dir); i++)
        sched_yield();
}

/* ---- what a killed command left ----------------------------------------------------- */

static bool is_ours(const char *dir)
{
    struct stat info;
    return lstat(dir, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid();
}

/* A store that somebody works with is locked; one that has no lock yet is being made. */
static bool is_left(const char *dir)
{
    struct arena arena;
    arena_init(&arena, 0);
    int fd =
        open(arena_format(&arena, "%s/lock", dir).ptr, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    bool left = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
    if (fd >= 0)
        close(fd);
    arena_release(&arena);
    return left;
}

static void remove_left(const char *pattern)
{
    glob_t found;
    if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++)
        if (is_ours(found.gl_pathv[i]) && is_left(found.gl_pathv[i]))
            remove_folder(found.gl_pathv[i]);
    globfree(&found);
}

/* ---- signals ------------------------------------------------------------------------ */

/* The process ends by the signal, as it would have. */
static void *wait_for_signal(void *argument)
{
    struct scratch *scratch = argument;
    int number = 0;
    if (sigwait(&scratch->signals, &number) != 0)
        return NULL;
    remove_under_work(scratch->dir);
    signal(number, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &scratch->signals, NULL);
    kill(getpid(), number);
    return NULL;
}

/* "/tmp/runbookd-check-" and what stands for the letters of its own. */
static void write_path(char out[SCRATCH_PATH_MAX], const char *letters)
{
    const char *base = getenv("TMPDIR");
    if (!base || base[0] != '/' || strlen(base) > SCRATCH_PATH_MAX - 64)
        base = "/tmp";
    snprintf(out, SCRATCH_PATH_MAX, "%s/runbookd-check-%s", base, letters);
}

enum status scratch_make(struct scratch *out_scratch)
{
    char *dir = out_scratch->dir;
    write_path(dir, "??????");
    remove_left(dir);
    write_path(dir, "XXXXXX");
    sigemptyset(&out_scratch->signals);
    sigaddset(&out_scratch->signals, SIGINT);
    sigaddset(&out_scratch->signals, SIGTERM);
    sigaddset(&out_scratch->signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &out_scratch->signals, &out_scratch->before);
    if (!mkdtemp(dir)) {
        int why = errno;
        pthread_sigmask(SIG_SETMASK, &out_scratch->before, NULL);
        errno = why;
        return STATUS_IO;
    }
    if (pthread_create(&out_scratch->watch, NULL, wait_for_signal, out_scratch) != 0)
        abort();
    return STATUS_OK;
}

void scratch_remove(struct scratch *scratch)
{
    pthread_cancel(scratch->watch);
    pthread_join(scratch->watch, NULL);
    remove_folder(scratch->dir);
    pthread_sigmask(SIG_SETMASK, &scratch->before, NULL);
}
