/* A list that grows in an arena. The items stand in one array; growing may move them. */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/arena.h"

struct list {
    struct arena *arena;
    void *items;
    size_t count, cap, item_size;
};

static inline struct list list_make(struct arena *arena, size_t item_size)
{
    return (struct list){.arena = arena, .item_size = item_size};
}

/* A new zeroed item at the end; borrowed until the next push. */
void *list_push(struct list *list);

#define LIST_OF(arena, type) list_make((arena), sizeof(type))
#define LIST_PUSH(list, type) ((type *)list_push(list))

#endif
