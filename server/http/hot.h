/* What one worker served lately from the page cache. Asked again within the same second, a
 * page is found here: no lock, no line of memory that another worker writes. Whether it is
 * fresh is asked every time, as in the cache; once a second the cache itself is asked, which
 * so learns what is in use.
 *
 * A page that the cache has evicted meanwhile is held a little longer: `max_bytes` is the
 * ceiling of that. The worker's thread alone. */
#ifndef HTTP_HOT_H
#define HTTP_HOT_H

#include "cache.h"

enum { HOT_PLACES = 64, HOT_TARGET_MAX = 192 };

struct hot_place {
    struct page *page; /* ours to drop; NULL: free */
    int64_t second;    /* in which the cache was asked */
    struct validity validity;
    size_t bytes;
    size_t target_len; /* 0: too long to be found again */
    char target[HOT_TARGET_MAX];
};

struct hot {
    struct cache *cache;
    size_t bytes, max_bytes;
    struct hot_place places[HOT_PLACES];
};

void hot_init(struct hot *hot, struct cache *cache, size_t max_bytes);
void hot_release(struct hot *hot);
/* A fresh page of the cache or NULL; borrowed until the next call. `now_s` is what the
 * pages' own ends are compared with, `second` any clock that moves. */
struct page *hot_find(struct hot *hot, struct slice target, int64_t now_s,
                      int64_t second);

/* What browsers accept is a handful of texts: the answer to each is remembered. */
enum { CODINGS_KNOWN = 8, ACCEPT_MAX = 40 };

struct hot_codings {
    struct {
        size_t len; /* 0: free */
        enum coding coding;
        char accept[ACCEPT_MAX];
    } known[CODINGS_KNOWN];
};

/* negotiate_coding, remembered. */
enum coding hot_coding(struct hot_codings *codings, struct slice accept_encoding);

#endif
