/* Keys of messages, and the comparison of one with a text that may hold it. */
#include "model/message.h"

#include <string.h>

enum {
    LONG_WINDOW = 6,  /* words in a row that make a key */
    SHORT_WINDOW = 4, /* where there are not as many */
    NEAR = 10,        /* a key begins within so many tokens, that cut texts have it */
    WILD_MAX = 8,     /* tokens that may stand in the place of a name */
    TELLING = 3,      /* meaning that tells one message from all others */
    CUT_WORDS = 6,    /* words that the rest of a cut message has at least */
    CUT_ENOUGH = 10,  /* so many are enough, however long the message is */
    WORDS_A_STRAY = 3 /* words of the message for each stray one beside it */
};

/* ---- sense --------------------------------------------------------------------------- */

static size_t meaning_of(const struct message_token *tokens, size_t count)
{
    size_t meaning = 0;
    for (size_t i = 0; i < count; i++)
        if (tokens[i].kind == MESSAGE_WORD)
            meaning += tokens[i].code ? 2 : tokens[i].meaning;
    return meaning;
}

size_t message_meaning(const struct message *message)
{
    return meaning_of(message->tokens, message->count);
}

bool message_is_telling(const struct message *message)
{
    return message_meaning(message) >= TELLING;
}

/* ---- keys ---------------------------------------------------------------------------- */

static uint64_t add_to_hash(uint64_t hash, struct slice text)
{
    const uint64_t prime = 1099511628211u;
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * prime;
    return (hash ^ 0x1F) * prime; /* ends a token */
}

static uint64_t hash_tokens(const struct message_token *tokens, size_t count,
                            uint64_t seed)
{
    uint64_t hash = 14695981039346656037u + seed;
    for (size_t i = 0; i < count; i++)
        hash = add_to_hash(
            hash, tokens[i].kind == MESSAGE_WORD ? tokens[i].text : SLICE("\x1A"));
    return hash;
}

static bool is_window(const struct message *m, size_t at, size_t size)
{
    if (at + size > m->count)
        return false;
    for (size_t i = at; i < at + size; i++)
        if (m->tokens[i].kind != MESSAGE_WORD)
            return false;
    return true;
}

/* The window that means most among those that end within `end` tokens; m->count: none. */
static size_t best_window(const struct message *m, size_t size, size_t end)
{
    size_t best = m->count, most = 0;
    for (size_t at = 0; at + size <= m->count && at + size <= end; at++) {
        size_t meaning =
            is_window(m, at, size) ? meaning_of(m->tokens + at, size) + 1 : 0;
        if (meaning > most) {
            most = meaning;
            best = at;
        }
    }
    return best;
}

static bool is_edge(const struct message_token *token)
{
    return token->kind == MESSAGE_ANY || token->noise;
}

/* Without names and words of logs at both ends. */
static struct message core_of(struct message m)
{
    while (m.count && is_edge(&m.tokens[m.count - 1]))
        m.count--;
    while (m.count && is_edge(&m.tokens[0])) {
        m.tokens++;
        m.count--;
    }
    return m;
}

static bool core_key(const struct message *m, uint64_t *out_key)
{
    struct message core = core_of(*m);
    if (core.count == 0)
        core = *m;
    bool word = false;
    for (size_t i = 0; i < core.count; i++)
        word = word || core.tokens[i].kind == MESSAGE_WORD;
    if (word)
        *out_key = hash_tokens(core.tokens, core.count, 0);
    return word;
}

/* Where the key of a message is made: early, of many words, if that can be. false: there
 * are not so many words in a row. */
static bool find_anchor(const struct message *known, size_t *out_at, size_t *out_size)
{
    const size_t early = known->count * 3 / 5; /* of a text cut off behind it */
    const struct {
        size_t size, end;
    } tries[] = {
        {LONG_WINDOW, early < NEAR + LONG_WINDOW ? early : NEAR + LONG_WINDOW},
        {SHORT_WINDOW, early < NEAR + SHORT_WINDOW ? early : NEAR + SHORT_WINDOW},
        {LONG_WINDOW, known->count},
        {SHORT_WINDOW, known->count}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        size_t at = best_window(known, tries[i].size, tries[i].end);
        if (at == known->count)
            continue;
        *out_at = at;
        *out_size = tries[i].size;
        return true;
    }
    return false;
}

bool message_key(const struct message *known, uint64_t *out_key)
{
    size_t at = 0, size = 0;
    if (!find_anchor(known, &at, &size))
        return core_key(known, out_key);
    *out_key = hash_tokens(known->tokens + at, size, size);
    return true;
}

static void add_key(uint64_t *keys, size_t *count, uint64_t key)
{
    for (size_t i = 0; i < *count; i++)
        if (keys[i] == key)
            return;
    if (*count < MESSAGE_KEYS_MAX)
        keys[(*count)++] = key;
}

/* Each line for itself, and all of them. */
static void add_cores(const struct message *m, uint64_t *keys, size_t *count)
{
    uint64_t key;
    size_t from = 0;
    if (core_key(m, &key))
        add_key(keys, count, key);
    for (size_t i = 1; i <= m->count && *count < MESSAGE_KEYS_MAX / 8; i++) {
        if (i < m->count && m->tokens[i].line == m->tokens[from].line)
            continue;
        struct message line = {m->tokens + from, i - from, false};
        if (core_key(&line, &key))
            add_key(keys, count, key);
        from = i;
    }
}

size_t message_keys(const struct message *paste, uint64_t *out_keys)
{
    static const size_t sizes[] = {LONG_WINDOW, SHORT_WINDOW};
    size_t count = 0;
    add_cores(paste, out_keys, &count);
    for (size_t at = 0; at < paste->count; at++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            if (is_window(paste, at, sizes[i]))
                add_key(out_keys, &count,
                        hash_tokens(paste->tokens + at, sizes[i], sizes[i]));
    return count;
}

/* ---- side by side -------------------------------------------------------------------- */

/* Tokens from one place on, in one of both directions. */
struct walk {
    const struct message_token *tokens;
    size_t count;
    int step; /* 1 or -1 */
};

static const struct message_token *token_at(const struct walk *w, size_t i)
{
    return i < w->count ? &w->tokens[(ptrdiff_t)i * w->step] : NULL;
}

/* A comparison under way: tokens of both that are done with. */
struct pairing {
    struct walk known, paste;
    size_t i, j;
    size_t words, same;
};

static bool is_same(const struct message_token *a, const struct message_token *b)
{
    return a && b && a->kind != MESSAGE_ANY && slice_eq(a->text, b->text);
}

static void pass_same(struct pairing *p)
{
    const struct message_token *known = token_at(&p->known, p->i);
    p->words += known->kind == MESSAGE_WORD;
    p->same += known->kind == MESSAGE_SOFT;
    p->i++;
    p->j++;
}

/* A place holder: goes on where the words behind it are found, near by. */
static bool pass_holder(struct pairing *p)
{
    size_t i = p->i;
    const struct message_token *known = token_at(&p->known, i), *paste;
    while (known && known->kind == MESSAGE_ANY)
        known = token_at(&p->known, ++i);
    if (!known) { /* the last thing: a name of one token, or of what looks like one */
        p->i = i;
        p->j += p->j < p->paste.count;
        while ((paste = token_at(&p->paste, p->j)) && paste->kind == MESSAGE_ANY)
            p->j++;
        return true;
    }
    for (size_t j = p->j; j <= p->j + WILD_MAX && j < p->paste.count; j++)
        if (is_same(known, token_at(&p->paste, j))) {
            p->i = i;
            p->j = j;
            return true;
        }
    return false;
}

/* Whether what follows `i` and `j` is the same word. */
static bool meets(const struct pairing *p, size_t i, size_t j)
{
    const struct message_token *known = token_at(&p->known, i);
    return !known || known->kind != MESSAGE_WORD ||
           is_same(known, token_at(&p->paste, j));
}

/* A name against another one, or a word in the place of a name. */
static bool pass_name(struct pairing *p)
{
    const struct message_token *known = token_at(&p->known, p->i);
    const struct message_token *paste = token_at(&p->paste, p->j);
    bool known_name = known->kind == MESSAGE_SOFT;
    bool paste_name = paste->kind != MESSAGE_WORD;
    if (known_name && meets(p, p->i + 1, p->j + 1)) {
        p->i++;
        p->j++;
    } else if (known_name && p->i + 1 < p->known.count &&
               meets(p, p->i + 1, p->j)) { /* a name of more tokens than the other */
        p->i++;
    } else if (paste_name && is_same(known, token_at(&p->paste, p->j + 1))) {
        p->j++;
    } else if (paste_name && !known->code && !known->noise && known->meaning &&
               is_same(token_at(&p->known, p->i + 1), token_at(&p->paste, p->j + 1))) {
        p->i++;
        p->j++;
    } else {
        return known_name && paste_name ? (p->i++, p->j++, true) : false;
    }
    return true;
}

/* The last word of a cut text may be cut as well. true when enough of it is left to know
 * it. */
static bool pass_cut_word(struct pairing *p)
{
    enum { ENOUGH = 3 }; /* bytes */
    const struct message_token *known = token_at(&p->known, p->i);
    const struct message_token *paste = token_at(&p->paste, p->j);
    if (!known || !paste || known->kind != MESSAGE_WORD || paste->kind != MESSAGE_WORD ||
        known->text.len <= paste->text.len || !slice_starts(known->text, paste->text))
        return false;
    p->j++;
    return paste->text.len >= ENOUGH;
}

static void compare(struct pairing *p)
{
    while (p->i < p->known.count) {
        const struct message_token *known = token_at(&p->known, p->i);
        if (known->kind == MESSAGE_ANY) {
            if (!pass_holder(p))
                return;
        } else if (is_same(known, token_at(&p->paste, p->j))) {
            pass_same(p);
        } else if (p->j >= p->paste.count || !pass_name(p)) {
            return;
        }
    }
}

/* ---- judging ------------------------------------------------------------------------- */

struct placing {
    const struct message *paste, *known;
    struct message_fit fit;
    size_t known_last; /* tokens of the known message that were found */
};

/* What stands before token i, from there to the beginning. */
static struct walk backwards(const struct message *m, size_t i)
{
    return (struct walk){i ? &m->tokens[i - 1] : m->tokens, i, -1};
}

/* Compares both ways from where `known` at i and `paste` at j are the same. */
static bool place(struct placing *p, size_t i, size_t j)
{
    const struct message *known = p->known, *paste = p->paste;
    struct pairing on = {.known = {known->tokens + i, known->count - i, 1},
                         .paste = {paste->tokens + j, paste->count - j, 1}};
    struct pairing back = {.known = backwards(known, i), .paste = backwards(paste, j)};
    compare(&on);
    bool half = on.i < on.known.count && pass_cut_word(&on);
    compare(&back);
    p->known_last = i + on.i + half;
    p->fit = (struct message_fit){.words = on.words + half + back.words,
                                  .same = on.same + back.same,
                                  .whole = on.i == on.known.count,
                                  .first = j - back.j,
                                  .last = j + on.j};
    return back.i == back.known.count;
}

/* Words that stand beside the message on its lines: before it, and behind it. */
static size_t strays(const struct placing *p, size_t from, size_t to)
{
    const struct message_token *tokens = p->paste->tokens;
    uint32_t first = tokens[p->fit.first].line, last = tokens[p->fit.last - 1].line;
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += tokens[i].kind == MESSAGE_WORD && !tokens[i].noise &&
                 tokens[i].line >= first && tokens[i].line <= last;
    return count;
}

static bool has_code(const struct message_token *tokens, size_t count, struct slice code)
{
    for (size_t i = 0; i < count; i++)
        if (tokens[i].code && (code.len == 0 || slice_eq(tokens[i].text, code)))
            return true;
    return false;
}

/* A code that stands beside a message which has none of its own says more than it. */
static bool is_outdone(const struct placing *p)
{
    const struct message_token *tokens = p->paste->tokens;
    bool own = has_code(p->known->tokens, p->known->count, SLICE(""));
    uint32_t first = tokens[p->fit.first].line, last = tokens[p->fit.last - 1].line;
    for (size_t i = 0; i < p->paste->count; i++) {
        if (i >= p->fit.first && i < p->fit.last)
            continue;
        bool beside = tokens[i].line >= first && tokens[i].line <= last;
        if (tokens[i].code && (beside || !own) &&
            !has_code(p->known->tokens, p->known->count, tokens[i].text))
            return true;
    }
    return false;
}

static size_t words_of(const struct message *m)
{
    size_t words = 0;
    for (size_t i = 0; i < m->count; i++)
        words += m->tokens[i].kind == MESSAGE_WORD;
    return words;
}

static bool is_accepted(const struct placing *p, bool chosen)
{
    const struct message_fit *fit = &p->fit;
    size_t before = strays(p, 0, fit->first);
    size_t behind = strays(p, fit->last, p->paste->count);
    size_t meaning = meaning_of(p->known->tokens, p->known_last);
    if (fit->words == 0 || is_outdone(p))
        return false;
    if (fit->whole && before + behind == 0)
        return chosen || meaning >= TELLING;
    if (meaning + (fit->words >= CUT_ENOUGH) <
        TELLING) /* many words tell by themselves */
        return false;
    if (fit->whole && p->known->open)
        return fit->words >= CUT_WORDS && before * WORDS_A_STRAY <= fit->words;
    if (fit->whole)
        return (before + behind) * WORDS_A_STRAY <= fit->words;
    return fit->words >= CUT_WORDS && behind == 0 &&
           before * WORDS_A_STRAY <= fit->words &&
           (fit->words >= CUT_ENOUGH || fit->words * 2 >= words_of(p->known));
}

/* The window of the key in the text, where there is one. */
static size_t find_window(const struct message *paste, const struct message *known,
                          size_t at, size_t size, size_t from)
{
    for (size_t j = from; j + size <= paste->count; j++) {
        size_t same = 0;
        while (same < size && paste->tokens[j + same].kind == MESSAGE_WORD &&
               is_same(&known->tokens[at + same], &paste->tokens[j + same]))
            same++;
        if (same == size)
            return j;
    }
    return paste->count;
}

bool message_fits(const struct message *paste, const struct message *known, bool chosen,
                  struct message_fit *out_fit)
{
    struct placing p = {.paste = paste, .known = known};
    size_t at = 0, size = 0;
    bool found = false;
    if (!find_anchor(known, &at, &size)) { /* any word will do */
        at = best_window(known, size = 1, MESSAGE_TOKENS_MAX);
        if (at == known->count)
            return false;
    }
    for (size_t j = 0; (j = find_window(paste, known, at, size, j)) < paste->count; j++) {
        if (!place(&p, at, j) || !is_accepted(&p, chosen) ||
            (found && p.fit.words <= out_fit->words))
            continue;
        *out_fit = p.fit;
        found = true;
    }
    return found;
}
