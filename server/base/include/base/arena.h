/* Memory that is given back all at once. One arena a request, one a long-lived model. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/slice.h"
#include <stdarg.h>
#include <stddef.h>

struct arena_chunk;
struct arena_ending;

struct arena {
    struct arena_chunk *chunk; /* the newest */
    size_t chunk_size;         /* bytes of the next ordinary chunk */
    size_t used_total;         /* bytes handed out since the last reset */
    struct arena_ending *endings;
};

/* `chunk_size` 0 means 16 KiB. */
void arena_init(struct arena *arena, size_t chunk_size);
/* Forgets all that was handed out; keeps one chunk for the next use. */
void arena_reset(struct arena *arena);
void arena_release(struct arena *arena);

/* Calls end(thing) when the arena is reset or released, the newest first: for what is only held
 * as long as what lies in the arena. */
void arena_at_end(struct arena *arena, void (*end)(void *thing), void *thing);

/* Memory aligned for any type; never NULL; contents undefined. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` × `size` zeroed bytes. */
void *arena_zalloc(struct arena *arena, size_t count, size_t size);
/* Copies, ended by NUL (which the slice's len does not count). */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t len);
struct slice arena_slice(struct arena *arena, struct slice s);
/* The items in one text, each two with `between` in their midst. */
struct slice arena_join(struct arena *arena, const struct slice *items, size_t count,
                        const char *between);
struct slice arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct slice arena_vformat(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#define ARENA_NEW(arena, type) ((type *)arena_zalloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, count, type) \
    ((type *)arena_zalloc((arena), (count), sizeof(type)))

#endif
