/* A folder for the length of one command, which is gone afterwards: also when a signal ends
 * the command, and at the next command's start when nothing else could remove it. */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include "base/status.h"

#include <pthread.h>
#include <signal.h>

enum { SCRATCH_PATH_MAX = 1024 };

struct scratch {
    char dir[SCRATCH_PATH_MAX]; /* below $TMPDIR, else /tmp */
    sigset_t before, signals;
    pthread_t watch;
};

/* To be called before the process has other threads: from now on a thread of this one takes
 * SIGINT, SIGTERM and SIGHUP. Removes folders of commands that were killed. STATUS_IO with
 * errno. */
enum status scratch_make(struct scratch *out_scratch);
/* Removes the folder with the files in it. */
void scratch_remove(struct scratch *scratch);

#endif
