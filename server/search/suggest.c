/* What may be meant while somebody types: phrases and titles that go on so, then what the
 * search finds. */
#include "model/slug.h"
#include "query.h"
#include "store/articles.h"

enum { SUGGESTIONS_MAX = 20, PROMPTS_SEEN = 40 };

struct suggesting {
    struct store *store;
    const struct viewer *viewer;
    struct arena *arena;
    struct suggestion *items;
    size_t count, limit;
};

static void add(struct suggesting *s, struct slice text, const char *kind,
                const char *folder, struct slice slug)
{
    struct slice path = arena_format(s->arena, "%s" SLICE_FMT, folder, SLICE_ARG(slug));
    for (size_t i = 0; i < s->count; i++)
        if (slice_eq(s->items[i].path, path))
            return;
    if (s->count < s->limit)
        s->items[s->count++] = (struct suggestion){text, slice_cstr(kind), path};
}

/* The owner and slug of today. */
static enum status add_phrase(struct suggesting *s, const struct posting_prompt *prompt)
{
    struct phrase phrase;
    enum status status =
        phrases_by_normal(s->store, s->viewer, prompt->normal, s->arena, &phrase);
    if (status == STATUS_OK && phrase.article_slug.len)
        add(s, phrase.text, "phrase", "/q/", phrase.slug);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status add_title(struct suggesting *s, const struct posting_prompt *prompt)
{
    struct article_heads heads;
    enum status status = articles_heads_by_ids(s->store, s->viewer, &prompt->article_id,
                                               1, s->arena, &heads);
    if (status == STATUS_OK && heads.count)
        add(s, heads.items[0].title, "guide", "/articles/", heads.items[0].slug);
    return status;
}

static enum status add_prompts(struct suggesting *s, struct slice prefix)
{
    struct posting_prompt *prompts;
    size_t count;
    enum status status = postings_prompts_from(s->store, s->viewer, prefix, PROMPTS_SEEN,
                                               s->arena, &prompts, &count);
    for (size_t i = 0; status == STATUS_OK && i < count && s->count < s->limit; i++)
        status = prompts[i].kind == PROMPT_PHRASE ? add_phrase(s, &prompts[i])
                                                  : add_title(s, &prompts[i]);
    return status;
}

static enum status add_found(struct suggesting *s, struct slice text)
{
    struct search_query query = {.text = text, .limit = s->limit};
    struct search_results results;
    enum status status = search_run(s->store, s->viewer, &query, s->arena, &results);
    for (size_t i = 0; status == STATUS_OK && i < results.count; i++)
        add(s, results.hits[i].head.title, "guide", "/articles/",
            results.hits[i].head.slug);
    return status;
}

enum status search_suggest(struct store *store, const struct viewer *viewer,
                           struct slice text, size_t limit, struct arena *arena,
                           struct suggestion **out_suggestions, size_t *out_count)
{
    struct suggesting s = {.store = store, .viewer = viewer, .arena = arena};
    s.limit = limit < 1 ? 1 : limit > SUGGESTIONS_MAX ? SUGGESTIONS_MAX : limit;
    s.items = ARENA_ARRAY(arena, s.limit, struct suggestion);
    struct slice prefix = phrase_normalize(arena, text);
    enum status status = STATUS_OK;
    if (prefix.len)
        status = add_prompts(&s, prefix);
    if (status == STATUS_OK && prefix.len && s.count < s.limit)
        status = add_found(&s, text);
    if (status != STATUS_OK)
        return status;
    *out_suggestions = s.items;
    *out_count = s.count;
    return STATUS_OK;
}
