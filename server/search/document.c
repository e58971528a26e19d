#include "document.h"
#include "model/slug.h"
#include "model/text.h"
#include "tokens.h"

/* ---- fields and impacts ------------------------------------------------------------ */

enum field {
    FIELD_TITLE,
    FIELD_PHRASES,
    FIELD_SYMPTOMS,
    FIELD_CAUSES,
    FIELD_HEADINGS,
    FIELD_COMMANDS,
    FIELD_BODY,
    FIELD_CODES, /* beside the field a code stands in */
    FIELDS
};

/* BM25F: what a term weighs in a field, how long the field usually is (words), and how
 * much its length counts. The lengths are constants, so that an impact never changes
 * while others come. */
static const struct {
    float weight, usual, by_length;
} rules[FIELDS] = {
    [FIELD_TITLE] = {6.0f, 8, 0.3f},     [FIELD_PHRASES] = {5.0f, 12, 0.3f},
    [FIELD_SYMPTOMS] = {2.0f, 60, 0.5f}, [FIELD_CAUSES] = {1.5f, 60, 0.5f},
    [FIELD_HEADINGS] = {2.0f, 30, 0.5f}, [FIELD_COMMANDS] = {1.0f, 80, 0.5f},
    [FIELD_BODY] = {1.0f, 500, 0.7f},    [FIELD_CODES] = {4.0f, 8, 0.2f},
};

static const float SATURATION = 1.6f;
/* A part of a word, or two joined, is half a word. */
static const float PART_COUNT = 0.5f;

struct counts {
    float of[FIELDS];
    uint32_t stem; /* of a word: 0 not looked for yet, 1 its own, 2 + the stem's number */
};

/* All of it lives as long as the work on one article. */
struct builder {
    struct arena arena, scratch;
    struct names terms;
    struct list counts; /* struct counts, one a term */
    struct list words;  /* uint32_t */
    float length[FIELDS];
    enum field field;
};

static struct counts *counts_of(const struct builder *b, size_t number)
{
    return (struct counts *)b->counts.items + number;
}

/* Returns the term's number. */
static size_t count_term(struct builder *b, struct slice name, enum field field,
                         float count)
{
    size_t number = names_add(&b->terms, name);
    if (number == b->counts.count)
        LIST_PUSH(&b->counts, struct counts);
    counts_of(b, number)->of[field] += count;
    return number;
}

static size_t count_loose(struct builder *b, struct slice word, float count)
{
    char name[TERM_BYTES_MAX + 1] = LOOSE_PREFIX;
    memcpy(name + 1, word.ptr, word.len);
    return count_term(b, slice_of(name, word.len + 1), b->field, count);
}

/* The stem of a word that stands there again is known. */
static void count_stem(struct builder *b, struct slice word, size_t number)
{
    char buffer[TERM_BYTES_MAX];
    uint32_t stem = counts_of(b, number)->stem;
    if (stem == 0) {
        struct slice stemmed = word_stem(word, buffer);
        stem = stemmed.ptr == word.ptr ? 1 : 2 + (uint32_t)count_loose(b, stemmed, 1);
        counts_of(b, number)->stem = stem;
    } else if (stem > 1) {
        counts_of(b, stem - 2)->of[b->field] += 1;
    }
}

static void push_word(struct builder *b, uint32_t code)
{
    if (b->words.count < DOCUMENT_WORDS_MAX)
        *LIST_PUSH(&b->words, uint32_t) = code;
}

static void take_word(struct builder *b, struct slice term)
{
    size_t number = count_term(b, term, b->field, 1);
    push_word(b, WORD_TERMS + (uint32_t)number);
    count_stem(b, term, number);
    b->length[b->field] += 1;
}

static void take_token(void *owner, const struct token *token)
{
    struct builder *b = owner;
    if (token->kind == TOKEN_PART) {
        count_loose(b, token->term, PART_COUNT);
        return;
    }
    size_t number = 0;
    if (token->kind == TOKEN_WORD)
        take_word(b, token->term);
    else
        number = count_term(b, token->term, b->field, 1);
    if (token->kind == TOKEN_CODE && b->words.count + 2 <= DOCUMENT_WORDS_MAX) {
        push_word(b, WORD_ALSO);
        push_word(b, WORD_TERMS + (uint32_t)number);
    }
    if (token->kind == TOKEN_CODE || term_is_code(token->term)) {
        count_term(b, token->term, FIELD_CODES, 1);
        b->length[FIELD_CODES] += 1;
    }
}

static void take_text(struct builder *b, enum field field, struct slice text)
{
    b->field = field;
    tokens_each(&b->scratch, text, take_token, b);
    arena_reset(&b->scratch);
}

static unsigned char impact_of(const struct builder *b, const struct counts *counts)
{
    float sum = 0;
    for (int f = 0; f < FIELDS; f++) {
        float length =
            1 - rules[f].by_length + rules[f].by_length * b->length[f] / rules[f].usual;
        sum += rules[f].weight * counts->of[f] / length;
    }
    float impact = 255 * sum / (sum + SATURATION);
    return impact < 1 ? 1 : (unsigned char)impact;
}

/* ---- an article's parts ------------------------------------------------------------ */

static void begin_part(struct builder *b, enum posting_place place, size_t position)
{
    if (b->words.count + 2 > DOCUMENT_WORDS_MAX)
        return;
    push_word(b, WORD_PART);
    push_word(b, (uint32_t)place + 4 * (uint32_t)position);
}

static void take_meta(struct builder *b, const struct article_meta *meta)
{
    begin_part(b, PLACE_NONE, 0);
    take_text(b, FIELD_TITLE, meta->title);
    for (size_t i = 0; i < meta->queries.count; i++) {
        begin_part(b, PLACE_NONE, 0);
        take_text(b, FIELD_PHRASES, meta->queries.items[i]);
    }
    begin_part(b, PLACE_NONE, 0);
    push_word(b, WORD_TEXT);
    take_text(b, FIELD_HEADINGS, meta->product);
    take_text(b, FIELD_HEADINGS, meta->category);
    for (size_t i = 0; i < meta->tags.count; i++)
        take_text(b, FIELD_HEADINGS, meta->tags.items[i]);
}

static enum field field_of(enum section_kind kind)
{
    static const enum field fields[SECTION_KINDS] = {
        [SECTION_INTRO] = FIELD_BODY,      [SECTION_SYMPTOMS] = FIELD_SYMPTOMS,
        [SECTION_CAUSES] = FIELD_CAUSES,   [SECTION_FIX] = FIELD_BODY,
        [SECTION_PHASE] = FIELD_BODY,      [SECTION_COMMANDS] = FIELD_COMMANDS,
        [SECTION_ESCALATION] = FIELD_BODY, [SECTION_OTHER] = FIELD_BODY,
    };
    return kind < SECTION_KINDS ? fields[kind] : FIELD_BODY;
}

static bool holds(struct slice text, struct slice part)
{
    return slice_find_slice(text, part) < text.len || part.len == 0;
}

/* A section's text may hold its bullets or not. */
static void take_items(struct builder *b, const struct article_doc *doc, size_t section)
{
    for (size_t i = 0; i < doc->item_count; i++) {
        const struct item *item = &doc->items[i];
        if (item->section == (int64_t)section &&
            !holds(doc->sections[section].text, item->text))
            take_text(b, field_of(doc->sections[section].kind), item->text);
    }
}

static void take_sections(struct builder *b, const struct article_doc *doc)
{
    for (size_t i = 0; i < doc->section_count; i++) {
        const struct section *section = &doc->sections[i];
        begin_part(b, PLACE_SECTION, i);
        take_text(b, FIELD_HEADINGS, section->title);
        push_word(b, WORD_TEXT);
        take_text(b, field_of(section->kind), section->text);
        take_items(b, doc, i);
    }
}

static void take_steps(struct builder *b, const struct article_doc *doc)
{
    for (size_t i = 0; i < doc->step_count; i++) {
        begin_part(b, PLACE_STEP, i);
        take_text(b, FIELD_HEADINGS, doc->steps[i].title);
        push_word(b, WORD_TEXT);
        take_text(b, FIELD_BODY, doc->steps[i].text);
    }
    for (size_t i = 0; i < doc->command_count; i++) {
        begin_part(b, PLACE_COMMAND, i);
        take_text(b, FIELD_HEADINGS, doc->commands[i].title);
        push_word(b, WORD_TEXT);
        take_text(b, FIELD_COMMANDS, doc->commands[i].text);
    }
}

/* The author's summary; one made from the introduction is there already. */
static void take_summary(struct builder *b, const struct article_doc *doc)
{
    const struct section *intro = article_section(doc, SECTION_INTRO);
    struct slice beginning = slice_first(doc->meta.summary, 60);
    if (intro && holds(intro->text, beginning))
        return;
    begin_part(b, PLACE_NONE, 0);
    push_word(b, WORD_TEXT);
    take_text(b, FIELD_SYMPTOMS, doc->meta.summary);
}

/* ---- filters and prompts ----------------------------------------------------------- */

struct slice filter_folded(struct arena *arena, struct slice value)
{
    return text_fold(arena, slice_trim(value));
}

static struct slice filter_name(struct arena *arena, char kind, struct slice value)
{
    struct slice folded = filter_folded(arena, value);
    return arena_format(arena, FILTER_PREFIX "%c" SLICE_FMT, kind, SLICE_ARG(folded));
}

struct slice filter_category(struct arena *arena, struct slice path)
{
    return filter_name(arena, 'c', path);
}

struct slice filter_product(struct arena *arena, struct slice product)
{
    return filter_name(arena, 'p', product);
}

struct slice filter_tag(struct arena *arena, struct slice tag)
{
    return filter_name(arena, 't', tag);
}

static void take_filters(struct builder *b, const struct article_meta *meta)
{
    struct slice path = meta->category;
    for (size_t end = 0; path.len && end < path.len;) {
        end += slice_find(slice_from(path, end), '/');
        count_term(b, filter_category(&b->arena, slice_first(path, end)), FIELD_BODY, 1);
        end += end < path.len;
    }
    if (meta->product.len)
        count_term(b, filter_product(&b->arena, meta->product), FIELD_BODY, 1);
    for (size_t i = 0; i < meta->tags.count; i++)
        count_term(b, filter_tag(&b->arena, meta->tags.items[i]), FIELD_BODY, 1);
}

static void add_prompt(struct search_document *document, struct arena *arena,
                       enum prompt_kind kind, struct slice text)
{
    struct slice normal = phrase_normalize(arena, text);
    if (normal.len == 0)
        return;
    document->prompts[document->prompt_count++] =
        (struct posting_prompt){.article_id = document->article_id,
                                .audience = document->audience,
                                .kind = kind,
                                .normal = normal,
                                .text = arena_slice(arena, text)};
}

static void add_prompts(struct search_document *document, struct arena *arena,
                        const struct article_meta *meta)
{
    document->prompts =
        ARENA_ARRAY(arena, meta->queries.count + 1, struct posting_prompt);
    add_prompt(document, arena, PROMPT_TITLE, meta->title);
    for (size_t i = 0; i < meta->queries.count; i++)
        add_prompt(document, arena, PROMPT_PHRASE, meta->queries.items[i]);
}

void search_document_assign(struct search_document *document, int64_t article_id)
{
    document->article_id = article_id;
    for (size_t i = 0; i < document->prompt_count; i++)
        document->prompts[i].article_id = article_id;
}

/* A fifth of what the work on it took, so that many wait in little room. */
static struct search_document *pack(struct arena *arena, const struct builder *b,
                                    const struct article *article)
{
    struct search_document *document = ARENA_NEW(arena, struct search_document);
    size_t terms = b->terms.count, words_len = b->words.count * sizeof(uint32_t);
    document->article_id = article->id;
    document->audience = article->doc.meta.audience;
    document->terms = names_pack(arena, &b->terms);
    document->impacts = arena_alloc(arena, terms + 1);
    for (size_t i = 0; i < terms; i++)
        document->impacts[i] = impact_of(b, counts_of(b, i));
    document->words = arena_alloc(arena, words_len + sizeof(uint32_t));
    if (words_len)
        memcpy(document->words, b->words.items, words_len);
    document->word_count = b->words.count;
    add_prompts(document, arena, &article->doc.meta);
    return document;
}

struct search_document *search_document_make(struct arena *arena,
                                             const struct article *article)
{
    enum { WORK_BYTES = 100 << 10 }; /* what an article of the usual length takes */
    struct builder b = {0};
    arena_init(&b.arena, WORK_BYTES);
    arena_init(&b.scratch, 0);
    b.terms = names_make(&b.arena);
    b.counts = LIST_OF(&b.arena, struct counts);
    b.words = LIST_OF(&b.arena, uint32_t);
    take_meta(&b, &article->doc.meta);
    take_summary(&b, &article->doc);
    take_sections(&b, &article->doc);
    take_steps(&b, &article->doc);
    take_filters(&b, &article->doc.meta);
    struct search_document *document = pack(arena, &b, article);
    arena_release(&b.scratch);
    arena_release(&b.arena);
    return document;
}
