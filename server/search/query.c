#include "query.h"
#include "base/utf8.h"
#include "model/text.h"
#include "paste.h"
#include "tokens.h"

#include <math.h>
#include <stdlib.h>

/* What standing for a word is worth, beside the word itself. */
static const float STOP_BOOST = 0.1f;
static const float FAINT_BOOST = 0.4f;
static const float SHORT_NUMBER_BOOST = 0.4f;
static const float CODE_BOOST = 2.0f;
static const float WHOLE_BOOST = 0.8f;
static const float FORM_BOOST = 0.35f; /* another form of the word */
static const float PART_BOOST = 0.5f;
static const float JOINED_BOOST = 0.5f;
static const float COMPLETED_BOOST = 0.7f;

enum {
    SPELLINGS_MAX = 3,
    COMPLETIONS_SEEN = 400, /* of the vocabulary, for a beginning of few letters */
    COMPLETIONS_MAX = 12,
    COMPLETED_LETTERS_MIN = 2,
    JOINED_BYTES_MAX = 24,
    CODES_KEPT_MAX = 20 /* of a long paste */
};

/* ---- looking terms up -------------------------------------------------------------- */

static int *wanted_slot(struct asked *asked, size_t name)
{
    if (name >= asked->wanted_of_cap) {
        size_t cap = (name + 1) * 2 < 64 ? 64 : (name + 1) * 2;
        int *grown = ARENA_ARRAY(asked->arena, cap, int);
        if (asked->wanted_of_cap)
            memcpy(grown, asked->wanted_of, asked->wanted_of_cap * sizeof *grown);
        asked->wanted_of = grown;
        asked->wanted_of_cap = cap;
    }
    return &asked->wanted_of[name];
}

static void merge_want(struct wanted *wanted, float boost, int word, bool itself)
{
    if (boost > wanted->boost)
        wanted->boost = boost;
    if (wanted->word < 0)
        wanted->word = word;
    wanted->itself = wanted->itself || itself;
}

enum status asked_want(struct asked *asked, struct slice name, float boost, int word,
                       bool itself, int64_t *out_documents)
{
    size_t before = asked->names.count;
    size_t number = names_add(&asked->names, name);
    int *slot = wanted_slot(asked, number);
    struct wanted want = {.boost = boost, .word = word, .itself = itself, .capped = true};
    enum status status = STATUS_OK;
    if (number < before) {
        if (*slot >= 0)
            merge_want((struct wanted *)asked->wanted.items + *slot, boost, word, itself);
    } else {
        *slot = -1;
        status = postings_find(asked->store, name, asked->arena, &want.list);
        if (status == STATUS_OK) {
            *slot = (int)asked->wanted.count;
            *LIST_PUSH(&asked->wanted, struct wanted) = want;
        }
    }
    if (out_documents)
        *out_documents =
            *slot >= 0 ? asked_wanted(asked, (size_t)*slot)->list.documents : 0;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status asked_want_loose(struct asked *asked, struct slice name, float boost,
                             int word, int64_t *out_documents)
{
    char loose[TERM_BYTES_MAX + 1] = LOOSE_PREFIX;
    if (out_documents)
        *out_documents = 0;
    if (name.len > TERM_BYTES_MAX)
        return STATUS_OK;
    memcpy(loose + 1, name.ptr, name.len);
    return asked_want(asked, slice_of(loose, name.len + 1), boost, word, false,
                      out_documents);
}

/* ---- reading the words ------------------------------------------------------------- */

struct extra {
    enum token_kind kind;
    struct slice term;
    int word;
};

struct reading {
    struct arena *arena;
    struct list words;  /* struct asked_word */
    struct list extras; /* struct extra: wholes, codes, parts */
    struct list spans;  /* struct paste_span: words that are not the writer's */
    size_t span;        /* the first that may still hold a word */
};

/* Words come in the order of the text; what hangs on them begins further back at times. */
static const struct paste_span *span_of(struct reading *r, const struct token *token)
{
    const struct paste_span *spans = r->spans.items;
    while (r->span < r->spans.count && spans[r->span].end <= token->start)
        r->span++;
    for (size_t i = r->span < 2 ? 0 : r->span - 2; i <= r->span && i < r->spans.count;
         i++)
        if (token->start >= spans[i].start && token->start < spans[i].end)
            return &spans[i];
    return NULL;
}

static void take_token(void *owner, const struct token *token)
{
    struct reading *r = owner;
    if (token->word >= READ_WORDS_MAX)
        return;
    const struct paste_span *span =
        r->spans.count && token->kind != TOKEN_CODE ? span_of(r, token) : NULL;
    if (span && span->is_tag)
        return;
    struct slice term = arena_slice(r->arena, token->term);
    if (token->kind != TOKEN_WORD) {
        if (r->extras.count == READ_EXTRAS_MAX)
            return;
        *LIST_PUSH(&r->extras, struct extra) =
            (struct extra){token->kind, term, (int)token->word};
        return;
    }
    /* A word too long for the index leaves a gap in the numbers. */
    while (r->words.count <= token->word)
        LIST_PUSH(&r->words, struct asked_word);
    ((struct asked_word *)r->words.items)[token->word] =
        (struct asked_word){.term = term,
                            .start = token->start,
                            .len = token->len,
                            .stop = word_is_stop(term),
                            .faint = span != NULL};
}

/* ---- long pastes ------------------------------------------------------------------- */

/* A word of a long paste, and how many documents hold it. */
struct ranked_word {
    size_t at;
    int64_t documents;
};

/* The rarest first; then in the order of the text. */
static int rarest_first(const void *a, const void *b)
{
    const struct ranked_word *left = a, *right = b;
    if (left->documents != right->documents)
        return left->documents < right->documents ? -1 : 1;
    return (left->at > right->at) - (left->at < right->at);
}

/* Words that some document holds, each once. */
static enum status rank_words(const struct asked *asked, const struct reading *r,
                              struct list *ranked)
{
    const struct asked_word *words = r->words.items;
    struct names seen = names_make(asked->arena);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < r->words.count; i++) {
        struct posting_list list;
        size_t before = seen.count;
        if (words[i].term.len == 0 || words[i].stop ||
            names_add(&seen, words[i].term) < before)
            continue;
        status = postings_find(asked->store, words[i].term, asked->arena, &list);
        if (status == STATUS_OK)
            *LIST_PUSH(ranked, struct ranked_word) =
                (struct ranked_word){i, list.documents};
        status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    return status;
}

/* Keeps the chosen words in their order, with a gap where something was left out between
 * two, and what hangs on them. */
static void keep_chosen(const struct asked *asked, struct reading *r, const bool *chosen)
{
    const struct asked_word *words = r->words.items;
    const struct extra *extras = r->extras.items;
    struct list kept = LIST_OF(asked->arena, struct asked_word);
    struct list kept_extras = LIST_OF(asked->arena, struct extra);
    int *moved_to = ARENA_ARRAY(asked->arena, r->words.count + 1, int);
    for (size_t i = 0; i < r->words.count; i++) {
        moved_to[i] = -1;
        if (!chosen[i])
            continue;
        if (kept.count && !chosen[i - 1])
            LIST_PUSH(&kept, struct asked_word);
        moved_to[i] = (int)kept.count;
        *LIST_PUSH(&kept, struct asked_word) = words[i];
    }
    for (size_t i = 0; i < r->extras.count; i++) {
        struct extra extra = extras[i];
        extra.word = (size_t)extra.word < r->words.count ? moved_to[extra.word] : -1;
        if (extra.word < 0 || kept_extras.count == ASKED_WORDS_MAX)
            continue;
        *LIST_PUSH(&kept_extras, struct extra) = extra;
    }
    r->words = kept;
    r->extras = kept_extras;
}

/* Words of codes whatever they look like, and stop words between two that are kept: a phrase
 * stays one. */
static void choose_between(const struct reading *r, bool *chosen)
{
    const struct asked_word *words = r->words.items;
    const struct extra *extras = r->extras.items;
    for (size_t i = 0, codes = 0; i < r->extras.count && codes < CODES_KEPT_MAX; i++)
        if (extras[i].kind == TOKEN_CODE && (size_t)extras[i].word < r->words.count) {
            chosen[extras[i].word] = words[extras[i].word].term.len > 0;
            codes++;
        }
    for (size_t i = 1; i + 1 < r->words.count; i++)
        if (words[i].stop && chosen[i - 1] && chosen[i + 1])
            chosen[i] = true;
}

/* Of more words than are looked for, the rarest say most: a log's greeting and its hundred
 * repetitions say nothing, wherever they stand. */
static enum status choose_words(const struct asked *asked, struct reading *r)
{
    struct list ranked = LIST_OF(asked->arena, struct ranked_word);
    if (r->words.count <= ASKED_WORDS_MAX)
        return STATUS_OK;
    enum status status = rank_words(asked, r, &ranked);
    const struct ranked_word *items = ranked.items;
    bool *chosen = ARENA_ARRAY(asked->arena, r->words.count + 1, bool);
    if (ranked.count)
        qsort(ranked.items, ranked.count, sizeof *items, rarest_first);
    for (size_t i = 0; i < ranked.count && i < ASKED_WORDS_MAX; i++)
        chosen[items[i].at] = true;
    choose_between(r, chosen);
    keep_chosen(asked, r, chosen);
    return status;
}

static bool has_words(const struct reading *r)
{
    const struct asked_word *words = r->words.items;
    for (size_t i = 0; i < r->words.count; i++)
        if (words[i].term.len && !words[i].stop)
            return true;
    return false;
}

static enum status read_words(struct asked *asked, struct reading *r)
{
    struct arena scratch;
    arena_init(&scratch, 0);
    r->arena = asked->arena;
    r->words = LIST_OF(asked->arena, struct asked_word);
    r->extras = LIST_OF(asked->arena, struct extra);
    r->spans = paste_spans(asked->arena, asked->text);
    r->span = 0;
    tokens_each(&scratch, asked->text, take_token, r);
    if (r->spans.count && !has_words(r)) { /* it is all that there is */
        r->words.count = r->extras.count = r->spans.count = r->span = 0;
        tokens_each(&scratch, asked->text, take_token, r);
    }
    arena_release(&scratch);
    enum status status = choose_words(asked, r);
    asked->words = r->words.items;
    asked->word_count = r->words.count;
    for (size_t i = 0; i < asked->word_count; i++)
        asked->content_count += !asked->words[i].stop && asked->words[i].term.len;
    for (size_t i = 0; asked->content_count == 0 && i < asked->word_count; i++)
        asked->words[i].stop = false;
    if (asked->content_count == 0)
        asked->content_count = asked->word_count;
    return status;
}

static bool is_short_number(struct slice term)
{
    return term.len <= 2 && term.ptr[0] >= '0' && term.ptr[0] <= '9';
}

static float word_boost(const struct asked_word *word)
{
    if (word->stop)
        return STOP_BOOST;
    if (word->faint)
        return FAINT_BOOST;
    if (is_short_number(word->term))
        return SHORT_NUMBER_BOOST;
    return term_is_code(word->term) ? CODE_BOOST : 1;
}

/* The word and its forms; *out_found when any of them is known. */
static enum status want_word(struct asked *asked, int number, bool *out_found)
{
    struct asked_word *word = &asked->words[number];
    char buffer[TERM_BYTES_MAX];
    int64_t same = 0, stemmed = 0, stem_word = 0;
    enum status status =
        asked_want(asked, word->term, word_boost(word), number, true, &word->documents);
    if (status == STATUS_OK && !word->stop)
        status = asked_want_loose(asked, word->term, FORM_BOOST, number, &same);
    struct slice stem = word_stem(word->term, buffer);
    if (!word->stop && stem.ptr != word->term.ptr) {
        if (status == STATUS_OK)
            status = asked_want_loose(asked, stem, FORM_BOOST, number, &stemmed);
        if (status == STATUS_OK)
            status = asked_want(asked, stem, FORM_BOOST, number, false, &stem_word);
    }
    *out_found = word->documents || same || stemmed || stem_word;
    return status;
}

/* A code weighs what it weighs, however common its digits are. */
static enum status want_code(struct asked *asked, const struct extra *extra)
{
    size_t before = asked->wanted.count;
    enum status status =
        asked_want(asked, extra->term, CODE_BOOST, extra->word, true, NULL);
    if (asked->wanted.count > before)
        ((struct wanted *)asked->wanted.items)[before].capped = false;
    return status;
}

static enum status want_extra(struct asked *asked, const struct extra *extra)
{
    enum status status;
    switch (extra->kind) {
    case TOKEN_CODE:
        return want_code(asked, extra);
    case TOKEN_WHOLE:
        return asked_want(asked, extra->term,
                          term_is_code(extra->term) ? CODE_BOOST : WHOLE_BOOST, -1, false,
                          NULL);
    case TOKEN_PART:
        status = asked_want(asked, extra->term, PART_BOOST, extra->word, false, NULL);
        return status == STATUS_OK
                   ? asked_want_loose(asked, extra->term, PART_BOOST, extra->word, NULL)
                   : status;
    case TOKEN_WORD:
        break;
    }
    return STATUS_OK;
}

/* Two words written as one ("sign in", "signin"). */
static enum status want_joined(struct asked *asked, size_t i)
{
    char joined[2 * JOINED_BYTES_MAX];
    const struct asked_word *a = &asked->words[i], *b = &asked->words[i + 1];
    if (a->term.len < 2 || b->term.len < 2 || (a->stop && b->stop) ||
        a->term.len + b->term.len > JOINED_BYTES_MAX)
        return STATUS_OK;
    memcpy(joined, a->term.ptr, a->term.len);
    memcpy(joined + a->term.len, b->term.ptr, b->term.len);
    struct slice name = slice_of(joined, a->term.len + b->term.len);
    int word = a->stop ? (int)i + 1 : (int)i;
    enum status status = asked_want(asked, name, JOINED_BOOST, word, false, NULL);
    return status == STATUS_OK ? asked_want_loose(asked, name, JOINED_BOOST, word, NULL)
                               : status;
}

/* ---- the last word, half typed ----------------------------------------------------- */

static int by_documents(const void *a, const void *b)
{
    const struct posting_term *left = a, *right = b;
    if (left->documents != right->documents)
        return left->documents < right->documents ? 1 : -1;
    return slice_cmp(left->term, right->term);
}

static bool is_plain(struct slice term)
{
    for (size_t i = 0; i < term.len; i++)
        if (strchr("./\\:@&+'-", term.ptr[i]))
            return false;
    return true;
}

static bool may_go_on(const struct asked *asked)
{
    if (asked->word_count == 0)
        return false;
    const struct asked_word *last = &asked->words[asked->word_count - 1];
    return last->start + last->len == asked->text.len && !last->stop &&
           last->len >= COMPLETED_LETTERS_MIN;
}

/* Words that begin so, the commonest first. */
static enum status find_completions(const struct asked *asked, struct slice beginning,
                                    struct posting_term **out_terms, size_t *out_count)
{
    struct posting_term *terms;
    size_t count, kept = 0;
    enum status status = postings_names_from(asked->store, beginning, COMPLETIONS_SEEN,
                                             asked->arena, &terms, &count);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (is_plain(terms[i].term) && !slice_eq(terms[i].term, beginning))
            status =
                postings_term(asked->store, terms[i].id, asked->arena, &terms[kept++]);
    if (kept)
        qsort(terms, kept, sizeof *terms, by_documents);
    *out_terms = terms;
    *out_count = kept < COMPLETIONS_MAX ? kept : COMPLETIONS_MAX;
    return status;
}

static enum status want_completions(struct asked *asked, bool *out_found)
{
    int number = (int)asked->word_count - 1;
    struct posting_term *terms;
    size_t count = 0;
    enum status status =
        find_completions(asked, asked->words[number].term, &terms, &count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = asked_want(asked, terms[i].term, COMPLETED_BOOST, number, true, NULL);
    *out_found = count > 0;
    return status;
}

/* ---- words that nobody wrote so ---------------------------------------------------- */

static enum status want_spellings(struct asked *asked, int number)
{
    static const float boosts[SPELLINGS_MAX] = {0.9f, 0.7f, 0.6f};
    struct asked_word *word = &asked->words[number];
    enum status status =
        spelling_find(asked->store, word->term, SPELLINGS_MAX, &asked->spelling_room,
                      asked->arena, &word->spellings, &word->spelling_count);
    for (size_t i = 0; status == STATUS_OK && i < word->spelling_count; i++) {
        struct slice term = word->spellings[i].term;
        char buffer[TERM_BYTES_MAX];
        status = asked_want(asked, term, boosts[i], number, true, NULL);
        struct slice stem = word_stem(term, buffer);
        if (status == STATUS_OK)
            status = asked_want_loose(asked, stem, FORM_BOOST * boosts[i], number, NULL);
    }
    return status;
}

static enum status want_words(struct asked *asked)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < asked->word_count; i++) {
        bool found, completed = false;
        if (asked->words[i].term.len == 0)
            continue;
        status = want_word(asked, (int)i, &found);
        if (status == STATUS_OK && i + 1 == asked->word_count && may_go_on(asked))
            status = want_completions(asked, &completed);
        if (status == STATUS_OK && !found && !completed && !asked->literal &&
            !asked->words[i].faint)
            status = want_spellings(asked, (int)i);
        if (status == STATUS_OK && i + 1 < asked->word_count)
            status = want_joined(asked, i);
    }
    return status;
}

/* ---- weights ----------------------------------------------------------------------- */

static float idf(const struct asked *asked, int64_t documents)
{
    float n = (float)asked->documents, df = (float)documents;
    return logf(1 + n / (df + 0.5f));
}

/* What stands for a known word weighs no more than the word: a rare synonym of a common
 * word is still only that word. */
static void weigh_term(struct asked *asked, struct wanted *wanted)
{
    struct asked_word *word = wanted->word < 0 ? NULL : &asked->words[wanted->word];
    float rarity = idf(asked, wanted->list.documents);
    if (word && word->documents && wanted->capped) {
        float own = idf(asked, word->documents);
        rarity = rarity < own ? rarity : own;
    }
    wanted->weight = rarity * wanted->boost;
    if (word && wanted->itself && wanted->weight > word->weight)
        word->weight = wanted->weight;
}

/* What stop words alone would find is no answer to a query that has other words. */
static void drop_if_empty(struct asked *asked)
{
    for (size_t i = 0; i < asked->wanted.count; i++) {
        int word = asked_wanted(asked, i)->word;
        if (word < 0 || !asked->words[word].stop)
            return;
    }
    asked->wanted.count = 0;
}

enum status asked_read(struct store *store, const struct search_query *query,
                       struct arena *arena, struct asked *out_asked)
{
    struct asked asked = {.store = store, .arena = arena, .literal = query->literal};
    struct reading r;
    struct posting_state state;
    enum status status = postings_state(store, &state);
    if (status != STATUS_OK)
        return status;
    asked.documents = state.documents;
    asked.numbers = (size_t)state.next_number;
    asked.generation = state.generation;
    asked.synonyms_version = state.synonyms;
    asked.substitutes = LIST_OF(arena, struct substitute);
    asked.text = utf8_first(query->text, SEARCH_QUERY_MAX);
    asked.names = names_make(arena);
    asked.wanted = LIST_OF(arena, struct wanted);
    status = read_words(&asked, &r);
    if (status == STATUS_OK)
        status = want_words(&asked);
    for (size_t i = 0; status == STATUS_OK && i < r.extras.count; i++)
        status = want_extra(&asked, (const struct extra *)r.extras.items + i);
    if (status == STATUS_OK && !asked.literal)
        status = synonyms_want(&asked);
    for (size_t i = 0; i < asked.wanted.count; i++)
        weigh_term(&asked, (struct wanted *)asked.wanted.items + i);
    drop_if_empty(&asked);
    if (status == STATUS_OK)
        *out_asked = asked;
    return status;
}
