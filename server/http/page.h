/* A finished answer that many requests share: the body in each coding as a ready
 * MHD_Response.
 *
 * Counted by hand: whoever got a page from page_new, page_keep or the cache drops it.
 * Codings are made when first asked for and kept. Any thread may use a page that it
 * holds. */
#ifndef HTTP_PAGE_H
#define HTTP_PAGE_H

#include "head.h"
#include "http/route.h"
#include "negotiate.h"
#include "page_memory.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum { ETAG_CAP = 40, SECURITY_HEADERS_MAX = 12 };

/* What every answer carries; made once at the start. */
struct security {
    struct {
        const char *name, *value;
    } headers[SECURITY_HEADERS_MAX];
    size_t count;
};
void security_init(struct security *security, bool is_https);
/* Adds header lines to an MHD response. */
void security_apply(const struct security *security, struct MHD_Response *response);

/* Quoted strong tag of a body in a coding, ended by NUL. */
void etag_make(struct slice body, enum coding coding, char out[ETAG_CAP]);

struct page_spec {
    const struct security *security;
    const struct route *route;
    unsigned code;
    int64_t note;               /* as response->note */
    atomic_uint_fast64_t *seen; /* as response->seen */
    struct slice content_type;
    const char *cache_control;  /* static; NULL: stands in the headers */
    const struct pair *headers; /* others; copied */
    size_t header_count;
    int64_t modified_at; /* 0: not told */
    struct slice body;
    bool copy_body;             /* otherwise it outlives the page */
    struct page_memory *memory; /* where copies lie; NULL: on the heap */
};

struct page {
    atomic_size_t references;
    const struct route *route;
    const struct security *security;
    unsigned code;
    int64_t note;
    atomic_uint_fast64_t *seen;
    char *content_type;
    const char *cache_control; /* static; NULL: stands in the headers */
    char *headers;             /* "name\0value\0…\0" */
    struct slice body;
    struct page_memory *memory;
    bool lasting;          /* outlives all requests: worth packing well */
    char digest[ETAG_CAP]; /* the tag of the plain body */
    int64_t modified_at;   /* 0: not told */
    bool may_compress;
    pthread_mutex_t making;
    _Atomic(struct MHD_Response *) coded[CODING_COUNT];
    atomic_bool not_smaller[CODING_COUNT];
    atomic_size_t bytes; /* all that it holds */
};

struct page *page_new(const struct page_spec *spec);
struct page *page_keep(struct page *page);
void page_drop(struct page *page);
/* The response for a coding, borrowed while the page is held; *coding becomes CODING_NONE
 * when the page does not come in it. `*out_grown`: bytes that this call added to the
 * page. */
struct MHD_Response *page_response(struct page *page, enum coding *coding,
                                   size_t *out_grown);
/* RFC 9110, 13.2.2: does the client have it already? By If-None-Match with the page's tag
 * in this coding; by If-Modified-Since only where there is no If-None-Match. */
bool page_is_known(const struct page *page, enum coding coding, const struct head *head);

/* Last-Modified, where it is told. */
void modified_apply(int64_t modified_at, struct MHD_Response *response);
/* The same question for an answer that is no page. */
bool is_known(const struct head *head, struct slice etag, int64_t modified_at);

#endif
