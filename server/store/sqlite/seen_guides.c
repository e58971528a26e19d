#include "sqlite/seen_guides.h"
#include "sqlite/query.h"

const struct vote_found vote_found_empty = {
    .mine = VOTE_NONE, .reason = {"", 0}, .step = {"", 0}};

void seen_guides_forget(struct store *store)
{
    store->seen.count = 0;
}

static bool is_it(const struct seen_guide *seen, const struct viewer *viewer,
                  struct slice slug)
{
    return seen->audience == viewer->audience &&
           slice_eq(slice_of(seen->slug, seen->slug_len), slug);
}

bool seen_guide_recall(struct store *store, const struct viewer *viewer,
                       struct slice slug, struct vote_found *out_found)
{
    const struct seen_guides *seen = &store->seen;
    if (seen->changes != store_changes(store))
        seen_guides_forget(store);
    size_t i = 0;
    while (i < seen->count && !is_it(&seen->items[i], viewer, slug))
        i++;
    if (i == seen->count)
        return false;
    *out_found = vote_found_empty;
    out_found->article_id = seen->items[i].id;
    out_found->revision_id = seen->items[i].revision_id;
    out_found->totals = seen->items[i].totals;
    return true;
}

void seen_guide_keep(struct store *store, const struct viewer *viewer, struct slice slug,
                     const struct vote_found *found)
{
    struct seen_guides *seen = &store->seen;
    if (!store->in_batch || slug.len > SLUG_BYTES_MAX)
        return;
    if (seen->count == 0) {
        seen->changes = store_changes(store);
        seen->next = 0;
    }
    struct seen_guide *one = &seen->items[seen->next++ % SEEN_GUIDES];
    seen->count += seen->count < SEEN_GUIDES;
    *one = (struct seen_guide){.slug_len = slug.len,
                               .audience = viewer->audience,
                               .id = found->article_id,
                               .revision_id = found->revision_id,
                               .totals = found->totals};
    memcpy(one->slug, slug.ptr, slug.len);
}

void seen_guides_note_vote(struct store *store, int64_t changes_before)
{
    if (store->seen.changes == changes_before)
        store->seen.changes = store_changes(store);
}
