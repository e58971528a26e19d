/* Misspelt words: what of the vocabulary looks like them. */
#include "grams.h"
#include "lists.h"
#include "query.h"
#include "tokens.h"

#include <math.h>
#include <stdlib.h>

/* How many words that share letters are looked at closely. */
enum { CLOSE_MAX = 240, COUNT_LEVELS = SPELL_LETTERS_MAX + 1 };

int spelling_distance(const uint32_t *a, size_t a_count, const uint32_t *b,
                      size_t b_count, int most)
{
    int rows[3][SPELL_LETTERS_MAX + 1];
    int *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b_count; j++)
        last[j] = (int)j;
    for (size_t i = 1; i <= a_count; i++) {
        int least = now[0] = (int)i;
        for (size_t j = 1; j <= b_count; j++) {
            int best = last[j - 1] + (a[i - 1] != b[j - 1]);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
            least = best < least ? best : least;
        }
        if (least > most)
            return most + 1;
        int *free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[b_count] <= most ? last[b_count] : most + 1;
}

struct search_space {
    struct store *store;
    struct arena *arena;
    uint32_t letters[SPELL_LETTERS_MAX];
    size_t count;
    int most;              /* edits */
    unsigned char *shared; /* grams, by term id */
    size_t shared_cap;
    struct list touched; /* uint32_t: ids with shared > 0 */
    struct list found;   /* struct spelling */
};

/* ---- words that share letters ------------------------------------------------------ */

static void make_room(struct search_space *space, uint32_t id)
{
    size_t cap = space->shared_cap ? space->shared_cap : 4096;
    while (cap <= id)
        cap *= 2;
    unsigned char *grown = ARENA_ARRAY(space->arena, cap, unsigned char);
    if (space->shared_cap)
        memcpy(grown, space->shared, space->shared_cap);
    space->shared = grown;
    space->shared_cap = cap;
}

static void count_words(void *owner, uint32_t first, struct slice bytes)
{
    struct search_space *space = owner;
    uint32_t id = first;
    unsigned char length;
    while (posting_take(&bytes, &id, &length)) {
        int longer = (int)length - (int)space->count;
        if (longer > space->most || longer < -space->most)
            continue;
        if (id >= space->shared_cap)
            make_room(space, id);
        if (space->shared[id]++ == 0)
            *LIST_PUSH(&space->touched, uint32_t) = id;
    }
}

static enum status count_grams(struct search_space *space)
{
    struct list grams = LIST_OF(space->arena, struct slice);
    word_grams(space->arena, space->letters, space->count, &grams);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < grams.count; i++) {
        struct posting_list list;
        status = postings_find(space->store, ((struct slice *)grams.items)[i],
                               space->arena, &list);
        if (status == STATUS_NOT_FOUND) {
            status = STATUS_OK;
            continue;
        }
        if (status == STATUS_OK)
            count_words(space, 0, list.head);
        if (status == STATUS_OK && list.blocks)
            status = postings_each_block(space->store, list.id, count_words, space);
    }
    return status;
}

/* How many grams a word must share so that at most CLOSE_MAX words do. */
static unsigned find_level(const struct search_space *space)
{
    size_t at_level[COUNT_LEVELS + 1] = {0}, sum = 0;
    const uint32_t *ids = space->touched.items;
    for (size_t i = 0; i < space->touched.count; i++)
        at_level[space->shared[ids[i]] < COUNT_LEVELS ? space->shared[ids[i]]
                                                      : COUNT_LEVELS]++;
    unsigned level = COUNT_LEVELS;
    while (level > 1 && sum + at_level[level] + at_level[level - 1] <= CLOSE_MAX)
        sum += at_level[level--];
    return level;
}

/* ---- judging ----------------------------------------------------------------------- */

/* An edit weighs most; a rare word is seldom meant; the first letter is seldom wrong. */
static float cost_of(const struct search_space *space, const struct spelling *spelling,
                     uint32_t first)
{
    return (float)spelling->distance * 3 - logf((float)spelling->documents + 1) * 0.35f +
           (first != space->letters[0] ? 1 : 0);
}

static void judge(struct search_space *space, const struct posting_term *term)
{
    uint32_t letters[SPELL_LETTERS_MAX];
    size_t count = word_letters(term->term, letters);
    const struct spelling *found = space->found.items;
    for (size_t i = 0; i < space->found.count; i++)
        if (found[i].id == term->id)
            return;
    struct spelling spelling = {.term = term->term, .id = term->id};
    spelling.documents = term->documents;
    if (count == 0)
        return;
    spelling.distance =
        spelling_distance(space->letters, space->count, letters, count, space->most);
    if (spelling.distance > space->most)
        return;
    spelling.cost = cost_of(space, &spelling, letters[0]);
    *LIST_PUSH(&space->found, struct spelling) = spelling;
}

static int by_id(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static enum status judge_sharing(struct search_space *space)
{
    uint32_t close[CLOSE_MAX];
    size_t count = 0;
    unsigned level = find_level(space);
    const uint32_t *ids = space->touched.items;
    for (size_t i = 0; i < space->touched.count && count < CLOSE_MAX; i++)
        if (space->shared[ids[i]] >= level)
            close[count++] = ids[i];
    if (count)
        qsort(close, count, sizeof *close, by_id);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct posting_term term;
        status = postings_term(space->store, close[i], space->arena, &term);
        if (status == STATUS_OK)
            judge(space, &term);
    }
    return status;
}

/* Swapped neighbours share few grams: they are tried one by one. ASCII only. */
static enum status judge_swaps(struct search_space *space, struct slice word)
{
    char swapped[SPELL_LETTERS_MAX * 4];
    enum status status = STATUS_OK;
    for (size_t i = 0; i + 1 < word.len && status == STATUS_OK; i++) {
        struct posting_list list;
        if (word.len != space->count || word.ptr[i] == word.ptr[i + 1])
            continue;
        memcpy(swapped, word.ptr, word.len);
        swapped[i] = word.ptr[i + 1];
        swapped[i + 1] = word.ptr[i];
        struct slice name = slice_of(swapped, word.len);
        status = postings_find(space->store, name, space->arena, &list);
        if (status == STATUS_OK)
            judge(space, &(struct posting_term){list.id, list.documents,
                                                arena_slice(space->arena, name)});
        status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    return status;
}

static int by_cost(const void *a, const void *b)
{
    const struct spelling *left = a, *right = b;
    if (left->cost != right->cost)
        return left->cost < right->cost ? -1 : 1;
    return slice_cmp(left->term, right->term);
}

enum status spelling_find(struct store *store, struct slice word, size_t limit,
                          struct arena *arena, struct spelling **out_spellings,
                          size_t *out_count)
{
    struct search_space space = {.store = store, .arena = arena};
    enum status status = STATUS_OK;
    space.touched = LIST_OF(arena, uint32_t);
    space.found = LIST_OF(arena, struct spelling);
    space.count = word_letters(word, space.letters);
    space.most = space.count <= 5 ? 1 : 2;
    if (space.count) {
        status = judge_swaps(&space, word);
        if (status == STATUS_OK)
            status = count_grams(&space);
        if (status == STATUS_OK)
            status = judge_sharing(&space);
    }
    if (status != STATUS_OK)
        return status;
    struct spelling *found = space.found.items;
    if (space.found.count)
        qsort(found, space.found.count, sizeof *found, by_cost);
    size_t count = space.found.count < limit ? space.found.count : limit;
    while (count > 1 && found[count - 1].cost > found[0].cost + 3)
        count--;
    *out_spellings = found;
    *out_count = count;
    return STATUS_OK;
}
