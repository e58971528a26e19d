/* The first filling of an empty store. */
#include "actions/exchange.h"
#include "one_batch.h"
#include "store/registries.h"

static const struct slice FILLING = {"filling", sizeof "filling" - 1};

static enum status put_stage(struct store *store, void *stage)
{
    return values_put(store, FILLING, *(const struct slice *)stage);
}

static enum status note_filling(struct store *store, struct slice stage)
{
    return in_one_batch(store, put_stage, &stage);
}

static enum status was_interrupted(struct store *store, bool *out_interrupted)
{
    struct arena arena;
    struct slice stage = SLICE("");
    arena_init(&arena, 0);
    enum status status = values_get(store, FILLING, &arena, &stage);
    *out_interrupted = status == STATUS_OK && slice_eq_cstr(stage, "begun");
    arena_release(&arena);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status exchange_fill_begin(struct store *store, bool *out_needed)
{
    int64_t articles = 0;
    bool interrupted = false;
    enum status status = was_interrupted(store, &interrupted);
    if (status == STATUS_OK && !interrupted)
        status = articles_count(store, &viewer_system, &articles);
    bool begins = !interrupted && articles == 0;
    if (status == STATUS_OK && begins)
        status = note_filling(store, SLICE("begun"));
    if (status == STATUS_OK)
        *out_needed = interrupted || begins;
    return status;
}

enum status exchange_fill_end(struct store *store)
{
    return note_filling(store, SLICE("done"));
}
