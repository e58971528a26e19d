/* What means the same at a service desk: the lines that the store keeps, made ready once for
 * all searches until they change. */
#include "store/synonyms.h"
#include "model/text.h"
#include "query.h"
#include "store/memo.h"
#include "tokens.h"

#include <stdlib.h>

/* What a synonym is worth beside the word itself; a phrase less, for each of its words. */
static const float SYNONYM_BOOST = 0.5f;
static const float SYNONYM_FORM_BOOST = 0.25f;
static const float PHRASE_SHARE = 0.6f;

enum { SUBSTITUTES_MAX = 4, NO_PLACE = 0 };

struct phrase_words {
    struct slice text;
    struct slice words[SYNONYM_WORDS_MAX];
    size_t count;
    size_t line;
    size_t next; /* number + 1 of another phrase whose first word has that stem */
};

struct thesaurus {
    struct memo memo;
    struct arena arena;
    struct phrase_words *phrases; /* those of a line together */
    size_t phrase_count;
    size_t *begin;       /* by line: its first phrase; one more than there are lines */
    struct names stems;  /* of first words */
    struct list by_stem; /* size_t, by stem: number + 1 of its first phrase */
};

/* ---- making it ready --------------------------------------------------------------- */

static void free_thesaurus(struct memo *memo)
{
    struct thesaurus *thesaurus = (struct thesaurus *)memo;
    arena_release(&thesaurus->arena);
    free(thesaurus);
}

static void add_phrase(struct thesaurus *t, size_t line, struct slice text)
{
    char buffer[TERM_BYTES_MAX];
    struct phrase_words *phrase = &t->phrases[t->phrase_count++];
    struct slice rest = text;
    *phrase = (struct phrase_words){.text = text, .line = line};
    while (phrase->count < SYNONYM_WORDS_MAX &&
           slice_split(&rest, ' ', &phrase->words[phrase->count]))
        phrase->count++;
    struct slice first = slice_first(phrase->words[0], TERM_BYTES_MAX);
    size_t stem = names_add(&t->stems, word_stem(first, buffer));
    if (stem == t->by_stem.count)
        *LIST_PUSH(&t->by_stem, size_t) = NO_PLACE;
    size_t *head = (size_t *)t->by_stem.items + stem;
    phrase->next = *head;
    *head = t->phrase_count;
}

static void fill(struct thesaurus *t, const struct synonym_line *lines, size_t count)
{
    size_t phrases = 0;
    for (size_t i = 0; i < count; i++)
        phrases += lines[i].count;
    t->phrases = ARENA_ARRAY(&t->arena, phrases + 1, struct phrase_words);
    t->begin = ARENA_ARRAY(&t->arena, count + 1, size_t);
    t->stems = names_make(&t->arena);
    t->by_stem = LIST_OF(&t->arena, size_t);
    for (size_t i = 0; i < count; i++) {
        t->begin[i] = t->phrase_count;
        for (size_t p = 0; p < lines[i].count; p++)
            add_phrase(t, i, lines[i].phrases[p]);
    }
    t->begin[count] = t->phrase_count;
}

static enum status make(struct store *store, int64_t version,
                        struct thesaurus **out_thesaurus)
{
    struct synonym_line *lines = NULL;
    size_t count = 0;
    struct thesaurus *t = calloc(1, sizeof *t);
    if (!t)
        abort();
    t->memo = (struct memo){.holders = 1, .version = version, .free = free_thesaurus};
    arena_init(&t->arena, 1 << 14);
    enum status status = synonyms_list(store, &t->arena, &lines, &count);
    if (status != STATUS_OK) {
        memo_release(&t->memo);
        return status;
    }
    fill(t, lines, count);
    *out_thesaurus = t;
    return STATUS_OK;
}

/* Held for the caller. */
static enum status take(const struct asked *asked, struct thesaurus **out_thesaurus)
{
    struct memo *memo = memo_take(asked->store, MEMO_SYNONYMS);
    if (memo && memo->version == asked->synonyms_version) {
        *out_thesaurus = (struct thesaurus *)memo;
        return STATUS_OK;
    }
    memo_release(memo);
    enum status status = make(asked->store, asked->synonyms_version, out_thesaurus);
    if (status == STATUS_OK)
        memo_keep(asked->store, MEMO_SYNONYMS, &(*out_thesaurus)->memo);
    return status;
}

/* ---- one query --------------------------------------------------------------------- */

static bool same_stem(struct slice a, struct slice b)
{
    char a_stem[TERM_BYTES_MAX], b_stem[TERM_BYTES_MAX];
    if (a.len < 2 || b.len < 2 || a.ptr[0] != b.ptr[0] || a.ptr[1] != b.ptr[1])
        return false; /* a stem keeps the beginning */
    return slice_eq(a, b) || (a.len <= TERM_BYTES_MAX && b.len <= TERM_BYTES_MAX &&
                              slice_eq(word_stem(a, a_stem), word_stem(b, b_stem)));
}

/* Does the phrase stand in the query at word `at`? */
static bool stands_at(const struct asked *asked, size_t at,
                      const struct phrase_words *phrase)
{
    for (size_t i = 0; i < phrase->count; i++)
        if (at + i >= asked->word_count ||
            !same_stem(asked->words[at + i].term, phrase->words[i]))
            return false;
    return true;
}

static enum status want_phrase(struct asked *asked, const struct phrase_words *phrase,
                               int word)
{
    char buffer[TERM_BYTES_MAX];
    enum status status = STATUS_OK;
    float share = phrase->count > 1 ? PHRASE_SHARE : 1;
    for (size_t i = 0; status == STATUS_OK && i < phrase->count; i++) {
        struct slice term = phrase->words[i];
        if (word_is_stop(term) || term.len > TERM_BYTES_MAX)
            continue;
        status = asked_want(asked, term, SYNONYM_BOOST * share, word, phrase->count == 1,
                            NULL);
        if (status == STATUS_OK)
            status = asked_want_loose(asked, word_stem(term, buffer),
                                      SYNONYM_FORM_BOOST * share, word, NULL);
    }
    return status;
}

/* Notes for the reader what is looked for beside the phrase that was typed, whether it stands
 * anywhere or not: which of them do may be a secret of guides that are not for everybody. */
static void note(struct asked *asked, size_t at, const struct phrase_words *typed,
                 struct slice other)
{
    const struct asked_word *first = &asked->words[at];
    const struct asked_word *last = &asked->words[at + typed->count - 1];
    size_t end = last->start + last->len;
    struct slice text = slice_of(asked->text.ptr + first->start, end - first->start);
    struct substitute *items = asked->substitutes.items, *of = NULL;
    for (size_t i = 0; !of && i < asked->substitutes.count; i++)
        if (slice_eq(items[i].typed, text))
            of = &items[i];
    if (!of) {
        of = LIST_PUSH(&asked->substitutes, struct substitute);
        *of = (struct substitute){
            text, ARENA_ARRAY(asked->arena, SUBSTITUTES_MAX, struct slice), 0};
    }
    for (size_t i = 0; i < of->count; i++)
        if (slice_eq(of->others[i], other))
            return;
    if (of->count < SUBSTITUTES_MAX)
        of->others[of->count++] = arena_slice(asked->arena, other);
}

static enum status want_others(struct asked *asked, const struct thesaurus *t, size_t at,
                               const struct phrase_words *typed)
{
    enum status status = STATUS_OK;
    for (size_t p = t->begin[typed->line];
         status == STATUS_OK && p < t->begin[typed->line + 1]; p++) {
        if (&t->phrases[p] == typed)
            continue;
        status = want_phrase(asked, &t->phrases[p], (int)at);
        note(asked, at, typed, t->phrases[p].text);
    }
    return status;
}

static enum status want_at(struct asked *asked, const struct thesaurus *t, size_t at)
{
    char buffer[TERM_BYTES_MAX];
    struct slice term = asked->words[at].term;
    size_t stem = term.len ? names_find(&t->stems, word_stem(term, buffer)) : NAMES_NONE;
    enum status status = STATUS_OK;
    if (stem == NAMES_NONE)
        return STATUS_OK;
    for (size_t next = ((const size_t *)t->by_stem.items)[stem];
         status == STATUS_OK && next; next = t->phrases[next - 1].next)
        if (stands_at(asked, at, &t->phrases[next - 1]))
            status = want_others(asked, t, at, &t->phrases[next - 1]);
    return status;
}

enum status synonyms_want(struct asked *asked)
{
    struct thesaurus *t = NULL;
    enum status status = take(asked, &t);
    for (size_t at = 0; status == STATUS_OK && at < asked->word_count; at++)
        status = want_at(asked, t, at);
    if (t)
        memo_release(&t->memo);
    return status;
}
