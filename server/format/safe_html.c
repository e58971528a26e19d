#include "safe_html.h"

#include "base/utf8.h"
#include "html_tree.h"
#include "model/slug.h"
#include "safe_printer.h"
#include "url.h"

/* Far above what the ceilings before cmark let through; the stack is safe all the same.
 */
enum { ELEMENT_DEPTH_MAX = 1500 };

void printer_children(struct printer *p, const GumboVector *children, unsigned from)
{
    for (unsigned i = from; i < children->length; i++)
        printer_node(p, children->data[i]);
}

const char *html_attribute(const GumboElement *element, const char *name)
{
    const GumboAttribute *a = gumbo_get_attribute(&element->attributes, name);
    return a ? a->value : NULL;
}

const GumboElement *html_element(const GumboNode *node, GumboTag tag)
{
    return node && node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag
               ? &node->v.element
               : NULL;
}

static const char *literal_of(const GumboNode *node)
{
    return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
                   node->type == GUMBO_NODE_CDATA
               ? node->v.text.text
               : NULL;
}

/* ---- plain text -----------------------------------------------------------------------
 */

/* A line end (or, between cells, a tab), unless the text already ends with white space.
 */
void printer_break(struct printer *p, char with)
{
    p->gap = false;
    char last = p->text.len ? p->text.ptr[p->text.len - 1] : '\n';
    if (last == '\t' && with == '\n')
        p->text.ptr[p->text.len - 1] = '\n';
    else if (last != '\n' && last != '\t')
        buf_add_byte(&p->text, with);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* White space runs become one space, none at the beginning of a line. */
static void add_text(struct printer *p, struct slice s)
{
    while (s.len) {
        size_t word = 0;
        while (word < s.len && !is_space(s.ptr[word]))
            word++;
        if (word) {
            char last = p->text.len ? p->text.ptr[p->text.len - 1] : '\n';
            if (p->gap && last != '\n' && last != '\t')
                buf_add_byte(&p->text, ' ');
            p->gap = false;
            buf_add(&p->text, slice_first(s, word));
        }
        p->gap |= word < s.len;
        s = slice_from(s, word + 1);
    }
}

void printer_literal(struct printer *p, struct slice s)
{
    buf_add_html_text(&p->html, s);
    if (p->in_pre)
        buf_add(&p->text, s);
    else
        add_text(p, s);
}

/* The words of a subtree, without markup. */
static void gather(const GumboNode *node, struct buf *words, int depth)
{
    if (literal_of(node))
        buf_add_cstr(words, literal_of(node));
    if (node->type != GUMBO_NODE_ELEMENT || depth > ELEMENT_DEPTH_MAX)
        return;
    const GumboVector *children = &node->v.element.children;
    for (unsigned i = 0; i < children->length; i++)
        gather(children->data[i], words, depth + 1);
}

struct slice printer_words(struct printer *p, const GumboNode *node)
{
    struct buf words;
    buf_init(&words, 0);
    gather(node, &words, 0);
    struct slice s = arena_slice(p->arena, slice_trim(buf_slice(&words)));
    buf_release(&words);
    return s;
}

/* ---- attributes -----------------------------------------------------------------------
 */

void printer_attribute(struct printer *p, const char *name, struct slice value)
{
    buf_add_byte(&p->html, ' ');
    buf_add_cstr(&p->html, name);
    buf_add_cstr(&p->html, "=\"");
    buf_add_html_attr(&p->html, value);
    buf_add_byte(&p->html, '"');
}

static bool is_number(const char *value)
{
    int64_t number;
    return slice_int64(slice_cstr(value), &number) && strlen(value) <= 5;
}

/* Values that are numbers, and those that need no look. */
void printer_common(struct printer *p, const GumboElement *element,
                    const struct html_rule *rule)
{
    static const char *const numbers[] = {"start",   "value", "colspan",
                                          "rowspan", "width", "height"};
    static const char *const texts[] = {"title", "dir", "lang"};
    static const char *const flags[] = {"open", "reversed"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *value = html_attribute(element, numbers[i]);
        if (value && is_number(value) && html_rule_allows(rule, slice_cstr(numbers[i])))
            printer_attribute(p, numbers[i], slice_cstr(value));
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *value = html_attribute(element, texts[i]);
        if (value && *value)
            printer_attribute(p, texts[i], slice_cstr(value));
    }
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (html_attribute(element, flags[i]) &&
            html_rule_allows(rule, slice_cstr(flags[i])))
            buf_add_format(&p->html, " %s", flags[i]);
    const char *id = html_attribute(element, "id");
    if (id && !p->options->is_copy && slice_starts(slice_cstr(id), SLICE("x-")))
        printer_attribute(p, "id", slice_cstr(id));
}

void printer_open(struct printer *p, const GumboElement *element,
                  const struct html_rule *rule)
{
    buf_add_byte(&p->html, '<');
    buf_add_cstr(&p->html, rule->name);
    printer_common(p, element, rule);
    buf_add_byte(&p->html, '>');
}

void printer_close(struct printer *p, const char *name)
{
    buf_add_cstr(&p->html, "</");
    buf_add_cstr(&p->html, name);
    buf_add_byte(&p->html, '>');
}

/* ---- links and images -----------------------------------------------------------------
 */

/* "#Some-Heading" leads to where that heading went. */
static struct slice fragment_of(struct printer *p, struct slice url)
{
    struct slice name = url_decode(p->arena, slice_from(url, 1));
    struct slice anchor = utf8_invalid_at(name) == name.len
                              ? anchors_find(&p->options->parse->whole->anchors, name)
                              : SLICE("");
    return anchor.len ? arena_format(p->arena, "#" SLICE_FMT, SLICE_ARG(anchor)) : url;
}

static void print_link_start(struct printer *p, struct slice url, enum url_kind kind)
{
    buf_add_cstr(&p->html, "<a");
    printer_attribute(
        p, "href", kind == URL_FRAGMENT ? fragment_of(p, url) : url_clean(p->arena, url));
    if (kind == URL_OUTSIDE)
        printer_attribute(p, "rel", SLICE("noopener"));
}

static void print_link(struct printer *p, const GumboNode *node)
{
    const GumboElement *element = &node->v.element;
    struct slice url = slice_cstr(html_attribute(element, "href"));
    enum url_kind kind = url_kind_of(url);
    if (kind == URL_EMPTY || kind == URL_REFUSED || p->in_link) {
        const char *id = html_attribute(element, "id");
        if (id)
            printer_open(p, element, html_rule_find(SLICE("span")));
        printer_children(p, &element->children, 0);
        if (id)
            printer_close(p, "span");
        return;
    }
    print_link_start(p, url, kind);
    printer_common(p, element, html_rule_find(SLICE("a")));
    buf_add_byte(&p->html, '>');
    p->in_link++;
    size_t before = p->html.len;
    printer_children(p, &element->children, 0);
    if (p->html.len == before) /* an image that is not here, or nothing at all */
        printer_literal(p, url);
    p->in_link--;
    printer_close(p, "a");
}

/* What to call an image without words: the file name. */
static struct slice image_words(struct slice alt, struct slice url)
{
    struct slice rest = url, part, last = url;
    if (slice_trim(alt).len)
        return slice_trim(alt);
    while (slice_split(&rest, '/', &part))
        if (part.len)
            last = slice_first(part, slice_find(part, '?'));
    return last;
}

static void print_image(struct printer *p, const GumboNode *node)
{
    const GumboElement *element = &node->v.element;
    struct slice url = slice_cstr(html_attribute(element, "src"));
    struct slice alt = slice_cstr(html_attribute(element, "alt"));
    enum url_kind kind = url_kind_of(url);
    if (kind == URL_RELATIVE) {
        buf_add_cstr(&p->html, "<img");
        printer_attribute(p, "src", url_clean(p->arena, url));
        printer_attribute(p, "alt", alt);
        printer_common(p, element, html_rule_find(SLICE("img")));
        buf_add_cstr(&p->html, " loading=\"lazy\">");
        p->gap = true;
        add_text(p, alt);
        p->gap = true;
        return;
    }
    bool link = kind == URL_OUTSIDE && !p->in_link;
    struct slice words = image_words(alt, kind == URL_OUTSIDE ? url : SLICE(""));
    if (words.len == 0)
        return;
    if (link) {
        print_link_start(p, url, kind);
        buf_add_byte(&p->html, '>');
    } else {
        buf_add_cstr(&p->html, "<span class=\"image-alt\">");
    }
    printer_literal(p, words);
    printer_close(p, link ? "a" : "span");
}

/* ---- headings -------------------------------------------------------------------------
 */

static void print_id_of_heading(struct printer *p, struct slice words)
{
    struct anchors *anchors = &p->options->parse->whole->anchors;
    if (p->options->is_copy)
        return;
    struct slice slug = anchor_slug(p->arena, words);
    struct slice anchor = anchors_claim(anchors, slug);
    if (anchor.len == 0 && slug.len) {
        anchor = anchors_take(anchors, slug);
        anchors_alias(anchors, slug, anchor);
    }
    if (anchor.len)
        printer_attribute(p, "id", anchor);
}

/* One below the nearest heading above it that the source puts higher, so that siblings
 * stay siblings and no level is skipped. */
static int level_shown(struct printer *p, int level)
{
    int above = p->options->outline;
    for (int i = 1; i < level; i++)
        if (p->shown[i])
            above = p->shown[i];
    for (int i = level; i < 7; i++)
        p->shown[i] = 0;
    p->shown[level] = above < 6 ? above + 1 : 6;
    return p->shown[level];
}

static void print_heading(struct printer *p, const GumboNode *node, int level)
{
    int shown = level_shown(p, level);
    p->label = printer_words(p, node);
    buf_add_format(&p->html, "<h%d", shown);
    print_id_of_heading(p, p->label);
    buf_add_byte(&p->html, '>');
    printer_children(p, &node->v.element.children, 0);
    buf_add_format(&p->html, "</h%d>", shown);
}

/* ---- dispatch -------------------------------------------------------------------------
 */

/* An inline element round nothing but white space: gumbo makes them of tags that stay
 * open. */
static bool is_hollow(const GumboElement *element, const struct html_rule *rule)
{
    if (rule->block || rule->shape != SHAPE_PAIR || element->attributes.length)
        return false;
    for (unsigned i = 0; i < element->children.length; i++)
        if (((const GumboNode *)element->children.data[i])->type != GUMBO_NODE_WHITESPACE)
            return false;
    return true;
}

static void print_plain(struct printer *p, const GumboElement *element,
                        const struct html_rule *rule)
{
    bool kept = rule->fate == HTML_KEPT && !is_hollow(element, rule);
    if (kept)
        printer_open(p, element, rule);
    printer_children(p, &element->children, 0);
    if (kept && rule->shape != SHAPE_VOID)
        printer_close(p, rule->name);
}

static int heading_level(GumboTag tag)
{
    static const GumboTag tags[] = {GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3,
                                    GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6};
    for (int i = 0; i < 6; i++)
        if (tags[i] == tag)
            return i + 1;
    return 0;
}

static void print_element(struct printer *p, const GumboNode *node,
                          const struct html_rule *rule)
{
    const GumboElement *element = &node->v.element;
    int level = heading_level(element->tag);
    if (level)
        print_heading(p, node, level);
    else if (element->tag == GUMBO_TAG_A)
        print_link(p, node);
    else if (element->tag == GUMBO_TAG_IMG)
        print_image(p, node);
    else if (element->tag == GUMBO_TAG_TABLE)
        printer_table(p, element);
    else if (element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH)
        printer_cell(p, node, rule);
    else if (element->tag == GUMBO_TAG_PRE)
        printer_pre(p, element);
    else if (element->tag == GUMBO_TAG_BLOCKQUOTE)
        printer_quote(p, element);
    else if (element->tag == GUMBO_TAG_LI)
        printer_item(p, element, rule);
    else if (element->tag != GUMBO_TAG_INPUT)
        print_plain(p, element, rule);
    if (rule->block || element->tag == GUMBO_TAG_BR)
        if (element->tag != GUMBO_TAG_TD && element->tag != GUMBO_TAG_TH)
            printer_break(p, '\n');
}

void printer_node(struct printer *p, const GumboNode *node)
{
    if (literal_of(node)) {
        printer_literal(p, slice_cstr(literal_of(node)));
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT || p->depth >= ELEMENT_DEPTH_MAX)
        return;
    const struct html_rule *rule =
        html_rule_find(slice_cstr(gumbo_normalized_tagname(node->v.element.tag)));
    if (rule->block && node->v.element.tag != GUMBO_TAG_TD &&
        node->v.element.tag != GUMBO_TAG_TH)
        printer_break(p, '\n');
    p->depth++;
    print_element(p, node, rule);
    p->depth--;
}

static struct slice keep(struct arena *arena, struct buf *buf)
{
    struct slice s = arena_slice(arena, slice_trim(buf_slice(buf)));
    buf_release(buf);
    return s;
}

void safe_html_make(const struct safe_html *options, struct slice html,
                    struct slice *out_html, struct slice *out_text)
{
    struct printer p = {
        .options = options, .arena = options->parse->arena, .label = options->label};
    struct arena *scratch = &options->parse->whole->scratch;
    arena_reset(scratch);
    buf_init(&p.html, 0);
    buf_init(&p.text, 0);
    printer_children(&p, html_tree_read(scratch, html), 0);
    *out_html = keep(p.arena, &p.html);
    *out_text = keep(p.arena, &p.text);
}
