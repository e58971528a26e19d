/* Where no word of a text is known: the known words that begin as its words do. */
#include "base/buf.h"
#include "base/utf8.h"
#include "query.h"
#include "tokens.h"

enum { WORDS_MAX = 8, LETTERS_MIN = 4, KEPT_MIN = 3, TERMS_SEEN = 40, TERMS_TAKEN = 3 };

struct nearest {
    struct store *store;
    struct arena *arena;
    struct slice words[WORDS_MAX];
    size_t count;
    struct buf found; /* with blanks between */
};

static void take_token(void *owner, const struct token *token)
{
    struct nearest *n = owner;
    if (token->kind == TOKEN_WORD && token->term.len >= LETTERS_MIN &&
        n->count < WORDS_MAX)
        n->words[n->count++] = arena_slice(n->arena, token->term);
}

/* Adds the commonest terms that begin so. */
static enum status add_beginning(struct nearest *n, struct slice beginning,
                                 size_t *out_found)
{
    struct posting_term *terms = NULL;
    enum status status =
        postings_terms_from(n->store, beginning, TERMS_SEEN, n->arena, &terms, out_found);
    for (size_t taken = 0; taken < TERMS_TAKEN && taken < *out_found; taken++) {
        size_t best = taken;
        for (size_t i = taken + 1; i < *out_found; i++)
            if (terms[i].documents > terms[best].documents)
                best = i;
        struct posting_term moved = terms[taken];
        terms[taken] = terms[best];
        terms[best] = moved;
        if (n->found.len)
            buf_add_byte(&n->found, ' ');
        buf_add(&n->found, terms[taken].term);
    }
    return status;
}

/* Letters go from the end until terms begin so; then once more with the least that a word may
 * keep, which is more than its half. */
static enum status add_near(struct nearest *n, struct slice word)
{
    size_t least = word.len / 2 + 1 > KEPT_MIN ? word.len / 2 + 1 : KEPT_MIN, found = 0;
    size_t len = word.len;
    enum status status = STATUS_OK;
    for (; status == STATUS_OK && len >= least && !found; len--)
        if (utf8_first(word, len).len == len)
            status = add_beginning(n, slice_first(word, len), &found);
    if (status == STATUS_OK && found && len >= least)
        status = add_beginning(n, utf8_first(word, least), &found);
    return status;
}

enum status search_nearest_words(struct store *store, struct slice text,
                                 struct arena *arena, struct slice *out_words)
{
    struct nearest n = {.store = store, .arena = arena};
    struct arena scratch;
    enum status status = STATUS_OK;
    arena_init(&scratch, 0);
    tokens_each(&scratch, utf8_first(text, SEARCH_QUERY_MAX), take_token, &n);
    arena_release(&scratch);
    buf_init(&n.found, 0);
    for (size_t i = 0; status == STATUS_OK && i < n.count; i++)
        status = add_near(&n, n.words[i]);
    if (status == STATUS_OK)
        *out_words = arena_slice(arena, buf_slice(&n.found));
    buf_release(&n.found);
    return status;
}
