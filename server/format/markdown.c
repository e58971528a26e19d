#include "markdown.h"

#include "containers.h"
#include "docfx.h"
#include "inclusion.h"
#include "links.h"
#include "raw_html.h"
#include "tree_memory.h"
#include "url.h"

#include <cmark-gfm-core-extensions.h>
#include <pthread.h>
#include <stdlib.h>

enum {
    OPTIONS = CMARK_OPT_UNSAFE,
    NODE_DEPTH_MAX = 250 /* blocks and inlines in each other */
};

static pthread_mutex_t the_lock = PTHREAD_MUTEX_INITIALIZER;

static void lock(void)
{
    if (pthread_mutex_lock(&the_lock) != 0)
        abort();
    cmark_gfm_core_extensions_ensure_registered();
}

static void unlock(void)
{
    if (pthread_mutex_unlock(&the_lock) != 0)
        abort();
}

bool markdown_is_block(cmark_node *node)
{
    return (cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK;
}

static cmark_node *parse_text(struct slice text)
{
    static const char *const names[] = {"table", "strikethrough", "autolink", "tasklist"};
    lock();
    cmark_parser *parser = cmark_parser_new_with_mem(OPTIONS, &tree_memory);
    if (!parser)
        abort();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(names[i]);
        if (!extension || !cmark_parser_attach_syntax_extension(parser, extension))
            abort();
    }
    cmark_parser_feed(parser, text.len ? text.ptr : "", text.len);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    unlock();
    if (!root)
        abort();
    return root;
}

cmark_node *markdown_new(cmark_node_type type)
{
    return cmark_node_new_with_mem(type, &tree_memory);
}

/* ---- where a node came from -------------------------------------------------------- */

void markdown_set_origin(cmark_node *node, const struct origin *origin)
{
    cmark_node_set_user_data(node, (void *)(uintptr_t)origin);
}

size_t markdown_line_or_0(cmark_node *node)
{
    const struct origin *origin = cmark_node_get_user_data(node);
    int line = cmark_node_get_start_line(node);
    if (origin)
        return origin->line;
    return line > 0 ? (size_t)line : 0;
}

size_t markdown_line(cmark_node *node)
{
    size_t line = markdown_line_or_0(node);
    return line ? line : 1;
}

struct slice markdown_fence_info(const struct parse *parse, cmark_node *fence)
{
    const struct origin *origin = cmark_node_get_user_data(fence);
    if (origin)
        return origin->info;
    size_t line = markdown_line(fence);
    size_t start = lines_start(&parse->lines, line);
    size_t end = lines_start(&parse->lines, line + 1);
    struct slice info = slice_trim(slice_of(parse->source.ptr + start, end - start));
    while (info.len && (info.ptr[0] == '`' || info.ptr[0] == '~'))
        info = slice_from(info, 1);
    return slice_trim(info);
}

struct slice markdown_literal(cmark_node *node)
{
    return slice_cstr(cmark_node_get_literal(node));
}

/* ---- foreign marks ----------------------------------------------------------------- */

static void note_code(cmark_node *root, bool *is_code, size_t line_count)
{
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_ENTER ||
            cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK)
            continue;
        size_t end = (size_t)cmark_node_get_end_line(node);
        for (size_t line = markdown_line(node); line <= end && line <= line_count; line++)
            is_code[line - 1] = true;
    }
    cmark_iter_free(iter);
}

/* Where code stands is known only after a first reading. */
static void reduce_foreign_marks(struct parse *parse)
{
    bool boxed = containers_are_likely(parse, parse->body);
    if (!boxed && !docfx_is_likely(parse->body))
        return;
    bool *is_code = ARENA_ARRAY(parse->arena, parse->lines.count + 1, bool);
    cmark_node *root = parse_text(parse->body);
    note_code(root, is_code, parse->lines.count);
    cmark_node_free(root);
    if (boxed)
        parse->body = containers_reduce(parse, parse->body, is_code, parse->lines.count);
    parse->body = docfx_reduce(parse, parse->body, is_code, parse->lines.count);
}

/* ---- links and raw HTML ------------------------------------------------------------ */

void markdown_unwrap(cmark_node *node)
{
    cmark_node *child;
    while ((child = cmark_node_first_child(node)))
        cmark_node_insert_before(node, child);
    cmark_node_free(node);
}

/* "<psf:value>" is an address to Markdown and a tag to its author: it stays as typed. */
static bool settle_pseudo_tag(struct parse *parse, cmark_node *link, struct slice href)
{
    cmark_node *words = cmark_node_first_child(link);
    if (url_kind_of(href) != URL_REFUSED || !words || cmark_node_next(words) ||
        cmark_node_get_type(words) != CMARK_NODE_TEXT ||
        !slice_eq(markdown_literal(words), href))
        return false;
    struct slice typed = arena_format(parse->arena, "<" SLICE_FMT ">", SLICE_ARG(href));
    cmark_node_set_literal(words, typed.ptr);
    markdown_unwrap(link);
    return true;
}

static void settle_link(struct parse *parse, cmark_node *node, size_t line)
{
    struct slice href = slice_cstr(cmark_node_get_url(node));
    if (parse->includes.count && slice_starts(href, parse->include_scheme))
        return;
    if (settle_pseudo_tag(parse, node, href))
        return;
    struct slice url = link_resolve(parse, href, line);
    if (url.len == 0 && cmark_node_get_type(node) == CMARK_NODE_LINK)
        markdown_unwrap(node);
    else
        cmark_node_set_url(node, arena_strndup(parse->arena, url.ptr, url.len));
}

static void settle_inline_html(struct raw_html *raw, cmark_node *node)
{
    struct buf html;
    buf_init(&html, 0);
    struct slice literal = markdown_literal(node);
    if (raw_html_inline(raw, literal, &html)) {
        cmark_node_set_literal(node, html.len ? html.ptr : "");
    } else {
        cmark_node *text = markdown_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(
            text, arena_strndup(raw->parse->arena, literal.ptr, literal.len));
        cmark_node_replace(node, text);
        cmark_node_free(node);
    }
    buf_release(&html);
}

static void settle_html_block(struct raw_html *raw, cmark_node *node)
{
    struct buf html;
    buf_init(&html, 0);
    raw_html_block(raw, markdown_literal(node), &html);
    cmark_node_set_literal(node, html.len ? html.ptr : "");
    buf_release(&html);
}

static void settle(struct raw_html *raw, cmark_node *node, cmark_event_type event)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK:
        settle_html_block(raw, node);
        break;
    case CMARK_NODE_HTML_INLINE:
        settle_inline_html(raw, node);
        break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        if (event == CMARK_EVENT_EXIT)
            settle_link(raw->parse, node, raw->line);
        break;
    default:
        break;
    }
}

static enum status refuse_depth(struct parse *parse, size_t line)
{
    parse_error(parse, line, "nesting", "The text is nested too deeply");
    return STATUS_TOO_LARGE;
}

/* Types that the iterator enters and never leaves. */
static bool is_leaf(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_THEMATIC_BREAK ||
           type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_TEXT ||
           type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
           type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE;
}

static enum status walk(struct raw_html *raw, cmark_iter *iter)
{
    size_t depth = 0;
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_ENTER && markdown_is_block(node) &&
            markdown_line_or_0(node))
            raw->line = markdown_line(node);
        if (event == CMARK_EVENT_EXIT)
            depth--;
        else if (!is_leaf(node) && ++depth > NODE_DEPTH_MAX)
            return refuse_depth(raw->parse, raw->line);
        settle(raw, node, event);
        if (raw->too_deep)
            return refuse_depth(raw->parse, raw->line);
    }
    return STATUS_OK;
}

/* Trees that each are not too deep may be so in each other. */
static enum status check_depth(struct parse *parse, cmark_node *root)
{
    size_t depth = 0, line = 1;
    enum status status = STATUS_OK;
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while (status == STATUS_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_EXIT) {
            depth--;
            continue;
        }
        line = markdown_line_or_0(node) ? markdown_line_or_0(node) : line;
        if (!is_leaf(node) && ++depth > NODE_DEPTH_MAX)
            status = refuse_depth(parse, line);
    }
    cmark_iter_free(iter);
    return status;
}

static enum status settle_all(struct parse *parse, cmark_node *root)
{
    struct raw_html raw = {.parse = parse};
    cmark_iter *iter = cmark_iter_new(root);
    enum status status = walk(&raw, iter);
    cmark_iter_free(iter);
    if (status == STATUS_OK && parse->includes.count) {
        inclusion_expand(parse, root);
        status = check_depth(parse, root);
    }
    return status;
}

enum status markdown_read(struct parse *parse, cmark_node **out_root)
{
    reduce_foreign_marks(parse);
    cmark_node *root = parse_text(parse->body);
    enum status status = settle_all(parse, root);
    if (status != STATUS_OK) {
        cmark_node_free(root);
        return status;
    }
    cmark_consolidate_text_nodes(root);
    *out_root = root;
    return STATUS_OK;
}

void markdown_render(cmark_node *node, struct buf *out)
{
    char *html = cmark_render_html(node, OPTIONS, NULL);
    buf_add_cstr(out, html);
    tree_memory.free(html);
}

static void add_words(struct buf *out, struct slice words)
{
    for (size_t i = 0; i < words.len; i++)
        if (!strchr(" \t\n", words.ptr[i]))
            buf_add_byte(out, words.ptr[i]);
        else if (out->len && out->ptr[out->len - 1] != ' ')
            buf_add_byte(out, ' ');
}

struct slice markdown_text(struct arena *arena, cmark_node *node)
{
    struct buf words;
    buf_init(&words, 0);
    cmark_iter *iter = cmark_iter_new(node);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *part = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(part);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE ||
            type == CMARK_NODE_CODE_BLOCK)
            add_words(&words, markdown_literal(part));
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
                 markdown_is_block(part))
            add_words(&words, SLICE(" "));
    }
    cmark_iter_free(iter);
    struct slice s = arena_slice(arena, slice_trim(buf_slice(&words)));
    buf_release(&words);
    return s;
}
