#include "snippet.h"
#include "base/utf8.h"
#include "tokens.h"

/* A window begins a little before its first match. A long text is looked through in
 * pieces, up to the first that holds a match. */
enum { LEAD_BYTES = 40, PIECE_BYTES = 12 * 1024, MATCHES_MAX = 400 };

struct match {
    size_t start, end; /* bytes */
    size_t name; /* number among the query's names: the same word twice counts once */
    float weight;
};

/* Which pairs of first bytes wanted words have: nearly every word of a text has none of
 * them. A stem keeps the first two letters of its word. */
struct beginnings {
    uint64_t bits[64];
};

struct look {
    const struct asked *asked;
    struct beginnings beginnings;
    size_t piece; /* where the piece begins in the text */
    struct match matches[MATCHES_MAX];
    size_t count;
};

static unsigned hash_beginning(struct slice name)
{
    unsigned first = (unsigned char)name.ptr[0];
    return (first * 67 + (name.len > 1 ? (unsigned char)name.ptr[1] : 0)) % 4096;
}

static void note_beginnings(const struct asked *asked, struct beginnings *beginnings)
{
    memset(beginnings, 0, sizeof *beginnings);
    for (size_t i = 0; i < asked->names.count; i++) {
        struct slice name = asked->names.items[i];
        if (name.len > 1 && name.ptr[0] == LOOSE_PREFIX[0])
            name = slice_from(name, 1);
        unsigned bit = hash_beginning(name);
        beginnings->bits[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

/* The wanted term of that name, or NULL. */
static const struct wanted *find_wanted(const struct asked *asked, struct slice name,
                                        size_t *out_name)
{
    size_t number = names_find(&asked->names, name);
    if (number == NAMES_NONE || asked->wanted_of[number] < 0)
        return NULL;
    *out_name = number;
    return asked_wanted(asked, (size_t)asked->wanted_of[number]);
}

static const struct wanted *find_form(const struct asked *asked, struct slice word,
                                      size_t *out_name)
{
    char loose[TERM_BYTES_MAX + 1] = LOOSE_PREFIX, stem[TERM_BYTES_MAX];
    struct slice stemmed = word_stem(word, stem);
    if (stemmed.len > TERM_BYTES_MAX)
        return NULL;
    memcpy(loose + 1, stemmed.ptr, stemmed.len);
    return find_wanted(asked, slice_of(loose, stemmed.len + 1), out_name);
}

static bool is_worth_marking(const struct asked *asked, const struct wanted *wanted)
{
    return wanted->word < 0 || !asked->words[wanted->word].stop;
}

static void look_at(void *owner, const struct token *token)
{
    struct look *look = owner;
    size_t name = 0;
    unsigned bit = hash_beginning(token->term);
    if (token->kind == TOKEN_PART || look->count == MATCHES_MAX ||
        !(look->beginnings.bits[bit / 64] >> bit % 64 & 1))
        return;
    const struct wanted *wanted = find_wanted(look->asked, token->term, &name);
    if (!wanted && token->kind == TOKEN_WORD)
        wanted = find_form(look->asked, token->term, &name);
    if (!wanted || !is_worth_marking(look->asked, wanted))
        return;
    size_t start = look->piece + token->start;
    struct match match = {start, start + token->len, name, wanted->weight};
    struct match *last = look->count ? &look->matches[look->count - 1] : NULL;
    if (last &&
        match.start < last->end) { /* a whole over its words, or a word cut in pairs */
        while (look->count && look->matches[look->count - 1].start >= match.start)
            look->count--;
        if (look->count && look->matches[look->count - 1].end > match.start)
            look->matches[look->count - 1].end = match.start;
    }
    look->matches[look->count++] = match;
}

/* ---- the best window --------------------------------------------------------------- */

static float window_weight(const struct look *look, size_t from, size_t to)
{
    float weight = 0;
    for (size_t i = from; i < to; i++) {
        bool again = false;
        for (size_t j = from; j < i && !again; j++)
            again = look->matches[j].name == look->matches[i].name;
        weight += again ? look->matches[i].weight * 0.05f : look->matches[i].weight;
    }
    return weight;
}

/* First and behind the last match of the best window. */
static void find_window(const struct look *look, size_t *out_from, size_t *out_to)
{
    float best = -1;
    *out_from = *out_to = 0;
    for (size_t from = 0, to = 0; from < look->count; from++) {
        size_t limit = look->matches[from].start + SNIPPET_BYTES - LEAD_BYTES;
        to = to > from ? to : from + 1;
        while (to < look->count && look->matches[to].end <= limit && to - from < 40)
            to++;
        float weight = window_weight(look, from, to);
        if (weight > best) {
            best = weight;
            *out_from = from;
            *out_to = to;
        }
    }
}

/* ---- cutting it out ---------------------------------------------------------------- */

static bool is_break(char c)
{
    return (unsigned char)c <= ' ';
}

/* Back to the beginning of a word, at most LEAD_BYTES before `at`. */
static size_t begin_before(struct slice text, size_t at)
{
    size_t from = at > LEAD_BYTES ? at - LEAD_BYTES : 0;
    if (from == 0)
        return 0;
    size_t begin = from;
    while (begin < at && !is_break(text.ptr[begin - 1]))
        begin++;
    return begin < at ? begin : at;
}

static size_t end_behind(struct slice text, size_t begin, size_t least)
{
    size_t end = begin + SNIPPET_BYTES;
    if (end >= text.len)
        return text.len;
    while (end > least && !is_break(text.ptr[end]))
        end--;
    if (end > least && end > begin + SNIPPET_BYTES / 2)
        return end;
    return least > begin ? least : utf8_first(text, begin + SNIPPET_BYTES).len;
}

static void add_part(struct list *parts, struct slice text, bool marked)
{
    char *clean = arena_alloc(parts->arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (!is_break(text.ptr[i]))
            clean[len++] = text.ptr[i];
        else if (len == 0 || clean[len - 1] != ' ')
            clean[len++] = ' ';
    if (len)
        *LIST_PUSH(parts, struct snippet_part) =
            (struct snippet_part){slice_of(clean, len), marked};
}

/* The beginning of text in whole words, at most PIECE_BYTES when there is white space. */
static struct slice first_piece(struct slice text)
{
    size_t len = PIECE_BYTES;
    if (text.len <= len)
        return text;
    while (len > PIECE_BYTES / 2 && !is_break(text.ptr[len]))
        len--;
    return len > PIECE_BYTES / 2 ? slice_first(text, len) : utf8_first(text, PIECE_BYTES);
}

static void look_through(struct look *look, struct slice text)
{
    struct arena scratch;
    arena_init(&scratch, 0);
    look->count = 0;
    note_beginnings(look->asked, &look->beginnings);
    for (look->piece = 0; look->piece < text.len && look->count == 0;) {
        struct slice piece = first_piece(slice_from(text, look->piece));
        tokens_each(&scratch, piece, look_at, look);
        look->piece += piece.len;
    }
    arena_release(&scratch);
}

static void cut(const struct look *look, struct slice text, size_t begin, size_t end,
                struct list *parts)
{
    size_t at = begin;
    if (begin > 0)
        add_part(parts, SLICE("\u2026"), false);
    for (size_t i = 0; i < look->count; i++) {
        const struct match *match = &look->matches[i];
        if (match->start < at || match->end > end || match->start >= match->end)
            continue;
        add_part(parts, slice_of(text.ptr + at, match->start - at), false);
        add_part(parts, slice_of(text.ptr + match->start, match->end - match->start),
                 true);
        at = match->end;
    }
    add_part(parts, slice_of(text.ptr + at, end - at), false);
    if (end < text.len)
        add_part(parts, SLICE("\u2026"), false);
}

bool snippet_make(const struct asked *asked, struct arena *arena, struct slice text,
                  bool whole, struct snippet_part **out_parts, size_t *out_count)
{
    struct look *look = arena_alloc(arena, sizeof *look);
    size_t from = 0, to = 0, begin = 0, end = text.len;
    look->asked = asked;
    look_through(look, text);
    if (!whole) {
        find_window(look, &from, &to);
        begin = look->count ? begin_before(text, look->matches[from].start) : 0;
        end = end_behind(text, begin, look->count ? look->matches[to - 1].end : 0);
    }
    struct list parts = LIST_OF(arena, struct snippet_part);
    cut(look, text, begin, end, &parts);
    *out_parts = parts.items;
    *out_count = parts.count;
    return look->count > 0;
}
