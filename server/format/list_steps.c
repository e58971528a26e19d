/* Fix sections that number their steps as an ordered list instead of headings. */
#include "base/utf8.h"
#include "sections.h"

enum { TITLE_BYTES = 120 };

static bool is_ordered(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_LIST &&
           cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
}

static size_t line_count(cmark_node *node)
{
    int lines = cmark_node_get_end_line(node) - cmark_node_get_start_line(node) + 1;
    return lines > 0 ? (size_t)lines : 0;
}

/* The one ordered list that the section is about: two steps or more, at least half of the
 * lines, and behind it nothing but callouts. */
static cmark_node *main_list(cmark_node *first, cmark_node *end)
{
    cmark_node *list = NULL;
    size_t before = 0;
    for (cmark_node *n = first; n && n != end; n = cmark_node_next(n)) {
        cmark_node_type type = cmark_node_get_type(n);
        if (type == CMARK_NODE_HEADING || (list && type != CMARK_NODE_BLOCK_QUOTE))
            return NULL;
        if (is_ordered(n))
            list = n;
        else if (!list)
            before += line_count(n);
    }
    if (!list || cmark_node_first_child(list) == cmark_node_last_child(list) ||
        cmark_node_get_list_start(list) > 1)
        return NULL;
    return line_count(list) >= before ? list : NULL;
}

static bool is_rich(cmark_node *node)
{
    bool rich = false;
    cmark_iter *iter = cmark_iter_new(node);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(iter));
        rich |= type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE ||
                type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_LINEBREAK;
    }
    cmark_iter_free(iter);
    return rich;
}

/* Length of the first sentence: up to a full stop before a space and a capital. */
static size_t sentence_length(struct slice text)
{
    for (size_t i = 0; i + 2 < text.len; i++)
        if (strchr(".!?", text.ptr[i]) && text.ptr[i + 1] == ' ' &&
            text.ptr[i + 2] >= 'A' && text.ptr[i + 2] <= 'Z')
            return i + 1;
    return text.len;
}

/* Not more than TITLE_BYTES, in whole words; an ellipsis tells that there is more. */
static struct slice shorten(struct arena *arena, struct slice text)
{
    size_t len = TITLE_BYTES;
    if (text.len <= len)
        return text;
    while (len && text.ptr[len] != ' ')
        len--;
    struct slice head = len ? slice_first(text, len) : utf8_first(text, TITLE_BYTES);
    return arena_format(arena, SLICE_FMT "\xE2\x80\xA6", SLICE_ARG(head));
}

static struct slice without_stop(struct slice title)
{
    if (title.len && strchr(".:", title.ptr[title.len - 1]))
        title.len--;
    return title;
}

/* "**Restart the service.** Then …": the strong words are the title and leave the text.
 */
static bool take_strong(struct cutting *c, cmark_node *para, struct slice *out_title)
{
    cmark_node *strong = cmark_node_first_child(para);
    if (!strong || cmark_node_get_type(strong) != CMARK_NODE_STRONG)
        return false;
    struct slice title = markdown_text(c->parse->arena, strong);
    bool ends = title.len && strchr(".:!?", title.ptr[title.len - 1]);
    cmark_node *next = cmark_node_next(strong);
    bool alone = !next || cmark_node_get_type(next) == CMARK_NODE_SOFTBREAK ||
                 (cmark_node_get_type(next) == CMARK_NODE_TEXT &&
                  (slice_starts(markdown_literal(next), SLICE(":")) ||
                   slice_starts(markdown_literal(next), SLICE("."))));
    if (title.len > TITLE_BYTES || is_rich(strong) || (!ends && !alone))
        return false;
    if (next && !ends && cmark_node_get_type(next) == CMARK_NODE_TEXT)
        cmark_node_set_literal(
            next, arena_strdup(c->parse->arena, markdown_literal(next).ptr + 1));
    else if (next && cmark_node_get_type(next) == CMARK_NODE_SOFTBREAK)
        cmark_node_free(next);
    cmark_node_free(strong);
    *out_title = title;
    return true;
}

static void add_list_step(struct cutting *c, cmark_node *item)
{
    size_t line = markdown_line(item);
    struct arena *arena = c->parse->arena;
    cmark_node *para = cmark_node_first_child(item), *body = para;
    struct slice title = SLICE("");
    if (!para || cmark_node_get_type(para) != CMARK_NODE_PARAGRAPH) {
        title = para ? markdown_text(arena, para) : title;
        title = shorten(arena, slice_first(title, sentence_length(title)));
    } else if (!take_strong(c, para, &title)) {
        struct slice words = markdown_text(arena, para);
        size_t len = sentence_length(words);
        if (len == words.len && len <= TITLE_BYTES && !is_rich(para))
            body = cmark_node_next(para);
        title = shorten(arena, slice_first(words, len));
    }
    if (para && body == para && !cmark_node_first_child(para) &&
        cmark_node_get_type(para) == CMARK_NODE_PARAGRAPH)
        body = cmark_node_next(para);
    const struct section *section =
        (struct section *)c->sections.items + c->sections.count - 1;
    struct step *step = step_add(c, title.len ? without_stop(title) : section->title);
    step->html = blocks_html(arena, body, NULL);
    step->line = line;
}

cmark_node *list_steps_add(struct cutting *c, cmark_node *first, cmark_node *end)
{
    cmark_node *list = main_list(first, end);
    if (!list)
        return end;
    for (cmark_node *n = cmark_node_first_child(list); n; n = cmark_node_next(n))
        add_list_step(c, n);
    struct step *last = (struct step *)c->steps.items + c->steps.count - 1;
    struct slice behind = blocks_html(c->parse->arena, cmark_node_next(list), end);
    if (behind.len)
        last->html = arena_format(c->parse->arena, SLICE_FMT "\n" SLICE_FMT,
                                  SLICE_ARG(last->html), SLICE_ARG(behind));
    return list;
}
