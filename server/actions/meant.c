/* Which guides a lost reader may have meant: what the search finds for the words of the
 * address, but only where those words stand in the guide's own name. */
#include "actions/reading.h"
#include "model/slug.h"
#include "search/search.h"

enum { WORD_MIN = 3, STEM_MIN = 4 };

/* The same word, or a longer form of it: "error" and "errors". */
static bool is_same_word(struct slice a, struct slice b)
{
    struct slice shorter = a.len < b.len ? a : b, longer = a.len < b.len ? b : a;
    return slice_eq(a, b) || (shorter.len >= STEM_MIN && slice_starts(longer, shorter));
}

static bool has_word(struct slice words, struct slice word)
{
    struct slice other;
    while (slice_split(&words, '-', &other))
        if (is_same_word(word, other))
            return true;
    return false;
}

/* At least half of the words that say something; of one or two, the one. */
static bool is_meant(struct slice words, struct slice name)
{
    size_t count = 0, shared = 0;
    struct slice word;
    while (slice_split(&words, '-', &word)) {
        if (word.len < WORD_MIN)
            continue;
        count++;
        shared += has_word(name, word);
    }
    return shared && shared * 2 >= count;
}

enum status reading_meant(const struct reader *reader, struct slice words, size_t limit,
                          struct article_heads *out_heads)
{
    struct search_results found;
    struct search_query query = {.text = words, .limit = limit};
    struct arena *arena = reader->arena;
    enum status status = search_run(reader->store, reader->viewer, &query, arena, &found);
    if (status != STATUS_OK)
        return status;
    struct slice asked = slug_make(arena, found.corrected.len ? found.corrected : words);
    struct article_heads heads = {
        ARENA_ARRAY(arena, found.count + 1, struct article_head), 0};
    for (size_t i = 0; i < found.count; i++) {
        const struct article_head *head = &found.hits[i].head;
        struct slice name =
            arena_format(arena, SLICE_FMT "-" SLICE_FMT, SLICE_ARG(head->slug),
                         SLICE_ARG(slug_make(arena, head->title)));
        if (is_meant(asked, name))
            heads.items[heads.count++] = *head;
    }
    *out_heads = heads;
    return STATUS_OK;
}
