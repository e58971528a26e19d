#include "model/partner_index.h"
#include "base/list.h"

#include <stdlib.h>

struct entry {
    enum match_reason kind;
    struct slice value; /* products and tags in small letters */
    size_t place;
};

struct partner_index {
    const struct partner *partners;
    size_t count;
    struct entry *entries; /* by kind, value, place; none twice */
    size_t entry_count;
};

/* As slice_eq_nocase compares: the letters A to Z alone. */
static struct slice small(struct arena *arena, struct slice text)
{
    char *copy = arena_strndup(arena, text.ptr ? text.ptr : "", text.len);
    for (size_t i = 0; i < text.len; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] - 'A' + 'a');
    return slice_of(copy, text.len);
}

static int by_value(const struct entry *left, enum match_reason kind, struct slice value)
{
    if (left->kind != kind)
        return left->kind < kind ? -1 : 1;
    return slice_cmp(left->value, value);
}

static int by_entry(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = by_value(left, right->kind, right->value);
    return order ? order : (left->place > right->place) - (left->place < right->place);
}

static void add_words(struct list *entries, enum match_reason kind,
                      const struct slices *words, size_t place)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].len)
            *LIST_PUSH(entries, struct entry) = (struct entry){
                kind,
                kind == MATCH_CATEGORY ? words->items[i]
                                       : small(entries->arena, words->items[i]),
                place};
}

static size_t drop_repeated(struct entry *entries, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || by_entry(&entries[kept - 1], &entries[i]) != 0)
            entries[kept++] = entries[i];
    return kept;
}

struct partner_index *partner_index_make(struct arena *arena,
                                         const struct partner *partners, size_t count)
{
    struct partner_index *index = ARENA_NEW(arena, struct partner_index);
    struct list entries = LIST_OF(arena, struct entry);
    for (size_t i = 0; i < count; i++) {
        if (partners[i].status == PARTNER_ENDED)
            continue;
        add_words(&entries, MATCH_PRODUCT, &partners[i].products, i);
        add_words(&entries, MATCH_CATEGORY, &partners[i].categories, i);
        add_words(&entries, MATCH_TAG, &partners[i].tags, i);
    }
    if (entries.count)
        qsort(entries.items, entries.count, sizeof(struct entry), by_entry);
    *index = (struct partner_index){partners, count, entries.items,
                                    drop_repeated(entries.items, entries.count)};
    return index;
}

/* ---- asking ------------------------------------------------------------------------ */

struct tally {
    const struct partner_index *index;
    int64_t *scores;    /* by place */
    bool *has_category; /* by place: a deeper one counts already */
    size_t *touched, touched_count;
};

static size_t first_of(const struct partner_index *index, enum match_reason kind,
                       struct slice value)
{
    size_t low = 0, high = index->entry_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_value(&index->entries[middle], kind, value) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void count_value(struct tally *t, enum match_reason kind, struct slice value,
                        int64_t score)
{
    const struct partner_index *index = t->index;
    for (size_t i = first_of(index, kind, value);
         i < index->entry_count && by_value(&index->entries[i], kind, value) == 0; i++) {
        size_t place = index->entries[i].place;
        if (kind == MATCH_CATEGORY && t->has_category[place])
            continue;
        if (!t->scores[place])
            t->touched[t->touched_count++] = place;
        t->scores[place] += score;
        t->has_category[place] |= kind == MATCH_CATEGORY;
    }
}

/* The guide's own category, then those above it. */
static void count_categories(struct tally *t, struct slice path)
{
    while (path.len) {
        count_value(t, MATCH_CATEGORY, path, partner_category_score(path));
        size_t end = path.len;
        while (end && path.ptr[end - 1] != '/')
            end--;
        path = slice_first(path, end ? end - 1 : 0);
    }
}

static void count_tags(struct tally *t, struct arena *arena, const struct slices *tags)
{
    struct slice *folded = ARENA_ARRAY(arena, tags->count + 1, struct slice);
    for (size_t i = 0; i < tags->count; i++) {
        size_t earlier = 0;
        folded[i] = small(arena, tags->items[i]);
        while (earlier < i && !slice_eq(folded[earlier], folded[i]))
            earlier++;
        if (earlier == i && folded[i].len)
            count_value(t, MATCH_TAG, folded[i], PARTNER_TAG_SCORE);
    }
}

static struct tally tally_of(const struct partner_index *index, struct arena *arena,
                             const struct article_meta *meta)
{
    struct tally t = {.index = index,
                      .scores = ARENA_ARRAY(arena, index->count + 1, int64_t),
                      .has_category = ARENA_ARRAY(arena, index->count + 1, bool),
                      .touched = ARENA_ARRAY(arena, index->count + 1, size_t)};
    if (meta->partners_mode != PARTNERS_AUTO)
        return t;
    if (meta->product.len)
        count_value(&t, MATCH_PRODUCT, small(arena, meta->product),
                    PARTNER_PRODUCT_SCORE);
    count_categories(&t, meta->category);
    count_tags(&t, arena, &meta->tags);
    return t;
}

/* Places are by slug. */
static bool comes_before(const struct tally *t, size_t place, size_t other)
{
    if (t->scores[place] != t->scores[other])
        return t->scores[place] > t->scores[other];
    return place < other;
}

size_t partner_index_best(const struct partner_index *index, struct arena *arena,
                          const struct article_meta *meta,
                          size_t out_places[PARTNERS_SHOWN_MAX])
{
    struct tally t = tally_of(index, arena, meta);
    size_t kept = 0;
    for (size_t i = 0; i < t.touched_count; i++) {
        size_t place = t.touched[i], at = kept;
        while (at && comes_before(&t, place, out_places[at - 1]))
            at--;
        if (at == PARTNERS_SHOWN_MAX)
            continue;
        kept += kept < PARTNERS_SHOWN_MAX;
        for (size_t k = kept - 1; k > at; k--)
            out_places[k] = out_places[k - 1];
        out_places[at] = place;
    }
    return kept;
}

size_t partner_index_ahead(const struct partner_index *index, struct arena *arena,
                           const struct article_meta *meta, struct slice slug,
                           int64_t score)
{
    struct tally t = tally_of(index, arena, meta);
    size_t ahead = 0;
    for (size_t i = 0; i < t.touched_count; i++) {
        size_t place = t.touched[i];
        int order = slice_cmp(index->partners[place].slug, slug);
        ahead += order != 0 &&
                 (t.scores[place] > score || (t.scores[place] == score && order < 0));
    }
    return ahead;
}
