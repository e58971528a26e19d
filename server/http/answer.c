#include "answer.h"
#include "base/clock.h"
#include "base/log.h"
#include "compress.h"

#include <stdlib.h>

/* --- Errors ------------------------------------------------------------------------- */

static struct slice allow_value(struct arena *arena, unsigned allowed)
{
    static const struct {
        enum method method;
        const char *name;
    } table[] = {{METHOD_GET, "GET, "},     {METHOD_HEAD, "HEAD, "},
                 {METHOD_POST, "POST, "},   {METHOD_PUT, "PUT, "},
                 {METHOD_PATCH, "PATCH, "}, {METHOD_DELETE, "DELETE, "}};
    struct slice text = SLICE("");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (allowed & (unsigned)table[i].method)
            text = arena_format(arena, SLICE_FMT "%s", SLICE_ARG(text), table[i].name);
    return arena_format(arena, SLICE_FMT "OPTIONS", SLICE_ARG(text));
}

static struct slice find_header(const struct response *response, const char *name)
{
    for (size_t i = 0; i < response->header_count; i++)
        if (slice_eq_nocase(response->headers[i].name, slice_cstr(name)))
            return response->headers[i].value;
    return (struct slice){NULL, 0};
}

/* Seconds after which asking again makes sense, where the handler did not say. */
static const char *retry_after(enum status status)
{
    switch (status) {
    case STATUS_BUSY:
    case STATUS_TIMEOUT:
        return "1";
    case STATUS_IO:
        return "5";
    case STATUS_RATE_LIMITED:
        return "10";
    default:
        return NULL;
    }
}

static void plain_error(struct exchange *x, enum status status)
{
    x->response->content_type = SLICE("text/plain; charset=utf-8");
    buf_add_format(&x->response->body, "%u %s\n", x->response->code, status_name(status));
}

static void clear_response(struct response *response, unsigned code)
{
    struct buf body = response->body;
    buf_reset(&body);
    *response = (struct response){.code = code, .body = body, .uncacheable = true};
}

static void log_failure(const struct call *call, enum status status)
{
    const struct problems *problems = &call->kit->x.problems;
    struct slice why =
        problems_count(problems) ? problems_at(problems, 0)->message : SLICE("");
    log_event(LOG_WARN, "request failed", "route=%s status=%s why=\"" SLICE_FMT "\"",
              call->route ? call->route->name : "none", status_name(status),
              SLICE_ARG(why));
}

void answer_error(struct call *call, enum status status, unsigned code)
{
    struct exchange *x = &call->kit->x;
    struct response *response = x->response;
    struct slice retry = find_header(response, "Retry-After");
    error_fn *error = call->worker->server->config.error;
    code = code ? code : status_http(status);
    clear_response(response, code);
    (error ? error : plain_error)(x, status);
    if (response->code != 303)
        response->code = code;
    if (code == 405)
        response_header(response, "Allow", allow_value(x->arena, call->allowed));
    if (!retry.ptr && retry_after(status))
        retry = slice_cstr(retry_after(status));
    if (retry.ptr && !find_header(response, "Retry-After").ptr)
        response_header(response, "Retry-After", retry);
    if (!find_header(response, "Cache-Control").ptr)
        response_header(response, "Cache-Control", SLICE("no-store"));
    if (code >= 500 && code != 501)
        log_failure(call, status);
}

void answer_options(struct call *call)
{
    struct response *response = &call->kit->response;
    clear_response(response, 204);
    response_header(response, "Allow", allow_value(&call->kit->arena, call->allowed));
}

/* --- Sending ------------------------------------------------------------------------ */

/* Whoever knows the last word of such a path may see what lies there: the log must not. */
static bool is_private_path(const struct route *route)
{
    return route &&
           (strstr(route->pattern, "{token}") || strstr(route->pattern, "/runs/{id}"));
}

/* Never an address, never a query. */
static void log_access(struct call *call, unsigned code, int64_t took_ns)
{
    struct worker *worker = call->worker;
    struct server *server = worker->server;
    const struct route *row = call->route;
    struct slice path = slice_first(call->target, slice_find(call->target, '?'));
    if (is_private_path(row))
        path = slice_cstr(row->pattern);
    access_log_add(server->access_log,
                   &(struct access_line){.instance = slice_cstr(server->instance),
                                         .worker = (size_t)(worker - server->workers),
                                         .number = worker->requests,
                                         .method = (unsigned)call->method,
                                         .code = code,
                                         .route = slice_cstr(row ? row->name : "none"),
                                         .path = path,
                                         .took_ns = took_ns});
}

static enum MHD_Result queue(struct call *call, unsigned code,
                             struct MHD_Response *response)
{
    struct worker *worker = call->worker;
    struct server *server = worker->server;
    size_t row =
        call->route ? (size_t)(call->route - server->routes) : server->route_count;
    int64_t took_ns = clock_monotonic_ns() - call->begun_ns;
    worker->requests++;
    tally_add(worker->tally, row, code, took_ns);
    if (server->access_log)
        log_access(call, code, took_ns);
    call->stage = STAGE_ANSWERED;
    return MHD_queue_response(call->connection, code, response);
}

enum MHD_Result answer_refuse(struct call *call, unsigned code)
{
    return queue(call, code, call->worker->server->bad_request);
}

/* A 304 shows the page, too: the browser has asked whether what it keeps is still true. */
static void count_seen(const struct call *call, atomic_uint_fast64_t *seen)
{
    if (seen && call->method == METHOD_GET && head_is_browser(&call->head))
        atomic_fetch_add_explicit(seen, 1, memory_order_relaxed);
}

enum MHD_Result answer_page(struct call *call, struct page *page, struct slice cached_as)
{
    struct head *head = &call->head;
    enum coding coding = page->may_compress
                             ? hot_coding(&call->worker->codings, head->accept_encoding)
                             : CODING_NONE;
    size_t grown;
    struct MHD_Response *response = page_response(page, &coding, &grown);
    if (grown && cached_as.ptr)
        cache_grew(call->worker->server->cache, cached_as, page, grown);
    if (page->route)
        call->route = page->route;
    bool is_kept = page->code == 200 && page_is_known(page, coding, head);
    unsigned code = is_kept ? 304 : page->code;
    count_seen(call, page->seen);
    return queue(call, code, response);
}

static void put_header(struct MHD_Response *out, struct arena *arena, const char *name,
                       struct slice value)
{
    MHD_add_response_header(out, name, arena_strndup(arena, value.ptr, value.len));
}

static bool is_own(const struct call *call)
{
    const struct response *response = &call->kit->response;
    return call->route && call->route->cache == CACHE_OWN && response->code == 200 &&
           !response->uncacheable;
}

/* What somebody who is signed in sees is for him alone, whatever the handler said. */
static const char *cache_control(const struct call *call)
{
    const struct response *response = &call->kit->response;
    if (is_own(call))
        return "private, no-cache";
    if (call->kit->x.session)
        return "private, no-store";
    bool shared = call->route && call->route->cache == CACHE_SHARED &&
                  !response->uncacheable && !find_header(response, "Set-Cookie").ptr;
    return shared ? "no-cache" : "no-store";
}

/* The handler's Vary and ours are one list. */
static void put_headers(struct call *call, struct MHD_Response *out, bool varies)
{
    struct kit *kit = call->kit;
    const struct response *response = &kit->response;
    if (response->content_type.len)
        put_header(out, &kit->arena, "Content-Type", response->content_type);
    bool own_rule = !kit->x.session && find_header(response, "Cache-Control").ptr;
    for (size_t i = 0; i < response->header_count; i++)
        if (own_rule ||
            !slice_eq_nocase(response->headers[i].name, SLICE("Cache-Control")))
            put_header(out, &kit->arena, response->headers[i].name.ptr,
                       response->headers[i].value);
    if (varies)
        MHD_add_response_header(out, "Vary", "Accept-Encoding");
    if (!own_rule)
        MHD_add_response_header(out, "Cache-Control", cache_control(call));
    security_apply(&call->worker->server->security, out);
}

/* Which coding the body goes out in; fills kit->packed when there is one. */
static enum coding pack_body(struct call *call, bool may_compress)
{
    struct kit *kit = call->kit;
    enum coding coding =
        may_compress ? hot_coding(&call->worker->codings, call->head.accept_encoding)
                     : CODING_NONE;
    if (coding != CODING_NONE &&
        !compress_body(coding, buf_slice(&kit->response.body), false, &kit->packed))
        coding = CODING_NONE;
    return coding;
}

/* true when the client has it already. Tags go only where an answer may be kept at all.
 */
static bool put_etag(struct call *call, struct MHD_Response *out, enum coding coding)
{
    const struct response *response = &call->kit->response;
    char etag[ETAG_CAP];
    bool is_read = call->method == METHOD_GET || call->method == METHOD_HEAD;
    struct slice control = find_header(response, "Cache-Control");
    struct slice rule = control.ptr ? control : slice_cstr(cache_control(call));
    bool kept_back = call->kit->x.session && !is_own(call);
    if (!is_read || kept_back || response->code != 200 ||
        find_header(response, "ETag").ptr ||
        slice_find_slice(rule, SLICE("no-store")) != rule.len)
        return false;
    etag_make(buf_slice(&response->body), coding, etag);
    MHD_add_response_header(out, "ETag", etag);
    modified_apply(response->modified_at, out);
    return is_known(&call->head, slice_cstr(etag), response->modified_at);
}

enum MHD_Result answer_response(struct call *call)
{
    struct kit *kit = call->kit;
    struct response *response = &kit->response;
    if (response->body.overflow)
        answer_error(call, STATUS_IO, 0);
    bool may_compress =
        response->body.len >= COMPRESS_MIN && is_compressible(response->content_type);
    enum coding coding = pack_body(call, may_compress);
    struct slice body = buf_slice(coding == CODING_NONE ? &response->body : &kit->packed);
    struct MHD_Response *out = MHD_create_response_from_buffer(
        body.len, (void *)(uintptr_t)(body.ptr ? body.ptr : ""), MHD_RESPMEM_PERSISTENT);
    if (!out)
        abort();
    put_headers(call, out, may_compress);
    if (coding != CODING_NONE)
        MHD_add_response_header(out, "Content-Encoding", coding_name(coding));
    unsigned code = put_etag(call, out, coding) ? 304 : response->code;
    count_seen(call, response->seen);
    enum MHD_Result queued = queue(call, code, out);
    MHD_destroy_response(out);
    return queued;
}

/* --- Sharing ------------------------------------------------------------------------ */

static bool may_share(const struct response *response)
{
    return response->code == 200 && !response->uncacheable && !response->body.overflow &&
           !find_header(response, "Set-Cookie").ptr &&
           !find_header(response, "Vary").ptr && !find_header(response, "ETag").ptr &&
           response->body.len;
}

struct page *answer_to_page(struct call *call)
{
    struct response *response = &call->kit->response;
    if (!may_share(response))
        return NULL;
    bool has_control = find_header(response, "Cache-Control").ptr;
    return page_new(&(struct page_spec){.security = &call->worker->server->security,
                                        .route = call->route,
                                        .code = response->code,
                                        .note = response->note,
                                        .seen = response->seen,
                                        .content_type = response->content_type,
                                        .cache_control = has_control ? NULL : "no-cache",
                                        .headers = response->headers,
                                        .header_count = response->header_count,
                                        .modified_at = response->modified_at,
                                        .body = buf_slice(&response->body),
                                        .copy_body = true,
                                        .memory = call->worker->server->page_memory});
}
