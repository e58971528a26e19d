/* Where the bodies of kept pages lie: one piece of address space of the cache's ceiling, in
 * blocks. The heap would lay them between what lives for a request and keep holes of all
 * sizes when they go: it took twice what they hold.
 *
 * Any thread may enter. Pages take their memory back when they were sent for the last time. */
#ifndef HTTP_PAGE_MEMORY_H
#define HTTP_PAGE_MEMORY_H

#include "base/slice.h"

struct page_memory;

/* Room for `max_bytes`; nothing of it costs anything before it is used. */
struct page_memory *page_memory_new(size_t max_bytes);
/* When nothing of it is in use any more. Accepts NULL. */
void page_memory_free(struct page_memory *memory);

/* A copy of `body`, to be ended with page_memory_drop; from the heap where the room has no
 * gap of its size, or `memory` is NULL. Never NULL. */
char *page_memory_copy(struct page_memory *memory, struct slice body);
/* `body` is what page_memory_copy gave. */
void page_memory_drop(void *body);

/* Bytes of the room that are taken. */
size_t page_memory_used(struct page_memory *memory);

#endif
