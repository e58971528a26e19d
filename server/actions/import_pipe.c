/* The way of files through an import: a ring of places in the order of reading. The
 * caller's thread fills places, parsing threads take them as they come, and one thread
 * writes them in order, so that what is reported does not depend on who was faster. */
#include "import.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    PLACES = 1280,
    BYTES_ON_THE_WAY = 8 << 20, /* of files; parsed they take some ten times that */
    PARSERS_MAX = 4,
    BATCH_LIMIT = 512
};

struct place {
    struct import_item item;
    bool parsed;
};

struct import_pipe {
    struct import_pipe_config config;
    pthread_mutex_t
        lock; /* all below but the items, whose owner changes hands under it */
    pthread_cond_t changed;
    struct place places[PLACES];
    size_t sent, taken, done; /* files, counted from the first */
    size_t bytes;             /* of files sent and not done */
    bool draining;            /* no more will be sent for now */
    bool ending;              /* threads go home */
    enum status status;       /* why it failed */
    pthread_t parsers[PARSERS_MAX], writer;
    size_t parser_count;
};

static struct place *place_of(struct import_pipe *pipe, size_t number)
{
    return &pipe->places[number % PLACES];
}

static void fail(struct import_pipe *pipe, enum status status)
{
    if (pipe->status == STATUS_OK)
        pipe->status = status;
    pthread_cond_broadcast(&pipe->changed);
}

void import_pipe_fail(struct import_pipe *pipe, enum status status)
{
    pthread_mutex_lock(&pipe->lock);
    fail(pipe, status);
    pthread_mutex_unlock(&pipe->lock);
}

/* ---- parsing ----------------------------------------------------------------------- */

/* The next file to parse; NULL when the thread shall end. */
static struct place *take_unparsed(struct import_pipe *pipe)
{
    struct place *place = NULL;
    pthread_mutex_lock(&pipe->lock);
    while (!pipe->ending && pipe->taken == pipe->sent)
        pthread_cond_wait(&pipe->changed, &pipe->lock);
    if (!pipe->ending)
        place = place_of(pipe, pipe->taken++);
    pthread_mutex_unlock(&pipe->lock);
    return place;
}

static void *run_parser(void *argument)
{
    struct import_pipe *pipe = argument;
    struct import_parser parser = {.options = pipe->config.options,
                                   .access = pipe->config.access,
                                   .names = pipe->config.names,
                                   .files = pipe->config.files,
                                   .links = *pipe->config.links};
    struct place *place;
    while ((place = take_unparsed(pipe))) {
        if (place->item.status == STATUS_OK)
            import_parse(&parser, &place->item);
        pthread_mutex_lock(&pipe->lock);
        place->parsed = true;
        pthread_cond_broadcast(&pipe->changed);
        pthread_mutex_unlock(&pipe->lock);
    }
    store_close(parser.store);
    return NULL;
}

/* ---- writing ----------------------------------------------------------------------- */

/* How many files from the front are parsed, at most a batch; under the lock. */
static size_t count_ready(struct import_pipe *pipe, size_t *out_bytes)
{
    size_t max = pipe->config.access->batch < BATCH_LIMIT ? pipe->config.access->batch
                                                          : BATCH_LIMIT;
    size_t count = 0;
    *out_bytes = 0;
    while (count < max && pipe->done + count < pipe->sent) {
        const struct place *place = place_of(pipe, pipe->done + count);
        if (!place->parsed)
            break;
        *out_bytes += place->item.bytes.len;
        count++;
    }
    return count;
}

static bool is_batch(const struct import_pipe *pipe, size_t count, size_t bytes)
{
    return count >= pipe->config.access->batch || count >= BATCH_LIMIT ||
           bytes >= BYTES_ON_THE_WAY / 2 ||
           (count && pipe->draining && pipe->done + count == pipe->sent);
}

/* Waits for a whole batch, or for what is left; 0 when the thread shall end. */
static size_t take_batch(struct import_pipe *pipe, struct import_item **items)
{
    size_t bytes, count = 0;
    pthread_mutex_lock(&pipe->lock);
    while (!pipe->ending) {
        count = pipe->status == STATUS_OK ? count_ready(pipe, &bytes) : 0;
        if (count && is_batch(pipe, count, bytes))
            break;
        pthread_cond_wait(&pipe->changed, &pipe->lock);
    }
    for (size_t i = 0; i < count; i++)
        items[i] = &place_of(pipe, pipe->done + i)->item;
    bool ending = pipe->ending;
    pthread_mutex_unlock(&pipe->lock);
    return ending ? 0 : count;
}

static enum status write_batch(struct import_pipe *pipe, struct import_item **items,
                               size_t count)
{
    const struct import_pipe_config *config = &pipe->config;
    for (size_t i = 0; i < count; i++) {
        if (import_is_fatal(items[i]->status))
            return items[i]->status;
        config->admit(config->owner, items[i]);
    }
    return import_write(config->access, config->options, items, count);
}

static void give_back(struct import_pipe *pipe, struct import_item **items, size_t count)
{
    pthread_mutex_lock(&pipe->lock);
    for (size_t i = 0; i < count; i++) {
        pipe->bytes -= items[i]->bytes.len;
        place_of(pipe, pipe->done)->parsed = false;
        pipe->done++;
    }
    pthread_cond_broadcast(&pipe->changed);
    pthread_mutex_unlock(&pipe->lock);
}

static void *run_writer(void *argument)
{
    struct import_pipe *pipe = argument;
    struct import_item *items[BATCH_LIMIT];
    size_t count;
    while ((count = take_batch(pipe, items))) {
        enum status status = write_batch(pipe, items, count);
        if (status != STATUS_OK) {
            import_pipe_fail(pipe, status);
            continue;
        }
        for (size_t i = 0; i < count; i++)
            pipe->config.done(pipe->config.owner, items[i]);
        give_back(pipe, items, count);
    }
    return NULL;
}

/* ---- the caller's side ------------------------------------------------------------- */

static void start(pthread_t *thread, void *(*run)(void *), struct import_pipe *pipe)
{
    if (pthread_create(thread, NULL, run, pipe) != 0)
        abort();
}

struct import_pipe *import_pipe_new(const struct import_pipe_config *config)
{
    struct import_pipe *pipe = calloc(1, sizeof *pipe);
    if (!pipe)
        abort();
    pipe->config = *config;
    pthread_mutex_init(&pipe->lock, NULL);
    pthread_cond_init(&pipe->changed, NULL);
    for (size_t i = 0; i < PLACES; i++)
        arena_init(&pipe->places[i].item.arena, 0);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t parsers = cores < 1 ? 1 : cores > PARSERS_MAX ? PARSERS_MAX : (size_t)cores;
    while (pipe->parser_count < parsers)
        start(&pipe->parsers[pipe->parser_count++], run_parser, pipe);
    start(&pipe->writer, run_writer, pipe);
    return pipe;
}

struct import_item *import_pipe_place(struct import_pipe *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    pipe->draining = false;
    while (pipe->status == STATUS_OK &&
           (pipe->sent - pipe->done == PLACES || pipe->bytes > BYTES_ON_THE_WAY))
        pthread_cond_wait(&pipe->changed, &pipe->lock);
    bool good = pipe->status == STATUS_OK;
    pthread_mutex_unlock(&pipe->lock);
    if (!good)
        return NULL;
    struct import_item *item = &place_of(pipe, pipe->sent)->item;
    struct arena arena = item->arena;
    arena_reset(&arena);
    *item = (struct import_item){.arena = arena};
    return item;
}

void import_pipe_send(struct import_pipe *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    pipe->bytes += place_of(pipe, pipe->sent)->item.bytes.len;
    pipe->sent++;
    pthread_cond_broadcast(&pipe->changed);
    pthread_mutex_unlock(&pipe->lock);
}

enum status import_pipe_drain(struct import_pipe *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    pipe->draining = true;
    pthread_cond_broadcast(&pipe->changed);
    while (pipe->status == STATUS_OK && pipe->done < pipe->sent)
        pthread_cond_wait(&pipe->changed, &pipe->lock);
    enum status status = pipe->status;
    pthread_mutex_unlock(&pipe->lock);
    return status;
}

void import_pipe_free(struct import_pipe *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    pipe->ending = true;
    pthread_cond_broadcast(&pipe->changed);
    pthread_mutex_unlock(&pipe->lock);
    for (size_t i = 0; i < pipe->parser_count; i++)
        pthread_join(pipe->parsers[i], NULL);
    pthread_join(pipe->writer, NULL);
    for (size_t i = 0; i < PLACES; i++)
        arena_release(&pipe->places[i].item.arena);
    pthread_cond_destroy(&pipe->changed);
    pthread_mutex_destroy(&pipe->lock);
    free(pipe);
}
