#include "html_rules.h"

static const struct html_rule unknown = {"", HTML_AS_TEXT, SHAPE_PAIR, "", false};

/* Sorted by name. */
static const struct html_rule rules[] = {
    {"a", HTML_KEPT, SHAPE_PAIR, "href", false},
    {"abbr", HTML_KEPT, SHAPE_PAIR, "", false},
    {"article", HTML_UNWRAPPED, SHAPE_PAIR, "", true},
    {"b", HTML_KEPT, SHAPE_PAIR, "", false},
    {"bdi", HTML_KEPT, SHAPE_PAIR, "", false},
    {"bdo", HTML_KEPT, SHAPE_PAIR, "", false},
    {"big", HTML_UNWRAPPED, SHAPE_PAIR, "", false},
    {"blockquote", HTML_KEPT, SHAPE_PAIR, "", true},
    {"br", HTML_KEPT, SHAPE_VOID, "", false},
    {"caption", HTML_KEPT, SHAPE_LOOSE, "", true},
    {"center", HTML_UNWRAPPED, SHAPE_PAIR, "", true},
    {"cite", HTML_KEPT, SHAPE_PAIR, "", false},
    {"code", HTML_KEPT, SHAPE_PAIR, "", false},
    {"col", HTML_UNWRAPPED, SHAPE_VOID, "", false},
    {"colgroup", HTML_UNWRAPPED, SHAPE_LOOSE, "", false},
    {"dd", HTML_KEPT, SHAPE_LOOSE, "", true},
    {"del", HTML_KEPT, SHAPE_PAIR, "", false},
    {"details", HTML_KEPT, SHAPE_PAIR, "open", true},
    {"dfn", HTML_KEPT, SHAPE_PAIR, "", false},
    {"div", HTML_KEPT, SHAPE_PAIR, "", true},
    {"dl", HTML_KEPT, SHAPE_PAIR, "", true},
    {"dt", HTML_KEPT, SHAPE_LOOSE, "", true},
    {"em", HTML_KEPT, SHAPE_PAIR, "", false},
    {"embed", HTML_EMBED, SHAPE_VOID, "", false},
    {"figcaption", HTML_KEPT, SHAPE_PAIR, "", true},
    {"figure", HTML_KEPT, SHAPE_PAIR, "", true},
    {"font", HTML_UNWRAPPED, SHAPE_PAIR, "", false},
    {"h1", HTML_KEPT, SHAPE_PAIR, "", true},
    {"h2", HTML_KEPT, SHAPE_PAIR, "", true},
    {"h3", HTML_KEPT, SHAPE_PAIR, "", true},
    {"h4", HTML_KEPT, SHAPE_PAIR, "", true},
    {"h5", HTML_KEPT, SHAPE_PAIR, "", true},
    {"h6", HTML_KEPT, SHAPE_PAIR, "", true},
    {"hr", HTML_KEPT, SHAPE_VOID, "", true},
    {"i", HTML_KEPT, SHAPE_PAIR, "", false},
    {"iframe", HTML_EMBED, SHAPE_PAIR, "", false},
    {"img", HTML_KEPT, SHAPE_VOID, "src alt width height", false},
    {"ins", HTML_KEPT, SHAPE_PAIR, "", false},
    {"kbd", HTML_KEPT, SHAPE_PAIR, "", false},
    {"li", HTML_KEPT, SHAPE_LOOSE, "value", true},
    {"mark", HTML_KEPT, SHAPE_PAIR, "", false},
    {"nobr", HTML_UNWRAPPED, SHAPE_PAIR, "", false},
    {"ol", HTML_KEPT, SHAPE_PAIR, "start reversed", true},
    {"p", HTML_KEPT, SHAPE_LOOSE, "", true},
    {"pre", HTML_KEPT, SHAPE_PAIR, "", true},
    {"q", HTML_KEPT, SHAPE_PAIR, "", false},
    {"s", HTML_KEPT, SHAPE_PAIR, "", false},
    {"samp", HTML_KEPT, SHAPE_PAIR, "", false},
    {"section", HTML_UNWRAPPED, SHAPE_PAIR, "", true},
    {"small", HTML_KEPT, SHAPE_PAIR, "", false},
    {"span", HTML_KEPT, SHAPE_PAIR, "", false},
    {"strike", HTML_UNWRAPPED, SHAPE_PAIR, "", false},
    {"strong", HTML_KEPT, SHAPE_PAIR, "", false},
    {"sub", HTML_KEPT, SHAPE_PAIR, "", false},
    {"summary", HTML_KEPT, SHAPE_PAIR, "", true},
    {"sup", HTML_KEPT, SHAPE_PAIR, "", false},
    {"table", HTML_KEPT, SHAPE_PAIR, "", true},
    {"tbody", HTML_KEPT, SHAPE_LOOSE, "", true},
    {"td", HTML_KEPT, SHAPE_LOOSE, "align colspan rowspan", true},
    {"tfoot", HTML_KEPT, SHAPE_LOOSE, "", true},
    {"th", HTML_KEPT, SHAPE_LOOSE, "align colspan rowspan", true},
    {"thead", HTML_KEPT, SHAPE_LOOSE, "", true},
    {"tr", HTML_KEPT, SHAPE_LOOSE, "", true},
    {"tt", HTML_UNWRAPPED, SHAPE_PAIR, "", false},
    {"u", HTML_KEPT, SHAPE_PAIR, "", false},
    {"ul", HTML_KEPT, SHAPE_PAIR, "", true},
    {"var", HTML_KEPT, SHAPE_PAIR, "", false},
    {"video", HTML_EMBED, SHAPE_PAIR, "", false},
    {"wbr", HTML_KEPT, SHAPE_VOID, "", false},
};

static int compare(struct slice name, const char *rule)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] + 32)
                                                          : name.ptr[i];
        if (rule[i] == '\0' || c != rule[i])
            return (unsigned char)c - (unsigned char)rule[i];
    }
    return rule[name.len] == '\0' ? 0 : -1;
}

const struct html_rule *html_rule_find(struct slice name)
{
    size_t low = 0, high = sizeof rules / sizeof *rules;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(name, rules[middle].name);
        if (order == 0)
            return &rules[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return &unknown;
}

static bool is_listed(struct slice word, const char *list)
{
    struct slice rest = slice_cstr(list), part;
    while (slice_split(&rest, ' ', &part))
        if (part.len && slice_eq_nocase(word, part))
            return true;
    return false;
}

bool html_rule_allows(const struct html_rule *rule, struct slice attribute)
{
    return rule->fate == HTML_KEPT && (is_listed(attribute, "title dir lang") ||
                                       is_listed(attribute, rule->attributes));
}
