#include "http/exchange.h"
#include "call.h"

static struct slice find_pair(const struct pairs *pairs, const char *name)
{
    struct slice wanted = slice_cstr(name);
    for (size_t i = 0; i < pairs->count; i++)
        if (slice_eq(pairs->items[i].name, wanted))
            return pairs->items[i].value;
    return (struct slice){NULL, 0};
}

struct slice request_query(const struct request *request, const char *name)
{
    return find_pair(&request->query, name);
}

struct slice request_form(const struct request *request, const char *name)
{
    return find_pair(&request->form, name);
}

struct slice request_header(const struct request *request, const char *name)
{
    struct slice wanted = slice_cstr(name);
    for (size_t i = 0; i < request->headers.count; i++)
        if (slice_eq_nocase(request->headers.items[i].name, wanted))
            return request->headers.items[i].value;
    return (struct slice){NULL, 0};
}

/* RFC 6265, 5.4: the browser sends "a=b; c=d". */
struct slice request_cookie(const struct request *request, const char *name)
{
    struct slice wanted = slice_cstr(name), part;
    for (size_t i = 0; i < request->headers.count; i++) {
        struct slice rest = request->headers.items[i].value;
        if (!slice_eq_nocase(request->headers.items[i].name, SLICE("Cookie")))
            continue;
        while (slice_split(&rest, ';', &part)) {
            size_t equals = slice_find(part, '=');
            if (equals < part.len &&
                slice_eq(slice_trim(slice_first(part, equals)), wanted))
                return slice_trim(slice_from(part, equals + 1));
        }
    }
    return (struct slice){NULL, 0};
}

void response_header(struct response *response, const char *name, struct slice value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] == '\r' || value.ptr[i] == '\n' || value.ptr[i] == '\0')
            return;
    if (response->header_count < RESPONSE_HEADERS_MAX)
        response->headers[response->header_count++] =
            (struct pair){slice_cstr(name), value};
}

void response_modified(struct response *response, int64_t at_s)
{
    if (at_s > response->modified_at)
        response->modified_at = at_s;
}

void response_redirect(struct response *response, unsigned code, struct slice location)
{
    response->code = code ? code : 303;
    response_header(response, "Location", location);
}

void response_cookie(struct exchange *exchange, const char *name, struct slice value,
                     int64_t max_age_s)
{
    struct slice prefix = exchange->server ? exchange->server->prefix : SLICE("");
    struct slice age = max_age_s
                           ? arena_format(exchange->arena, "; Max-Age=%lld",
                                          (long long)(max_age_s < 0 ? 0 : max_age_s))
                           : SLICE("");
    const struct slice parts[] = {
        slice_cstr(name),
        SLICE("="),
        value,
        SLICE("; Path="),
        prefix.len ? prefix : SLICE("/"),
        SLICE("; HttpOnly; SameSite=Lax"),
        age,
        exchange->request->secure ? SLICE("; Secure") : SLICE("")};
    struct slice line =
        arena_join(exchange->arena, parts, sizeof parts / sizeof *parts, "");
    response_header(exchange->response, "Set-Cookie", line);
}

void response_depends(struct response *response, uint64_t key)
{
    for (size_t i = 0; i < response->key_count; i++)
        if (response->keys[i] == key)
            return;
    if (response->key_count < RESPONSE_KEYS_MAX)
        response->keys[response->key_count++] = key;
    else
        response->uncacheable = true; /* it could not be seen to go stale */
}

void response_valid_until(struct response *response, int64_t at_s)
{
    if (at_s && (!response->valid_until || at_s < response->valid_until))
        response->valid_until = at_s;
}

struct server *exchange_server(const struct exchange *x)
{
    return x->server;
}

struct slice url_origin(struct slice public_url)
{
    size_t scheme = slice_find_slice(public_url, SLICE("://"));
    if (scheme == public_url.len)
        return SLICE("");
    size_t host = scheme + 3;
    return slice_first(public_url, host + slice_find(slice_from(public_url, host), '/'));
}

struct slice url_prefix(struct slice public_url)
{
    struct slice path = slice_from(public_url, url_origin(public_url).len);
    while (path.len && path.ptr[path.len - 1] == '/')
        path.len--;
    return path.len ? path : SLICE("");
}
