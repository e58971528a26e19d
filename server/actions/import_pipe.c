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
    PARSER_BYTES = 1 << 19, /* most guides are parsed in less */
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
    pthread_cond_t work, batch, room; /* what parsers, the writer, the caller wait for */
    struct place places[PLACES];
    size_t sent, taken, done; /* files, counted from the first */
    size_t ready;             /* as many from the first are parsed */
    size_t ready_bytes;       /* of files ready and not done */
    size_t bytes;             /* of files sent and not done */
    bool draining;            /* no more will be sent for now */
    bool ending;              /* threads go home */
    enum status status;       /* why it failed */
    pthread_t parsers[PARSERS_MAX], writer;
    size_t parser_count;
    struct search_memory *memory; /* the writer's */
};

static struct place *place_of(struct import_pipe *pipe, size_t number)
{
    return &pipe->places[number % PLACES];
}

static void wake_all(struct import_pipe *pipe)
{
    pthread_cond_broadcast(&pipe->work);
    pthread_cond_broadcast(&pipe->batch);
    pthread_cond_broadcast(&pipe->room);
}

static void fail(struct import_pipe *pipe, enum status status)
{
    if (pipe->status == STATUS_OK)
        pipe->status = status;
    wake_all(pipe);
}

void import_pipe_fail(struct import_pipe *pipe, enum status status)
{
    pthread_mutex_lock(&pipe->lock);
    fail(pipe, status);
    pthread_mutex_unlock(&pipe->lock);
}

/* ---- parsing ----------------------------------------------------------------------- */

static size_t batch_limit(const struct import_pipe *pipe)
{
    size_t wanted = pipe->config.access->batch;
    return wanted < BATCH_LIMIT ? wanted : BATCH_LIMIT;
}

/* Whether enough is parsed to be written, or all that is left; under the lock. */
static bool is_batch(const struct import_pipe *pipe)
{
    size_t count = pipe->ready - pipe->done;
    return count >= batch_limit(pipe) || pipe->ready_bytes >= BYTES_ON_THE_WAY / 2 ||
           (count && pipe->draining && pipe->ready == pipe->sent);
}

/* The next file to parse; NULL when the thread shall end. */
static struct place *take_unparsed(struct import_pipe *pipe)
{
    struct place *place = NULL;
    pthread_mutex_lock(&pipe->lock);
    while (!pipe->ending && pipe->taken == pipe->sent)
        pthread_cond_wait(&pipe->work, &pipe->lock);
    if (!pipe->ending)
        place = place_of(pipe, pipe->taken++);
    pthread_mutex_unlock(&pipe->lock);
    return place;
}

static void note_parsed(struct import_pipe *pipe, struct place *place)
{
    pthread_mutex_lock(&pipe->lock);
    place->parsed = true;
    while (pipe->ready < pipe->sent && place_of(pipe, pipe->ready)->parsed)
        pipe->ready_bytes += place_of(pipe, pipe->ready++)->item.bytes.len;
    if (is_batch(pipe))
        pthread_cond_signal(&pipe->batch);
    pthread_mutex_unlock(&pipe->lock);
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
    arena_init(&parser.scratch, PARSER_BYTES);
    while ((place = take_unparsed(pipe))) {
        if (place->item.status == STATUS_OK)
            import_parse(&parser, &place->item);
        note_parsed(pipe, place);
    }
    store_close(parser.store);
    arena_release(&parser.scratch);
    return NULL;
}

/* ---- writing ----------------------------------------------------------------------- */

/* Waits for a whole batch, or for what is left; 0 when the thread shall end. */
static size_t take_batch(struct import_pipe *pipe, struct import_item **items)
{
    pthread_mutex_lock(&pipe->lock);
    while (!pipe->ending && (pipe->status != STATUS_OK || !is_batch(pipe)))
        pthread_cond_wait(&pipe->batch, &pipe->lock);
    size_t count = pipe->ready - pipe->done;
    if (pipe->ending)
        count = 0;
    if (count > batch_limit(pipe))
        count = batch_limit(pipe);
    for (size_t i = 0; i < count; i++)
        items[i] = &place_of(pipe, pipe->done + i)->item;
    pthread_mutex_unlock(&pipe->lock);
    return count;
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
    return import_write(config->access, config->options, pipe->memory, items, count);
}

static void give_back(struct import_pipe *pipe, struct import_item **items, size_t count)
{
    pthread_mutex_lock(&pipe->lock);
    for (size_t i = 0; i < count; i++) {
        pipe->bytes -= items[i]->bytes.len;
        pipe->ready_bytes -= items[i]->bytes.len;
        place_of(pipe, pipe->done)->parsed = false;
        pipe->done++;
    }
    pthread_cond_broadcast(&pipe->room);
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
    pthread_cond_init(&pipe->work, NULL);
    pthread_cond_init(&pipe->batch, NULL);
    pthread_cond_init(&pipe->room, NULL);
    for (size_t i = 0; i < PLACES; i++)
        arena_init(&pipe->places[i].item.arena, 0);
    pipe->memory = search_memory_new();
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
        pthread_cond_wait(&pipe->room, &pipe->lock);
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
    pthread_cond_signal(&pipe->work);
    pthread_mutex_unlock(&pipe->lock);
}

enum status import_pipe_drain(struct import_pipe *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    pipe->draining = true;
    pthread_cond_signal(&pipe->batch);
    while (pipe->status == STATUS_OK && pipe->done < pipe->sent)
        pthread_cond_wait(&pipe->room, &pipe->lock);
    enum status status = pipe->status;
    pthread_mutex_unlock(&pipe->lock);
    return status;
}

void import_pipe_free(struct import_pipe *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    pipe->ending = true;
    wake_all(pipe);
    pthread_mutex_unlock(&pipe->lock);
    for (size_t i = 0; i < pipe->parser_count; i++)
        pthread_join(pipe->parsers[i], NULL);
    pthread_join(pipe->writer, NULL);
    for (size_t i = 0; i < PLACES; i++)
        arena_release(&pipe->places[i].item.arena);
    pthread_cond_destroy(&pipe->work);
    pthread_cond_destroy(&pipe->batch);
    pthread_cond_destroy(&pipe->room);
    pthread_mutex_destroy(&pipe->lock);
    search_memory_free(pipe->memory);
    free(pipe);
}
