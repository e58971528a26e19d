/* One walk over the safe HTML that the article has anyway, so that a store's articles can
 * be looked through again without their files. */
#include "format/article_messages.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/utf8.h"
#include "messages.h"
#include "model/slug.h"

#include <stdlib.h>

enum {
    LEAD_BYTES = 160,    /* of the words before a text that may announce it */
    FENCE_LINES_MAX = 12 /* of a fence that is one message as a whole */
};

struct walk {
    struct arena *arena, scratch; /* scratch: emptied after each block */
    struct list messages;         /* struct article_message */
    struct slice rest;            /* HTML that is left */
    struct buf block;             /* words of the block in hand; lines by "\n" */
    struct buf quote;             /* all blocks of the quote in hand */
    struct buf lead;              /* the last plain block */
    size_t quotes, quote_blocks;  /* block quotes around; blocks in the outermost */
    size_t mark_start;            /* of the bold type or code in hand */
    int marks;                    /* how many are open */
    bool pre, foreign;            /* in a fence; in one of a language */
    int64_t place;
};

/* ---- candidates ---------------------------------------------------------------------- */

/* On one line, without runs of spaces. */
static struct slice one_line(struct arena *arena, struct slice text)
{
    char *out = arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        c = c == '\t' || c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
        if (c != ' ' || (len && out[len - 1] != ' '))
            out[len++] = c;
    }
    while (len && out[len - 1] == ' ')
        len--;
    return slice_of(out, len);
}

static bool is_known(struct walk *w, struct slice normal)
{
    const struct article_message *messages = w->messages.items;
    for (size_t i = 0; i < w->messages.count; i++)
        if (slice_eq(messages[i].normal, normal))
            return true;
    return false;
}

static void keep(struct walk *w, struct slice text, int64_t key)
{
    struct slice normal = phrase_normalize(&w->scratch, text);
    if (w->messages.count >= ARTICLE_MESSAGES_MAX || normal.len == 0 ||
        is_known(w, normal))
        return;
    *LIST_PUSH(&w->messages, struct article_message) = (struct article_message){
        arena_slice(w->arena, text), w->place, arena_slice(w->arena, normal), key};
}

/* As much of a long text as a message may have. */
static struct slice cut(struct arena *arena, struct slice text)
{
    const struct slice dots = SLICE("\xE2\x80\xA6");
    if (text.len <= ARTICLE_MESSAGE_BYTES_MAX)
        return text;
    struct slice head = utf8_first(text, ARTICLE_MESSAGE_BYTES_MAX - dots.len);
    while (head.len && head.ptr[head.len - 1] != ' ')
        head.len--;
    head = slice_trim(head);
    return head.len ? arena_format(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(head),
                                   SLICE_ARG(dots))
                    : SLICE("");
}

static void consider(struct walk *w, struct slice text, enum message_setting setting,
                     bool led)
{
    int64_t key = 0;
    struct slice line = cut(&w->scratch, one_line(&w->scratch, text));
    if (w->messages.count < ARTICLE_MESSAGES_MAX &&
        message_is_likely(&w->scratch, line, setting, led, &key))
        keep(w, line, key);
}

static void consider_lines(struct walk *w, struct slice text)
{
    struct slice rest = text, line;
    while (slice_line(&rest, &line))
        consider(w, line, SETTING_LINE, false);
}

static size_t count_lines(struct slice text)
{
    struct slice rest = slice_trim(text), line;
    size_t lines = 0;
    while (slice_line(&rest, &line))
        lines++;
    return lines;
}

static bool is_led(const struct walk *w)
{
    struct slice lead = buf_slice(&w->lead);
    return message_is_announced(
        slice_from(lead, lead.len > LEAD_BYTES ? lead.len - LEAD_BYTES : 0));
}

/* ---- blocks -------------------------------------------------------------------------- */

static void end_fence(struct walk *w, struct slice text)
{
    size_t lines = count_lines(text);
    if (w->foreign)
        return;
    if (lines <= FENCE_LINES_MAX)
        consider(w, text, SETTING_FENCE, is_led(w));
    if (lines > 1)
        consider_lines(w, text);
}

static void end_quoted_block(struct walk *w, struct slice text)
{
    consider(w, text, SETTING_QUOTE, is_led(w));
    if (count_lines(text) > 1)
        consider_lines(w, text);
    if (w->quote_blocks++)
        buf_add_byte(&w->quote, '\n');
    buf_add(&w->quote, text);
}

/* Length of the quotation mark at the beginning, and the one that ends what it opens. */
static size_t opening_quote(struct slice text, struct slice *out_end)
{
    static const struct {
        struct slice open, close;
    } pairs[] = {
        {{"\"", 1}, {"\"", 1}},
        {{"\xE2\x80\x9C", 3}, {"\xE2\x80\x9D", 3}},
        {{"\xC2\xAB", 2}, {"\xC2\xBB", 2}},
        {{"\xE2\x80\x9E", 3}, {"\xE2\x80\x9C", 3}},
    };
    if (text.ptr[0] != '"' && !(text.ptr[0] & 0x80)) /* nearly each byte */
        return 0;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (slice_starts(text, pairs[i].open)) {
            *out_end = pairs[i].close;
            return pairs[i].open.len;
        }
    return 0;
}

/* Texts in quotation marks within a plain block. */
static void consider_quotations(struct walk *w, struct slice text)
{
    struct slice end = {0};
    for (size_t at = 0; at < text.len;) {
        size_t open = opening_quote(slice_from(text, at), &end);
        struct slice inner = slice_from(text, at + open);
        size_t len = open ? slice_find_slice(inner, end) : inner.len;
        if (open == 0 || len == inner.len) {
            at++;
            continue;
        }
        size_t lead = at > LEAD_BYTES ? at - LEAD_BYTES : 0;
        consider(w, slice_first(inner, len), SETTING_QUOTED,
                 message_is_announced(slice_of(text.ptr + lead, at - lead)));
        at += open + len + end.len;
    }
}

static void end_plain_block(struct walk *w, struct slice text)
{
    consider_quotations(w, text);
    buf_reset(&w->lead);
    buf_add(&w->lead, text);
}

static void end_block(struct walk *w)
{
    struct slice text = slice_trim(buf_slice(&w->block));
    if (text.len && w->pre)
        end_fence(w, text);
    else if (text.len && w->quotes)
        end_quoted_block(w, text);
    else if (text.len)
        end_plain_block(w, text);
    buf_reset(&w->block);
    w->marks = 0;
    arena_reset(&w->scratch);
}

static void end_mark(struct walk *w)
{
    if (w->marks == 0 || --w->marks > 0 || w->pre || w->quotes)
        return;
    struct slice block = buf_slice(&w->block);
    struct slice before = slice_first(block, w->mark_start);
    consider(w, slice_from(block, w->mark_start), SETTING_MARKED,
             message_is_announced(slice_from(
                 before, before.len > LEAD_BYTES ? before.len - LEAD_BYTES : 0)));
}

/* ---- tags ---------------------------------------------------------------------------- */

struct tag {
    struct slice name, attributes;
    bool closes;
};

static void block_tag(struct walk *w, const struct tag *tag)
{
    (void)tag;
    end_block(w);
}

static void quote_tag(struct walk *w, const struct tag *tag)
{
    end_block(w);
    if (!tag->closes) {
        w->quotes++;
    } else if (w->quotes && --w->quotes == 0) {
        if (w->quote_blocks > 1)
            consider(w, buf_slice(&w->quote), SETTING_QUOTE, is_led(w));
        buf_reset(&w->quote);
        w->quote_blocks = 0;
        arena_reset(&w->scratch);
    }
}

/* Languages in which no machine talks to people. */
static bool is_foreign(struct slice attributes)
{
    static const char *const spoken[] = {"console", "output",    "text",  "txt", "log",
                                         "none",    "plaintext", "error", "dos", "cmd"};
    const struct slice name = SLICE("data-language=\"");
    size_t at = slice_find_slice(attributes, name);
    if (at == attributes.len)
        return false;
    struct slice value = slice_from(attributes, at + name.len);
    value = slice_first(value, slice_find(value, '"'));
    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
        if (slice_eq_cstr(value, spoken[i]))
            return false;
    return value.len > 0;
}

static void pre_tag(struct walk *w, const struct tag *tag)
{
    end_block(w);
    w->pre = !tag->closes;
    w->foreign = w->pre && is_foreign(tag->attributes);
}

static void mark_tag(struct walk *w, const struct tag *tag)
{
    if (tag->closes)
        end_mark(w);
    else if (w->marks++ == 0)
        w->mark_start = w->block.len;
}

static void break_tag(struct walk *w, const struct tag *tag)
{
    (void)tag;
    buf_add_byte(&w->block, '\n');
}

typedef void tag_fn(struct walk *w, const struct tag *tag);

static const struct {
    const char *name;
    tag_fn *take;
} tags[] = {
    {"p", block_tag},          {"br", break_tag},    {"strong", mark_tag},
    {"li", block_tag},         {"code", mark_tag},   {"td", block_tag},
    {"blockquote", quote_tag}, {"pre", pre_tag},     {"b", mark_tag},
    {"ul", block_tag},         {"ol", block_tag},    {"th", block_tag},
    {"tr", block_tag},         {"table", block_tag}, {"div", block_tag},
    {"h1", block_tag},         {"h2", block_tag},    {"h3", block_tag},
    {"h4", block_tag},         {"h5", block_tag},    {"h6", block_tag},
    {"details", block_tag},    {"dt", block_tag},    {"dd", block_tag},
    {"summary", block_tag},    {"hr", block_tag},    {"figure", block_tag},
};

static void take_tag(struct walk *w)
{
    size_t end = slice_find(w->rest, '>');
    struct slice inner = slice_from(slice_first(w->rest, end), 1);
    struct tag tag = {.closes = inner.len && inner.ptr[0] == '/'};
    inner = slice_from(inner, tag.closes);
    size_t len = slice_find(inner, ' ');
    tag.name = slice_first(inner, len);
    tag.attributes = slice_from(inner, len);
    w->rest = slice_from(w->rest, end + 1);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (slice_eq_cstr(tag.name, tags[i].name)) {
            tags[i].take(w, &tag);
            return;
        }
}

/* Safe HTML has these entities, and no others. */
static void take_entity(struct walk *w)
{
    static const struct {
        struct slice entity;
        char byte;
    } entities[] = {
        {{"&amp;", 5}, '&'},  {{"&lt;", 4}, '<'},   {{"&gt;", 4}, '>'},
        {{"&quot;", 6}, '"'}, {{"&#39;", 5}, '\''},
    };
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (slice_starts(w->rest, entities[i].entity)) {
            buf_add_byte(&w->block, entities[i].byte);
            w->rest = slice_from(w->rest, entities[i].entity.len);
            return;
        }
    buf_add_byte(&w->block, '&');
    w->rest = slice_from(w->rest, 1);
}

static bool ends_words(char c)
{
    return c == '<' || c == '&' || c == '\n';
}

/* Line ends of the source are spaces, but in a fence. */
static void take_words(struct walk *w)
{
    size_t len = 0;
    while (len < w->rest.len && !ends_words(w->rest.ptr[len]))
        len++;
    buf_add(&w->block, slice_first(w->rest, len));
    if (len < w->rest.len && w->rest.ptr[len] == '\n') {
        bool broken = w->block.len && w->block.ptr[w->block.len - 1] == '\n';
        if (w->pre || !broken)
            buf_add_byte(&w->block, w->pre ? '\n' : ' ');
        len++;
    }
    w->rest = slice_from(w->rest, len);
}

static void walk_html(struct walk *w, struct slice html)
{
    w->rest = html;
    while (w->rest.len && w->messages.count < ARTICLE_MESSAGES_MAX)
        if (w->rest.ptr[0] == '<')
            take_tag(w);
        else if (w->rest.ptr[0] == '&')
            take_entity(w);
        else
            take_words(w);
    end_block(w);
    w->quotes = 0;
    w->pre = false;
}

/* ---- the whole ----------------------------------------------------------------------- */

static int64_t place_of(enum section_kind kind)
{
    return kind == SECTION_INTRO || kind == SECTION_SYMPTOMS ? 0
           : kind == SECTION_CAUSES                          ? 1
                                                             : 2;
}

void article_messages_find(struct arena *arena, struct article_doc *doc)
{
    struct walk w = {.arena = arena, .messages = LIST_OF(arena, struct article_message)};
    arena_init(&w.scratch, 1 << 14);
    buf_init(&w.block, 0);
    buf_init(&w.quote, 0);
    buf_init(&w.lead, 0);
    size_t step = 0;
    for (size_t i = 0; i < doc->section_count; i++) {
        w.place = place_of(doc->sections[i].kind);
        if (doc->sections[i].kind != SECTION_COMMANDS)
            walk_html(&w, doc->sections[i].html);
        for (; step < doc->step_count && doc->steps[step].section == (int64_t)i; step++)
            walk_html(&w, doc->steps[step].html);
    }
    buf_release(&w.lead);
    buf_release(&w.quote);
    buf_release(&w.block);
    arena_release(&w.scratch);
    doc->messages = w.messages.items;
    doc->message_count = w.messages.count;
}
