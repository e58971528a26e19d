#include "dispatch.h"
#include "answer.h"
#include "base/clock.h"
#include "request.h"

enum { FLIGHT_WAIT_MS = 1000 };

static const int64_t SECOND_NS = 1000000000;

int64_t worker_now_s(struct worker *worker)
{
    int64_t second = (int64_t)time(NULL);
    if (second != worker->second_seen) {
        worker->second_seen = second;
        worker->second_now = clock_now_s();
    }
    return worker->second_now;
}

/* --- The reader's snapshot ---------------------------------------------------------- */

static enum status begin_read(struct worker *worker, int64_t deadline_ns)
{
    const struct lane_ops *ops = &worker->server->config.lanes;
    if (!ops->reader_open)
        return STATUS_OK;
    if (!worker->reader) {
        enum status status = ops->reader_open(ops->owner, &worker->reader);
        if (status != STATUS_OK)
            return status;
    }
    return ops->read_begin(worker->reader, deadline_ns);
}

static void end_read(struct worker *worker)
{
    if (worker->server->config.lanes.reader_open)
        worker->server->config.lanes.read_end(worker->reader);
}

/* Those whose page may want to show something from the store. */
static bool wants_store(enum status status)
{
    return status == STATUS_NOT_FOUND || status == STATUS_GONE ||
           status == STATUS_INVALID || status == STATUS_CONFLICT;
}

/* The error answer, with a snapshot where it may help. */
static void fail(struct call *call, enum status status, unsigned code)
{
    struct exchange *x = &call->kit->x;
    int64_t deadline_ns = clock_monotonic_ns() + call->worker->server->deadline_ns;
    bool reading = !x->lane && wants_store(status) &&
                   begin_read(call->worker, deadline_ns) == STATUS_OK;
    if (reading)
        x->lane = call->worker->reader;
    answer_error(call, status, code);
    if (reading) {
        end_read(call->worker);
        x->lane = NULL;
    }
}

/* Runs the handler where we are; the kit's response is then its answer or an error. */
static enum status run_here(struct call *call)
{
    struct exchange *x = &call->kit->x;
    const struct route *row = call->route;
    bool reads = row->lane == LANE_READ;
    int64_t deadline_ns = clock_monotonic_ns() + call->worker->server->deadline_ns;
    enum status status = reads ? begin_read(call->worker, deadline_ns) : STATUS_OK;
    bool begun = reads && status == STATUS_OK;
    x->lane = begun ? call->worker->reader : NULL;
    if (status == STATUS_OK)
        status = row->handle(x);
    if (status != STATUS_OK && clock_monotonic_ns() > deadline_ns)
        status = STATUS_TIMEOUT;
    if (!wants_store(status) && status != STATUS_OK)
        x->lane = NULL;
    if (status != STATUS_OK)
        fail(call, status, 0);
    if (begun)
        end_read(call->worker);
    x->lane = NULL;
    return status;
}

/* --- The gate ----------------------------------------------------------------------- */

/* Is there a cookie that may be a session's? */
static bool may_be_signed_in(const struct call *call)
{
    const char *name = call->worker->server->config.gate.cookie;
    struct slice cookie = call->head.cookie;
    return name && cookie.len && slice_find_slice(cookie, slice_cstr(name)) < cookie.len;
}

static enum status identify(struct call *call)
{
    struct exchange *x = &call->kit->x;
    int64_t deadline_ns = clock_monotonic_ns() + call->worker->server->deadline_ns;
    enum status status = begin_read(call->worker, deadline_ns);
    if (status != STATUS_OK)
        return status;
    x->lane = call->worker->reader;
    status = call->worker->server->config.gate.identify(x);
    x->lane = NULL;
    end_read(call->worker);
    return status;
}

static enum status allow(struct exchange *x)
{
    const struct gate_ops *gate = &x->server->config.gate;
    if (gate->allow)
        return gate->allow(x);
    return x->route->access > 0 ? STATUS_UNAUTHENTICATED : STATUS_OK;
}

/* Whom every answer but a file's is for, and whether he may come. */
static void pass_gate(struct call *call)
{
    const struct route *row = call->route;
    bool is_file = row && row->lane == LANE_NONE && row->access <= 0;
    if (is_file)
        return;
    if (may_be_signed_in(call)) {
        enum status status = identify(call);
        if (status != STATUS_OK)
            request_refuse(call, status, 0);
    }
    if (row && call->refusal == STATUS_OK) {
        enum status status = allow(&call->kit->x);
        if (status != STATUS_OK)
            request_refuse(call, status, 0);
    }
}

/* Forms up to here are read whoever sends them: one that comes too late is held in the answer.
 * Of a larger one no byte is kept for somebody who is not signed in. */
enum { READ_FIRST_MAX = 16 << 20 };

static void pass_gate_first(struct call *call)
{
    const struct route *row = call->route;
    struct exchange *x = &call->kit->x;
    if (!row || row->access <= 0 || row->body_max <= READ_FIRST_MAX)
        return;
    enum status status = may_be_signed_in(call) ? identify(call) : STATUS_OK;
    if (status == STATUS_OK && !x->session)
        status = STATUS_UNAUTHENTICATED;
    if (status != STATUS_OK)
        request_refuse(call, status, 0);
    x->session = NULL;
}

/* The same on the writer, some time later: he may have been shut out meanwhile. */
static enum status pass_gate_again(struct exchange *x)
{
    if (!x->session)
        return STATUS_OK;
    x->session = NULL;
    enum status status = x->server->config.gate.identify(x);
    return status == STATUS_OK ? allow(x) : status;
}

/* --- The cache ---------------------------------------------------------------------- */

static bool has_cache_key(const struct call *call)
{
    return (call->method == METHOD_GET || call->method == METHOD_HEAD) &&
           !call->has_body && call->target.len && call->target.ptr[0] == '/' &&
           call->target.len <= CACHE_TARGET_MAX &&
           (call->target.len <= CACHE_QUERY_MAX ||
            call->target.len - slice_find(call->target, '?') <= CACHE_QUERY_MAX);
}

static void count_hit(struct worker *worker, const struct page *page)
{
    const struct server_config *config = &worker->server->config;
    count_more(&worker->cache_hits, 1);
    if (page->note && config->noted)
        config->noted(config->site, page->note);
}

/* Borrowed. */
static struct page *find_cached(struct call *call)
{
    struct worker *worker = call->worker;
    if (!has_cache_key(call))
        return NULL;
    int64_t now_s = worker_now_s(worker);
    struct page *page = hot_find(&worker->hot, call->target, now_s, worker->second_seen);
    if (page)
        count_hit(worker, page);
    return page;
}

static struct validity validity_of(const struct response *response, uint64_t since)
{
    struct validity validity = {.key_count = response->key_count,
                                .since = since,
                                .valid_until = response->valid_until};
    memcpy(validity.keys, response->keys, sizeof validity.keys);
    return validity;
}

/* The only one to render this target now; without a flight one whose page nobody keeps: it
 * waited in vain for another, or the cache is off. */
static enum MHD_Result render(struct call *call, struct flight *flight)
{
    struct server *server = call->worker->server;
    const struct freshness_ops *freshness = &server->config.freshness;
    uint64_t since = freshness->now ? freshness->now(freshness->owner) : 0;
    count_more(&call->worker->cache_misses, 1);
    enum status status = run_here(call);
    struct page *page = flight && status == STATUS_OK ? answer_to_page(call) : NULL;
    if (flight) {
        struct validity validity = validity_of(&call->kit->response, since);
        validity.edition = call->kit->x.site;
        cache_land(server->cache, flight, page, &validity);
    }
    call->kit->page = page;
    return page ? answer_page(call, page, call->target) : answer_response(call);
}

static enum MHD_Result run_shared(struct call *call)
{
    struct worker *worker = call->worker;
    int64_t until_ns = clock_monotonic_ns() + FLIGHT_WAIT_MS * (SECOND_NS / 1000);
    struct flight *flight;
    struct page *page = cache_enter(worker->server->cache, call->target,
                                    worker_now_s(worker), until_ns, &flight);
    if (!page)
        return render(call, flight);
    count_hit(worker, page);
    call->kit->page = page;
    return answer_page(call, page, call->target);
}

/* --- Lanes -------------------------------------------------------------------------- */

static struct kit *kit_of_job(struct job *job)
{
    return (struct kit *)((uintptr_t)job - offsetof(struct kit, job));
}

static void run_slow_step(struct job *job, void *reader, enum status opened)
{
    struct exchange *x = &kit_of_job(job)->x;
    const struct route *row = x->route;
    if (opened != STATUS_OK)
        return;
    x->lane = reader;
    job->status = (row->lane == LANE_SLOW ? row->handle : row->prepare)(x);
    x->lane = NULL;
}

static enum status run_write(struct job *job, void *writer)
{
    struct exchange *x = &kit_of_job(job)->x;
    x->lane = writer;
    enum status status = pass_gate_again(x);
    if (status == STATUS_OK)
        status = x->route->handle(x);
    x->lane = NULL;
    return status;
}

static void leave_lane(struct job *job, enum status status)
{
    struct call *call = kit_of_job(job)->call;
    struct worker *worker = call->worker;
    call->lane_status = status;
    call->next_back = atomic_load(&worker->back);
    while (!atomic_compare_exchange_weak(&worker->back, &call->next_back, call))
        ;
}

/* Resuming wakes the worker, and a worker that was woken looks at all who are suspended: so
 * one connection is resumed, and the worker itself resumes those that came with it. */
void dispatch_wake(void *owner)
{
    struct server *server = owner;
    for (unsigned i = 0; i < server->worker_count; i++) {
        struct call *first = atomic_exchange(&server->workers[i].back, NULL);
        if (first)
            MHD_resume_connection(first->connection);
    }
}

void dispatch_resume_others(struct call *call)
{
    struct call *next = call->next_back;
    call->next_back = NULL;
    while (next) {
        struct call *other = next;
        next = other->next_back;
        other->next_back = NULL;
        MHD_resume_connection(other->connection);
    }
}

static enum MHD_Result enter_lane(struct call *call)
{
    struct lanes *lanes = call->worker->server->lanes;
    struct job *job = &call->kit->job;
    bool is_slow = call->route->lane == LANE_SLOW || call->route->prepare;
    *job = (struct job){
        .lane = call->route->lane,
        .deadline_ns = clock_monotonic_ns() + call->worker->server->deadline_ns,
        .slow = is_slow ? run_slow_step : NULL,
        .write = run_write,
        .done = leave_lane};
    if (!lanes_reserve(lanes, job)) {
        fail(call, STATUS_BUSY, 0);
        return answer_response(call);
    }
    /* The place is ours: nothing stands between suspending and being resumed. */
    call->stage = STAGE_LANE;
    MHD_suspend_connection(call->connection);
    lanes_submit(lanes, job);
    return MHD_YES;
}

enum MHD_Result dispatch_resumed(struct call *call)
{
    dispatch_resume_others(call);
    if (call->lane_status != STATUS_OK)
        fail(call, call->lane_status, 0);
    return answer_response(call);
}

/* --- The steps ---------------------------------------------------------------------- */

static enum MHD_Result run(struct call *call)
{
    const struct route *row = call->route;
    if (row->lane == LANE_WRITE || row->lane == LANE_SLOW)
        return enter_lane(call);
    if (row->cache == CACHE_SHARED && has_cache_key(call) && !call->kit->x.session)
        return run_shared(call);
    enum status status = run_here(call);
    struct page *page = call->kit->page;
    if (status != STATUS_OK || !page)
        return answer_response(call);
    return answer_page(call, page, (struct slice){NULL, 0});
}

enum MHD_Result dispatch_begin(struct call *call, const char *method, const char *url,
                               const char *version)
{
    const struct server_config *config = &call->worker->server->config;
    if (config->look)
        config->look(config->look_owner);
    request_read_head(call, method, url, version);
    if (call->head.fault)
        return answer_refuse(call, call->head.fault);
    call->stage = STAGE_BODY;
    if (!call->has_body)
        return MHD_YES;
    request_open(call);
    pass_gate_first(call);
    uint64_t length = call->head.content_length;
    uint64_t most = call->head.expect.ptr ? call->body_max : request_drop_max(call);
    if (length <= most)
        return MHD_YES;
    /* Too much to drop, or the client waits to be told: MHD closes after this answer. */
    request_refuse(call, STATUS_TOO_LARGE, 0);
    fail(call, call->refusal, call->refusal_code);
    return answer_response(call);
}

enum MHD_Result dispatch_body(struct call *call, struct slice piece)
{
    return request_take_body(call, piece) ? MHD_YES : MHD_NO;
}

enum MHD_Result dispatch_end(struct call *call)
{
    call->counted = true;
    count_more(&call->worker->in_flight, 1);
    if (!call->kit) {
        struct page *page = may_be_signed_in(call) ? NULL : find_cached(call);
        if (page)
            return answer_page(call, page, call->target);
        request_open(call);
    }
    request_check(call);
    pass_gate(call);
    if (call->refusal != STATUS_OK) {
        fail(call, call->refusal, call->refusal_code);
        return answer_response(call);
    }
    if (!call->route) {
        answer_options(call);
        return answer_response(call);
    }
    return run(call);
}
