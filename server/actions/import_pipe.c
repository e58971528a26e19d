/* The way of files through an import: a ring of places in the order of reading. The
 * caller's thread fills places, parsing threads take them as they come, and one thread
 * writes them in order, so that what is reported does not depend on who was faster. */
#include "import.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    AHEAD = 512, /* parsed at most before the writer takes them, which then has a core */
    PLACES = IMPORT_BATCH_MAX + AHEAD + 128,
    BYTES_ON_THE_WAY = 16 << 20, /* of files; parsed they take some ten times that */
    BYTES_IN_WRITE = BYTES_ON_THE_WAY / 2, /* when reached, the write takes no more */
    BYTES_IN_STEP = BYTES_IN_WRITE / 4,
    STEP = 32, /* what is ready goes into a write that has begun in steps of so many */
    PARSERS_MAX = 4,
    PARSER_BYTES = 1 << 19 /* most guides are parsed in less */
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
    /* files, counted from the first: sent by the caller, taken by parsers, parsed (with all
     * before them), taken into a write, done with */
    size_t sent, taken, ready, writing, done;
    size_t ready_bytes;   /* of files ready and not in a write */
    size_t writing_bytes; /* of files in a write and not done */
    size_t bytes;         /* of files sent and not done */
    bool draining;        /* no more will be sent for now */
    bool ending;          /* threads go home */
    enum status status;   /* why it failed */
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
    return wanted < IMPORT_BATCH_MAX ? wanted : IMPORT_BATCH_MAX;
}

static size_t step_of(const struct import_pipe *pipe)
{
    return pipe->config.access->alone ? STEP : batch_limit(pipe);
}

/* Whether enough is parsed for a step, or all that is left; under the lock. */
static bool is_step(const struct import_pipe *pipe)
{
    size_t count = pipe->ready - pipe->writing;
    return count >= step_of(pipe) || pipe->ready_bytes >= BYTES_IN_STEP ||
           (count && pipe->draining && pipe->ready == pipe->sent);
}

/* The next file to parse; NULL when the thread shall end. Who is far ahead of the writer
 * waits, so that no more than that is left for the writer alone at the end. */
static struct place *take_unparsed(struct import_pipe *pipe)
{
    struct place *place = NULL;
    pthread_mutex_lock(&pipe->lock);
    while (!pipe->ending &&
           (pipe->taken == pipe->sent || pipe->taken - pipe->writing >= AHEAD))
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
    if (is_step(pipe))
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

/* Waits for a step; false when the thread shall end, and for a write that has begun when no
 * more is to come for now. Under the lock. */
static bool wait_for_step(struct import_pipe *pipe, bool has_begun)
{
    for (;; pthread_cond_wait(&pipe->batch, &pipe->lock)) {
        bool good = pipe->status == STATUS_OK;
        if (pipe->ending)
            return false;
        if (good && is_step(pipe))
            return true;
        if (has_begun && (!good || (pipe->draining && pipe->writing == pipe->sent)))
            return false;
    }
}

/* Under the lock. */
static size_t take_ready(struct import_pipe *pipe, struct import_item **items)
{
    size_t limit = batch_limit(pipe), count = 0;
    while (pipe->writing < pipe->ready && pipe->writing - pipe->done < limit &&
           pipe->writing_bytes < BYTES_IN_WRITE) {
        struct import_item *item = &place_of(pipe, pipe->writing++)->item;
        pipe->ready_bytes -= item->bytes.len;
        pipe->writing_bytes += item->bytes.len;
        items[count++] = item;
    }
    pthread_cond_broadcast(&pipe->work);
    return count;
}

/* Whether a write that has begun may take more: who has the store for himself waits for
 * what is parsed meanwhile, beside a server nobody is kept waiting. Under the lock. */
static bool takes_more(const struct import_pipe *pipe)
{
    size_t count = pipe->writing - pipe->done;
    return count == 0 || (pipe->config.access->alone && count < IMPORT_BATCH_MAX &&
                          pipe->writing_bytes < BYTES_IN_WRITE);
}

static enum status give_more(void *owner, struct import_item **items, size_t *out_count)
{
    struct import_pipe *pipe = owner;
    const struct import_pipe_config *config = &pipe->config;
    size_t count = 0;
    pthread_mutex_lock(&pipe->lock);
    if (takes_more(pipe) && wait_for_step(pipe, true))
        count = take_ready(pipe, items);
    pthread_mutex_unlock(&pipe->lock);
    *out_count = count;
    for (size_t i = 0; i < count; i++) {
        if (import_is_fatal(items[i]->status))
            return items[i]->status;
        config->admit(config->owner, items[i]);
    }
    return STATUS_OK;
}

/* Whether there is something to write; false when the thread shall end. */
static bool wait_for_write(struct import_pipe *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    bool found = wait_for_step(pipe, false);
    pthread_mutex_unlock(&pipe->lock);
    return found;
}

/* What the write took is reported and its places are free. */
static void give_back(struct import_pipe *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    size_t done = pipe->done, end = pipe->writing, bytes = pipe->writing_bytes;
    pthread_mutex_unlock(&pipe->lock);
    for (size_t i = done; i < end; i++) {
        pipe->config.done(pipe->config.owner, &place_of(pipe, i)->item);
        place_of(pipe, i)->parsed = false;
    }
    pthread_mutex_lock(&pipe->lock);
    pipe->done = end;
    pipe->bytes -= bytes;
    pipe->writing_bytes = 0;
    pthread_cond_broadcast(&pipe->room);
    pthread_mutex_unlock(&pipe->lock);
}

static void *run_writer(void *argument)
{
    struct import_pipe *pipe = argument;
    const struct import_pipe_config *config = &pipe->config;
    const struct import_source source = {give_more, pipe};
    while (wait_for_write(pipe)) {
        enum status status =
            import_write(config->access, config->options, pipe->memory, &source);
        if (status == STATUS_OK)
            give_back(pipe);
        else
            import_pipe_fail(pipe, status);
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
    if (pipe->taken - pipe->writing < AHEAD)
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
