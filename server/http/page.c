#include "page.h"
#include "base/clock.h"
#include "base/digest.h"
#include "compress.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

void security_init(struct security *security, bool is_https)
{
    static const char *const table[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
         "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
         "frame-ancestors 'none'; manifest-src 'self'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "strict-origin-when-cross-origin"},
        {"X-Frame-Options", "DENY"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), clipboard-write=(self), display-capture=(), "
                               "geolocation=(), microphone=(), payment=(), usb=()"},
        /* From here on under https alone: elsewhere browsers ignore or complain of them. */
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Strict-Transport-Security", "max-age=31536000"},
    };
    size_t count = sizeof table / sizeof *table - (is_https ? 0 : 2);
    for (size_t i = 0; i < count; i++) {
        security->headers[i].name = table[i][0];
        security->headers[i].value = table[i][1];
    }
    security->count = count;
}

void security_apply(const struct security *security, struct MHD_Response *response)
{
    for (size_t i = 0; i < security->count; i++)
        if (!MHD_get_response_header(response, security->headers[i].name))
            MHD_add_response_header(response, security->headers[i].name,
                                    security->headers[i].value);
}

void etag_make(struct slice body, enum coding coding, char out[ETAG_CAP])
{
    static const char *const suffixes[CODING_COUNT] = {"", "-br", "-gz"};
    unsigned char hash[DIGEST_SIZE];
    char text[2 * sizeof hash];
    digest_make(body, hash);
    sodium_bin2base64(text, sizeof text, hash, sizeof hash,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    snprintf(out, ETAG_CAP, "\"%s%s\"", text, suffixes[coding]);
}

/* The tag of another coding of the same body: its suffix goes before the last quote. */
static void coded_etag(const struct page *page, enum coding coding, char out[ETAG_CAP])
{
    static const char *const ends[CODING_COUNT] = {"\"", "-br\"", "-gz\""};
    size_t len = strlen(page->digest) - 1;
    memcpy(out, page->digest, len);
    memcpy(out + len, ends[coding], strlen(ends[coding]) + 1);
}

/* `copied`: the body is page_memory_copy's, and goes with the response. */
static struct MHD_Response *make_response(const struct page *page, struct slice body,
                                          bool copied, enum coding coding)
{
    void *bytes = (void *)(uintptr_t)body.ptr;
    struct MHD_Response *response =
        copied ? MHD_create_response_from_buffer_with_free_callback(body.len, bytes,
                                                                    page_memory_drop)
               : MHD_create_response_from_buffer(body.len, bytes, MHD_RESPMEM_PERSISTENT);
    char etag[ETAG_CAP];
    if (!response)
        abort();
    if (page->content_type)
        MHD_add_response_header(response, "Content-Type", page->content_type);
    coded_etag(page, coding, etag);
    MHD_add_response_header(response, "ETag", etag);
    modified_apply(page->modified_at, response);
    if (page->cache_control)
        MHD_add_response_header(response, "Cache-Control", page->cache_control);
    if (coding != CODING_NONE)
        MHD_add_response_header(response, "Content-Encoding", coding_name(coding));
    if (page->may_compress)
        MHD_add_response_header(response, "Vary", "Accept-Encoding");
    for (const char *name = page->headers; *name;) {
        const char *value = name + strlen(name) + 1;
        MHD_add_response_header(response, name, value);
        name = value + strlen(value) + 1;
    }
    security_apply(page->security, response);
    return response;
}

/* Rough cost of an MHD_Response with its headers. */
enum { RESPONSE_BYTES = 2048 };

static char *copy_text(struct slice s)
{
    char *copy = malloc(s.len + 1);
    if (!copy)
        abort();
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

static char *pack_headers(const struct page_spec *spec)
{
    size_t len = 1;
    for (size_t i = 0; i < spec->header_count; i++)
        len += spec->headers[i].name.len + spec->headers[i].value.len + 2;
    char *packed = calloc(1, len), *at = packed;
    if (!packed)
        abort();
    for (size_t i = 0; i < spec->header_count; i++) {
        struct slice parts[2] = {spec->headers[i].name, spec->headers[i].value};
        for (int p = 0; p < 2; p++) {
            if (parts[p].len)
                memcpy(at, parts[p].ptr, parts[p].len);
            at += parts[p].len + 1;
        }
    }
    return packed;
}

struct page *page_new(const struct page_spec *spec)
{
    struct page *page = calloc(1, sizeof *page);
    if (!page)
        abort();
    page->route = spec->route;
    page->security = spec->security;
    page->code = spec->code;
    page->note = spec->note;
    page->seen = spec->seen;
    page->content_type = spec->content_type.len ? copy_text(spec->content_type) : NULL;
    page->cache_control = spec->cache_control;
    page->headers = pack_headers(spec);
    page->memory = spec->memory;
    page->lasting = !spec->copy_body;
    page->body = spec->body;
    if (spec->copy_body)
        page->body.ptr = page_memory_copy(spec->memory, spec->body);
    page->modified_at = spec->modified_at;
    page->may_compress =
        spec->body.len >= COMPRESS_MIN && is_compressible(spec->content_type);
    pthread_mutex_init(&page->making, NULL);
    etag_make(spec->body, CODING_NONE, page->digest);
    atomic_init(&page->references, 1);
    atomic_init(&page->bytes,
                sizeof *page + RESPONSE_BYTES + (spec->copy_body ? spec->body.len : 0));
    atomic_init(&page->coded[CODING_NONE],
                make_response(page, page->body, spec->copy_body, CODING_NONE));
    return page;
}

struct page *page_keep(struct page *page)
{
    atomic_fetch_add_explicit(&page->references, 1, memory_order_relaxed);
    return page;
}

void page_drop(struct page *page)
{
    if (!page ||
        atomic_fetch_sub_explicit(&page->references, 1, memory_order_acq_rel) != 1)
        return;
    for (int c = 0; c < CODING_COUNT; c++) {
        struct MHD_Response *response = atomic_load(&page->coded[c]);
        if (response)
            MHD_destroy_response(response); /* MHD keeps it while it is being sent */
    }
    pthread_mutex_destroy(&page->making);
    free(page->content_type);
    free(page->headers);
    free(page);
}

/* Under the page's lock. */
static struct MHD_Response *make_coded(struct page *page, enum coding coding,
                                       size_t *out_grown)
{
    struct buf coded;
    buf_init(&coded, 0);
    if (!compress_body(coding, page->body, page->lasting, &coded)) {
        atomic_store_explicit(&page->not_smaller[coding], true, memory_order_relaxed);
        return NULL;
    }
    struct slice body =
        slice_of(page_memory_copy(page->memory, buf_slice(&coded)), coded.len);
    buf_release(&coded);
    *out_grown = body.len + RESPONSE_BYTES;
    atomic_fetch_add(&page->bytes, *out_grown);
    struct MHD_Response *response = make_response(page, body, true, coding);
    atomic_store_explicit(&page->coded[coding], response, memory_order_release);
    return response;
}

struct MHD_Response *page_response(struct page *page, enum coding *coding,
                                   size_t *out_grown)
{
    *out_grown = 0;
    if (!page->may_compress ||
        atomic_load_explicit(&page->not_smaller[*coding], memory_order_relaxed))
        *coding = CODING_NONE;
    struct MHD_Response *response =
        atomic_load_explicit(&page->coded[*coding], memory_order_acquire);
    if (response)
        return response;
    pthread_mutex_lock(&page->making);
    response = atomic_load_explicit(&page->coded[*coding], memory_order_acquire);
    if (!response)
        response = make_coded(page, *coding, out_grown);
    pthread_mutex_unlock(&page->making);
    if (!response) {
        *coding = CODING_NONE;
        response = atomic_load_explicit(&page->coded[CODING_NONE], memory_order_acquire);
    }
    return response;
}

void modified_apply(int64_t modified_at, struct MHD_Response *response)
{
    char text[32];
    if (!modified_at)
        return;
    instant_format_http(modified_at, text);
    MHD_add_response_header(response, "Last-Modified", text);
}

bool is_known(const struct head *head, struct slice etag, int64_t modified_at)
{
    int64_t since;
    if (head->if_none_match.ptr)
        return etag_matches(head->if_none_match, etag);
    return modified_at && head->if_modified_since.ptr &&
           instant_parse_http(slice_trim(head->if_modified_since), &since) &&
           modified_at <= since;
}

bool page_is_known(const struct page *page, enum coding coding, const struct head *head)
{
    char etag[ETAG_CAP];
    if (!head->if_none_match.ptr && !head->if_modified_since.ptr)
        return false;
    coded_etag(page, coding, etag);
    return is_known(head, slice_cstr(etag), page->modified_at);
}
