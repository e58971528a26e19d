#include "portal/portal.h"

enum status body_object(struct exchange *x, cJSON **out_json)
{
    const struct request *request = x->request;
    if (request->body.len == 0) {
        *out_json = cJSON_CreateObject();
        return STATUS_OK;
    }
    if (!slice_eq_cstr(request->media_type, "application/json")) {
        problems_error(&x->problems, "body.media-type", SLICE("Content-Type"),
                       "The body must be application/json");
        return STATUS_UNSUPPORTED;
    }
    enum status status = json_parse(request->body, &x->problems, out_json);
    if (status == STATUS_OK && !cJSON_IsObject(*out_json)) {
        cJSON_Delete(*out_json);
        problems_error(&x->problems, "body.type", SLICE(""),
                       "The body must be an object");
        return STATUS_INVALID;
    }
    return status;
}

enum status body_string(struct exchange *x, const cJSON *object, const char *name,
                        size_t max, struct slice *out_value)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!member || cJSON_IsNull(member)) {
        *out_value = SLICE("");
        return STATUS_OK;
    }
    if (!cJSON_IsString(member)) {
        problems_error(&x->problems, "body.type", arena_format(x->arena, "/%s", name),
                       "This must be a string");
        return STATUS_INVALID;
    }
    struct slice value = slice_cstr(member->valuestring);
    if (value.len > max) {
        problems_error(&x->problems, "body.too-long", arena_format(x->arena, "/%s", name),
                       "This is longer than %zu bytes", max);
        return STATUS_INVALID;
    }
    *out_value = arena_slice(x->arena, value);
    return STATUS_OK;
}

enum status asked_int(struct exchange *x, const char *name, int64_t min, int64_t max,
                      int64_t fallback, int64_t *out_value)
{
    struct slice text = request_form(x->request, name);
    if (!text.ptr)
        text = request_query(x->request, name);
    *out_value = fallback;
    if (!text.ptr)
        return STATUS_OK;
    if (slice_int64(text, out_value) && *out_value >= min && *out_value <= max)
        return STATUS_OK;
    problems_error(&x->problems, "query.range", slice_cstr(name),
                   "This must be a whole number from %lld to %lld", (long long)min,
                   (long long)max);
    return STATUS_INVALID;
}

enum status cursor_checked(struct exchange *x, enum status status)
{
    if (status == STATUS_INVALID && request_query(x->request, "after").len)
        problems_error(&x->problems, "query.cursor", SLICE("after"),
                       "This is no place in this list; begin without it");
    return status;
}

enum status run_checked(struct exchange *x, enum status status)
{
    const struct portal *portal = portal_of(x);
    if (status != STATUS_NOT_FOUND || !portal->run_days)
        return status;
    struct slice days = arena_format(x->arena, "%lld", (long long)portal->run_days);
    const struct message_arg args[] = {{"days", days}, {NULL, {0}}};
    struct slice words =
        site_message(x->arena, &portal->site, portal->site.lang, "run.lost", args);
    problems_error(&x->problems, "run.lost", SLICE(""), SLICE_FMT, SLICE_ARG(words));
    return status;
}

struct slice seen_mark(struct arena *arena, struct slice what)
{
    return arena_format(arena, "%016llx", (unsigned long long)slice_hash(what));
}

bool form_saw(const struct exchange *x, struct slice mark)
{
    struct slice seen = request_form(x->request, "seen");
    return !seen.ptr || slice_eq(seen, mark);
}

void query_add(const struct exchange *x, struct buf *out, const char *name,
               struct slice value)
{
    if (!value.len)
        return;
    buf_add_format(out, "%c%s=", out->len ? '&' : '?', name);
    buf_add(out,
            site_path(x->arena, &(struct site_info){.prefix = SLICE("")}, "", value));
}
