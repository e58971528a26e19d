#include "base/list.h"

void *list_push(struct list *list)
{
    if (list->count == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 8;
        void *items = arena_zalloc(list->arena, cap, list->item_size);
        if (list->count)
            memcpy(items, list->items, list->count * list->item_size);
        list->items = items;
        list->cap = cap;
    }
    char *item = (char *)list->items + list->count++ * list->item_size;
    memset(item, 0, list->item_size);
    return item;
}
