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
    bool codes; /* a code is wanted, which may be written in other digits */
};

struct look {
    const struct asked *asked;
    struct beginnings beginnings;
    size_t from; /* where what is being cut into words begins in the text */
    struct match matches[MATCHES_MAX];
    size_t count;
};

static inline unsigned beginning_of(unsigned first, unsigned second)
{
    return (first * 67 + second) % 4096;
}

static inline bool may_begin(const struct beginnings *beginnings, unsigned first,
                             unsigned second)
{
    unsigned bit = beginning_of(first, second);
    return beginnings->bits[bit / 64] >> bit % 64 & 1;
}

static bool may_be_wanted(const struct beginnings *beginnings, struct slice term)
{
    return may_begin(beginnings, (unsigned char)term.ptr[0],
                     term.len > 1 ? (unsigned char)term.ptr[1] : 0);
}

static bool is_worth_marking(const struct asked *asked, const struct wanted *wanted)
{
    return wanted->word < 0 || !asked->words[wanted->word].stop;
}

/* Of names that may be marked. When a code is wanted, of all: it may need the words before
 * it to be read as one. */
static void note_beginnings(const struct asked *asked, struct beginnings *beginnings)
{
    memset(beginnings, 0, sizeof *beginnings);
    for (size_t i = 0; i < asked->names.count; i++)
        beginnings->codes =
            beginnings->codes || slice_starts(asked->names.items[i], SLICE(CODE_PREFIX));
    for (size_t i = 0; i < asked->names.count; i++) {
        struct slice name = asked->names.items[i];
        int wanted = asked->wanted_of[i];
        bool marked =
            wanted >= 0 && is_worth_marking(asked, asked_wanted(asked, (size_t)wanted));
        if (!marked && !beginnings->codes)
            continue;
        if (name.len > 1 && name.ptr[0] == LOOSE_PREFIX[0])
            name = slice_from(name, 1);
        unsigned bit = beginning_of((unsigned char)name.ptr[0],
                                    name.len > 1 ? (unsigned char)name.ptr[1] : 0);
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

static void look_at(void *owner, const struct token *token)
{
    struct look *look = owner;
    size_t name = 0;
    if (token->kind == TOKEN_PART || look->count == MATCHES_MAX ||
        !may_be_wanted(&look->beginnings, token->term))
        return;
    const struct wanted *wanted = find_wanted(look->asked, token->term, &name);
    if (!wanted && token->kind == TOKEN_WORD)
        wanted = find_form(look->asked, token->term, &name);
    if (!wanted || !is_worth_marking(look->asked, wanted))
        return;
    size_t start = look->from + token->start;
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

/* ---- looking through a text ----------------------------------------------------------- */

/* 0 for what stands in no word, else the character as words have it. */
static const unsigned char *word_characters(void)
{
    static const unsigned char folded[256] = {
        ['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ['A'] = 'a', 'b', 'c',
        'd',         'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', ['N'] = 'n', 'o', 'p',
        'q',         'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', ['a'] = 'a', 'b', 'c',
        'd',         'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', ['n'] = 'n', 'o', 'p',
        'q',         'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
    };
    return folded;
}

/* Whether what stands between white space may hold a match, told from the beginnings of
 * its words alone. What is not plain ASCII words always may. */
static bool may_match(const struct beginnings *beginnings, struct slice chunk)
{
    const unsigned char *folded = word_characters();
    unsigned before = 0;
    for (size_t i = 0; i < chunk.len; i++) {
        unsigned char c = (unsigned char)chunk.ptr[i];
        unsigned here = folded[c];
        if (c >= 0x80 || c == '\'' || (beginnings->codes && here && here <= '9'))
            return true;
        if (here && !before) {
            unsigned char next = i + 1 < chunk.len ? (unsigned char)chunk.ptr[i + 1] : 0;
            if (may_begin(beginnings, here, folded[next]))
                return true;
        }
        before = here;
    }
    return false;
}

/* The next run of chunks that may hold a match, in whole: most of a text need not be cut
 * into words. */
static struct slice next_hopeful(const struct beginnings *beginnings, struct slice *rest)
{
    size_t at = 0, from = 0;
    bool found = false;
    while (at < rest->len) {
        size_t begin = at;
        while (begin < rest->len && is_break(rest->ptr[begin]))
            begin++;
        for (at = begin; at < rest->len && !is_break(rest->ptr[at]);)
            at++;
        bool may = may_match(beginnings, slice_of(rest->ptr + begin, at - begin));
        if (found && !may) {
            at = begin;
            break;
        }
        if (may && !found)
            from = begin;
        found = found || may;
    }
    struct slice run = slice_of(rest->ptr + from, found ? at - from : 0);
    *rest = slice_from(*rest, at);
    return run;
}

static void look_at_piece(struct look *look, struct arena *scratch, struct slice text,
                          struct slice piece)
{
    while (piece.len) {
        struct slice run = next_hopeful(&look->beginnings, &piece);
        look->from = (size_t)(run.ptr - text.ptr);
        tokens_each(scratch, run, look_at, look);
    }
}

static void look_through(struct look *look, struct slice text)
{
    struct arena scratch;
    arena_init(&scratch, 0);
    look->count = 0;
    note_beginnings(look->asked, &look->beginnings);
    for (size_t at = 0; at < text.len && look->count == 0;) {
        struct slice piece = first_piece(slice_from(text, at));
        look_at_piece(look, &scratch, text, piece);
        at += piece.len;
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
