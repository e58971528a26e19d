#include "tree_memory.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, bytes) ((void)(start), (void)(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(start, bytes) ((void)(start), (void)(bytes))
#endif

/* Pieces come in sizes of 16, 32, … bytes, their heads included. */
enum { SIZE_STEP = 16, SIZES = 32, SMALL_MAX = SIZE_STEP * SIZES, SLAB_BYTES = 1 << 18 };

struct piece {
    size_t size; /* with this head; above SMALL_MAX: the heap's */
    union {
        struct piece *next; /* of those that are free */
        char bytes[1];
    } in;
};

enum { HEAD = offsetof(struct piece, in) };

struct slab {
    struct slab *older;
    _Alignas(max_align_t) char bytes[SLAB_BYTES];
};

struct pool {
    struct slab *slab; /* the newest */
    size_t used;       /* bytes of it */
    size_t live;       /* small pieces that are in use */
    struct piece *free[SIZES];
};

/* ---- a thread's pool --------------------------------------------------------------- */

static pthread_key_t the_key;
static pthread_once_t the_once = PTHREAD_ONCE_INIT;
static _Thread_local struct pool *the_pool;

static void drop_slabs(struct pool *pool, struct slab *keep)
{
    for (struct slab *slab = pool->slab, *older; slab && slab != keep; slab = older) {
        older = slab->older;
        free(slab);
    }
    pool->slab = keep;
}

static void drop_pool(void *owner)
{
    drop_slabs(owner, NULL);
    free(owner);
}

static void make_key(void)
{
    if (pthread_key_create(&the_key, drop_pool) != 0)
        abort();
}

static struct pool *pool_of_thread(void)
{
    if (the_pool)
        return the_pool;
    pthread_once(&the_once, make_key);
    the_pool = calloc(1, sizeof *the_pool);
    if (!the_pool || pthread_setspecific(the_key, the_pool) != 0)
        abort();
    return the_pool;
}

/* All pieces are back: the oldest slab is filled anew, the others go. */
static void begin_anew(struct pool *pool)
{
    struct slab *oldest = pool->slab;
    while (oldest->older)
        oldest = oldest->older;
    drop_slabs(pool, oldest);
    ASAN_POISON_MEMORY_REGION(oldest->bytes, SLAB_BYTES);
    pool->used = 0;
    memset(pool->free, 0, sizeof pool->free);
}

/* ---- pieces ------------------------------------------------------------------------ */

static size_t class_of(size_t size)
{
    return size / SIZE_STEP - 1;
}

static struct piece *cut(struct pool *pool, size_t size)
{
    if (!pool->slab || SLAB_BYTES - pool->used < size) {
        struct slab *slab = malloc(sizeof *slab);
        if (!slab)
            abort();
        slab->older = pool->slab;
        ASAN_POISON_MEMORY_REGION(slab->bytes, SLAB_BYTES);
        pool->slab = slab;
        pool->used = 0;
    }
    struct piece *piece = (struct piece *)(void *)(pool->slab->bytes + pool->used);
    pool->used += size;
    return piece;
}

static struct piece *take_small(size_t size)
{
    struct pool *pool = pool_of_thread();
    struct piece **list = &pool->free[class_of(size)], *piece = *list;
    if (piece) {
        ASAN_UNPOISON_MEMORY_REGION(piece, size);
        *list = piece->in.next;
    } else {
        piece = cut(pool, size);
        ASAN_UNPOISON_MEMORY_REGION(piece, size);
        piece->size = size;
    }
    pool->live++;
    return piece;
}

static void give_small(struct piece *piece)
{
    struct pool *pool = the_pool;
    struct piece **list = &pool->free[class_of(piece->size)];
    piece->in.next = *list;
    *list = piece;
    ASAN_POISON_MEMORY_REGION(piece, piece->size);
    if (--pool->live == 0)
        begin_anew(pool);
}

static struct piece *take_large(struct piece *old, size_t size)
{
    struct piece *piece = realloc(old, size);
    if (!piece)
        abort();
    piece->size = size;
    return piece;
}

static struct piece *piece_of(void *memory)
{
    return (struct piece *)(void *)((char *)memory - HEAD);
}

static size_t size_for(size_t bytes)
{
    if (bytes > SIZE_MAX / 2)
        abort();
    return (bytes + HEAD + SIZE_STEP - 1) / SIZE_STEP * SIZE_STEP;
}

/* ---- what cmark calls -------------------------------------------------------------- */

static void *take_zeroed(size_t count, size_t each)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, each, &bytes))
        abort();
    size_t size = size_for(bytes);
    struct piece *piece = size <= SMALL_MAX ? take_small(size) : take_large(NULL, size);
    return memset(piece->in.bytes, 0, bytes);
}

static void give(void *memory)
{
    struct piece *piece = memory ? piece_of(memory) : NULL;
    if (piece && piece->size <= SMALL_MAX)
        give_small(piece);
    else
        free(piece);
}

static void *take_more(void *memory, size_t bytes)
{
    struct piece *old = memory ? piece_of(memory) : NULL;
    size_t size = size_for(bytes);
    if (old && old->size >= size)
        return memory;
    if (size > SMALL_MAX && (!old || old->size > SMALL_MAX))
        return take_large(old, size)->in.bytes;
    struct piece *piece = size <= SMALL_MAX ? take_small(size) : take_large(NULL, size);
    if (old) {
        memcpy(piece->in.bytes, old->in.bytes, old->size - HEAD);
        give_small(old);
    }
    return piece->in.bytes;
}

cmark_mem tree_memory = {take_zeroed, take_more, give};
