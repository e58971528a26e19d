/* The guides' files of one import, by path. */
#include "import.h"

static const struct slice *find(const struct import_names *names, struct slice path)
{
    size_t low = 0, high = names->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_cmp(names->paths[middle], path);
        if (order == 0)
            return names->paths + middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool import_names_find(const struct import_names *names, struct slice path,
                       bool *out_known)
{
    const struct slice *found = find(names, path);
    if (found)
        *out_known = names->known[found - names->paths];
    return found != NULL;
}

enum status import_names_look_up(struct import_names *names, struct store *store)
{
    struct arena arena;
    enum status status = STATUS_OK;
    arena_init(&arena, 0);
    for (size_t i = 0; status == STATUS_OK && i < names->count; i++) {
        struct slice slug;
        arena_reset(&arena);
        status = slug_in_store(store, &arena, names->paths[i], &slug);
        names->known[i] = status == STATUS_OK;
        if (status == STATUS_NOT_FOUND)
            status = STATUS_OK;
    }
    arena_release(&arena);
    return status;
}
