#include "git.h"

#include <git2.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int started;

static void start(void)
{
    started = git_libgit2_init();
}

enum status git_start(void)
{
    pthread_once(&once, start);
    return started > 0 ? STATUS_OK : STATUS_IO;
}

enum status git_can_take(struct slice text)
{
    if (text.len > COMPARE_BYTES_MAX)
        return STATUS_TOO_LARGE;
    return text.len && memchr(text.ptr, '\0', text.len) ? STATUS_MALFORMED : STATUS_OK;
}
