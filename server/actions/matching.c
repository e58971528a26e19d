#include "actions/matching.h"
#include "model/message.h"
#include "model/slug.h"
#include "store/articles.h"

#include <stdlib.h>

enum {
    CANDIDATES_MAX = 5,
    LOOKED_AT = 16,    /* of the phrases that fit, best first */
    RIVAL_PERCENT = 60 /* of the best one's words, for a message beside it */
};

/* A known phrase that fits the text. */
struct fitting {
    struct phrase phrase;
    struct message_fit fit;
};

static size_t strength(const struct fitting *f)
{
    return f->fit.words + f->fit.same;
}

/* Curated phrases come before extracted ones of the same strength. */
static int by_strength(const void *a, const void *b)
{
    const struct fitting *x = a, *y = b;
    if (strength(x) != strength(y))
        return strength(x) < strength(y) ? 1 : -1;
    if (x->fit.whole != y->fit.whole)
        return x->fit.whole ? -1 : 1;
    if (x->phrase.source != y->phrase.source)
        return x->phrase.source < y->phrase.source ? -1 : 1;
    return (x->phrase.id > y->phrase.id) - (x->phrase.id < y->phrase.id);
}

/* The phrases that fit the text, best first, whoever may see them. */
static enum status find_fitting(const struct reader *r, struct slice text,
                                struct list *fitting)
{
    struct message paste, known;
    struct phrases phrases = {0};
    uint64_t *keys = ARENA_ARRAY(r->arena, MESSAGE_KEYS_MAX, uint64_t);
    message_read(r->arena, text, &paste);
    size_t count = message_keys(&paste, keys);
    enum status status =
        phrases_by_keys(r->store, r->viewer, keys, count, r->arena, &phrases);
    if (status != STATUS_OK) /* too many are none */
        return status == STATUS_TOO_LARGE ? STATUS_OK : status;
    for (size_t i = 0; i < phrases.count; i++) {
        struct fitting one = {.phrase = phrases.items[i]};
        message_read(r->arena, one.phrase.text, &known);
        if (message_fits(&paste, &known, one.phrase.source == PHRASE_CURATED, &one.fit))
            *LIST_PUSH(fitting, struct fitting) = one;
    }
    if (fitting->count)
        qsort(fitting->items, fitting->count, sizeof(struct fitting), by_strength);
    return STATUS_OK;
}

/* Leaves those of which the viewer may see a guide; returns how many. */
static enum status keep_visible(const struct reader *r, struct fitting *items,
                                size_t count, size_t *out_count)
{
    size_t kept = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && i < LOOKED_AT && status == STATUS_OK; i++) {
        status = phrases_settle_owner(r->store, r->viewer, r->arena, &items[i].phrase);
        if (status == STATUS_OK)
            items[kept++] = items[i];
        else if (status == STATUS_NOT_FOUND)
            status = STATUS_OK;
    }
    *out_count = kept;
    return status;
}

static bool has_other_owner(const struct fitting *a, const struct fitting *b)
{
    return !a->phrase.article_id || a->phrase.article_id != b->phrase.article_id;
}

/* As good as the best one, or another message beside it. */
static bool is_rival(const struct fitting *best, const struct fitting *other)
{
    bool beside =
        other->fit.first >= best->fit.last || best->fit.first >= other->fit.last;
    bool equal = strength(other) == strength(best) &&
                 other->fit.whole == best->fit.whole &&
                 other->phrase.source == best->phrase.source;
    return has_other_owner(best, other) &&
           (equal || (beside && strength(other) * 100 >= strength(best) * RIVAL_PERCENT));
}

static void judge(struct arena *arena, const struct fitting *items, size_t count,
                  struct phrase_match *match)
{
    struct phrase *rivals = ARENA_ARRAY(arena, CANDIDATES_MAX, struct phrase);
    size_t found = 0;
    rivals[found++] = items[0].phrase;
    for (size_t i = 1; i < count && found < CANDIDATES_MAX; i++)
        if (is_rival(&items[0], &items[i]))
            rivals[found++] = items[i].phrase;
    if (found == 1)
        match->phrase = items[0].phrase;
    else
        match->candidates = (struct phrases){rivals, found};
}

static enum status match_message(const struct reader *r, struct slice text,
                                 struct phrase_match *match)
{
    struct list fitting = LIST_OF(r->arena, struct fitting);
    size_t count = 0;
    enum status status = find_fitting(r, text, &fitting);
    if (status == STATUS_OK)
        status = keep_visible(r, fitting.items, fitting.count, &count);
    if (status == STATUS_OK && count)
        judge(r->arena, fitting.items, count, match);
    return status;
}

/* Somebody claims it, or several guides have it. */
static bool leads_somewhere(const struct phrase *phrase)
{
    return phrase->article_id || phrase->several;
}

enum status matching_run(const struct reader *reader, struct slice text,
                         struct phrase_match *out_match)
{
    struct phrase_match match = {0};
    struct slice normal = phrase_normalize(reader->arena, text);
    enum status status = STATUS_NOT_FOUND;
    if (normal.len)
        status = phrases_by_normal(reader->store, reader->viewer, normal, reader->arena,
                                   &match.phrase);
    if (status == STATUS_NOT_FOUND ||
        (status == STATUS_OK && !leads_somewhere(&match.phrase))) {
        match.phrase = (struct phrase){0};
        status = match_message(reader, text, &match);
    }
    if (status == STATUS_OK)
        *out_match = match;
    return status;
}

/* ---- several guides ------------------------------------------------------------------ */

struct ranked {
    struct article_head head;
    size_t shared; /* words of the phrase in the title */
    int64_t place;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int64_t votes =
        (y->head.helpful - y->head.not_helpful) - (x->head.helpful - x->head.not_helpful);
    if (x->shared != y->shared)
        return x->shared < y->shared ? 1 : -1;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (votes)
        return votes < 0 ? -1 : 1;
    if (x->head.verified_day != y->head.verified_day)
        return x->head.verified_day < y->head.verified_day ? 1 : -1;
    return slice_cmp(x->head.title, y->head.title);
}

/* Meaningful words of the message that stand in the title. */
static size_t count_shared(struct arena *arena, const struct message *message,
                           struct slice title)
{
    struct message words;
    size_t shared = 0;
    message_read(arena, title, &words);
    for (size_t i = 0; i < words.count; i++) {
        bool found = false;
        for (size_t k = 0; k < message->count && !found; k++)
            found = message->tokens[k].meaning &&
                    slice_eq(words.tokens[i].text, message->tokens[k].text);
        shared += found;
    }
    return shared;
}

static int64_t place_of(const struct phrase_guide *guides, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (guides[i].article_id == id)
            return guides[i].place;
    return 0;
}

static enum status read_heads(const struct reader *r, const struct phrase_guide *guides,
                              size_t count, struct article_heads *out_heads)
{
    int64_t *ids = ARENA_ARRAY(r->arena, count + 1, int64_t);
    for (size_t i = 0; i < count; i++)
        ids[i] = guides[i].article_id;
    return articles_heads_by_ids(r->store, r->viewer, ids, count, r->arena, out_heads);
}

enum status matching_guides(const struct reader *reader, const struct phrase *phrase,
                            struct article_heads *out_heads)
{
    struct phrase_guide owner = {.article_id = phrase->article_id}, *guides = &owner;
    struct article_heads heads = {0};
    struct message message;
    size_t count = 1;
    enum status status = STATUS_OK;
    if (phrase->several)
        status = phrases_guides(reader->store, reader->viewer, phrase->id, reader->arena,
                                &guides, &count);
    if (status == STATUS_OK)
        status = read_heads(reader, guides, count, &heads);
    if (status != STATUS_OK)
        return status;
    struct ranked *ranked = ARENA_ARRAY(reader->arena, heads.count + 1, struct ranked);
    message_read(reader->arena, phrase->text, &message);
    for (size_t i = 0; i < heads.count; i++)
        ranked[i] = (struct ranked){
            heads.items[i], count_shared(reader->arena, &message, heads.items[i].title),
            place_of(guides, count, heads.items[i].id)};
    qsort(ranked, heads.count, sizeof *ranked, by_rank);
    for (size_t i = 0; i < heads.count; i++)
        heads.items[i] = ranked[i].head;
    *out_heads = heads;
    return STATUS_OK;
}

enum status matching_message(const struct reader *reader, struct slice slug,
                             struct message_reading *out_message)
{
    struct message_reading message = {0};
    enum status status = phrases_by_slug(reader->store, reader->viewer, slug,
                                         reader->arena, &message.phrase);
    if (status == STATUS_OK && !message.phrase.several)
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = matching_guides(reader, &message.phrase, &message.heads);
    if (status != STATUS_OK)
        return status;
    message.guides = message.heads.count;
    if (message.heads.count > MESSAGE_GUIDES_SHOWN)
        message.heads.count = MESSAGE_GUIDES_SHOWN;
    *out_message = message;
    return STATUS_OK;
}
