#include "run_basis.h"
#include "store/memo.h"

#include <stdlib.h>

enum { KEPT_BYTES = 256 << 10 };

/* Reading it is a third of what a run's beginning costs, and it is the same until content
 * changes. It lies on the shelf with its arena, and requests hold it until theirs ends. */
struct kept_basis {
    struct memo memo;
    struct arena arena; /* holds all that is below */
    struct slice tree, article;
    enum audience audience;
    struct run_basis basis;
};

static void free_kept(struct memo *memo)
{
    struct kept_basis *kept = (struct kept_basis *)memo;
    arena_release(&kept->arena);
    free(kept);
}

static void let_go(void *memo)
{
    memo_release(memo);
}

static enum status read_guide(const struct reader *r, struct slice tree,
                              struct slice article, struct article_head *head)
{
    *head = (struct article_head){.slug = SLICE("")};
    enum status status = guiding_guide(r, tree, article, head);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status read_basis(const struct reader *r, struct slice tree,
                              struct slice article, struct run_basis *basis)
{
    enum status status = guiding_tree(r, tree, &basis->tree);
    if (status == STATUS_OK)
        status = read_guide(r, tree, article, &basis->guide);
    return status == STATUS_OK ? guiding_matrix(r, &basis->matrix) : status;
}

/* FNV-1a over both names. */
static uint64_t key_of(const struct reader *r, struct slice tree, struct slice article)
{
    uint64_t key = 14695981039346656037u + (uint64_t)r->viewer->audience;
    for (size_t i = 0; i < tree.len; i++)
        key = (key ^ (unsigned char)tree.ptr[i]) * 1099511628211u;
    for (size_t i = 0; i < article.len; i++)
        key = (key ^ (unsigned char)article.ptr[i]) * 1099511628211u;
    return key;
}

static bool is_true(const struct reader *r, struct slice tree, struct slice article,
                    const struct memo *memo)
{
    const uint64_t keys[] = {STORE_KEY_CONTENT};
    const struct kept_basis *kept = (const struct kept_basis *)memo;
    return memo->free == free_kept && kept->audience == r->viewer->audience &&
           slice_eq(kept->tree, tree) && slice_eq(kept->article, article) &&
           memo_is_fresh(r->store, memo, keys, 1);
}

static struct kept_basis *new_kept(const struct reader *r, struct slice tree,
                                   struct slice article, int64_t version)
{
    struct kept_basis *kept = calloc(1, sizeof *kept);
    if (!kept)
        abort();
    arena_init(&kept->arena, 4096);
    kept->memo = (struct memo){.holders = 1, .version = version, .free = free_kept};
    kept->tree = arena_slice(&kept->arena, tree);
    kept->article = arena_slice(&kept->arena, article);
    kept->audience = r->viewer->audience;
    return kept;
}

/* The names that a tree and a guide have, and no others, which would be without end. */
static bool is_worth_keeping(const struct kept_basis *kept)
{
    return kept->arena.used_total <= KEPT_BYTES &&
           slice_eq(kept->tree, kept->basis.tree.stored.slug) &&
           (kept->article.len == 0 || slice_eq(kept->article, kept->basis.guide.slug));
}

enum status run_basis_find(const struct reader *reader, struct slice tree,
                           struct slice article, const struct run_basis **out_basis)
{
    uint64_t key = key_of(reader, tree, article);
    int64_t version = 0;
    bool may_keep = memo_content_version(reader->store, &version);
    struct memo *memo =
        may_keep ? memo_take_from_shelf(reader->store, MEMO_RUNS, key) : NULL;
    struct kept_basis *kept = (struct kept_basis *)memo;
    enum status status = STATUS_OK;
    if (!memo || !is_true(reader, tree, article, memo)) {
        memo_release(memo);
        kept = new_kept(reader, tree, article, version);
        struct reader own = *reader;
        own.arena = &kept->arena;
        status = read_basis(&own, kept->tree, kept->article, &kept->basis);
        if (status == STATUS_OK && may_keep && is_worth_keeping(kept))
            memo_put_on_shelf(reader->store, MEMO_RUNS, key, &kept->memo);
    }
    arena_at_end(reader->arena, let_go, &kept->memo);
    if (status == STATUS_OK)
        *out_basis = &kept->basis;
    return status;
}
