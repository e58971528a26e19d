/* What may be meant while somebody types: codes, phrases and titles that go on so, then what
 * the search finds. */
#include "base/buf.h"
#include "lists.h"
#include "model/code.h"
#include "model/slug.h"
#include "model/text.h"
#include "query.h"
#include "store/articles.h"
#include "tokens.h"

enum {
    SUGGESTIONS_MAX = 20,
    PROMPTS_SEEN = 40,
    CODES_SEEN = 60,
    CODES_OFFERED = 4,
    CODE_LETTERS_MIN = 3,
    FOUND_BY_BYTES = 64, /* of what was typed the search takes */
    HOLDERS_SEEN = 8     /* of a code: one of them the viewer may see */
};

struct suggesting {
    struct store *store;
    const struct viewer *viewer;
    struct arena *arena;
    struct suggestion *items;
    struct slice *normals; /* of the texts, so that none is offered twice */
    size_t count, limit;
};

static void add_path(struct suggesting *s, struct slice text, const char *kind,
                     struct slice path)
{
    struct slice normal = phrase_normalize(s->arena, text);
    for (size_t i = 0; i < s->count; i++)
        if (slice_eq(s->items[i].path, path) || slice_eq(s->normals[i], normal))
            return;
    if (s->count == s->limit)
        return;
    s->normals[s->count] = normal;
    s->items[s->count++] =
        (struct suggestion){.text = text, .kind = slice_cstr(kind), .path = path};
}

static void add(struct suggesting *s, struct slice text, const char *kind,
                const char *folder, struct slice slug)
{
    add_path(s, text, kind,
             arena_format(s->arena, "%s" SLICE_FMT, folder, SLICE_ARG(slug)));
}

/* ---- codes ------------------------------------------------------------------------- */

/* Some guide that holds the term is one that the viewer may see. */
static enum status is_seen(struct suggesting *s, const struct posting_term *term,
                           bool *out_seen)
{
    struct posting_list list;
    struct article_heads heads = {0};
    int64_t ids[HOLDERS_SEEN];
    size_t count = 0;
    uint32_t number = 0;
    unsigned char impact;
    enum status status = postings_by_id(s->store, term->id, s->arena, &list);
    if (status != STATUS_OK)
        return status;
    while (count < HOLDERS_SEEN && posting_take(&list.head, &number, &impact))
        if (postings_article_id(s->store, number, &ids[count]) == STATUS_OK)
            count++;
    status = articles_heads_by_ids(s->store, s->viewer, ids, count, s->arena, &heads);
    *out_seen = heads.count > 0;
    return status;
}

/* As people write it: 0x800704cf, AADSTS50011, KB5034441; others as they stand in text. */
static struct slice shown_code(struct suggesting *s, struct slice term)
{
    struct error_code codes[CODES_FOUND_MAX];
    struct slice text = term;
    if (slice_starts(term, SLICE(CODE_PREFIX))) {
        struct slice digits = slice_from(term, 1);
        int zeros = digits.len < 8 ? 8 - (int)digits.len : 0;
        text = arena_format(s->arena, "0x%.*s" SLICE_FMT, zeros, "00000000",
                            SLICE_ARG(digits));
    }
    bool alone = codes_find(text, codes) == 1 && codes[0].family != CODE_NUMBER &&
                 codes[0].family != CODE_WIN32;
    return alone ? code_text(s->arena, codes[0]) : text;
}

static enum status add_code(struct suggesting *s, const struct posting_term *term)
{
    struct buf path;
    bool seen = false;
    enum status status = is_seen(s, term, &seen);
    if (status != STATUS_OK || !seen)
        return status;
    struct slice text = shown_code(s, term->term);
    buf_init(&path, 0);
    buf_add_cstr(&path, "/search?q=");
    buf_add_url_component(&path, text);
    add_path(s, text, "code", arena_slice(s->arena, buf_slice(&path)));
    buf_release(&path);
    return STATUS_OK;
}

/* The beginning of terms that the typed code may become; empty when it is none. */
static struct slice code_beginning(struct suggesting *s, struct slice text)
{
    struct slice word = text_fold(s->arena, slice_trim(text));
    bool digit = false;
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == ' ')
            return SLICE("");
        digit = digit || (word.ptr[i] >= '0' && word.ptr[i] <= '9') ||
                word.ptr[i] == '_' || word.ptr[i] == '.';
    }
    if (word.len < CODE_LETTERS_MIN || word.len > TERM_BYTES_MAX)
        return SLICE("");
    if (slice_starts(word, SLICE("0x"))) {
        struct slice hex = slice_from(word, 2);
        while (hex.len && hex.ptr[0] == '0')
            hex = slice_from(hex, 1);
        return hex.len ? arena_format(s->arena, CODE_PREFIX SLICE_FMT, SLICE_ARG(hex))
                       : hex;
    }
    bool family =
        slice_starts(SLICE("aadsts"), word) || slice_starts(word, SLICE("aadsts"));
    return digit || family ? word : SLICE("");
}

static enum status add_codes(struct suggesting *s, struct slice text)
{
    struct slice beginning = code_beginning(s, text);
    struct posting_term *terms = NULL;
    size_t count = 0, most = s->count + CODES_OFFERED;
    if (beginning.len == 0)
        return STATUS_OK;
    enum status status =
        postings_names_from(s->store, beginning, CODES_SEEN, s->arena, &terms, &count);
    for (size_t i = 0; status == STATUS_OK && i < count && s->count < most; i++)
        if (slice_starts(terms[i].term, SLICE(CODE_PREFIX)) ||
            term_is_code(terms[i].term))
            status = add_code(s, &terms[i]);
    return status;
}

/* ---- phrases and titles -------------------------------------------------------------- */

/* The owner and slug of today. */
static enum status add_phrase(struct suggesting *s, const struct posting_prompt *prompt)
{
    struct phrase phrase;
    enum status status =
        phrases_by_normal(s->store, s->viewer, prompt->normal, s->arena, &phrase);
    if (status == STATUS_OK && phrase.article_slug.len)
        add(s, phrase.text, "phrase", "/q/", phrase.slug);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status add_title(struct suggesting *s, const struct posting_prompt *prompt)
{
    struct article_heads heads;
    enum status status = articles_heads_by_ids(s->store, s->viewer, &prompt->article_id,
                                               1, s->arena, &heads);
    if (status == STATUS_OK && heads.count)
        add(s, heads.items[0].title, "guide", "/articles/", heads.items[0].slug);
    return status;
}

static enum status add_prompts(struct suggesting *s, struct slice prefix)
{
    struct posting_prompt *prompts;
    size_t count;
    enum status status = postings_prompts_from(s->store, s->viewer, prefix, PROMPTS_SEEN,
                                               s->arena, &prompts, &count);
    for (size_t i = 0; status == STATUS_OK && i < count && s->count < s->limit; i++)
        status = prompts[i].kind == PROMPT_PHRASE ? add_phrase(s, &prompts[i])
                                                  : add_title(s, &prompts[i]);
    return status;
}

/* Of a long paste its beginning: whole words, so that none is taken for another. */
static struct slice beginning_of(struct slice text)
{
    size_t end = FOUND_BY_BYTES;
    if (text.len <= end)
        return text;
    while (end && text.ptr[end] != ' ' && text.ptr[end] != '\n')
        end--;
    for (size_t i = FOUND_BY_BYTES; !end && i; i--) /* no blank: whole characters */
        if (((unsigned char)text.ptr[i] & 0xC0) != 0x80)
            end = i;
    return slice_first(text, end);
}

static enum status add_found(struct suggesting *s, struct slice text)
{
    struct search_query query = {
        .text = beginning_of(text), .brief = true, .limit = s->limit};
    struct search_results results;
    enum status status = search_run(s->store, s->viewer, &query, s->arena, &results);
    for (size_t i = 0; status == STATUS_OK && i < results.count; i++)
        add(s, results.hits[i].head.title, "guide", "/articles/",
            results.hits[i].head.slug);
    return status;
}

enum status search_suggest(struct store *store, const struct viewer *viewer,
                           struct slice text, size_t limit, struct arena *arena,
                           struct suggestion **out_suggestions, size_t *out_count)
{
    struct suggesting s = {.store = store, .viewer = viewer, .arena = arena};
    s.limit = limit < 1 ? 1 : limit > SUGGESTIONS_MAX ? SUGGESTIONS_MAX : limit;
    s.items = ARENA_ARRAY(arena, s.limit, struct suggestion);
    s.normals = ARENA_ARRAY(arena, s.limit, struct slice);
    struct slice prefix = phrase_normalize(arena, text);
    enum status status = STATUS_OK;
    if (prefix.len)
        status = add_codes(&s, text);
    if (status == STATUS_OK && prefix.len)
        status = add_prompts(&s, prefix);
    if (status == STATUS_OK && prefix.len && s.count < s.limit)
        status = add_found(&s, text);
    if (status != STATUS_OK)
        return status;
    *out_suggestions = s.items;
    *out_count = s.count;
    return STATUS_OK;
}
