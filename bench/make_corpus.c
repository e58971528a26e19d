/* A knowledge base of any size, made from a small one.
 *
 *     make_corpus ARTICLES COUNT OUT
 *
 * Reads the Markdown files below ARTICLES and writes COUNT of them below OUT/articles, and
 * OUT/queries.tsv (query, path, kind). The first are the files themselves; the others
 * recombine them: an article keeps the shape of its source, some blocks come from other
 * sources, some words, most numbers and all error codes are others. What replaces a word
 * depends on the article and the word alone, so that an article speaks of one thing
 * throughout. Replacements follow Zipf's law, over the words of ARTICLES and over invented
 * names, so that the vocabulary grows as real ones do. One article in 30 has nearly the
 * title of its neighbour; one in 500 is 20 times as long.
 *
 * Integers only and a seed of its own: the same bytes on each run and machine. Article i
 * is the same whatever COUNT is (unless two titles clash). Prints the FNV-1a of all that
 * was written. */
#include "base/buf.h"
#include "base/files.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    COMMON_WORDS = 200,      /* never replaced: what holds sentences together */
    INVENTED_WORDS = 400000, /* names there may be; Zipf decides how many are met */
    TITLE_SHARE = 55,        /* per cent of the words that are replaced */
    BODY_SHARE = 50,
    BORROWED_SHARE = 30, /* per cent of the blocks that come from elsewhere */
    NEAR_EVERY = 30,
    LONG_EVERY = 500,
    LONG_SOURCES = 20,
    QUERIES_A_KIND = 400,
    TITLE_WORDS_MAX = 24,
    FILE_MAX = 4 << 20
};

struct source {
    struct slice path, folder, stem;
    struct slice front, title, description; /* front: without title and description */
    struct list blocks;                     /* struct slice */
};

struct world {
    struct arena arena;
    struct list sources; /* struct source */
    struct slice *words; /* of the sources, the most frequent first */
    uint64_t *cumulated; /* Zipf weights of words */
    size_t word_count;
    uint64_t *invented; /* Zipf weights of invented words */
    uint64_t *titles;   /* hashes of the titles made; open addressing */
    size_t title_slots;
    uint64_t checksum;
    const char *out;
};

/* One article being made. */
struct making {
    struct world *world;
    uint64_t seed;
    struct buf text;
    struct slice title, description, path;
    char code[24]; /* the last error code written into it */
};

static void die(const char *what)
{
    fprintf(stderr, "make_corpus: %s\n", what);
    exit(1);
}

/* ---- chance ------------------------------------------------------------------------ */

/* splitmix64 */
static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

static uint64_t roll(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15u;
    return mix(*state);
}

static uint64_t *zipf_make(struct arena *arena, size_t count)
{
    uint64_t *sums = ARENA_ARRAY(arena, count + 1, uint64_t);
    for (size_t i = 0; i < count; i++)
        sums[i + 1] = sums[i] + (UINT64_C(1) << 36) / (i + 2);
    return sums;
}

static size_t zipf_draw(const uint64_t *sums, size_t count, uint64_t chance)
{
    uint64_t at = chance % sums[count];
    size_t low = 0, high = count;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (sums[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ---- words ------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80;
}

/* What is no prose beside a word: paths, links, markup and names joined by signs. */
static bool is_glue(char c)
{
    return c && strchr("/\\_.@<>=#&%$:{}|", c) != NULL;
}

static struct slice lower(struct arena *arena, struct slice word)
{
    char *copy = arena_strndup(arena, word.ptr, word.len);
    for (size_t i = 0; i < word.len; i++)
        if (is_letter(copy[i]))
            copy[i] = (char)(copy[i] | 32);
    return slice_of(copy, word.len);
}

struct counted {
    struct slice word;
    size_t count;
};

static int by_word(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static int by_count(const void *a, const void *b)
{
    const struct counted *left = a, *right = b;
    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return slice_cmp(left->word, right->word);
}

static void collect_words(struct world *world, struct slice text, struct list *all)
{
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        for (end = at; end < text.len && is_letter(text.ptr[end]); end++)
            ;
        if (end - at >= 2 && end - at < 20)
            *LIST_PUSH(all, struct slice) =
                lower(&world->arena, slice_of(text.ptr + at, end - at));
    }
}

static void rank_words(struct world *world, struct list *all)
{
    struct list counted = LIST_OF(&world->arena, struct counted);
    struct slice *words = all->items;
    qsort(words, all->count, sizeof *words, by_word);
    for (size_t i = 0, end; i < all->count; i = end) {
        for (end = i; end < all->count && slice_eq(words[end], words[i]); end++)
            ;
        *LIST_PUSH(&counted, struct counted) = (struct counted){words[i], end - i};
    }
    struct counted *ranked = counted.items;
    qsort(ranked, counted.count, sizeof *ranked, by_count);
    world->words = ARENA_ARRAY(&world->arena, counted.count, struct slice);
    world->word_count = counted.count;
    for (size_t i = 0; i < counted.count; i++)
        world->words[i] = ranked[i].word;
    world->cumulated = zipf_make(&world->arena, world->word_count);
    world->invented = zipf_make(&world->arena, INVENTED_WORDS);
}

static bool is_common(const struct world *world, struct slice folded)
{
    size_t count = world->word_count < COMMON_WORDS ? world->word_count : COMMON_WORDS;
    for (size_t i = 0; i < count; i++)
        if (slice_eq(world->words[i], folded))
            return true;
    return false;
}

/* Syllables: "tavoren", "miskadu". */
static size_t invent(uint64_t number, char out[32])
{
    static const char *const onsets[] = {"b",  "c",  "d",  "f",  "g",  "k",  "l",  "m",
                                         "n",  "p",  "r",  "s",  "t",  "v",  "z",  "br",
                                         "st", "tr", "pl", "gr", "sh", "ch", "kn", "sw"};
    static const char *const cores[] = {"a", "e", "i", "o", "u", "ai", "ea", "io", "ou"};
    static const char *const codas[] = {"", "n", "r", "s", "l", "x", "nt", "m"};
    uint64_t rest = mix(number);
    size_t len = 0;
    for (int i = 0, parts = 2 + (int)(rest >> 60 & 1); i < parts; i++) {
        len += (size_t)snprintf(out + len, 32 - len, "%s%s%s", onsets[rest % 24],
                                cores[rest / 24 % 9], codas[rest / 216 % 8]);
        rest /= 1728;
    }
    return len;
}

/* ---- replacing --------------------------------------------------------------------- */

/* How a run of letters and digits stands in its text. */
enum standing {
    GLUED, /* in a path, a link, markup or a longer name */
    BESIDE,
    ALONE /* between spaces or at the end of a clause */
};

/* Digits for digits; the hexadecimal digits of a code likewise. */
static void put_code(struct making *m, struct slice word, enum standing standing,
                     uint64_t chance)
{
    bool hex = slice_starts_nocase(word, SLICE("0x"));
    char out[64];
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        bool head = hex && i < 3;
        uint64_t next = roll(&chance);
        if (!head && hex)
            c = "0123456789abcdef"[next % 16];
        else if (!head && is_digit(c))
            c = (char)('0' + (c == '0' ? next % 10 : 1 + next % 9));
        out[i] = c;
    }
    buf_add(&m->text, slice_of(out, word.len));
    if (standing == ALONE && word.len >= (hex ? 8 : 5))
        snprintf(m->code, sizeof m->code, "%.*s", word.len < 20 ? (int)word.len : 0, out);
}

static void put_other_word(struct making *m, struct slice word, uint64_t chance)
{
    struct world *w = m->world;
    char out[64];
    uint64_t which = roll(&chance), at = roll(&chance);
    size_t len;
    if (which % 10 < 3) {
        len = invent(zipf_draw(w->invented, INVENTED_WORDS, at), out);
    } else {
        struct slice other =
            w->words[COMMON_WORDS < w->word_count
                         ? COMMON_WORDS +
                               zipf_draw(w->cumulated, w->word_count - COMMON_WORDS, at)
                         : 0];
        len = other.len;
        memcpy(out, other.ptr, len);
    }
    if (!(word.ptr[0] & 32))
        out[0] = (char)(out[0] & ~32);
    buf_add(&m->text, slice_of(out, len));
}

static void put_word(struct making *m, struct slice word, unsigned share,
                     enum standing standing)
{
    struct arena *arena = &m->world->arena;
    size_t digits = 0, letters = 0;
    for (size_t i = 0; i < word.len; i++) {
        digits += is_digit(word.ptr[i]);
        letters += is_letter(word.ptr[i]);
    }
    struct slice folded = lower(arena, word);
    uint64_t chance = mix(m->seed ^ slice_hash(folded));
    if (digits >= 3 && digits + letters == word.len && word.len <= 24 &&
        standing != GLUED)
        put_code(m, word, standing, chance);
    else if (standing != GLUED && letters == word.len && letters >= 4 && letters < 20 &&
             chance % 100 < share && !is_common(m->world, folded))
        put_other_word(m, word, mix(chance));
    else
        buf_add(&m->text, word);
}

static enum standing standing_of(struct slice text, size_t at, size_t end)
{
    char before = at ? text.ptr[at - 1] : ' ',
         behind = end < text.len ? text.ptr[end] : ' ';
    bool joined = end + 1 < text.len && is_glue(behind) && is_alnum(text.ptr[end + 1]);
    if (is_glue(before) || joined)
        return GLUED;
    return before == ' ' && strchr(" .,)\n", behind) ? ALONE : BESIDE;
}

/* Text with some of its words replaced; links and code spans stay. */
static void put_text(struct making *m, struct slice text, unsigned share)
{
    for (size_t at = 0, end; at < text.len; at = end) {
        for (end = at; end < text.len && is_alnum(text.ptr[end]); end++)
            ;
        if (end == at) {
            buf_add_byte(&m->text, text.ptr[end++]);
            continue;
        }
        put_word(m, slice_of(text.ptr + at, end - at), share, standing_of(text, at, end));
    }
}

static struct slice take_text(struct making *m, struct slice text, unsigned share)
{
    size_t before = m->text.len;
    put_text(m, text, share);
    struct slice made =
        arena_slice(&m->world->arena, slice_from(buf_slice(&m->text), before));
    buf_truncate(&m->text, before);
    return made;
}

/* ---- sources ----------------------------------------------------------------------- */

/* Paragraphs, lists and fences: what blank lines separate, a fence whole. */
static void cut_blocks(struct source *source, struct slice body)
{
    struct slice line;
    const char *begin = body.ptr;
    bool fenced = false;
    while (slice_line(&body, &line)) {
        struct slice trimmed = slice_trim(line);
        if (slice_starts(trimmed, SLICE("```")))
            fenced = !fenced;
        if (trimmed.len || fenced)
            continue;
        if (line.ptr > begin)
            *LIST_PUSH(&source->blocks, struct slice) =
                slice_of(begin, (size_t)(line.ptr - begin));
        begin = body.ptr;
    }
    if (body.ptr > begin)
        *LIST_PUSH(&source->blocks, struct slice) =
            slice_of(begin, (size_t)(body.ptr - begin));
}

static struct slice value_of(struct slice line)
{
    struct slice value = slice_trim(slice_from(line, slice_find(line, ':') + 1));
    if (value.len > 1 && (value.ptr[0] == '"' || value.ptr[0] == '\''))
        value = slice_of(value.ptr + 1, value.len - 2);
    return value;
}

/* Takes the front matter off *text. */
static void read_front(struct world *world, struct source *source, struct slice *text)
{
    struct slice line, rest = *text;
    struct buf front;
    buf_init(&front, 0);
    if (slice_line(&rest, &line) && slice_eq_cstr(slice_trim(line), "---")) {
        while (slice_line(&rest, &line) && !slice_eq_cstr(slice_trim(line), "---")) {
            if (slice_starts(line, SLICE("title:"))) {
                source->title = value_of(line);
            } else if (slice_starts(line, SLICE("description:"))) {
                source->description = value_of(line);
            } else if (!slice_starts(line, SLICE("slug:"))) {
                buf_add(&front, line);
                buf_add_byte(&front, '\n');
            }
        }
        *text = rest;
    }
    source->front = arena_slice(&world->arena, buf_slice(&front));
    buf_release(&front);
}

static void read_source(struct world *world, const char *root, struct slice path,
                        struct list *all)
{
    struct slice text,
        full = arena_format(&world->arena, "%s/" SLICE_FMT, root, SLICE_ARG(path));
    if (file_read(&world->arena, full.ptr, FILE_MAX, &text) != STATUS_OK)
        die(full.ptr);
    struct source *source = LIST_PUSH(&world->sources, struct source);
    *source = (struct source){.path = path};
    source->blocks = LIST_OF(&world->arena, struct slice);
    size_t slash = path.len;
    while (slash && path.ptr[slash - 1] != '/')
        slash--;
    source->folder = slice_first(path, slash);
    source->stem = slice_from(path, slash);
    source->stem.len = slice_find_slice(source->stem, SLICE(".md"));
    collect_words(world, text, all);
    if (slice_starts(text, SLICE("\xEF\xBB\xBF")))
        text = slice_from(text, 3);
    read_front(world, source, &text);
    cut_blocks(source, text);
    if (source->title.len == 0)
        source->title = source->stem;
}

static const struct source *source_at(const struct world *world, uint64_t chance)
{
    return (const struct source *)world->sources.items + chance % world->sources.count;
}

/* ---- titles ------------------------------------------------------------------------ */

/* false when it was there already. */
static bool note_title(struct world *world, struct slice title)
{
    uint64_t hash = slice_hash(lower(&world->arena, title)) | 1;
    size_t at = (size_t)(hash & (world->title_slots - 1));
    while (world->titles[at] && world->titles[at] != hash)
        at = (at + 1) & (world->title_slots - 1);
    bool new = world->titles[at] == 0;
    world->titles[at] = hash;
    return new;
}

static struct slice quote_free(struct arena *arena, struct slice text)
{
    char *copy = arena_strndup(arena, text.ptr, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (copy[i] == '"' || copy[i] == '\\' || copy[i] == '\n')
            copy[i] = '\'';
    return slice_of(copy, text.len);
}

static void make_title(struct making *m, const struct source *source, bool near)
{
    static const char *const more[] = {" on Linux", " for guests", " (version 7)",
                                       " after an upgrade", " for administrators"};
    struct arena *arena = &m->world->arena;
    struct slice title = take_text(m, source->title, TITLE_SHARE);
    uint64_t chance = m->seed;
    if (near)
        title = arena_format(arena, SLICE_FMT "%s", SLICE_ARG(title),
                             more[m->seed / 7 % (sizeof more / sizeof *more)]);
    title = quote_free(arena, title);
    for (struct slice first = title; !note_title(m->world, title);) {
        char name[32];
        size_t len = invent(roll(&chance) % INVENTED_WORDS, name);
        title =
            arena_format(arena, SLICE_FMT " in %.*s", SLICE_ARG(first), (int)len, name);
    }
    m->title = title;
}

/* ---- one article ------------------------------------------------------------------- */

static bool is_prose(struct slice block)
{
    struct slice trimmed = slice_trim(block);
    return trimmed.len && trimmed.ptr[0] != '#' &&
           slice_find_slice(block, SLICE("```")) == block.len;
}

static void put_blocks(struct making *m, const struct source *source, uint64_t *chance)
{
    const struct slice *blocks = source->blocks.items;
    for (size_t i = 0; i < source->blocks.count; i++) {
        struct slice block = blocks[i];
        if (is_prose(block) && roll(chance) % 100 < BORROWED_SHARE) {
            const struct source *other = source_at(m->world, roll(chance));
            struct slice taken =
                other->blocks.count
                    ? ((const struct slice *)
                           other->blocks.items)[roll(chance) % other->blocks.count]
                    : block;
            block = is_prose(taken) ? taken : block;
        }
        put_text(m, block, BODY_SHARE);
        buf_add_byte(&m->text, '\n');
    }
}

static void make_article(struct making *m, size_t number)
{
    struct arena *arena = &m->world->arena;
    bool near = number % NEAR_EVERY == 0;
    uint64_t chance = mix(number + UINT64_C(0x5EED));
    m->seed = mix(near ? number - 1 : number);
    const struct source *source = source_at(m->world, m->seed);
    make_title(m, source, near);
    m->seed = mix(number);
    m->description = quote_free(
        arena, take_text(m, source->description.len ? source->description : m->title,
                         BODY_SHARE));
    m->path = arena_format(arena, SLICE_FMT SLICE_FMT "-%06zu.md",
                           SLICE_ARG(source->folder), SLICE_ARG(source->stem), number);
    buf_add_format(&m->text,
                   "---\ntitle: \"" SLICE_FMT "\"\ndescription: \"" SLICE_FMT "\"\n",
                   SLICE_ARG(m->title), SLICE_ARG(m->description));
    buf_add(&m->text, source->front);
    buf_add_cstr(&m->text, "---\n\n");
    put_blocks(m, source, &chance);
    for (size_t i = 0; number % LONG_EVERY == 7 && i < LONG_SOURCES; i++)
        put_blocks(m, source_at(m->world, roll(&chance)), &chance);
}

/* ---- queries ----------------------------------------------------------------------- */

struct asking {
    FILE *file;
    struct arena *arena;
    struct slice words[TITLE_WORDS_MAX];
    size_t word_count;
    uint64_t chance;
    const struct making *making;
};

static void split_words(struct asking *a, struct slice text, size_t least)
{
    a->word_count = 0;
    for (size_t at = 0, end; at < text.len && a->word_count < TITLE_WORDS_MAX;
         at = end + 1) {
        for (end = at; end < text.len && is_alnum(text.ptr[end]); end++)
            ;
        if (end - at >= least)
            a->words[a->word_count++] =
                lower(a->arena, slice_of(text.ptr + at, end - at));
    }
}

static void shuffle(struct asking *a, size_t most)
{
    for (size_t i = a->word_count; i > 1; i--) {
        size_t with = roll(&a->chance) % i;
        struct slice moved = a->words[i - 1];
        a->words[i - 1] = a->words[with];
        a->words[with] = moved;
    }
    if (a->word_count > most)
        a->word_count = most;
}

static void write_query(struct asking *a, const char *before, const char *kind)
{
    fputs(before, a->file);
    for (size_t i = 0; i < a->word_count; i++)
        fprintf(a->file, "%s" SLICE_FMT, i ? " " : "", SLICE_ARG(a->words[i]));
    fprintf(a->file, "\t" SLICE_FMT "\t%s\n", SLICE_ARG(a->making->path), kind);
}

/* One letter lost, doubled, swapped or changed, in the longest word. */
static void misspell(struct asking *a)
{
    size_t longest = 0;
    for (size_t i = 1; i < a->word_count; i++)
        if (a->words[i].len > a->words[longest].len)
            longest = i;
    struct slice *word = &a->words[longest];
    size_t at = 1 + roll(&a->chance) % (word->len > 3 ? word->len - 3 : 1);
    char out[128];
    if (word->len < 5 || word->len > 100)
        return;
    memcpy(out, word->ptr, word->len);
    switch (roll(&a->chance) % 3) {
    case 0:
        memmove(out + at, out + at + 1, word->len - at - 1);
        word->len--;
        break;
    case 1:
        out[at] = word->ptr[at + 1];
        out[at + 1] = word->ptr[at];
        break;
    default:
        out[at] = (char)('a' + roll(&a->chance) % 26);
    }
    word->ptr = arena_strndup(a->arena, out, word->len);
}

static void ask_title(struct asking *a)
{
    static const char *const fillers[] = {"how do i fix ", "what can i do about ",
                                          "why do i see ", "please help with "};
    split_words(a, a->making->title, 3);
    if (a->word_count < 3)
        return;
    shuffle(a, 7);
    write_query(a, "", "title");
    write_query(a, fillers[roll(&a->chance) % 4], "question");
    misspell(a);
    write_query(a, "", "typo");
    misspell(a);
    write_query(a, "", "typo2");
    split_words(a, a->making->title, 3);
    a->word_count = a->word_count < 5 ? a->word_count : 5;
    struct slice *last = &a->words[a->word_count - 1];
    if (last->len > 4)
        last->len -= last->len / 3;
    write_query(a, "", "prefix");
}

static void ask_description(struct asking *a)
{
    split_words(a, a->making->description, 1);
    if (a->word_count < 8)
        return;
    size_t count = 5 + roll(&a->chance) % 4;
    size_t from = roll(&a->chance) % (a->word_count - (count < 8 ? count : 7));
    memmove(a->words, a->words + from, (a->word_count - from) * sizeof *a->words);
    a->word_count -= from;
    a->word_count = a->word_count < count ? a->word_count : count;
    write_query(a, "", "symptom");
}

/* A line of prose as it stands. */
static void ask_line(struct asking *a)
{
    struct slice line, rest = buf_slice(&a->making->text);
    struct list lines = LIST_OF(a->arena, struct slice);
    while (slice_line(&rest, &line))
        if (line.len >= 50 && line.len <= 160 && is_letter(line.ptr[0]) &&
            slice_find_slice(line, SLICE(": ")) == line.len &&
            slice_find(line, '\t') == line.len && slice_find(line, '[') == line.len)
            *LIST_PUSH(&lines, struct slice) = line;
    if (lines.count == 0)
        return;
    line = ((struct slice *)lines.items)[roll(&a->chance) % lines.count];
    fprintf(a->file, SLICE_FMT "\t" SLICE_FMT "\terrortext\n", SLICE_ARG(line),
            SLICE_ARG(a->making->path));
}

static void ask_code(struct asking *a)
{
    const char *code = a->making->code;
    if (!code[0])
        return;
    fprintf(a->file, "%s\t" SLICE_FMT "\terrorcode\n", code, SLICE_ARG(a->making->path));
    if (slice_starts(slice_cstr(code), SLICE("0x8")) && strlen(code) == 10)
        fprintf(a->file, "it fails with hr=%sL here\t" SLICE_FMT "\tcodeform\n", code,
                SLICE_ARG(a->making->path));
}

static void write_queries(FILE *file, const struct making *m, struct arena *arena)
{
    struct asking a = {.file = file, .arena = arena, .making = m};
    a.chance = m->seed ^ UINT64_C(0xA5C);
    ask_title(&a);
    ask_description(&a);
    ask_line(&a);
    ask_code(&a);
}

/* ---- all --------------------------------------------------------------------------- */

static void write_file(struct world *world, struct slice path, struct slice bytes)
{
    struct slice full = arena_format(&world->arena, "%s/articles/" SLICE_FMT, world->out,
                                     SLICE_ARG(path));
    FILE *file = fopen(full.ptr, "wb");
    if (!file || fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file))
        die(full.ptr);
    world->checksum = mix(world->checksum ^ slice_hash(path)) ^ slice_hash(bytes);
}

static void make_folders(struct world *world)
{
    const struct source *sources = world->sources.items;
    for (size_t i = 0; i < world->sources.count; i++) {
        struct slice dir = arena_format(&world->arena, "%s/articles/" SLICE_FMT,
                                        world->out, SLICE_ARG(sources[i].folder));
        if (dir_make(dir.ptr, 0755) != STATUS_OK)
            die(dir.ptr);
    }
}

static void copy_source(struct world *world, const char *root, size_t number)
{
    struct slice bytes;
    const struct source *source = (const struct source *)world->sources.items + number;
    struct slice full =
        arena_format(&world->arena, "%s/" SLICE_FMT, root, SLICE_ARG(source->path));
    if (file_read(&world->arena, full.ptr, FILE_MAX, &bytes) != STATUS_OK)
        die(full.ptr);
    note_title(world, source->title);
    write_file(world, source->path, bytes);
}

static void make_all(struct world *world, const char *root, size_t count, FILE *queries)
{
    size_t sources = world->sources.count;
    size_t made = count > sources ? count - sources : 1;
    size_t every = made / QUERIES_A_KIND ? made / QUERIES_A_KIND : 1;
    struct making m = {.world = world};
    struct arena lasting = world->arena; /* what one article needs is forgotten */
    buf_init(&m.text, 0);
    arena_init(&world->arena, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        arena_reset(&world->arena);
        buf_reset(&m.text);
        m.code[0] = '\0';
        if (i < sources) {
            copy_source(world, root, i);
            continue;
        }
        make_article(&m, i);
        write_file(world, m.path, buf_slice(&m.text));
        if (i % every == 0)
            write_queries(queries, &m, &world->arena);
    }
    buf_release(&m.text);
    arena_release(&world->arena);
    world->arena = lasting;
}

int main(int argc, char **argv)
{
    static struct world world;
    if (argc != 4) {
        fprintf(stderr, "usage: make_corpus ARTICLES COUNT OUT\n");
        return 2;
    }
    size_t count = strtoul(argv[2], NULL, 10);
    arena_init(&world.arena, 1 << 20);
    world.out = argv[3];
    world.sources = LIST_OF(&world.arena, struct source);
    struct list paths = LIST_OF(&world.arena, struct slice);
    struct list all = LIST_OF(&world.arena, struct slice);
    if (files_below(&world.arena, argv[1], &paths) != STATUS_OK)
        die(argv[1]);
    for (size_t i = 0; i < paths.count; i++)
        if (slice_ends(((struct slice *)paths.items)[i], SLICE(".md")))
            read_source(&world, argv[1], ((struct slice *)paths.items)[i], &all);
    if (world.sources.count == 0)
        die("no articles there");
    rank_words(&world, &all);
    for (world.title_slots = 1024; world.title_slots < 4 * count;)
        world.title_slots *= 2;
    world.titles = ARENA_ARRAY(&world.arena, world.title_slots, uint64_t);
    make_folders(&world);
    struct slice name = arena_format(&world.arena, "%s/queries.tsv", world.out);
    FILE *queries = fopen(name.ptr, "wb");
    if (!queries)
        die(name.ptr);
    make_all(&world, argv[1], count, queries);
    if (fclose(queries))
        die(name.ptr);
    printf("%zu articles from %zu, checksum %016llx\n", count, world.sources.count,
           (unsigned long long)world.checksum);
    arena_release(&world.arena);
    return 0;
}
