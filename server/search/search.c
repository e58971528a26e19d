#include "search/search.h"
#include "base/buf.h"
#include "score.h"
#include "snippet.h"
#include "store/articles.h"

/* So many are looked at closely. */
enum { EXAMINED = 60, EXAMINED_BRIEFLY = 10, LIMIT_MAX = 50, QUOTED_PARTS = 4 };

struct page {
    struct asked asked;
    const struct viewer *viewer;
    struct candidates candidates;
    size_t from, to; /* of the candidates */
};

/* ---- what was understood ----------------------------------------------------------- */

/* The likeliest spelling of the word that was seen in a hit. */
static const struct spelling *seen_spelling(const struct page *page,
                                            const struct asked_word *word, uint64_t seen)
{
    for (size_t s = 0; s < word->spelling_count; s++)
        for (size_t i = 0; i < page->asked.wanted.count && i < 64; i++)
            if (seen >> i & 1 &&
                asked_wanted(&page->asked, i)->list.id == word->spellings[s].id)
                return &word->spellings[s];
    return NULL;
}

/* Which spelling of a word to name: that of the best hit which holds one. None when no hit
 * does: a word that stands only in guides which this viewer may not see is not told. */
static const struct spelling *choose_spelling(const struct page *page,
                                              const struct asked_word *word)
{
    const struct spelling *spelling = NULL;
    for (size_t i = 0; !spelling && i < page->candidates.count && i < EXAMINED; i++)
        spelling = seen_spelling(page, word, page->candidates.items[i].seen_spellings);
    return spelling;
}

/* The query with the misspelt words replaced; empty when there were none. */
static struct slice write_corrected(const struct page *page, struct arena *arena)
{
    const struct asked *asked = &page->asked;
    struct buf text;
    size_t at = 0;
    buf_init(&text, 0);
    for (size_t i = 0; i < asked->word_count; i++) {
        const struct asked_word *word = &asked->words[i];
        const struct spelling *spelling = choose_spelling(page, word);
        if (!spelling || word->start < at)
            continue;
        buf_add(&text, slice_of(asked->text.ptr + at, word->start - at));
        buf_add(&text, spelling->term);
        at = word->start + word->len;
    }
    if (at)
        buf_add(&text, slice_from(asked->text, at));
    struct slice corrected = arena_slice(arena, slice_trim(buf_slice(&text)));
    buf_release(&text);
    return corrected;
}

/* Synonyms that were looked for too. */
static void tell_substitutes(const struct page *page, struct arena *arena,
                             struct search_results *results)
{
    const struct substitute *from = page->asked.substitutes.items;
    size_t count = page->asked.substitutes.count;
    results->also = ARENA_ARRAY(arena, count + 1, struct also_searched);
    for (size_t i = 0; i < count; i++)
        if (from[i].count)
            results->also[results->also_count++] =
                (struct also_searched){from[i].typed, {from[i].others, from[i].count}};
}

/* ---- hits -------------------------------------------------------------------------- */

static enum status find_heads(const struct page *page, struct arena *arena,
                              struct article_heads *out_heads)
{
    int64_t ids[LIMIT_MAX];
    size_t count = 0;
    enum status status = STATUS_OK;
    for (size_t i = page->from; status == STATUS_OK && i < page->to; i++) {
        status = postings_article_id(page->asked.store, page->candidates.items[i].number,
                                     &ids[count]);
        count += status == STATUS_OK;
    }
    return status == STATUS_OK ? articles_heads_by_ids(page->asked.store, page->viewer,
                                                       ids, count, arena, out_heads)
                               : status;
}

/* Where only other forms of the words stand, no part stood out: the first that has one.
 */
static enum status quote_somewhere(const struct page *page, struct arena *arena,
                                   struct search_hit *hit)
{
    static const enum posting_place places[] = {PLACE_SECTION, PLACE_STEP};
    enum status status = STATUS_OK;
    for (size_t p = 0; p < sizeof places / sizeof *places; p++)
        for (int64_t i = 0; i < QUOTED_PARTS && status == STATUS_OK; i++) {
            struct posting_text text;
            status = postings_text(page->asked.store, hit->head.id, places[p], i, arena,
                                   &text);
            if (status == STATUS_OK && snippet_make(&page->asked, arena, text.text, false,
                                                    &hit->parts, &hit->part_count)) {
                hit->anchor = text.anchor;
                return STATUS_OK;
            }
            if (status == STATUS_NOT_FOUND) {
                status = STATUS_OK;
                break;
            }
        }
    if (status == STATUS_OK)
        snippet_make(&page->asked, arena, hit->head.summary, false, &hit->parts,
                     &hit->part_count);
    return status;
}

/* From the part that answers best. */
static enum status quote(const struct page *page, const struct candidate *candidate,
                         struct arena *arena, struct search_hit *hit)
{
    struct posting_text text;
    snippet_make(&page->asked, arena, hit->head.title, true, &hit->title,
                 &hit->title_count);
    enum status status = postings_text(page->asked.store, hit->head.id, candidate->place,
                                       candidate->position, arena, &text);
    if (status == STATUS_OK && snippet_make(&page->asked, arena, text.text, false,
                                            &hit->parts, &hit->part_count)) {
        hit->anchor = text.anchor;
        return STATUS_OK;
    }
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    return quote_somewhere(page, arena, hit);
}

/* Heads come in the order of the candidates; one that is hidden or gone is left out. */
static enum status make_hits(const struct page *page, bool brief, struct arena *arena,
                             struct search_results *results)
{
    struct article_heads heads;
    enum status status = find_heads(page, arena, &heads);
    if (status != STATUS_OK)
        return status;
    results->hits = ARENA_ARRAY(arena, heads.count + 1, struct search_hit);
    size_t h = 0;
    for (size_t i = page->from; status == STATUS_OK && i < page->to && h < heads.count;
         i++) {
        const struct candidate *candidate = &page->candidates.items[i];
        int64_t id = 0;
        status = postings_article_id(page->asked.store, candidate->number, &id);
        if (status != STATUS_OK || id != heads.items[h].id)
            continue;
        struct search_hit *hit = &results->hits[results->count++];
        hit->head = heads.items[h++];
        hit->score = candidate->score;
        if (!brief)
            status = quote(page, candidate, arena, hit);
    }
    return status;
}

/* A code that is asked for outweighs all words: of the first `count`, those that hold one
 * come first, each kind in its order. */
static void codes_first(const struct page *page, struct arena *arena, size_t count)
{
    struct candidate *items = page->candidates.items;
    struct candidate *sorted = ARENA_ARRAY(arena, count + 1, struct candidate);
    uint64_t codes = 0;
    size_t to = 0;
    for (size_t i = 0; i < page->asked.wanted.count && i < 64; i++)
        codes |= (uint64_t)!asked_wanted(&page->asked, i)->capped << i;
    for (int holds = 1; holds >= 0; holds--)
        for (size_t i = 0; i < count; i++)
            if (((items[i].seen_spellings & codes) != 0) == holds)
                sorted[to++] = items[i];
    if (codes && count)
        memcpy(items, sorted, count * sizeof *items);
}

/* ---- one search -------------------------------------------------------------------- */

static enum status rank(struct page *page, const struct search_query *query)
{
    size_t limit = query->limit < 1           ? 1
                   : query->limit > LIMIT_MAX ? LIMIT_MAX
                                              : query->limit;
    size_t offset =
        query->offset < SEARCH_RESULTS_MAX ? query->offset : SEARCH_RESULTS_MAX;
    size_t close = query->brief ? EXAMINED_BRIEFLY : EXAMINED;
    size_t most = offset + limit > close ? offset + limit : close;
    struct candidates *candidates = &page->candidates;
    if (most > SEARCH_RESULTS_MAX)
        most = SEARCH_RESULTS_MAX;
    enum status status =
        candidates_find(&page->asked, page->viewer, query, most, candidates);
    if (status == STATUS_OK)
        status = candidates_examine(&page->asked, candidates, 0, close);
    if (status != STATUS_OK)
        return status;
    size_t examined = candidates->count < close ? candidates->count : close;
    candidates_sort(candidates, examined);
    codes_first(page, page->asked.arena, examined);
    page->from = offset < candidates->count ? offset : candidates->count;
    page->to = offset + limit < candidates->count ? offset + limit : candidates->count;
    size_t unseen = page->from > close ? page->from : close;
    return candidates_examine(&page->asked, candidates, unseen, page->to);
}

enum status search_run(struct store *store, const struct viewer *viewer,
                       const struct search_query *query, struct arena *arena,
                       struct search_results *out_results)
{
    struct page page = {.viewer = viewer};
    struct search_results results = {0};
    enum status status = asked_read(store, query, arena, &page.asked);
    if (status == STATUS_OK && page.asked.wanted.count)
        status = rank(&page, query);
    if (status == STATUS_OK)
        status = make_hits(&page, query->brief, arena, &results);
    if (status != STATUS_OK)
        return status;
    results.total = page.candidates.total;
    memcpy(results.facets, page.candidates.facets, sizeof results.facets);
    tell_substitutes(&page, arena, &results);
    results.corrected = write_corrected(&page, arena);
    *out_results = results;
    return STATUS_OK;
}
