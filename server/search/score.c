#include "score.h"
#include "document.h"
#include "facets.h"
#include "lists.h"

#include <stdlib.h>

/* Sums are integers: weight × WEIGHT_SCALE × impact. */
static const float WEIGHT_SCALE = 64;
static const float IMPACT_SCALE = 255;
/* What scores less than this share of the best is no match. */
static const float FLOOR = 0.1f;

/* A word that fewer than one document in FEW has needs no look at all of them. What is done
 * to all documents is done by the row, whose length the compiler knows. */
enum { FEW = 16, ROW = 64 };

struct scorer {
    const struct asked *asked;
    uint32_t *sums;       /* one a document */
    unsigned char *marks; /* one a document: 0 what may not be shown, then 1 */
    size_t count;         /* of documents */
    size_t room;          /* for so many: whole rows */
    uint32_t weight;      /* of the list being read */
    uint32_t *best;       /* one a document: of the word being read, its best term's */
    uint32_t *touched;    /* documents with a best, of a word that few have */
    size_t touched_count;
    unsigned char *failed; /* one a document: which filters keep it back; NULL: none */
    unsigned char filter;  /* bit of the filter being read */
    struct facet_counts *facets; /* NULL: not wanted */
};

/* ---- reading lists ----------------------------------------------------------------- */

static inline uint32_t higher(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Two pairs at once where both are short. */
static void add_block(void *owner, uint32_t first, struct slice bytes)
{
    struct scorer *s = owner;
    uint32_t *const sums = s->sums;
    const uint32_t weight = s->weight;
    const size_t count = s->count;
    const unsigned char *at = (const unsigned char *)bytes.ptr,
                        *safe = posting_safe(bytes);
    uint32_t number = first, impact;
    while (at < safe) {
        uint32_t one = number + at[0], two = one + at[2];
        if (((at[0] | at[2]) & 0x80) == 0 && one < count && two < count) {
            sums[one] += weight * at[1];
            sums[two] += weight * at[3];
            number = two;
            at += 4;
            continue;
        }
        at = posting_next(at, &number, &impact);
        if (number < count)
            sums[number] += weight * impact;
    }
    unsigned char last;
    bytes = slice_from(bytes, (size_t)(at - (const unsigned char *)bytes.ptr));
    while (posting_take(&bytes, &number, &last))
        if (number < count)
            sums[number] += weight * last;
}

static inline void raise(struct scorer *s, uint32_t number, uint32_t value)
{
    if (number >= s->count || value <= s->best[number])
        return;
    if (s->best[number] == 0)
        s->touched[s->touched_count++] = number;
    s->best[number] = value;
}

/* Of a word that few documents have: they are noted. */
static void raise_block(void *owner, uint32_t first, struct slice bytes)
{
    struct scorer *s = owner;
    uint32_t number = first;
    unsigned char impact;
    while (posting_take(&bytes, &number, &impact))
        raise(s, number, s->weight * impact);
}

/* Of a word that many have: all documents are looked through afterwards. */
static void lift_block(void *owner, uint32_t first, struct slice bytes)
{
    struct scorer *s = owner;
    uint32_t *const best = s->best;
    const uint32_t weight = s->weight;
    const size_t count = s->count;
    const unsigned char *at = (const unsigned char *)bytes.ptr,
                        *safe = posting_safe(bytes);
    uint32_t number = first, impact;
    while (at < safe) {
        uint32_t one = number + at[0], two = one + at[2];
        if (((at[0] | at[2]) & 0x80) == 0 && one < count && two < count) {
            best[one] = higher(best[one], weight * at[1]);
            best[two] = higher(best[two], weight * at[3]);
            number = two;
            at += 4;
            continue;
        }
        at = posting_next(at, &number, &impact);
        if (number < count)
            best[number] = higher(best[number], weight * impact);
    }
    unsigned char last;
    bytes = slice_from(bytes, (size_t)(at - (const unsigned char *)bytes.ptr));
    while (posting_take(&bytes, &number, &last))
        if (number < count)
            best[number] = higher(best[number], weight * last);
}

static void allow_block(void *owner, uint32_t first, struct slice bytes)
{
    struct scorer *s = owner;
    uint32_t number = first;
    unsigned char impact;
    while (posting_take(&bytes, &number, &impact))
        if (number < s->count)
            s->failed[number] &= (unsigned char)~s->filter;
}

static enum status read_list(struct scorer *s, const struct posting_list *list,
                             posting_block_fn *fn)
{
    fn(s, 0, list->head);
    return list->blocks ? postings_each_block(s->asked->store, list->id, fn, s)
                        : STATUS_OK;
}

static enum status add_term(struct scorer *s, const struct wanted *wanted,
                            posting_block_fn *fn)
{
    s->weight = (uint32_t)(wanted->weight * WEIGHT_SCALE + 0.5f);
    return s->weight ? read_list(s, &wanted->list, fn) : STATUS_OK;
}

/* The terms that stand for a word (-1: for none). */
struct word_terms {
    size_t count, first;
    int64_t documents; /* in all their lists */
};

static struct word_terms terms_of(const struct scorer *s, int word)
{
    struct word_terms terms = {0};
    for (size_t i = s->asked->wanted.count; i-- > 0;)
        if (asked_wanted(s->asked, i)->word == word) {
            terms.count++;
            terms.first = i;
            terms.documents += asked_wanted(s->asked, i)->list.documents;
        }
    return terms;
}

static void add_touched(struct scorer *s)
{
    for (size_t i = 0; i < s->touched_count; i++) {
        s->sums[s->touched[i]] += s->best[s->touched[i]];
        s->best[s->touched[i]] = 0;
    }
    s->touched_count = 0;
}

static inline void add_row(uint32_t *restrict sums, uint32_t *restrict best)
{
    for (size_t i = 0; i < ROW; i++) {
        sums[i] += best[i];
        best[i] = 0;
    }
}

static void add_best(struct scorer *s)
{
    for (size_t row = 0; row < s->room; row += ROW)
        add_row(s->sums + row, s->best + row);
}

/* A word counts once: a document gets the best of what stands for it there. */
static enum status add_word(struct scorer *s, int word)
{
    enum status status = STATUS_OK;
    struct word_terms terms = terms_of(s, word);
    if (terms.count == 1)
        return add_term(s, asked_wanted(s->asked, terms.first), add_block);
    bool few = (size_t)terms.documents < s->count / FEW;
    for (size_t i = terms.first;
         status == STATUS_OK && terms.count && i < s->asked->wanted.count; i++)
        if (asked_wanted(s->asked, i)->word == word)
            status =
                add_term(s, asked_wanted(s->asked, i), few ? raise_block : lift_block);
    if (few)
        add_touched(s);
    else
        add_best(s);
    return status;
}

static enum status add_all(struct scorer *s)
{
    enum status status = STATUS_OK;
    s->best = ARENA_ARRAY(s->asked->arena, s->room, uint32_t);
    s->touched = arena_alloc(s->asked->arena, (s->count / FEW + 1) * sizeof *s->touched);
    for (size_t word = 0; status == STATUS_OK && word < s->asked->word_count; word++)
        status = add_word(s, (int)word);
    for (size_t i = 0; status == STATUS_OK && i < s->asked->wanted.count; i++)
        if (asked_wanted(s->asked, i)->word < 0)
            status = add_term(s, asked_wanted(s->asked, i), add_block);
    return status;
}

/* ---- filters ----------------------------------------------------------------------- */

static enum status apply_filter(struct scorer *s, unsigned char bit, struct slice name)
{
    struct posting_list list;
    enum status status = postings_find(s->asked->store, name, s->asked->arena, &list);
    for (size_t i = 0; i < s->count; i++)
        s->failed[i] |= bit;
    s->filter = bit;
    if (status == STATUS_OK)
        status = read_list(s, &list, allow_block);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static inline void show_row(unsigned char *marks, unsigned char mark,
                            unsigned char *restrict shown)
{
    for (size_t i = 0; i < ROW; i++)
        shown[i] |= marks[i] == mark ? 0xFF : 0;
}

/* A mark is 1 and the audience; from here on it is all ones when the viewer may see it. */
static void show_to(struct scorer *s, const struct viewer *viewer)
{
    for (size_t row = 0; row < s->room; row += ROW) {
        unsigned char shown[ROW] = {0};
        for (int audience = 0; audience <= AUDIENCE_STAFF; audience++)
            if (viewer_may_see(viewer, (enum audience)audience))
                show_row(s->marks + row, (unsigned char)(1 + audience), shown);
        memcpy(s->marks + row, shown, ROW);
    }
}

/* Notes which filters keep a document back, and clears the marks of what the viewer may not
 * see. */
static enum status apply_filters(struct scorer *s, const struct viewer *viewer,
                                 const struct search_query *query)
{
    struct arena *arena = s->asked->arena;
    enum status status = STATUS_OK;
    if (query->category.len || query->product.len || query->tag.len)
        s->failed = ARENA_ARRAY(arena, s->count + 1, unsigned char);
    if (query->category.len)
        status =
            apply_filter(s, FILTER_BIT_CATEGORY, filter_category(arena, query->category));
    if (status == STATUS_OK && query->product.len)
        status =
            apply_filter(s, FILTER_BIT_PRODUCT, filter_product(arena, query->product));
    if (status == STATUS_OK && query->tag.len)
        status = apply_filter(s, FILTER_BIT_TAG, filter_tag(arena, query->tag));
    show_to(s, viewer);
    return status;
}

/* ---- the best ---------------------------------------------------------------------- */

/* The lower number wins a tie, so that pages follow on each other. */
static bool is_better(const struct candidate *a, const struct candidate *b)
{
    return a->score != b->score ? a->score > b->score : a->number < b->number;
}

/* A heap whose root is the worst that is kept. */
static void sift_down(struct candidate *heap, size_t count, size_t at)
{
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++)
            if (is_better(&heap[worst], &heap[child]))
                worst = child;
        if (worst == at)
            return;
        struct candidate moved = heap[at];
        heap[at] = heap[worst];
        heap[worst] = moved;
        at = worst;
    }
}

static void sift_up(struct candidate *heap, size_t at)
{
    while (at && is_better(&heap[(at - 1) / 2], &heap[at])) {
        struct candidate moved = heap[at];
        heap[at] = heap[(at - 1) / 2];
        heap[(at - 1) / 2] = moved;
        at = (at - 1) / 2;
    }
}

static void keep(struct candidates *best, size_t most, const struct candidate *candidate)
{
    if (best->count < most) {
        best->items[best->count++] = *candidate;
        sift_up(best->items, best->count - 1);
    } else if (most && is_better(candidate, &best->items[0])) {
        best->items[0] = *candidate;
        sift_down(best->items, best->count, 0);
    }
}

static int best_first(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    return is_better(left, right) ? -1 : is_better(right, left);
}

void candidates_sort(struct candidates *candidates, size_t count)
{
    if (count)
        qsort(candidates->items, count, sizeof *candidates->items, best_first);
}

/* Takes away what the viewer may not see; returns the best sum. */
static inline uint32_t hide_row(uint32_t *restrict sums,
                                const unsigned char *restrict marks)
{
    uint32_t top = 0;
    for (size_t i = 0; i < ROW; i++) {
        sums[i] &= marks[i] ? UINT32_MAX : 0;
        top = higher(top, sums[i]);
    }
    return top;
}

static uint32_t hide(struct scorer *s)
{
    uint32_t top = 0;
    for (size_t row = 0; row < s->room; row += ROW)
        top = higher(top, hide_row(s->sums + row, s->marks + row));
    return top;
}

/* Counts what a filter lets through, and whether one does. */
static bool passes(struct scorer *s, size_t number)
{
    unsigned char failed = s->failed ? s->failed[number] : 0;
    if (s->facets)
        facets_count(s->facets, (uint32_t)number, failed);
    return failed == 0;
}

/* How many of a row score at least `least`, and the best of them. */
static inline uint32_t count_row(const uint32_t *sums, uint32_t least, uint32_t *out_top)
{
    uint32_t reach = 0, top = 0;
    for (size_t i = 0; i < ROW; i++) {
        reach += sums[i] >= least;
        top = higher(top, sums[i]);
    }
    *out_top = top;
    return reach;
}

/* What is as good as the worst that is kept stands behind it. */
static void offer(struct scorer *s, size_t number, size_t most, uint32_t *worst,
                  struct candidates *best)
{
    if (s->sums[number] <= *worst)
        return;
    struct candidate candidate = {
        .number = (uint32_t)number,
        .score = (float)s->sums[number] / (WEIGHT_SCALE * IMPACT_SCALE)};
    keep(best, most, &candidate);
    if (most && best->count == most)
        *worst = s->sums[best->items[0].number];
}

/* The least score is a share of the best of all that the viewer may see: a filter narrows
 * what is found, it never finds more. */
static void gather(struct scorer *s, size_t most, struct candidates *best)
{
    uint32_t least = (uint32_t)((float)hide(s) * FLOOR), worst = 0, top;
    bool every = !s->facets && !s->failed;
    least += least == 0;
    best->items = ARENA_ARRAY(s->asked->arena, most + 1, struct candidate);
    for (size_t row = 0; row < s->count; row += ROW) {
        size_t end = s->count - row < ROW ? s->count : row + ROW;
        uint32_t reach = count_row(s->sums + row, least, &top);
        if (every)
            best->total += reach;
        if (reach == 0 || (every && top <= worst))
            continue;
        for (size_t i = row; i < end; i++) {
            if (s->sums[i] < least || !(every || passes(s, i)))
                continue;
            best->total += !every;
            offer(s, i, most, &worst, best);
        }
    }
    candidates_sort(best, best->count);
}

enum status candidates_find(const struct asked *asked, const struct viewer *viewer,
                            const struct search_query *query, size_t most,
                            struct candidates *out_candidates)
{
    struct scorer s = {.asked = asked};
    struct candidates best = {0};
    struct facet_counts counts = {0};
    s.count = asked->numbers;
    s.room = (s.count / ROW + 1) * ROW;
    s.sums = ARENA_ARRAY(asked->arena, s.room, uint32_t);
    s.marks = ARENA_ARRAY(asked->arena, s.room, unsigned char);
    enum status status = postings_marks(asked->store, s.marks, s.count);
    if (status == STATUS_OK)
        status = apply_filters(&s, viewer, query);
    if (status == STATUS_OK)
        status = add_all(&s);
    if (status == STATUS_OK && query->facets)
        status = facets_open(asked, &counts);
    if (status != STATUS_OK)
        return status;
    s.facets = counts.column ? &counts : NULL;
    gather(&s, most, &best);
    if (s.facets)
        facets_collect(&counts, asked, query, best.facets);
    facets_close(&counts);
    *out_candidates = best;
    return STATUS_OK;
}
