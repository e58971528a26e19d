/* The server from outside: raw sockets against toy routes over a toy store. */
#include "base/clock.h"
#include "base/log.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* --- A toy store: one number, with savepoints --------------------------------------- */

struct toy {
    atomic_int committed; /* what readers see */
    int pending, savepoint;
    bool in_batch, ended_by_engine;
    atomic_bool fail_commit, die_in_item, writer_blocked, slow_blocked;
    atomic_int batches, renders, readers_open, blocked_now;
    atomic_uint_fast64_t sequence, stamped, seen;
};

static struct toy toy;

struct toy_reader {
    int seen;
    int64_t deadline_ns;
};

static enum status reader_open(void *owner, void **out)
{
    (void)owner;
    *out = calloc(1, sizeof(struct toy_reader));
    atomic_fetch_add(&toy.readers_open, 1);
    return STATUS_OK;
}

static enum status read_begin(void *worker, int64_t deadline_ns)
{
    struct toy_reader *reader = worker;
    reader->seen = atomic_load(&toy.committed);
    reader->deadline_ns = deadline_ns;
    return STATUS_OK;
}

static void read_end(void *worker)
{
    ((struct toy_reader *)worker)->deadline_ns = 0;
}

static void reader_close(void *worker)
{
    atomic_fetch_sub(&toy.readers_open, 1);
    free(worker);
}

static enum status writer_open(void *owner, void **out)
{
    *out = owner;
    return STATUS_OK;
}

static enum status batch_begin(void *worker)
{
    (void)worker;
    toy.pending = atomic_load(&toy.committed);
    toy.in_batch = true;
    toy.ended_by_engine = false;
    return STATUS_OK;
}

static enum status item_begin(void *worker)
{
    (void)worker;
    toy.savepoint = toy.pending;
    return STATUS_OK;
}

static enum status item_end(void *worker, bool keep)
{
    (void)worker;
    if (!keep)
        toy.pending = toy.savepoint;
    return STATUS_OK;
}

static bool batch_alive(void *worker)
{
    (void)worker;
    return !toy.ended_by_engine;
}

static enum status batch_commit(void *worker)
{
    (void)worker;
    if (atomic_load(&toy.fail_commit))
        return STATUS_IO;
    atomic_store(&toy.committed, toy.pending);
    atomic_store(&toy.stamped, atomic_fetch_add(&toy.sequence, 1) + 1);
    atomic_fetch_add(&toy.batches, 1);
    toy.in_batch = false;
    return STATUS_OK;
}

static void batch_rollback(void *worker)
{
    (void)worker;
    toy.in_batch = false;
}

static void writer_close(void *worker)
{
    (void)worker;
}

static uint64_t fresh_now(void *owner)
{
    (void)owner;
    return atomic_load(&toy.sequence);
}

static bool fresh(void *owner, const uint64_t *keys, size_t count, uint64_t since)
{
    (void)owner, (void)keys, (void)count;
    return atomic_load(&toy.stamped) <= since;
}

/* --- Toy handlers ------------------------------------------------------------------- */

static void pause_ms(int ms)
{
    poll(NULL, 0, ms);
}

static enum status show_page(struct exchange *x)
{
    struct toy_reader *reader = x->lane;
    atomic_fetch_add(&toy.renders, 1);
    x->response->content_type = SLICE("text/html; charset=utf-8");
    response_depends(x->response, 1);
    x->response->seen = &toy.seen;
    buf_add_format(&x->response->body, "<h1>page " SLICE_FMT " shows %d</h1>",
                   SLICE_ARG(x->request->params[0]), reader->seen);
    for (int i = 0; i < 40; i++)
        buf_add_cstr(&x->response->body, "<p>the same words again and again</p>\n");
    return slice_eq_cstr(x->request->params[0], "missing") ? STATUS_NOT_FOUND : STATUS_OK;
}

static enum status show_slowly(struct exchange *x)
{
    pause_ms(150);
    return show_page(x);
}

static enum status show_cookie(struct exchange *x)
{
    atomic_fetch_add(&toy.renders, 1);
    response_cookie(x, "visitor", SLICE("abc"), 3600);
    buf_add_cstr(&x->response->body, "cookie set");
    return STATUS_OK;
}

/* What is for one reader only, on a row whose other answers are shared. */
static enum status show_personal(struct exchange *x)
{
    atomic_fetch_add(&toy.renders, 1);
    x->response->uncacheable = true;
    x->response->seen = &toy.seen;
    buf_add_cstr(&x->response->body, "thank you for your vote");
    return STATUS_OK;
}

static enum status echo(struct exchange *x)
{
    x->response->content_type = SLICE("text/plain; charset=utf-8");
    struct buf *body = &x->response->body;
    buf_add_format(body, "path=" SLICE_FMT ";", SLICE_ARG(x->request->path));
    for (size_t i = 0; i < ROUTE_PARAMS_MAX && x->request->params[i].ptr; i++)
        buf_add_format(body, "param=" SLICE_FMT ";", SLICE_ARG(x->request->params[i]));
    for (size_t i = 0; i < x->request->query.count; i++)
        buf_add_format(body, "q:" SLICE_FMT "=" SLICE_FMT ";",
                       SLICE_ARG(x->request->query.items[i].name),
                       SLICE_ARG(x->request->query.items[i].value));
    for (size_t i = 0; i < x->request->form.count; i++)
        buf_add_format(body, "f:" SLICE_FMT "=" SLICE_FMT ";",
                       SLICE_ARG(x->request->form.items[i].name),
                       SLICE_ARG(x->request->form.items[i].value));
    buf_add_format(body, "len=%zu;client=" SLICE_FMT ";", x->request->body.len,
                   SLICE_ARG(x->request->client));
    return STATUS_OK;
}

static enum status add_one(struct exchange *x)
{
    while (atomic_load(&toy.writer_blocked)) {
        atomic_store(&toy.blocked_now, 1);
        pause_ms(1);
    }
    assert_ptr_equal(x->lane, &toy);
    assert_true(toy.in_batch);
    toy.pending++;
    if (atomic_load(&toy.die_in_item))
        toy.ended_by_engine = true;
    buf_add_format(&x->response->body, "now %d", toy.pending);
    return request_form(x->request, "refuse").ptr ? STATUS_INVALID : STATUS_OK;
}

static enum status prepare_it(struct exchange *x)
{
    struct toy_reader *reader = x->lane;
    assert_true(reader->deadline_ns > 0);
    x->prepared = arena_strdup(x->arena, "prepared");
    return request_form(x->request, "unprepared").ptr ? STATUS_CONFLICT : STATUS_OK;
}

static enum status write_prepared(struct exchange *x)
{
    toy.pending++;
    buf_add_cstr(&x->response->body, x->prepared);
    return STATUS_OK;
}

static enum status work_slowly(struct exchange *x)
{
    while (atomic_load(&toy.slow_blocked))
        pause_ms(1);
    buf_add_cstr(&x->response->body, "slow done");
    return STATUS_OK;
}

static enum status too_often(struct exchange *x)
{
    response_header(x->response, "Retry-After", SLICE("42"));
    response_header(x->response, "X-Lost", SLICE("x"));
    return STATUS_RATE_LIMITED;
}

static enum status pass_deadline(struct exchange *x)
{
    struct toy_reader *reader = x->lane;
    while (clock_monotonic_ns() < reader->deadline_ns)
        pause_ms(5);
    return STATUS_IO;
}

static enum status show_metrics(struct exchange *x)
{
    x->response->content_type = SLICE("text/plain; version=0.0.4");
    server_metrics(exchange_server(x), &x->response->body);
    return STATUS_OK;
}

static void show_error(struct exchange *x, enum status status)
{
    x->response->content_type = SLICE("text/plain; charset=utf-8");
    buf_add_format(&x->response->body, "error %s code %u", status_name(status),
                   x->response->code);
    for (size_t i = 0; i < problems_count(&x->problems); i++)
        buf_add_format(&x->response->body, " field=" SLICE_FMT,
                       SLICE_ARG(problems_at(&x->problems, i)->field));
}

#define GET_AND_POST (METHOD_GET | METHOD_POST)
static const struct route routes[] = {
    {"page", METHOD_GET, "/pages/{slug}", ACCESS_PUBLIC, LANE_READ, CACHE_SHARED, 0,
     show_page, NULL, false},
    {"slowpage", METHOD_GET, "/slowpages/{slug}", ACCESS_PUBLIC, LANE_READ, CACHE_SHARED,
     0, show_slowly, NULL, false},
    {"cookie", METHOD_GET, "/cookie", ACCESS_PUBLIC, LANE_NONE, CACHE_SHARED, 0,
     show_cookie, NULL, false},
    {"personal", METHOD_GET, "/personal", ACCESS_PUBLIC, LANE_NONE, CACHE_SHARED, 0,
     show_personal, NULL, false},
    {"echo", GET_AND_POST, "/echo", ACCESS_PUBLIC, LANE_NONE, CACHE_NEVER, 1000, echo,
     NULL, false},
    {"echo2", METHOD_GET, "/echo/{a}/{b}", ACCESS_PUBLIC, LANE_NONE, CACHE_NEVER, 0, echo,
     NULL, false},
    {"add", METHOD_POST, "/add", ACCESS_PUBLIC, LANE_WRITE, CACHE_NEVER, 1000, add_one,
     NULL, false},
    {"prepared", METHOD_POST, "/prepared", ACCESS_PUBLIC, LANE_WRITE, CACHE_NEVER, 1000,
     write_prepared, prepare_it, false},
    {"slow", METHOD_POST, "/slow", ACCESS_PUBLIC, LANE_SLOW, CACHE_NEVER, 0, work_slowly,
     NULL, false},
    {"often", METHOD_GET, "/often", ACCESS_PUBLIC, LANE_NONE, CACHE_NEVER, 0, too_often,
     NULL, false},
    {"deadline", METHOD_GET, "/deadline", ACCESS_PUBLIC, LANE_READ, CACHE_NEVER, 0,
     pass_deadline, NULL, false},
    {"staff", METHOD_GET, "/staff", 1, LANE_NONE, CACHE_NEVER, 0, echo, NULL, false},
    {"metrics", METHOD_GET, "/metrics", ACCESS_OPERATOR, LANE_NONE, CACHE_NEVER, 0,
     show_metrics, NULL, false},
    {.pattern = NULL},
};

static struct asset asset_items[] = {
    {{"static/css/a.css", 16}, {"body { color: red }\n", 20}},
    {{"static/icons/favicon.svg", 24}, {"<svg/>", 6}},
};
static struct assets assets = {
    .items = asset_items, .count = 2, .hash = "0123456789abcdef"};

static struct server *start_with(struct server_config config)
{
    struct server *server = NULL;
    struct arena arena;
    struct problems problems;
    memset(&toy, 0, sizeof toy);
    arena_init(&arena, 0);
    problems_init(&problems, &arena);
    config.listen = config.listen ? config.listen : "127.0.0.1:0";
    config.workers = 2;
    config.cache_max_bytes = 1 << 20;
    config.routes = routes;
    config.assets = &assets;
    config.error = show_error;
    config.lanes = (struct lane_ops){
        &toy,         reader_open,    read_begin, read_end,    reader_close,
        writer_open,  batch_begin,    item_begin, item_end,    batch_alive,
        batch_commit, batch_rollback, NULL,       writer_close};
    config.freshness = (struct freshness_ops){NULL, fresh_now, fresh};
    assert_int_equal(server_start(&config, &problems, &server), STATUS_OK);
    arena_release(&arena);
    return server;
}

static struct server *start(void)
{
    return start_with((struct server_config){0});
}

/* --- A client ----------------------------------------------------------------------- */

struct client {
    int fd;
    char in[1 << 17];
    size_t len;
};

struct answer {
    int code; /* 0: the connection ended */
    char head[4096];
    char body[1 << 16];
    size_t body_len;
};

static int connect_to(const struct server *server)
{
    struct sockaddr_in to = {.sin_family = AF_INET};
    const char *colon = strrchr(server_address(server), ':');
    to.sin_port = htons((uint16_t)atoi(colon + 1));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval limit = {.tv_sec = 10};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static struct client *open_client(const struct server *server)
{
    struct client *client = calloc(1, sizeof *client);
    client->fd = connect_to(server);
    return client;
}

static void close_client(struct client *client)
{
    close(client->fd);
    free(client);
}

static void send_bytes(struct client *client, const char *bytes, size_t len)
{
    while (len) {
        ssize_t sent = send(client->fd, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* refused while we were still speaking */
        bytes += sent;
        len -= (size_t)sent;
    }
}

static bool fill(struct client *client)
{
    ssize_t got = recv(client->fd, client->in + client->len,
                       sizeof client->in - client->len - 1, 0);
    if (got <= 0)
        return false;
    client->len += (size_t)got;
    client->in[client->len] = '\0';
    return true;
}

static const char *header_of(const struct answer *answer, const char *name)
{
    static char value[1024];
    char want[128];
    snprintf(want, sizeof want, "\r\n%s: ", name);
    const char *at = strstr(answer->head, want);
    if (!at)
        return NULL;
    at += strlen(want);
    size_t len = strcspn(at, "\r");
    memcpy(value, at, len);
    value[len] = '\0';
    return value;
}

/* Reads one answer; `bodiless` for HEAD. */
static struct answer *receive(struct client *client, bool bodiless)
{
    static struct answer answer;
    memset(&answer, 0, sizeof answer);
    char *end;
    while (!(end = client->len ? strstr(client->in, "\r\n\r\n") : NULL))
        if (!fill(client))
            return &answer;
    size_t head = (size_t)(end - client->in) + 4;
    memcpy(answer.head, client->in, head);
    answer.code = atoi(answer.head + 9);
    const char *length = header_of(&answer, "Content-Length");
    bool none = bodiless || answer.code == 304 || answer.code == 204;
    answer.body_len = length && !none ? (size_t)atoi(length) : 0;
    while (client->len < head + answer.body_len)
        if (!fill(client))
            return &answer;
    memcpy(answer.body, client->in + head, answer.body_len);
    client->len -= head + answer.body_len;
    memmove(client->in, client->in + head + answer.body_len, client->len + 1);
    return &answer;
}

static struct answer *ask_bytes(struct client *client, const char *bytes, size_t len)
{
    send_bytes(client, bytes, len);
    return receive(client, strncmp(bytes, "HEAD", 4) == 0);
}

static struct answer *ask(struct client *client, const char *text)
{
    return ask_bytes(client, text, strlen(text));
}

static struct answer *get(struct client *client, const char *target, const char *headers)
{
    char text[16384];
    snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: kb\r\n%s\r\n", target, headers);
    return ask(client, text);
}

static struct answer *post(struct client *client, const char *target, const char *form)
{
    char text[16384];
    snprintf(text, sizeof text,
             "POST %s HTTP/1.1\r\nHost: kb\r\nContent-Type: "
             "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
             target, strlen(form), form);
    return ask(client, text);
}

/* Nothing that was smuggled in is answered. (MHD's own 400 comes with its head twice.) */
static bool is_closed(struct client *client)
{
    while (fill(client))
        continue;
    return errno != EAGAIN && (client->len == 0 || !strstr(client->in, "HTTP/1.1 200"));
}

/* --- Strictness --------------------------------------------------------------------- */

#define H "Host: kb\r\n"
#define CASE(text, code, closes)             \
    {                                        \
        text, sizeof(text) - 1, code, closes \
    }

static void test_strict_heads(void **state)
{
    static const struct {
        const char *text;
        size_t len;
        int code;
        bool closes;
    } cases[] = {
        CASE("GET /echo HTTP/1.1\r\n" H "\r\n", 200, false),
        CASE("GET /echo HTTP/1.1\r\n" H "A:\r\nB:  \t x \r\nC: y\r\n\r\n", 200, false),
        CASE("GET /echo HTTP/1.0\r\n\r\n", 200, true),
        CASE("\r\nGET /echo HTTP/1.1\r\n" H "\r\n", 200, false),
        CASE("GET http://kb/echo HTTP/1.1\r\n" H "\r\n", 200, false),
        CASE("GET /echo HTTP/1.1\r\n\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\n" H H "\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\n" H "A: b\r\n c\r\n\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\n" H "A: b\r\n \r\nC: d\r\n\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\n" H "A: b\r\n \r\n\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\n" H "A: b\r\n\t\r\n\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\n Host: kb\r\n" H "\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\nHost : kb\r\n\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\n" H "A(b): c\r\n\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\n" H "A: b\0c\r\n\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\nA: b\0c\r\n" H "\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\n" H "A: b\rc\r\n\r\n", 400, true),
        CASE("GET /echo HTTP/1.1\nHost: kb\n\n", 400, true),
        CASE("GET /echo HTTP/1.1\r\nHost: kb\nA: b\r\n\r\n", 400, true),
        CASE("GET /echo\0x HTTP/1.1\r\n" H "\r\n", 400, true),
        CASE("GET  /echo HTTP/1.1\r\n" H "\r\n", 400, true),
        CASE("GET /echo  HTTP/1.1\r\n" H "\r\n", 400, true),
        CASE("GET /echo HTTP/1.2\r\n" H "\r\n", 505, true),
        CASE("GET /echo HTTP/2.0\r\n" H "\r\n", 505, true),
        CASE("POST /echo HTTP/1.1\r\n" H
             "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"
             "\r\n3\r\nabc\r\n0\r\n\r\n",
             400, true),
        CASE("POST /echo HTTP/1.1\r\n" H
             "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"
             "\r\n3\r\nabc\r\n0\r\n\r\n",
             400, true),
        CASE("POST /echo HTTP/1.1\r\n" H
             "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
             400, true),
        CASE("POST /echo HTTP/1.1\r\n" H
             "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
             400, true),
        CASE("POST /echo HTTP/1.1\r\n" H "Content-Length: 3, 3\r\n\r\nabc", 400, true),
        CASE("POST /echo HTTP/1.1\r\n" H "Content-Length: +3\r\n\r\nabc", 400, true),
        CASE("POST /echo HTTP/1.1\r\n" H "Content-Length: -3\r\n\r\nabc", 400, true),
        CASE("POST /echo HTTP/1.1\r\n" H "Content-Length : 3\r\n\r\nabc", 400, true),
        CASE("POST /echo HTTP/1.1\r\n" H "Content-Length: 3\r\n 3\r\n\r\nabc", 400, true),
        CASE("POST /echo HTTP/1.1\r\n" H "Content-Length: 99999999999999999999\r\n\r\n",
             413, true),
        CASE("POST /echo HTTP/1.1\r\n" H "Transfer-Encoding: gzip\r\n\r\n", 400, true),
        CASE("POST /echo HTTP/1.1\r\n" H "Transfer-Encoding: gzip, chunked\r\n\r\n", 400,
             true),
        CASE("POST /echo HTTP/1.1\r\n" H "Transfer-Encoding: identity\r\n\r\n", 400,
             true),
        CASE("POST /echo HTTP/1.1\r\n" H
             "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
             400, true),
        CASE("POST /echo HTTP/1.1\r\n" H
             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             400, true),
        CASE("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
             true),
        CASE("POST /echo HTTP/1.1\r\n" H
             "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
             "\r\n",
             200, false),
        CASE("GET /echo%00 HTTP/1.1\r\n" H "\r\n", 400, false),
        CASE("GET /echo%ff HTTP/1.1\r\n" H "\r\n", 400, false),
        CASE("GET /echo%2 HTTP/1.1\r\n" H "\r\n", 400, false),
        CASE("GET /echo?a=%00 HTTP/1.1\r\n" H "\r\n", 400, false),
        CASE("GET /echo?a=%ff HTTP/1.1\r\n" H "\r\n", 400, false),
        CASE("GET /x/../echo HTTP/1.1\r\n" H "\r\n", 400, false),
        CASE("GET /x/%2e%2E/echo HTTP/1.1\r\n" H "\r\n", 400, false),
        CASE("GET echo HTTP/1.1\r\n" H "\r\n", 400, false),
        CASE("GET /a b HTTP/1.1\r\n" H "\r\n", 400, true),
        CASE("GET * HTTP/1.1\r\n" H "\r\n", 404, false),
        CASE("BREW /echo HTTP/1.1\r\n" H "\r\n", 501, false),
        CASE("CONNECT kb:443 HTTP/1.1\r\n" H "\r\n", 400, false),
    };
    (void)state;
    struct server *server = start();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct client *client = open_client(server);
        struct answer *answer = ask_bytes(client, cases[i].text, cases[i].len);
        if (answer->code != cases[i].code)
            fail_msg("case %zu (%s): got %d, expected %d", i, cases[i].text, answer->code,
                     cases[i].code);
        if (cases[i].closes && !is_closed(client))
            fail_msg("case %zu (%s): the connection is still open", i, cases[i].text);
        if (!cases[i].closes && get(client, "/echo", "")->code != 200)
            fail_msg("case %zu (%s): the connection is not kept", i, cases[i].text);
        close_client(client);
    }
    server_stop(server);
}

static void test_long_targets(void **state)
{
    static const struct {
        size_t len;
        int code;
    } cases[] = {{150, 404},  {192, 404},  {300, 404},
                 {8192, 404}, {8193, 414}, {9000, 414}};
    (void)state;
    static char text[16384], target[10000];
    struct server *server = start();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct client *client = open_client(server);
        memset(target, 'a', cases[i].len);
        target[0] = '/';
        target[cases[i].len] = '\0';
        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: kb\r\n\r\n", target);
        assert_int_equal(ask(client, text)->code, cases[i].code);
        assert_int_equal(get(client, "/echo", "")->code, 200);
        close_client(client);
    }
    server_stop(server);
}

/* --- Requests ----------------------------------------------------------------------- */

static void expect_body(struct answer *answer, int code, const char *text)
{
    if (answer->code != code || !strstr(answer->body, text))
        fail_msg("got %d '%s', expected %d '%s'", answer->code, answer->body, code, text);
}

static void test_targets_and_forms(void **state)
{
    (void)state;
    struct server *server = start();
    struct client *c = open_client(server);
    expect_body(get(c, "/echo/a%2Fb/%C3%A9", ""), 200, "param=a/b;param=\xC3\xA9;");
    expect_body(get(c, "/echo/a%252Fb/c", ""), 200, "param=a%2Fb;param=c;");
    expect_body(get(c, "/echo?a=1+2&b=%26&c&100%=x", ""), 200,
                "q:a=1 2;q:b=&;q:c=;q:100%=x;");
    expect_body(post(c, "/echo?x=y", "a=b%0A&c=%C3%A9"), 200,
                "q:x=y;f:a=b\n;f:c=\xC3\xA9;");
    expect_body(post(c, "/echo", "good=1&bad=%FF"), 400,
                "error malformed code 400 field=bad");
    expect_body(post(c, "/echo", "nul=%00"), 400, "field=nul");
    static char many[2000];
    for (int i = 0; i < 200; i++)
        strcat(many, "a&");
    expect_body(post(c, "/echo", many), 200, "f:a=;");
    strcat(many, "a");
    expect_body(post(c, "/echo", many), 400, "error malformed");
    expect_body(ask(c, "POST /echo HTTP/1.1\r\n" H "Content-Encoding: gzip\r\n"
                       "Content-Length: 3\r\n\r\nabc"),
                415, "error unsupported");
    expect_body(get(c, "/echo", "X-Forwarded-For: 10.1.1.1, 10.2.2.2\r\n"), 200,
                "client=10.2.2.2;");
    static const struct {
        const char *lines, *client;
    } forwarded[] = {
        {"X-Forwarded-For: 10.1.1.1\r\nX-Forwarded-For: 10.2.2.2\r\n", "10.2.2.2"},
        {"X-Forwarded-For: 10.2.2.2:4711\r\n", "10.2.2.2"},
        {"X-Forwarded-For: ::ffff:10.2.2.2\r\n", "10.2.2.2"},
        {"X-Forwarded-For: 2001:db8::1:2:3:4\r\n", "2001:db8::"},
        {"X-Forwarded-For: [2001:db8::1]:4711\r\n", "2001:db8::"},
        {"X-Forwarded-For: unknown\r\n", "127.0.0.1"},
        {"X-Forwarded-For: [\r\n", "127.0.0.1"},
        {"X-Forwarded-For: ,\r\n", "127.0.0.1"},
    };
    for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++) {
        char wanted[64];
        snprintf(wanted, sizeof wanted, "client=%s;", forwarded[i].client);
        expect_body(get(c, "/echo", forwarded[i].lines), 200, wanted);
    }
    expect_body(get(c, "/echo", ""), 200, "client=127.0.0.1;");
    close_client(c);
    server_stop(server);
}

static void test_methods(void **state)
{
    (void)state;
    struct server *server = start();
    struct client *c = open_client(server);
    struct answer *a = ask(c, "HEAD /echo HTTP/1.1\r\n" H "\r\n");
    assert_int_equal(a->code, 200);
    assert_string_equal(header_of(a, "Content-Length"), "34");
    a = ask(c, "HEAD /pages/x HTTP/1.1\r\n" H "\r\n");
    assert_int_equal(a->code, 200);
    assert_true(atoi(header_of(a, "Content-Length")) > 1000);
    a = ask(c, "DELETE /echo HTTP/1.1\r\n" H "\r\n");
    expect_body(a, 405, "code 405");
    assert_string_equal(header_of(a, "Allow"), "GET, HEAD, POST, OPTIONS");
    a = post(c, "/pages/x", "a=b");
    assert_int_equal(a->code, 405);
    assert_string_equal(header_of(a, "Allow"), "GET, HEAD, OPTIONS");
    a = ask(c, "OPTIONS /add HTTP/1.1\r\n" H "\r\n");
    assert_int_equal(a->code, 204);
    assert_string_equal(header_of(a, "Allow"), "POST, OPTIONS");
    assert_int_equal(ask(c, "OPTIONS * HTTP/1.1\r\n" H "\r\n")->code, 204);
    assert_int_equal(ask(c, "OPTIONS /nothing HTTP/1.1\r\n" H "\r\n")->code, 404);
    close_client(c);
    server_stop(server);
}

static void test_access_and_origin(void **state)
{
    (void)state;
    struct server *server = start();
    struct client *c = open_client(server);
    assert_int_equal(get(c, "/staff", "")->code, 401);
    assert_int_equal(get(c, "/metrics", "")->code, 200);
    assert_int_equal(get(c, "/metrics", "X-Forwarded-For: 127.0.0.1\r\n")->code, 403);
    static const struct {
        const char *headers;
        int code;
    } cases[] = {
        {"", 200},
        {"Sec-Fetch-Site: same-origin\r\n", 200},
        {"Sec-Fetch-Site: cross-site\r\n", 403},
        {"Origin: http://kb\r\n", 200},
        {"Origin: http://evil\r\n", 403},
        {"Origin: null\r\n", 403},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "POST /add HTTP/1.1\r\n" H "%sContent-Length: 0\r\n\r\n",
                 cases[i].headers);
        assert_int_equal(ask(c, text)->code, cases[i].code);
    }
    assert_int_equal(get(c, "/echo", "Sec-Fetch-Site: cross-site\r\n")->code, 200);
    assert_int_equal(atomic_load(&toy.committed), 3);
    close_client(c);
    server_stop(server);
}

static struct answer *post_sized(struct client *c, const char *target, size_t len,
                                 bool chunked)
{
    size_t room = len + 1024;
    char *text = calloc(1, room);
    int at = chunked ? snprintf(text, room,
                                "POST %s HTTP/1.1\r\n" H
                                "Transfer-Encoding: chunked\r\n\r\n%zx\r\n",
                                target, len)
                     : snprintf(text, room,
                                "POST %s HTTP/1.1\r\n" H "Content-Length: %zu\r\n\r\n",
                                target, len);
    memset(text + at, 'x', len);
    size_t end = (size_t)at + len;
    if (chunked)
        end += (size_t)snprintf(text + end, room - end, "\r\n0\r\n\r\n");
    struct answer *answer = ask_bytes(c, text, end);
    free(text);
    return answer;
}

static void test_body_ceilings(void **state)
{
    static const struct {
        const char *target;
        size_t len;
        bool chunked;
        int code; /* 0: closed without an answer, or with 413 */
    } cases[] = {
        {"/echo", 1000, false, 200},    {"/echo", 1000, true, 200},
        {"/echo", 1001, false, 413},    {"/echo", 1001, true, 413},
        {"/echo", 60000, false, 413},   {"/echo", 60000, true, 413},
        {"/echo", 1000000, false, 0},   {"/echo", 1000000, true, 0},
        {"/slow", 1, false, 413},       {"/slow", 0, false, 200},
        {"/slow", 0, true, 200},        {"/nowhere", 100, false, 404},
        {"/nowhere", 60000, true, 404},
    };
    (void)state;
    struct server *server = start();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct client *c = open_client(server);
        struct answer *a = post_sized(c, cases[i].target, cases[i].len,
                                      cases[i].chunked && cases[i].len);
        bool cut = cases[i].code == 0;
        if (cut ? a->code != 0 && a->code != 413 : a->code != cases[i].code)
            fail_msg("case %zu: got %d", i, a->code);
        if (cut)
            assert_true(is_closed(c));
        else
            assert_int_equal(get(c, "/echo", "")->code, 200);
        close_client(c);
    }
    struct client *c = open_client(server);
    assert_int_equal(ask(c, "POST /echo HTTP/1.1\r\n" H "Expect: 100-continue\r\n"
                            "Content-Length: 2000\r\n\r\n")
                         ->code,
                     413);
    close_client(c);
    c = open_client(server);
    assert_int_equal(ask(c, "POST /echo HTTP/1.1\r\n" H "Expect: 100-continue\r\n"
                            "Content-Length: 3\r\n\r\n")
                         ->code,
                     100);
    expect_body(ask(c, "abc"), 200, "len=3;");
    close_client(c);
    server_stop(server);
}

static void test_keep_alive_and_pipelining(void **state)
{
    (void)state;
    struct server *server = start();
    struct client *c = open_client(server);
    for (int i = 0; i < 50; i++)
        assert_int_equal(get(c, "/pages/a", "")->code, 200);
    static const char three[] = "GET /pages/a HTTP/1.1\r\n" H "\r\n"
                                "POST /add HTTP/1.1\r\n" H "Content-Length: 4\r\n\r\na=bc"
                                "GET /echo/x/y HTTP/1.1\r\n" H "\r\n";
    send_bytes(c, three, sizeof three - 1);
    expect_body(receive(c, false), 200, "page a");
    expect_body(receive(c, false), 200, "now 1");
    expect_body(receive(c, false), 200, "param=x;param=y;");
    for (size_t i = 0; i < sizeof three - 1; i++) { /* a byte at a time */
        send_bytes(c, three + i, 1);
        if (i % 16 == 0)
            pause_ms(1);
    }
    expect_body(receive(c, false), 200, "page a");
    expect_body(receive(c, false), 200, "now 2");
    expect_body(receive(c, false), 200, "param=x;param=y;");
    close_client(c);
    server_stop(server);
}

static void test_headers_of_every_answer(void **state)
{
    static const char *const requests[] = {
        "GET /pages/a HTTP/1.1\r\n" H "\r\n",
        "GET /pages/missing HTTP/1.1\r\n" H "\r\n",
        "GET /nowhere HTTP/1.1\r\n" H "\r\n",
        "GET /static/0123456789abcdef/css/a.css HTTP/1.1\r\n" H "\r\n",
        "POST /add HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n",
        "OPTIONS /add HTTP/1.1\r\n" H "\r\n",
        "GET /pages/a HTTP/1.1\r\n\r\n",
    };
    (void)state;
    struct server *server = start_with(
        (struct server_config){.public_url = SLICE("https://kb.example.org/help")});
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        struct client *c = open_client(server);
        struct answer *a = ask(c, requests[i]);
        assert_non_null(
            strstr(header_of(a, "Content-Security-Policy"), "default-src 'none'"));
        assert_string_equal(header_of(a, "X-Content-Type-Options"), "nosniff");
        assert_string_equal(header_of(a, "X-Frame-Options"), "DENY");
        assert_non_null(header_of(a, "Strict-Transport-Security"));
        assert_non_null(header_of(a, "Permissions-Policy"));
        assert_non_null(header_of(a, "Referrer-Policy"));
        close_client(c);
    }
    struct client *c = open_client(server);
    expect_body(get(c, "/help/echo/a/b", ""), 200, "path=/echo/a/b;");
    expect_body(get(c, "/echo/a/b", ""), 200, "path=/echo/a/b;");
    assert_int_equal(get(c, "/helpecho", "")->code, 404);
    assert_string_equal(
        header_of(get(c, "/help/cookie", ""), "Set-Cookie"),
        "visitor=abc; Path=/help; HttpOnly; SameSite=Lax; Max-Age=3600; Secure");
    close_client(c);
    server_stop(server);
}

/* --- The cache ---------------------------------------------------------------------- */

static void test_page_cache(void **state)
{
    (void)state;
    struct server *server = start();
    struct client *c = open_client(server);
    struct answer *a = get(c, "/pages/a", "");
    expect_body(a, 200, "shows 0");
    char etag[64], headers[128];
    snprintf(etag, sizeof etag, "%s", header_of(a, "ETag"));
    assert_string_equal(header_of(a, "Cache-Control"), "no-cache");
    assert_string_equal(header_of(a, "Vary"), "Accept-Encoding");
    expect_body(get(c, "/pages/a", ""), 200, "shows 0");
    assert_int_equal(atomic_load(&toy.renders), 1);
    snprintf(headers, sizeof headers, "If-None-Match: W/%s\r\n", etag);
    assert_int_equal(get(c, "/pages/a", headers)->code, 304);
    assert_int_equal(get(c, "/pages/a", "If-None-Match: \"x\"\r\n")->code, 200);
    a = get(c, "/pages/a", "Accept-Encoding: gzip, br\r\n");
    assert_string_equal(header_of(a, "Content-Encoding"), "br");
    assert_string_not_equal(header_of(a, "ETag"), etag);
    assert_true(a->body_len < 300);
    a = get(c, "/pages/a", "Accept-Encoding: gzip\r\n");
    assert_string_equal(header_of(a, "Content-Encoding"), "gzip");
    assert_int_equal((unsigned char)a->body[0], 0x1F);
    assert_int_equal(get(c, "/pages/a?x=1", "")->code, 200);
    assert_int_equal(atomic_load(&toy.renders), 2);
    assert_int_equal(post(c, "/add", "")->code, 200);
    expect_body(get(c, "/pages/a", headers), 200, "shows 1"); /* our own write is read */
    assert_int_equal(get(c, "/pages/missing", "")->code, 404);
    assert_int_equal(get(c, "/pages/missing", "")->code, 404);
    assert_int_equal(atomic_load(&toy.renders), 5);
    a = get(c, "/cookie", "");
    assert_string_equal(header_of(a, "Cache-Control"), "no-store");
    get(c, "/cookie", "");
    assert_int_equal(atomic_load(&toy.renders), 7);
    a = get(c, "/personal", "");
    assert_string_equal(header_of(a, "Cache-Control"), "no-store");
    assert_null(header_of(a, "ETag"));
    get(c, "/personal", "");
    assert_int_equal(atomic_load(&toy.renders), 9);
    close_client(c);
    server_stop(server);
}

#define FIREFOX "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0\r\n"

/* Who counts as somebody that saw the page, made anew or from the cache. */
static void test_seen(void **state)
{
    static const struct {
        const char *target, *headers;
        int code, seen;
    } cases[] = {
        {"/pages/a", FIREFOX, 200, 1},
        {"/pages/a", FIREFOX, 200, 1},
        {"/pages/a", FIREFOX "Accept-Encoding: gzip\r\n", 200, 1},
        {"/pages/a", FIREFOX "If-None-Match: *\r\n", 304, 1},
        {"/personal", FIREFOX, 200, 1}, /* not from the cache */
        {"/pages/a", "", 200, 0},
        {"/pages/a", "User-Agent: curl/8.5.0\r\n", 200, 0},
        {"/pages/a",
         "User-Agent: Mozilla/5.0 (compatible; Bot/2.1; +http://example.org/bot)\r\n",
         200, 0},
        {"/pages/missing", FIREFOX, 404, 0},
        {"/echo", FIREFOX, 200, 0},
    };
    (void)state;
    struct server *server = start();
    struct client *c = open_client(server);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t before = atomic_load(&toy.seen);
        assert_int_equal(get(c, cases[i].target, cases[i].headers)->code, cases[i].code);
        assert_int_equal(atomic_load(&toy.seen) - before, cases[i].seen);
    }
    uint64_t before = atomic_load(&toy.seen);
    struct answer *a = ask(c, "HEAD /pages/a HTTP/1.1\r\n" H FIREFOX "\r\n");
    assert_int_equal(a->code, 200);
    assert_int_equal(atomic_load(&toy.seen), before);
    close_client(c);
    server_stop(server);
}

/* Reads and counts only: `receive` is not for threads. */
static void *ask_raw(void *argument)
{
    static const char text[] =
        "GET /slowpages/a HTTP/1.1\r\n" H "Connection: close\r\n\r\n";
    int fd = connect_to(argument);
    char in[8192];
    size_t len = 0;
    ssize_t got = send(fd, text, sizeof text - 1, MSG_NOSIGNAL);
    while ((got = recv(fd, in + len, sizeof in - len - 1, 0)) > 0)
        len += (size_t)got;
    in[len] = '\0';
    close(fd);
    return (void *)(intptr_t)(strncmp(in, "HTTP/1.1 200", 12) == 0 &&
                              strstr(in, "shows 0") != NULL);
}

static void test_single_flight(void **state)
{
    (void)state;
    struct server *server = start();
    pthread_t threads[8];
    for (int i = 0; i < 8; i++)
        pthread_create(&threads[i], NULL, ask_raw, server);
    for (int i = 0; i < 8; i++) {
        void *good;
        pthread_join(threads[i], &good);
        assert_non_null(good);
    }
    assert_int_equal(atomic_load(&toy.renders), 1);
    server_stop(server);
}

static void test_static_files(void **state)
{
    (void)state;
    struct server *server = start();
    struct client *c = open_client(server);
    struct answer *a = get(c, "/static/0123456789abcdef/css/a.css", "");
    expect_body(a, 200, "color: red");
    assert_string_equal(header_of(a, "Content-Type"), "text/css; charset=utf-8");
    assert_string_equal(header_of(a, "Cache-Control"),
                        "public, max-age=31536000, immutable");
    a = get(c, "/static/old/css/a.css", "");
    expect_body(a, 200, "color: red");
    assert_string_equal(header_of(a, "Cache-Control"), "no-cache");
    char headers[128];
    snprintf(headers, sizeof headers, "If-None-Match: %s\r\n", header_of(a, "ETag"));
    assert_int_equal(get(c, "/static/old/css/a.css", headers)->code, 304);
    assert_int_equal(get(c, "/static/0123456789abcdef/css/b.css", "")->code, 404);
    assert_int_equal(get(c, "/static/0123456789abcdef/css%2Fa.css", "")->code, 200);
    a = get(c, "/favicon.ico", "");
    expect_body(a, 200, "<svg/>");
    assert_string_equal(header_of(a, "Content-Type"), "image/svg+xml");
    close_client(c);
    server_stop(server);
}

/* --- Lanes -------------------------------------------------------------------------- */

static void test_write_lane(void **state)
{
    (void)state;
    struct server *server = start();
    struct client *c = open_client(server);
    expect_body(post(c, "/add", "a=b"), 200, "now 1");
    expect_body(post(c, "/add", "refuse=1"), 422, "error invalid");
    expect_body(post(c, "/add", "a=b"), 200, "now 2"); /* the refused one left nothing */
    assert_int_equal(atomic_load(&toy.committed), 2);
    atomic_store(&toy.fail_commit, true);
    struct answer *a = post(c, "/add", "a=b");
    expect_body(a, 503, "error unavailable");
    assert_non_null(header_of(a, "Retry-After"));
    atomic_store(&toy.fail_commit, false);
    assert_int_equal(atomic_load(&toy.committed), 2);
    atomic_store(&toy.die_in_item, true);
    assert_int_equal(post(c, "/add", "a=b")->code, 503);
    atomic_store(&toy.die_in_item, false);
    expect_body(post(c, "/add", "a=b"), 200, "now 3");
    expect_body(post(c, "/prepared", "a=b"), 200, "prepared");
    expect_body(post(c, "/prepared", "unprepared=b"), 409, "error conflict");
    assert_int_equal(atomic_load(&toy.committed), 4);
    expect_body(ask(c, "POST /slow HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n"), 200,
                "slow done");
    close_client(c);
    server_stop(server);
    assert_int_equal(atomic_load(&toy.readers_open), 0);
}

enum { CROWD = 200 };

static const char refused_text[] =
    "POST /add HTTP/1.1\r\n" H "Content-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: 8\r\n\r\nrefuse=1";
static const char add_text[] = "POST /add HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n";

static void wait_until_blocked(void)
{
    while (!atomic_load(&toy.blocked_now))
        pause_ms(1);
}

/* Waits until a line stands among the server's figures. */
static void wait_for(struct server *server, const char *line)
{
    struct buf figures;
    buf_init(&figures, 0);
    for (int i = 0; i < 5000; i++) {
        buf_reset(&figures);
        server_metrics(server, &figures);
        if (strstr(figures.ptr, line)) {
            buf_release(&figures);
            return;
        }
        pause_ms(2);
    }
    fail_msg("%s never stood in\n%s", line, figures.ptr);
}

static int count_answered(struct client *const *crowd, int count)
{
    int answered = 0;
    for (int i = 0; i < count; i++) {
        struct pollfd ready = {.fd = crowd[i]->fd, .events = POLLIN};
        answered += poll(&ready, 1, 0) > 0;
    }
    return answered;
}

/* One in ten is refused: its savepoint is rolled back inside the batch of the others. */
static void test_many_share_a_commit(void **state)
{
    (void)state;
    struct server *server = start();
    struct client **crowd = calloc(CROWD, sizeof *crowd);
    atomic_store(&toy.writer_blocked, true);
    for (int i = 0; i < CROWD; i++) {
        bool refused = i % 10 == 5;
        crowd[i] = open_client(server);
        send_bytes(crowd[i], refused ? refused_text : add_text,
                   (refused ? sizeof refused_text : sizeof add_text) - 1);
        if (i == 0)
            wait_until_blocked();
    }
    wait_for(server, "lane_depth{lane=\"write\"} 200\n");
    atomic_store(&toy.writer_blocked, false);
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(receive(crowd[i], false)->code, i % 10 == 5 ? 422 : 200);
        close_client(crowd[i]);
    }
    assert_int_equal(atomic_load(&toy.committed), CROWD - CROWD / 10);
    assert_int_equal(atomic_load(&toy.batches), 2); /* the first alone, then all */
    free(crowd);
    server_stop(server);
}

static void test_full_queue(void **state)
{
    (void)state;
    struct server *server = start_with((struct server_config){.write_queue_max = 4});
    struct client *crowd[10];
    int kept = 0;
    atomic_store(&toy.writer_blocked, true);
    for (int i = 0; i < 10; i++) {
        crowd[i] = open_client(server);
        send_bytes(crowd[i], add_text, sizeof add_text - 1);
    }
    for (int i = 0; i < 5000 && count_answered(crowd, 10) < 6; i++)
        pause_ms(2);
    assert_int_equal(count_answered(crowd, 10), 6); /* those that found no place */
    atomic_store(&toy.writer_blocked, false);
    for (int i = 0; i < 10; i++) {
        struct answer *a = receive(crowd[i], false);
        assert_true(a->code == 200 || (a->code == 503 && header_of(a, "Retry-After")));
        kept += a->code == 200;
        close_client(crowd[i]);
    }
    assert_int_equal(kept, 4);
    assert_int_equal(atomic_load(&toy.committed), 4);
    server_stop(server);
}

static void *stop_it(void *argument)
{
    server_stop(argument);
    return NULL;
}

static void test_stop_with_requests_in_flight(void **state)
{
    (void)state;
    struct server *server = start();
    struct client *crowd[20];
    atomic_store(&toy.writer_blocked, true);
    atomic_store(&toy.slow_blocked, true);
    static const char slow[] = "POST /slow HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n";
    for (int i = 0; i < 20; i++) {
        crowd[i] = open_client(server);
        if (i < 15)
            send_bytes(crowd[i], add_text, sizeof add_text - 1);
        else if (i < 18)
            send_bytes(crowd[i], slow, sizeof slow - 1);
        else
            send_bytes(crowd[i], "POST /add HTTP/1.1\r\nHos", 23); /* never finished */
    }
    wait_until_blocked();
    wait_for(server, "lane_depth{lane=\"write\"} 15\n");
    wait_for(server, "lane_depth{lane=\"slow\"} 3\n");
    wait_for(server, "runbookd_connections 20\n");
    pthread_t stopper;
    pthread_create(&stopper, NULL, stop_it, server);
    pause_ms(50);
    send_bytes(crowd[18], "t: kb\r\nContent-Length: 0\r\n\r\n", 28); /* too late */
    pause_ms(50);
    atomic_store(&toy.writer_blocked, false);
    atomic_store(&toy.slow_blocked, false);
    pthread_join(stopper, NULL);
    for (int i = 0; i < 18; i++)
        assert_int_equal(receive(crowd[i], false)->code, 200);
    bool in_time = receive(crowd[18], false)->code == 200; /* else 503, or closed */
    assert_int_equal(receive(crowd[19], false)->code, 0);
    for (int i = 0; i < 20; i++)
        close_client(crowd[i]);
    assert_int_equal(atomic_load(&toy.committed), 15 + in_time);
    assert_int_equal(atomic_load(&toy.readers_open), 0);
}

static enum status add_ten(void *worker, void *argument)
{
    assert_ptr_equal(worker, &toy);
    toy.pending += 10;
    return *(enum status *)argument;
}

static void test_server_write(void **state)
{
    (void)state;
    struct server *server = start();
    enum status wanted = STATUS_OK;
    assert_int_equal(server_write(server, add_ten, &wanted), STATUS_OK);
    assert_int_equal(atomic_load(&toy.committed), 10);
    wanted = STATUS_INVALID;
    assert_int_equal(server_write(server, add_ten, &wanted), STATUS_INVALID);
    assert_int_equal(atomic_load(&toy.committed), 10);
    wanted = STATUS_OK;
    atomic_store(&toy.fail_commit, true);
    assert_int_equal(server_write(server, add_ten, &wanted), STATUS_IO);
    server_stop(server);
}

static void test_client_that_leaves(void **state)
{
    (void)state;
    struct server *server = start();
    atomic_store(&toy.writer_blocked, true);
    for (int i = 0; i < 20; i++) {
        struct client *c = open_client(server);
        send_bytes(c, add_text, sizeof add_text - 1);
        if (i == 0)
            wait_until_blocked();
        close_client(c);
    }
    atomic_store(&toy.writer_blocked, false);
    struct client *c = open_client(server);
    assert_int_equal(get(c, "/echo", "")->code, 200);
    close_client(c);
    server_stop(server);
}

static void test_errors(void **state)
{
    (void)state;
    struct server *server = start_with((struct server_config){.deadline_ms = 50});
    struct client *c = open_client(server);
    struct answer *a = get(c, "/often", "");
    expect_body(a, 429, "error rate-limited code 429");
    assert_string_equal(header_of(a, "Retry-After"), "42");
    assert_null(header_of(a, "X-Lost"));
    a = get(c, "/deadline", "");
    expect_body(a, 503, "error timeout");
    assert_non_null(header_of(a, "Retry-After"));
    assert_string_equal(header_of(a, "Cache-Control"), "no-store");
    close_client(c);
    server_stop(server);
}

static void test_metrics(void **state)
{
    (void)state;
    struct server *server = start();
    struct client *c = open_client(server);
    for (int i = 0; i < 5; i++)
        get(c, "/pages/a", "");
    get(c, "/nowhere", "");
    post(c, "/add", "");
    struct answer *a = get(c, "/metrics", "");
    static const char *const lines[] = {
        "runbookd_http_requests_total{route=\"page\",code=\"2xx\"} 5\n",
        "runbookd_http_requests_total{route=\"none\",code=\"4xx\"} 1\n",
        "runbookd_http_request_duration_seconds_bucket{route=\"page\",le=\"+Inf\"} 5\n",
        "runbookd_http_request_duration_seconds_count{route=\"add\"} 1\n",
        "runbookd_page_cache_hits_total 4\n",
        "runbookd_page_cache_misses_total 1\n",
        "runbookd_page_cache_entries 1\n",
        "runbookd_write_batches_total 1\n",
        "runbookd_lane_depth{lane=\"slow\"} 0\n",
        "runbookd_connections 1\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!strstr(a->body, lines[i]))
            fail_msg("%s is not in\n%s", lines[i], a->body);
    close_client(c);
    server_stop(server);
}

static void test_bad_starts(void **state)
{
    static const char *const bad[] = {
        "",       "8080",         "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536",
        "::1:80", "203.0.113.7:0"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct server *server = NULL;
        struct arena arena;
        struct problems problems;
        arena_init(&arena, 0);
        problems_init(&problems, &arena);
        struct server_config config = {.listen = bad[i], .routes = routes, .workers = 1};
        assert_int_not_equal(server_start(&config, &problems, &server), STATUS_OK);
        assert_null(server);
        assert_int_equal(problems_count(&problems), 1);
        arena_release(&arena);
    }
    struct server *server = start_with((struct server_config){.listen = "[::1]:0"});
    assert_non_null(strstr(server_address(server), "[::1]:"));
    server_stop(server);
}

static void test_connection_limit(void **state)
{
    (void)state;
    struct server *server = start_with((struct server_config){.connections_max = 3});
    struct client *crowd[4];
    for (int i = 0; i < 4; i++) {
        crowd[i] = open_client(server);
        int code = get(crowd[i], "/echo", "")->code;
        assert_int_equal(code, i < 3 ? 200 : 503);
    }
    close_client(crowd[3]);
    close_client(crowd[0]);
    wait_for(server, "runbookd_connections 2\n");
    crowd[0] = open_client(server);
    assert_int_equal(get(crowd[0], "/echo", "")->code, 200);
    for (int i = 0; i < 3; i++)
        close_client(crowd[i]);
    server_stop(server);
}

/* Whether the server closes, and says so before. */
static bool ends(struct client *client, const char *said)
{
    errno = 0;
    while (fill(client))
        ;
    bool closed = errno != EAGAIN;
    client->in[client->len] = '\0';
    bool good =
        closed && strncmp(client->in, said, strlen(said)) == 0 && (*said || !client->len);
    close_client(client);
    return good;
}

static struct client *open_with(const struct server *server, const char *bytes)
{
    struct client *client = open_client(server);
    send_bytes(client, bytes, strlen(bytes));
    return client;
}

/* A server that ends what is silent. Who is off the CPU between connecting and speaking was
 * silent, too: then it is tried again with more patience. */
static void expect_at_last(bool (*scene)(const struct server *server))
{
    bool seen = false;
    for (int ms = 40; !seen && ms < 8000; ms *= 2) {
        struct server *server = start_with((struct server_config){.idle_timeout_ms = ms});
        seen = scene(server);
        server_stop(server);
    }
    assert_true(seen);
}

static bool silence_ends(const struct server *server)
{
    return ends(open_client(server), "");
}

static bool half_a_head_ends(const struct server *server)
{
    return ends(open_with(server, "GET /ec"), "HTTP/1.1 408 ");
}

static bool half_a_body_ends(const struct server *server)
{
    return ends(
        open_with(server, "POST /add HTTP/1.1\r\n" H "Content-Length: 9\r\n\r\n1"),
        "HTTP/1.1 408 ");
}

static bool silence_after_an_answer_ends(const struct server *server)
{
    struct client *c = open_client(server);
    bool answered = get(c, "/echo", "")->code == 200;
    return ends(c, "") && answered;
}

/* None of these ends but by the timeout. */
static void test_connections_on_which_nothing_moves(void **state)
{
    (void)state;
    expect_at_last(silence_ends);
    expect_at_last(half_a_head_ends);
    expect_at_last(half_a_body_ends);
    expect_at_last(silence_after_an_answer_ends);
}

static void test_client_that_does_not_read(void **state)
{
    static const char ask[] =
        "GET /static/0123456789abcdef/css/a.css HTTP/1.1\r\n" H "\r\n";
    (void)state;
    struct server *server = start_with((struct server_config){.idle_timeout_ms = 40});
    struct client *c = open_client(server);
    struct timeval limit = {.tv_sec = 20};
    setsockopt(c->fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    while (send(c->fd, ask, sizeof ask - 1, MSG_NOSIGNAL) > 0)
        ; /* until answers fill all that lies between us, and the server ends it */
    assert_true(errno == EPIPE || errno == ECONNRESET);
    close_client(c);
    wait_for(server, "runbookd_connections 0\n");
    server_stop(server);
}

/* However long we work, a client that waits is not idle. */
static bool waiting_is_answered(const struct server *server)
{
    bool silent = true;
    atomic_store(&toy.slow_blocked, true);
    struct client *c =
        open_with(server, "POST /slow HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n");
    for (int i = 0; i < 3; i++)
        silent &= ends(open_client(server), "");
    atomic_store(&toy.slow_blocked, false);
    struct answer *answer = receive(c, false);
    close_client(c);
    return silent && answer->code == 200 && strcmp(answer->body, "slow done") == 0;
}

static void test_waiting_is_not_idle(void **state)
{
    (void)state;
    expect_at_last(waiting_is_answered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strict_heads),
        cmocka_unit_test(test_long_targets),
        cmocka_unit_test(test_targets_and_forms),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_access_and_origin),
        cmocka_unit_test(test_body_ceilings),
        cmocka_unit_test(test_keep_alive_and_pipelining),
        cmocka_unit_test(test_headers_of_every_answer),
        cmocka_unit_test(test_page_cache),
        cmocka_unit_test(test_seen),
        cmocka_unit_test(test_single_flight),
        cmocka_unit_test(test_static_files),
        cmocka_unit_test(test_write_lane),
        cmocka_unit_test(test_many_share_a_commit),
        cmocka_unit_test(test_full_queue),
        cmocka_unit_test(test_stop_with_requests_in_flight),
        cmocka_unit_test(test_server_write),
        cmocka_unit_test(test_client_that_leaves),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_metrics),
        cmocka_unit_test(test_bad_starts),
        cmocka_unit_test(test_connection_limit),
        cmocka_unit_test(test_connections_on_which_nothing_moves),
        cmocka_unit_test(test_client_that_does_not_read),
        cmocka_unit_test(test_waiting_is_not_idle),
    };
    log_set_level(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
