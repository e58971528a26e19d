#include "base/clock.h"
#include "gate.h"

#include <stdio.h>

#define HTML_TYPE "text/html; charset=utf-8"

/* Most pages fit in it, so that what is written is not moved on and on. */
enum { PAGE_ROOM = 32 << 10 };

static enum status whole(struct exchange *x, const char *content_type)
{
    x->response->content_type = slice_cstr(content_type);
    return x->response->body.overflow ? STATUS_TOO_LARGE : STATUS_OK;
}

enum status reply_template(struct exchange *x, const char *template_name,
                           const char *content_type, const void *view)
{
    const struct portal *portal = portal_of(x);
    frame_finish(x, template_name, view);
    buf_reserve(&x->response->body, PAGE_ROOM);
    enum status status = template_render(portal->templates, template_name,
                                         portal->site.lang, view, &x->response->body);
    return status == STATUS_OK ? whole(x, content_type) : status;
}

void reply_counted(struct exchange *x, enum viewed viewed, int64_t id, int64_t guide)
{
    if (!allowed(x, RIGHT_VIEW_STAFF))
        x->response->seen = view_counts_of(portal_of(x)->views, viewed, id, guide);
}

enum status reply_page(struct exchange *x, const char *template_name, const void *view)
{
    return reply_template(x, template_name, HTML_TYPE, view);
}

enum status reply_json(struct exchange *x, const struct view_type *type, const void *view)
{
    view_write_json(type, view, &x->response->body);
    buf_add_byte(&x->response->body, '\n');
    return whole(x, "application/json; charset=utf-8");
}

enum status reply_text(struct exchange *x, struct slice text)
{
    buf_add(&x->response->body, text);
    return whole(x, "text/plain; charset=utf-8");
}

enum status reply_see_other(struct exchange *x, struct slice path)
{
    response_redirect(x->response, 303, path);
    return STATUS_OK;
}

/* ---- RFC 9457 ---------------------------------------------------------------------- */

static void add_member(struct buf *out, const char *name, struct slice value)
{
    buf_add_format(out, ",\"%s\":", name);
    buf_add_json_string(out, value);
}

static void add_error(struct buf *out, const struct problem *problem)
{
    buf_add_cstr(out, "{\"field\":");
    buf_add_json_string(out, problem->field);
    add_member(out, "message", problem->message);
    if (problem->code.len)
        add_member(out, "code", problem->code);
    if (problem->line)
        buf_add_format(out, ",\"line\":%zu,\"column\":%zu", problem->line,
                       problem->column);
    buf_add_byte(out, '}');
}

static void add_errors(struct buf *out, const struct problems *problems)
{
    buf_add_cstr(out, ",\"errors\":[");
    for (size_t i = 0; i < problems_count(problems); i++) {
        if (i)
            buf_add_byte(out, ',');
        add_error(out, problems_at(problems, i));
    }
    buf_add_byte(out, ']');
}

/* A view as a member (where that has a name), and its members beside it. */
static void add_view(struct buf *out, const char *name, const struct view_type *type,
                     const void *view)
{
    struct buf json;
    buf_init(&json, 0);
    view_write_json(type, view, &json);
    if (name) {
        buf_add_format(out, ",\"%s\":", name);
        buf_add(out, buf_slice(&json));
    }
    if (json.len > 2) {
        buf_add_byte(out, ',');
        buf_add(out, slice_of(json.ptr + 1, json.len - 2));
    }
    buf_release(&json);
}

enum status reply_problem(struct exchange *x, enum status status, const char *extra_name,
                          const struct view_type *extra_type, const void *extra)
{
    struct buf *out = &x->response->body;
    const struct portal *portal = portal_of(x);
    char key[64];
    snprintf(key, sizeof key, "error.%s.title", status_name(status));
    buf_reset(out);
    x->response->code = status_http(status);
    buf_add_cstr(out, "{\"type\":\"about:blank\"");
    add_member(out, "title", catalogue_text(portal->catalogues, portal->site.lang, key));
    buf_add_format(out, ",\"status\":%u", x->response->code);
    add_member(out, "code", slice_cstr(status_name(status)));
    if (problems_count(&x->problems))
        add_member(out, "detail", problems_at(&x->problems, 0)->message);
    if (problems_count(&x->problems))
        add_errors(out, &x->problems);
    if (extra_type)
        add_view(out, extra_name, extra_type, extra);
    buf_add_cstr(out, "}\n");
    return whole(x, "application/problem+json");
}

/* ---- errors ------------------------------------------------------------------------ */

/* By the path; by the raw target where that could not be decoded. */
static bool is_api(const struct exchange *x)
{
    struct slice prefix = portal_of(x)->site.prefix, raw = x->request->target;
    if (x->request->path.len)
        return slice_starts(x->request->path, SLICE("/api/"));
    if (slice_starts(raw, prefix))
        raw = slice_from(raw, prefix.len);
    return slice_starts(raw, SLICE("/api/"));
}

static bool wants_json(const struct exchange *x)
{
    struct slice accept = request_header(x->request, "Accept");
    if (is_api(x))
        return true;
    return slice_find_slice(accept, SLICE("json")) < accept.len &&
           slice_find_slice(accept, SLICE("text/html")) == accept.len;
}

/* The words of the last path segment, to look for what was meant. */
static struct slice lost_words(const struct exchange *x)
{
    struct slice path = x->request->path, last = SLICE(""), part;
    while (slice_split(&path, '/', &part))
        if (part.len)
            last = part;
    char *words = arena_strndup(x->arena, last.ptr, last.len);
    for (size_t i = 0; i < last.len; i++)
        if (words[i] == '-' || words[i] == '_')
            words[i] = ' ';
    return slice_of(words, last.len);
}

/* Guides that a lost reader may have meant; none when the store does not answer. */
static void suggest(struct exchange *x, struct error_input *input)
{
    enum { SUGGESTED = 5 };
    struct reader reader = reader_of(x);
    struct article_heads heads;
    if (x->lane && reading_meant(&reader, lost_words(x), SUGGESTED, &heads) == STATUS_OK)
        input->suggestions = heads;
}

static void error_page(struct exchange *x, enum status status,
                       const struct successor_view *successor)
{
    struct error_view view;
    struct error_input input = {.status = status,
                                .problems = &x->problems,
                                .successor = successor,
                                .typed = typed_of(x),
                                .today = day_of_instant(clock_now_s())};
    if (status == STATUS_NOT_FOUND || status == STATUS_GONE)
        suggest(x, &input);
    error_view_make(x->arena, site_of(x), &input, &view);
    buf_reset(&x->response->body);
    x->response->code = status_http(status);
    if (reply_page(x, "error", &view) != STATUS_OK) {
        buf_reset(&x->response->body);
        reply_text(x, slice_cstr(status_name(status)));
    }
}

/* To where one signs in, and back again. */
static void send_to_sign_in(struct exchange *x)
{
    struct slice login = site_path(x->arena, site_of(x), "/login?next=", here_of(x));
    response_redirect(x->response, 303, login);
}

void portal_error(struct exchange *x, enum status status)
{
    x->response->uncacheable = true;
    if (status == STATUS_UNAUTHENTICATED)
        response_header(x->response, "WWW-Authenticate", SLICE("Cookie"));
    if (!wants_json(x) && status == STATUS_UNAUTHENTICATED &&
        x->request->method == METHOD_GET)
        send_to_sign_in(x);
    else if (wants_json(x))
        reply_problem(x, status, NULL, NULL, NULL);
    else if (!reply_held(x, status))
        error_page(x, status, NULL);
}

/* ---- guides that are elsewhere ----------------------------------------------------- */

static enum status reply_retired(struct exchange *x, const struct reading_place *place)
{
    struct successor_view *successor = NULL;
    if (place->slug.len) {
        successor = ARENA_NEW(x->arena, struct successor_view);
        *successor = (struct successor_view){
            place->slug, place->title,
            site_path(x->arena, site_of(x),
                      is_api(x) ? "/api/v1/articles/" : "/articles/", place->slug)};
    }
    x->response->uncacheable = true;
    if (wants_json(x)) {
        struct retired_view view = {successor};
        return reply_problem(x, STATUS_GONE, NULL, &retired_view_type, &view);
    }
    error_page(x, STATUS_GONE, successor);
    return STATUS_OK;
}

static enum status reply_moved(struct exchange *x, struct slice slug, const char *tail)
{
    const char *base = is_api(x) ? "/api/v1/articles/" : "/articles/";
    struct slice path = site_path(x->arena, site_of(x), base, slug);
    response_redirect(x->response, x->request->method == METHOD_GET ? 301 : 308,
                      arena_format(x->arena, SLICE_FMT "%s", SLICE_ARG(path), tail));
    return STATUS_OK;
}

enum status reply_elsewhere(struct exchange *x, enum status status, const char *tail)
{
    struct reader reader = reader_of(x);
    struct reading_place place;
    if (status != STATUS_NOT_FOUND && status != STATUS_GONE)
        return status;
    enum status found = reading_place(&reader, x->request->params[0], &place);
    if (found != STATUS_OK)
        return found == STATUS_NOT_FOUND ? status : found;
    if (place.retired)
        return reply_retired(x, &place);
    return place.moved ? reply_moved(x, place.slug, tail) : status;
}
