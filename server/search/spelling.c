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

/* A word that shares grams. */
struct sharer {
    uint32_t id;
    unsigned char length;
};

struct search_space {
    struct store *store;
    struct arena *arena;
    struct spelling_room *room;
    uint32_t letters[SPELL_LETTERS_MAX];
    size_t count, gram_count;
    int most;               /* edits */
    struct sharer *sharers; /* each once */
    size_t sharer_count, sharer_room;
    struct list found; /* struct spelling */
};

/* ---- words that share letters ------------------------------------------------------ */

/* Room for every id there is; the counts of an earlier word are gone. */
static enum status make_room(struct search_space *space)
{
    struct spelling_room *room = space->room;
    int64_t next = 0;
    if (room->shared)
        return STATUS_OK;
    enum status status = postings_next_term(space->store, &next);
    if (status != STATUS_OK)
        return status;
    room->ids = (size_t)next;
    room->shared = ARENA_ARRAY(space->arena, room->ids + 1, unsigned char);
    return STATUS_OK;
}

static inline void count_word(struct search_space *space, uint32_t id, uint32_t length)
{
    unsigned char *shared = space->room->shared;
    if (length + (uint32_t)space->most - space->count > 2 * (uint32_t)space->most ||
        id >= space->room->ids)
        return;
    if (shared[id]++ == 0 && space->sharer_count < space->sharer_room)
        space->sharers[space->sharer_count++] =
            (struct sharer){id, (unsigned char)length};
}

static void count_words(void *owner, uint32_t first, struct slice bytes)
{
    struct search_space *space = owner;
    const unsigned char *at = (const unsigned char *)bytes.ptr,
                        *safe = posting_safe(bytes);
    uint32_t id = first, length;
    unsigned char last;
    while (at < safe) {
        at = posting_next(at, &id, &length);
        count_word(space, id, length);
    }
    bytes = slice_from(bytes, (size_t)(at - (const unsigned char *)bytes.ptr));
    while (posting_take(&bytes, &id, &last))
        count_word(space, id, last);
}

/* The lists of those grams that some word has, and room for all their words. */
static enum status find_lists(struct search_space *space, struct list *lists)
{
    struct list grams = LIST_OF(space->arena, struct slice);
    size_t words = 0;
    word_grams(space->arena, space->letters, space->count, &grams);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < grams.count; i++) {
        struct posting_list list;
        status = postings_find(space->store, ((struct slice *)grams.items)[i],
                               space->arena, &list);
        if (status == STATUS_OK) {
            *LIST_PUSH(lists, struct posting_list) = list;
            words += (size_t)list.documents;
        }
        status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    space->gram_count = grams.count;
    space->sharer_room = words < space->room->ids ? words : space->room->ids;
    space->sharers =
        arena_alloc(space->arena, (space->sharer_room + 1) * sizeof *space->sharers);
    return status;
}

static enum status count_grams(struct search_space *space)
{
    struct list lists = LIST_OF(space->arena, struct posting_list);
    enum status status = find_lists(space, &lists);
    for (size_t i = 0; status == STATUS_OK && i < lists.count; i++) {
        const struct posting_list *list = (const struct posting_list *)lists.items + i;
        count_words(space, 0, list->head);
        if (list->blocks)
            status = postings_each_block(space->store, list->id, count_words, space);
    }
    return status;
}

/* How many grams a word must share so that at most CLOSE_MAX words do. */
static unsigned find_level(const struct search_space *space)
{
    size_t at_level[COUNT_LEVELS + 1] = {0}, sum = 0;
    const unsigned char *shared = space->room->shared;
    for (size_t i = 0; i < space->sharer_count; i++) {
        unsigned grams = shared[space->sharers[i].id];
        at_level[grams < COUNT_LEVELS ? grams : COUNT_LEVELS]++;
    }
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

/* A letter put in breaks two grams of the word as typed, one taken out or replaced three,
 * two that are swapped four: a word that shares fewer than these leave is too far away. */
static bool may_be_near(const struct search_space *space, const struct sharer *sharer,
                        unsigned shared)
{
    int longer = (int)sharer->length - (int)space->count;
    int broken =
        4 * (space->most - abs(longer)) + (longer > 0 ? 2 * longer : -3 * longer);
    return (int)space->gram_count - (int)shared <= broken;
}

static enum status judge_sharing(struct search_space *space)
{
    uint32_t close[CLOSE_MAX];
    size_t count = 0;
    unsigned level = find_level(space);
    unsigned char *shared = space->room->shared;
    for (size_t i = 0; i < space->sharer_count; i++) {
        const struct sharer *sharer = &space->sharers[i];
        if (shared[sharer->id] >= level && count < CLOSE_MAX &&
            may_be_near(space, sharer, shared[sharer->id]))
            close[count++] = sharer->id;
        shared[sharer->id] = 0;
    }
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
                          struct spelling_room *room, struct arena *arena,
                          struct spelling **out_spellings, size_t *out_count)
{
    struct search_space space = {.store = store, .arena = arena, .room = room};
    enum status status = STATUS_OK;
    space.found = LIST_OF(arena, struct spelling);
    space.count = word_letters(word, space.letters);
    space.most = space.count <= 5 ? 1 : 2;
    if (space.count) {
        status = make_room(&space);
        if (status == STATUS_OK)
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
