#include "safe_html.h"

#include "base/utf8.h"
#include "html_rules.h"
#include "html_tree.h"
#include "model/slug.h"
#include "url.h"

/* Far above what the ceilings before cmark let through; the stack is safe all the same.
 */
enum { ELEMENT_DEPTH_MAX = 1500 };

struct printer {
    const struct safe_html *options;
    struct arena *arena;
    struct buf html, text;
    struct slice label; /* nearest heading so far */
    int shown[7];       /* level printed for each source level that is open; 0: none */
    int depth;
    int in_link, in_pre;
    bool gap; /* plain text: white space is due before the next word */
};

static void print_node(struct printer *p, const GumboNode *node);

static void print_children(struct printer *p, const GumboVector *children, unsigned from)
{
    for (unsigned i = from; i < children->length; i++)
        print_node(p, children->data[i]);
}

static const char *attribute_of(const GumboElement *element, const char *name)
{
    const GumboAttribute *a = gumbo_get_attribute(&element->attributes, name);
    return a ? a->value : NULL;
}

static const GumboElement *element_of(const GumboNode *node, GumboTag tag)
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
static void break_text(struct printer *p, char with)
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

static void print_literal(struct printer *p, struct slice s)
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

static struct slice words_of(struct printer *p, const GumboNode *node)
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

static void print_attribute(struct printer *p, const char *name, struct slice value)
{
    buf_add_format(&p->html, " %s=\"", name);
    buf_add_html_attr(&p->html, value);
    buf_add_byte(&p->html, '"');
}

static bool is_number(const char *value)
{
    int64_t number;
    return slice_int64(slice_cstr(value), &number) && strlen(value) <= 5;
}

/* Values that are numbers, and those that need no look. */
static void print_common(struct printer *p, const GumboElement *element,
                         const struct html_rule *rule)
{
    static const char *const numbers[] = {"start",   "value", "colspan",
                                          "rowspan", "width", "height"};
    static const char *const texts[] = {"title", "dir", "lang"};
    static const char *const flags[] = {"open", "reversed"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *value = attribute_of(element, numbers[i]);
        if (value && is_number(value) && html_rule_allows(rule, slice_cstr(numbers[i])))
            print_attribute(p, numbers[i], slice_cstr(value));
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *value = attribute_of(element, texts[i]);
        if (value && *value)
            print_attribute(p, texts[i], slice_cstr(value));
    }
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (attribute_of(element, flags[i]) &&
            html_rule_allows(rule, slice_cstr(flags[i])))
            buf_add_format(&p->html, " %s", flags[i]);
    const char *id = attribute_of(element, "id");
    if (id && !p->options->is_copy && slice_starts(slice_cstr(id), SLICE("x-")))
        print_attribute(p, "id", slice_cstr(id));
}

static void open_tag(struct printer *p, const GumboElement *element,
                     const struct html_rule *rule)
{
    buf_add_format(&p->html, "<%s", rule->name);
    print_common(p, element, rule);
    buf_add_byte(&p->html, '>');
}

static void close_tag(struct printer *p, const char *name)
{
    buf_add_format(&p->html, "</%s>", name);
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
    print_attribute(
        p, "href", kind == URL_FRAGMENT ? fragment_of(p, url) : url_clean(p->arena, url));
    if (kind == URL_OUTSIDE)
        print_attribute(p, "rel", SLICE("noopener"));
}

static void print_link(struct printer *p, const GumboNode *node)
{
    const GumboElement *element = &node->v.element;
    struct slice url = slice_cstr(attribute_of(element, "href"));
    enum url_kind kind = url_kind_of(url);
    if (kind == URL_EMPTY || kind == URL_REFUSED || p->in_link) {
        const char *id = attribute_of(element, "id");
        if (id)
            open_tag(p, element, html_rule_find(SLICE("span")));
        print_children(p, &element->children, 0);
        if (id)
            close_tag(p, "span");
        return;
    }
    print_link_start(p, url, kind);
    print_common(p, element, html_rule_find(SLICE("a")));
    buf_add_byte(&p->html, '>');
    p->in_link++;
    print_children(p, &element->children, 0);
    p->in_link--;
    close_tag(p, "a");
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
    struct slice url = slice_cstr(attribute_of(element, "src"));
    struct slice alt = slice_cstr(attribute_of(element, "alt"));
    enum url_kind kind = url_kind_of(url);
    if (kind == URL_RELATIVE) {
        buf_add_cstr(&p->html, "<img");
        print_attribute(p, "src", url_clean(p->arena, url));
        print_attribute(p, "alt", alt);
        print_common(p, element, html_rule_find(SLICE("img")));
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
    print_literal(p, words);
    close_tag(p, link ? "a" : "span");
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
        print_attribute(p, "id", anchor);
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
    p->label = words_of(p, node);
    buf_add_format(&p->html, "<h%d", shown);
    print_id_of_heading(p, p->label);
    buf_add_byte(&p->html, '>');
    print_children(p, &node->v.element.children, 0);
    buf_add_format(&p->html, "</h%d>", shown);
}

/* ---- blocks ---------------------------------------------------------------------------
 */

static struct slice caption_of(struct printer *p, const GumboElement *table)
{
    for (unsigned i = 0; i < table->children.length; i++)
        if (element_of(table->children.data[i], GUMBO_TAG_CAPTION))
            return words_of(p, table->children.data[i]);
    return SLICE("");
}

/* Regions must differ in name: the second table under a heading is "… (2)". */
static struct slice region_label(struct printer *p, const GumboElement *table)
{
    struct slice label = caption_of(p, table);
    if (label.len == 0)
        label = p->label;
    if (label.len == 0)
        label = p->options->parse->options->path;
    struct slice key = arena_format(p->arena, "region:" SLICE_FMT, SLICE_ARG(label));
    struct slice made = anchors_take(&p->options->parse->whole->anchors, key);
    if (made.len == key.len)
        return label;
    struct slice number = slice_from(made, key.len + 1);
    return arena_format(p->arena, SLICE_FMT " (" SLICE_FMT ")", SLICE_ARG(label),
                        SLICE_ARG(number));
}

static void print_table(struct printer *p, const GumboElement *element)
{
    buf_add_cstr(&p->html, "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\"");
    print_attribute(p, "aria-label", region_label(p, element));
    buf_add_byte(&p->html, '>');
    open_tag(p, element, html_rule_find(SLICE("table")));
    print_children(p, &element->children, 0);
    buf_add_cstr(&p->html, "</table></div>");
}

/* A heading cell beside data cells heads its row, any other its column. */
static bool heads_row(const GumboNode *cell)
{
    const GumboElement *row = element_of(cell->parent, GUMBO_TAG_TR);
    for (unsigned i = 0; row && i < row->children.length; i++)
        if (element_of(row->children.data[i], GUMBO_TAG_TD))
            return true;
    return false;
}

static void print_cell(struct printer *p, const GumboNode *node,
                       const struct html_rule *rule)
{
    static const char *const aligns[] = {"left", "center", "right"};
    const GumboElement *element = &node->v.element;
    const char *align = attribute_of(element, "align");
    buf_add_format(&p->html, "<%s", rule->name);
    if (element->tag == GUMBO_TAG_TH)
        print_attribute(p, "scope", heads_row(node) ? SLICE("row") : SLICE("col"));
    for (size_t i = 0; align && i < sizeof aligns / sizeof *aligns; i++)
        if (slice_eq_nocase(slice_cstr(align), slice_cstr(aligns[i])))
            buf_add_format(&p->html, " class=\"align-%s\"", aligns[i]);
    print_common(p, element, rule);
    buf_add_byte(&p->html, '>');
    print_children(p, &element->children, 0);
    close_tag(p, rule->name);
    break_text(p, '\t');
}

static struct slice language_of(struct printer *p, const GumboElement *pre)
{
    const GumboElement *code =
        pre->children.length ? element_of(pre->children.data[0], GUMBO_TAG_CODE) : NULL;
    const char *class = code ? attribute_of(code, "class") : NULL;
    struct slice name = slice_cstr(class);
    if (!slice_starts(name, SLICE("language-")))
        return SLICE("");
    char *lower = arena_strndup(p->arena, name.ptr + 9, name.len - 9);
    size_t len = 0;
    for (; lower[len] && !strchr(" \t,{;", lower[len]); len++)
        if (lower[len] >= 'A' && lower[len] <= 'Z')
            lower[len] = (char)(lower[len] + 32);
    return slice_of(lower, len);
}

static void print_pre(struct printer *p, const GumboElement *element)
{
    const GumboNode *only =
        element->children.length == 1 ? element->children.data[0] : NULL;
    const GumboElement *code = element_of(only, GUMBO_TAG_CODE);
    struct slice language = language_of(p, element);
    buf_add_cstr(&p->html, "<pre class=\"code\"");
    if (language.len)
        print_attribute(p, "data-language", language);
    buf_add_cstr(&p->html, " tabindex=\"0\"><code>");
    p->in_pre++;
    print_children(p, code ? &code->children : &element->children, 0);
    p->in_pre--;
    buf_add_cstr(&p->html, "</code></pre>");
}

/* ---- callouts -------------------------------------------------------------------------
 */

static const struct callout {
    const char *mark, *kind, *label;
} callouts[] = {
    {"NOTE", "note", "Note"},
    {"TIP", "tip", "Tip"},
    {"IMPORTANT", "important", "Important"},
    {"WARNING", "warning", "Warning"},
    {"CAUTION", "caution", "Caution"},
};

/* The first text inside the first paragraph of a quotation, or NULL. */
static const GumboNode *first_text(const GumboElement *quote, const GumboNode **out_p)
{
    for (unsigned i = 0; i < quote->children.length; i++) {
        const GumboNode *child = quote->children.data[i];
        if (child->type == GUMBO_NODE_WHITESPACE)
            continue;
        const GumboElement *para = element_of(child, GUMBO_TAG_P);
        *out_p = child;
        return para && para->children.length &&
                       ((const GumboNode *)para->children.data[0])->type ==
                           GUMBO_NODE_TEXT
                   ? para->children.data[0]
                   : NULL;
    }
    return NULL;
}

static const struct callout *callout_of(struct slice *text)
{
    struct slice s = *text;
    while (s.len && strchr(" \t\n", s.ptr[0]))
        s = slice_from(s, 1);
    if (!slice_starts(s, SLICE("[!")))
        return NULL;
    size_t end = slice_find(s, ']');
    for (size_t i = 0; end < s.len && i < sizeof callouts / sizeof *callouts; i++)
        if (slice_eq_nocase(slice_trim(slice_of(s.ptr + 2, end - 2)),
                            slice_cstr(callouts[i].mark))) {
            *text = slice_from(s, end + 1);
            return &callouts[i];
        }
    return NULL;
}

/* The rest of a paragraph whose mark was read, unless nothing is left of it. */
static void print_rest_of_mark(struct printer *p, const GumboElement *para,
                               struct slice rest)
{
    while (rest.len && strchr(" \t\n", rest.ptr[0]))
        rest = slice_from(rest, 1);
    unsigned from = 1;
    const GumboVector *children = &para->children;
    if (rest.len == 0 && from < children->length &&
        element_of(children->data[from], GUMBO_TAG_BR))
        from++;
    if (rest.len == 0 && from == children->length)
        return;
    buf_add_cstr(&p->html, "<p>");
    print_literal(p, rest);
    print_children(p, children, from);
    buf_add_cstr(&p->html, "</p>");
    break_text(p, '\n');
}

static void print_callout(struct printer *p, const GumboElement *quote,
                          const GumboNode *para, const struct callout *callout,
                          struct slice rest)
{
    buf_add_format(&p->html,
                   "<div class=\"callout callout-%s\" role=\"note\">"
                   "<p class=\"callout-label\" data-kind=\"%s\">%s</p>\n",
                   callout->kind, callout->kind, callout->label);
    print_rest_of_mark(p, &para->v.element, rest);
    for (unsigned i = 0; i < quote->children.length; i++)
        if (quote->children.data[i] != para)
            print_node(p, quote->children.data[i]);
    close_tag(p, "div");
}

static void print_quote(struct printer *p, const GumboElement *quote)
{
    const GumboNode *para = NULL;
    const GumboNode *first = first_text(quote, &para);
    struct slice text = slice_cstr(first ? first->v.text.text : NULL);
    const struct callout *callout = first ? callout_of(&text) : NULL;
    if (callout) {
        print_callout(p, quote, para, callout, text);
        return;
    }
    open_tag(p, quote, html_rule_find(SLICE("blockquote")));
    print_children(p, &quote->children, 0);
    close_tag(p, "blockquote");
}

/* ---- task lists -----------------------------------------------------------------------
 */

static const GumboElement *box_of(const GumboElement *item)
{
    const GumboElement *input = NULL;
    for (unsigned i = 0; i < item->children.length && i < 2 && !input; i++)
        input = element_of(item->children.data[i], GUMBO_TAG_INPUT);
    return input;
}

static void print_item(struct printer *p, const GumboElement *item,
                       const struct html_rule *rule)
{
    const GumboElement *box = box_of(item);
    buf_add_cstr(&p->html, box ? "<li class=\"task\"" : "<li");
    print_common(p, item, rule);
    buf_add_byte(&p->html, '>');
    if (box) {
        bool checked = attribute_of(box, "checked") != NULL;
        buf_add_format(&p->html, "<span class=\"task-box\" data-checked=\"%s\">%s</span>",
                       checked ? "true" : "false",
                       checked ? "\xE2\x98\x91" : "\xE2\x98\x90");
    }
    print_children(p, &item->children, 0);
    close_tag(p, "li");
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
        open_tag(p, element, rule);
    print_children(p, &element->children, 0);
    if (kept && rule->shape != SHAPE_VOID)
        close_tag(p, rule->name);
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

static void print_element(struct printer *p, const GumboNode *node)
{
    const GumboElement *element = &node->v.element;
    const struct html_rule *rule =
        html_rule_find(slice_cstr(gumbo_normalized_tagname(element->tag)));
    int level = heading_level(element->tag);
    if (level)
        print_heading(p, node, level);
    else if (element->tag == GUMBO_TAG_A)
        print_link(p, node);
    else if (element->tag == GUMBO_TAG_IMG)
        print_image(p, node);
    else if (element->tag == GUMBO_TAG_TABLE)
        print_table(p, element);
    else if (element->tag == GUMBO_TAG_TD || element->tag == GUMBO_TAG_TH)
        print_cell(p, node, rule);
    else if (element->tag == GUMBO_TAG_PRE)
        print_pre(p, element);
    else if (element->tag == GUMBO_TAG_BLOCKQUOTE)
        print_quote(p, element);
    else if (element->tag == GUMBO_TAG_LI)
        print_item(p, element, rule);
    else if (element->tag != GUMBO_TAG_INPUT)
        print_plain(p, element, rule);
    if (rule->block || element->tag == GUMBO_TAG_BR)
        if (element->tag != GUMBO_TAG_TD && element->tag != GUMBO_TAG_TH)
            break_text(p, '\n');
}

static void print_node(struct printer *p, const GumboNode *node)
{
    if (literal_of(node)) {
        print_literal(p, slice_cstr(literal_of(node)));
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT || p->depth >= ELEMENT_DEPTH_MAX)
        return;
    const struct html_rule *rule =
        html_rule_find(slice_cstr(gumbo_normalized_tagname(node->v.element.tag)));
    if (rule->block && node->v.element.tag != GUMBO_TAG_TD &&
        node->v.element.tag != GUMBO_TAG_TH)
        break_text(p, '\n');
    p->depth++;
    print_element(p, node);
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
    print_children(&p, html_tree_read(scratch, html), 0);
    *out_html = keep(p.arena, &p.html);
    *out_text = keep(p.arena, &p.text);
}
