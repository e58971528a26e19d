#include "lanes.h"
#include "base/clock.h"
#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>

struct queue {
    struct job *first, **last;
    size_t held, max; /* places taken: queued, running or only reserved */
    size_t count;     /* in the list */
    size_t wanted;    /* filled is signalled from that many on */
    pthread_cond_t filled;
};

struct lanes {
    struct lane_ops ops;
    int64_t slow_deadline_ns;
    void (*told)(void *owner);
    void *told_owner;
    pthread_mutex_t lock; /* queues, flags and figures */
    pthread_cond_t freed; /* a place became free */
    struct queue write, slow;
    bool closed; /* accepts nothing more */
    bool ending; /* threads go home */
    enum { WRITER_OPENING, WRITER_OPEN, WRITER_FAILED } writer_state;
    enum status writer_status;
    pthread_cond_t writer_opened;
    pthread_t writer_thread;
    bool has_writer;
    pthread_t *slow_threads;
    unsigned slow_count;
    struct lanes_stats stats;
};

static void init_queue(struct queue *queue, size_t max)
{
    queue->last = &queue->first;
    queue->max = max;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->filled, &attributes);
    pthread_condattr_destroy(&attributes);
}

/* Under the lock. */
static void push(struct queue *queue, struct job *job)
{
    job->next = NULL;
    *queue->last = job;
    queue->last = &job->next;
    if (++queue->count >= queue->wanted)
        pthread_cond_signal(&queue->filled);
}

/* Under the lock. */
static struct job *pop(struct queue *queue)
{
    struct job *job = queue->first;
    if (job) {
        queue->first = job->next;
        queue->count--;
        if (!queue->first)
            queue->last = &queue->first;
    }
    return job;
}

static bool is_late(const struct job *job)
{
    return job->deadline_ns && clock_monotonic_ns() > job->deadline_ns;
}

static void give_back(struct lanes *lanes, struct queue *queue, size_t count)
{
    pthread_mutex_lock(&lanes->lock);
    queue->held -= count;
    pthread_cond_broadcast(&lanes->freed);
    pthread_mutex_unlock(&lanes->lock);
}

/* --- The writer --------------------------------------------------------------------- */

enum { GATHER_PART = 4, GATHER_MAX_NS = 2000000 };

struct batch {
    struct job *jobs[BATCH_MAX];
    size_t count, kept;
    int64_t ran_ns, committed_ns; /* how long its jobs and its commit took */
};

/* How many a batch shall have, after `last`, when `waiting` were left behind. Those who were
 * just answered may be back at once. To sync a slow disk for half of them, then for the other
 * half, is twice the work, so all are waited for. Where the jobs take longer than the commit,
 * half are: the others are answered, read and parsed while this half is written. */
static size_t worth_waiting_for(const struct batch *last, size_t waiting)
{
    size_t all = last->count + waiting;
    int64_t job_ns = last->count ? last->ran_ns / (int64_t)last->count : 0;
    size_t wanted = last->committed_ns < job_ns * (int64_t)all ? (all + 1) / 2 : all;
    return wanted < BATCH_MAX ? wanted : BATCH_MAX;
}

/* Under the lock. Waits for what is wanted, a part of what the last batch took at most. */
static void gather(struct lanes *lanes, int64_t took_ns)
{
    struct queue *queue = &lanes->write;
    int64_t wait_ns = took_ns / GATHER_PART;
    wait_ns = wait_ns > GATHER_MAX_NS ? GATHER_MAX_NS : wait_ns;
    int64_t until_ns = clock_monotonic_ns() + wait_ns;
    const struct timespec until = {.tv_sec = (time_t)(until_ns / 1000000000),
                                   .tv_nsec = (long)(until_ns % 1000000000)};
    int waited = 0;
    while (queue->count < queue->wanted && !lanes->ending && waited == 0)
        waited = pthread_cond_timedwait(&queue->filled, &lanes->lock, &until);
}

/* Waits for work, after the batch that it had; false when there is none and the thread
 * shall end. */
static bool take_batch(struct lanes *lanes, struct batch *batch)
{
    const int64_t took_ns = batch->ran_ns + batch->committed_ns;
    struct queue *queue = &lanes->write;
    pthread_mutex_lock(&lanes->lock);
    const size_t wanted = worth_waiting_for(batch, queue->count);
    *batch = (struct batch){0};
    queue->wanted = 1;
    while (!queue->first && !lanes->ending)
        pthread_cond_wait(&queue->filled, &lanes->lock);
    queue->wanted = wanted;
    gather(lanes, took_ns);
    while (batch->count < BATCH_MAX && lanes->write.first)
        batch->jobs[batch->count++] = pop(&lanes->write);
    pthread_mutex_unlock(&lanes->lock);
    return batch->count != 0;
}

/* STATUS_OK while the batch goes on, whatever became of the job. */
static enum status run_item(const struct lane_ops *ops, void *writer, struct job *job,
                            size_t *kept)
{
    if (is_late(job)) {
        job->status = STATUS_TIMEOUT;
        return STATUS_OK;
    }
    enum status status = ops->item_begin(writer);
    if (status == STATUS_OK) {
        job->status = job->write(job, writer);
        if (!ops->batch_alive(writer))
            return STATUS_IO;
        status = ops->item_end(writer, job->status == STATUS_OK);
        *kept += job->status == STATUS_OK;
    }
    return ops->batch_alive(writer) ? status : STATUS_IO;
}

static enum status run_batch(const struct lane_ops *ops, void *writer,
                             struct batch *batch)
{
    enum status status = ops->batch_begin(writer);
    if (status != STATUS_OK)
        return status;
    const int64_t begun_ns = clock_monotonic_ns();
    for (size_t i = 0; status == STATUS_OK && i < batch->count; i++)
        status = run_item(ops, writer, batch->jobs[i], &batch->kept);
    const int64_t ran_ns = clock_monotonic_ns();
    batch->ran_ns = ran_ns - begun_ns;
    if (status == STATUS_OK && batch->kept) {
        status = ops->batch_commit(writer);
        batch->committed_ns = clock_monotonic_ns() - ran_ns;
        if (status == STATUS_OK)
            return STATUS_OK;
    }
    ops->batch_rollback(writer);
    return status;
}

static void count_batch(struct lanes *lanes, const struct batch *batch,
                        enum status status)
{
    pthread_mutex_lock(&lanes->lock);
    lanes->stats.batches++;
    lanes->stats.batch_items += batch->count;
    lanes->stats.failed_batches += status != STATUS_OK;
    if (batch->count > lanes->stats.batch_largest)
        lanes->stats.batch_largest = batch->count;
    pthread_mutex_unlock(&lanes->lock);
}

/* A full disk is told as such. */
static void log_failure(const struct lanes *lanes, void *writer, enum status status)
{
    if (status == STATUS_IO && lanes->ops.writer_reason)
        log_event(LOG_ERROR, "batch failed", "status=%s why=\"%s\"", status_name(status),
                  lanes->ops.writer_reason(writer));
}

static void write_all(struct lanes *lanes, void *writer)
{
    struct batch batch = {0};
    while (take_batch(lanes, &batch)) {
        enum status status = run_batch(&lanes->ops, writer, &batch);
        count_batch(lanes, &batch, status);
        log_failure(lanes, writer, status);
        for (size_t i = 0; i < batch.count; i++) {
            struct job *job = batch.jobs[i];
            job->done(job, status == STATUS_OK ? job->status : status);
        }
        lanes->told(lanes->told_owner);
        give_back(lanes, &lanes->write, batch.count);
    }
}

static void *run_writer(void *argument)
{
    struct lanes *lanes = argument;
    void *writer = NULL;
    enum status status = lanes->ops.writer_open(lanes->ops.owner, &writer);
    pthread_mutex_lock(&lanes->lock);
    lanes->writer_state = status == STATUS_OK ? WRITER_OPEN : WRITER_FAILED;
    lanes->writer_status = status;
    pthread_cond_signal(&lanes->writer_opened);
    pthread_mutex_unlock(&lanes->lock);
    if (status != STATUS_OK)
        return NULL;
    write_all(lanes, writer);
    lanes->ops.writer_close(writer);
    return NULL;
}

/* --- The pool ----------------------------------------------------------------------- */

static struct job *take_slow(struct lanes *lanes)
{
    pthread_mutex_lock(&lanes->lock);
    while (!lanes->slow.first && !lanes->ending)
        pthread_cond_wait(&lanes->slow.filled, &lanes->lock);
    struct job *job = pop(&lanes->slow);
    pthread_mutex_unlock(&lanes->lock);
    return job;
}

static void run_slow(struct lanes *lanes, struct job *job, void **reader)
{
    const struct lane_ops *ops = &lanes->ops;
    enum status opened = STATUS_OK;
    bool has_store = ops->reader_open;
    if (is_late(job)) {
        job->status = STATUS_TIMEOUT;
        return;
    }
    if (has_store && !*reader)
        opened = ops->reader_open(ops->owner, reader);
    if (has_store && opened == STATUS_OK)
        opened = ops->read_begin(*reader, clock_monotonic_ns() + lanes->slow_deadline_ns);
    job->status = opened;
    job->slow(job, opened == STATUS_OK ? *reader : NULL, opened);
    if (has_store && opened == STATUS_OK)
        ops->read_end(*reader);
}

/* The job goes on to the writer, where its second place waits, or is done. */
static void pass_on(struct lanes *lanes, struct job *job)
{
    bool writes = job->lane == LANE_WRITE;
    if (writes && job->status == STATUS_OK) {
        pthread_mutex_lock(&lanes->lock);
        push(&lanes->write, job);
        pthread_mutex_unlock(&lanes->lock);
        return;
    }
    job->done(job, job->status);
    lanes->told(lanes->told_owner);
    if (writes)
        give_back(lanes, &lanes->write, 1);
}

static void *run_pool(void *argument)
{
    struct lanes *lanes = argument;
    struct job *job;
    void *reader = NULL;
    while ((job = take_slow(lanes))) {
        run_slow(lanes, job, &reader);
        pass_on(lanes, job);
        give_back(lanes, &lanes->slow, 1);
    }
    if (reader)
        lanes->ops.reader_close(reader);
    return NULL;
}

/* --- Start, submit, stop ------------------------------------------------------------ */

static void start_thread(pthread_t *thread, void *(*run)(void *), void *argument)
{
    if (pthread_create(thread, NULL, run, argument) != 0)
        abort(); /* at the start only */
}

static enum status start_writer(struct lanes *lanes)
{
    if (!lanes->ops.writer_open)
        return STATUS_OK;
    start_thread(&lanes->writer_thread, run_writer, lanes);
    lanes->has_writer = true;
    pthread_mutex_lock(&lanes->lock);
    while (lanes->writer_state == WRITER_OPENING)
        pthread_cond_wait(&lanes->writer_opened, &lanes->lock);
    pthread_mutex_unlock(&lanes->lock);
    return lanes->writer_status;
}

enum status lanes_start(const struct lanes_config *config, struct lanes **out_lanes)
{
    struct lanes *lanes = calloc(1, sizeof *lanes);
    if (!lanes)
        abort();
    lanes->ops = *config->ops;
    lanes->slow_deadline_ns = config->slow_deadline_ns;
    lanes->told = config->told;
    lanes->told_owner = config->told_owner;
    pthread_mutex_init(&lanes->lock, NULL);
    pthread_cond_init(&lanes->freed, NULL);
    pthread_cond_init(&lanes->writer_opened, NULL);
    init_queue(&lanes->write, config->write_max);
    init_queue(&lanes->slow, config->slow_max);
    enum status status = start_writer(lanes);
    if (status != STATUS_OK) {
        lanes_drain(lanes);
        lanes_free(lanes);
        return status;
    }
    lanes->slow_threads = calloc(config->slow_threads, sizeof *lanes->slow_threads);
    if (!lanes->slow_threads)
        abort();
    for (; lanes->slow_count < config->slow_threads; lanes->slow_count++)
        start_thread(&lanes->slow_threads[lanes->slow_count], run_pool, lanes);
    *out_lanes = lanes;
    return STATUS_OK;
}

bool lanes_reserve(struct lanes *lanes, const struct job *job)
{
    size_t writes = job->lane == LANE_WRITE, slows = job->slow != NULL;
    pthread_mutex_lock(&lanes->lock);
    bool room = !lanes->closed && (!writes || lanes->has_writer) &&
                lanes->write.held + writes <= lanes->write.max &&
                lanes->slow.held + slows <= lanes->slow.max;
    if (room) {
        lanes->write.held += writes;
        lanes->slow.held += slows;
    }
    pthread_mutex_unlock(&lanes->lock);
    return room;
}

void lanes_submit(struct lanes *lanes, struct job *job)
{
    pthread_mutex_lock(&lanes->lock);
    push(job->slow ? &lanes->slow : &lanes->write, job);
    pthread_mutex_unlock(&lanes->lock);
}

struct waiting_write {
    struct job job;
    write_work_fn *work;
    void *argument;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool is_done;
    enum status status;
};

static enum status run_waiting(struct job *job, void *writer)
{
    struct waiting_write *wait = (struct waiting_write *)job;
    return wait->work(writer, wait->argument);
}

static void end_waiting(struct job *job, enum status status)
{
    struct waiting_write *wait = (struct waiting_write *)job;
    pthread_mutex_lock(&wait->lock);
    wait->status = status;
    wait->is_done = true;
    pthread_cond_signal(&wait->ended);
    pthread_mutex_unlock(&wait->lock);
}

enum status lanes_write(struct lanes *lanes, write_work_fn *work, void *argument)
{
    struct waiting_write wait = {
        .job = {.lane = LANE_WRITE, .write = run_waiting, .done = end_waiting},
        .work = work,
        .argument = argument};
    pthread_mutex_lock(&lanes->lock);
    while (!lanes->closed && lanes->write.held >= lanes->write.max)
        pthread_cond_wait(&lanes->freed, &lanes->lock);
    bool accepted = !lanes->closed && lanes->has_writer;
    if (accepted) {
        pthread_mutex_init(&wait.lock, NULL);
        pthread_cond_init(&wait.ended, NULL);
        lanes->write.held++;
        push(&lanes->write, &wait.job);
    }
    pthread_mutex_unlock(&lanes->lock);
    if (!accepted)
        return STATUS_BUSY;
    pthread_mutex_lock(&wait.lock);
    while (!wait.is_done)
        pthread_cond_wait(&wait.ended, &wait.lock);
    pthread_mutex_unlock(&wait.lock);
    pthread_cond_destroy(&wait.ended);
    pthread_mutex_destroy(&wait.lock);
    return wait.status;
}

void lanes_drain(struct lanes *lanes)
{
    pthread_mutex_lock(&lanes->lock);
    lanes->closed = true;
    pthread_cond_broadcast(&lanes->freed);
    while (lanes->write.held || lanes->slow.held)
        pthread_cond_wait(&lanes->freed, &lanes->lock);
    lanes->ending = true;
    pthread_cond_broadcast(&lanes->write.filled);
    pthread_cond_broadcast(&lanes->slow.filled);
    pthread_mutex_unlock(&lanes->lock);
    for (unsigned i = 0; i < lanes->slow_count; i++)
        pthread_join(lanes->slow_threads[i], NULL);
    lanes->slow_count = 0;
    if (lanes->has_writer)
        pthread_join(lanes->writer_thread, NULL);
    lanes->has_writer = false;
}

void lanes_free(struct lanes *lanes)
{
    if (!lanes)
        return;
    pthread_cond_destroy(&lanes->write.filled);
    pthread_cond_destroy(&lanes->slow.filled);
    pthread_cond_destroy(&lanes->writer_opened);
    pthread_cond_destroy(&lanes->freed);
    pthread_mutex_destroy(&lanes->lock);
    free(lanes->slow_threads);
    free(lanes);
}

void lanes_read_stats(struct lanes *lanes, struct lanes_stats *out)
{
    pthread_mutex_lock(&lanes->lock);
    *out = lanes->stats;
    out->write_depth = lanes->write.held;
    out->slow_depth = lanes->slow.held;
    pthread_mutex_unlock(&lanes->lock);
}
