#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

struct arena_chunk {
    struct arena_chunk *older;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

struct arena_ending {
    struct arena_ending *older;
    void (*end)(void *thing);
    void *thing;
};

static struct arena_chunk *new_chunk(size_t size, struct arena_chunk *older)
{
    struct arena_chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        abort();
    *chunk = (struct arena_chunk){.older = older, .size = size};
    return chunk;
}

void arena_init(struct arena *arena, size_t chunk_size)
{
    *arena = (struct arena){.chunk_size = chunk_size ? chunk_size : 16384};
}

void arena_at_end(struct arena *arena, void (*end)(void *thing), void *thing)
{
    struct arena_ending *ending = arena_alloc(arena, sizeof *ending);
    *ending = (struct arena_ending){arena->endings, end, thing};
    arena->endings = ending;
}

static void run_endings(struct arena *arena)
{
    for (struct arena_ending *e = arena->endings; e; e = e->older)
        e->end(e->thing);
    arena->endings = NULL;
}

void arena_reset(struct arena *arena)
{
    run_endings(arena);
    struct arena_chunk *keep = NULL;
    for (struct arena_chunk *c = arena->chunk, *older; c; c = older) {
        older = c->older;
        if (!keep && c->size == arena->chunk_size)
            keep = c;
        else
            free(c);
    }
    if (keep) {
        keep->older = NULL;
        keep->used = 0;
    }
    arena->chunk = keep;
    arena->used_total = 0;
}

void arena_release(struct arena *arena)
{
    if (!arena)
        return;
    run_endings(arena);
    for (struct arena_chunk *c = arena->chunk, *older; c; c = older) {
        older = c->older;
        free(c);
    }
    arena->chunk = NULL;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        abort();
    size_t need = (size + align - 1) / align * align;
    struct arena_chunk *chunk = arena->chunk;
    if (!chunk || chunk->size - chunk->used < need) {
        size_t chunk_size = need > arena->chunk_size ? need : arena->chunk_size;
        chunk = arena->chunk = new_chunk(chunk_size, chunk);
    }
    void *memory = chunk->bytes + chunk->used;
    chunk->used += need;
    arena->used_total += need;
    return memory;
}

void *arena_zalloc(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        abort();
    void *memory = arena_alloc(arena, total);
    memset(memory, 0, total);
    return memory;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

struct slice arena_slice(struct arena *arena, struct slice s)
{
    return slice_of(arena_strndup(arena, s.ptr, s.len), s.len);
}

struct slice arena_vformat(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    struct arena_chunk *chunk = arena->chunk;
    size_t room = chunk ? chunk->size - chunk->used : 0;
    char *here = room ? chunk->bytes + chunk->used : NULL;
    int len = vsnprintf(here, room, format, args);
    if (len < 0)
        abort();
    char *text = arena_alloc(arena, (size_t)len + 1);
    if (text != here || (size_t)len >= room)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return slice_of(text, (size_t)len);
}

struct slice arena_join(struct arena *arena, const struct slice *items, size_t count,
                        const char *between)
{
    const size_t gap = strlen(between);
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += items[i].len + (i ? gap : 0);
    char *joined = arena_alloc(arena, len + 1), *at = joined;
    for (size_t i = 0; i < count; i++) {
        if (i && gap)
            memcpy(at, between, gap);
        at += i ? gap : 0;
        if (items[i].len)
            memcpy(at, items[i].ptr, items[i].len);
        at += items[i].len;
    }
    *at = '\0';
    return slice_of(joined, len);
}

struct slice arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct slice s = arena_vformat(arena, format, args);
    va_end(args);
    return s;
}
