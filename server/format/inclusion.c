#include "inclusion.h"

#include "base/utf8.h"
#include "ceilings.h"
#include "front_matter.h"
#include "links.h"

#include <stdlib.h>

/* ---- which file -------------------------------------------------------------------- */

static size_t depth_of(const struct parse *parse)
{
    size_t depth = 0;
    for (; parse->includer; parse = parse->includer)
        depth++;
    return depth;
}

static bool is_cycle(const struct parse *parse, struct slice path)
{
    for (; parse; parse = parse->includer)
        if (slice_eq(parse->options->path, path))
            return true;
    return false;
}

static bool asks_from_root(struct slice href)
{
    return slice_starts(href, SLICE("~/")) || slice_starts(href, SLICE("/"));
}

static enum status ask(struct parse *parse, struct slice path, struct slice *out_bytes)
{
    const struct article_options *options = parse->options;
    return path.len
               ? options->include(options->include_owner, parse->arena, path, out_bytes)
               : STATUS_NOT_FOUND;
}

/* A root that is meant ("~/includes/x.md") may be any folder above the file: what was
 * imported is often a part of a larger set, or holds several. */
static enum status find_file(struct parse *parse, struct slice href,
                             struct slice *out_path, struct slice *out_bytes)
{
    struct arena *arena = parse->arena;
    struct slice tail, from = parse->options->path;
    *out_path = article_path_join(arena, from, href, &tail);
    enum status status = ask(parse, *out_path, out_bytes);
    if (out_path->len == 0)
        return status;
    for (size_t at = 0, i = 0; i < from.len && at < 16; i++) {
        if (from.ptr[i] != '/' || !asks_from_root(href) || status != STATUS_NOT_FOUND)
            continue;
        struct slice below =
            arena_format(arena, SLICE_FMT "/" SLICE_FMT, SLICE_ARG(slice_first(from, i)),
                         SLICE_ARG(*out_path));
        status = ask(parse, below, out_bytes);
        if (status == STATUS_OK)
            *out_path = below;
        at++;
    }
    return status;
}

static const char missing[] = "is not there";

/* NULL, or why it may not be included. */
static const char *fault_of(const struct parse *parse, struct slice path,
                            enum status status, struct slice bytes)
{
    const struct whole *whole = parse->whole;
    if (path.len == 0)
        return "does not stay below the imported folder";
    if (is_cycle(parse, path))
        return "includes itself, directly or through others";
    if (depth_of(parse) >= INCLUDE_DEPTH_MAX)
        return "is included through too many others";
    if (status == STATUS_NOT_FOUND)
        return missing;
    if (status != STATUS_OK)
        return "cannot be read";
    if (whole->include_count > INCLUDES_MAX)
        return "is one of too many included files";
    if (whole->include_bytes > ARTICLE_BYTES_MAX)
        return "makes the whole too large";
    if (utf8_invalid_at(bytes) < bytes.len)
        return "is not UTF-8";
    return slice_find(bytes, '\0') < bytes.len ? "holds a NUL" : NULL;
}

/* ---- reading it -------------------------------------------------------------------- */

static enum status read_text(struct parse *inner, cmark_node **out_root)
{
    struct slice yaml;
    enum status status = front_matter_find(inner, &yaml, &inner->body_start);
    if (status != STATUS_OK)
        return status;
    parse_take_body(inner);
    status = ceilings_check(inner);
    return status == STATUS_OK ? markdown_read(inner, out_root) : status;
}

/* A fault in an included file is a warning of the file that includes it. */
static void pass_on(struct parse *parse, const struct problems *inside)
{
    for (size_t i = 0; i < problems_count(inside); i++) {
        const struct problem *from = problems_at(inside, i);
        struct problem *to = problems_warning(
            parse->problems, arena_strndup(parse->arena, from->code.ptr, from->code.len),
            from->field, SLICE_FMT, SLICE_ARG(from->message));
        to->file = from->file;
        to->line = from->line;
    }
}

/* From now on the nodes stand in the line of the mark. */
static void move_nodes(struct parse *inner, cmark_node *root, size_t line)
{
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_ENTER || !markdown_is_block(node))
            continue;
        struct origin *origin = ARENA_NEW(inner->arena, struct origin);
        origin->line = line;
        origin->info = cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK
                           ? markdown_fence_info(inner, node)
                           : SLICE("");
        markdown_set_origin(node, origin);
    }
    cmark_iter_free(iter);
}

static cmark_node *read_file(struct parse *parse, const struct include_mark *mark,
                             struct slice path, struct slice bytes)
{
    struct problems inside;
    struct article_options options = *parse->options;
    struct parse inner = *parse;
    cmark_node *root = NULL;
    problems_init(&inside, parse->arena);
    inside.file = path;
    options.path = path;
    inner.options = &options;
    inner.problems = &inside;
    inner.includer = parse;
    inner.source = bytes;
    inner.lines = lines_index(parse->arena, bytes);
    inner.includes = (struct list){0};
    enum status status = read_text(&inner, &root);
    if (status == STATUS_OK)
        move_nodes(&inner, root, mark->line);
    pass_on(parse, &inside);
    return status == STATUS_OK ? root : NULL;
}

/* NULL: a warning says why. */
static cmark_node *include(struct parse *parse, const struct include_mark *mark)
{
    struct whole *whole = parse->whole;
    struct slice path, bytes = SLICE("");
    enum status status = find_file(parse, mark->href, &path, &bytes);
    whole->include_count++;
    whole->include_bytes += bytes.len;
    whole_owes(whole, mark->href);
    whole_owes(whole, bytes);
    const char *fault = fault_of(parse, path, status, bytes);
    if (!fault)
        return read_file(parse, mark, path, bytes);
    parse_warning(parse, mark->line,
                  fault == missing ? "include.missing" : "include.refused",
                  "The included file '" SLICE_FMT "' %s",
                  SLICE_ARG(slice_first(mark->href, 200)), fault);
    return NULL;
}

/* ---- putting it in place ----------------------------------------------------------- */

static bool is_break(cmark_node *node)
{
    return !node || cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK ||
           cmark_node_get_type(node) == CMARK_NODE_LINEBREAK;
}

static bool is_alone(cmark_node *link)
{
    return cmark_node_get_type(cmark_node_parent(link)) == CMARK_NODE_PARAGRAPH &&
           is_break(cmark_node_previous(link)) && is_break(cmark_node_next(link));
}

/* Inline nodes borrow their words from the block that they were read in, which goes. */
static void own_words(cmark_node *node)
{
    cmark_iter *iter = cmark_iter_new(node);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *part = cmark_iter_get_node(iter);
        const char *literal = cmark_node_get_literal(part);
        char *copy = event == CMARK_EVENT_ENTER && literal ? strdup(literal) : NULL;
        if (copy)
            cmark_node_set_literal(part, copy);
        free(copy);
    }
    cmark_iter_free(iter);
}

static void drop(cmark_node *node)
{
    if (node)
        cmark_node_free(node);
}

/* What stands behind the mark in its paragraph gets one of its own. */
static void split_behind(struct parse *parse, cmark_node *paragraph, cmark_node *link)
{
    drop(cmark_node_next(link));
    if (!cmark_node_next(link))
        return;
    cmark_node *tail = markdown_new(CMARK_NODE_PARAGRAPH), *next;
    struct origin *origin = ARENA_NEW(parse->arena, struct origin);
    origin->line = markdown_line(paragraph);
    markdown_set_origin(tail, origin);
    while ((next = cmark_node_next(link))) {
        own_words(next);
        cmark_node_append_child(tail, next);
    }
    cmark_node_insert_after(paragraph, tail);
}

static void put_blocks(struct parse *parse, cmark_node *link, cmark_node *text)
{
    cmark_node *paragraph = cmark_node_parent(link), *block;
    split_behind(parse, paragraph, link);
    drop(cmark_node_previous(link));
    cmark_node_free(link);
    while ((block = cmark_node_last_child(text)))
        cmark_node_insert_after(paragraph, block);
    if (!cmark_node_first_child(paragraph))
        cmark_node_free(paragraph);
}

/* A cell of a table holds no line breaks. */
static void put_before(cmark_node *link, cmark_node *node)
{
    if (cmark_node_insert_before(link, node))
        return;
    cmark_node *space = markdown_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(space, " ");
    if (!cmark_node_insert_before(link, space))
        cmark_node_free(space);
    cmark_node_free(node);
}

static void put_words_of(struct parse *parse, cmark_node *link, cmark_node *block)
{
    cmark_node *child;
    if (cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH) {
        while ((child = cmark_node_first_child(block))) {
            own_words(child);
            put_before(link, child);
        }
    } else {
        struct slice words = markdown_text(parse->arena, block);
        child = markdown_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(child, words.len ? words.ptr : "");
        put_before(link, child);
    }
}

static void put_inline(struct parse *parse, cmark_node *link, cmark_node *text)
{
    cmark_node *block = cmark_node_first_child(text);
    for (; block; block = cmark_node_next(block)) {
        put_words_of(parse, link, block);
        if (cmark_node_next(block))
            put_before(link, markdown_new(CMARK_NODE_SOFTBREAK));
    }
    cmark_node_free(link);
}

/* The words of a mark whose file is missing. */
static void leave_words(cmark_node *link)
{
    cmark_node *parent = cmark_node_parent(link);
    markdown_unwrap(link);
    if (cmark_node_get_type(parent) == CMARK_NODE_PARAGRAPH &&
        !cmark_node_first_child(parent))
        cmark_node_free(parent);
}

static void expand(struct parse *parse, cmark_node *link)
{
    const struct include_mark *marks = parse->includes.items;
    struct slice href = slice_cstr(cmark_node_get_url(link));
    int64_t index = -1;
    slice_int64(slice_from(href, parse->include_scheme.len), &index);
    if (index < 0 || (size_t)index >= parse->includes.count)
        return;
    cmark_node *text = include(parse, &marks[index]);
    if (!text)
        leave_words(link);
    else if (is_alone(link))
        put_blocks(parse, link, text);
    else
        put_inline(parse, link, text);
    drop(text);
}

void inclusion_expand(struct parse *parse, cmark_node *root)
{
    struct list links = LIST_OF(parse->arena, cmark_node *);
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event == CMARK_EVENT_EXIT && cmark_node_get_type(node) == CMARK_NODE_LINK &&
            slice_starts(slice_cstr(cmark_node_get_url(node)), parse->include_scheme))
            *LIST_PUSH(&links, cmark_node *) = node;
    }
    cmark_iter_free(iter);
    for (size_t i = 0; i < links.count; i++)
        expand(parse, ((cmark_node **)links.items)[i]);
}
