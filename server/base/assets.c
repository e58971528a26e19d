#include "base/assets.h"
#include "base/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { ASSET_CEILING = 16 << 20 };

static const char *const parts[] = {"locales", "migrations", "static", "templates"};
enum { PART_COUNT = sizeof parts / sizeof *parts };
/* What the build takes from packages of the system; no folder of sources has it. */
static const char packaged_part[] = "static/codemirror/";

static int by_path(const void *a, const void *b)
{
    return slice_cmp(((const struct asset *)a)->path, ((const struct asset *)b)->path);
}

static void seal(struct assets *assets)
{
    uint64_t hash = 0;
    if (assets->count)
        qsort(assets->items, assets->count, sizeof *assets->items, by_path);
    for (size_t i = 0; i < assets->count; i++)
        hash = (hash * 1099511628211u + slice_hash(assets->items[i].path)) * 31 +
               slice_hash(assets->items[i].bytes);
    snprintf(assets->hash, sizeof assets->hash, "%016llx", (unsigned long long)hash);
}

void assets_load_embedded(const struct embedded_asset *table, struct assets *out_assets)
{
    size_t count = 0;
    while (table[count].path)
        count++;
    *out_assets = (struct assets){.count = count};
    arena_init(&out_assets->arena, 0);
    out_assets->items = ARENA_ARRAY(&out_assets->arena, count + 1, struct asset);
    for (size_t i = 0; i < count; i++)
        out_assets->items[i] = (struct asset){
            slice_cstr(table[i].path),
            slice_of(table[i].begin, (size_t)(table[i].end - table[i].begin))};
    seal(out_assets);
}

static enum status load_part(const char *dir, const char *part, struct list *items)
{
    struct list paths = LIST_OF(items->arena, struct slice);
    struct slice below = arena_format(items->arena, "%s/%s", dir, part);
    enum status status = files_below(items->arena, below.ptr, &paths);
    for (size_t i = 0; status == STATUS_OK && i < paths.count; i++) {
        struct slice name = ((struct slice *)paths.items)[i];
        struct slice full = arena_format(items->arena, SLICE_FMT "/" SLICE_FMT,
                                         SLICE_ARG(below), SLICE_ARG(name));
        struct asset *asset = LIST_PUSH(items, struct asset);
        asset->path = arena_format(items->arena, "%s/" SLICE_FMT, part, SLICE_ARG(name));
        status = file_read(items->arena, full.ptr, ASSET_CEILING, &asset->bytes);
    }
    return status;
}

static void take_packaged(const struct assets *built_in, struct list *items)
{
    for (size_t i = 0; i < built_in->count; i++)
        if (slice_starts(built_in->items[i].path, slice_cstr(packaged_part)))
            *LIST_PUSH(items, struct asset) = built_in->items[i];
}

enum status assets_load_dir(const char *dir, const struct assets *built_in,
                            struct assets *out_assets)
{
    struct assets assets = {0};
    arena_init(&assets.arena, 1 << 16);
    struct list items = LIST_OF(&assets.arena, struct asset);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < PART_COUNT; i++)
        status = load_part(dir, parts[i], &items);
    if (built_in)
        take_packaged(built_in, &items);
    if (status != STATUS_OK) {
        arena_release(&assets.arena);
        return status;
    }
    assets.items = items.items;
    assets.count = items.count;
    seal(&assets);
    *out_assets = assets;
    return STATUS_OK;
}

static uint64_t mix(uint64_t stamp, uint64_t value)
{
    return (stamp ^ value) * 1099511628211u;
}

/* A file that went away meanwhile is one that changed. */
static uint64_t stamp_file(uint64_t stamp, const char *path)
{
    struct stat info = {0};
    stamp = mix(stamp, slice_hash(slice_cstr(path)));
    if (stat(path, &info) != 0)
        return mix(stamp, 1);
    const uint64_t told[] = {
        (uint64_t)info.st_size,        (uint64_t)info.st_ino,
        (uint64_t)info.st_mtim.tv_sec, (uint64_t)info.st_mtim.tv_nsec,
        (uint64_t)info.st_ctim.tv_sec, (uint64_t)info.st_ctim.tv_nsec};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        stamp = mix(stamp, told[i]);
    return stamp;
}

enum status assets_stamp(const char *dir, uint64_t *out_stamp)
{
    struct arena arena;
    uint64_t stamp = 14695981039346656037u;
    enum status status = STATUS_OK;
    arena_init(&arena, 1 << 14);
    for (size_t i = 0; status == STATUS_OK && i < PART_COUNT; i++) {
        struct list paths = LIST_OF(&arena, struct slice);
        struct slice below = arena_format(&arena, "%s/%s", dir, parts[i]);
        status = files_below(&arena, below.ptr, &paths);
        for (size_t k = 0; status == STATUS_OK && k < paths.count; k++)
            stamp = stamp_file(
                stamp, arena_format(&arena, SLICE_FMT "/" SLICE_FMT, SLICE_ARG(below),
                                    SLICE_ARG(((struct slice *)paths.items)[k]))
                           .ptr);
    }
    arena_release(&arena);
    if (status == STATUS_OK)
        *out_stamp = stamp;
    return status;
}

void assets_release(struct assets *assets)
{
    if (assets)
        arena_release(&assets->arena);
}

const struct asset *assets_find(const struct assets *assets, struct slice path)
{
    struct asset key = {.path = path};
    if (!assets->count)
        return NULL;
    return bsearch(&key, assets->items, assets->count, sizeof key, by_path);
}
