#include "base/arena.h"
#include "format/registry_files.h"

#include <pthread.h>
#include <string.h>

/* Trees are parsed and proven, and the priorities read, at each answer of each run, and their
 * texts hardly ever change: those used last are kept as they came out. The text itself is
 * the key, so nothing has to be told when one changes. */
enum { KEPT_TREES = 32, KEPT_BYTES = 8 << 20 };

struct kept_tree {
    struct arena arena; /* holds the text and the tree */
    struct slice json;
    struct tree tree;
    uint64_t used; /* by the memo's clock; 0: an empty place */
};

static struct {
    pthread_mutex_t lock;
    uint64_t clock;
    size_t bytes;
    struct kept_tree trees[KEPT_TREES];
    struct arena matrix_arena; /* holds the two below */
    struct slice matrix_json;
    struct priority_matrix matrix;
} memo = {.lock = PTHREAD_MUTEX_INITIALIZER};

static struct kept_tree *find(struct slice json)
{
    for (size_t i = 0; i < KEPT_TREES; i++)
        if (memo.trees[i].used && slice_eq(memo.trees[i].json, json))
            return &memo.trees[i];
    return NULL;
}

static struct kept_tree *least_used(void)
{
    struct kept_tree *least = NULL;
    for (size_t i = 0; i < KEPT_TREES; i++)
        if (memo.trees[i].used && (!least || memo.trees[i].used < least->used))
            least = &memo.trees[i];
    return least;
}

static void forget(struct kept_tree *kept)
{
    memo.bytes -= kept->arena.used_total;
    arena_release(&kept->arena);
    *kept = (struct kept_tree){0};
}

static struct kept_tree *free_place(void)
{
    for (size_t i = 0; i < KEPT_TREES; i++)
        if (!memo.trees[i].used)
            return &memo.trees[i];
    struct kept_tree *least = least_used();
    forget(least);
    return least;
}

/* Under the lock. What another thread kept meanwhile is not kept twice. */
static void keep(struct slice json, const struct tree *tree)
{
    if (find(json))
        return;
    struct kept_tree *kept = free_place();
    arena_init(&kept->arena, 0);
    kept->json = arena_slice(&kept->arena, json);
    tree_copy(&kept->arena, tree, &kept->tree);
    kept->used = ++memo.clock;
    memo.bytes += kept->arena.used_total;
    while (memo.bytes > KEPT_BYTES)
        forget(least_used());
}

enum status tree_recall(struct arena *arena, struct slice json, struct tree *out_tree)
{
    pthread_mutex_lock(&memo.lock);
    struct kept_tree *kept = find(json);
    if (kept) {
        kept->used = ++memo.clock;
        tree_copy(arena, &kept->tree, out_tree);
    }
    pthread_mutex_unlock(&memo.lock);
    if (kept)
        return STATUS_OK;
    struct problems problems;
    problems_init(&problems, arena);
    enum status status = tree_parse(arena, json, &problems, out_tree);
    if (status == STATUS_OK) {
        pthread_mutex_lock(&memo.lock);
        keep(json, out_tree);
        pthread_mutex_unlock(&memo.lock);
    }
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
