#include "html_tree.h"

#include <stdlib.h>

/* ---- gumbo ------------------------------------------------------------------------- */

/* gumbo's tree goes all at once: no walk takes it down, however deep it is. */
static void *gumbo_take(void *arena, size_t size)
{
    return arena_alloc(arena, size);
}

static void gumbo_give(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

const GumboVector *html_tree_gumbo(struct arena *arena, struct slice html)
{
    GumboOptions how = kGumboDefaultOptions;
    how.allocator = gumbo_take;
    how.deallocator = gumbo_give;
    how.userdata = arena;
    how.fragment_context = GUMBO_TAG_BODY;
    how.max_errors = 0;
    const GumboOutput *output =
        gumbo_parse_with_options(&how, html.len ? html.ptr : "", html.len);
    if (!output)
        abort();
    return &output->root->v.element.children;
}

/* ---- what is plain ----------------------------------------------------------------- */

/* Elements by what the tree construction of HTML (WHATWG, 13.2.6) does with them beyond
 * putting them where they stand. The rules below leave it nothing to do. */
enum role {
    ROLE_BLOCK, /* ends an open paragraph: none may be open, nor any inline element */
    ROLE_LINES, /* a block that holds inline elements only: p, headings */
    ROLE_PRE,   /* a block whose first line end is dropped: it may not begin with one */
    ROLE_ITEM,  /* its parent is a list */
    ROLE_LIST,
    ROLE_TABLE,
    ROLE_GROUP, /* its parent is a table */
    ROLE_ROW,   /* its parent is a group */
    ROLE_CELL,  /* its parent is a row */
    ROLE_INLINE,
    ROLE_FORMAT, /* reopened where tags are crossed; ours are never crossed */
    ROLE_VOID,   /* inline, without an end */
    ROLE_RULE,   /* a block without an end */
};

static const struct plain {
    const char *name;
    GumboTag tag;
    enum role role;
} plains[] = {
    {"a", GUMBO_TAG_A, ROLE_FORMAT},
    {"abbr", GUMBO_TAG_ABBR, ROLE_INLINE},
    {"b", GUMBO_TAG_B, ROLE_FORMAT},
    {"blockquote", GUMBO_TAG_BLOCKQUOTE, ROLE_BLOCK},
    {"br", GUMBO_TAG_BR, ROLE_VOID},
    {"code", GUMBO_TAG_CODE, ROLE_FORMAT},
    {"del", GUMBO_TAG_DEL, ROLE_INLINE},
    {"details", GUMBO_TAG_DETAILS, ROLE_BLOCK},
    {"div", GUMBO_TAG_DIV, ROLE_BLOCK},
    {"em", GUMBO_TAG_EM, ROLE_FORMAT},
    {"h1", GUMBO_TAG_H1, ROLE_LINES},
    {"h2", GUMBO_TAG_H2, ROLE_LINES},
    {"h3", GUMBO_TAG_H3, ROLE_LINES},
    {"h4", GUMBO_TAG_H4, ROLE_LINES},
    {"h5", GUMBO_TAG_H5, ROLE_LINES},
    {"h6", GUMBO_TAG_H6, ROLE_LINES},
    {"hr", GUMBO_TAG_HR, ROLE_RULE},
    {"i", GUMBO_TAG_I, ROLE_FORMAT},
    {"img", GUMBO_TAG_IMG, ROLE_VOID},
    {"input", GUMBO_TAG_INPUT, ROLE_VOID},
    {"kbd", GUMBO_TAG_KBD, ROLE_INLINE},
    {"li", GUMBO_TAG_LI, ROLE_ITEM},
    {"ol", GUMBO_TAG_OL, ROLE_LIST},
    {"p", GUMBO_TAG_P, ROLE_LINES},
    {"pre", GUMBO_TAG_PRE, ROLE_PRE},
    {"span", GUMBO_TAG_SPAN, ROLE_INLINE},
    {"strong", GUMBO_TAG_STRONG, ROLE_FORMAT},
    {"sub", GUMBO_TAG_SUB, ROLE_INLINE},
    {"summary", GUMBO_TAG_SUMMARY, ROLE_BLOCK},
    {"sup", GUMBO_TAG_SUP, ROLE_INLINE},
    {"table", GUMBO_TAG_TABLE, ROLE_TABLE},
    {"tbody", GUMBO_TAG_TBODY, ROLE_GROUP},
    {"td", GUMBO_TAG_TD, ROLE_CELL},
    {"th", GUMBO_TAG_TH, ROLE_CELL},
    {"thead", GUMBO_TAG_THEAD, ROLE_GROUP},
    {"tr", GUMBO_TAG_TR, ROLE_ROW},
    {"u", GUMBO_TAG_U, ROLE_FORMAT},
    {"ul", GUMBO_TAG_UL, ROLE_LIST},
};

enum { OPEN_MAX = 256, FORMAT_MAX = 3 };

/* An element whose end tag has not come. */
struct open {
    GumboNode *node;
    const struct plain *plain;
};

struct builder {
    struct arena *arena;
    const char *at, *end;
    GumboNode *root;
    struct open open[OPEN_MAX];
    size_t depth;
    size_t lines;   /* open elements that hold no blocks */
    size_t formats; /* of them, those of ROLE_FORMAT */
    bool in_link;
};

static const struct plain *find_plain(struct slice name)
{
    size_t low = 0, high = sizeof plains / sizeof *plains;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_cmp(name, slice_cstr(plains[middle].name));
        if (order == 0)
            return &plains[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool is_one_of(enum role role, unsigned roles)
{
    return (roles >> role) & 1u;
}

#define ROLES(a, b, c) (1u << (a) | 1u << (b) | 1u << (c))

static bool holds_lines(enum role role)
{
    return is_one_of(role, ROLES(ROLE_LINES, ROLE_INLINE, ROLE_FORMAT)) ||
           role == ROLE_PRE;
}

static bool is_void(enum role role)
{
    return role == ROLE_VOID || role == ROLE_RULE;
}

/* ---- nodes ------------------------------------------------------------------------- */

static void push(struct arena *arena, GumboVector *vector, void *item)
{
    if (vector->length == vector->capacity) {
        unsigned cap = vector->capacity ? vector->capacity * 2 : 4;
        void **data = arena_alloc(arena, cap * sizeof *data);
        if (vector->length)
            memcpy(data, vector->data, vector->length * sizeof *data);
        vector->data = data;
        vector->capacity = cap;
    }
    vector->data[vector->length++] = item;
}

static GumboNode *add_node(struct builder *b, GumboNodeType type)
{
    GumboNode *parent = b->depth ? b->open[b->depth - 1].node : b->root;
    GumboNode *node = ARENA_NEW(b->arena, GumboNode);
    node->type = type;
    node->parent = parent;
    push(b->arena, &parent->v.element.children, node);
    return node;
}

/* ---- characters -------------------------------------------------------------------- */

/* Bytes that stand for themselves in text and values; the others get a closer look. (The
 * text is valid UTF-8: a byte below 0xC0 continues a character.) */
static bool is_easy(unsigned char c)
{
    return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t' || (c >= 0x80 && c < 0xC2) ||
           (c >= 0xC3 && c < 0xEF);
}

/* gumbo replaces controls and noncharacters; false for a character that might be one, or a
 * byte order mark. */
static bool take_other(struct builder *b)
{
    size_t left = (size_t)(b->end - b->at);
    unsigned char c = (unsigned char)b->at[0];
    unsigned char next = left > 1 ? (unsigned char)b->at[1] : 0;
    if (c == 0xC2 && next >= 0xA0) {
        b->at += 2;
        return true;
    }
    if (c == 0xEF && left > 2 && next != 0xB7 && next != 0xBB && next != 0xBF) {
        b->at += 3;
        return true;
    }
    if (c != 0xF0 || left < 4 ||
        ((unsigned char)b->at[2] == 0xBF && (unsigned char)b->at[3] >= 0xBE))
        return false;
    b->at += 4;
    return true;
}

/* One of the references that cmark and we write, decoded into *out. */
static bool take_reference(struct builder *b, char *out)
{
    static const struct {
        struct slice text;
        char c;
    } references[] = {{{"&amp;", 5}, '&'},
                      {{"&lt;", 4}, '<'},
                      {{"&gt;", 4}, '>'},
                      {{"&quot;", 6}, '"'},
                      {{"&#x27;", 6}, '\''}};
    struct slice rest = slice_of(b->at, (size_t)(b->end - b->at));
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (slice_starts(rest, references[i].text)) {
            *out = references[i].c;
            b->at += references[i].text.len;
            return true;
        }
    return false;
}

/* Copies up to `stop` into `out`, which has room; false when it is not plain. */
static bool take_characters(struct builder *b, char stop, char *out, size_t *out_len)
{
    size_t len = 0;
    while (b->at < b->end && *b->at != stop) {
        const char *from = b->at;
        if (*from == '&') {
            if (!take_reference(b, &out[len++]))
                return false;
            continue;
        }
        while (b->at < b->end && *b->at != stop && *b->at != '&' &&
               is_easy((unsigned char)*b->at))
            b->at++;
        if (b->at == from && !take_other(b))
            return false;
        memcpy(out + len, from, (size_t)(b->at - from));
        len += (size_t)(b->at - from);
    }
    out[len] = '\0';
    *out_len = len;
    return true;
}

/* Bytes up to the next `stop`: more than its characters need when decoded. */
static size_t room_for(const struct builder *b, char stop)
{
    const char *found = memchr(b->at, stop, (size_t)(b->end - b->at));
    return (size_t)((found ? found : b->end) - b->at) + 1;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\n")] == '\0';
}

static bool take_text(struct builder *b)
{
    size_t len;
    char *text = arena_alloc(b->arena, room_for(b, '<'));
    if (!take_characters(b, '<', text, &len))
        return false;
    bool blank = is_blank(text);
    if (b->depth && !blank &&
        is_one_of(b->open[b->depth - 1].plain->role,
                  ROLES(ROLE_TABLE, ROLE_GROUP, ROLE_ROW)))
        return false;
    GumboNode *node = add_node(b, blank ? GUMBO_NODE_WHITESPACE : GUMBO_NODE_TEXT);
    node->v.text.text = text;
    return true;
}

/* ---- tags -------------------------------------------------------------------------- */

static struct slice take_name(struct builder *b)
{
    const char *from = b->at;
    while (b->at < b->end && ((*b->at >= 'a' && *b->at <= 'z') ||
                              (*b->at >= '0' && *b->at <= '9') || *b->at == '-'))
        b->at++;
    return slice_of(from, (size_t)(b->at - from));
}

static bool take(struct builder *b, const char *text)
{
    size_t len = strlen(text);
    if ((size_t)(b->end - b->at) < len || memcmp(b->at, text, len) != 0)
        return false;
    b->at += len;
    return true;
}

/* ` name="value"`; false when there is none that is plain. */
static bool take_attribute(struct builder *b, GumboElement *element)
{
    struct slice name = (b->at++, take_name(b));
    size_t len;
    if (name.len == 0 || !take(b, "=\""))
        return false;
    GumboAttribute *attribute = ARENA_NEW(b->arena, GumboAttribute);
    char *value = arena_alloc(b->arena, room_for(b, '"'));
    attribute->name = arena_strndup(b->arena, name.ptr, name.len);
    attribute->value = value;
    if (gumbo_get_attribute(&element->attributes, attribute->name) ||
        !take_characters(b, '"', value, &len) || !take(b, "\""))
        return false;
    push(b->arena, &element->attributes, attribute);
    return true;
}

/* May such an element begin here, so that nothing needs mending? */
static bool may_begin(const struct builder *b, const struct plain *plain)
{
    const enum role none = ROLE_BLOCK;
    enum role role = plain->role;
    enum role parent = b->depth ? b->open[b->depth - 1].plain->role : none;
    switch (role) {
    case ROLE_FORMAT:
        if (b->formats >= FORMAT_MAX || (plain->tag == GUMBO_TAG_A && b->in_link))
            return false;
        break;
    case ROLE_INLINE:
    case ROLE_VOID:
        break;
    case ROLE_ITEM:
        return parent == ROLE_LIST && b->lines == 0;
    case ROLE_GROUP:
        return parent == ROLE_TABLE;
    case ROLE_ROW:
        return parent == ROLE_GROUP;
    case ROLE_CELL:
        return parent == ROLE_ROW;
    default:
        if (b->lines)
            return false;
    }
    return !is_one_of(parent, ROLES(ROLE_TABLE, ROLE_GROUP, ROLE_ROW));
}

static void count_open(struct builder *b, const struct plain *plain, bool opens)
{
    size_t one = opens ? 1 : (size_t)-1;
    if (holds_lines(plain->role))
        b->lines += one;
    if (plain->role == ROLE_FORMAT)
        b->formats += one;
    if (plain->tag == GUMBO_TAG_A)
        b->in_link = opens;
}

static bool take_start(struct builder *b)
{
    const struct plain *plain = (b->at++, find_plain(take_name(b)));
    if (!plain || b->depth == OPEN_MAX || !may_begin(b, plain))
        return false;
    GumboNode *node = add_node(b, GUMBO_NODE_ELEMENT);
    node->v.element.tag = plain->tag;
    while (b->at < b->end && *b->at == ' ' && !(b->end - b->at > 1 && b->at[1] == '/'))
        if (!take_attribute(b, &node->v.element))
            return false;
    if (is_void(plain->role))
        return take(b, " />") || take(b, ">");
    if (!take(b, ">") || (plain->role == ROLE_PRE && b->at < b->end && *b->at == '\n'))
        return false;
    b->open[b->depth++] = (struct open){node, plain};
    count_open(b, plain, true);
    return true;
}

static bool take_end(struct builder *b)
{
    struct slice name = (b->at += 2, take_name(b));
    if (b->depth == 0 || !slice_eq_cstr(name, b->open[b->depth - 1].plain->name) ||
        !take(b, ">"))
        return false;
    count_open(b, b->open[--b->depth].plain, false);
    return true;
}

static bool take_next(struct builder *b)
{
    if (*b->at != '<')
        return take_text(b);
    return b->end - b->at > 1 && b->at[1] == '/' ? take_end(b) : take_start(b);
}

const GumboVector *html_tree_plain(struct arena *arena, struct slice html)
{
    struct builder *b = ARENA_NEW(arena, struct builder);
    b->arena = arena;
    b->root = ARENA_NEW(arena, GumboNode);
    b->at = html.ptr;
    b->end = html.ptr + html.len;
    while (b->at < b->end)
        if (!take_next(b))
            return NULL;
    return b->depth ? NULL : &b->root->v.element.children;
}

const GumboVector *html_tree_read(struct arena *arena, struct slice html)
{
    const GumboVector *plain = html_tree_plain(arena, html);
    return plain ? plain : html_tree_gumbo(arena, html);
}
