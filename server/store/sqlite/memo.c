#include "store/memo.h"
#include "sqlite/query.h"

static struct memo *take(struct store_hub *hub, struct memo *const *place)
{
    pthread_mutex_lock(&hub->memo_lock);
    struct memo *memo = *place;
    if (memo)
        atomic_fetch_add(&memo->holders, 1);
    pthread_mutex_unlock(&hub->memo_lock);
    return memo;
}

/* In place of what is not newer, or of anything. */
static void keep(struct store_hub *hub, struct memo **place, struct memo *memo, bool any)
{
    struct memo *old = NULL;
    pthread_mutex_lock(&hub->memo_lock);
    if (any || !*place || (*place)->version <= memo->version) {
        old = *place;
        *place = memo;
        atomic_fetch_add(&memo->holders, 1);
    }
    pthread_mutex_unlock(&hub->memo_lock);
    memo_release(old);
}

struct memo *memo_take(struct store *store, enum memo_slot slot)
{
    return take(store->hub, &store->hub->memos[slot]);
}

void memo_keep(struct store *store, enum memo_slot slot, struct memo *memo)
{
    if (store->mode != STORE_WRITE)
        keep(store->hub, &store->hub->memos[slot], memo, false);
}

void memo_release(struct memo *memo)
{
    if (memo && atomic_fetch_sub(&memo->holders, 1) == 1)
        memo->free(memo);
}

/* ---- the shelves --------------------------------------------------------------------- */

static struct memo **place_of(const struct store *store, enum memo_shelf shelf,
                              uint64_t key)
{
    size_t places = shelf == MEMO_HEADS ? MEMO_SHELF_OF_HEADS : MEMO_SHELF;
    return &store->hub->shelves[shelf][key % places];
}

struct memo *memo_take_from_shelf(struct store *store, enum memo_shelf shelf,
                                  uint64_t key)
{
    return take(store->hub, place_of(store, shelf, key));
}

void memo_put_on_shelf(struct store *store, enum memo_shelf shelf, uint64_t key,
                       struct memo *memo)
{
    keep(store->hub, place_of(store, shelf, key), memo, true);
}

bool memo_version_of(const struct store *store, int64_t *out_version)
{
    if (store->mode == STORE_WRITE || !store->has_snapshot)
        return false;
    *out_version = (int64_t)store->sequence;
    return true;
}

static bool has_changed_content(const struct store *store)
{
    for (size_t i = 0; i < store->touched.count; i++)
        if (store->touched.keys[i] == STORE_KEY_CONTENT)
            return true;
    return false;
}

/* Nobody else stamps what a batch reads: the writer does so itself, between batches. */
bool memo_content_version(const struct store *store, int64_t *out_version)
{
    if (store->mode != STORE_WRITE)
        return memo_version_of(store, out_version);
    if (!store->in_batch || has_changed_content(store))
        return false;
    *out_version = (int64_t)store_hub_sequence(store->hub);
    return true;
}

bool memo_is_fresh(const struct store *store, const struct memo *memo,
                   const uint64_t *keys, size_t count)
{
    return store_hub_fresh(store->hub, keys, count, (uint64_t)memo->version);
}
