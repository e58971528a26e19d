#include "page_memory.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { BLOCK = 512, WORD_BITS = 64 };

struct page_memory {
    pthread_mutex_t lock;
    char *room;
    size_t blocks;
    size_t at; /* where the next search begins */
    size_t used;
    uint64_t *taken; /* a bit a block */
};

/* Before each body. */
struct tag {
    struct page_memory *memory; /* NULL: from the heap */
    size_t blocks;
    alignas(max_align_t) char body[];
};

struct page_memory *page_memory_new(size_t max_bytes)
{
    struct page_memory *memory = calloc(1, sizeof *memory);
    if (!memory)
        abort();
    pthread_mutex_init(&memory->lock, NULL);
    size_t blocks = max_bytes / BLOCK;
    void *room = blocks ? mmap(NULL, blocks * BLOCK, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
                        : MAP_FAILED;
    if (room == MAP_FAILED)
        return memory;
    memory->room = room;
    memory->blocks = blocks;
    memory->taken = calloc(blocks / WORD_BITS + 1, sizeof *memory->taken);
    if (!memory->taken)
        abort();
    return memory;
}

void page_memory_free(struct page_memory *memory)
{
    if (!memory)
        return;
    if (memory->room)
        munmap(memory->room, memory->blocks * BLOCK);
    pthread_mutex_destroy(&memory->lock);
    free(memory->taken);
    free(memory);
}

static bool is_taken(const struct page_memory *memory, size_t block)
{
    return memory->taken[block / WORD_BITS] >> (block % WORD_BITS) & 1;
}

static void mark(struct page_memory *memory, size_t from, size_t count, bool taken)
{
    for (size_t i = from; i < from + count; i++) {
        uint64_t bit = (uint64_t)1 << (i % WORD_BITS);
        if (taken)
            memory->taken[i / WORD_BITS] |= bit;
        else
            memory->taken[i / WORD_BITS] &= ~bit;
    }
}

/* The first of `count` free blocks in a row from `from` on; `to` when there are none. */
static size_t find_gap(const struct page_memory *memory, size_t from, size_t to,
                       size_t count)
{
    for (size_t i = from, gap = 0; i < to; i++) {
        if (i % WORD_BITS == 0 && memory->taken[i / WORD_BITS] == UINT64_MAX) {
            i += WORD_BITS - 1;
            gap = 0;
        } else if (is_taken(memory, i)) {
            gap = 0;
        } else if (++gap == count) {
            return i + 1 - count;
        }
    }
    return to;
}

/* Under the lock. NULL: there is no gap. */
static struct tag *take_gap(struct page_memory *memory, size_t count)
{
    size_t end = memory->blocks;
    size_t first = find_gap(memory, memory->at, end, count);
    if (first == end)
        first = find_gap(memory, 0, end, count);
    if (first == end)
        return NULL;
    mark(memory, first, count, true);
    memory->at = first + count;
    memory->used += count * BLOCK;
    return (struct tag *)(void *)(memory->room + first * BLOCK);
}

char *page_memory_copy(struct page_memory *memory, struct slice body)
{
    size_t size = sizeof(struct tag) + body.len + 1;
    size_t count = (size + BLOCK - 1) / BLOCK;
    struct tag *tag = NULL;
    if (memory && memory->room) {
        pthread_mutex_lock(&memory->lock);
        tag = take_gap(memory, count);
        pthread_mutex_unlock(&memory->lock);
    }
    struct page_memory *owner = tag ? memory : NULL;
    if (!tag)
        tag = malloc(size);
    if (!tag)
        abort();
    tag->memory = owner;
    tag->blocks = count;
    if (body.len)
        memcpy(tag->body, body.ptr, body.len);
    tag->body[body.len] = '\0';
    return tag->body;
}

void page_memory_drop(void *body)
{
    struct tag *tag = (struct tag *)(void *)((char *)body - offsetof(struct tag, body));
    struct page_memory *memory = tag->memory;
    if (!memory) {
        free(tag);
        return;
    }
    size_t count = tag->blocks;
    size_t first = (size_t)((char *)tag - memory->room) / BLOCK;
    pthread_mutex_lock(&memory->lock);
    mark(memory, first, count, false);
    memory->used -= count * BLOCK;
    pthread_mutex_unlock(&memory->lock);
}

size_t page_memory_used(struct page_memory *memory)
{
    pthread_mutex_lock(&memory->lock);
    size_t used = memory->used;
    pthread_mutex_unlock(&memory->lock);
    return used;
}
