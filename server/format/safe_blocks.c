#include "safe_printer.h"

/* ---- blocks ---------------------------------------------------------------------------
 */

static struct slice caption_of(struct printer *p, const GumboElement *table)
{
    for (unsigned i = 0; i < table->children.length; i++)
        if (html_element(table->children.data[i], GUMBO_TAG_CAPTION))
            return printer_words(p, table->children.data[i]);
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

void printer_table(struct printer *p, const GumboElement *element)
{
    buf_add_cstr(&p->html, "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\"");
    printer_attribute(p, "aria-label", region_label(p, element));
    buf_add_byte(&p->html, '>');
    printer_open(p, element, html_rule_find(SLICE("table")));
    printer_children(p, &element->children, 0);
    buf_add_cstr(&p->html, "</table></div>");
}

/* A heading cell beside data cells heads its row, any other its column. */
static bool heads_row(const GumboNode *cell)
{
    const GumboElement *row = html_element(cell->parent, GUMBO_TAG_TR);
    for (unsigned i = 0; row && i < row->children.length; i++)
        if (html_element(row->children.data[i], GUMBO_TAG_TD))
            return true;
    return false;
}

void printer_cell(struct printer *p, const GumboNode *node, const struct html_rule *rule)
{
    static const char *const aligns[] = {"left", "center", "right"};
    const GumboElement *element = &node->v.element;
    const char *align = html_attribute(element, "align");
    buf_add_format(&p->html, "<%s", rule->name);
    if (element->tag == GUMBO_TAG_TH)
        printer_attribute(p, "scope", heads_row(node) ? SLICE("row") : SLICE("col"));
    for (size_t i = 0; align && i < sizeof aligns / sizeof *aligns; i++)
        if (slice_eq_nocase(slice_cstr(align), slice_cstr(aligns[i])))
            buf_add_format(&p->html, " class=\"align-%s\"", aligns[i]);
    printer_common(p, element, rule);
    buf_add_byte(&p->html, '>');
    printer_children(p, &element->children, 0);
    printer_close(p, rule->name);
    printer_break(p, '\t');
}

static struct slice language_of(struct printer *p, const GumboElement *pre)
{
    const GumboElement *code =
        pre->children.length ? html_element(pre->children.data[0], GUMBO_TAG_CODE) : NULL;
    const char *class = code ? html_attribute(code, "class") : NULL;
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

void printer_pre(struct printer *p, const GumboElement *element)
{
    const GumboNode *only =
        element->children.length == 1 ? element->children.data[0] : NULL;
    const GumboElement *code = html_element(only, GUMBO_TAG_CODE);
    struct slice language = language_of(p, element);
    buf_add_cstr(&p->html, "<pre class=\"code\"");
    if (language.len)
        printer_attribute(p, "data-language", language);
    buf_add_cstr(&p->html, " tabindex=\"0\"><code>");
    p->in_pre++;
    printer_children(p, code ? &code->children : &element->children, 0);
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
        const GumboElement *para = html_element(child, GUMBO_TAG_P);
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
        html_element(children->data[from], GUMBO_TAG_BR))
        from++;
    if (rest.len == 0 && from == children->length)
        return;
    buf_add_cstr(&p->html, "<p>");
    printer_literal(p, rest);
    printer_children(p, children, from);
    buf_add_cstr(&p->html, "</p>");
    printer_break(p, '\n');
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
            printer_node(p, quote->children.data[i]);
    printer_close(p, "div");
}

void printer_quote(struct printer *p, const GumboElement *quote)
{
    const GumboNode *para = NULL;
    const GumboNode *first = first_text(quote, &para);
    struct slice text = slice_cstr(first ? first->v.text.text : NULL);
    const struct callout *callout = first ? callout_of(&text) : NULL;
    if (callout) {
        print_callout(p, quote, para, callout, text);
        return;
    }
    printer_open(p, quote, html_rule_find(SLICE("blockquote")));
    printer_children(p, &quote->children, 0);
    printer_close(p, "blockquote");
}

/* ---- task lists -----------------------------------------------------------------------
 */

static const GumboElement *box_of(const GumboElement *item)
{
    const GumboElement *input = NULL;
    for (unsigned i = 0; i < item->children.length && i < 2 && !input; i++)
        input = html_element(item->children.data[i], GUMBO_TAG_INPUT);
    return input;
}

void printer_item(struct printer *p, const GumboElement *item,
                  const struct html_rule *rule)
{
    const GumboElement *box = box_of(item);
    buf_add_cstr(&p->html, box ? "<li class=\"task\"" : "<li");
    printer_common(p, item, rule);
    buf_add_byte(&p->html, '>');
    if (box) {
        bool checked = html_attribute(box, "checked") != NULL;
        buf_add_format(&p->html, "<span class=\"task-box\" data-checked=\"%s\">%s</span>",
                       checked ? "true" : "false",
                       checked ? "\xE2\x98\x91" : "\xE2\x98\x90");
    }
    printer_children(p, &item->children, 0);
    printer_close(p, "li");
}
