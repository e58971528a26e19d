#include "model/step_trust.h"

/* FNV-1a over the length and bytes of a text, so that no two texts run together. */
static uint64_t mix(uint64_t hash, struct slice text)
{
    hash = (hash ^ (uint64_t)text.len) * 1099511628211u;
    return (hash ^ slice_hash(text)) * 1099511628211u;
}

/* The upper half of such a product knows little of the last bytes; the marks need all. */
static uint64_t stir(uint64_t hash)
{
    hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
    return hash ^ (hash >> 33);
}

static uint64_t words_of(const struct step *step)
{
    return stir(mix(mix(14695981039346656037u, step->title), step->text));
}

void step_keys(const struct article_doc *doc, int64_t *out_keys)
{
    for (size_t i = 0; i < doc->step_count; i++) {
        uint64_t key = words_of(&doc->steps[i]);
        for (size_t before = 0; before < i; before++)
            if (out_keys[before] == (int64_t)key) {
                key = stir(key + 1);
                before = (size_t)-1; /* from the first again */
            }
        out_keys[i] = (int64_t)key;
    }
}

bool step_is_told(struct step_counts counts)
{
    return counts.worked + counts.failed >= STEP_ANSWERS_TOLD;
}

static void write_mark(int64_t key, char mark[STEP_MARK_LEN])
{
    for (int i = 0; i < STEP_MARK_LEN; i++)
        mark[i] = "0123456789abcdef"[(uint64_t)key >> 4 * (STEP_MARK_LEN - 1 - i) & 15];
}

struct slice step_mark(struct arena *arena, int64_t key)
{
    char mark[STEP_MARK_LEN];
    write_mark(key, mark);
    return arena_slice(arena, slice_of(mark, sizeof mark));
}

static bool fits(int64_t key, struct slice mark)
{
    char own[STEP_MARK_LEN];
    write_mark(key, own);
    return slice_eq(mark, slice_of(own, sizeof own));
}

int64_t step_find(const struct article_doc *doc, const int64_t *keys, struct slice anchor,
                  struct slice mark)
{
    int64_t elsewhere = -1;
    for (size_t i = 0; i < doc->step_count; i++) {
        bool here = slice_eq(doc->steps[i].anchor, anchor);
        if (here && fits(keys[i], mark))
            return (int64_t)i;
        if (elsewhere < 0 && fits(keys[i], mark))
            elsewhere = (int64_t)i;
    }
    return elsewhere;
}
