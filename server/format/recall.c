#include "base/arena.h"
#include "format/registry_files.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Trees are parsed and proven, and the priorities read, at each answer of each run, and their
 * texts hardly ever change: those used last are kept as they came out, and shared. The text itself is
 * the key, so nothing has to be told when one changes. */
enum { KEPT_TREES = 32, KEPT_BYTES = 8 << 20 };

struct kept_tree {
    atomic_uint holders; /* the memo, and the arenas of those who were given it */
    struct arena arena;  /* holds the text and the tree */
    struct slice json;
    struct tree tree;
    uint64_t used; /* by the memo's clock */
};

static struct {
    pthread_mutex_t lock;
    uint64_t clock;
    size_t bytes;
    struct kept_tree *trees[KEPT_TREES]; /* NULL: an empty place */
    struct arena matrix_arena;           /* holds the two below */
    struct slice matrix_json;
    struct priority_matrix matrix;
} memo = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void let_go(void *thing)
{
    struct kept_tree *kept = thing;
    if (atomic_fetch_sub(&kept->holders, 1) != 1)
        return;
    arena_release(&kept->arena);
    free(kept);
}

/* Under the lock: then nobody lets go of the last one. */
static const struct tree *hold(struct kept_tree *kept, struct arena *arena)
{
    kept->used = ++memo.clock;
    atomic_fetch_add(&kept->holders, 1);
    arena_at_end(arena, let_go, kept);
    return &kept->tree;
}

static struct kept_tree *find(struct slice json)
{
    for (size_t i = 0; i < KEPT_TREES; i++)
        if (memo.trees[i] && slice_eq(memo.trees[i]->json, json))
            return memo.trees[i];
    return NULL;
}

/* An empty place, or that of the one whose use is longest ago. */
static struct kept_tree **place_to_use(bool is_empty)
{
    struct kept_tree **least = NULL;
    for (size_t i = 0; i < KEPT_TREES; i++) {
        struct kept_tree **place = &memo.trees[i];
        if (!*place && is_empty)
            return place;
        if (*place && (!least || (*place)->used < (*least)->used))
            least = place;
    }
    return least;
}

static void forget(struct kept_tree **place)
{
    if (!*place)
        return;
    memo.bytes -= (*place)->arena.used_total;
    let_go(*place);
    *place = NULL;
}

/* Under the lock. */
static struct kept_tree *keep(struct slice json, const struct tree *tree)
{
    struct kept_tree *kept = calloc(1, sizeof *kept);
    if (!kept)
        abort();
    atomic_init(&kept->holders, 1);
    arena_init(&kept->arena, 0);
    kept->json = arena_slice(&kept->arena, json);
    tree_copy(&kept->arena, tree, &kept->tree);
    kept->used = ++memo.clock;
    struct kept_tree **place = place_to_use(true);
    forget(place);
    *place = kept;
    memo.bytes += kept->arena.used_total;
    return kept;
}

static void make_room(void)
{
    while (memo.bytes > KEPT_BYTES)
        forget(place_to_use(false));
}

/* What another thread kept meanwhile is not kept twice. */
static const struct tree *keep_and_hold(struct arena *arena, struct slice json,
                                        const struct tree *tree)
{
    pthread_mutex_lock(&memo.lock);
    struct kept_tree *kept = find(json);
    const struct tree *held = hold(kept ? kept : keep(json, tree), arena);
    make_room();
    pthread_mutex_unlock(&memo.lock);
    return held;
}

enum status tree_recall(struct arena *arena, struct slice json,
                        const struct tree **out_tree)
{
    pthread_mutex_lock(&memo.lock);
    struct kept_tree *kept = find(json);
    if (kept)
        *out_tree = hold(kept, arena);
    pthread_mutex_unlock(&memo.lock);
    if (kept)
        return STATUS_OK;
    struct tree tree;
    struct problems problems;
    problems_init(&problems, arena);
    enum status status = tree_parse(arena, json, &problems, &tree);
    if (status == STATUS_OK)
        *out_tree = keep_and_hold(arena, json, &tree);
    return status;
}

static struct priority_matrix copy_matrix(struct arena *arena,
                                          const struct priority_matrix *matrix)
{
    struct priority_matrix copy = *matrix;
    for (size_t i = 0; i < copy.class_count; i++) {
        copy.classes[i].code = arena_slice(arena, copy.classes[i].code);
        copy.classes[i].name = arena_slice(arena, copy.classes[i].name);
    }
    return copy;
}

/* Under the lock. A portal has one matrix. */
static void keep_matrix(struct slice json, const struct priority_matrix *matrix)
{
    arena_release(&memo.matrix_arena);
    arena_init(&memo.matrix_arena, 0);
    memo.matrix_json = arena_slice(&memo.matrix_arena, json);
    memo.matrix = copy_matrix(&memo.matrix_arena, matrix);
}

enum status priority_recall(struct arena *arena, struct slice json,
                            struct priority_matrix *out_matrix)
{
    pthread_mutex_lock(&memo.lock);
    bool kept = json.len && slice_eq(memo.matrix_json, json);
    if (kept)
        *out_matrix = copy_matrix(arena, &memo.matrix);
    pthread_mutex_unlock(&memo.lock);
    if (kept)
        return STATUS_OK;
    struct problems problems;
    problems_init(&problems, arena);
    enum status status = priority_parse(arena, json, &problems, out_matrix);
    if (status == STATUS_OK) {
        pthread_mutex_lock(&memo.lock);
        keep_matrix(json, out_matrix);
        pthread_mutex_unlock(&memo.lock);
    }
    return status;
}
