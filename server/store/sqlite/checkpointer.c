#include "sqlite/checkpointer.h"
#include "sqlite/query.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

/* Pages in the log: a checkpoint is due; the writer waits for one. */
enum { PAGES_DUE = 4000, PAGES_MAX = 12000 };

struct checkpointer {
    const struct store_hub *hub;
    sqlite3 *writer;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool due, ending;      /* under the lock, with the two below */
    uint64_t begun, ended; /* checkpoints, counted */
};

/* ---- the thread -------------------------------------------------------------------- */

/* Waits until a checkpoint is due; false: go home. */
static bool wait_until_due(struct checkpointer *c)
{
    pthread_mutex_lock(&c->lock);
    while (!c->due && !c->ending)
        pthread_cond_wait(&c->changed, &c->lock);
    bool due = !c->ending;
    c->due = false;
    c->begun += due;
    pthread_mutex_unlock(&c->lock);
    return due;
}

static void note_end(struct checkpointer *c)
{
    pthread_mutex_lock(&c->lock);
    c->ended = c->begun;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
}

/* PASSIVE waits for nobody. What it cannot do now (a reader needs the log, the disk fails)
 * is due again with the next commit, and a commit that fails says so itself. */
static void *run(void *argument)
{
    struct checkpointer *c = argument;
    sqlite3 *db = NULL;
    while (wait_until_due(c)) {
        if (db || connection_open(c->hub, STORE_READ, &db) == STATUS_OK)
            sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        note_end(c);
    }
    sqlite3_close(db);
    return NULL;
}

/* ---- the writer's side ------------------------------------------------------------- */

/* After each commit, with the number of pages in the log. A checkpoint under way does not
 * know of this commit: one that begins later is waited for. */
static int after_commit(void *owner, sqlite3 *db, const char *name, int pages)
{
    struct checkpointer *c = owner;
    (void)db;
    (void)name;
    if (pages < PAGES_DUE)
        return SQLITE_OK;
    pthread_mutex_lock(&c->lock);
    uint64_t awaited = c->begun + 1;
    c->due = true;
    pthread_cond_broadcast(&c->changed);
    while (pages >= PAGES_MAX && c->ended < awaited)
        pthread_cond_wait(&c->changed, &c->lock);
    pthread_mutex_unlock(&c->lock);
    return SQLITE_OK;
}

/* Signals are for the threads that were told to take them. */
static bool start(struct checkpointer *c)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&c->thread, NULL, run, c) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

struct checkpointer *checkpointer_new(const struct store_hub *hub, sqlite3 *writer)
{
    struct checkpointer *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->hub = hub;
    c->writer = writer;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->changed, NULL);
    if (start(c)) {
        sqlite3_wal_hook(writer, after_commit, c);
        return c;
    }
    pthread_cond_destroy(&c->changed);
    pthread_mutex_destroy(&c->lock);
    free(c);
    return NULL;
}

void checkpointer_free(struct checkpointer *c)
{
    if (!c)
        return;
    sqlite3_wal_hook(c->writer, NULL, NULL);
    pthread_mutex_lock(&c->lock);
    c->ending = true;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
    pthread_join(c->thread, NULL);
    pthread_cond_destroy(&c->changed);
    pthread_mutex_destroy(&c->lock);
    free(c);
}
