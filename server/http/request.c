#include "request.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "guard/guard.h"
#include "multipart.h"
#include "target.h"

#include <arpa/inet.h>
#include <stdlib.h>

enum {
    SPARE_KITS_MAX = 64,
    BUFFER_KEEP_MAX = 256 << 10, /* larger buffers go back to the heap */
    DROP_FACTOR = 8,
    DROP_MIN = 8 << 10,
    KIT_ARENA = 128 << 10
};

/* --- Kits --------------------------------------------------------------------------- */

static struct kit *take_kit(struct worker *worker)
{
    struct kit *kit = worker->spare_kits;
    if (kit) {
        worker->spare_kits = kit->next;
        worker->spare_count--;
        return kit;
    }
    kit = calloc(1, sizeof *kit);
    if (!kit)
        abort();
    arena_init(&kit->arena, KIT_ARENA);
    buf_init(&kit->body, 0);
    buf_init(&kit->packed, 0);
    buf_init(&kit->response.body, 0);
    return kit;
}

static void reuse_buffer(struct buf *buf)
{
    if (buf->cap > BUFFER_KEEP_MAX)
        buf_release(buf);
    buf_reset(buf);
}

void kit_free(struct kit *kit)
{
    arena_release(&kit->arena);
    buf_release(&kit->body);
    buf_release(&kit->packed);
    buf_release(&kit->response.body);
    free(kit);
}

static void give_kit(struct worker *worker, struct kit *kit)
{
    page_drop(kit->page);
    kit->page = NULL;
    if (worker->spare_count == SPARE_KITS_MAX) {
        kit_free(kit);
        return;
    }
    arena_reset(&kit->arena);
    reuse_buffer(&kit->body);
    reuse_buffer(&kit->packed);
    reuse_buffer(&kit->response.body);
    kit->next = worker->spare_kits;
    worker->spare_kits = kit;
    worker->spare_count++;
}

void request_close(struct call *call)
{
    if (call->kit)
        give_kit(call->worker, call->kit);
    if (call->counted)
        count_more(&call->worker->in_flight, (uint64_t)-1);
    if (call->target_heap)
        free(call->target_heap);
    call->kit = NULL;
    call->target_heap = NULL;
    call->route = NULL;
    call->stage = STAGE_HEAD;
    call->refusal = STATUS_OK;
    call->refusal_code = call->allowed = 0;
    call->dropped = call->body_max = 0;
    call->has_body = call->counted = false;
}

/* --- Head --------------------------------------------------------------------------- */

static enum method parse_method(const char *text)
{
    static const struct {
        const char *name;
        enum method method;
    } table[] = {{"GET", METHOD_GET},        {"HEAD", METHOD_HEAD},
                 {"POST", METHOD_POST},      {"PUT", METHOD_PUT},
                 {"PATCH", METHOD_PATCH},    {"DELETE", METHOD_DELETE},
                 {"OPTIONS", METHOD_OPTIONS}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(text, table[i].name) == 0)
            return table[i].method;
    return (enum method)0;
}

static enum MHD_Result add_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                  size_t name_len, const char *value, size_t value_len)
{
    (void)kind;
    return head_add(cls, slice_of(name, name_len), slice_of(value, value_len)) ? MHD_YES
                                                                               : MHD_NO;
}

void request_read_head(struct call *call, const char *method, const char *url,
                       const char *version)
{
    struct head *head = &call->head;
    head_begin(head, method, url, call->target, version);
    if (!head->fault)
        MHD_get_connection_values_n(call->connection, MHD_HEADER_KIND, add_header, head);
    head_finish(head);
    call->method = parse_method(method);
    call->has_body = head->chunked || head->content_length > 0;
}

/* --- Opening ------------------------------------------------------------------------ */

void request_refuse(struct call *call, enum status status, unsigned code)
{
    if (call->refusal != STATUS_OK)
        return;
    call->refusal = status;
    call->refusal_code = code;
}

/* Handlers may rely on UTF-8: a value in another encoding is left out. */
static enum MHD_Result collect_header(void *cls, enum MHD_ValueKind kind,
                                      const char *name, size_t name_len,
                                      const char *value, size_t value_len)
{
    struct slice text = slice_of(value, value_len);
    (void)kind;
    while (text.len && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t'))
        text.len--;
    if (utf8_invalid_at(text) == text.len)
        *LIST_PUSH((struct list *)cls, struct pair) =
            (struct pair){slice_of(name, name_len), text};
    return MHD_YES;
}

static void open_headers(struct call *call, struct request *request)
{
    struct list headers = LIST_OF(&call->kit->arena, struct pair);
    MHD_get_connection_values_n(call->connection, MHD_HEADER_KIND, collect_header,
                                &headers);
    request->headers = (struct pairs){headers.items, headers.count};
    request->media_type = media_type_of(&call->kit->arena, call->head.content_type);
}

static const struct sockaddr *peer_of(const struct call *call)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(call->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

/* IPv4 as such, also when it came mapped into IPv6; IPv6 by its network of 64 bits, since
 * one visitor has all of that. */
static struct slice address_text(struct arena *arena, const struct sockaddr *peer,
                                 bool *out_loopback)
{
    char text[INET6_ADDRSTRLEN] = "";
    *out_loopback = false;
    if (peer && peer->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const void *)peer;
        *out_loopback = ntohl(v4->sin_addr.s_addr) >> 24 == 127;
        inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
    } else if (peer && peer->sa_family == AF_INET6) {
        struct in6_addr v6 = ((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
        bool mapped = IN6_IS_ADDR_V4MAPPED(&v6);
        *out_loopback = IN6_IS_ADDR_LOOPBACK(&v6) || (mapped && v6.s6_addr[12] == 127);
        if (!mapped && !*out_loopback)
            memset(v6.s6_addr + 8, 0, 8);
        inet_ntop(mapped ? AF_INET : AF_INET6, mapped ? &v6.s6_addr[12] : v6.s6_addr,
                  text, sizeof text);
    }
    return arena_slice(arena, slice_cstr(text));
}

/* The last of the list in the last of such lines: a proxy adds to the line that it got, or
 * a line of its own below; all before is anybody's word. */
static struct slice last_forwarded(const struct request *request)
{
    struct slice list = {NULL, 0}, part, last = {NULL, 0};
    for (size_t i = 0; i < request->headers.count; i++)
        if (slice_eq_nocase(request->headers.items[i].name, SLICE("X-Forwarded-For")))
            list = request->headers.items[i].value;
    while (slice_split(&list, ',', &part))
        last = slice_trim(part);
    return last;
}

/* "192.0.2.1", "192.0.2.1:4711", "2001:db8::1" or "[2001:db8::1]:4711". */
static bool parse_address(struct slice text, struct sockaddr_storage *out)
{
    char name[INET6_ADDRSTRLEN];
    struct sockaddr_in *v4 = (void *)out;
    struct sockaddr_in6 *v6 = (void *)out;
    size_t colon = slice_find(text, ':');
    if (slice_starts(text, SLICE("[")))
        text = slice_first(slice_from(text, 1), slice_find(text, ']') - 1);
    else if (colon < text.len &&
             slice_find(slice_from(text, colon + 1), ':') == text.len - colon - 1)
        text = slice_first(text, colon);
    if (!text.ptr || !text.len || text.len >= sizeof name)
        return false;
    memcpy(name, text.ptr, text.len);
    name[text.len] = '\0';
    *out = (struct sockaddr_storage){.ss_family = AF_INET};
    if (inet_pton(AF_INET, name, &v4->sin_addr) == 1)
        return true;
    out->ss_family = AF_INET6;
    return inet_pton(AF_INET6, name, &v6->sin6_addr) == 1;
}

/* A proxy on this machine tells whom it speaks for; from elsewhere the header is
 * anybody's word. What is no address changes nothing. */
static void open_client(struct call *call, struct request *request)
{
    bool loopback, ignored;
    struct sockaddr_storage client;
    struct arena *arena = &call->kit->arena;
    request->client = address_text(arena, peer_of(call), &loopback);
    if (loopback && parse_address(last_forwarded(request), &client))
        request->client = address_text(arena, (const void *)&client, &ignored);
}

static enum status open_target(struct call *call, struct request *request)
{
    struct slice path, query;
    struct kit *kit = call->kit;
    request->target = call->target;
    request->path = SLICE("");
    enum status status = target_split(call->target, &path, &query);
    if (status == STATUS_OK)
        status = path_decode(&kit->arena, path, &path);
    if (status == STATUS_OK)
        request->path = path_without_prefix(path, call->worker->server->prefix);
    if (status == STATUS_OK)
        status = pairs_parse(&kit->arena, query, &kit->x.problems, &request->query);
    return status;
}

enum {
    ALL_METHODS =
        METHOD_GET | METHOD_HEAD | METHOD_POST | METHOD_PUT | METHOD_PATCH | METHOD_DELETE
};

static void find_route(struct call *call, struct request *request)
{
    struct server *server = call->worker->server;
    if (call->method == METHOD_OPTIONS && slice_eq_cstr(request->path, "*")) {
        call->allowed = ALL_METHODS;
        return;
    }
    call->route = router_find(server->router, call->method, request->path,
                              request->params, &call->allowed);
    path_restore_slashes(request->path);
    bool answers_options = call->method == METHOD_OPTIONS && call->allowed;
    if (!call->route && !answers_options)
        request_refuse(call, call->allowed ? STATUS_UNSUPPORTED : STATUS_NOT_FOUND,
                       call->allowed ? 405 : 0);
    if (call->route)
        call->body_max = call->route->body_max;
    if (call->method == METHOD_HEAD && call->route &&
        !(call->route->methods & METHOD_HEAD))
        request->method = METHOD_GET;
}

static void open_exchange(struct call *call)
{
    struct kit *kit = call->kit;
    struct buf body = kit->response.body;
    kit->call = call;
    kit->request = (struct request){.method = call->method,
                                    .secure = call->worker->server->is_https};
    kit->response = (struct response){.code = 200, .body = body};
    kit->x = (struct exchange){.request = &kit->request,
                               .response = &kit->response,
                               .arena = &kit->arena,
                               .site = atomic_load(&call->worker->server->site),
                               .server = call->worker->server};
    problems_init(&kit->x.problems, &kit->arena);
}

void request_open(struct call *call)
{
    call->kit = take_kit(call->worker);
    struct request *request = &call->kit->request;
    open_exchange(call);
    open_headers(call, request);
    open_client(call, request);
    enum status status = open_target(call, request);
    if (status != STATUS_OK)
        request_refuse(call, status, status == STATUS_TOO_LARGE ? 414 : 0);
    else if (!call->method)
        request_refuse(call, STATUS_UNSUPPORTED, 501);
    else
        find_route(call, request);
    call->kit->x.route = call->route;
}

/* --- Body --------------------------------------------------------------------------- */

uint64_t request_drop_max(const struct call *call)
{
    uint64_t ceiling = call->body_max > DROP_MIN ? call->body_max : DROP_MIN;
    return ceiling * DROP_FACTOR;
}

bool request_take_body(struct call *call, struct slice piece)
{
    struct buf *body = &call->kit->body;
    if (call->refusal == STATUS_OK && piece.len > call->body_max - body->len)
        request_refuse(call, STATUS_TOO_LARGE, 0);
    if (call->refusal == STATUS_OK) {
        buf_add(body, piece);
        return true;
    }
    call->dropped += piece.len;
    return call->dropped + body->len <= request_drop_max(call);
}

static void parse_form(struct call *call, struct request *request)
{
    struct kit *kit = call->kit;
    struct slice coding = slice_trim(call->head.content_encoding);
    request->body = buf_slice(&kit->body);
    if (request->body.len && coding.len && !slice_eq_nocase(coding, SLICE("identity")))
        request_refuse(call, STATUS_UNSUPPORTED, 0);
    enum status status = STATUS_OK;
    if (slice_eq_cstr(request->media_type, "application/x-www-form-urlencoded"))
        status =
            pairs_parse(&kit->arena, request->body, &kit->x.problems, &request->form);
    else if (slice_eq_cstr(request->media_type, "multipart/form-data"))
        status = multipart_parse(
            &kit->arena, multipart_boundary(&kit->arena, call->head.content_type),
            request->body, &kit->x.problems, &request->form, &request->files);
    if (status != STATUS_OK)
        request_refuse(call, status, 0);
}

static bool is_operator(const struct call *call)
{
    bool loopback;
    const struct request *request = &call->kit->request;
    address_text(&call->kit->arena, peer_of(call), &loopback);
    return loopback && !request_header(request, "X-Forwarded-For").ptr &&
           !request_header(request, "Forwarded").ptr;
}

static void check_access(struct call *call)
{
    if (call->route->access == ACCESS_OPERATOR && !is_operator(call))
        request_refuse(call, STATUS_FORBIDDEN, 0);
}

static void check_origin(struct call *call)
{
    const struct request *request = &call->kit->request;
    const unsigned safe = METHOD_GET | METHOD_HEAD | METHOD_OPTIONS;
    struct origin_facts facts = {
        .sec_fetch_site = request_header(request, "Sec-Fetch-Site"),
        .origin = request_header(request, "Origin"),
        .referer = request_header(request, "Referer"),
        .host = request_header(request, "Host"),
        .public_origin = call->worker->server->origin,
    };
    if (!((unsigned)call->method & safe) && !origin_is_ours(&facts))
        request_refuse(call, STATUS_FORBIDDEN, 0);
}

void request_check(struct call *call)
{
    if (call->refusal != STATUS_OK || !call->route)
        return;
    check_access(call);
    check_origin(call);
    if (call->refusal == STATUS_OK)
        parse_form(call, &call->kit->request);
}
