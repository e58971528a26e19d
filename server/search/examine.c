/* Looking closely at the best: words of the query that stand together, and where. */
#include "document.h"
#include "lists.h"
#include "score.h"

/* What neighbours are worth beside the words themselves. */
static const float PAIR_SHARE = 0.35f;     /* two words one behind the other */
static const float NEAR_SHARE = 0.12f;     /* within NEAR words, in any order */
static const float RUN_SHARE = 0.25f;      /* the longest run */
static const float VERBATIM_SHARE = 0.35f; /* and more when it is a whole message */
static const float TITLE_SHARE = 0.5f;     /* how much of the title was asked for */

/* A run of so many words is no chance: the text that was pasted stands there. */
enum { VERBATIM_WORDS = 6 };

enum { NEAR = 6, PLACES_MAX = 4, SLOTS = 2048, NEVER = INT32_MIN / 2 };

/* The words of the query that a term stands for. */
struct places {
    short word[PLACES_MAX]; /* -1: no more */
    int wanted;
};

/* From the id of a term to its places, by open addressing. */
struct place_table {
    uint64_t
        hints[SLOTS / 64]; /* bit (code % SLOTS): a mark, or such a term may be here */
    uint32_t terms[SLOTS]; /* 0: a free slot */
    struct places places[SLOTS];
};

struct word_sight {
    int32_t seen_at;  /* index of the token, within the part */
    float run;        /* weight of the run that ends there */
    int run_words;    /* its length */
    uint32_t in_part; /* number of the part it was last seen in */
    float pair;       /* best share of it and the word before */
};

struct sight {
    const struct asked *asked;
    const struct place_table *table;
    struct word_sight *words;
    struct candidate *candidate;
    uint32_t part; /* number, 1… */
    uint32_t place;
    int32_t token;
    float part_weight, best_part_weight, best_run, best_verbatim;
    size_t title_tokens, title_hits;
    float title_weight;
};

/* Nearly every word of a document is in no query: one look tells. */
static inline bool may_matter(const struct place_table *table, uint32_t code)
{
    return table->hints[code % SLOTS / 64] >> code % 64 & 1;
}

static void hint(struct place_table *table, uint32_t code)
{
    table->hints[code % SLOTS / 64] |= UINT64_C(1) << code % 64;
}

/* The term's slot, or the free one where it would stand. */
static size_t find_slot(const struct place_table *table, uint32_t term)
{
    size_t at = (term * 2654435761u) >> 21;
    while (table->terms[at] && table->terms[at] != term)
        at = (at + 1) % SLOTS;
    return at;
}

/* A word that was typed twice is wanted once. */
static bool stands_for(const struct asked *asked, const struct wanted *wanted,
                       size_t word)
{
    return wanted->word == (int)word ||
           slice_eq(asked->words[word].term, asked->words[wanted->word].term);
}

static void index_places(const struct asked *asked, struct place_table *table)
{
    size_t used = 0;
    for (uint32_t mark = 0; mark < WORD_TERMS; mark++)
        hint(table, mark);
    for (size_t i = 0; i < asked->wanted.count && used < SLOTS / 2; i++) {
        const struct wanted *wanted = asked_wanted(asked, i);
        if (!wanted->itself || wanted->word < 0)
            continue;
        uint32_t id = (uint32_t)wanted->list.id;
        size_t at = find_slot(table, id);
        struct places *places = &table->places[at];
        table->terms[at] = id;
        hint(table, WORD_TERMS + id);
        *places = (struct places){{-1, -1, -1, -1}, (int)i};
        used++;
        /* From the last word on: a run must not feed on what the same token just did. */
        for (size_t w = asked->word_count, n = 0; w-- > 0 && n < PLACES_MAX;)
            if (stands_for(asked, wanted, w))
                places->word[n++] = (short)w;
    }
}

/* ---- one token --------------------------------------------------------------------- */

static void see_pair(struct sight *s, size_t word, float share)
{
    const struct asked_word *words = s->asked->words;
    float weight = words[word].weight < words[word - 1].weight ? words[word].weight
                                                               : words[word - 1].weight;
    if (share * weight > s->words[word].pair)
        s->words[word].pair = share * weight;
}

static void see_word(struct sight *s, size_t word)
{
    struct word_sight *sight = &s->words[word];
    float weight = s->asked->words[word].weight;
    sight->run = weight;
    sight->run_words = 1;
    if (word > 0) {
        const struct word_sight *before = &s->words[word - 1];
        bool adjacent = before->in_part == s->part && before->seen_at == s->token - 1;
        if (adjacent) {
            sight->run += before->run;
            sight->run_words += before->run_words;
            see_pair(s, word, PAIR_SHARE);
        } else if (before->in_part == s->part && s->token - before->seen_at <= NEAR) {
            see_pair(s, word, NEAR_SHARE);
        }
        if (adjacent && sight->run > s->best_run)
            s->best_run = sight->run;
        if (sight->run_words >= VERBATIM_WORDS && sight->run > s->best_verbatim)
            s->best_verbatim = sight->run;
    }
    if (word + 1 < s->asked->word_count) {
        const struct word_sight *behind = &s->words[word + 1];
        if (behind->in_part == s->part && s->token - behind->seen_at <= NEAR)
            see_pair(s, word + 1, NEAR_SHARE);
    }
    if (sight->in_part != s->part)
        s->part_weight += weight;
    sight->in_part = s->part;
    sight->seen_at = s->token;
}

static void see_term(struct sight *s, uint32_t term)
{
    size_t at = find_slot(s->table, term);
    bool title = s->part == 1;
    if (!s->table->terms[at])
        return;
    const struct places *places = &s->table->places[at];
    if (title) {
        s->title_hits++;
        s->title_weight += s->asked->words[places->word[0]].weight;
    }
    if (places->wanted < 64)
        s->candidate->seen_spellings |= UINT64_C(1) << places->wanted;
    for (size_t i = 0; i < PLACES_MAX && places->word[i] >= 0; i++)
        see_word(s, (size_t)places->word[i]);
}

static void end_part(struct sight *s)
{
    if (s->part && s->place % 4 != PLACE_NONE && s->part_weight > s->best_part_weight) {
        s->best_part_weight = s->part_weight;
        s->candidate->place = (enum posting_place)(s->place % 4);
        s->candidate->position = s->place / 4;
    }
    s->part_weight = 0;
}

static void begin_part(struct sight *s, uint32_t place)
{
    if (s->part == 1)
        s->title_tokens = (size_t)s->token;
    end_part(s);
    s->part++;
    s->place = place;
    s->token += s->part == 1 ? 0 : NEAR + 1;
}

/* What is no word: parts begin, texts begin, codes stand beside their word. */
static void see_mark(struct sight *s, uint32_t code, struct slice *bytes)
{
    switch (code) {
    case WORD_PART:
        begin_part(s, varint_take(bytes));
        break;
    case WORD_TEXT:
        s->token += NEAR + 1;
        break;
    default: /* WORD_ALSO */
        see_term(s, varint_take(bytes) - WORD_TERMS);
    }
}

/* The words up to a mark, or to where less than a whole one may be left: returns what comes
 * next. */
static const unsigned char *see_run(struct sight *s, const unsigned char *at,
                                    const unsigned char *end)
{
    const struct place_table *table = s->table;
    int32_t token = s->token;
    while (end - at >= VARINT_BYTES) {
        uint32_t code;
        const unsigned char *next = varint_next(at, &code);
        if (may_matter(table, code)) {
            if (code < WORD_TERMS)
                break;
            s->token = token + 1;
            see_term(s, code - WORD_TERMS);
        }
        token++;
        at = next;
    }
    s->token = token;
    return at;
}

/* All words of a document are looked at. */
static void see_words(void *owner, uint32_t number, struct slice bytes)
{
    struct sight *s = owner;
    (void)number;
    while (bytes.len) {
        const char *next =
            (const char *)see_run(s, (const unsigned char *)bytes.ptr,
                                  (const unsigned char *)bytes.ptr + bytes.len);
        bytes = slice_from(bytes, (size_t)(next - bytes.ptr));
        uint32_t code = varint_take(&bytes);
        if (code < WORD_TERMS) {
            see_mark(s, code, &bytes);
            continue;
        }
        s->token++;
        if (may_matter(s->table, code))
            see_term(s, code - WORD_TERMS);
    }
    begin_part(s, PLACE_NONE);
}

static enum status examine(const struct asked *asked, const struct place_table *table,
                           struct word_sight *words, struct candidate *candidate)
{
    struct sight s = {.asked = asked, .table = table, .words = words};
    s.candidate = candidate;
    for (size_t i = 0; i < asked->word_count; i++)
        words[i] = (struct word_sight){.seen_at = NEVER};
    enum status status =
        postings_each_word(asked->store, candidate->number, see_words, &s);
    for (size_t i = 0; i < asked->word_count; i++)
        candidate->score += words[i].pair;
    candidate->score += RUN_SHARE * s.best_run + VERBATIM_SHARE * s.best_verbatim;
    if (s.title_tokens)
        candidate->score +=
            TITLE_SHARE * s.title_weight * (float)s.title_hits / (float)s.title_tokens;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status candidates_examine(const struct asked *asked, struct candidates *candidates,
                               size_t from, size_t to)
{
    if (from >= to || from >= candidates->count)
        return STATUS_OK;
    struct place_table *table = ARENA_NEW(asked->arena, struct place_table);
    struct word_sight *words =
        ARENA_ARRAY(asked->arena, asked->word_count + 1, struct word_sight);
    enum status status = STATUS_OK;
    index_places(asked, table);
    for (size_t i = from; status == STATUS_OK && i < to && i < candidates->count; i++)
        status = examine(asked, table, words, &candidates->items[i]);
    return status;
}
