#include "http/server.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "call.h"
#include "dispatch.h"
#include "listen.h"
#include "request.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 16384,
    IDLE_TIMEOUT_MS = 60000,
    HEAD_TIMEOUT_MS = 20000,
    BODY_TIMEOUT_MS = 120000,
    DEADLINE_MS = 10000,
    WRITE_QUEUE_MAX = 1024,
    SLOW_QUEUE_MAX = 64,
    SLOW_THREADS = 2,
    SLOW_DEADLINES = 6, /* the pool has that many times the deadline of a page */
    FILES_OF_OURS = 128,
    HOT_SHARE = 8, /* this part of the page cache's ceiling is for what workers hold */
    STOP_WAIT_MS = 3000
};

static const int64_t MS_NS = 1000000;

/* --- What MHD calls, on the worker's thread ----------------------------------------- */

static struct call *call_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info->socket_context;
}

static int socket_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)
        ->connect_fd;
}

static void note_connection(void *cls, struct MHD_Connection *connection, void **context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct worker *worker = cls;
    struct call *call = *context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        call = calloc(1, sizeof *call);
        if (!call)
            abort();
        call->worker = worker;
        call->connection = connection;
        watch_begin(worker->server->guard, &call->watch, socket_of(connection));
        *context = call;
        return;
    }
    atomic_fetch_sub_explicit(&worker->connections, 1, memory_order_relaxed);
    if (call) {
        watch_end(worker->server->guard, &call->watch);
        dispatch_resume_others(call);
        request_close(call);
    }
    free(call);
    *context = NULL;
}

/* The target as it was sent, before MHD cuts it up; longer ones than TARGET_MAX are cut
 * just above it, which is enough to refuse them. */
static void *note_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct call *call = call_of(connection);
    size_t len = strlen(target);
    char *copy = call->target_inline;
    (void)cls;
    if (call->stage != STAGE_HEAD || call->target_heap) /* nobody closed it */
        request_close(call);
    if (len >= TARGET_INLINE) {
        copy = call->target_heap = malloc(len + 1);
        if (!copy)
            abort();
    }
    memcpy(copy, target, len + 1);
    call->target = slice_of(copy, len);
    call->begun_ns = clock_monotonic_ns();
    return call;
}

static enum MHD_Result begin_call(struct call *call, const char *method, const char *url,
                                  const char *version)
{
    enum MHD_Result result = dispatch_begin(call, method, url, version);
    if (call->stage == STAGE_BODY && call->has_body)
        watch_body(call->worker->server->guard, &call->watch);
    return result;
}

static enum MHD_Result answer_call(void *cls, struct MHD_Connection *connection,
                                   const char *url, const char *method,
                                   const char *version, const char *piece,
                                   size_t *piece_len, void **context)
{
    struct call *call = *context;
    (void)cls, (void)connection;
    switch (call->stage) {
    case STAGE_HEAD:
        return watch_busy(&call->watch) ? begin_call(call, method, url, version) : MHD_NO;
    case STAGE_BODY:
        if (*piece_len == 0)
            return watch_busy(&call->watch) ? dispatch_end(call) : MHD_NO;
        struct slice bytes = slice_of(piece, *piece_len);
        *piece_len = 0;
        return dispatch_body(call, bytes);
    case STAGE_LANE:
        return dispatch_resumed(call);
    case STAGE_ANSWERED:
        break;
    }
    return MHD_NO;
}

static void note_completed(void *cls, struct MHD_Connection *connection, void **context,
                           enum MHD_RequestTerminationCode code)
{
    struct call *call = *context;
    (void)cls, (void)connection, (void)code;
    if (call) {
        dispatch_resume_others(call);
        request_close(call);
        watch_head(&call->watch);
    }
    *context = NULL;
}

/* We decode the target ourselves. */
static size_t keep_escapes(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls, (void)connection;
    return strlen(text);
}

static void log_mhd(void *cls, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void log_mhd(void *cls, const char *format, va_list args)
{
    char text[512];
    (void)cls;
    vsnprintf(text, sizeof text, format, args);
    log_event(LOG_DEBUG, "mhd", "%s", text);
}

/* --- Workers ------------------------------------------------------------------------ */

static unsigned connections_max(const struct server_config *config)
{
    struct rlimit limit;
    unsigned most = config->connections_max ? config->connections_max : CONNECTIONS_MAX;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return most;
    rlim_t wanted = (rlim_t)most + FILES_OF_OURS;
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < wanted)
        most = limit.rlim_cur > 2 * FILES_OF_OURS
                   ? (unsigned)limit.rlim_cur - FILES_OF_OURS
                   : FILES_OF_OURS;
    return most;
}

static enum status start_worker(struct worker *worker)
{
    const struct server_config *config = &worker->server->config;
    const unsigned flags = MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD |
                           MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC |
                           MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    worker->tally = tally_new(worker->server->route_count);
    worker->second_seen = -1;
    hot_init(&worker->hot, worker->server->cache,
             config->cache_max_bytes / HOT_SHARE / config->workers);
    worker->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, answer_call, worker, MHD_OPTION_EXTERNAL_LOGGER, log_mhd,
        NULL, MHD_OPTION_URI_LOG_CALLBACK, note_target, worker,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_NOTIFY_COMPLETED,
        note_completed, worker, MHD_OPTION_NOTIFY_CONNECTION, note_connection, worker,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_CONNECTION_LIMIT, config->connections_max + FILES_OF_OURS,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    return worker->daemon ? STATUS_OK : STATUS_IO;
}

static enum status start_workers(struct server *server)
{
    size_t bytes = server->worker_count * sizeof *server->workers;
    server->workers = aligned_alloc(CACHE_LINE, bytes);
    if (!server->workers)
        abort();
    memset(server->workers, 0, bytes);
    enum status status = STATUS_OK;
    for (unsigned i = 0; status == STATUS_OK && i < server->worker_count; i++) {
        server->workers[i].server = server;
        status = start_worker(&server->workers[i]);
    }
    return status;
}

static void stop_worker(struct worker *worker)
{
    if (worker->daemon)
        MHD_stop_daemon(worker->daemon);
    hot_release(&worker->hot);
    if (worker->reader)
        worker->server->config.lanes.reader_close(worker->reader);
    for (struct kit *kit = worker->spare_kits, *next; kit; kit = next) {
        next = kit->next;
        kit_free(kit);
    }
    tally_free(worker->tally);
}

/* The worker with the fewest connections; in turn among equals, as `first` moves on. */
static struct worker *pick_worker(struct server *server, size_t *out_total)
{
    unsigned first = server->next_worker++ % server->worker_count;
    struct worker *best = NULL;
    size_t fewest = 0;
    *out_total = 0;
    for (unsigned i = 0; i < server->worker_count; i++) {
        struct worker *worker = &server->workers[(first + i) % server->worker_count];
        size_t count = atomic_load_explicit(&worker->connections, memory_order_relaxed);
        *out_total += count;
        if (!best || count < fewest) {
            best = worker;
            fewest = count;
        }
    }
    return best;
}

/* What whoever comes when every place is taken is told, without waiting for his words: a proxy
 * before us passes it on, where a closed connection would be an error of ours. */
static void turn_away(int fd)
{
    static const char words[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n"
                                "Content-Length: 0\r\nConnection: close\r\n\r\n";
    char unread[4096];
    (void)!recv(fd, unread, sizeof unread, MSG_DONTWAIT);
    (void)!send(fd, words, sizeof words - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    close(fd);
}

static void take_connection(void *owner, int fd, const struct sockaddr *peer,
                            unsigned peer_len)
{
    struct server *server = owner;
    size_t total;
    struct worker *worker = pick_worker(server, &total);
    if (total >= server->config.connections_max) {
        turn_away(fd);
        return;
    }
    atomic_fetch_add_explicit(&worker->connections, 1, memory_order_relaxed);
    if (MHD_add_connection(worker->daemon, fd, peer, peer_len) != MHD_YES)
        atomic_fetch_sub_explicit(&worker->connections, 1, memory_order_relaxed);
}

/* --- Start and stop ----------------------------------------------------------------- */

static void fill_defaults(struct server_config *config)
{
    if (!config->workers)
        config->workers = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
    if (!config->slow_threads)
        config->slow_threads = SLOW_THREADS;
    if (!config->deadline_ms)
        config->deadline_ms = DEADLINE_MS;
    if (!config->head_timeout_ms)
        config->head_timeout_ms = HEAD_TIMEOUT_MS;
    if (!config->body_timeout_ms)
        config->body_timeout_ms = BODY_TIMEOUT_MS;
    if (!config->write_queue_max)
        config->write_queue_max = WRITE_QUEUE_MAX;
    if (!config->slow_queue_max)
        config->slow_queue_max = SLOW_QUEUE_MAX;
    if (!config->idle_timeout_ms)
        config->idle_timeout_ms = IDLE_TIMEOUT_MS;
    config->connections_max = connections_max(config);
}

static bool has_pattern(const struct route *rows, const char *pattern)
{
    for (; rows->pattern; rows++)
        if (strcmp(rows->pattern, pattern) == 0)
            return true;
    return false;
}

/* The site's rows, then those of ours that the site has not. */
static void join_routes(struct server *server)
{
    const struct route *site = server->config.routes;
    size_t count = 0, ours = 0;
    while (site[count].pattern)
        count++;
    while (static_rows[ours].pattern)
        ours++;
    server->routes = calloc(count + ours + 1, sizeof *server->routes);
    if (!server->routes)
        abort();
    memcpy(server->routes, site, count * sizeof *site);
    for (const struct route *row = static_rows; row->pattern; row++)
        if (!has_pattern(site, row->pattern))
            server->routes[count++] = *row;
    server->route_count = count;
}

static struct MHD_Response *make_bad_request(const struct security *security)
{
    static const char text[] = "The request is not valid HTTP.\n";
    struct MHD_Response *response = MHD_create_response_from_buffer(
        sizeof text - 1, (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
    if (!response)
        abort();
    MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    security_apply(security, response);
    return response;
}

static void prepare(struct server *server, const struct server_config *config)
{
    server->config = *config;
    fill_defaults(&server->config);
    server->worker_count = server->config.workers;
    server->deadline_ns = server->config.deadline_ms * MS_NS;
    server->prefix = url_prefix(config->public_url);
    server->origin = url_origin(config->public_url);
    server->is_https = slice_starts_nocase(config->public_url, SLICE("https://"));
    random_id(server->instance, sizeof server->instance);
    security_init(&server->security, server->is_https);
    server->bad_request = make_bad_request(&server->security);
    atomic_init(&server->site, config->site);
    atomic_init(&server->statics,
                static_files_new(config->assets, &server->security, NULL));
    size_t hot_bytes = config->cache_max_bytes / HOT_SHARE;
    server->page_memory = page_memory_new(config->cache_max_bytes / 8 * 9);
    server->cache = cache_new(config->cache_max_bytes - hot_bytes, &config->freshness);
    cache_set_edition(server->cache, config->site);
    join_routes(server);
}

static enum status start_lanes(struct server *server)
{
    return lanes_start(
        &(struct lanes_config){.ops = &server->config.lanes,
                               .slow_threads = server->config.slow_threads,
                               .write_max = server->config.write_queue_max,
                               .slow_max = server->config.slow_queue_max,
                               .slow_deadline_ns = server->deadline_ns * SLOW_DEADLINES,
                               .told = dispatch_wake,
                               .told_owner = server},
        &server->lanes);
}

/* Threads of ours take no signals: those are for the main thread. */
static enum status start_threads(struct server *server, int listen_fd)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    server->guard = watch_guard_start(
        &(struct watch_limits){.head_ns = server->config.head_timeout_ms * MS_NS,
                               .body_ns = server->config.body_timeout_ms * MS_NS,
                               .idle_ns = server->config.idle_timeout_ms * MS_NS});
    server->access_log =
        access_log_start(server->config.access_log, server->worker_count);
    enum status status = start_lanes(server);
    if (status == STATUS_OK)
        status = start_workers(server);
    if (status == STATUS_OK)
        server->acceptor = acceptor_start(listen_fd, take_connection, server);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status;
}

static void ignore_sigpipe(void)
{
    struct sigaction action;
    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
}

enum status server_start(const struct server_config *config, struct problems *problems,
                         struct server **out_server)
{
    struct server *server = calloc(1, sizeof *server);
    if (!server)
        abort();
    int listen_fd = -1;
    ignore_sigpipe();
    prepare(server, config);
    enum status status = router_new(server->routes, problems, &server->router);
    if (status == STATUS_OK)
        status = listen_open(config->listen, problems, &listen_fd, server->address);
    if (status == STATUS_OK) {
        if (config->listening)
            config->listening(config->site, server->address);
        status = start_threads(server, listen_fd);
        if (status != STATUS_OK) {
            close(listen_fd);
            problems_error(problems, "server.start", SLICE(""),
                           "The store or a worker thread did not start: %s",
                           status_name(status));
        }
    }
    if (status == STATUS_OK)
        *out_server = server;
    else
        server_stop(server);
    return status;
}

const char *server_address(const struct server *server)
{
    return server->address;
}

void server_renew(struct server *server, void *site, const struct assets *assets)
{
    struct static_files *before = atomic_load(&server->statics);
    atomic_store(&server->statics, static_files_new(assets, &server->security, before));
    atomic_store(&server->site, site);
    cache_set_edition(server->cache, site);
}

static uint64_t count_in_flight(const struct server *server)
{
    uint64_t count = 0;
    for (unsigned i = 0; server->workers && i < server->worker_count; i++)
        count += atomic_load(&server->workers[i].in_flight);
    return count;
}

/* Answers that are made still go out; a client that does not read is not waited for. */
static void wait_for_answers(const struct server *server)
{
    const struct timespec pause = {.tv_nsec = 2000000};
    int64_t until_ns = clock_monotonic_ns() + STOP_WAIT_MS * MS_NS;
    while (count_in_flight(server) && clock_monotonic_ns() < until_ns)
        nanosleep(&pause, NULL);
}

void server_stop(struct server *server)
{
    if (!server)
        return;
    acceptor_stop(server->acceptor);
    if (server->lanes)
        lanes_drain(server->lanes);
    wait_for_answers(server);
    for (unsigned i = 0; server->workers && i < server->worker_count; i++)
        stop_worker(&server->workers[i]);
    access_log_stop(server->access_log);
    watch_guard_stop(server->guard);
    lanes_free(server->lanes);
    cache_free(server->cache);
    page_memory_free(server->page_memory);
    static_files_free(atomic_load(&server->statics));
    router_free(server->router);
    MHD_destroy_response(server->bad_request);
    free(server->routes);
    free(server->workers);
    free(server);
}

enum status server_write(struct server *server, write_work_fn *work, void *argument)
{
    return lanes_write(server->lanes, work, argument);
}
