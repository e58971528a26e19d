#include "actions/searching.h"
#include "narrowing.h"
#include "search/search.h"
#include "store/articles.h"

enum { OFFERED = 5 };

/* The phrases nearest to the text; where it has no word that is known, those nearest to
 * words that begin alike. */
static enum status offer_near(const struct reader *r, struct slice text,
                              struct search_answer *answer)
{
    struct slice words;
    enum status status = reading_near(r, text, OFFERED, &answer->near);
    if (status != STATUS_OK || answer->near.count)
        return status;
    status = search_nearest_words(r->store, text, r->arena, &words);
    return status == STATUS_OK && words.len
               ? reading_near(r, words, OFFERED, &answer->near)
               : status;
}

/* What the results can be narrowed by, and by what they are. */
static enum status tell_narrowing(const struct reader *r,
                                  const struct search_query *query,
                                  struct search_answer *answer)
{
    const struct slice values[FACET_KINDS] = {[FACET_CATEGORY] = query->category,
                                              [FACET_PRODUCT] = query->product,
                                              [FACET_TAG] = query->tag};
    enum status status = narrowing_label(r, &answer->results);
    for (int kind = 0; kind < FACET_KINDS; kind++)
        if (status == STATUS_OK && values[kind].len)
            status = narrowing_label_of(r, (enum facet_kind)kind, values[kind],
                                        &answer->filter_labels[kind]);
    return status;
}

/* The known phrase that the text is, or those that it may be. */
static enum status find_exact(const struct reader *r, const struct search_query *query,
                              struct search_answer *answer)
{
    struct phrase_match match = {0};
    enum status status =
        query->literal ? STATUS_OK : matching_run(r, query->text, &match);
    if (status != STATUS_OK)
        return status;
    answer->exact = match.phrase;
    answer->candidates = match.candidates;
    return STATUS_OK;
}

static enum status find_ranked(const struct reader *r, const struct search_query *query,
                               struct search_answer *answer)
{
    enum status status =
        search_run(r->store, r->viewer, query, r->arena, &answer->results);
    if (status == STATUS_OK)
        status = decoding_run(r, query->text, &answer->codes);
    if (status == STATUS_OK)
        status = tell_narrowing(r, query, answer);
    if (status == STATUS_OK && answer->results.total == 0 && query->text.len)
        status = offer_near(r, query->text, answer);
    return status;
}

enum status searching_run(const struct reader *reader, const struct search_query *query,
                          struct search_answer *out_answer)
{
    struct search_answer answer = {0};
    enum status status = find_exact(reader, query, &answer);
    if (status == STATUS_OK && answer.exact.slug.len == 0)
        status = find_ranked(reader, query, &answer);
    if (status == STATUS_OK)
        *out_answer = answer;
    return status;
}

enum status searching_results(const struct reader *reader,
                              const struct search_query *query,
                              struct search_answer *out_answer)
{
    struct search_answer answer = {0};
    enum status status = find_exact(reader, query, &answer);
    if (status == STATUS_OK)
        status = find_ranked(reader, query, &answer);
    if (status == STATUS_OK)
        *out_answer = answer;
    return status;
}

static enum status tell_meaning(const struct reader *r, struct suggestion *suggestion)
{
    struct decoded_codes codes = {0};
    enum status status = decoding_run(r, suggestion->text, &codes);
    if (status == STATUS_OK && codes.count)
        suggestion->note = codes.items[0].entry.meaning.len
                               ? codes.items[0].entry.meaning
                               : codes.items[0].inner.meaning;
    return status;
}

enum status searching_suggest(const struct reader *reader, struct slice text,
                              size_t limit, struct suggestion **out_suggestions,
                              size_t *out_count)
{
    enum status status = search_suggest(reader->store, reader->viewer, text, limit,
                                        reader->arena, out_suggestions, out_count);
    for (size_t i = 0; status == STATUS_OK && i < *out_count; i++)
        if (slice_eq_cstr((*out_suggestions)[i].kind, "code"))
            status = tell_meaning(reader, &(*out_suggestions)[i]);
    return status;
}
