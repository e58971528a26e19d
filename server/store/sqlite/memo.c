#include "store/memo.h"
#include "sqlite/query.h"

struct memo *memo_take(struct store *store, enum memo_slot slot)
{
    struct store_hub *hub = store->hub;
    pthread_mutex_lock(&hub->memo_lock);
    struct memo *memo = hub->memos[slot];
    if (memo)
        atomic_fetch_add(&memo->holders, 1);
    pthread_mutex_unlock(&hub->memo_lock);
    return memo;
}

void memo_keep(struct store *store, enum memo_slot slot, struct memo *memo)
{
    struct store_hub *hub = store->hub;
    struct memo *old = NULL;
    if (store->mode == STORE_WRITE)
        return;
    pthread_mutex_lock(&hub->memo_lock);
    if (!hub->memos[slot] || hub->memos[slot]->version <= memo->version) {
        old = hub->memos[slot];
        hub->memos[slot] = memo;
        atomic_fetch_add(&memo->holders, 1);
    }
    pthread_mutex_unlock(&hub->memo_lock);
    memo_release(old);
}

void memo_release(struct memo *memo)
{
    if (memo && atomic_fetch_sub(&memo->holders, 1) == 1)
        memo->free(memo);
}
